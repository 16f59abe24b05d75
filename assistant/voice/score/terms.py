"""The n-grams of a text and their weights, without scikit-learn: what scoring one text needs."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from assistant.voice.score.masking import shapes

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int32]


def character_terms(masked: str) -> list[str]:
    """Runs of 3, 4 and 5 characters of a masked text, case kept, as in formats-and-metrics.md section 3."""
    return [masked[start : start + size] for size in (3, 4, 5) for start in range(len(masked) - size + 1)]


def shape_terms(masked: str, language: str) -> list[str]:
    """Runs of 1, 2 and 3 tokens of the content-masked form."""
    tokens = shapes(masked, language)
    return [
        " ".join(tokens[start : start + size]) for size in (1, 2, 3) for start in range(max(len(tokens) - size + 1, 0))
    ]


@dataclass(frozen=True)
class Vocabulary:
    """Known terms with their inverse document frequencies, in the order of the weights of a model."""

    terms: Sequence[str]
    idf: Floats

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Place of each term."""
        return {term: place for place, term in enumerate(self.terms)}

    def vector(self, terms: Sequence[str]) -> tuple[Indices, Floats]:
        """Places and weights of the known terms: 1 + log of the times, times idf, of length 1 (sublinear TF-IDF)."""
        places = self.places
        counted = Counter(places[term] for term in terms if term in places)
        indices = np.fromiter(counted.keys(), dtype=np.int32, count=len(counted))
        times = np.fromiter((1.0 + math.log(n) for n in counted.values()), dtype=np.float32, count=len(counted))
        weights = times * self.idf[indices]
        length = float(np.sqrt((weights * weights).sum()))
        return indices, weights / length if length else weights
