"""The vector index: Chroma over the vectors of the database. The only importer of chromadb.

Chroma is never the truth. Its ids are the digests of the embedded texts, so what it should hold is known exactly, and
whatever it lost or holds too much is mended from the database without embedding anything again. A local Chroma has one
owner process: a second one gets stale results without an error (shared/stack.md, section 4), so a lock names the owner.
"""

import errno
import hashlib
import json
import logging
import os
import re
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from assistant.errors import BadSetting, IndexHeld, StorageFull, Unreachable

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

log = logging.getLogger(__name__)

Floats = NDArray[np.float32]
ReadVectors = Callable[[Iterable[str]], Iterator[tuple[list[str], list[bytes]]]]

EF_SEARCH = 200
"""Fewer neighbours looked at lose records of their own vector (chroma issue 7758, shared/stack.md section 4)."""

BATCH = 2000
"""Chroma refuses more than 5,461 records at once (shared/stack.md, section 4)."""


PROBES = 16
"""Vectors looked up by themselves after an index was written or opened; each takes about a millisecond."""


@dataclass(frozen=True, slots=True)
class Owner:
    """The process that holds the index."""

    pid: int
    name: str


class IndexFailed(Exception):
    """Chroma failed at something that the database can make good."""


class Index:
    """Chroma in a folder, owned by this process once `acquire` succeeded, or a Chroma server. Opened when first used.

    One for a process: it is shared by the libraries of all brands. `name` says what this process is to another one
    that finds the index held.
    """

    def __init__(self, folder: Path, *, url: str = "", name: str = "papillon") -> None:
        self.folder = folder
        self.url = url
        self.name = name
        self.writing = threading.RLock()
        """Held by whoever changes a library; one ingest at a time in a process."""
        self._opening = threading.RLock()
        self._lock = FileLock(folder / "owner.lock", thread_local=False)
        self._client: Client | None = None
        self._shelves: dict[tuple[str, str], Shelf] = {}

    @property
    def place(self) -> str:
        """Where the index is, to tell one from another."""
        return self.url or str(self._chroma.absolute())

    @property
    def owned(self) -> bool:
        """Whether this process may use the index. A Chroma server is shared by all."""
        return bool(self.url) or self._lock.is_locked

    @property
    def exists(self) -> bool:
        """Whether there is something to open, as far as can be told without opening it."""
        return bool(self.url) or (self._chroma / "chroma.sqlite3").is_file()

    def acquire(self) -> None:
        """Become the owner of the index, until `close` or the end of the process.

        Raises:
            IndexHeld: another process is; the error names it.
        """
        with self._opening:
            if self.owned:
                return
            with _disk(self.folder):
                self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                # Not at once: `holder` of another process takes the lock for an instant to see whether it is free.
                self._lock.acquire(timeout=0.3, poll_interval=0.05)
            except Timeout as error:
                owner = self._read_owner()
                raise IndexHeld("library.held", owner=owner.name, pid=owner.pid) from error
            with _disk(self._owner_file):
                self._owner_file.write_text(json.dumps({"pid": os.getpid(), "name": self.name}), "utf-8")

    def holder(self) -> Owner | None:
        """The other process that holds the index now, if one does."""
        if self.owned or not self._owner_file.exists():
            return None
        probe = FileLock(self.folder / "owner.lock", thread_local=False)
        try:
            probe.acquire(blocking=False)
        except Timeout:
            return self._read_owner()
        probe.release()
        return None

    def shelf(self, brand: str, embedder: str) -> "Shelf":
        """The vectors of one brand by one embedder, opened or made.

        Raises:
            IndexHeld: another process owns the index.
            Unreachable: the Chroma server does not answer.
            StorageFull: the disk has no room.
            IndexFailed: Chroma does not open even in a new folder.
        """
        with self._opening:
            key = (brand, embedder)
            if key not in self._shelves:
                self.acquire()
                try:
                    self._shelves[key] = self._open_shelf(brand, embedder)
                except IndexFailed as failure:
                    if self.url:
                        raise
                    log.warning("the search index is damaged (%s): it is made anew from the database", failure)
                    self._discard()
                    self._shelves[key] = self._open_shelf(brand, embedder)
            return self._shelves[key]

    def opened_shelf(self, brand: str, embedder: str) -> "Shelf | None":
        """The shelf when it is open already."""
        return self._shelves.get((brand, embedder))

    def remake(self, brand: str, embedder: str) -> "Shelf":
        """An empty shelf in place of one that failed. A local index is thrown away whole; the other brands' shelves
        are filled again from the database when they are next opened. Raises as `shelf`."""
        with self._opening:
            if self.url:
                self.forget(brand, embedder)
            else:
                self._discard()
            return self.shelf(brand, embedder)

    def forget(self, brand: str, embedder: str) -> None:
        """Remove the vectors of a brand by an embedder."""
        with self._opening:
            self.acquire()
            if shelf := self._shelves.pop((brand, embedder), None):
                shelf.close()
            client = self._opened()
            with _failures(self.url):
                if collection_name(brand, embedder) in {found.name for found in client.list_collections()}:
                    client.delete_collection(collection_name(brand, embedder))

    def close(self) -> None:
        """Close Chroma and let another process own the index."""
        with self._opening:
            self._close_client()
            if self._lock.is_locked:
                self._owner_file.unlink(missing_ok=True)
                self._lock.release()

    @property
    def _chroma(self) -> Path:
        return self.folder / "chroma"

    @property
    def _owner_file(self) -> Path:
        return self.folder / "owner.json"

    def _read_owner(self) -> Owner:
        try:
            found = json.loads(self._owner_file.read_text("utf-8"))
            return Owner(int(found["pid"]), str(found["name"]))
        except (OSError, ValueError, KeyError, TypeError):  # it is just being written
            return Owner(0, "papillon")

    def _open_shelf(self, brand: str, embedder: str) -> "Shelf":
        client = self._opened()
        with _failures(self.url):
            collection = client.get_or_create_collection(
                collection_name(brand, embedder),
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine", "ef_search": EF_SEARCH}},
            )
            return Shelf(collection, brand, embedder, self.url)

    def _opened(self) -> "Client":
        if self._client is None:
            import chromadb
            from chromadb.config import Settings

            private = Settings(anonymized_telemetry=False)
            with _failures(self.url), _disk(self._chroma):
                opened = (
                    chromadb.HttpClient(**_server(self.url), settings=private)
                    if self.url
                    else chromadb.PersistentClient(str(self._chroma), settings=private)
                )
                self._client = cast("Client", opened)
        return self._client

    def _discard(self) -> None:
        self._close_client()
        if self._chroma.exists():
            # A folder that cannot be removed at once (Windows, open files) must not be opened again.
            doomed = self._chroma.with_name(f"damaged-{os.getpid()}-{os.urandom(4).hex()}")
            with _disk(self._chroma):
                self._chroma.rename(doomed)
            shutil.rmtree(doomed, ignore_errors=True)

    def _close_client(self) -> None:
        for shelf in self._shelves.values():
            shelf.close()
        self._shelves.clear()
        if self._client is not None:
            self._client.close()
            self._client = None


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
        with _failures(self._url):
            self._unsettle()
            for start in range(0, len(digests), BATCH):
                some = slice(start, start + BATCH)
                self._collection.add(ids=digests[some], embeddings=vectors[some])

    def settle(self, generation: str, digests: set[str], read: ReadVectors) -> None:
        """Make Chroma hold exactly these digests, taking what it lacks from the database, and check that it does.

        Raises:
            IndexFailed: it still does not hold them, or does not find them.
        """
        with _failures(self._url):
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
        with self._in_use, _failures(self._url):
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


def _server(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError as error:
        raise BadSetting("library.bad_chroma_url", url=url) from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadSetting("library.bad_chroma_url", url=url)
    secure = parts.scheme == "https"
    return {"host": parts.hostname, "port": port or (443 if secure else 8000), "ssl": secure}


@contextmanager
def _failures(url: str) -> Iterator[None]:
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
def _disk(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise StorageFull("library.full", path=path) from error
        raise Unreachable("library.not_written", path=path, reason=error.strerror or error) from error
