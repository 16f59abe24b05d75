"""One unchanging state of a brand's passages, as a search sees it."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from sqlalchemy import (
    ColumnElement,
    Connection,
    Float,
    Result,
    Row,
    Select,
    String,
    bindparam,
    cast,
    func,
    literal_column,
    or_,
    select,
    text,
)
from sqlalchemy.types import TypeEngine

from assistant.records import Passage, PassageKind
from assistant.store.frequencies import BUDGETS, Frequencies
from assistant.store.fulltext import match_expression, query_stems
from assistant.store.lexemes import count_of, ranked
from assistant.store.rows import passage_of
from assistant.store.tables import libraries, passages, vectors

# bm25 weights of the columns text, section and answered (https://www.sqlite.org/fts5.html#the_bm25_function). A heading
# says what a passage is about in few words; the message that was answered is matched as much as the answer.
_BM25 = "bm25(passages_text, 1.0, 1.5, 1.0)"


_MANY = 2000
"""Rows read at once: 4 MB of vectors."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which passages a search may give. Empty means any; `person` None means any, empty the brand itself. `since` and
    `until` are seconds since 1970, both included; a passage without a date is then left out."""

    kinds: tuple[str, ...] = ()
    language: str = ""
    platform: str = ""
    person: str | None = None
    since: float | None = None
    until: float | None = None

    def values(self) -> dict[str, object]:
        """Values of the conditions of `_FILTERS`."""
        return {
            "kinds": self.kinds or get_args(PassageKind),
            "language": self.language or None,
            "platform": self.platform or None,
            "person": self.person,
            "since": self.since,
            "until": self.until,
        }


@dataclass(frozen=True, slots=True)
class Marks:
    """Which passages a search may give, where that is known before: a byte for each number from `first` on, 1 for
    those it may."""

    first: int
    marks: bytes


def _unless_none(
    name: str, condition: Callable[[Any], ColumnElement[bool]], kind: TypeEngine[Any]
) -> ColumnElement[bool]:
    value = bindparam(name, type_=kind)
    # PostgreSQL wants to be told what a lone NULL would have been.
    return or_(cast(value, kind).is_(None), condition(value))


# Statements are built once: building them for each search takes longer than running them.
_FILTERS = (
    passages.c.brand == bindparam("brand"),
    passages.c.kind.in_(bindparam("kinds", expanding=True)),
    _unless_none("language", lambda value: passages.c.language == value, String()),
    _unless_none("platform", lambda value: passages.c.platform == value, String()),
    _unless_none("person", lambda value: passages.c.person == value, String()),
    _unless_none("since", lambda value: passages.c.instant >= value, Float()),
    _unless_none("until", lambda value: passages.c.instant <= value, Float()),
)
_OF_BRAND = passages.join(vectors, vectors.c.number == passages.c.vector)
_LIBRARY = select(libraries.c.generation, libraries.c.embedder, libraries.c.dimensions).where(
    libraries.c.brand == bindparam("brand")
)
# Of a word that very many passages hold, the newest ones are ranked: FTS5 walks its rows backwards at no cost.
_NEWEST = (
    select(passages.c.number, literal_column(_BM25).label("rank"))
    .select_from(text("passages_text"))
    .join(passages, passages.c.number == literal_column("passages_text.rowid"))
    .where(text("passages_text MATCH :expression"), *_FILTERS)
    .order_by(literal_column("passages_text.rowid").desc())
    .limit(bindparam("rows"))
    .subquery()
)
# The same when it is known which passages pass: to look at each in its table costs more than all the rest.
_MARKED = text("""
SELECT number FROM (
    SELECT rowid AS number, bm25(passages_text, 1.0, 1.5, 1.0) AS rank FROM passages_text
    WHERE passages_text MATCH :expression AND rowid BETWEEN :first AND :last
      AND substr(:marks, rowid - :first + 1, 1) = x'01'
    ORDER BY rowid DESC LIMIT :rows
) ORDER BY rank, number LIMIT :most
""")
_LEXICAL = select(_NEWEST.c.number).order_by(_NEWEST.c.rank, _NEWEST.c.number).limit(bindparam("most"))
_COUNT = text("SELECT count(*) FROM passages_text WHERE passages_text MATCH :expression")
_DIGESTS = select(vectors.c.digest).select_from(_OF_BRAND).where(passages.c.brand == bindparam("brand")).distinct()
_COLUMNS = (
    select(
        passages.c.number,
        passages.c.vector,
        passages.c.instant,
        passages.c.kind,
        passages.c.language,
        passages.c.platform,
        passages.c.person,
    )
    .where(passages.c.brand == bindparam("brand"))
    .order_by(passages.c.number)
)
# One value for all numbers: to write out hundreds of them at each search takes longer than to read their rows.
_AMONG = {
    "sqlite": "{} IN (SELECT value FROM json_each(:numbers))",
    "postgresql": "{} = ANY (CAST(:numbers AS bigint[]))",
}


def _with_numbers(statement: Select[Any], column: str) -> dict[str, Select[Any]]:
    return {dialect: statement.where(text(among.format(column))) for dialect, among in _AMONG.items()}


_PASSAGE_FLOATS = _with_numbers(select(passages.c.number, vectors.c.floats).select_from(_OF_BRAND), "passages.number")
_SOME_FLOATS = _with_numbers(select(vectors.c.number, vectors.c.digest, vectors.c.floats), "vectors.number")
_PASSAGES = _with_numbers(select(passages), "passages.number")
_REPEATED = select(func.count() - func.count(passages.c.same.distinct())).where(
    passages.c.brand == bindparam("brand"), passages.c.same != ""
)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Which state of a brand's passages is seen. All empty before the first ingest."""

    generation: str = ""
    embedder: str = ""
    dimensions: int = 0


