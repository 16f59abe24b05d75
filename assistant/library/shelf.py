"""One brand's vectors in Chroma, and what Chroma's errors mean. With `index`, the only importer of chromadb."""

import errno
import hashlib
import logging
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.errors import StorageFull, Unreachable
from assistant.library.narrowing import NARROW, narrow

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

log = logging.getLogger(__name__)

Floats = NDArray[np.float32]
ReadVectors = Callable[[Iterable[str]], Iterator[tuple[list[str], list[bytes]]]]

BATCH = 2000
"""Chroma refuses more than 5,461 records at once (shared/stack.md, section 4)."""

PAGE = 10_000
"""Ids read from Chroma at once."""

PROBES = 64
"""Vectors looked up by themselves after an index was written or opened; each takes about a millisecond."""

TOGETHER = 128
"""Vectors that Chroma looks up at once."""

DAMAGED = 0.5
"""Share of probes not found above which the files of the graph are gone, not a few records out of reach."""


class IndexFailed(Exception):
    """Chroma failed at something that the database can make good."""


@dataclass(frozen=True, slots=True)
class Probe:
    """How many vectors were looked up, how many were not found by themselves, and how many of these still are not after
    they were added again."""

    looked_up: int = 0
    lost: int = 0
    still_lost: int = 0


def ignore(_count: int) -> None:
    """Nobody wants to know how far it is."""


