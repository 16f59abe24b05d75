"""Sentences of facts cut to what a question asks: of a list of prices the asked coffee, of the week's hours the asked
day. Only whole items of a list are left out, so that what remains is true as it stood."""

from collections.abc import Sequence
from functools import lru_cache

import regex

from assistant.drafting.claims import claims_of
from assistant.drafting.concepts import concept_of, plainly
from assistant.drafting.places import places_of
from assistant.drafting.stated import words_of
from assistant.store.fulltext import fold, query_stems

ITEM = regex.compile(r"[,;]\s+")
"""What stands between two items of a list."""
_VALUES = frozenset({"number", "clock"})
_BEGINNING = regex.compile(r"^(?P<head>.*?:\s+)(?P<item>\S.*)$", regex.DOTALL)
_DAY_NAMES = (
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip
_DAY = regex.compile(rf"\b(?:(?:du|le|les|from|on)\s+)?(?:{'|'.join(_DAY_NAMES)})s?\b", regex.IGNORECASE)
_DAY_NAME = regex.compile(rf"\b({'|'.join(_DAY_NAMES)})(?=s?\b)", regex.IGNORECASE)
_RANGE = regex.compile(
    rf"\b(?P<first>{'|'.join(_DAY_NAMES)})s?\s+(?:au|à|to|through|-|–)\s+(?P<last>{'|'.join(_DAY_NAMES)})s?\b",
    regex.IGNORECASE,
)


_LEAD = regex.compile(r"^(?P<head>[^:]+:\s+)(?P<list>\S.*)$", regex.DOTALL)
_AMOUNT = r"[0-9][0-9.,]*(?:\s?(?:to|à|-|–)\s?[0-9][0-9.,]*)?"
_WHERE = r"(?:in|au|aux|en|à|elsewhere|ailleurs|within|for|pour|to|vers|dans|outside|hors)\b"
_FIRST = regex.compile(rf"^(?P<head>\D*?)(?P<amount>{_AMOUNT}) (?P<unit>\p{{L}}+(?: \p{{L}}+)?) (?P<where>{_WHERE}.*)$")
_NEXT = regex.compile(rf"^(?P<amount>{_AMOUNT}) (?P<where>{_WHERE}.*)$")
_ELSEWHERE = regex.compile(r"^(?:elsewhere|ailleurs)\b", regex.IGNORECASE)
_IT = regex.compile(r"^(?:it|they|he|she|il|elle|ils|elles)(?= (?:is|are|est|sont)\b)", regex.IGNORECASE)
_SUBJECT = regex.compile(
    r"^(?P<who>(?:the|our|le|la|les|l['’]|notre|nos)\s?[^,.:;]+?)(?:,[^:;]*,)? (?:is|are|est|sont)\b",
    regex.IGNORECASE,
)
_SAME_ROOT = 6
"""Letters at its beginning by which a word is another form of one: “Ethiopian” and “Ethiopia”."""


def trim(sentence: str, question: str) -> str:
    """The sentence with only those items of its list that the question names; as it is when it holds no list with a
    value in each item, or the question names none of them, or all."""
    body = sentence.rstrip()
    end = body[-1:] if body[-1:] in ".!…" else ""
    body = body.removesuffix(end) if end else body
    lead = _LEAD.match(body)
    head, listed = (lead["head"], lead["list"]) if lead and not _valued(lead["head"]) else ("", body)
    items = ITEM.split(listed)
    if len(items) < 2 or not all(_valued(item) for item in items):
        return sentence
    if not head:
        head, items[0] = _beheaded(items[0])
    if not head:
        return sentence
    asked, days = _words(question) | _meanings(question), _days(question)
    kept = [item for item in items if _meet(asked, _words(item) | _meanings(item))]
    if days and any(_days(item) for item in items):
        kept = [item for item in items if days & _days(item)]
    if not kept or len(kept) == len(items):
        return sentence
    return f"{head}{', '.join(kept)}{end}"


def trim_to_place(sentence: str, question: str) -> str:
    """Of amounts for several places the one for the place that a question names, with the unit that only the first one
    has: “Count 5 to 9 business days in the United States.” As it is where none, or more than one, is for it."""
    body = sentence.rstrip()
    end = body[-1:] if body[-1:] in ".!…" else ""
    items = ITEM.split(body.removesuffix(end) if end else body)
    first = _FIRST.match(items[0])
    others = [_NEXT.match(item) for item in items[1:]]
    if first is None or not others or not all(others):
        return sentence
    places = [first["where"], *(other["where"] for other in others if other)]
    amounts = [first["amount"], *(other["amount"] for other in others if other)]
    within = {code for one in places_of(question) for code in one.within}
    if not within:
        return sentence
    regions = [frozenset(one.region for one in places_of(place) if one.region) for place in places]
    narrow = [number for number, codes in enumerate(regions) if codes & within and not _ELSEWHERE.match(places[number])]
    wide = [number for number, codes in enumerate(regions) if codes & within and _ELSEWHERE.match(places[number])]
    found = narrow or wide
    if len(found) != 1:
        return sentence
    return f"{first['head']}{amounts[found[0]]} {first['unit']} {places[found[0]]}{end}"


def answering(sentences: Sequence[tuple[str, bool]], question: str, message: str = "") -> list[str]:
    """The sentences cut to a question, or, where it names no item, to the message it stands in. Those that only stand
    beside the best one (marked false) must have a word of the question, and speak of no other day than it. One of them
    that speaks of the day asked for where the best one does not is the answer alone: “The bar is closed on Mondays.” Of
    those about countries the ones that a place named lies in are left, where there are any."""
    asked, days = _words(question), _days(question) or _days(message)
    lying = {code for one in places_of(f"{question} {message}") for code in one.within}
    kept = [
        sentence
        for place, (sentence, best) in enumerate(sentences)
        if not place
        or ((best or asked & _words(sentence) or lying & _regions(sentence)) and _suits(days, _days(sentence)))
    ]
    if any(lying & _regions(sentence) for sentence in kept):
        kept = [sentence for sentence in kept if lying & _regions(sentence) or not _regions(sentence)]
    if days and kept and not days & _days(kept[0]) and (alone := [one for one in kept[1:] if days & _days(one)]):
        subject = _SUBJECT.match(kept[0])
        if _IT.match(alone[0]) and subject is not None:
            return [_IT.sub(subject["who"], alone[0])]
    cut = [trim(sentence, question) for sentence in kept]
    cut = [trim(one, message) if one == whole else one for one, whole in zip(cut, kept, strict=True)]
    return [trim_to_place(one, f"{question} {message}") for one in cut]


def _regions(text: str) -> frozenset[str]:
    return frozenset(one.region for one in places_of(text) if one.region)


def _meet(asked: frozenset[str], words: frozenset[str]) -> bool:
    """Whether two sets of words share one, or two forms of one."""
    if asked & words:
        return True
    roots = {word[:_SAME_ROOT] for word in asked if len(word) >= _SAME_ROOT}
    return any(word[:_SAME_ROOT] in roots for word in words if len(word) >= _SAME_ROOT)


def _days(text: str) -> frozenset[str]:
    """The days of the week that a text names, those of its ranges too, by number from Monday."""
    days = {name for match in _RANGE.finditer(text) for name in _between(match["first"], match["last"])}
    days |= {fold(found) for found in _DAY_NAME.findall(text)}
    return frozenset(str(_DAY_NAMES.index(day) % 7) for day in days)


def _suits(asked: frozenset[str], said: frozenset[str]) -> bool:
    return not asked or not said or bool(asked & said)


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


def _meanings(text: str) -> frozenset[str]:
    """What words of a text mean in any trade, « déca » and « décaf », but for what any price or hour does."""
    return frozenset(f"={found}" for word in words_of(plainly(text)) if (found := concept_of(word)) not in _OF_A_VALUE)


_OF_A_VALUE = frozenset({"", "price", "cheap", "free", "open", "duration"})


def _between(first: str, last: str) -> tuple[str, ...]:
    low, high = (_DAY_NAMES.index(fold(name)) for name in (first, last))
    return _DAY_NAMES[low : high + 1] if low <= high and high - low < 7 else ()


_NO_NAMES = frozenset(
    stem
    for word in "g kg h am pm cafe coffee sac bag sacs bags prix price jour day ouvert open".split()
    for stem in query_stems(word)
)
"""What every item of such a list may have: to share it says nothing."""
