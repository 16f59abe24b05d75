"""Sentences of facts cut to what a question asks: of a list of prices the asked coffee, of the week's hours the asked
day. Only whole items of a list are left out, so that what remains is true as it stood."""

from collections.abc import Sequence
from functools import lru_cache

import regex

from assistant.drafting.claims import claims_of
from assistant.store.fulltext import fold, query_stems

_ITEM = regex.compile(r"[,;]\s+")
_VALUES = frozenset({"number", "clock"})
_BEGINNING = regex.compile(r"^(?P<head>.*?:\s+)(?P<item>\S.*)$", regex.DOTALL)
_DAY_NAMES = (
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip
_DAY = regex.compile(rf"\b(?:(?:du|le|les|from|on)\s+)?(?:{'|'.join(_DAY_NAMES)})s?\b", regex.IGNORECASE)
_RANGE = regex.compile(
    rf"\b(?P<first>{'|'.join(_DAY_NAMES)})s?\s+(?:au|à|to|through|-|–)\s+(?P<last>{'|'.join(_DAY_NAMES)})s?\b",
    regex.IGNORECASE,
)


def trim(sentence: str, question: str) -> str:
    """The sentence with only those items of its list that the question names; as it is when it holds no list with a
    value in each item, or the question names none of them, or all."""
    body = sentence.rstrip()
    end = body[-1:] if body[-1:] in ".!…" else ""
    items = _ITEM.split(body.removesuffix(end) if end else body)
    if len(items) < 2 or not all(_valued(item) for item in items):
        return sentence
    head, items[0] = _beheaded(items[0])
    if not head:
        return sentence
    asked = _words(question)
    kept = [item for item in items if asked & _words(item)]
    if not kept or len(kept) == len(items):
        return sentence
    return f"{head}{', '.join(kept)}{end}"


def answering(sentences: Sequence[tuple[str, bool]], question: str, message: str = "") -> list[str]:
    """The sentences cut to a question, or, where it names no item, to the message it stands in. Those that only stand
    beside the best one (marked false) must have a word of the question."""
    asked = _words(question)
    kept = [sentence for sentence, best in sentences if best or asked & _words(sentence)]
    cut = [trim(sentence, question) for sentence in kept]
    return [trim(one, message) if one == whole else one for one, whole in zip(cut, kept, strict=True)]


def _valued(item: str) -> bool:
    return any(claim.kind in _VALUES for claim in claims_of(item))


def _beheaded(item: str) -> tuple[str, str]:
    """What comes before the first item of a list, and that item."""
    colon = _BEGINNING.match(item)
    if colon is not None:
        return colon["head"], colon["item"]
    day = _DAY.search(item)
    if day is not None and day.start() > 0 and not _valued(item[: day.start()]):
        return item[: day.start()], item[day.start() :]
    return "", item


@lru_cache(maxsize=2048)
def _words(text: str) -> frozenset[str]:
    """The stems of a text, and each day of a range of days."""
    days = {name for match in _RANGE.finditer(text) for name in _between(match["first"], match["last"])}
    stems = query_stems(f"{text} {' '.join(sorted(days))}")
    return frozenset(stem for stem in stems if not stem[:1].isdigit()) - _NO_NAMES


def _between(first: str, last: str) -> tuple[str, ...]:
    low, high = (_DAY_NAMES.index(fold(name)) for name in (first, last))
    return _DAY_NAMES[low : high + 1] if low <= high and high - low < 7 else ()


_NO_NAMES = frozenset(
    stem
    for word in "g kg h am pm cafe coffee sac bag sacs bags prix price jour day ouvert open".split()
    for stem in query_stems(word)
)
"""What every item of such a list may have: to share it says nothing."""
