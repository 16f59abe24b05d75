"""What somebody asks back is worth, where they do not say it: six bags at the price of such a bag."""

from collections.abc import Iterable

import regex

from assistant.drafting.bindings import Bound, bound_values
from assistant.drafting.claims import NUMBER_WORDS
from assistant.drafting.clauses import parse, things
from assistant.drafting.meanings import POLAR

_UNITS = "kg|g|lbs?|oz|ml|cl|l|cm|mm|m|in|inch|h|min|am|pm"
_TIMES = "days?|weeks?|months?|years?|hours?|minutes?|times?|jours?|semaines?|mois|ans?|heures?|fois"
_GLUED = regex.compile(rf"(?<=\d)(?=(?:{_UNITS})\b)", regex.IGNORECASE)
_COUNTED = regex.compile(
    rf"(?<![\p{{L}}\d.,:/#$€£-])(?P<count>\d{{1,2}}|{'|'.join(sorted(NUMBER_WORDS, key=len, reverse=True))})"
    rf"(?:\s?[x×])?\s(?!\s?(?:{_UNITS}|{_TIMES}|[%$€£])(?!\p{{L}}))(?P<what>[^.,;:!?\n]{{3,80}}?)"
    r"(?=\s(?:and|et|pis|puis|plus|ou|or)\s|[.,;:!?\n]|$)",
    regex.IGNORECASE,
)
_COMMON = frozenset({"cost", *POLAR})
_NEAR = 0.4
"""What a word that holds for a whole list of prices counts beside one of the price's own."""


def worth(text: str, facts: Iterable[str]) -> float:
    """The price of all that a message counts and the facts give a price for: of several prices that fit as well, the
    lowest; zero when nothing is counted or nothing has a price."""
    known = (bound for fact in facts for bound in bound_values(fact))
    prices = [bound for bound in known if bound.unit == "$" and not bound.floor and bound.low == bound.high]
    counted = _COUNTED.finditer(_GLUED.sub(" ", text))
    return sum(_read(one["count"]) * _price(one["what"], prices) for one in counted)


def _price(what: str, prices: Iterable[Bound]) -> float:
    words = frozenset().union(*(sentence.meanings for sentence in parse(what))) - _COMMON
    fitting = [
        (len(words & one.own) + _NEAR * len(words & one.near), -one.low) for one in prices if things(words & one.own)
    ]
    return -max(fitting)[1] if fitting else 0.0


def _read(written: str) -> float:
    return float(NUMBER_WORDS.get(written.lower(), 0) or written)
