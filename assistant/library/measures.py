"""How good a ranking is, and how sure one can be of it. Arithmetic, held by tests to values made by hand."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

DEPTH = 10
"""How far down a list is looked at: more results than this are not read, nor do they fit a small model's prompt."""

HIT_DEPTH = 5

ROUNDS = 2000
"""Resamplings of a bootstrap; the bounds then move by less than 0.005 from one seed to another."""


@dataclass(frozen=True, slots=True)
class Scores:
    """How one question was answered, each from 0 to 1."""

    ndcg: float
    hit: float
    mrr: float


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and the bounds between which it lies in 95 of 100 resamplings of the questions."""

    mean: float
    low: float
    high: float


def score_ranking(grades: Sequence[Sequence[int]], right: Sequence[int]) -> Scores:
    """nDCG@10, hit@5 and reciprocal rank of one ranking.

    `grades` says for each result, best first, which of the right passages it is: their places in `right`, none for a
    wrong one; `right` has the grade of each. A right passage counts where it is first found, so that two halves of one
    section do not count twice. Gain is 2^grade - 1, the discount log2(rank + 1) (Järvelin and Kekäläinen 2002, in the
    form of Burges et al. 2005).
    """
    left = set(range(len(right)))
    gained = 0.0
    first = 0
    for rank, places in enumerate(grades[:DEPTH], 1):
        open_places = [place for place in places if place in left]
        if not open_places:
            continue
        best = max(open_places, key=lambda place: right[place])
        left.discard(best)
        gained += _gain(right[best], rank)
        first = first or rank
    ideal = sum(_gain(grade, rank) for rank, grade in enumerate(sorted(right, reverse=True)[:DEPTH], 1))
    return Scores(
        ndcg=gained / ideal if ideal else 0.0,
        hit=float(0 < first <= HIT_DEPTH),
        mrr=1 / first if first else 0.0,
    )


def interval(values: Sequence[float], seed: int = 1) -> Interval:
    """The mean of these values with its bootstrap interval (percentile method, Efron 1979)."""
    if not values:
        return Interval(0.0, 0.0, 0.0)
    known = np.asarray(values, dtype=np.float64)
    chance = np.random.default_rng(seed)
    means = known[chance.integers(0, len(known), (ROUNDS, len(known)))].mean(axis=1)
    low, high = np.percentile(means, (2.5, 97.5))
    return Interval(float(known.mean()), float(low), float(high))


def difference(one: Sequence[float], other: Sequence[float]) -> Interval:
    """How much better `one` is than `other` on the same questions: pairs are resampled together, so what makes a
    question hard for both does not blur the comparison."""
    return interval([left - right for left, right in zip(one, other, strict=True)])


def _gain(grade: int, rank: int) -> float:
    return (2.0**grade - 1) / math.log2(rank + 1)
