"""Sums that a person at the counter makes: three bags at 21 $, a kilo and a bag, an order with its shipping."""

from itertools import combinations

import regex

from assistant.drafting.bindings import bound_values
from assistant.drafting.claims import NUMBER_WORDS, claims_of
from assistant.drafting.meanings import POLAR
from assistant.drafting.relations import Table

_NUMBER = regex.compile(
    rf"(?<![$€£]\s?)(?<![.,\d])\b(?:[0-9]{{1,2}}|{'|'.join(NUMBER_WORDS)})\b(?![.,]?[0-9]|\s?[$€£%])", regex.IGNORECASE
)
_MOST_PRICES = 8
_COMMON = frozenset({"bag", "cost", *POLAR})


def computed(value: float, unit: str, text: str, message: str, table: Table) -> bool:
    """Whether an amount that no source states follows from what the text and the message name: a known price times a
    number that is said, or known prices added, two or three of them."""
    if unit not in ("$", "€", "£") or any(bound.low == value for bound in table.of(unit)):
        return False
    prices = _prices_named(f"{text}\n{message}", unit, table)
    times = {*(_read(match.group()) for match in _NUMBER.finditer(f"{text}\n{message}"))}
    multiples = {price * number for price in prices for number in times}
    sums = {sum(some) for size in (2, 3) for some in combinations(prices, size)}
    with_another = {one + other for one in multiples for other in prices}
    return any(abs(value - one) < 0.005 for one in multiples | sums | with_another)


def multiple_of(value: float, price: float, text: str, message: str) -> bool:
    """Whether an amount is a price times a number that the text or the message says: two children at 3 $."""
    return any(abs(price * _read(match.group()) - value) < 0.005 for match in _NUMBER.finditer(f"{text}\n{message}"))


def _prices_named(text: str, unit: str, table: Table) -> list[float]:
    """The known prices of what a text names, and those that it states itself."""
    words = frozenset().union(*(bound.said.meanings for bound in bound_values(text)))
    stated = {float(claim.value.partition(" ")[0]) for claim in claims_of(text) if claim.value.endswith(f" {unit}")}
    found = {bound.low for bound in table.of(unit) if bound.low in stated or (bound.own - _COMMON) & words}
    return sorted(price for price in found if price)[:_MOST_PRICES]


def _read(written: str) -> float:
    return float(NUMBER_WORDS.get(written.lower(), 0) or written)
