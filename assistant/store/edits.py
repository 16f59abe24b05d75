"""Changes that people approved in a brand's files, with the file before and after: the history, and what undo needs."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from assistant.store.database import Database
from assistant.store.tables import edits


@dataclass(frozen=True, slots=True)
class KeptEdit:
    """One change of one file. `before` and `after` are the whole file; `edit` is what was changed, as plain data;
    `undone` is when it was taken back, None while it stands. Times are in UTC."""

    number: int
    path: str
    author: str
    edit: dict[str, Any]
    before: str
    after: str
    made: datetime
    undone: datetime | None = None


class Edits:
    """The history of one brand's files. Safe for threads and processes."""

    def __init__(self, database: Database, brand: str) -> None:
        self._database = database
        self._brand = brand

    def append(self, path: str, author: str, edit: dict[str, Any], before: str, after: str) -> None:
        """Keep a change that was made."""
        values = {
            "brand": self._brand,
            "path": path,
            "author": author,
            "edit": json.dumps(edit, ensure_ascii=False),
            "before": before,
            "after": after,
            "made": datetime.now(UTC).timestamp(),
        }
        with self._database.write() as connection:
            connection.execute(insert(edits), [values])

    def newest(self, most: int = 50) -> tuple[KeptEdit, ...]:
        """The last changes, the newest first."""
        query = select(edits).where(edits.c.brand == self._brand).order_by(edits.c.number.desc()).limit(most)
        with self._database.read() as connection:
            return tuple(_kept(row) for row in connection.execute(query))

    def mark_undone(self, number: int) -> None:
        """A change was taken back."""
        now = datetime.now(UTC).timestamp()
        with self._database.write() as connection:
            connection.execute(update(edits).where(edits.c.number == number).values(undone=now))


def _kept(row: Row[Any]) -> KeptEdit:
    return KeptEdit(
        number=row.number,
        path=row.path,
        author=row.author,
        edit=json.loads(row.edit),
        before=row.before,
        after=row.after,
        made=datetime.fromtimestamp(row.made, UTC),
        undone=datetime.fromtimestamp(row.undone, UTC) if row.undone is not None else None,
    )
