"""Where the posts of an archive wait while it is being read: a private database that never was a file.

SQLite deletes the file of a database without a name as it opens it, so that nothing stays behind a kill, and keeps in
memory what fits in its cache (https://www.sqlite.org/inmemorydb.html#temp_db).
"""

import heapq
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import pairwise
from typing import Any

from assistant.errors import StorageFull, Unreachable
from assistant.library.archives.pieces import Piece
from assistant.records import PostKind

THREAD_PAUSE = 48 * 3600
"""Seconds after which the next post under one's own post is no part of a thread any more but a word later."""

LONGEST_THREAD = 100
"""Posts joined in one passage."""

_TABLES = """
PRAGMA cache_size = -32000;
PRAGMA synchronous = OFF;
PRAGMA journal_mode = OFF;
CREATE TABLE pieces (
    number INTEGER PRIMARY KEY, id TEXT UNIQUE, parent TEXT, instant REAL, version TEXT, body TEXT
);
CREATE INDEX by_date ON pieces (instant, number);
CREATE TABLE posts (number INTEGER PRIMARY KEY, id TEXT UNIQUE, instant REAL, score INTEGER, words TEXT, line TEXT);
CREATE TABLE before (id TEXT PRIMARY KEY, line TEXT);
CREATE TABLE gone (id TEXT PRIMARY KEY);
"""


