"""The database: opened once a process, shared by its threads. SQLAlchemy and alembic are imported in this room only."""

import errno
import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError

from assistant.errors import BadSetting, PapillonError, StorageFull, Unreachable

log = logging.getLogger(__name__)

REVISION = "0003"
"""The newest migration. Kept here so that an up-to-date database is opened without importing alembic."""

BUSY_SECONDS = 10
"""How long a writer waits for another one. Every write transaction of ours is much shorter."""


class Database:
    """A database whose tables are up to date. Reads see one unchanging state; writes are all or nothing.

    Safe for threads: each `read` and `write` takes its own connection.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, url: str) -> "Database":
        """The database at a SQLAlchemy address; it is created and its tables are migrated when needed.

        Raises:
            BadSetting: the address means nothing, or no lexical search exists for that kind of database yet.
            StorageFull: the disk has no room.
            Unreachable: it cannot be opened, is damaged, or was made by a newer Papillon.
        """
        try:
            address = make_url(url)
            if address.get_backend_name() != "sqlite":
                raise BadSetting("store.kind_unknown", kind=address.get_backend_name())
            if not address.database or address.database == ":memory:":
                raise BadSetting("store.needs_file", url=url)
            path = Path(address.database)
            _make_folder(path.parent)
            engine = create_engine(address, pool_size=8, max_overflow=32)
        except (ArgumentError, NoSuchModuleError) as error:
            raise BadSetting("store.bad_address", url=_without_password(url)) from error
        event.listen(engine, "connect", _prepare_connection)
        event.listen(engine, "begin", _begin)
        database = cls(engine)
        try:
            database._migrate()
        except PapillonError:
            engine.dispose()
            raise
        return database

    @property
    def name(self) -> str:
        """Where the database is, without a password, for messages."""
        return self._engine.url.database or str(self._engine.url)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one state of the database from its first query to its last.

        Raises:
            Unreachable: the database does not answer or is damaged.
        """
        with self._mapped(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction: all of it is kept, or nothing when the block raises or the process dies.

        Raises:
            StorageFull: the disk has no room.
            Unreachable: the database does not answer, is damaged, or another process writes for too long.
        """
        with self._mapped(), self._engine.connect() as connection:
            connection.execution_options(papillon_write=True)
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Give all connections back. The database can still be used: it opens new ones."""
        self._engine.dispose()

    def revision(self) -> str:
        """The migration the database stands at, empty for a new one."""
        with self.read() as connection:
            return _revision(connection)

    def _migrate(self) -> None:
        found = self.revision()
        if found == REVISION:
            return
        if found > REVISION:
            raise Unreachable("store.newer", path=self.name)
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
        with self.write() as connection:
            if _revision(connection) == REVISION:  # another process was faster
                return
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
        log.info("database %s is now at %s", self.name, REVISION)

    @contextmanager
    def _mapped(self) -> Iterator[None]:
        try:
            yield
        except DatabaseError as error:
            raise _our_error(error, self.name) from error


def _revision(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() or ""


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


def _our_error(error: DatabaseError, path: str) -> PapillonError:
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


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise StorageFull("store.full", path=folder) from error
        raise Unreachable("store.failed", path=folder, reason=error.strerror) from error


def _without_password(url: str) -> str:
    scheme, at, rest = url.rpartition("@")
    return f"{scheme.partition('://')[0]}://…@{rest}" if at else url
