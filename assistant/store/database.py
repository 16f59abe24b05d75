"""The database: opened once a process, shared by its threads. SQLAlchemy and alembic are imported in this room only."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from assistant.errors import BadSetting, PapillonError, Unreachable
from assistant.store.postgres import open_postgres, postgres_error
from assistant.store.sqlite import open_sqlite, sqlite_error

log = logging.getLogger(__name__)

REVISION = "0011"
"""The newest migration. Kept here so that an up-to-date database is opened without importing alembic."""


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
            BadSetting: the address means nothing, or names a kind of database that we cannot search in.
            StorageFull: the disk has no room.
            Unreachable: it cannot be opened, does not let us in, is damaged, or was made by a newer Papillon.
        """
        try:
            address = make_url(url)
            kind = address.get_backend_name()
            if kind not in ("sqlite", "postgresql"):
                raise BadSetting("store.kind_unknown", kind=kind)
            engine = open_sqlite(address) if kind == "sqlite" else open_postgres(address)
        except (ArgumentError, NoSuchModuleError, ValueError) as error:
            raise BadSetting("store.bad_address", url=_without_password(url)) from error
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
        url = self._engine.url
        if url.get_backend_name() == "sqlite":
            return url.database or ""
        return f"{url.database or url.username or ''}@{url.host or 'localhost'}:{url.port or 5432}"

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._engine.dialect.name

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
        except DBAPIError as error:
            told = sqlite_error if self.dialect == "sqlite" else postgres_error
            raise told(error, self.name) from error


def _revision(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() or ""


def _without_password(url: str) -> str:
    scheme, at, rest = url.rpartition("@")
    return f"{scheme.partition('://')[0]}://…@{rest}" if at else url
