"""Where the passages nearest in meaning come from: Chroma, and what can always be asked when it cannot."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.errors import Unreachable
from assistant.library.shelf import Floats, IndexFailed, Shelf, floats_of
from assistant.library.sketches import Sketches
from assistant.store import Filters, View

log = logging.getLogger(__name__)

WIDER = 4
"""How many more candidates than wanted Chroma is asked for: it looks at a narrower vector (`shelf.NARROW`). Of 3,207
real posts with the built-in embedder, 4 times as many held 99.3 % of the 50 nearest."""

LIKELIEST = 8
"""How many more candidates than wanted are taken by their signs (see `sketches`)."""

BESIDE = 2
"""The same, beside those of Chroma."""

MOST_ASKED = 1000
"""Neighbours that Chroma is asked for at most: a narrow filter would need more, and is quicker by signs."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where nearest vectors come from: Chroma when it is open, and the sketches that can always be asked."""

    shelf: Shelf | None
    sketches: Sketches


def nearest(view: View, vector: Floats, filters: Filters, most: int, sources: Sources) -> dict[int, float]:
    """Numbers and cosines of the passages nearest in meaning to a unit vector, nearest first; the cosines are exact.

    Candidates come from Chroma where it holds exactly what this view sees and enough passages pass the filters, and
    always from the signs: each misses a few that the other has, and a passage's own vector has all its signs. Chroma's
    own filters take ten times as long as its search (12 ms against 1 ms at 3,000 records).
    """
    passing = sources.sketches.passing(view, filters)
    sketch, places = passing.sketch, passing.places
    share = len(places) / max(1, len(sketch.numbers))
    asked = int(WIDER * most / share) if share else 0
    found = np.empty(0, dtype=np.intp)
    if len(places) > LIKELIEST * most and asked <= MOST_ASKED:
        found = sketch.with_digests(_from_chroma(sources.shelf, view.snapshot.generation, vector, asked))
        found = found[passing.mask[found]]
    likely = sketch.likeliest(vector, places, (BESIDE if len(found) else LIKELIEST) * most)
    chosen = np.unique(np.concatenate([found, likely]))
    vectors = sketch.vectors[chosen].tolist()
    cosines = _cosines(view, vector, sorted(set(vectors)))
    near = {number: cosines[of] for number, of in zip(sketch.numbers[chosen].tolist(), vectors, strict=True)}
    return dict(sorted(near.items(), key=lambda item: (-item[1], item[0]))[:most])


def _from_chroma(shelf: Shelf | None, generation: str, vector: Floats, most: int) -> list[str]:
    """Digests of the nearest vectors that Chroma finds in this state of the database; none when it cannot be asked."""
    if shelf is None:
        return []
    try:
        shelf.catch_up(generation)
        digests = shelf.nearest(vector, most) if shelf.holds(generation) else []
    except (IndexFailed, Unreachable) as failure:
        log.warning("the search index failed (%s): the database is searched instead", failure)
        shelf.failure = str(failure)
        return []
    return digests if shelf.holds(generation) else []


def _cosines(view: View, vector: Floats, numbers: Sequence[int]) -> dict[int, float]:
    """The exact cosine of each of these vectors of the database."""
    cosines: dict[int, float] = {}
    for found, _, blobs in view.vectors(numbers):
        cosines |= zip(found, (floats_of(blobs) @ vector).tolist(), strict=True)
    return cosines