class Workbench:
    """The pieces of one archive, then the posts made of them, in order of their dates."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    # ------------------------------------------------------------ pieces

    def add(self, piece: Piece) -> bool:
        """Keep a piece; False when one with its id is there already."""
        done = self.connection.execute(
            "INSERT OR IGNORE INTO pieces (id, parent, instant, version, body) VALUES (?, ?, ?, ?, ?)",
            (piece.id, piece.parent, _instant(piece.date), piece.version_of, _body(piece)),
        )
        return done.rowcount == 1

    def forget(self, post_id: str) -> None:
        """Note that a post is gone from its network or must not come in."""
        self.connection.execute("INSERT OR IGNORE INTO gone VALUES (?)", (post_id,))

    def drop_gone(self) -> int:
        """Drop the pieces that are noted as gone, and say how many there were."""
        return self.connection.execute("DELETE FROM pieces WHERE id IN (SELECT id FROM gone)").rowcount

    def drop_old_versions(self) -> int:
        """Keep the last version of each edited post; ids grow with time."""
        older = (
            "SELECT number FROM (SELECT number, row_number() OVER (PARTITION BY version ORDER BY length(id) DESC, id "
            "DESC) AS place FROM pieces WHERE version != '') WHERE place > 1"
        )
        return self.connection.execute(f"DELETE FROM pieces WHERE number IN ({older})").rowcount  # noqa: S608 - ours

    def threads(self) -> Iterator[list[Piece]]:
        """The pieces by date, those of one thread together and in order."""
        groups, later = self._groups()
        for number, body in self.connection.execute("SELECT number, body FROM pieces ORDER BY instant, number"):
            if number in later:
                continue
            rest = groups.get(number, ())
            yield [_piece(body), *(self._piece(one) for one in rest)]

    def _piece(self, number: int) -> Piece:
        return _piece(self.connection.execute("SELECT body FROM pieces WHERE number = ?", (number,)).fetchone()[0])

    def _groups(self) -> tuple[dict[int, list[int]], set[int]]:
        """Of each thread its first piece and the ones after it, and all of these in one set."""
        parents: dict[int, int] = {}
        children: dict[int, list[int]] = {}
        dates: dict[int, float] = {}
        rows = self.connection.execute(
            "SELECT a.number, a.instant, b.number, b.instant FROM pieces a JOIN pieces b ON b.id = a.parent "
            "WHERE a.parent != '' AND a.number != b.number"
        )
        for number, date, parent, parent_date in rows:
            parents[number] = parent
            children.setdefault(parent, []).append(number)
            dates[number], dates[parent] = date or 0.0, parent_date or 0.0
        groups: dict[int, list[int]] = {}
        later: set[int] = set()
        for root in sorted(children.keys() - parents.keys()):
            for group in _parted(_in_order(root, children, dates), dates):
                groups[group[0]] = group[1:]
                later.update(group[1:])
        return groups, later

    # ------------------------------------------------------------ posts

    def add_post(self, line: dict[str, Any], date: datetime | None, words: str) -> int | None:
        """Keep a post as it will be written, and give its number; None when its id is there already."""
        score = line.get("likes", 0) + line.get("reposts", 0) + line.get("replies", 0)
        done = self.connection.execute(
            "INSERT OR IGNORE INTO posts (id, instant, score, words, line) VALUES (?, ?, ?, ?, ?)",
            (line["id"], _instant(date), score, words, written(line)),
        )
        return done.lastrowid if done.rowcount == 1 else None

    def words(self, number: int) -> str:
        """The words of a post that are compared."""
        return str(self.connection.execute("SELECT words FROM posts WHERE number = ?", (number,)).fetchone()[0])

    def post(self, number: int) -> tuple[dict[str, Any], float, int]:
        """A post as it will be written, when it was said, and how it was received."""
        row = self.connection.execute("SELECT line, instant, score FROM posts WHERE number = ?", (number,)).fetchone()
        return json.loads(row[0]), row[1] or 0.0, row[2]

    def posts(self) -> Iterator[tuple[int, str]]:
        """Numbers and lines of all posts, by date."""
        yield from self.connection.execute("SELECT number, line FROM posts ORDER BY instant, number")


@contextmanager
def open_workbench() -> Iterator[Workbench]:
    """A workbench that leaves nothing behind.

    Raises:
        StorageFull: the disk has no room for it.
    """
    connection = sqlite3.connect("", isolation_level=None)
    try:
        connection.executescript(_TABLES)
        connection.execute("BEGIN")
        yield Workbench(connection)
    except sqlite3.OperationalError as error:
        if "full" in str(error):
            raise StorageFull("library.full", path="SQLITE_TMPDIR") from error
        raise Unreachable("library.not_written", path="SQLITE_TMPDIR", reason=error) from error
    finally:
        connection.close()


def written(line: dict[str, Any]) -> str:
    """A post as a line of our JSONL."""
    return json.dumps(line, ensure_ascii=False)


def _in_order(root: int, children: dict[int, list[int]], dates: dict[int, float]) -> list[int]:
    """A thread by date, no post before the one it answers."""
    waiting = [(dates[root], root)]
    found = []
    while waiting:
        _, number = heapq.heappop(waiting)
        found.append(number)
        for child in children.get(number, ()):
            heapq.heappush(waiting, (dates[child], child))
    return found


def _parted(thread: list[int], dates: dict[int, float]) -> Iterator[list[int]]:
    """A thread cut where its author paused for long."""
    part = thread[:1]
    for before, number in pairwise(thread):
        if dates[number] - dates[before] > THREAD_PAUSE or len(part) == LONGEST_THREAD:
            yield part
            part = []
        part.append(number)
    yield part


def _instant(date: datetime | None) -> float | None:
    return date.timestamp() if date else None


def _body(piece: Piece) -> str:
    fields = [getattr(piece, name) for name in Piece.__slots__]
    fields[3] = piece.date.isoformat() if piece.date else ""
    return json.dumps(fields, ensure_ascii=False)


def _piece(body: str) -> Piece:
    piece = Piece(*json.loads(body))
    said: Any = piece.date
    kind: PostKind = "reply" if piece.kind == "reply" else "post"
    piece.date = datetime.fromisoformat(said) if said else None
    piece.kind = kind
    piece.addressed = tuple(piece.addressed)
    piece.quoted = tuple((start, end) for start, end in piece.quoted)
    return piece
