"""A fitted voice: weights, calibrations and own posts near at hand. Scoring needs numpy only."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.records import OwnPost
from assistant.voice.score import surface
from assistant.voice.score.calibration import Calibration
from assistant.voice.score.masking import mask
from assistant.voice.score.terms import Floats, Indices, Vocabulary, character_terms, shape_terms

SURFACE_WEIGHT = 0.1
"""Of one surface feature of one standard deviation, beside n-gram vectors of length 1."""
_FARTHEST = 3.0


@dataclass(frozen=True)
class Surface:
    """What surface features are compared with: the average each text is pulled to, and mean and deviation of all."""

    average: Floats
    mean: Floats
    deviation: Floats

    def standardise(self, rates: Floats) -> Floats:
        """Features in standard deviations, none beyond three, weighted to stand beside n-grams."""
        steps = np.clip((rates - self.mean) / self.deviation, -_FARTHEST, _FARTHEST)
        return np.asarray(steps * SURFACE_WEIGHT, dtype=np.float32)


@dataclass(frozen=True)
class Weights:
    """A linear model over characters, shapes and surface; the masked one has no weights for characters."""

    characters: Floats
    shapes: Floats
    surface: Floats
    intercept: float


@dataclass(frozen=True)
class Reading:
    """One text as a model sees it. `length` is the logarithm of its number of words."""

    masked: str
    words: int
    length: float
    score: float
    masked_score: float
    characters: tuple[Indices, Floats]


@dataclass(frozen=True)
class Neighbours:
    """Own posts by the terms they hold: for each term where its entries begin, and the entries."""

    posts: tuple[OwnPost, ...]
    starts: npt.NDArray[np.int64]
    rows: Indices
    values: Floats

    def nearest(self, vector: tuple[Indices, Floats], k: int = 3) -> tuple[OwnPost, ...]:
        """The k own posts whose wording is nearest, nearest first; fewer when the others share nothing."""
        indices, weights = vector
        if not self.posts or not len(indices):
            return ()
        begins, ends = self.starts[indices], self.starts[indices + 1]
        sizes = ends - begins
        if not sizes.sum():
            return ()
        offsets = np.repeat(begins - np.concatenate(([0], np.cumsum(sizes)[:-1])), sizes) + np.arange(sizes.sum())
        likeness = np.bincount(
            self.rows[offsets], self.values[offsets] * np.repeat(weights, sizes), minlength=len(self.posts)
        )
        best = np.argsort(-likeness, kind="stable")[:k]
        return tuple(self.posts[place] for place in best if likeness[place] > 0)


@dataclass(frozen=True)
class VoiceModel:
    """One voice in one language. `posts` is how many own posts it has learnt from; `method` says how."""

    language: str
    posts: int
    method: str
    characters: Vocabulary
    shapes: Vocabulary
    surface: Surface
    full: Weights
    masked: Weights
    calibration: Calibration
    masked_calibration: Calibration
    neighbours: Neighbours
    habits: Mapping[str, object]

    def read(self, text: str) -> Reading:
        """The text masked, turned into features and scored, with its content words and without."""
        masked = mask(text)
        characters = self.characters.vector(character_terms(masked))
        shaped = self.shapes.vector(shape_terms(masked, self.language))
        rates, _ = surface.rates((masked,), self.language, self.surface.average)
        steps = self.surface.standardise(rates)[0]
        words = surface.words(masked)

        def judge(weights: Weights) -> float:
            total = weights.intercept + float(weights.surface @ steps)
            total += float(weights.shapes[shaped[0]] @ shaped[1])
            return total + (float(weights.characters[characters[0]] @ characters[1]) if len(weights.characters) else 0)

        length = float(np.log1p(words))
        return Reading(masked, words, length, judge(self.full), judge(self.masked), characters)