class View:
    """Reads of one brand inside one read transaction."""

    def __init__(self, connection: Connection, brand: str, frequencies: Frequencies | None = None) -> None:
        self._connection = connection
        self._brand = brand
        self._postgresql = connection.dialect.name == "postgresql"
        self._frequencies = frequencies or Frequencies()
        row = connection.execute(_LIBRARY, {"brand": brand}).first()
        self.snapshot = Snapshot(row.generation, row.embedder, row.dimensions) if row is not None else Snapshot()

    def lexical(self, query: str, filters: Filters, most: int, marks: Marks | None = None) -> list[int]:
        """Numbers of the passages with words of the query, best first by bm25. Where its words are in very many
        passages, the rarest of them are looked for (see `frequencies`). `marks` say what passes the filters, where
        that is known: SQLite then need not look it up."""
        stems = query_stems(query)
        found: list[int] = []
        for budget in BUDGETS:
            chosen = self._frequencies.rarest(stems, budget, self.snapshot.generation, self._count)
            if not chosen:
                return []
            found = self._ranked(chosen, filters, most, budget, marks)
            if len(found) >= most or len(chosen) == len(stems):
                break
        return found

    def _ranked(self, stems: Sequence[str], filters: Filters, most: int, rows: int, marks: Marks | None) -> list[int]:
        if self._postgresql:
            return ranked(self._connection, stems, brand=self._brand, most=most, **filters.values())
        expression = match_expression(stems)
        if marks is not None:
            bounds = {"first": marks.first, "last": marks.first + len(marks.marks) - 1, "marks": marks.marks}
            asked = {"expression": expression, "rows": rows, "most": most} | bounds
            return list(self._connection.execute(_MARKED, asked).scalars())
        return [row[0] for row in self._rows(_LEXICAL, filters, expression=expression, most=most, rows=rows)]

    def _count(self, stem: str) -> int:
        if self._postgresql:
            return count_of(self._connection, stem)
        return int(self._connection.execute(_COUNT, {"expression": match_expression([stem])}).scalar_one())

    def digests(self) -> set[str]:
        """The digests of all passages."""
        return {row[0] for row in self._connection.execute(_DIGESTS, {"brand": self._brand})}

    def columns(self) -> Iterator[Sequence[Row[Any]]]:
        """Of every passage its number, its vector's, its instant, kind, language, platform and person, in the order of
        the numbers, in batches."""
        options = {"yield_per": _MANY}
        found: Result[Any] = self._connection.execute(_COLUMNS, {"brand": self._brand}, execution_options=options)
        yield from found.partitions()

    def vectors(self, numbers: Sequence[int]) -> Iterator[tuple[list[int], list[str], list[bytes]]]:
        """The vectors with these numbers, with their digests: little-endian float32 of unit length, in batches."""
        for start in range(0, len(numbers), _MANY):
            yield _by_column(self._with_numbers(_SOME_FLOATS, numbers[start : start + _MANY]))

    def passage_floats(self, numbers: Sequence[int]) -> dict[int, bytes]:
        """The vectors of the passages with these numbers."""
        return {row.number: row.floats for row in self._with_numbers(_PASSAGE_FLOATS, numbers)}

    def passages(self, numbers: Sequence[int]) -> dict[int, Passage]:
        """The passages with these numbers."""
        return {row.number: passage_of(row) for row in self._with_numbers(_PASSAGES, numbers)}

    def counts(self, column: str) -> dict[str, int]:
        """How many passages have each value of `kind`, `language`, `platform`, `person` or `path`."""
        chosen = passages.c[column]
        counted = select(chosen, func.count()).where(passages.c.brand == self._brand).group_by(chosen).order_by(chosen)
        return {str(value): count for value, count in self._connection.execute(counted)}

    def repeated(self) -> int:
        """How many posts say the same as another one."""
        return int(self._connection.execute(_REPEATED, {"brand": self._brand}).scalar_one())

    def _with_numbers(self, statements: Mapping[str, Select[Any]], numbers: Sequence[int]) -> Sequence[Row[Any]]:
        """Rows in no certain order."""
        given = list(numbers) if self._postgresql else json.dumps(list(numbers))
        return self._connection.execute(statements[self._connection.dialect.name], {"numbers": given}).all()

    def _rows(self, statement: Select[Any], filters: Filters, **values: object) -> Sequence[Row[Any]]:
        return self._connection.execute(statement, filters.values() | {"brand": self._brand} | values).all()


def _by_column(rows: Sequence[Row[Any]]) -> tuple[list[int], list[str], list[bytes]]:
    return [row.number for row in rows], [row.digest for row in rows], [row.floats for row in rows]
