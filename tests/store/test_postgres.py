"""What only PostgreSQL does: doors, crashes, crowds, and the upgrade of the tables."""

import sqlite3
import threading
import time
from pathlib import Path

import pytest

from assistant.errors import Unreachable
from assistant.records import Passage
from assistant.store import Change, Conversations, Database, Entry, Filters, Passages
from assistant.store.database import REVISION
from tests.postgres_server import PostgresServer


@pytest.mark.postgres
def test_the_tables_are_made_in_an_empty_database(postgres: PostgresServer) -> None:
    """The migrations run from nothing, and a second opening finds nothing to do."""
    url = postgres.new_database()

    first = Database.open(url)
    second = Database.open(url)

    assert (first.revision(), second.revision()) == (REVISION, REVISION)
    Conversations(second).append("a", ("user", "bonjour"))
    assert [turn.text for turn in Conversations(first).load("a")] == ["bonjour"]
    first.close()
    second.close()


@pytest.mark.postgres
def test_two_processes_may_make_the_tables_at_once(postgres: PostgresServer) -> None:
    """Two first starts at the same moment both succeed."""
    url = postgres.new_database()
    failures: list[Exception] = []

    def start() -> None:
        try:
            Database.open(url).close()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
            failures.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []


@pytest.mark.postgres
def test_a_wrong_password_is_said_without_it(postgres: PostgresServer) -> None:
    """The sentence names the setting to correct, and never the password."""
    url = postgres.url("postgres", password="hunter2")

    with pytest.raises(Unreachable, match=r"does not let us in.*PAPILLON_DATABASE_URL") as caught:
        Database.open(url)

    assert "hunter2" not in str(caught.value)


@pytest.mark.postgres
def test_a_missing_database_is_said(postgres: PostgresServer) -> None:
    """A server that answers but has no such database: create it."""
    with pytest.raises(Unreachable, match=r"no database nowhere@.*createdb"):
        Database.open(postgres.url("nowhere"))


@pytest.mark.postgres
def test_a_server_that_is_not_there_is_said() -> None:
    """Nobody listens at that address: the sentence says so, without the password."""
    with pytest.raises(Unreachable, match="does not answer") as caught:
        Database.open("postgresql://me:hunter2@127.0.0.1:9/papillon")

    assert "hunter2" not in str(caught.value)


@pytest.mark.postgres
def test_a_server_that_was_restarted_is_found_again(postgres: PostgresServer) -> None:
    """While the server is down that is said; once it is back, work goes on without a restart of Papillon, and what was
    half-written at the crash is not there."""
    database = Database.open(postgres.new_database())
    conversations = Conversations(database)
    conversations.append("a", ("user", "avant"))

    def crash_within_a_write() -> None:
        with database.write() as connection:
            connection.exec_driver_sql("UPDATE messages SET text = 'pendant'")
            postgres.stop()
            connection.exec_driver_sql("SELECT 1")

    with pytest.raises(Unreachable, match="does not answer"):
        crash_within_a_write()
    with pytest.raises(Unreachable, match="does not answer"):
        conversations.load("a")
    postgres.start()

    assert [turn.text for turn in conversations.load("a")] == ["avant"]
    database.close()


@pytest.mark.postgres
def test_writers_come_one_after_the_other(postgres: PostgresServer) -> None:
    """Many writers that change the same rows in another order all succeed: nothing deadlocks."""
    database = Database.open(postgres.new_database())
    failures: list[Exception] = []

    def keep(order: int) -> None:
        digests = [f"d{number}" for number in range(30)][::order]
        try:
            for _ in range(5):
                Passages(database, f"b{order}").add_vectors("e", {digest: bytes(4) for digest in digests})
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
            failures.append(error)

    threads = [threading.Thread(target=keep, args=(order,)) for order in (1, -1, 1, -1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert Passages(database, "b").missing_vectors("e", [f"d{number}" for number in range(31)]) == ["d30"]
    database.close()


@pytest.mark.postgres
def test_who_waits_too_long_for_another_writer_is_told(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer that holds everything up is named as the reason, after the time we wait."""
    monkeypatch.setattr("assistant.store.postgres.BUSY_SECONDS", 1)
    database = Database.open(postgres.new_database())
    started = time.monotonic()

    with database.write(), pytest.raises(Unreachable, match="has been writing"):
        Conversations(database).append("a", ("user", "x"))

    assert time.monotonic() - started < 10
    database.close()


@pytest.mark.postgres
@pytest.mark.parametrize(("code", "said"), [("53100", "disk"), ("53300", "no connection left"), ("40P01", "given up")])
def test_what_the_server_refuses_is_said(postgres: PostgresServer, code: str, said: str) -> None:
    """A full disk, too many connections, a deadlock: each in words, and nothing half-saved. The server raises them
    itself, under their own codes."""
    database = Database.open(postgres.new_database())

    def refused() -> None:
        row = "INSERT INTO messages (conversation, role, text, created) VALUES ('a', 'user', 'x', now())"
        with database.write() as connection:
            connection.exec_driver_sql(row)
            connection.exec_driver_sql(f"DO $$ BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = '{code}'; END $$")

    with pytest.raises(Unreachable, match=said):
        refused()

    assert Conversations(database).load("a") == ()
    database.close()


@pytest.mark.postgres
def test_a_read_changes_nothing(postgres: PostgresServer) -> None:
    """A read is read-only for the server too."""
    database = Database.open(postgres.new_database())

    with pytest.raises(Unreachable, match="read-only"), database.read() as connection:
        connection.exec_driver_sql("DELETE FROM messages")
    database.close()


@pytest.mark.postgres
def test_a_rare_word_weighs_more_than_a_common_one(postgres: PostgresServer) -> None:
    """As on SQLite, the passage with the rare word of a query comes before those with its common word."""
    passages = Passages(Database.open(postgres.new_database()), "b")
    passages.add_vectors("e", {"d": bytes(4)})
    texts = [*(f"commande numéro {number}" for number in range(30)), "le tapioca du jour"]
    passages.apply(Change("e", 1, [Entry(Passage(f"p{n}", "post", "x", text), "d") for n, text in enumerate(texts)]))

    with passages.view() as view:
        best = view.passages(view.lexical("commande tapioca", Filters(), 1))

    assert [passage.text for passage in best.values()] == ["le tapioca du jour"]
    passages.database.close()


def test_a_database_of_the_first_papillon_is_upgraded(tmp_path: Path) -> None:
    """A SQLite database at revision 0001 opens, keeps what it holds, and stands at the newest revision."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine

    import assistant.store.database as module

    config = Config()
    config.set_main_option("script_location", str(Path(module.__file__).with_name("migrations")))
    engine = create_engine(f"sqlite:///{tmp_path}/papillon.db")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    with sqlite3.connect(tmp_path / "papillon.db") as raw:
        raw.execute("INSERT INTO messages VALUES (1, 'a', 'user', 'bonjour', '2026-01-01 00:00:00')")

    database = Database.open(f"sqlite:///{tmp_path}/papillon.db")

    assert database.revision() == REVISION
    assert [turn.text for turn in Conversations(database).load("a")] == ["bonjour"]
    database.close()
