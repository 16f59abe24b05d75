"""Whether a sentence that was found for a question speaks of the same thing: its own telling words are said there, or
their synonyms. Being near in meaning is not enough to send it: what it costs to hire a hall is not what a ticket costs.
"""

from collections.abc import Sequence
from dataclasses import replace

from assistant.drafting.claims import claims_of
from assistant.drafting.relations import prices_in
from assistant.drafting.seeking import LEANS, Word, is_empty, seek
from assistant.drafting.stated import Stated, states
from assistant.drafting.ties import OF_A_VALUE, said_itself
from assistant.drafting.trimming import ITEM
from assistant.model.nearness import Nearness
from assistant.records import Asked, Passage
from assistant.store.fulltext import query_stems, stem_of

_SAME = 0.8
"""Cosine of two words from which they say the same, as in `answerability`."""
_SHARE = 0.5
"""Share of the telling words of a question that have to be said."""
_SHORT = 4
_LEAST_LETTERS = 3
_CONTEXT = 240


def to_state(one: Asked, message: str, passages: Sequence[Passage], near: Nearness, own: frozenset[str]) -> Asked:
    """The question without sentences that lack a percentage it names, and before the others what prices the thing,
    where a price is asked for, and those that speak of what was named before it, where it is one telling word long:
    « Le billet sur le téléphone, vous acceptez? »"""
    by_text = _by_text(passages)
    support = [each for each in one.support if not each.source or _percentages(one.text) <= _percentages(each.text)]
    sought = seek(one.text, "", own)
    telling = [word for word in sought.words if word.tells]
    if "price" in sought.wants and support and not prices_in(support[0].text):
        # “Grinding is free: espresso, moka” names an espresso too, and is not what it costs.
        support.sort(key=lambda each: not _is_price_of(telling, each.text))
    # « Vous acceptez? » says one word, and little with it.
    about = telling or ([] if sought.wants else list(sought.words))
    around = _telling(_before(one, message), own) if len(about) == 1 and len(one.text.split()) <= _SHORT else []
    if around:
        support.sort(key=lambda each: _ranked_by(about[0], around, by_text.get(each.text), near))
    return replace(one, support=tuple(support), answered=one.answered and bool(support))


def _ranked_by(word: Word, around: Sequence[Word], stated: Stated | None, near: Nearness) -> tuple[bool, float]:
    """First what says the word, where it means something in any trade, then what speaks of what was said before."""
    means = bool(word.concept) and word.concept not in OF_A_VALUE
    says = means and stated is not None and said_itself([word], stated) > 0
    return not says, -round(_share(around, stated, near), 1)


def _is_price_of(telling: Sequence[Word], sentence: str) -> bool:
    """Whether an item of a sentence names one of the words and a price."""
    items = (frozenset(query_stems(item)) for item in ITEM.split(sentence) if prices_in(item))
    return any(stem_of(word.word) in stems for stems in items for word in telling)


def is_covered(one: Asked, message: str, passages: Sequence[Passage], near: Nearness, own: frozenset[str]) -> bool:
    """Whether the sentence that answers a question best says half of its telling words or the day that it asks about,
    and, where it leans on what was said before, something of that."""
    best = next(iter(one.support), None)
    stated = _by_text(passages).get(best.text) if best else None
    if stated is None:
        return False
    telling, days = _telling(one.text, own), seek(one.text, "", own).days
    if days and days <= stated.days:
        return True
    if not telling or _share(telling, stated, near) < _SHARE:
        return False
    if LEANS.search(one.text) is None and (len(telling) > 1 or len(one.text.split()) > _SHORT):
        return True
    return _share(_telling(_before(one, message), own), stated, near) > 0


def _by_text(passages: Sequence[Passage]) -> dict[str, Stated]:
    return {each.text: each for passage in passages for each in states(passage)}


def _before(one: Asked, message: str) -> str:
    return message[max(0, one.start - _CONTEXT) : one.start]


def _telling(text: str, own: frozenset[str]) -> list[Word]:
    return [word for word in seek(text, "", own).words if word.tells]


def _share(words: Sequence[Word], stated: Stated | None, near: Nearness) -> float:
    """The share of the words that a sentence says itself or by a synonym."""
    if not words or stated is None:
        return 0.0
    said = [word for word in sorted(stated.words) if not is_empty(word) and len(word) >= _LEAST_LETTERS]
    rows = near.between([word.word for word in words], said) if said else [[] for _ in words]
    found = [_is_said(word, stated) or max(row, default=0.0) >= _SAME for word, row in zip(words, rows, strict=True)]
    return sum(found) / len(found)


def _is_said(word: Word, stated: Stated) -> bool:
    same = stem_of(word.word) in stated.stems or word.concept in (
        stated.concepts | stated.topic if word.concept else ()
    )
    return same or bool(word.kinds & stated.kinds) or bool(word.within & stated.regions)


def _percentages(text: str) -> frozenset[str]:
    """The percentages that a text names: beer of 0 % is another beer."""
    return frozenset(one.value for one in claims_of(text) if one.kind == "number" and one.value.endswith("%"))
