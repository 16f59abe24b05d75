"""PostgreSQL: how its transactions begin, and what its errors mean.

Transactions mean the same as on SQLite: a read sees one state from its first query to its last, and writers come one
after the other, so that nothing of ours can deadlock or fail to serialise.
"""

import re

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from assistant.errors import PapillonError, StorageFull, Unreachable

BUSY_SECONDS = 30
"""How long a writer waits for another one."""

CONNECT_SECONDS = 10
"""How long we wait for a server that does not answer."""

_WRITERS = 7_265_696
"""The advisory lock that writers of a Papillon database hold; any number that nobody else uses."""

_SAID_OF_CODE = {
    "53100": "store.server_full",
    "55P03": "store.busy",
    "53300": "store.too_many",
    "40001": "store.overtaken",
    "40P01": "store.overtaken",
    "57P01": "store.server_gone",
    "57P02": "store.server_gone",
    "57P03": "store.server_gone",
}
"""https://www.postgresql.org/docs/15/errcodes-appendix.html"""

_SAID_OF_WORDS = {
    r"password|authentication|\bpg_hba\b|\brole\b": "store.not_let_in",
    r"database \S+ does not exist": "store.no_database",
}
"""libpq gives no code when a connection is refused, only the server's words."""


def open_postgres(address: URL) -> Engine:
    """An engine for a PostgreSQL database. Nothing is asked of the server yet."""
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    engine = create_engine(
        address,
        pool_size=8,
        max_overflow=32,
        # A server that was restarted has dropped the connections of the pool.
        pool_pre_ping=True,
        connect_args={"connect_timeout": CONNECT_SECONDS, "application_name": "papillon", "client_encoding": "utf8"},
    )
    event.listen(engine, "begin", _begin)
    return engine


def postgres_error(error: DBAPIError, name: str) -> PapillonError:
    """What an error of PostgreSQL means for a person."""
    code = getattr(error.orig, "sqlstate", None) or ""
    said = _first_line(str(error.orig))
    key = _SAID_OF_CODE.get(code, "store.server_failed")
    if error.connection_invalidated or code.startswith("08"):
        key = "store.server_gone"
    elif not code:
        words = (key for pattern, key in _SAID_OF_WORDS.items() if re.search(pattern, said))
        key = next(words, "store.server_gone")
    kind = StorageFull if key == "store.server_full" else Unreachable
    return kind(key, name=name, path=name, reason=said)


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get("papillon_write"):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def _first_line(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[0][:200] if lines else ""
