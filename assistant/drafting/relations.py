"""Which value a text gives to which thing: the price of this coffee, the hours of that day, how long to that place.

A value belongs to the words of its own item of a list. It is wrong beside a thing when what is known gives that thing
another value of the same unit, and nowhere this one.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex

from assistant.drafting.bindings import Bound, bound_values
from assistant.drafting.claims import NUMBER_WORDS, Claim, claims_of
from assistant.drafting.clauses import Parsed, parse, things
from assistant.drafting.meanings import POLAR

_ENOUGH = 0.4
_COMMON = 2
"""A word in so many times more sentences than values of a unit tells as little as one of all those values."""
_SURELY = 0.65
_NOWHERE = 0.65
"""Of a day on which nothing is: Monday where all the rest is from Tuesday on."""
_ENOUGH_OF_HOURS = 0.25
_ENOUGH_OF_COUNTS = 0.3
_NO_THING = {"g": frozenset({"bag", "kilo"}), "$": frozenset({"bag", "cost"})}
"""Words that stand with any value of a unit."""
_TIMES = frozenset({"clock", "day+", "day-"})
_NO_NAMES = frozenset({"cost", "bag", "kilo", "night", "nuit", "toujour", "still", "alway", *POLAR})
_MISSED = regex.compile(r"\b(?:too|trop|late|retard|last|derni[eè]re?s?|already|déjà)\b", regex.IGNORECASE)
"""What happened to somebody, not what holds."""
PRICES = frozenset({"$", "€", "£"})
"""The units of prices."""
_OURS = PRICES | {"clock", "g"}
"""Units that the house sets: what the message says of them is held against the sources."""
_WORTH = regex.compile(
    r"\s(?:is|are|buys?|makes?|c['’]est|ça fait|fait|donne)\s(?:about |environ )?"
    rf"(?:\d+|{'|'.join(NUMBER_WORDS)})\s\p{{L}}",
    regex.IGNORECASE,
)
"""“$25 is seven coffees” compares, it names no price."""
_SHORT = 4
_NAMED_BEFORE = frozenset({"$", "€", "£", "clock", "g"})
_FAR = 0.6
"""What a word that holds for a whole list weighs beside a word of the item itself."""
_AROUND = 0.6
"""What a word near the value weighs beside one of its own item."""


def prices_in(text: str) -> tuple[Claim, ...]:
    """The prices that a text names."""
    return tuple(one for one in claims_of(text) if one.kind == "number" and one.value.partition(" ")[2] in PRICES)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A value of a text, and what the sources give to that thing instead, the best one first. `elsewhere` tells that
    the sources do have that value, for something else."""

    value: Bound
    instead: tuple[Bound, ...]
    elsewhere: bool


