"""Passages on their way into a brand: put down in small transactions that nobody sees, made true in one short one.

Rows on their way stand in the same table under a name that is no brand's, so that the indexes grow with them and the
last transaction only renames. What they replace is renamed too, and deleted afterwards in small steps. Killed at any
moment, the brand's passages are those of before or those of after; the next ingest clears what was left lying.
"""

import hashlib
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from assistant.store.database import Database
from assistant.store.fts5 import keep_stems
from assistant.store.lexemes import keep_words
from assistant.store.rows import Entry, StoredFile, entry_of, entry_values, file_values
from assistant.store.tables import files, libraries, passages, vectors

Item = TypeVar("Item")

BATCH = 500
"""Values in one IN list or rows in one read; SQLite's own limit is 32,766 (https://www.sqlite.org/limits.html)."""

_STEP = 2000
"""Rows deleted in one transaction: a fraction of a second, so that nobody waits long."""


class Staging:
    """What one ingest of a brand puts down. One at a time for a brand; `put` may be called from another thread."""

    def __init__(self, database: Database, brand: str, embedder: str) -> None:
        self._database = database
        self._brand = brand
        self._embedder = embedder
        # No brand's id begins so, and the name fits the column whatever the length of the brand's.
        known = hashlib.sha256(brand.encode("utf-8")).hexdigest()[:32]
        self._coming = f"+{known}"
        self._going = f"-{known}"

    def find(self, ids: Sequence[str]) -> dict[str, tuple[int, Entry]]:
        """The brand's passages with these ids as they are now, with their numbers."""
        found: dict[str, tuple[int, Entry]] = {}
        with self._database.read() as connection:
            for some in batches(ids):
                rows = connection.execute(
                    select(passages, vectors.c.digest)
                    .join(vectors, vectors.c.number == passages.c.vector)
                    .where(passages.c.brand == self._brand, passages.c.id.in_(some))
                )
                found |= {row.id: (row.number, entry_of(row)) for row in rows}
        return found

    def numbers(self, path: str) -> set[int]:
        """The numbers of the brand's passages that came from a file."""
        query = select(passages.c.number).where(passages.c.brand == self._brand, passages.c.path == path)
        with self._database.read() as connection:
            return set(connection.execute(query).scalars())

    def put(self, entries: Sequence[Entry], given: Mapping[str, bytes]) -> None:
        """Put passages down, and the vectors that are new: little-endian float32, unit length, by digest.

        Raises:
            StorageFull: the disk has no room; nothing that was there has changed.
            LookupError: a passage has no vector of this embedder.
        """
        with self._database.write() as connection:
            keep_vectors(connection, self._embedder, given)
            add_passages(connection, self._coming, self._embedder, entries)

    def commit(
        self,
        dimensions: int,
        removed: Iterable[int],
        changed: Sequence[StoredFile] = (),
        files_removed: Sequence[str] = (),
    ) -> str:
        """Make it true, all of it or nothing: what was put down is the brand's, the passages with the `removed`
        numbers are no more. Gives the new generation.

        Raises:
            StorageFull: the disk has no room; nothing has changed.
        """
        generation = uuid.uuid4().hex
        with self._database.write() as connection:
            for some in batches(list(removed)):
                connection.execute(
                    update(passages)
                    .where(passages.c.number.in_(some), passages.c.brand == self._brand)
                    .values(brand=self._going)
                )
            connection.execute(update(passages).where(passages.c.brand == self._coming).values(brand=self._brand))
            replace_files(connection, self._brand, changed, files_removed)
            connection.execute(delete(libraries).where(libraries.c.brand == self._brand))
            connection.execute(
                insert(libraries),
                {
                    "brand": self._brand,
                    "embedder": self._embedder,
                    "dimensions": dimensions,
                    "generation": generation,
                    "ingested": datetime.now(UTC),
                },
            )
        return generation

    def clear(self) -> None:
        """Delete what was replaced, with the vectors that nobody needs any more, and the passages that an ingest which
        did not finish left lying; their vectors stay for the next one."""
        for name in (self._coming, self._going):
            while True:
                with self._database.write() as connection:
                    lying = select(passages.c.number, passages.c.vector).where(passages.c.brand == name).limit(_STEP)
                    rows = connection.execute(lying).all()
                    for some in batches([row.number for row in rows]):
                        connection.execute(delete(passages).where(passages.c.number.in_(some)))
                    if name == self._going:
                        prune(connection, [row.vector for row in rows])
                if len(rows) < _STEP:
                    break


def prune(connection: Connection, numbers: Sequence[int]) -> None:
    """Forget those of these vectors that no passage of any brand needs."""
    for some in batches(numbers):
        used = select(passages.c.vector).where(passages.c.vector == vectors.c.number).exists()
        connection.execute(delete(vectors).where(vectors.c.number.in_(some), ~used))


def keep_vectors(connection: Connection, embedder: str, given: Mapping[str, bytes]) -> None:
    """Keep vectors by digest; one that is there already is replaced."""
    if not given:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    new = dialect.insert(vectors)
    put = new.on_conflict_do_update(index_elements=["embedder", "digest"], set_={"floats": new.excluded.floats})
    rows = [{"embedder": embedder, "digest": digest, "floats": floats} for digest, floats in given.items()]
    connection.execute(put, rows)


def add_passages(connection: Connection, brand: str, embedder: str, entries: Sequence[Entry]) -> None:
    """Add passages whose vectors are there.

    Raises:
        LookupError: one has no vector of this embedder.
    """
    numbers: dict[str, int] = {}
    for some in batches(list(dict.fromkeys(entry.digest for entry in entries))):
        query = select(vectors.c.digest, vectors.c.number).where(
            vectors.c.embedder == embedder, vectors.c.digest.in_(some)
        )
        numbers |= {row.digest: row.number for row in connection.execute(query)}
    if entries:
        connection.execute(insert(passages), [entry_values(brand, entry, numbers[entry.digest]) for entry in entries])
        keep = keep_words if connection.dialect.name == "postgresql" else keep_stems
        keep(connection, brand, entries)


def replace_files(connection: Connection, brand: str, changed: Sequence[StoredFile], removed: Sequence[str]) -> None:
    """Note these files as they are now, and forget the removed ones."""
    for some in batches([*removed, *(file.path for file in changed)]):
        connection.execute(delete(files).where(files.c.brand == brand, files.c.path.in_(some)))
    if changed:
        connection.execute(insert(files), [file_values(brand, file) for file in changed])


def batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Pieces of at most `BATCH` items."""
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
