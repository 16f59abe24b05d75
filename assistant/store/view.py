"""One unchanging state of a brand's passages, as a search sees it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from sqlalchemy import (
    ColumnElement,
    Connection,
    Float,
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
from assistant.store.fulltext import match_expression
from assistant.store.lexemes import ranked
from assistant.store.rows import passage_of
from assistant.store.tables import libraries, passages, vectors

# bm25 weights of the columns text, section and answered (https://www.sqlite.org/fts5.html#the_bm25_function). A heading
# says what a passage is about in few words; the message that was answered is matched as much as the answer.
_BM25 = "bm25(passages_text, 1.0, 1.5, 1.0)"


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
_LEXICAL = (
    select(passages.c.number)
    .select_from(text("passages_text"))
    .join(passages, passages.c.number == literal_column("passages_text.rowid"))
    .where(text("passages_text MATCH :expression"), *_FILTERS)
    .order_by(literal_column(_BM25), passages.c.number)
    .limit(bindparam("most"))
)
_WITH_VECTORS = (
    select(vectors.c.digest, passages.c.number)
    .select_from(_OF_BRAND)
    .where(vectors.c.digest.in_(bindparam("digests", expanding=True)), *_FILTERS)
    .order_by(passages.c.number)
)
_DIGESTS = select(vectors.c.digest).select_from(_OF_BRAND).where(*_FILTERS).distinct()
_SOME_DIGESTS = _DIGESTS.limit(bindparam("most"))
_VECTORS = (
    select(vectors.c.digest, vectors.c.floats)
    .where(vectors.c.number.in_(select(passages.c.vector).where(passages.c.brand == bindparam("brand"))))
    .order_by(vectors.c.number)
)
_FLOATS = (
    select(passages.c.number, vectors.c.floats)
    .select_from(_OF_BRAND)
    .where(passages.c.number.in_(bindparam("numbers", expanding=True)))
)
_REPEATED = select(func.count() - func.count(passages.c.same.distinct())).where(
    passages.c.brand == bindparam("brand"), passages.c.same != ""
)
_PASSAGES = select(passages).where(passages.c.number.in_(bindparam("numbers", expanding=True)))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Which state of a brand's passages is seen. All empty before the first ingest."""

    generation: str = ""
    embedder: str = ""
    dimensions: int = 0


class View:
    """Reads of one brand inside one read transaction."""

    def __init__(self, connection: Connection, brand: str) -> None:
        self._connection = connection
        self._brand = brand
        row = connection.execute(_LIBRARY, {"brand": brand}).first()
        self.snapshot = Snapshot(row.generation, row.embedder, row.dimensions) if row is not None else Snapshot()

    def lexical(self, query: str, filters: Filters, most: int) -> list[int]:
        """Numbers of the passages with words of the query, best first by bm25."""
        if self._connection.dialect.name == "postgresql":
            return ranked(self._connection, query, brand=self._brand, most=most, **filters.values())
        expression = match_expression(query)
        if not expression:
            return []
        return [row[0] for row in self._rows(_LEXICAL, filters, expression=expression, most=most)]

    def with_vectors(self, digests: Sequence[str], filters: Filters) -> dict[str, list[int]]:
        """For each digest that has any, the numbers of the passages with that vector that pass the filters."""
        found: dict[str, list[int]] = {}
        for row in self._rows(_WITH_VECTORS, filters, digests=digests):
            found.setdefault(row.digest, []).append(row.number)
        return found

    def digests(self, filters: Filters | None = None, most: int = -1) -> set[str]:
        """The digests of the passages that pass the filters; at most so many of them, -1 for all."""
        if most < 0:
            return {row[0] for row in self._rows(_DIGESTS, filters or Filters())}
        return {row[0] for row in self._rows(_SOME_DIGESTS, filters or Filters(), most=most)}

    def vectors(self) -> tuple[list[str], list[bytes]]:
        """Every digest of the brand's passages and its vector: little-endian float32, unit length."""
        rows = self._connection.execute(_VECTORS, {"brand": self._brand}).all()
        return [row.digest for row in rows], [row.floats for row in rows]

    def floats(self, numbers: Sequence[int]) -> dict[int, bytes]:
        """The vectors of the passages with these numbers."""
        return {row.number: row.floats for row in self._connection.execute(_FLOATS, {"numbers": numbers})}

    def passages(self, numbers: Sequence[int]) -> dict[int, Passage]:
        """The passages with these numbers."""
        rows = self._connection.execute(_PASSAGES, {"numbers": numbers})
        return {row.number: passage_of(row) for row in rows}

    def counts(self, column: str) -> dict[str, int]:
        """How many passages have each value of `kind`, `language`, `platform`, `person` or `path`."""
        chosen = passages.c[column]
        counted = select(chosen, func.count()).where(passages.c.brand == self._brand).group_by(chosen).order_by(chosen)
        return {str(value): count for value, count in self._connection.execute(counted)}

    def repeated(self) -> int:
        """How many posts say the same as another one."""
        return int(self._connection.execute(_REPEATED, {"brand": self._brand}).scalar_one())

    def _rows(self, statement: Select[Any], filters: Filters, **values: object) -> Sequence[Row[Any]]:
        return self._connection.execute(statement, filters.values() | {"brand": self._brand} | values).all()
