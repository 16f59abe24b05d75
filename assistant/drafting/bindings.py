"""The values of a text, each with the words it stands with: the price with its coffee, the hours with their days."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import regex

from assistant.drafting.claims import NUMBER_WORDS, Claim
from assistant.drafting.clauses import Parsed, Word, days_in, parse, things
from assistant.drafting.days import MONTHS
from assistant.drafting.meanings import meaning_of

_ITEM_CUT = regex.compile(
    r"[,;:()](?=\s|$)|(?<=\s)(?:et|and|ou|or|mais|but|pis|puis|while|tandis que|alors que)(?=\s)|(?<=\s)[–—](?=\s)",
    regex.IGNORECASE,
)
_JOINED = regex.compile(r"\b(?:et|and|ou|or|pis)\b", regex.IGNORECASE)
_BETWEEN = regex.compile(r"\s?(?:à|to|[-–]|et|and|ou|or)\s?(?:[$€£]\s?)?", regex.IGNORECASE)
_TIME = "day"
_IN_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_ONE = regex.compile(
    r"\b(?:un|une|one)\s(?:(?P<year>an|année|year)|(?P<month>mois|month)|(?P<week>semaine|week)|(?P<day>jour|day))\b",
    regex.IGNORECASE,
)
_AGE = regex.compile(
    r"\b(?:under|younger than|moins de|over|plus de|dès|aged?|âgés? de)\s(?:the age of\s)?([0-9]{1,2})\b"
    r"(?![.,:/]?\d|\s?[%$€h])"
    r"(?!\s(?!ans|years)\p{L}+s\b)",
    regex.IGNORECASE,
)
_FROM = regex.compile(
    r"(?:à partir de|dès|from|over|above|plus de|more than|at least|au moins|minimum(?: de)?|starts? at|commence "
    r"à|part à|"
    r"orders? of)\s*$",
    regex.IGNORECASE,
)
_COUNTED = regex.compile(
    rf"\b(?P<number>[0-9]{{1,4}}|{'|'.join(sorted(NUMBER_WORDS, key=len, reverse=True))})\s(?P<first>\p{{L}}{{3,}})"
    rf"(?:\s(?P<second>\p{{L}}{{3,}}))?",
    regex.IGNORECASE,
)
_MONTHS = frozenset(meaning_of(month)[0] for months in MONTHS.values() for month in months)


@dataclass(frozen=True, slots=True)
class Bound:
    """A value with the words it stands with. `low` and `high` are the same but for ranges such as « 2 à 4 jours »;
    `floor` tells « à partir de 60 $ ». `own` are the words of its item, `near` those that hold for the whole list."""

    unit: str
    low: float
    high: float
    floor: bool
    own: frozenset[str]
    near: frozenset[str]
    start: int
    end: int
    said: Parsed

    @property
    def words(self) -> frozenset[str]:
        """All words that it stands with."""
        return self.own | self.near

    def holds(self, other: "Bound") -> bool:
        """Whether the other value is this one, or lies within this range."""
        if other.low != other.high and self.unit == "$":
            return (self.low, self.high) == (other.low, other.high)
        return self.low <= other.low and other.high <= self.high


@dataclass(frozen=True, slots=True)
class _Value:
    unit: str
    low: float
    high: float
    start: int
    end: int


_Piece = tuple[int, int, list[_Value]]


@lru_cache(maxsize=4096)
def bound_values(text: str, *, narrow: bool = False) -> tuple[Bound, ...]:
    """The values of a text with the words each stands with, in the order of the text. `narrow` takes only the words
    that surely belong to a value: for drafts, so that a doubtful word never speaks against one."""
    found: list[Bound] = []
    for sentence in parse(text):
        found += _of_sentence(sentence, narrow=narrow)
    return tuple(found)


def _is_floor(sentence: Parsed, value: _Value) -> bool:
    return _FROM.search(sentence.text[max(sentence.start, value.start - 20) : value.start]) is not None


# ---------------------------------------------------------------- one sentence


def _of_sentence(sentence: Parsed, *, narrow: bool) -> Iterator[Bound]:
    values = [*_values(sentence), *_counts(sentence)]
    yield from _days(sentence)
    yield from _lands(sentence)
    if not values:
        return
    groups = _groups(sentence)
    heads: frozenset[str] = frozenset()
    for number, (start, end, closed_by) in enumerate(groups):
        rest = _meanings(sentence, end, sentence.end) if closed_by == ":" and number + 1 < len(groups) else frozenset()
        for own, near, inside in _items(sentence, values, start, end, narrow=narrow):
            for value in inside:
                floor = value.unit != "clock" and _is_floor(sentence, value)
                yield Bound(
                    value.unit, value.low, value.high, floor, own | rest if value.low else own, (near | heads) - own,
                    value.start, value.end,
                    sentence,
                )  # fmt: skip
        heads |= _meanings(sentence, start, end) if closed_by == ":" else frozenset()


def _groups(sentence: Parsed) -> list[tuple[int, int, str]]:
    groups, start = [], sentence.start
    for match in regex.finditer(r"[:;](?=\s)", sentence.text[: sentence.end], pos=sentence.start):
        groups.append((start, match.start(), match.group()))
        start = match.end()
    groups.append((start, sentence.end, ""))
    return groups


def _items(
    sentence: Parsed, values: Sequence[_Value], start: int, end: int, *, narrow: bool
) -> Iterator[tuple[frozenset[str], frozenset[str], list[_Value]]]:
    """The items of a list: the words of each, those that hold for all, and its values."""
    pieces, low = [], start
    for match in (*_ITEM_CUT.finditer(sentence.text, start, end), None):
        high = match.start() if match else end
        # « 2 et 4 », « de 25 $ à 200 $ » are one value.
        if match is None or not any(value.start < match.end() and match.start() < value.end for value in values):
            pieces.append((low, high, [value for value in values if low <= value.start < high]))
            low = match.end() if match else end
    owners = [number for number, piece in enumerate(pieces) if piece[2]]
    if not owners:
        return
    words = [set(_meanings(sentence, low, high)) for low, high, _ in pieces]
    first = pieces[owners[0]]
    # « Le café est ouvert de 7 h à 18 h, samedi de 8 h à 17 h » : what stands before the first value holds for all.
    # A list of prices only, « filtre 3,25 $, latte 5,25 $ », has nothing of the kind.
    plain = [value for number in owners for value in pieces[number][2] if value.low and not _is_floor(sentence, value)]
    alike = len({value.unit for value in plain}) == 1 < len(plain) and first[2][0].unit not in ("clock", _TIME)
    opening = frozenset() if alike else things(_meanings(sentence, start, first[2][0].start))
    for number, owner in _owners(sentence, pieces, owners, words, narrow=narrow):
        words[owner] |= words[number]
    for owner in owners:
        own = frozenset(words[owner])
        # « L'arrivée à 16 h, le départ à 11 h » : an hour that has a thing of its own shares none.
        apart = owner == owners[0] or (pieces[owner][2][0].unit == "clock" and things(own))
        yield own, frozenset() if apart else opening - own, pieces[owner][2]


def _owners(
    sentence: Parsed, pieces: Sequence[_Piece], owners: Sequence[int], words: Sequence[set[str]], *, narrow: bool
) -> Iterator[tuple[int, int]]:
    """Which value each piece without one belongs to: the next, or the one before where the list begins with values.

    `narrow` takes only what surely belongs: what « et » joins, and the piece beside a value that names nothing.
    """
    bare = [number for number in range(len(pieces)) if number not in owners]
    for number in reversed(bare):
        earlier = [owner for owner in owners if owner < number]
        later = [owner for owner in owners if owner > number]
        behind = bool(earlier) and (not later or _goes_on(sentence, pieces[earlier[-1]]))
        owner = earlier[-1] if behind else later[0]
        if not narrow:
            yield number, owner
            continue
        low, high = sorted((number, owner))
        joined = all(_JOINED.search(sentence.text[pieces[one][1] : pieces[one + 1][0]]) for one in range(low, high))
        beside = high - low == 1 and (not things(frozenset(words[owner])) or not things(frozenset(words[number])))
        # « 5 à 9 jours, les commandes partent le mardi » : what follows is something else.
        if joined or (beside and number < owner):
            yield number, owner


def _goes_on(sentence: Parsed, piece: _Piece) -> bool:
    """Whether an item begins with its value, as in “$18 for Écluse and Lachine”."""
    return bool(_meanings(sentence, piece[2][-1].end, piece[1]))


def _meanings(sentence: Parsed, start: int, end: int) -> frozenset[str]:
    found = {word.meaning for word in _inside(sentence.words, start, end)}
    return frozenset(found | {f"day:{day}" for day in days_in(sentence.text[start:end])})


def _inside(words: Iterable[Word], start: int, end: int) -> Iterator[Word]:
    return (word for word in words if start <= word.start < end)


# ---------------------------------------------------------------- values


def _values(sentence: Parsed) -> Iterator[_Value]:
    claims = [claim for claim in sentence.claims if claim.kind in ("number", "clock")]
    skipped, named = -1, ""
    for number, claim in enumerate(claims):
        if number == skipped:
            continue
        low, unit = _amount(claim)
        following = claims[number + 1] if number + 1 < len(claims) else None
        if following is not None and claim.kind == "number" and following.kind == "number":
            high, other = _amount(following)
            scale = _scale(following) if not unit else 1
            joined = _BETWEEN.fullmatch(sentence.text, claim.end, following.start) is not None
            # « 2 à 4 jours au Québec, 4 à 8 ailleurs » : the unit is named once.
            other = other or (named if named in (_TIME, "hour", "min") else "")
            if joined and other and unit in ("", other) and low <= high:
                yield _Value(other, low * scale, high, claim.start, following.end)
                skipped, named = number + 1, other
                continue
        if unit:
            named = unit
            yield _Value(unit, low, low, claim.start, claim.end)
    for match in _ONE.finditer(sentence.text, sentence.start, sentence.end):
        length = next(_IN_DAYS[unit] for unit, said in match.groupdict().items() if said)
        yield _Value(_TIME, length, length, *match.span())
    for match in _AGE.finditer(sentence.text, sentence.start, sentence.end):
        yield _Value("age", float(match[1]), float(match[1]), *match.span(1))
    for word in sentence.words:
        if word.meaning == "free" and not _is_denied(sentence, word):
            yield _Value("$", 0, 0, word.start, word.end)


def _is_denied(sentence: Parsed, word: Word) -> bool:
    return word.sign < 0 or any(one.sign < 0 for one in sentence.clauses if one.start <= word.start < one.end)


def _amount(claim: Claim) -> tuple[float, str]:
    if claim.kind == "clock":
        hour, _, minutes = claim.value.partition(":")
        return int(hour) + int(minutes) / 60, "clock"
    value, _, unit = claim.value.partition(" ")
    number = float(value)
    if unit in _IN_DAYS:
        return number * _IN_DAYS[unit], _TIME
    return (number * 1000, "g") if unit == "kg" else (number, unit)


def _scale(claim: Claim) -> int:
    return _IN_DAYS.get(claim.value.partition(" ")[2], 1)


def _lands(sentence: Parsed) -> Iterator[Bound]:
    """Where something comes from or goes: a country is a value of its clause."""
    for clause in sentence.clauses:
        lands = [word for word in sentence.words if word.meaning in clause.words and word.meaning.startswith("land:")]
        named = clause.words if len(clause.words) > len(lands) else clause.before
        words = frozenset(word for word in things(named) if not word.startswith(("land:", "place:"))) or things(
            clause.before
        )
        for word in lands:
            number = float(crc32(word.meaning.encode()))
            if clause.sign > 0 and words and clause.start <= word.start < clause.end:
                yield Bound("land", number, number, False, words, frozenset(), word.start, word.end, sentence)


def _counts(sentence: Parsed) -> Iterator[_Value]:
    """Numbers of things, « huit places »: their unit is the thing."""
    taken = [(claim.start, claim.end) for claim in sentence.claims if claim.kind != "number" or " " in claim.value]
    for match in _COUNTED.finditer(sentence.text, sentence.start, sentence.end):
        if any(start < match.end("number") and match.start("number") < end for start, end in taken):
            continue
        written = match["number"].lower()
        number = float(NUMBER_WORDS.get(written, written))
        for noun in (match["first"], match["second"]):
            meaning = meaning_of(noun.lower())[0] if noun else ""
            if meaning and meaning not in _MONTHS:
                yield _Value(f"count:{meaning}", number, number, *match.span("number"))


def _days(sentence: Parsed) -> Iterator[Bound]:
    for clause in sentence.clauses:
        before = things(clause.before)
        joined = _JOINED.match(sentence.text, clause.start) is not None
        words = things(clause.words) | (before if joined or not things(clause.words) else frozenset())
        for day in clause.days:
            claim = next(
                (one for one in sentence.claims if one.kind == "day" and one.value == str(day) and
                 clause.start <= one.start < clause.end), None,
            )  # fmt: skip
            span = (claim.start, claim.end) if claim else (clause.start, clause.start)
            unit = "day+" if clause.sign > 0 else "day-"
            yield Bound(unit, day, day, False, words, before - words, *span, sentence)
