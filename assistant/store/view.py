"""One unchanging state of a brand's passages, as a search sees it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Row, Select, func, literal_column, select, text

from assistant.records import Message, Passage, PassageKind
from assistant.store.fulltext import match_expression
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

    def conditions(self) -> list[ColumnElement[bool]]:
        """As conditions on the table of passages."""
        found: list[ColumnElement[bool]] = []
        if self.kinds:
            found.append(passages.c.kind.in_(self.kinds))
        if self.language:
            found.append(passages.c.language == self.language)
        if self.platform:
            found.append(passages.c.platform == self.platform)
        if self.person is not None:
            found.append(passages.c.person == self.person)
        if self.since is not None:
            found.append(passages.c.instant >= self.since)
        if self.until is not None:
            found.append(passages.c.instant <= self.until)
        return found


class View:
    """Reads of one brand inside one read transaction."""

    def __init__(self, connection: Connection, brand: str) -> None:
        self._connection = connection
        self._brand = brand
        self._library: tuple[str, str] | None = None

    def library(self) -> tuple[str, str]:
        """The generation of the passages and the id of the embedder of their vectors; empty before an ingest."""
        if self._library is None:
            query = select(libraries.c.generation, libraries.c.embedder).where(libraries.c.brand == self._brand)
            row = self._connection.execute(query).first()
            self._library = (row.generation, row.embedder) if row is not None else ("", "")
        return self._library

    def lexical(self, query: str, filters: Filters, most: int) -> list[int]:
        """Numbers of the passages with words of the query, best first by bm25."""
        expression = match_expression(query)
        if not expression:
            return []
        statement = (
            select(passages.c.number)
            .select_from(text("passages_text"))
            .join(passages, passages.c.number == literal_column("passages_text.rowid"))
            .where(text("passages_text MATCH :expression"), passages.c.brand == self._brand, *filters.conditions())
            .order_by(literal_column(_BM25), passages.c.number)
            .limit(most)
        )
        return list(self._connection.execute(statement, {"expression": expression}).scalars())

    def with_vectors(self, digests: Sequence[str], filters: Filters) -> dict[str, list[int]]:
        """For each digest that has any, the numbers of the passages with that vector that pass the filters."""
        statement = self._mine(select(vectors.c.digest, passages.c.number)).where(
            vectors.c.digest.in_(digests), *filters.conditions()
        )
        found: dict[str, list[int]] = {}
        for digest, number in self._connection.execute(statement.order_by(passages.c.number)):
            found.setdefault(digest, []).append(number)
        return found

    def digests(self, filters: Filters | None = None) -> set[str]:
        """The digests of the passages that pass the filters."""
        conditions = filters.conditions() if filters else []
        return set(self._connection.execute(self._mine(select(vectors.c.digest)).where(*conditions)).scalars())

    def vectors(self) -> tuple[list[str], list[bytes]]:
        """Every digest of the brand's passages and its vector: little-endian float32, unit length."""
        statement = self._mine(select(vectors.c.digest, vectors.c.floats).distinct()).order_by(vectors.c.number)
        rows = self._connection.execute(statement).all()
        return [row.digest for row in rows], [row.floats for row in rows]

    def passages(self, numbers: Sequence[int]) -> dict[int, Passage]:
        """The passages with these numbers."""
        statement = select(passages).where(passages.c.number.in_(numbers))
        return {row.number: read_passage(row) for row in self._connection.execute(statement)}

    def counts(self, column: str) -> dict[str, int]:
        """How many passages have each value of `kind`, `language`, `platform`, `person` or `path`."""
        chosen = passages.c[column]
        counted = select(chosen, func.count()).where(passages.c.brand == self._brand).group_by(chosen).order_by(chosen)
        return {str(value): count for value, count in self._connection.execute(counted)}

    def _mine(self, statement: Select[Any]) -> Select[Any]:
        return (
            statement.select_from(passages)
            .join(vectors, vectors.c.number == passages.c.vector)
            .where(passages.c.brand == self._brand)
        )


def read_passage(row: Row[Any]) -> Passage:
    """The passage of a row of the table."""
    return Passage(
        id=row.id,
        kind=cast(PassageKind, row.kind),
        path=row.path,
        text=row.text,
        section=tuple(json.loads(row.section)),
        language=row.language,
        platform=row.platform,
        person=row.person,
        date=datetime.fromisoformat(row.date) if row.date else None,
        answered=Message(row.answered, row.answered_author or "") if row.answered is not None else None,
        likes=row.likes,
        position=row.position,
    )
