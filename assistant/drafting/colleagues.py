"""Two colleagues never publish nearly the same text: drafts against the others' recent posts and recent drafts."""

import threading
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from assistant.drafting.checks import Job, word_runs
from assistant.library import Library
from assistant.records import Finding, Level
from assistant.store import Drafts
from assistant.voice.brand import Brand
from assistant.voice.people import speakers
from assistant.wording import say

NEWEST_POSTS = 300
"""Posts of each voice that are compared: about a year of a busy account."""
NEWEST_DRAFTS = 100
_GONE = ("withdrawn", "rejected")
_ALIKE = 0.7
"""Share of a text's runs of three words from which it is nearly the other; the same as for a copy of one's own."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text of the house: whose, and whether it was published or drafted a moment ago."""

    person: str
    text: str
    drafted: bool = False


@dataclass(slots=True)
class _Published:
    """The recent posts of all voices, and in which of them each run of three words stands."""

    generation: str = ""
    brand: Brand | None = None
    texts: list[Said] = field(default_factory=list)
    places: dict[tuple[str, ...], list[int]] = field(default_factory=dict)


class Colleagues:
    """What the voices of one house said of late: published, drafted while this process lives, and kept at the desk by
    anybody. Safe for threads."""

    def __init__(self, library: Library, kept: Drafts | None = None) -> None:
        self._library = library
        self._kept = kept
        self._at_desk: tuple[str, tuple[Said, ...]] = ("", ())
        self._published = _Published()
        self._drafts: deque[Said] = deque(maxlen=NEWEST_DRAFTS)
        self._lock = threading.Lock()

    def remember(self, person: str, text: str) -> None:
        """Keep a draft in mind, so that the next one for somebody else is not the same."""
        if text.strip():
            with self._lock:
                self._drafts.append(Said(person, text, drafted=True))

    def forget_drafts(self) -> None:
        """Begin with no drafts in mind."""
        with self._lock:
            self._drafts.clear()

    def check(self, text: str, person: str, brand: Brand, job: Job) -> tuple[Finding, ...]:
        """A finding when the text is nearly what another voice of the house published or was drafted for it.

        It blocks between two people, and for new posts; a reply that says what the house said is told only.
        """
        other = self._nearest(text, person, brand)
        if other is None:
            return ()
        names = {"": brand.name, **{one.id: one.name for one in brand.people}}
        level: Level = "block" if job.new or (person and other.person) else "warn"
        key = "drafting.like_a_draft" if other.drafted else "drafting.like_a_post"
        beginning = other.text if len(other.text) <= 60 else other.text[:60].rsplit(" ", 1)[0] + "…"
        message = say(key, job.reader, name=names.get(other.person, other.person), text=beginning)
        return (Finding("colleague", level, message, 0, len(text)),)

    def _nearest(self, text: str, person: str, brand: Brand) -> Said | None:
        runs = word_runs(text, 3)
        if len(runs) < 3:
            return None
        least = _ALIKE * len(runs)
        with self._lock:
            drafts = list(self._drafts)
        for said in (*reversed(drafts), *self._desk(brand)):
            if said.person != person and len(runs & word_runs(said.text, 3)) >= least:
                return said
        published = self._learn(brand)
        shared = Counter(place for run in runs for place in published.places.get(run, ()))
        for place, count in shared.most_common():
            if count < least:
                break
            if published.texts[place].person != person:
                return published.texts[place]
        return None

    def _desk(self, brand: Brand) -> tuple[Said, ...]:
        """The newest drafts at the desk, read again when one of them changed."""
        if self._kept is None:
            return ()
        stamp = self._kept.stamp(brand.id)
        if self._at_desk[0] != stamp:
            kept = self._kept.list(brand.id, most=NEWEST_DRAFTS)
            said = tuple(Said(one.person, one.content.text, drafted=True) for one in kept if one.state not in _GONE)
            self._at_desk = (stamp, said)
        return self._at_desk[1]

    def _learn(self, brand: Brand) -> _Published:
        generation = self._library.generation
        with self._lock:
            if self._published.generation == generation and self._published.brand == brand:
                return self._published
        learnt = _Published(generation, brand)
        learnt.texts = list(self._recent(brand))
        for place, said in enumerate(learnt.texts):
            for run in word_runs(said.text, 3):
                learnt.places.setdefault(run, []).append(place)
        with self._lock:
            self._published = learnt
        return learnt

    def _recent(self, brand: Brand) -> Iterable[Said]:
        for voice in ("", *(person.id for person in speakers(brand))):
            for post in self._library.posts(person=voice, newest=NEWEST_POSTS):
                yield Said(voice, post.own_text)
