"""What every search may look at of all passages of a brand, small enough to stay in memory: about 100 bytes each.

Of a vector only the signs of its numbers are kept. Vectors near each other have most signs in common (Charikar,
"Similarity Estimation Techniques from Rounding Algorithms", STOC 2002), so the few hundred with the most are then
compared exactly, with their vectors from the database: of 3,207 real posts embedded with the built-in embedder, 400
candidates held 99.6 % of the 50 nearest. What filters look at stands beside the signs, so no filter needs the database.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.library.shelf import Floats, floats_of
from assistant.store import Filters, Marks, View

_NAMES = ("kind", "language", "platform", "person")
_KINDS = (np.int64, np.int64, np.float64, *(np.int32 for _ in _NAMES))
"""Of the columns that `View.columns` gives."""

_WORD = 64

_PIECE = 65_536
"""Vectors compared at once."""

_PREPARED = 8
"""Filters whose passages are remembered: replies are written with the same few again and again. About 2 MB each at
200,000 passages."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """All passages of a brand in one state, in the order of their numbers. `signs` has one row for every 64 numbers of
    a vector; `codes` and `values` hold each column of `_NAMES` as places in a list. `hashes` are those of the vectors'
    digests, in rising order, and `hashed` the places they are of."""

    generation: str
    numbers: NDArray[np.int64]
    vectors: NDArray[np.int64]
    signs: NDArray[np.uint64]
    instants: NDArray[np.float64]
    codes: dict[str, NDArray[np.unsignedinteger[Any]]]
    values: dict[str, list[str]]
    hashes: NDArray[np.int64]
    hashed: NDArray[np.intp]

    def passing(self, filters: Filters) -> "Passing":
        """The passages that pass the filters."""
        mask = np.ones(len(self.numbers), dtype=bool)
        wanted: dict[str, Sequence[str]] = {"kind": filters.kinds}
        wanted |= {name: (said,) for name in ("language", "platform") if (said := getattr(filters, name))}
        if filters.person is not None:
            wanted["person"] = (filters.person,)
        for name, said in wanted.items():
            if said:
                known, codes = self.values[name], self.codes[name]
                allowed = np.zeros(len(codes), dtype=bool)
                for one in set(said) & set(known):
                    allowed |= codes == known.index(one)
                mask &= allowed
        # A passage without a date has no number here, which is neither more nor less than any.
        if filters.since is not None:
            mask &= self.instants >= filters.since
        if filters.until is not None:
            mask &= self.instants <= filters.until
        return Passing(self, mask, np.flatnonzero(mask), _marks(self.numbers, mask))

    def with_digests(self, digests: Sequence[str]) -> NDArray[np.intp]:
        """The places of the passages with these vectors. Of two digests with one hash, both come."""
        wanted = np.fromiter(map(hash, digests), dtype=np.int64, count=len(digests))
        starts, ends = (np.searchsorted(self.hashes, wanted, side) for side in ("left", "right"))
        if (ends - starts <= 1).all():
            return self.hashed[starts[ends > starts]]
        return np.concatenate([self.hashed[start:end] for start, end in zip(starts, ends, strict=True)])

    def likeliest(self, vector: Floats, places: NDArray[np.intp], most: int) -> NDArray[np.intp]:
        """Those of these places whose vectors have the most signs in common with a vector."""
        if len(places) <= most:
            return places
        asked = _signs(vector.reshape(1, -1))
        # To pick the signs of a few places is quicker than to compare all; of many it is not.
        many = len(places) > len(self.numbers) // 3
        apart = _apart(self.signs if many else self.signs[:, places], asked[:, 0])
        if many and len(places) < len(apart):
            apart = apart[places]
        # Counted, since distances are few: quicker than to sort. Of those at the last distance, the newest.
        limit = int(np.searchsorted(np.cumsum(np.bincount(apart)), most))
        nearer, last = np.flatnonzero(apart < limit), np.flatnonzero(apart == limit)
        chosen: NDArray[np.intp] = places[np.concatenate([nearer, last[len(last) + len(nearer) - most :]])]
        return chosen


@dataclass(frozen=True, slots=True)
class Passing:
    """The passages of a sketch that pass some filters: whether each does, the places of those that do, and the same for
    the full-text index."""

    sketch: Sketch
    mask: NDArray[np.bool_]
    places: NDArray[np.intp]
    marks: Marks


class Sketches:
    """The sketch of the state that a search sees. Made when it is first asked for; of a later state, only what is new
    is read again. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sketch: Sketch | None = None
        self._prepared: dict[Filters, Passing] = {}
        self._known: _Known | None = None
        self._embedder = ""

    def of(self, view: View) -> Sketch:
        """The sketch of exactly the state that this view sees."""
        with self._lock:
            if self._sketch is None or self._sketch.generation != view.snapshot.generation:
                self._sketch, self._prepared = self._made(view), {}
            return self._sketch

    def keep_up(self, view: View) -> None:
        """Where there is a sketch, make that of the state that this view sees, so that no search need wait for it."""
        if self._sketch is not None:
            self.of(view)

    def forget(self) -> None:
        """Read everything again when next asked: stored vectors have been mended."""
        with self._lock:
            self._sketch, self._prepared, self._known = None, {}, None

    def passing(self, view: View, filters: Filters) -> Passing:
        """The passages of exactly the state that this view sees that pass the filters."""
        sketch = self.of(view)
        with self._lock:
            found = self._prepared.pop(filters, None)
            if found is None or found.sketch is not sketch:
                found = sketch.passing(filters)
            if sketch is self._sketch:
                for oldest in list(islice(self._prepared, max(0, len(self._prepared) + 1 - _PREPARED))):
                    del self._prepared[oldest]
                self._prepared[filters] = found
            return found

    def _made(self, view: View) -> Sketch:
        pieces: list[list[NDArray[Any]]] = [[np.empty(0, dtype=kind)] for kind in _KINDS]
        values: dict[str, dict[str, int]] = {name: {} for name in _NAMES}
        for rows in view.columns():
            columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
            for place, name in enumerate(_NAMES, len(columns) - len(_NAMES)):
                codes = values[name]
                for one in set(columns[place]) - codes.keys():
                    codes[one] = len(codes)
                columns[place] = [codes[one] for one in columns[place]]
            for some, column, kind in zip(pieces, columns, _KINDS, strict=True):
                some.append(np.array(column, dtype=kind))
        numbers, vectors, instants, *coded = (np.concatenate(some) for some in pieces)
        known = self._known_of(view, vectors)
        places = np.searchsorted(known.numbers, vectors)
        hashes = known.hashes[places]
        order = np.argsort(hashes, kind="stable")
        return Sketch(
            generation=view.snapshot.generation,
            numbers=numbers,
            vectors=vectors,
            signs=np.ascontiguousarray(known.signs[:, places]),
            instants=instants,
            codes={
                name: column.astype(np.min_scalar_type(len(values[name])))
                for name, column in zip(_NAMES, coded, strict=True)
            },
            values={name: list(said) for name, said in values.items()},
            hashes=hashes[order],
            hashed=order,
        )

    def _known_of(self, view: View, vectors: NDArray[np.int64]) -> "_Known":
        """What is kept of these vectors; only those that were not known are read."""
        wanted = np.unique(vectors)
        before = self._known
        if before is None or self._embedder != view.snapshot.embedder:
            words = -(-view.snapshot.dimensions // _WORD)
            nothing = np.empty(0, dtype=np.int64)
            before = _Known(nothing, np.empty((words, 0), dtype=np.uint64), nothing)
        kept = np.isin(before.numbers, wanted)
        new = wanted[~np.isin(wanted, before.numbers)]
        numbers, signs, hashes = [before.numbers[kept]], [before.signs[:, kept]], [before.hashes[kept]]
        for found, digests, blobs in view.vectors(new.tolist()):
            numbers.append(np.array(found, dtype=np.int64))
            signs.append(_signs(floats_of(blobs)))
            hashes.append(np.fromiter(map(hash, digests), dtype=np.int64, count=len(digests)))
        all_numbers = np.concatenate(numbers)
        order = np.argsort(all_numbers)
        self._known = _Known(all_numbers[order], np.concatenate(signs, axis=1)[:, order], np.concatenate(hashes)[order])
        self._embedder = view.snapshot.embedder
        return self._known


@dataclass(frozen=True, slots=True)
class _Known:
    """Vectors by number, in rising order: their signs and the hashes of their digests."""

    numbers: NDArray[np.int64]
    signs: NDArray[np.uint64]
    hashes: NDArray[np.int64]


def _marks(numbers: NDArray[np.int64], mask: NDArray[np.bool_]) -> Marks:
    """Whether the passages with these numbers, in rising order, are meant."""
    if not mask.any():
        return Marks(0, b"")
    chosen = numbers[mask]
    marks = np.zeros(chosen[-1] - chosen[0] + 1, dtype=np.uint8)
    marks[chosen - chosen[0]] = 1
    return Marks(int(chosen[0]), marks.tobytes())


def _apart(signs: NDArray[np.uint64], asked: NDArray[np.uint64]) -> NDArray[np.uint16]:
    """In how many signs each vector differs from the one that is asked for. A piece at a time, so that what is between
    stays in the processor's cache."""
    count = signs.shape[1]
    apart = np.zeros(count, dtype=np.uint16)
    different, bits = np.empty(_PIECE, dtype=np.uint64), np.empty(_PIECE, dtype=np.uint8)
    for start in range(0, count, _PIECE):
        size = min(_PIECE, count - start)
        for row, word in zip(signs, asked, strict=True):
            np.bitwise_xor(row[start : start + size], word, out=different[:size])
            np.bitwise_count(different[:size], out=bits[:size])
            apart[start : start + size] += bits[:size]
    return apart


def _signs(vectors: Floats) -> NDArray[np.uint64]:
    """The signs of vectors, 64 to a word: one column a vector."""
    bits = np.packbits(vectors > 0, axis=1)
    padded = np.zeros((len(bits), 8 * -(-vectors.shape[1] // _WORD)), dtype=np.uint8)
    padded[:, : bits.shape[1]] = bits
    words: NDArray[np.uint64] = padded.view(np.uint64).T
    return words
