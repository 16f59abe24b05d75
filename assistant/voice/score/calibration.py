"""From a raw score to a rank among the voice's own posts, whatever the length of the text."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.records import Band

Doubles = npt.NDArray[np.float64]

OFF, DRIFTING = 0.05, 0.20
"""Ranks among the brand's own held-out posts: the lower 5 % are off, 5 to 20 % drifting (design, part 3)."""
_ENOUGH_FOR_LENGTH = 30


@dataclass(frozen=True, slots=True)
class Calibration:
    """How the voice's own held-out posts score: where they lie for a text of some length, how far they spread, and the
    sorted distances. Lengths are logarithms of a number of words."""

    level: float
    slope: float
    spread: float
    spread_slope: float
    shortest: float
    longest: float
    distances: Doubles

    def distance(self, score: float, length: float) -> float:
        """How far a score lies from those of own posts of this length, in their usual spread."""
        place = min(max(length, self.shortest), self.longest)
        spread = max(self.spread + self.spread_slope * place, 1e-6)
        return (score - self.level - self.slope * place) / spread

    def rank(self, score: float, length: float) -> float:
        """Share of own posts that lie no higher, from just over 0 to 1, the text itself counted among them; so the
        voice's own next post falls under 0.05 at most once in twenty, as long as it goes on as before."""
        below = int(np.searchsorted(self.distances, self.distance(score, length), side="right"))
        return (below + 1) / (len(self.distances) + 1)


def calibrate(scores: Doubles, lengths: Doubles) -> Calibration:
    """Learn from own posts that the model had not seen. Under 30, length is left out: too few to tell its part."""
    low, high = (float(np.quantile(lengths, share)) for share in (0.025, 0.975))
    places = np.clip(lengths, low, high)
    slope = spread_slope = 0.0
    if len(scores) >= _ENOUGH_FOR_LENGTH and high - low > 0.1:
        slope, level = (float(value) for value in np.polyfit(places, scores, 1))
        off = np.abs(scores - level - slope * places)
        spread_slope, spread = (float(value) for value in np.polyfit(places, off, 1))
        smallest = float(off.mean()) / 3
        if min(spread + spread_slope * low, spread + spread_slope * high) < smallest:
            spread, spread_slope = float(off.mean()), 0.0
    else:
        level = float(np.median(scores))
        spread = float(np.abs(scores - level).mean())
    fitted = Calibration(level, slope, max(spread, 1e-6), spread_slope, low, high, np.empty(0))
    distances = np.sort([fitted.distance(score, length) for score, length in zip(scores, lengths, strict=True)])
    return Calibration(level, slope, max(spread, 1e-6), spread_slope, low, high, distances)


def band_of(rank: float) -> Band:
    """The band a rank falls in."""
    return "off" if rank <= OFF else "drifting" if rank <= DRIFTING else "in_range"
