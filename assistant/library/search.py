"""Search: meaning and words, each ranked alone, fused by reciprocal rank."""

import logging
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo

import numpy as np

from assistant.errors import Unreachable
from assistant.library.sameness import said
from assistant.library.shelf import Floats, IndexFailed, Shelf, floats_of
from assistant.records import Hit, Passage
from assistant.store import Filters, View

log = logging.getLogger(__name__)

RANK_CONSTANT = 60
"""k of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009)."""

DENSE_WEIGHT = 1.0
LEXICAL_WEIGHT = 1.0
"""Equal: on two real guides neither meaning nor words was the better alone (USE 0.62 and BM25 0.60, then 0.32 and 0.42;
issue A3)."""

LEAST_CANDIDATES = 50
"""How deep each list goes. Further down, 1 / (60 + rank) hardly changes an order."""

FEW = 1000
"""Passages that are compared one by one sooner than Chroma is asked: about a millisecond."""

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


def find(
    view: View, query: str, vector: Floats | None, filters: Filters, k: int, *, sources: Sources
) -> tuple[Hit, ...]:
    """The `k` best passages for a query. `vector` is the query's, of unit length, None to search by words alone."""
    most = max(LEAST_CANDIDATES, 4 * k)
    similar = {} if vector is None else _similar(view, vector, filters, most, sources)
    dense = list(similar)
    lexical = view.lexical(query, filters, most)
    scores = fuse({"dense": dense, "lexical": lexical})
    best = sorted(scores, key=lambda number: (-scores[number], number))
    passages = view.passages(best[: 2 * k])
    in_dense, in_lexical = _ranks(dense), _ranks(lexical)
    hits: dict[str, Hit] = {}
    for number in best:
        if len(hits) == k or (passage := passages.get(number)) is None:
            break
        hits.setdefault(
            _said(passage),
            Hit(passage, scores[number], in_dense.get(number), in_lexical.get(number), similar.get(number)),
        )
    return tuple(hits.values())


def fuse(lists: Mapping[str, Sequence[int]]) -> dict[int, float]:
    """The fused score of everything in a `dense` and a `lexical` list."""
    weights = {"dense": DENSE_WEIGHT, "lexical": LEXICAL_WEIGHT}
    scores: dict[int, float] = {}
    for name, numbers in lists.items():
        for rank, number in enumerate(numbers, 1):
            scores[number] = scores.get(number, 0.0) + weights[name] / (RANK_CONSTANT + rank)
    return scores


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


def _ranks(numbers: Sequence[int]) -> dict[int, int]:
    return {number: rank for rank, number in reversed(list(enumerate(numbers, 1)))}


def _said(passage: Passage) -> str:
    """Equal for passages that say the same: a post on two networks, a paragraph in two files."""
    return said(passage.text)
