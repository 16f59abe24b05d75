"""Lessons from what people change in drafts: found, shown with their evidence, and taken only when a person says so."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from assistant.desk import states
from assistant.desk.approval import now
from assistant.desk.changes import Changes
from assistant.errors import NotAllowed
from assistant.records import Evidence, KeptDraft, Lesson, LessonKind
from assistant.store import Drafts, Lessons
from assistant.store.fulltext import search_terms
from assistant.voice.brand import Rule
from assistant.voice.edits import AddRule, AddTrait
from assistant.wording import say

LEAST = 3
"""Drafts in which the same was changed before it is a pattern."""
LEAST_SHORTENED = 5
SHARE = 0.75
"""Of the drafts in which it could have been changed, the share in which it was."""
_SHORTER = 0.85
_WORDS = (6, 5, 4, 3, 2)
_MOST_EVIDENCE = 8
_GREETING = re.compile(
    r"^\s*(?:bonjour|bonsoir|salut|allô|coucou|hello|hi there|hi|hey|good (?:morning|afternoon|evening))\b"
    r"[^.!?\n]{0,40}[,!.]",
    re.IGNORECASE,
)
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")
_WORD = re.compile(r"[\w’'-]+")

_Pairs = Sequence[tuple[KeptDraft, str, str]]


class Teaching:
    """Finds lessons in a brand's own drafts, and puts those that a person accepts into the brand's file."""

    def __init__(
        self,
        brand: str,
        drafts: Drafts,
        lessons: Lessons,
        changes: Changes,
        *,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._brand = brand
        self._drafts = drafts
        self.lessons = lessons
        self._changes = changes
        self._clock = clock

    def look(self) -> tuple[Lesson, ...]:
        """The lessons that wait for a person's word, after another look at what was approved."""
        out = self._drafts.list(self._brand, ("approved", "publishing", "published"), most=500)
        self.lessons.propose(find_lessons(out))
        return self.lessons.list()

    def accept(self, lesson_id: str, by: str, words: str = "") -> Lesson:
        """Put a lesson into the brand's file, in other `words` when given. A phrase becomes a rule, tried on what was
        written and on what a person made of it; everything else a trait of the voice.

        Raises:
            BadInput: there is no such lesson, or the file would not be valid with it.
            NotAllowed: it was decided already.
        """
        by = states.named(by)
        lesson = self._waiting(lesson_id)
        text = words.strip() or lesson.text
        if lesson.kind == "phrase":
            edit: AddRule | AddTrait = AddRule(rule=_rule_of(lesson, words.strip()))
        else:
            edit = AddTrait(language=lesson.language, text=text)
        self._changes.make(self._changes.preview(edit), by)
        return self._decide(lesson_id, by, lambda one: replace(one, state="accepted", text=text))

    def dismiss(self, lesson_id: str, by: str) -> Lesson:
        """Say no to a lesson; it is not proposed again.

        Raises:
            BadInput: there is no such lesson.
            NotAllowed: it was decided already.
        """
        by = states.named(by)
        self._waiting(lesson_id)
        return self._decide(lesson_id, by, lambda one: replace(one, state="dismissed"))

    def _waiting(self, lesson_id: str) -> Lesson:
        lesson = self.lessons.change(lesson_id, lambda one: one)
        if lesson.state != "proposed":
            raise NotAllowed("desk.lesson_decided", id=lesson_id)
        return lesson

    def _decide(self, lesson_id: str, by: str, change: Callable[[Lesson], Lesson]) -> Lesson:
        at = self._clock()
        return self.lessons.change(lesson_id, lambda one: replace(change(one), by=by, at=at))


def find_lessons(drafts: Iterable[KeptDraft]) -> tuple[Lesson, ...]:
    """What recurs in how people changed the model's drafts, by language."""
    by_language: dict[str, list[tuple[KeptDraft, str, str]]] = {}
    for draft in drafts:
        if draft.drafted is not None and draft.language:
            by_language.setdefault(draft.language, []).append((draft, draft.written, draft.text))
    found: list[Lesson] = []
    for language, pairs in sorted(by_language.items()):
        greetings = _pattern(pairs, lambda text: _GREETING.match(text) is not None)
        found += _lesson("greeting", language, *greetings)
        found += _lesson("emoji", language, *_pattern(pairs, lambda text: _EMOJI.search(text) is not None))
        found += _lesson("exclamation", language, *_pattern(pairs, lambda text: "!" in _GREETING.sub("", text)))
        found += _shortened(language, pairs)
        found += _phrases(language, pairs)
    return tuple(found)


