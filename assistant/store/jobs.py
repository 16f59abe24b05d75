"""Where durable jobs are kept: a file of their own beside a SQLite database, the same PostgreSQL otherwise."""

import sqlite3
from pathlib import Path

from sqlalchemy import Engine, create_engine, event, inspect, make_url

from assistant.store.sqlite import BUSY_SECONDS


def jobs_address(database: str) -> str:
    """The address of the jobs' database for an address of ours."""
    address = make_url(database)
    if address.get_backend_name() != "sqlite":
        return address.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    return f"sqlite:///{Path(address.database or '').with_name('jobs.db')}"


def open_jobs_engine(database: str) -> Engine:
    """An engine for the jobs of a database, prepared for many short writes: on SQLite with a write-ahead log, without
    which a job costs 15 times as much (measured with dbos 3.4)."""
    engine = create_engine(jobs_address(database), pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        Path(str(engine.url.database)).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        event.listen(engine, "connect", _prepare)
    return engine


def jobs_exist(engine: Engine) -> bool:
    """Whether a job was ever made in this database: its tables are made by the first process that runs jobs."""
    schema = None if engine.dialect.name == "sqlite" else "dbos"
    if engine.dialect.name == "sqlite" and not Path(str(engine.url.database)).exists():
        return False
    return inspect(engine).has_table("workflow_status", schema=schema)


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