class Table:
    """All values of the sources, by unit."""

    def __init__(self, sources: Iterable[str]) -> None:
        sources = tuple(sources)
        spoken = Counter(word for source in sources for sentence in parse(source) for word in sentence.meanings)
        self._by_unit: dict[str, list[Bound]] = {}
        for source in sources:
            for bound in bound_values(source):
                if not bound.said.asks:
                    self._by_unit.setdefault(bound.unit, []).append(bound)
        self._counts = {
            unit: Counter(word for bound in bounds for word in bound.own)
            | Counter({word: spoken[word] // _COMMON for bound in bounds for word in bound.own})
            for unit, bounds in self._by_unit.items()
        }

    def of(self, unit: str) -> Sequence[Bound]:
        """The known values of a unit."""
        return self._by_unit.get(unit, ())

    def stated(self, value: Bound) -> tuple[Bound, ...]:
        """Where the sources give this very value to this thing: a text that denies it is wrong."""
        counts = self._counts.get(value.unit, Counter())
        nothing = _NO_THING.get(value.unit, frozenset()) | POLAR
        return tuple(
            bound
            for bound in self.of(value.unit)
            if bound.low == value.low and _weight(counts, (value.own & bound.own) - nothing, bound) > _ENOUGH
        )

    def mismatch(
        self, value: Bound, own: frozenset[str], around: frozenset[str] = frozenset(), *, surely: bool = False
    ) -> Mismatch | None:
        """What the sources give instead to the thing that `own` names, None when nothing speaks against the value.

        `around` are the words of the sentences about it: they may speak for a value, not against it. `surely` asks for
        more than one word.
        """
        known = self.of(value.unit)
        holding = [bound for bound in known if bound.holds(value) or (value.floor and bound.low == value.low)]
        nowhere = not holding and value.unit not in PRICES and not value.unit.startswith("count:")
        if nowhere and value.unit != "day+":
            return None
        counts = self._counts.get(value.unit, Counter())
        hours = value.unit == "clock"
        held = frozenset().union(*(bound.words for bound in holding))
        nothing = {value.unit.removeprefix("count:")} | _NO_THING.get(value.unit, frozenset())
        if value.unit not in _TIMES:
            nothing |= POLAR if value.unit in PRICES else POLAR - {"free"}
        best: list[Bound] = []
        strength = _NOWHERE if nowhere else _SURELY if surely else _enough(value.unit)
        for bound in known:
            if bound in holding or (bound.floor and not value.floor):
                continue
            if hours and (not _names_the_hours(own, bound) or _clause_sign(bound) != _clause_sign(value)):
                continue
            weight = _weight(counts, (own & bound.words) - held - nothing, bound)
            if weight > strength + 1e-9:
                best, strength = [bound], weight
            elif best and abs(weight - strength) <= 1e-9:
                best.append(bound)
        best = [
            one
            for one in best
            if not any(
                _weight(counts, ((own | around) & bound.words) - one.words - nothing, bound, own)
                >= _weight(counts, (own & one.words) - bound.words - nothing, one)
                for bound in holding
            )
        ]
        exact = any(value.low in (bound.low, bound.high) for bound in holding)
        return Mismatch(value, tuple(best), exact) if best else None


def _enough(unit: str) -> float:
    return _ENOUGH_OF_COUNTS if unit.startswith("count:") else _ENOUGH_OF_HOURS if unit == "clock" else _ENOUGH


def _clause_sign(bound: Bound) -> int:
    return next((one.sign for one in bound.said.clauses if one.start <= bound.start < one.end), 1)


def _weight(counts: Counter[str], words: Iterable[str], bound: Bound, own: frozenset[str] | None = None) -> float:
    return sum(
        float(max(1, counts[word]) ** -0.5)
        * (1 if word in bound.own else _FAR)
        * (1 if own is None or word in own else _AROUND)
        for word in words
    )


def mismatches(text: str, table: Table, message: str = "") -> Iterator[Mismatch]:
    """Where a text gives a thing another value than the sources do. Answers such as “It's $18.” that name nothing
    themselves are about what the message asks.

    What the message itself counts, such as the days that somebody has waited, is not held against the sources; a price
    is.
    """
    asked = parse(message)
    question = asked[-1].meanings if len(asked) == 1 else frozenset()
    theirs = {(bound.unit, bound.low) for bound in bound_values(message)}
    before: frozenset[str] = frozenset()
    sentence: Parsed | None = None
    told = -1
    values = bound_values(text, narrow=True)
    for value in values:
        if value.said is not sentence:
            before, sentence = (sentence.meanings if sentence else frozenset()), value.said
        experienced = value.unit not in _OURS and (value.unit, value.low) in theirs
        if value.unit in PRICES and not value.said.asks and _clause_sign(value) < 0:
            stated = table.stated(value)
            if stated:
                yield Mismatch(value, stated, True)
        if value.said.asks or experienced or _denied(value):
            continue
        own = value.own
        alone = all(
            _names_nothing(one.own)
            for one in values
            if one.said is value.said and one.unit == value.unit and one.start < value.start
        )
        for wider in (value.near, before, question):
            brief = wider is value.near or len(value.said.words) <= _SHORT
            if value.unit in _NAMED_BEFORE and _names_nothing(own) and brief and alone:
                own = own | wider
        asks_when = value.unit == "day+" and not own and len(value.said.words) <= _SHORT
        own = own | question if asks_when else own
        wrong = table.mismatch(value, own, value.said.meanings | before | question, surely=asks_when)
        if wrong is not None and value.start != told:
            told = value.start
            yield wrong


def _names_nothing(words: frozenset[str]) -> bool:
    return not things(words, _NO_NAMES)


def _denied(value: Bound) -> bool:
    return any(
        (clause.sign < 0 and not clause.words & {"open"}) or clause.conditional
        for clause in value.said.clauses
        if clause.start <= value.start < clause.end
    ) or (
        _MISSED.search(value.said.said) is not None
        if value.unit not in PRICES
        else _WORTH.match(value.said.text, value.end) is not None
    )


def _names_the_hours(own: frozenset[str], bound: Bound) -> bool:
    """An hour is held to a day's hours only where the same thing is spoken of: « passe mardi à 17 h » is no closing."""
    return any(not word.startswith("day:") for word in own & bound.words)
