"""Which of two sentences that answer equally well comes first: the one that says in its own words what is asked, where
headings and what stands around them say it of both; and to a bare « prix? » the one that names the most values."""

from collections.abc import Sequence

from assistant.drafting.claims import claims_of
from assistant.drafting.concepts import concept_of, plainly
from assistant.drafting.seeking import Sought, Word
from assistant.drafting.stated import Stated, words_of
from assistant.store.fulltext import stem_of
from assistant.voice.words import general_frequency

_OWN_WORDS = 0.15
_VALUES = 0.03
"""What each adds to a score from 0 to 1, the second for every value, four at most. At 0.1, 0.15 and 0.2 the right
sentence came first for 342, 343 and 341 of 423 single questions of the sets that were read."""
_MEANING = 3.0
"""What a word counts that means something in any trade."""
_MOST_VALUES = 4
OF_A_VALUE = frozenset({"price", "free", "open"})
"""What no question is about that says no other word: « horaire? »"""
_CLAIMS = {"price": "number", "hour": "clock", "time": "clock"}


_OF_ONE_OFFER = frozenset({"subscription", "wholesale", "gift"})
"""What holds for these holds for nothing else: shipping that a subscription includes is not what a parcel costs."""
_OF_ANOTHER_OFFER = -0.1
_RARE = 1e-6
"""Share of all words in general language under which one is a name."""


def lead(sought: Sought, stated: Stated) -> float:
    """What a sentence is ahead of others that answer as well, from 0 to 0.15; or behind them, where it speaks of an
    offer that is not asked about."""
    if _offers(stated) - {word.concept for word in sought.words} and not _is_named(sought, stated):
        return _OF_ANOTHER_OFFER
    if any(word.within for word in sought.words):
        return 0.0  # where a place is named, what holds there answers without saying more
    strong = [word for word in sought.words if word.weight >= 1.0 and not word.around]
    things = [word for word in strong if not (word.kinds or word.concept in OF_A_VALUE)]
    claims = {_CLAIMS[one] for one in sought.wants if one in _CLAIMS}
    if claims and not things and not any(word.around for word in sought.words):
        values = sum(claim.kind in claims for claim in claims_of(stated.text))
        return _VALUES * min(values, _MOST_VALUES)
    return _OWN_WORDS * said_itself(things, stated)


def _offers(stated: Stated) -> frozenset[str]:
    """The offers of which a sentence says what holds for them alone."""
    return _OF_ONE_OFFER & frozenset(map(concept_of, words_of(plainly(stated.text))))


def _is_named(sought: Sought, stated: Stated) -> bool:
    """Whether a question says a name that stands in a sentence, with a capital or so rare that it is one: Le Halage."""
    names = (word for word in sought.words if word.name or general_frequency(word.word) < _RARE)
    return any(stem_of(word.word) in stated.stems for word in names)


def said_itself(words: Sequence[Word], stated: Stated) -> float:
    """The share of the words that the sentence itself says, its headings apart."""
    if not words:
        return 0.0
    own = words_of(plainly(stated.text))
    stems, concepts = {stem_of(word) for word in own}, set(map(concept_of, own))
    weights = [_MEANING if word.concept else 1.0 for word in words]
    said = (word.concept in concepts if word.concept else stem_of(word.word) in stems for word in words)
    return sum(weight for weight, says in zip(weights, said, strict=True) if says) / sum(weights)
