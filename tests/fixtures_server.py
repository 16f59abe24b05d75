"""Servers as fixtures; `tests/conftest.py` names this module in `pytest_plugins`."""

from collections.abc import Iterator

import pytest

from tests.postgres_server import PostgresServer, missing, running_postgres
from tests.scripted_server import ScriptedServer


@pytest.fixture
def scripted() -> Iterator[ScriptedServer]:
    """A running `ScriptedServer` with an empty queue."""
    with ScriptedServer() as server:
        yield server


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A running PostgreSQL server, one for the whole run."""
    if reason := missing():
        pytest.skip(reason)
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres: PostgresServer) -> str:
    """The name of a database whose tables are made: copying it is quicker than migrating anew."""
    from assistant.store import Database

    url = postgres.new_database()
    Database.open(url).close()
    return url.rpartition("/")[2]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: object) -> str:
    """The address of a new database: the test runs once on each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/papillon.db"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_database(request.getfixturevalue("postgres_template"))
