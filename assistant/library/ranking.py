"""The order of what a search found: nearness in meaning, rank by words and shared spellings, added up.

Each of the three is taken relative to the best candidate of the search, so that nothing depends on the scale of an
embedder's cosines or of a database's word scores. The weights are measured (`papillon eval search`): tuned on every
other question of three sets, then checked on the questions between.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.library.sameness import said
from assistant.records import Passage
from assistant.store.fulltext import search_terms, words_of

CANDIDATES = 50
"""How deep the list by meaning and the list by words go. Nearness is measured from the last of the list by meaning."""

WORDS_WEIGHT = 0.2
SPELLINGS_WEIGHT = 0.4
"""Nearness in meaning has weight 1. Any weights of 0.15 to 0.45 and 0.3 to 0.5 gave the same nDCG@10 within 0.01."""

_WORDS_DEPTH = 40
"""The rank in the list by words at which half of its weight is left."""

_PIECE = 4
"""Letters of a piece of a word. Pieces of three and five letters did as well or worse."""

_SATURATION, _LENGTH = 1.2, 0.4
"""k1 and b of BM25 over pieces of words: passages are all short, so their length is held little against them."""

RECENT_WEIGHT = 0.06
LIKED_WEIGHT = 0.04
"""Between posts that are about equally near the newer and the better received comes first; a score runs to 1.6, so
neither lifts a post over one that fits clearly better."""

_SAME = 0.75
"""Share of common words from which two passages say the same: a post sent again with another greeting."""


def scores(
    query: str, dense: Mapping[int, float], lexical: Sequence[int], passages: Mapping[int, Passage]
) -> dict[int, float]:
    """The score of each of these passages, from 0 to about 1.6, higher for better.

    `dense` has the cosines of the list by meaning and `lexical` the list by words, best first in both; the passages are
    those of either.
    """
    numbers = list(passages)
    near = _nearness(dense)
    by_words = {number: _WORDS_DEPTH / (_WORDS_DEPTH + rank) for rank, number in enumerate(lexical)}
    alike = _spellings(query, [searched_text(passages[number]) for number in numbers])
    favoured = _favour([passages[number] for number in numbers])
    return {
        number: near.get(number, 0.0)
        + WORDS_WEIGHT * by_words.get(number, 0.0)
        + SPELLINGS_WEIGHT * float(alike[place])
        + favoured[place]
        for place, number in enumerate(numbers)
    }


def searched_text(passage: Passage) -> str:
    """Everything of a passage that is searched: its headings, the message it answered, its text."""
    answered = passage.answered.text if passage.answered is not None else ""
    return "\n".join((*passage.section, answered, passage.text))


def without_copies(ordered: Sequence[Passage], most: int) -> list[int]:
    """Places of the passages in `ordered`, best first, looking no further than `most` different ones: what says the
    same word for word is left out, what says nearly the same as a better one comes after all the others."""
    kept: list[frozenset[str]] = []
    seen: set[str] = set()
    first: list[int] = []
    after: list[int] = []
    for place, passage in enumerate(ordered):
        if len(first) == most:
            break
        words_said = said(passage.text)
        if words_said in seen:
            continue
        seen.add(words_said)
        words = frozenset(words_of(passage.text))
        if any(_same(words, other) for other in kept):
            after.append(place)
        else:
            kept.append(words)
            first.append(place)
    return first + after


def _nearness(dense: Mapping[int, float]) -> dict[int, float]:
    """Cosines, best first, from 1 for the first to 0 for the last that counts; of a few candidates, which may all be
    right, the last keeps more the fewer they are."""
    cosines = list(dense.values())[:CANDIDATES]
    if not cosines:
        return {}
    spread = cosines[0] - cosines[-1]
    if len(cosines) > 1:
        spread *= math.log(CANDIDATES) / math.log(len(cosines))
    if spread <= 0:
        return dict.fromkeys(dense, 1.0)
    return {number: max(0.0, 1 - (cosines[0] - cosine) / spread) for number, cosine in dense.items()}


def _spellings(query: str, texts: Sequence[str]) -> NDArray[np.float64]:
    """BM25 over the pieces of words, among these texts, from 0 to 1 for the best.

    Pieces see what whole words do not: typing mistakes (rapel, rappel), compounds (wifi, Wi-Fi), and the many words
    that French and English share but for their ending (accessibilité, accessibility).
    """
    places: dict[str, int] = {}
    for word in search_terms(query):
        for piece in _pieces(word):
            places.setdefault(piece, len(places))
    if not places or not texts:
        return np.zeros(len(texts))
    lengths = np.array([len(text) for text in texts], dtype=np.float64)
    found = _counted(list(places), [words_of(text) for text in texts])
    holding = (found > 0).sum(axis=0)
    rarity = np.log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))
    norm = _SATURATION * (1 - _LENGTH + _LENGTH * lengths / max(lengths.mean(), 1.0))
    summed: NDArray[np.float64] = (rarity * found * (_SATURATION + 1) / (found + norm[:, None])).sum(axis=1)
    return summed / (summed.max() or 1.0)


def _pieces(word: str) -> list[str]:
    marked = _marked([word])
    return [marked[start : start + _PIECE] for start in range(max(1, len(word) + 2 - _PIECE + 1))]


def _marked(words: Sequence[str]) -> str:
    """Words with their beginnings and ends marked. The mark after the last makes of a word of one letter a piece."""
    return f"^{'$^'.join(words)}$^"


def _counted(pieces: Sequence[str], texts: Sequence[Sequence[str]]) -> NDArray[np.float64]:
    """How often each piece is in each text: a row a text. All at once: it is done for 100 texts at each search."""
    marked = [_marked(words) for words in texts]
    asked = _codes("".join(pieces))[::_PIECE]
    order = np.argsort(asked)
    held = _codes("".join(marked))
    nearest = np.searchsorted(asked, held, sorter=order)
    columns = order[np.minimum(nearest, len(asked) - 1)]
    hits = np.flatnonzero(asked[columns] == held)
    ends = np.cumsum([len(one) for one in marked])
    rows = np.searchsorted(ends, hits, side="right")
    counts = np.bincount(rows * len(pieces) + columns[hits], minlength=len(texts) * len(pieces))
    return counts.reshape(len(texts), len(pieces)).astype(np.float64)


def _codes(text: str) -> NDArray[np.uint64]:
    """A number for each place of a text, of the letters of the piece that begins there: 16 bits a letter."""
    letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    codes = np.zeros(max(0, len(letters) - _PIECE + 1), dtype=np.uint64)
    for place in range(_PIECE):
        codes = (codes << np.uint64(16)) + letters[place : place + len(codes)]
    return codes


def _favour(passages: Sequence[Passage]) -> list[float]:
    """What each passage gains for being recent and well received among these; nothing for what has no date."""
    times = [passage.date.timestamp() if passage.date is not None else None for passage in passages]
    dated = [moment for moment in times if moment is not None]
    if len(dated) < 2:
        return [0.0] * len(passages)
    oldest, span = min(dated), max(dated) - min(dated)
    most = math.log1p(max(passage.likes for passage in passages))
    return [
        0.0
        if moment is None
        else RECENT_WEIGHT * ((moment - oldest) / span if span else 0.0)
        + LIKED_WEIGHT * (math.log1p(max(0, passage.likes)) / most if most else 0.0)
        for moment, passage in zip(times, passages, strict=True)
    ]


def _same(one: frozenset[str], other: frozenset[str]) -> bool:
    less, more = sorted((len(one), len(other)))
    if less < more * _SAME or less < 4:
        return False
    shared = len(one & other)
    return shared >= _SAME * (less + more - shared)
