"""Who should answer or post this: the people ranked by what they have written and say they speak about.

Three signs are added up: how near the message is in meaning to what a person speaks about, how much its telling words
are theirs more than the house's, less how near the house's own posts come. On forty messages written for the sample
brand without its posts in view, half of them kept for this figure alone, 36 were given to the person we meant
(tests/drafting/who_messages.jsonl, tests/drafting/test_speakers.py).
"""

import math
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant import language as languages
from assistant import platforms
from assistant.errors import BadInput
from assistant.library import Library
from assistant.records import Advice, Hit, Passage, Speaker
from assistant.voice.brand import Brand, Person
from assistant.voice.people import speakers
from assistant.voice.statements import network_name
from assistant.voice.words import telling_stems
from assistant.wording import language_name, say

_LEAST = 0.2
"""Score under which nobody fits better than the house."""
_PER_WORD = 0.1
_LESS_HOUSE = 0.5
_MOST_PER_WORD = 2.0
"""Log-odds one word may add: a word said in one post alone must not decide."""
_AS_POSTS = 3
"""Posts that a word of what somebody speaks about counts as: they said so themselves."""
_FITTING_TOPIC = 0.25
_ALIKE = 0.35
"""Cosines from which a topic fits, and from which a post is about the same."""
_LOOKED_AT = 12
_SHOWN = 3
_MOST_POSTS = 2000


@dataclass(slots=True)
class _Known:
    """What is known of the voices for one state of the library: in how many texts of each a stem stands."""

    generation: str = ""
    brand: Brand | None = None
    stems: dict[str, Counter[str]] = field(default_factory=dict)
    texts: dict[str, int] = field(default_factory=dict)