class Shelf:
    """The vectors of one brand by one embedder in Chroma.

    `generation` names the state of the database that Chroma holds exactly; it is empty while Chroma is being changed.
    `failure` says why Chroma is not to be asked any more, empty while it may.
    """

    def __init__(self, reopen: Callable[[], "Collection"], brand: str, embedder: str, url: str) -> None:
        self.brand = brand
        self.embedder = embedder
        self.failure = ""
        self._reopen = reopen
        self._url = url
        self._looked_for = ""
        self._in_use = threading.Lock()
        self._closed = False
        self._look()

    def _look(self) -> None:
        """What Chroma says that it holds."""
        with chroma_failures(self._url):
            self._collection = self._reopen()
            metadata = self._collection.metadata or {}
            self.generation = str(metadata.get("generation", ""))
            self.count = self._collection.count()
        if self.count != metadata.get("count"):
            self.generation = ""

    def catch_up(self, generation: str) -> None:
        """Look once whether another process has brought a Chroma server to this state of the database."""
        if self._url and self.generation != generation != self._looked_for and not self.failure and not self._closed:
            self._looked_for = generation
            self._look()

    def holds(self, generation: str) -> bool:
        """Whether it can be asked and holds exactly this state of the database."""
        return self.generation == generation and not self.failure and not self._closed

    def add(self, digests: list[str], vectors: Floats) -> None:
        """Add vectors of unit length by digest; Chroma leaves those it has as they are."""
        with chroma_failures(self._url):
            self._unsettle()
            narrowed = narrow(vectors)
            for start in range(0, len(digests), BATCH):
                some = slice(start, start + BATCH)
                self._collection.add(ids=digests[some], embeddings=narrowed[some])

    def settle(self, generation: str, digests: set[str], read: ReadVectors) -> None:
        """Make Chroma hold exactly these digests, taking what it lacks from the database, and check that it does.

        Raises:
            IndexFailed: it still does not hold them, or does not find them.
        """
        with chroma_failures(self._url):
            lacking, surplus = self.differences(digests)
            if lacking or surplus:
                self._unsettle()
                for start in range(0, len(surplus), BATCH):
                    self._collection.delete(ids=surplus[start : start + BATCH])
                for found, blobs in read(sorted(lacking)):
                    self._collection.add(ids=found, embeddings=narrow(floats_of(blobs)))
                lacking, surplus = self.differences(digests)
            self.count = self._collection.count()
            if lacking or surplus or self.count != len(digests):
                raise IndexFailed(f"{self.count} vectors instead of {len(digests)}")
            self.probe(digests, read)
            self._collection.modify(metadata={"generation": generation, "count": self.count})
            self.failure = ""
            self.generation = generation

    def differences(self, digests: set[str]) -> tuple[set[str], list[str]]:
        """What of these digests Chroma lacks, and what it holds besides."""
        with chroma_failures(self._url):
            lacking, surplus, held = set(digests), list[str](), 0
            while page := self._collection.get(limit=PAGE, offset=held, include=[])["ids"]:
                held += len(page)
                surplus += [digest for digest in page if digest not in digests]
                lacking.difference_update(page)
        return lacking, sorted(surplus)

    def probe(
        self, digests: set[str], read: ReadVectors, every: int = 0, told: Callable[[int], None] = ignore
    ) -> Probe:
        """Look vectors up by themselves, every n-th or else some: Chroma says nothing when the files of its graph are
        gone, and loses records out of reach now and then (chroma issue 7758). Those are added again; what even then is
        not found is found by its signs (see `nearest`).

        Raises:
            IndexFailed: most are not found.
        """
        some = sorted(digests)[:: every or max(1, len(digests) // PROBES)]
        lost = self._unreachable(some, read, told)
        if len(lost) > DAMAGED * len(some):
            raise IndexFailed("vectors are not found by themselves")
        if not lost:
            return Probe(len(some))
        with chroma_failures(self._url):
            for found, blobs in read(lost):
                self._collection.delete(ids=found)
                self._collection.add(ids=found, embeddings=narrow(floats_of(blobs)))
        still = self._unreachable(lost, read, ignore)
        log.warning("%d vectors were out of reach in the search index: %d still are", len(lost), len(still))
        return Probe(len(some), len(lost), len(still))

    def nearest(self, vector: Floats, most: int) -> list[str]:
        """Digests of the vectors nearest to a unit vector, nearest first, about."""
        found, _ = self._ask(narrow(vector.reshape(1, -1)), most)
        return found[0] if found else []

    def _unreachable(self, digests: list[str], read: ReadVectors, told: Callable[[int], None]) -> list[str]:
        lost: list[str] = []
        for found, blobs in read(digests):
            for start in range(0, len(found), TOGETHER):
                names, rows = found[start : start + TOGETHER], floats_of(blobs[start : start + TOGETHER])
                ids, distances = self._ask(narrow(rows), 1)
                for name, row, near, distance in zip(names, rows, ids, distances, strict=True):
                    # Another text with the same vector may come first; a vector of zeros is near nothing.
                    if name not in near and (not near or (row.any() and distance[0] > 1e-4)):
                        lost.append(name)
                told(len(names))
        return lost

    def _ask(self, vectors: Floats, most: int) -> tuple[list[list[str]], list[list[float]]]:
        most = min(most, self.count)
        if not most:
            return [], []
        with self._in_use, chroma_failures(self._url):
            if self._closed:
                raise IndexFailed("closed")
            found = self._collection.query(query_embeddings=vectors, n_results=most, include=["distances"])
        if any(len(ids) < most / 2 for ids in found["ids"]):
            raise IndexFailed(f"fewer than {most} neighbours")
        return found["ids"], found["distances"] or [[]]

    def close(self) -> None:
        """Wait for the search that is under way; later ones go elsewhere."""
        with self._in_use:
            self._closed = True

    def _unsettle(self) -> None:
        if self.generation:
            self.generation = ""
            self._collection.modify(metadata={"generation": ""})


def collection_name(brand: str, embedder: str) -> str:
    """A name for Chroma (3 to 512 of a-z, 0-9, dot, dash): the brand's id, and a digest of the embedder's and of how
    its vectors are narrowed."""
    return f"{brand}-{hashlib.sha256(f'{embedder} {NARROW}'.encode()).hexdigest()[:12]}"


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
    except Exception as error:
        # So Chroma's client tells an answer of a server that is not Chroma's own, as of a gateway before it.
        if url and type(error) is Exception:
            raise IndexFailed(str(error)[:200]) from error
        raise


@contextmanager
def disk_failures(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise StorageFull("library.full", path=path) from error
        raise Unreachable("library.not_written", path=path, reason=error.strerror or error) from error
