"""SQLite: how its connections are prepared, how its transactions begin, what its errors mean."""

import errno
import sqlite3
import time
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from assistant.errors import BadSetting, PapillonError, StorageFull, Unreachable

BUSY_SECONDS = 10
"""How long a writer waits for another one. Every write transaction of ours is much shorter."""


def open_sqlite(address: URL) -> Engine:
    """An engine for a SQLite file, whose folder is made when needed.

    Raises:
        BadSetting: the address names no file.
        StorageFull, Unreachable: the folder cannot be made.
    """
    if not address.database or address.database == ":memory:":
        raise BadSetting("store.needs_file", url=str(address))
    _make_folder(Path(address.database).parent)
    engine = create_engine(address, pool_size=8, max_overflow=32)
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "begin", _begin)
    return engine


def sqlite_error(error: DBAPIError, path: str) -> PapillonError:
    """What an error of SQLite means for a person."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    # Extended codes carry the primary one in their low byte (https://www.sqlite.org/rescode.html).
    primary = code & 0xFF if code is not None else None
    if primary == sqlite3.SQLITE_FULL:
        return StorageFull("store.full", path=path)
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Unreachable("store.busy", path=path)
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return Unreachable("store.damaged", path=path)
    return Unreachable("store.failed", path=path, reason=str(error.orig))


def _prepare_connection(connection: sqlite3.Connection, _record: object) -> None:
    # Python's own transaction handling would begin too late for `read` and never IMMEDIATE for `write`.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    _write_ahead(connection)
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA foreign_keys=ON")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to write-ahead logging. SQLite does not wait for another process that switches at the same moment, busy
    timeout or not (https://www.sqlite.org/wal.html, section 9), so we do."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
            time.sleep(0.02)


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("papillon_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise StorageFull("store.full", path=folder) from error
        raise Unreachable("store.failed", path=folder, reason=error.strerror) from error
