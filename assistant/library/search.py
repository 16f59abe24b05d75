"""Search: meaning and words, each listed alone, then put in one order."""

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from typing import Literal

import numpy as np

from assistant.errors import Unreachable
from assistant.library.ranking import CANDIDATES, scores, without_copies
from assistant.library.shelf import Floats, IndexFailed, Shelf, floats_of
from assistant.records import Hit
from assistant.store import Filters, View

log = logging.getLogger(__name__)

FEW = 1000
"""Passages that are compared one by one sooner than Chroma is asked: about a millisecond."""

LOOKED_UP = 10
"""Of the list by words, how many that the list by meaning lacks are compared with the query all the same: an
approximate index may miss one, and an exact term must not suffer for it."""

LONGEST_QUERY = 4000
"""Characters of a query that are looked at; a message says what it is about well before."""


class Scan:
    """Exact search in the vectors of the database, for when Chroma cannot be asked. Never stale: it is read again
    whenever the generation is another."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._generation = ""
        self._digests: list[str] = []
        self._places: dict[str, int] = {}
        self._matrix: Floats = np.empty((0, 0), dtype=np.float32)

    def nearest(self, view: View, vector: Floats, passing: set[str] | None, most: int) -> list[tuple[str, float]]:
        """Digests and cosines of the vectors nearest to a unit vector, among `passing` when given."""
        generation = view.snapshot.generation
        with self._lock:
            if self._generation != generation:
                self._digests, blobs = view.vectors()
                self._places = {digest: place for place, digest in enumerate(self._digests)}
                self._matrix = floats_of(blobs) if blobs else np.empty((0, len(vector)), dtype=np.float32)
                self._generation = generation
            digests, places, matrix = self._digests, self._places, self._matrix
        if passing is None:
            allowed = np.arange(len(digests))
        else:
            known = [places[digest] for digest in passing if digest in places]
            allowed = np.array(sorted(known), dtype=np.intp)
        cosines = matrix[allowed] @ vector if len(allowed) else np.empty(0, dtype=np.float32)
        best = np.argsort(-cosines, kind="stable")[:most]
        return [(digests[allowed[place]], float(cosines[place])) for place in best]


@dataclass(frozen=True, slots=True)
class Sources:
    """Where nearest vectors come from: Chroma when it is open, and the exact scan that can always be asked."""

    shelf: Shelf | None
    scan: Scan


By = Literal["fused", "dense", "lexical"]


def find(
    view: View, query: str, vector: Floats | None, filters: Filters, k: int, *, sources: Sources, by: By = "fused"
) -> tuple[Hit, ...]:
    """The `k` best passages for a query. `vector` is the query's, of unit length, None to search by words alone. `by`
    leaves one of the two lists as it is, to be measured by itself."""
    most = max(CANDIDATES, k)
    similar = {} if vector is None or by == "lexical" else _similar(view, vector, filters, most, sources)
    lexical = [] if by == "dense" else view.lexical(query, filters, most)
    passages = view.passages(list(dict.fromkeys([*similar, *lexical])))
    in_dense, in_lexical = _ranks(list(similar)), _ranks(lexical)
    if by == "fused":
        if vector is not None:
            similar |= _compared(view, vector, [number for number in lexical[:LOOKED_UP] if number not in similar])
            similar = dict(sorted(similar.items(), key=lambda item: -item[1]))
        score = scores(query, similar, lexical, passages)
        best = sorted(score, key=lambda number: (-score[number], number))
        best = [best[place] for place in without_copies([passages[number] for number in best], k)]
    else:
        best = [number for number in (similar or lexical) if number in passages]
        score = {number: 1.0 / rank for rank, number in enumerate(best, 1)}
    return tuple(
        Hit(passages[number], score[number], in_dense.get(number), in_lexical.get(number), similar.get(number))
        for number in best[:k]
    )


def instant(day: date | None, at: time, zone: tzinfo) -> float | None:
    """Seconds since 1970 of a moment; a day without a time is taken `at` a time, in `zone` when it has none."""
    if day is None:
        return None
    if not isinstance(day, datetime):
        day = datetime.combine(day, at, zone)
    return (day if day.tzinfo else day.replace(tzinfo=zone)).astimezone(UTC).timestamp()


def _similar(view: View, vector: Floats, filters: Filters, most: int, sources: Sources) -> dict[int, float]:
    """Numbers and cosines of the passages nearest in meaning, nearest first.

    From Chroma when it holds exactly what this view sees, else from the database itself. Chroma's own filters take ten
    times as long as the search (12 ms against 1 ms at 3,000 records). So where few passages pass a filter these alone
    are compared, exactly; where many do, Chroma is asked for more than needed and the database filters.
    """
    passing: set[str] | None = None
    few = False
    if filters != Filters():
        passing = view.digests(filters, FEW + 1)
        few = len(passing) <= FEW
    shelf = sources.shelf
    if shelf is not None and not few and shelf.holds(view.snapshot.generation):
        wide = most if passing is None else 4 * most
        try:
            found = _numbered(view, shelf.nearest(vector, wide), filters)
        except (IndexFailed, Unreachable) as failure:
            log.warning("the search index failed (%s): the database is searched instead", failure)
            shelf.failure = str(failure)
        else:
            enough = passing is None or len(found) >= most
            if enough and shelf.holds(view.snapshot.generation):
                return dict(found[:most])
    if passing is not None and not few:
        passing = view.digests(filters)
    return dict(_numbered(view, sources.scan.nearest(view, vector, passing, most), filters))


def _numbered(view: View, nearest: Sequence[tuple[str, float]], filters: Filters) -> list[tuple[int, float]]:
    numbers = view.with_vectors([digest for digest, _ in nearest], filters)
    return [(number, cosine) for digest, cosine in nearest for number in numbers.get(digest, ())]


def _compared(view: View, vector: Floats, numbers: Sequence[int]) -> dict[int, float]:
    """The cosines of these passages, from the database."""
    found = view.floats(numbers) if numbers else {}
    return {number: float(floats_of([blob])[0] @ vector) for number, blob in found.items()}


def _ranks(numbers: Sequence[int]) -> dict[int, int]:
    return {number: rank for rank, number in reversed(list(enumerate(numbers, 1)))}
