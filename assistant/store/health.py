"""Whether what the database keeps twice agrees: passages, their words in the full-text index, and their vectors."""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, bindparam, func, select, text, update
from sqlalchemy.exc import DatabaseError

from assistant.store.database import Database
from assistant.store.fts5 import stems_of
from assistant.store.lexemes import lexemes_of
from assistant.store.rows import Entry, entry_of
from assistant.store.staging import batches, keep_vectors
from assistant.store.tables import libraries, passages, vectors

_CHECK = text("INSERT INTO passages_text (passages_text, rank) VALUES ('integrity-check', 1)")
_REBUILD = text("INSERT INTO passages_text (passages_text) VALUES ('rebuild')")
_STEMS = text("SELECT * FROM passages_words WHERE number BETWEEN :first AND :last")
_DELETE_STEMS = text("DELETE FROM passages_words WHERE number = :number")
_ADD_STEMS = text(
    "INSERT INTO passages_words (number, text, section, answered) VALUES (:number, :text, :section, :answered)"
)
_PUT = text(
    "INSERT INTO passages_text (number, words, length) VALUES (:number, CAST(:words AS tsvector), :length) "
    "ON CONFLICT (number) DO UPDATE SET words = excluded.words, length = excluded.length "
    "WHERE passages_text.words <> excluded.words"
)


def known_libraries(database: Database) -> list[tuple[str, str]]:
    """Every brand of the database, with the embedder of its vectors."""
    with database.read() as connection:
        return [(row.brand, row.embedder) for row in connection.execute(select(libraries))]


def mend_words(database: Database, brand: str) -> int:
    """Make the full-text index hold the words of the brand's passages. Gives how many it did not hold right; 1 when
    SQLite says of its index as a whole that it is wrong, and does not tell where.

    Raises:
        Unreachable: the database does not answer or is damaged.
    """
    mend = _mend_lexemes if database.dialect == "postgresql" else _mend_stems
    wrong, last = 0, 0
    while True:
        with database.write() as connection:
            if not (some := _entries(connection, brand, last)):
                break
            wrong += mend(connection, some)
            last = some[-1][0]
    if database.dialect == "sqlite":
        wrong += _mend_fts5(database)
    return wrong


def _mend_lexemes(connection: Connection, some: list[tuple[int, Entry]]) -> int:
    wrong = 0
    for number, entry in some:
        words, length = lexemes_of(entry)
        wrong += connection.execute(_PUT, {"number": number, "words": words, "length": length}).rowcount
    return wrong


def _mend_stems(connection: Connection, some: list[tuple[int, Entry]]) -> int:
    rows = connection.execute(_STEMS, {"first": some[0][0], "last": some[-1][0]})
    there = {row.number: {"text": row.text, "section": row.section, "answered": row.answered} for row in rows}
    wrong = [(number, stems) for number, entry in some if there.get(number) != (stems := stems_of(entry))]
    for number, stems in wrong:
        connection.execute(_DELETE_STEMS, {"number": number})
        connection.execute(_ADD_STEMS, {"number": number} | stems)
    return len(wrong)


def _mend_fts5(database: Database) -> int:
    with database.write() as connection:
        try:
            connection.execute(_CHECK)
        except DatabaseError:
            connection.execute(_REBUILD)
            return 1
    return 0


def _entries(connection: Connection, brand: str, after: int) -> list[tuple[int, Entry]]:
    rows = connection.execute(
        select(passages, vectors.c.digest)
        .join(vectors, vectors.c.number == passages.c.vector)
        .where(passages.c.brand == brand, passages.c.number > after)
        .order_by(passages.c.number)
        .limit(1000)
    )
    return [(row.number, entry_of(row)) for row in rows]


def mend_vectors(database: Database, brand: str, embedder: str, given: Iterable[tuple[Entry, bytes]]) -> None:
    """Give passages of a brand these vectors of an embedder: little-endian float32, unit length."""
    pairs = list(given)
    own = select(vectors.c.number).where(vectors.c.embedder == embedder, vectors.c.digest == bindparam("own"))
    point = (
        update(passages)
        .where(passages.c.brand == brand, passages.c.id == bindparam("passage"))
        .values(vector=own.scalar_subquery())
    )
    with database.write() as connection:
        keep_vectors(connection, embedder, {entry.digest: blob for entry, blob in pairs})
        connection.execute(point, [{"passage": entry.passage.id, "own": entry.digest} for entry, _ in pairs])


def wrong_vectors(database: Database, brand: str, embedder: str, dimensions: int) -> Iterator[list[Entry]]:
    """The passages whose vector is of another embedder or of another length, in batches."""
    query = (
        select(passages.c.number)
        .join(vectors, vectors.c.number == passages.c.vector)
        .where(
            passages.c.brand == brand,
            (vectors.c.embedder != embedder) | (func.length(vectors.c.floats) != 4 * dimensions),
        )
    )
    with database.read() as connection:
        numbers = list(connection.execute(query).scalars())
    for some in batches(numbers):
        with database.read() as connection:
            rows = connection.execute(
                select(passages, vectors.c.digest)
                .join(vectors, vectors.c.number == passages.c.vector)
                .where(passages.c.number.in_(some))
            )
            yield [entry_of(row) for row in rows]
