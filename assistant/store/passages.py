"""Passages with their vectors, and the files they came from.

Vectors are kept by the digest of the text that was embedded and by the id of the embedder, apart from the passages:
an ingest stores them as they come, and only its last transaction makes passages of them. Killed before that, it leaves
the old passages, and the next ingest finds the vectors it need not compute again.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, delete, func, insert, literal_column, select, update

from assistant.records import Month, Passage, Place
from assistant.store.database import Database
from assistant.store.frequencies import Frequencies
from assistant.store.rows import Entry, StoredFile, entry_of, passage_of, remarks_of
from assistant.store.staging import Staging, add_passages, batches, keep_vectors, replace_files
from assistant.store.tables import files, libraries, passages, vectors
from assistant.store.view import View


@dataclass(frozen=True, slots=True)
class LibraryState:
    """What is known of a brand's passages as a whole. `generation` changes with every ingest that changed something;
    `indexed` is the generation that the vector index last confirmed, with the place of that index."""

    embedder: str
    dimensions: int
    generation: str
    indexed: str
    ingested: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """What an ingest found: everything of it becomes true in one transaction."""

    embedder: str
    dimensions: int
    kept: Sequence[Entry] = ()
    removed: Sequence[str] = ()
    files: Sequence[StoredFile] = ()
    files_removed: Sequence[str] = ()


class Passages:
    """The passages of one brand. Safe for threads and processes."""

    def __init__(self, database: Database, brand: str) -> None:
        self.database = database
        self.brand = brand
        self._frequencies = Frequencies()

    @contextmanager
    def view(self) -> Iterator[View]:
        """One unchanging state of the brand's passages, for a search."""
        with self.database.read() as connection:
            yield View(connection, self.brand, self._frequencies)

    def state(self) -> LibraryState | None:
        """The library as a whole; None before the first ingest."""
        with self.database.read() as connection:
            row = connection.execute(select(libraries).where(libraries.c.brand == self.brand)).first()
        if row is None:
            return None
        return LibraryState(row.embedder, row.dimensions, row.generation, row.indexed, row.ingested.replace(tzinfo=UTC))

    def files(self) -> dict[str, StoredFile]:
        """Every file that was read, by path."""
        with self.database.read() as connection:
            rows = connection.execute(select(files).where(files.c.brand == self.brand).order_by(files.c.path)).all()
        return {
            row.path: StoredFile(row.path, row.digest, row.size, row.modified, remarks_of(row.remarks)) for row in rows
        }

    def entries(self, paths: Iterable[str] | None = None) -> dict[str, Entry]:
        """The passages of these files, or all, by id, in the order of the files."""
        query = (
            select(passages, vectors.c.digest)
            .join(vectors, vectors.c.number == passages.c.vector)
            .where(passages.c.brand == self.brand)
            .order_by(passages.c.path, passages.c.position)
        )
        with self.database.read() as connection:
            if paths is None:
                return {row.id: entry_of(row) for row in connection.execute(query)}
            found: dict[str, Entry] = {}
            for some in batches(list(paths)):
                found |= {row.id: entry_of(row) for row in connection.execute(query.where(passages.c.path.in_(some)))}
            return found

    def of_kinds(self, kinds: Sequence[str]) -> tuple[Passage, ...]:
        """The passages of these kinds, in the order of the files."""
        query = (
            select(passages)
            .where(passages.c.brand == self.brand, passages.c.kind.in_(kinds))
            .order_by(passages.c.path, passages.c.position)
        )
        with self.database.read() as connection:
            return tuple(passage_of(row) for row in connection.execute(query))

    def months(self) -> tuple[Month, ...]:
        """How many posts and replies each month has, by network and language; what has no date is not in it."""
        # Written out: PostgreSQL must see that what is grouped by is what is selected.
        month: ColumnElement[str] = literal_column("substr(passages.date, 1, 7)")
        query = (
            select(month.label("month"), passages.c.platform, passages.c.language, func.count().label("number"))
            .where(passages.c.brand == self.brand, passages.c.kind.in_(("post", "reply")), passages.c.date.is_not(None))
            .group_by(month, passages.c.platform, passages.c.language)
            .order_by(month, passages.c.platform, passages.c.language)
        )
        with self.database.read() as connection:
            return tuple(Month(row.month, row.platform, row.language, row.number) for row in connection.execute(query))

    def posts(
        self,
        *,
        person: str | None = None,
        platform: str = "",
        language: str = "",
        kind: str = "",
        most: int = 0,
        newest: int = 0,
    ) -> tuple[Entry, ...]:
        """Posts and replies with what only a post has, newest first; `person` empty: the brand's own. Posts that say
        the same, in whatever files, are given once, with all their places.

        With `most`, where there are more, every n-th as they were stored: at most so many, always the same ones. With
        `newest`, no more than that many of the newest.
        """
        query = (
            select(passages, vectors.c.digest)
            .join(vectors, vectors.c.number == passages.c.vector)
            .where(*self._of_posts(person, platform, language, kind))
            .order_by(passages.c.instant.desc(), passages.c.number)
        )
        with self.database.read() as connection:
            if most:
                conditions = self._of_posts(person, platform, language, kind)
                count = connection.execute(select(func.count()).select_from(passages).where(*conditions)).scalar_one()
                query = query.where(passages.c.number % max(1, -(-count // most)) == 0)
            if newest:
                query = query.limit(newest)
            return tuple(_each_once(entry_of(row) for row in connection.execute(query)))

    def count_posts(self, *, person: str | None = None, platform: str = "", language: str = "", kind: str = "") -> int:
        """How many posts and replies there are."""
        conditions = self._of_posts(person, platform, language, kind)
        with self.database.read() as connection:
            return int(connection.execute(select(func.count()).select_from(passages).where(*conditions)).scalar_one())

    def _of_posts(self, person: str | None, platform: str, language: str, kind: str) -> list[ColumnElement[bool]]:
        conditions = [passages.c.brand == self.brand, passages.c.kind.in_([kind] if kind else ["post", "reply"])]
        if person is not None:
            conditions.append(passages.c.person == person)
        if platform:
            conditions.append(passages.c.platform == platform)
        if language:
            conditions.append(passages.c.language == language)
        return conditions

    def passage(self, passage_id: str) -> Passage | None:
        """The passage with this id."""
        with self.database.read() as connection:
            row = connection.execute(
                select(passages).where(passages.c.brand == self.brand, passages.c.id == passage_id)
            ).first()
        return passage_of(row) if row is not None else None

    def missing_vectors(self, embedder: str, digests: Iterable[str]) -> list[str]:
        """Which of these digests have no vector of this embedder yet, each once, in the order given."""
        wanted = list(dict.fromkeys(digests))
        present: set[str] = set()
        with self.database.read() as connection:
            for some in batches(wanted):
                query = select(vectors.c.digest).where(vectors.c.embedder == embedder, vectors.c.digest.in_(some))
                present.update(connection.execute(query).scalars())
        return [digest for digest in wanted if digest not in present]

    def add_vectors(self, embedder: str, given: Mapping[str, bytes]) -> None:
        """Keep vectors, by digest: little-endian float32, unit length. One that is there already is replaced."""
        with self.database.write() as connection:
            keep_vectors(connection, embedder, given)

    def read_vectors(self, embedder: str, digests: Iterable[str]) -> Iterator[tuple[list[str], list[bytes]]]:
        """The vectors of these digests, in batches of digests and blobs."""
        with self.database.read() as connection:
            for some in batches(list(dict.fromkeys(digests))):
                rows = connection.execute(
                    select(vectors.c.digest, vectors.c.floats).where(
                        vectors.c.embedder == embedder, vectors.c.digest.in_(some)
                    )
                ).all()
                yield [row.digest for row in rows], [row.floats for row in rows]

    def staging(self, embedder: str) -> Staging:
        """Where an ingest puts down passages with vectors of this embedder, until they are made true."""
        return Staging(self.database, self.brand, embedder)

    def apply(self, change: Change) -> str:
        """Make a small change true, all of it or nothing, and give the new generation. A large one is put down with
        `staging` first.

        Raises:
            StorageFull: the disk has no room; nothing has changed.
            LookupError: a passage has no vector of this embedder.
        """
        generation = uuid.uuid4().hex
        brand = self.brand
        with self.database.write() as connection:
            _delete_ids(connection, brand, [*change.removed, *(entry.passage.id for entry in change.kept)])
            add_passages(connection, brand, change.embedder, change.kept)
            replace_files(connection, brand, change.files, change.files_removed)
            connection.execute(delete(libraries).where(libraries.c.brand == brand))
            connection.execute(
                insert(libraries),
                {
                    "brand": brand,
                    "embedder": change.embedder,
                    "dimensions": change.dimensions,
                    "generation": generation,
                    "ingested": datetime.now(UTC),
                },
            )
        return generation

    def touch(self, changed: Sequence[StoredFile] = (), removed: Sequence[str] = ()) -> None:
        """Note that an ingest has just found no passage to change, and what it learnt of files."""
        with self.database.write() as connection:
            replace_files(connection, self.brand, changed, removed)
            connection.execute(
                update(libraries).where(libraries.c.brand == self.brand).values(ingested=datetime.now(UTC))
            )

    def set_indexed(self, indexed: str) -> None:
        """Note what the vector index holds; empty while it is being written."""
        with self.database.write() as connection:
            connection.execute(update(libraries).where(libraries.c.brand == self.brand).values(indexed=indexed))

    def prune_vectors(self, digests: Iterable[str] | None = None) -> None:
        """Forget vectors that no passage of any brand needs, among these digests or all."""
        unused = delete(vectors).where(vectors.c.number.not_in(select(passages.c.vector)))
        with self.database.write() as connection:
            if digests is None:
                connection.execute(unused)
                return
            for some in batches(list(digests)):
                connection.execute(unused.where(vectors.c.digest.in_(some)))


def _each_once(entries: Iterable[Entry]) -> Iterator[Entry]:
    found: dict[str, Entry] = {}
    others: dict[str, list[Place]] = {}
    for number, entry in enumerate(entries):
        key = entry.same or str(number)
        if key in found:
            others.setdefault(key, []).extend((_place(entry), *entry.places))
        else:
            found[key] = entry
    for key, entry in found.items():
        more = others.get(key, ())
        yield replace(entry, places=tuple(dict.fromkeys((*entry.places, *more)))) if more else entry


def _place(entry: Entry) -> Place:
    return Place(entry.passage.platform, entry.passage.address, entry.passage.date, entry.post)


def _delete_ids(connection: Connection, brand: str, ids: list[str]) -> None:
    for some in batches(ids):
        connection.execute(delete(passages).where(passages.c.brand == brand, passages.c.id.in_(some)))
