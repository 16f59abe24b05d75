"""One brand's vectors in Chroma, and what Chroma's errors mean. With `index`, the only importer of chromadb."""

import errno
import hashlib
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.errors import StorageFull, Unreachable

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

Floats = NDArray[np.float32]
ReadVectors = Callable[[Iterable[str]], Iterator[tuple[list[str], list[bytes]]]]

BATCH = 2000
"""Chroma refuses more than 5,461 records at once (shared/stack.md, section 4)."""


PROBES = 16
"""Vectors looked up by themselves after an index was written or opened; each takes about a millisecond."""


class IndexFailed(Exception):
    """Chroma failed at something that the database can make good."""


class Shelf:
    """The vectors of one brand by one embedder in Chroma.

    `generation` names the state of the database that Chroma holds exactly; it is empty while Chroma is being changed.
    `failure` says why Chroma is not to be asked any more, empty while it may.
    """

    def __init__(self, collection: "Collection", brand: str, embedder: str, url: str) -> None:
        self.brand = brand
        self.embedder = embedder
        self.failure = ""
        self._collection = collection
        self._url = url
        self._in_use = threading.Lock()
        self._closed = False
        metadata = collection.metadata or {}
        self.generation = str(metadata.get("generation", ""))
        self.count = collection.count()
        if self.count != metadata.get("count"):
            self.generation = ""

    def holds(self, generation: str) -> bool:
        """Whether it can be asked and holds exactly this state of the database."""
        return self.generation == generation and not self.failure and not self._closed

    def add(self, digests: list[str], vectors: Floats) -> None:
        """Add vectors of unit length by digest; Chroma leaves those it has as they are."""
        with chroma_failures(self._url):
            self._unsettle()
            for start in range(0, len(digests), BATCH):
                some = slice(start, start + BATCH)
                self._collection.add(ids=digests[some], embeddings=vectors[some])

    def settle(self, generation: str, digests: set[str], read: ReadVectors) -> None:
        """Make Chroma hold exactly these digests, taking what it lacks from the database, and check that it does.

        Raises:
            IndexFailed: it still does not hold them, or does not find them.
        """
        with chroma_failures(self._url):
            held = set(self._collection.get(include=[])["ids"])
            if held != digests:
                self._unsettle()
                surplus = sorted(held - digests)
                for start in range(0, len(surplus), BATCH):
                    self._collection.delete(ids=surplus[start : start + BATCH])
                for found, blobs in read(sorted(digests - held)):
                    self._collection.add(ids=found, embeddings=floats_of(blobs))
                held = set(self._collection.get(include=[])["ids"])
            self.count = self._collection.count()
            if held != digests or self.count != len(digests):
                raise IndexFailed(f"{self.count} vectors instead of {len(digests)}")
            self.probe(digests, read)
            self._collection.modify(metadata={"generation": generation, "count": self.count})
            self.failure = ""
            self.generation = generation

    def probe(self, digests: set[str], read: ReadVectors) -> None:
        """Look some vectors up by themselves: Chroma says nothing when the files of its graph are gone.

        Raises:
            IndexFailed: one is not found.
        """
        some = sorted(digests)[:: max(1, len(digests) // PROBES)]
        for _, blobs in read(some):
            for row in floats_of(blobs):
                found = self.nearest(row, 1)
                if not found or (row.any() and found[0][1] < 0.99):
                    raise IndexFailed("a vector is not found by itself")

    def nearest(self, vector: Floats, most: int) -> list[tuple[str, float]]:
        """Digests and cosines of the vectors nearest to a unit vector, nearest first."""
        most = min(most, self.count)
        if not most:
            return []
        with self._in_use, chroma_failures(self._url):
            if self._closed:
                raise IndexFailed("closed")
            asked = vector.reshape(1, -1)
            found = self._collection.query(query_embeddings=asked, n_results=most, include=["distances"])
        if len(found["ids"][0]) < most / 2:
            raise IndexFailed(f"{len(found['ids'][0])} neighbours instead of {most}")
        distances = found["distances"] or [[]]
        return [(digest, 1.0 - distance) for digest, distance in zip(found["ids"][0], distances[0], strict=True)]

    def close(self) -> None:
        """Wait for the search that is under way; later ones go elsewhere."""
        with self._in_use:
            self._closed = True

    def _unsettle(self) -> None:
        if self.generation:
            self.generation = ""
            self._collection.modify(metadata={"generation": ""})


def collection_name(brand: str, embedder: str) -> str:
    """A name for Chroma (3 to 512 of a-z, 0-9, dot, dash): the brand's id and a digest of the embedder's."""
    return f"{brand}-{hashlib.sha256(embedder.encode('utf-8')).hexdigest()[:12]}"


def floats_of(blobs: list[bytes]) -> Floats:
    """Stored vectors as rows of a matrix."""
    return np.frombuffer(b"".join(blobs), dtype="<f4").reshape(len(blobs), -1)


@contextmanager
def chroma_failures(url: str) -> Iterator[None]:
    """Chroma's errors as ours. A damaged folder also shows as a panic of its Rust part or an error of SQLite."""
    import httpx
    from chromadb.errors import ChromaError

    try:
        yield
    except httpx.HTTPError as error:
        raise Unreachable("library.chroma_unreachable", url=url) from error
    except ChromaError as error:
        if re.search("disk is full|no space left", str(error), re.IGNORECASE):
            raise StorageFull("library.full", path="Chroma") from error
        raise IndexFailed(str(error)[:200]) from error
    except ValueError as error:
        if url and "Could not connect" in str(error):
            raise Unreachable("library.chroma_unreachable", url=url) from error
        raise


@contextmanager
def disk_failures(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise StorageFull("library.full", path=path) from error
        raise Unreachable("library.not_written", path=path, reason=error.strerror or error) from error
