"""The vector index: Chroma over the vectors of the database.

Chroma is never the truth. Its ids are the digests of the embedded texts, so what it should hold is known exactly, and
whatever it lost or holds too much is mended from the database without embedding anything again. A local Chroma has one
owner process: a second one gets stale results without an error (shared/stack.md, section 4), so a lock names the owner.
"""

import json
import logging
import os
import re
import shutil
import sqlite3
import threading
import uuid
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from filelock import FileLock, Timeout

from assistant.errors import BadSetting, IndexHeld
from assistant.library.shelf import IndexFailed, Shelf, chroma_failures, collection_name, disk_failures

if TYPE_CHECKING:
    from chromadb.api.client import Client

log = logging.getLogger(__name__)

EF_SEARCH = 200
"""Fewer neighbours looked at lose records of their own vector (chroma issue 7758, shared/stack.md section 4)."""


@dataclass(frozen=True, slots=True)
class Owner:
    """The process that holds the index."""

    pid: int
    name: str


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many collections and folders were removed."""

    collections: int = 0
    folders: int = 0


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
        return bool(self.url) or self._database.is_file()

    def acquire(self) -> None:
        """Become the owner of the index, until `close` or the end of the process.

        Raises:
            IndexHeld: another process is; the error names it.
        """
        with self._opening:
            if self.owned:
                return
            with disk_failures(self.folder):
                self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                # Not at once: `holder` of another process takes the lock for an instant to see whether it is free.
                self._lock.acquire(timeout=0.3, poll_interval=0.05)
            except Timeout as error:
                owner = self._read_owner()
                raise IndexHeld("library.held", owner=owner.name, pid=owner.pid) from error
            with disk_failures(self._owner_file):
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

    def shelf(self, brand: str, embedder: str) -> Shelf:
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

    def opened_shelf(self, brand: str, embedder: str) -> Shelf | None:
        """The shelf when it is open already."""
        return self._shelves.get((brand, embedder))

    def remake(self, brand: str, embedder: str) -> Shelf:
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
            with chroma_failures(self.url):
                if collection_name(brand, embedder) in {found.name for found in client.list_collections()}:
                    client.delete_collection(collection_name(brand, embedder))

    def tidy(self, brand: str, wanted: Iterable[tuple[str, str]]) -> Tidied:
        """Remove what nobody asks for any more: collections of brands and embedders that are not among `wanted`, and
        the folders that Chroma leaves behind (chroma issues 5259 and 5520). A server may hold others' collections: of
        it, only those of this brand go. Raises as `shelf`."""
        names = {collection_name(one, embedder) for one, embedder in wanted}
        with self._opening:
            self.acquire()
            client = self._opened()
            with chroma_failures(self.url):
                there = {found.name for found in client.list_collections()} - names
                ours = {name for name in there if not self.url or re.fullmatch(f"{brand}-[0-9a-f]{{12}}", name)}
                for name in ours:
                    client.delete_collection(name)
            for key in [key for key in self._shelves if collection_name(*key) in ours]:
                self._shelves.pop(key).close()
            return Tidied(len(ours), 0 if self.url else self._sweep())

    def _sweep(self) -> int:
        """Remove the folders that no segment of Chroma's database names, and those of thrown-away indexes."""
        try:
            with closing(sqlite3.connect(f"{self._database.as_uri()}?mode=ro", uri=True)) as database:
                known = {row[0] for row in database.execute("SELECT id FROM segments")}
        except sqlite3.Error as error:
            log.warning("the folders of the search index cannot be told apart: %s", error)
            return 0
        stale = [folder for folder in self._chroma.iterdir() if folder.is_dir() and _is_uuid(folder.name)]
        stale = [folder for folder in stale if folder.name not in known]
        stale += self.folder.glob("damaged-*")
        for folder in stale:
            shutil.rmtree(folder, ignore_errors=True)
        return sum(not folder.exists() for folder in stale)

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
    def _database(self) -> Path:
        return (self._chroma / "chroma.sqlite3").absolute()

    @property
    def _owner_file(self) -> Path:
        return self.folder / "owner.json"

    def _read_owner(self) -> Owner:
        try:
            found = json.loads(self._owner_file.read_text("utf-8"))
            return Owner(int(found["pid"]), str(found["name"]))
        except (OSError, ValueError, KeyError, TypeError):  # it is just being written
            return Owner(0, "papillon")

    def _open_shelf(self, brand: str, embedder: str) -> Shelf:
        client = self._opened()
        return Shelf(
            lambda: client.get_or_create_collection(
                collection_name(brand, embedder),
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine", "ef_search": EF_SEARCH}},
            ),
            brand,
            embedder,
            self.url,
        )

    def _opened(self) -> "Client":
        if self._client is None:
            import chromadb
            from chromadb.config import Settings

            private = Settings(anonymized_telemetry=False)
            with chroma_failures(self.url), disk_failures(self._chroma):
                opened = (
                    chromadb.HttpClient(**_server(self.url), settings=private)
                    if self.url
                    else chromadb.PersistentClient(str(self._chroma), settings=private)
                )
                self._client = cast("Client", opened)
        return self._client

    def _discard(self) -> None:
        from chromadb.api.shared_system_client import SharedSystemClient

        self._close_client()
        # Chroma would go on using what failed to open.
        SharedSystemClient.clear_system_cache()
        if self._chroma.exists():
            # A folder that cannot be removed at once (Windows, open files) must not be opened again.
            doomed = self._chroma.with_name(f"damaged-{os.getpid()}-{os.urandom(4).hex()}")
            with disk_failures(self._chroma):
                self._chroma.rename(doomed)
            shutil.rmtree(doomed, ignore_errors=True)

    def _close_client(self) -> None:
        for shelf in self._shelves.values():
            shelf.close()
        self._shelves.clear()
        if self._client is not None:
            self._client.close()
            self._client = None


def _is_uuid(name: str) -> bool:
    try:
        return str(uuid.UUID(name)) == name
    except ValueError:
        return False


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
