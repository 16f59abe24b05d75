"""Sentences that are true and were not asked for: the price of another thing of the same list, the delay to another
country. They are left out of what is told first."""

from collections.abc import Sequence

import regex

from assistant.drafting.clauses import parse
from assistant.drafting.places import places_of
from assistant.drafting.relations import prices_in
from assistant.store.fulltext import fold

_FEWEST = 2
_LAND = "place:"
_ELSEWHERE = regex.compile(r"\b(?:anywhere|nowhere|somewhere) else\b|\bailleurs\b|\bnulle part\b", regex.IGNORECASE)


def without_others(sentences: Sequence[str], message: str, facts: Sequence[str]) -> tuple[str, ...]:
    """The sentences but those that speak only of other things of a price list than the message does, or only of another
    country than the one country it names, or of all others. `facts` hold the price lists."""
    listed = _listed(facts)
    asked, lands = _named(message, listed), _lands(message)
    ours = [one for one in sentences if not asked or not (said := _named(one, listed)) or asked & said]
    # Who asks from abroad where the house is gets its address: only beside a sentence about their country is the one
    # about another left out.
    if len(lands) == 1 and any(lands & _lands(one) for one in ours):
        # Where a thing asked for comes from, Colombia, is no land that something is sent to.
        ours = [one for one in ours if not (there := _lands(one)) or lands & there or asked & _named(one, listed)]
    if lands and any(lands <= _lands(one) for one in ours):
        ours = [one for one in ours if lands & _lands(one) or not _ELSEWHERE.search(one)]
    return tuple(ours)


def _listed(facts: Sequence[str]) -> frozenset[str]:
    """The names of the things that stand in one sentence with several prices."""
    found: set[str] = set()
    for sentence in (one.said for fact in facts for one in parse(fact)):
        prices = prices_in(sentence)
        names = {fold(word) for word in regex.findall(r"(?<!^)\b\p{Lu}\p{Ll}[\p{L}-]+", sentence)}
        if len(prices) >= _FEWEST and len(names) >= _FEWEST:
            found |= names
    return frozenset(found)


def _named(text: str, listed: frozenset[str]) -> frozenset[str]:
    return frozenset(regex.findall(r"[\p{L}-]+", fold(text))) & listed


def _lands(text: str) -> frozenset[str]:
    said = {word for one in parse(text) for word in one.meanings if word.startswith(_LAND)}
    lying = {code.partition("-")[0].lower() for place in places_of(text) for code in place.within}
    return frozenset(said | {f"{_LAND}{code}" for code in lying})