class Speakers:
    """Says who of one house should speak. Safe for threads."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known = _Known()
        self._lock = threading.Lock()

    def advise(self, brand: Brand, message: str, *, platform: str = "", language: str = "") -> Advice:
        """The house and its people for a message or topic, best first.

        Raises:
            BadInput: the message is empty, or the network is none of ours.
            Unreachable: the embedder or the database does not answer.
        """
        if not message.strip():
            raise BadInput("drafting.empty_question")
        if platform:
            platforms.platform(platform)
        code = language or languages.detect(message).code or brand.languages[0]
        known = self._learn(brand)
        wanted = telling_stems(message)
        house_hits = self._posts_about(message, "")
        house_near = max((hit.similarity or 0.0 for hit in house_hits), default=0.0)
        house = _speaker("", 0.0, house_hits, wanted)
        ranked = []
        for person in speakers(brand):
            topics = self._topics(message, person)
            near = max(topics.values(), default=0.0)
            score = near + _PER_WORD * _own_words(wanted, person.id, known) - _LESS_HOUSE * house_near
            fitting = tuple(topic for topic, likeness in topics.items() if likeness >= _FITTING_TOPIC)
            told = [topic for topic in fitting if topic in person.speaks_about.get(code, fitting)][:2]
            ranked.append(
                _speaker(
                    person.id,
                    score,
                    self._posts_about(message, person.id),
                    wanted,
                    topics=tuple(told),
                    speaks=not person.languages or code in person.languages,
                    present=not platform or not person.accounts or platform in person.accounts,
                )
            )
        ranked.sort(key=lambda one: (not (one.speaks and one.present), -one.score, one.person))
        best = ranked[0] if ranked and ranked[0].speaks and ranked[0].present and ranked[0].score >= _LEAST else None
        if best is None or not (best.posts or best.topics):
            return Advice("", code, (house, *ranked))
        return Advice(best.person, code, (ranked[0], house, *ranked[1:]))

    def _posts_about(self, message: str, person: str) -> tuple[Hit, ...]:
        return self._library.search(message, _LOOKED_AT, kinds=("post", "reply"), person=person)

    def _topics(self, message: str, person: Person) -> dict[str, float]:
        """What somebody speaks about, in any language, with how near the message is to it, nearest first."""
        topics = [topic for listed in person.speaks_about.values() for topic in listed]
        likeness = self._library.likeness(message, topics)
        return dict(sorted(zip(topics, likeness, strict=True), key=lambda pair: -pair[1]))

    def _learn(self, brand: Brand) -> _Known:
        generation = self._library.generation
        with self._lock:
            if self._known.generation == generation and self._known.brand == brand:
                return self._known
        known = _Known(generation, brand)
        for voice in ("", *(person.id for person in speakers(brand))):
            posts = self._library.posts(person=voice, most=_MOST_POSTS)
            stems: Counter[str] = Counter()
            for post in posts:
                asked = post.answered.text if post.answered else ""
                stems.update(telling_stems(f"{post.own_text} {asked}"))
            person = brand.person(voice)
            for topic in (topic for listed in (person.speaks_about if person else {}).values() for topic in listed):
                stems.update(dict.fromkeys(telling_stems(topic), _AS_POSTS))
            known.stems[voice], known.texts[voice] = stems, len(posts)
        with self._lock:
            self._known = known
        return known


def _own_words(wanted: frozenset[str], person: str, known: _Known) -> float:
    """How much the telling words of a message are a person's more than everybody else's: a sum of log-odds."""
    total = 0.0
    others = [voice for voice in known.stems if voice != person]
    count = sum(known.texts[voice] for voice in others)
    for stem in wanted:
        own, theirs = known.stems[person][stem], sum(known.stems[voice][stem] for voice in others)
        odds = math.log((own + 0.5) / (known.texts[person] + 1)) - math.log((theirs + 0.5) / (count + 1))
        if own and odds > 0:
            total += min(odds, _MOST_PER_WORD)
    return total


def _speaker(
    person: str,
    score: float,
    hits: Sequence[Hit],
    wanted: frozenset[str],
    *,
    topics: tuple[str, ...] = (),
    speaks: bool = True,
    present: bool = True,
) -> Speaker:
    alike = [hit for hit in hits if (hit.similarity or 0.0) >= _ALIKE or len(_shared(hit.passage, wanted)) >= 2]
    alike.sort(key=lambda hit: -((hit.similarity or 0.0) + 0.1 * len(_shared(hit.passage, wanted))))
    answers = sum(hit.passage.kind == "reply" for hit in alike)
    posts = tuple(hit.passage for hit in alike[:_SHOWN])
    return Speaker(person, score, posts, len(alike), answers * 2 > len(alike), topics, speaks, present)


def _shared(passage: Passage, wanted: frozenset[str]) -> frozenset[str]:
    asked = passage.answered.text if passage.answered else ""
    return wanted & telling_stems(f"{passage.text} {asked}")


def names_by_id(brand: Brand) -> Mapping[str, str]:
    """What the house and its people are called."""
    return {"": brand.name, **{person.id: person.name for person in brand.people}}


def reason(speaker: Speaker, advice: Advice, brand: Brand, reader: str, *, platform: str = "") -> str:
    """Why somebody is advised, or not, in a sentence or two."""
    name = names_by_id(brand)[speaker.person]
    if not speaker.speaks:
        return say("drafting.who_not_in", reader, name=name, language=language_name(advice.language, reader))
    if not speaker.present:
        return say("drafting.who_not_on", reader, name=name, platform=network_name(platform))
    told = []
    if speaker.alike:
        one = speaker.alike == 1
        if speaker.replies:
            key = "drafting.who_answered_one" if one else "drafting.who_answered_many"
        else:
            key = "drafting.who_wrote_one" if one else "drafting.who_wrote_many"
        told.append(say(key, reader, name=name, n=speaker.alike))
    elif not speaker.topics:
        told.append(say("drafting.who_silent", reader, name=name))
    if speaker.topics:
        told.append(say("drafting.who_topics", reader, topics="; ".join(speaker.topics)))
    return " ".join(told if speaker.alike or not speaker.topics else (f"{name}.", *told))
