"""A new database of each kind."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.store import Database
from tests.postgres_server import PostgresServer


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A new database: the test runs on SQLite and on PostgreSQL."""
    database = Database.open(database_url)
    yield database
    database.close()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    """A new SQLite database, for what only SQLite does."""
    database = Database.open(f"sqlite:///{tmp_path}/papillon.db")
    yield database
    database.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without any table, of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/empty.db"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_database()
