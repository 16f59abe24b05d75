"""The numbered and lettered lists of a message, each item a question of its own: “(1) price of the Huila, (2) dogs”,
« 1 le kilo combien 2 mouture gratis? 3 … ». No list is what only counts: « 1 latte, 2 muffins », “at 2 or at 3”.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import regex

from assistant.drafting.days import MONTHS
from assistant.drafting.openness import TRAILING
from assistant.drafting.question_words import QuestionWords
from assistant.drafting.side_by_side import COMPLEMENT, named_in

_LEAST = 2
_LEAST_BARE = 3
"""Markers in their order from which numbers are a list: with a sign, and where it may be another one, or none."""
_ITEM_WORDS = 10
"""Words of an item that is asked by itself: a longer one tells, unless it asks in its own words."""

_AHEAD = r"(?<![^\s,.;:!?…\n–—-])"
_LETTER = r"(?=\s*[\p{L}¿«\"'])"
_PAIRED = (
    r"(?<![\p{L}\p{N}])\((?P<at>{one})\)",
    _AHEAD + r"(?:q ?|n° ?|#)?(?P<at>{one})\s?[)\]](?!\d)",
    r"(?P<at>{one})\ufe0f?\u20e3",
)
_SIGNED = (
    _AHEAD + r"(?:q ?|n° ?|#)?(?P<at>{one})\s?[.:/°]" + _LETTER,
    _AHEAD + r"(?P<at>{one})(?:\s[–—-]+\s|[–—-]+\s?)" + _LETTER,
    _AHEAD + r"(?:q|n° ?|#)(?P<at>{one})(?=\s+\p{L})",
)
_SIGNED_LETTER = (
    _AHEAD + r"(?P<at>{one})\s?[.:/·](?=\s+\p{L})",
    _AHEAD + r"(?P<at>{one})\s?[–—-]+(?=\s+\p{L})",
)
_DIGITS, _LETTERS = r"\d{1,2}", r"[a-h]"
_BARE = _AHEAD + r"(?P<at>\d{1,2})(?=\s+[\p{L}¿])"


def _compiled(patterns: Iterable[str], one: str) -> list[regex.Pattern[str]]:
    return [regex.compile(pattern.replace("{one}", one)) for pattern in patterns]


_PAIRS = (*_compiled(_PAIRED, _DIGITS), *_compiled(_PAIRED, _LETTERS))
_SIGNS = (*_compiled(_SIGNED, _DIGITS), *_compiled(_SIGNED_LETTER, _LETTERS), regex.compile(_BARE))
_MONTHS = "|".join(month for months in MONTHS.values() for month in months)
_OF_A_NUMBER = regex.compile(
    rf"(?:\b(?:à|a|at|vers|around|for|pour|de|from|to|until|till|by|before|after|avant|après|dès|entre|between|table|"
    rf"room|salle|suite|apt|unit|size|code|rue|route|no|num[ée]ro|number|step|étape|plus|over|under|only|just|or|ou|"
    rf"{_MONTHS})|(?<!\p{{L}})[$€£x×])\s*$"
)
"""What stands before a number that is a time, a date, a size or a place."""
_UNIT = regex.compile(
    rf"\s*(?:h|hrs?|am|pm|min|mins|minutes?|kg|kilos?|g|lbs?|oz|ml|cl|l|km|m|cm|st|nd|rd|th|er|o'clock|"
    rf"an|ans|years?|of|{_MONTHS}|rue|avenue|boul|st)\b(?!\s*(?:is|are|do|c'|est|d'))"
)
"""What stands behind a number that measures: “2 pm”, « 3 mai »."""
_COUNTED = regex.compile(r"\s*(?:\p{L}+[sx])\b")
_SINGLE = regex.compile(r"\s*\p{L}*[^\W\dsx]\b")
_OPENING = ".:;!?…,\n-–—\u061f\uff1f"
_WORD = regex.compile(r"\p{L}{2,}")
_JOINED = regex.compile(r"[\s,;]*(?:et|and|ou|or|pis|puis|&)?[\s,;]*")
_SENTENCE = regex.compile(r"[^.!?…;\n\u061f\uff1f]+[.!?…;\u061f\uff1f]*")
_PARTED = regex.compile(r"[.!?…;\n\u061f\uff1f]")
_ASKED = regex.compile(r"[?\u061f\uff1f]")


@dataclass(frozen=True, slots=True)
class Listed:
    """A plain text whose markers are line ends, each character where it was, and the items that are asked each."""

    plain: str
    items: tuple[tuple[int, int], ...] = ()
    announced: int = 0
    """Where the list begins, when what stands before it says that it is asked: “can you tell me: 1) …”."""


@dataclass(frozen=True, slots=True)
class _Mark:
    value: int
    start: int
    end: int


def listed_in(plain: str, words: QuestionWords) -> Listed:
    """The list of a plain text; the text as it was where it holds none."""
    for paired, patterns in ((True, _PAIRS), (False, _SIGNS)):
        for pattern in patterns:
            run = _run(_marks(plain, pattern, bare=pattern.pattern == _BARE))
            if len(run) >= _LEAST and _is_list(plain, run, words, paired=paired, bare=pattern.pattern == _BARE):
                return _cut(plain, run, words)
    return Listed(plain)


def with_items(
    plain: str, asked: Iterable[tuple[int, int]], listed: Listed, words: QuestionWords
) -> Iterator[tuple[int, int]]:
    """The spans of what asks and, where an item of a list holds none, that of the item, in their order; what only
    announces the list asks nothing."""
    found = [
        (start, end)
        for start, end in asked
        if plain[end : listed.announced].strip(" :,-–—\n")
        or end > listed.announced
        or not _announces(plain[start:end], words)
    ]
    alone = [
        span
        for first, last in listed.items
        if not any(first <= start < last for start, _ in found)
        and (span := _item(plain, first, last, words)) is not None
    ]
    yield from sorted((*found, *alone))


def _marks(plain: str, pattern: regex.Pattern[str], *, bare: bool) -> Iterator[_Mark]:
    for one in pattern.finditer(plain):
        said = one["at"]
        value = int(said) if said.isdecimal() else ord(said) - ord("a") + 1
        inside = plain.rfind("(", max(0, one.start() - 80), one.start())
        if not one.group().startswith("(") and inside > plain.rfind(")", 0, one.start()) and plain[inside - 1] != ":":
            continue  # “(size 1)”
        before = plain[max(0, one.start() - 24) : one.start()]
        if bare and (_OF_A_NUMBER.search(before) or _UNIT.match(plain, one.end())):
            continue
        yield _Mark(value, one.start(), one.end())


def _run(marks: Iterable[_Mark]) -> list[_Mark]:
    """The markers that go on from 1 in their order, from the last 1 before a 2."""
    run: list[_Mark] = []
    for one in marks:
        if one.value == len(run) + 1:
            run.append(one)
        elif one.value == 1 and len(run) == 1:
            run = [one]
    return run


def _is_list(plain: str, run: list[_Mark], words: QuestionWords, *, paired: bool, bare: bool) -> bool:
    spans = _spans(plain, run)
    if any(_JOINED.fullmatch(plain, *span) or not _WORD.search(plain, *span) for span in spans):
        return False  # “blend (1) or (2)?”
    if paired or (len(run) >= _LEAST_BARE and not bare):
        return True
    if not bare:
        before = plain[: run[0].start].rstrip(" ")
        said = _PARTED.split(before)[-1].strip()
        return not before or before[-1] in _OPENING or words.greets.fullmatch(said) is not None
    if len(run) < _LEAST_BARE:
        return False
    # « 1 latte 2 muffins 3 croissants » counts; « 1 le kilo 2 mouture 3 samedi » does not.
    counts = _SINGLE.match(plain, run[0].end) and all(_COUNTED.match(plain, one.end) for one in run[1:])
    return not counts or any(_ASKED.search(plain, *span) or words.asks.match(_said(plain, span)) for span in spans[:-1])


def _spans(plain: str, run: list[_Mark]) -> list[tuple[int, int]]:
    """From behind each marker to the next one, of the last to the end of its line."""
    line = plain.find("\n", run[-1].end)
    ends = [*(one.start for one in run[1:]), len(plain) if line < 0 else line]
    return [(one.end, end) for one, end in zip(run, ends, strict=True)]


def _said(plain: str, span: tuple[int, int]) -> str:
    return plain[slice(*span)].strip(" ,;:\n-–—")


def _cut(plain: str, run: list[_Mark], words: QuestionWords) -> Listed:
    spans = _spans(plain, run)
    before = _PARTED.split(plain[: run[0].start].rstrip(" :,-–—\n"))[-1].strip(" ,;:")
    asked = _asks_each(before, [_said(plain, span) for span in spans], words)
    if asked is None:
        return Listed(plain)
    for one in run:
        # The blank before it too: an item ends where its line does.
        start = one.start - 1 if one.start and plain[one.start - 1] == " " else one.start
        plain = f"{plain[:start]}{chr(10) * (one.end - start)}{plain[one.end :]}"
    return Listed(plain, tuple(spans), run[0].start) if asked else Listed(plain)


def _announces(said: str, words: QuestionWords) -> bool:
    return words.announces.search(said) is not None or words.wraps.match(f"{said} ") is not None


def _asks_each(before: str, items: list[str], words: QuestionWords) -> bool | None:
    """Whether every item of a list is asked; None where the items are what one question lets choose among."""
    asking = [bool(words.asks.match(one) or words.wraps.match(one) or words.starts.match(one)) for one in items]
    known = [bool(named_in(one, words).known) for one in items]
    marked = [_ASKED.search(one) is not None for one in items]
    if words.tells.search(before):
        return False
    if _announces(before, words):
        return True
    if words.asks.match(before) or (before and all(COMPLEMENT.match(one) for one in items)):
        return True if any(asking) else None
    if any(asking) or any(marked[:-1]):
        return True
    return 2 * sum(known) >= len(items) and not any(words.praise.search(one) for one in items)


def _item(plain: str, start: int, end: int, words: QuestionWords) -> tuple[int, int] | None:
    """The first sentence of an item, where it may be asked as it stands."""
    sentence = _SENTENCE.search(plain, start, end)
    if sentence is None:
        return None
    first, last = sentence.span()
    while first < last and not plain[first].isalnum():
        first += 1
    if whether := words.if_.match(plain, first, last):
        first = whether.end()
    mark = _ASKED.search(plain, first, last)
    last = mark.end() if mark else first + len(TRAILING.sub("", plain[first:last]))
    if courtesy := words.courtesy.search(plain, first, last):
        last = courtesy.start()
    last = first + len(plain[first:last].rstrip(" ,;"))
    said = plain[first:last]
    if not _WORD.search(said) or "!" in sentence.group():
        return None
    told = words.persons.match(said) or words.praise.search(said) or words.rhetorical.match(said)
    if mark is None and (told or len(said.split()) > _ITEM_WORDS):
        return None
    return first, last