def _pattern(pairs: _Pairs, has: Callable[[str], bool]) -> tuple[_Pairs, int]:
    """The drafts that had something which the person took out, and how many had it."""
    had = [pair for pair in pairs if has(pair[1])]
    return [pair for pair in had if not has(pair[2])], len(had)


def _lesson(
    kind: LessonKind, language: str, pairs: _Pairs, seen: int, *, phrase: str = "", least: int = LEAST
) -> Iterator[Lesson]:
    if len(pairs) < least or len(pairs) < SHARE * seen:
        return
    name = hashlib.sha256(f"{kind}|{language}|{phrase.casefold()}".encode()).hexdigest()[:10]
    evidence = tuple(Evidence(draft.id, before, after) for draft, before, after in pairs[:_MOST_EVIDENCE])
    text = say(f"desk.lesson_{kind}", language, phrase=phrase)
    yield Lesson(f"{kind}-{name}", kind, language, text, evidence, seen, phrase)


def _shortened(language: str, pairs: _Pairs) -> Iterator[Lesson]:
    edited = [pair for pair in pairs if pair[1] != pair[2]]
    shorter = [pair for pair in edited if len(pair[2]) <= _SHORTER * len(pair[1])]
    yield from _lesson("shortened", language, shorter, len(edited), least=LEAST_SHORTENED)


def _phrases(language: str, pairs: _Pairs) -> Iterator[Lesson]:
    """Runs of words that were taken out again and again, the longest of each; greetings are a lesson of their own."""
    had: dict[tuple[str, ...], list[tuple[KeptDraft, str, str]]] = {}
    for pair in pairs:
        before = [_words(sentence) for sentence in re.split(r"[.!?\n]", _GREETING.sub("", pair[1]))]
        for run in {run for words in before for size in _WORDS for run in _runs(words, size)}:
            had.setdefault(run, []).append(pair)
    told: list[tuple[str, ...]] = []
    for run in sorted(had, key=lambda run: (-len(run), run)):
        all_with = had[run]
        if len(all_with) < LEAST or not search_terms(" ".join(run)):
            continue
        gone = [pair for pair in all_with if not _holds(_words(pair[2]), run)]
        if any(_holds(longer, run) for longer in told):
            continue
        for lesson in _lesson(
            "phrase", language, gone, len(all_with), phrase=_as_written(gone[0][1], run) if gone else ""
        ):
            told.append(run)
            yield lesson


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _runs(words: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    for start in range(len(words) - size + 1):
        yield tuple(words[start : start + size])


def _holds(words: Sequence[str], run: Sequence[str]) -> bool:
    return any(tuple(words[start : start + len(run)]) == tuple(run) for start in range(len(words) - len(run) + 1))


def _as_written(text: str, run: Sequence[str]) -> str:
    """The run as it stands in the text, with what is between its words."""
    spans = [(match.start(), match.end(), match[0].casefold()) for match in _WORD.finditer(text)]
    for start in range(len(spans) - len(run) + 1):
        if tuple(span[2] for span in spans[start : start + len(run)]) == tuple(run):
            return text[spans[start][0] : spans[start + len(run) - 1][1]]
    return " ".join(run)


def _rule_of(lesson: Lesson, words: str) -> Rule:
    """A rule against the phrase: the first draft must fail it, what a person made of it must pass."""
    first = lesson.evidence[0]
    reason = {code: words or say("desk.lesson_reason", code, count=len(lesson.evidence)) for code in ("fr", "en")}
    fails = next((one for one in re.split(r"(?<=[.!?])\s+", first.before) if lesson.phrase in one), first.before)
    return Rule(
        id=f"lesson-{lesson.id.removeprefix('phrase-')}",
        kind="banned",
        level="warn",
        language=lesson.language,
        words=(lesson.phrase,),
        reason=reason,
        fails=fails,
        passes=first.after,
    )
