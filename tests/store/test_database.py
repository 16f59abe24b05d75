"""Opening, migrating, transactions and what is said when the disk or the file is in the way."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert

from assistant.errors import BadSetting, StorageFull, Unreachable
from assistant.store import Conversations, Database
from assistant.store.database import REVISION
from assistant.store.tables import messages, metadata


def test_migrations_make_exactly_the_tables_of_the_code(database: Database) -> None:
    """What the migrations build is what the tables module describes, so no migration is missing."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    def ours(_object: object, name: str | None, kind: str, *_more: object) -> bool:
        return not (kind == "table" and (name or "").startswith(("passages_text", "passages_words")))

    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours})
        differences = compare_metadata(context, metadata)

    assert differences == []


def test_revision_is_the_newest_migration(database: Database) -> None:
    """The revision that lets an opening skip alembic is the head of the migrations, and a new database stands at it."""
    from alembic.script import ScriptDirectory

    import assistant.store.database as module

    scripts = ScriptDirectory(str(Path(module.__file__).with_name("migrations")))

    assert scripts.get_heads() == [REVISION]
    assert database.revision() == REVISION


def test_opening_an_up_to_date_database_does_not_import_alembic(sqlite: Database) -> None:
    """Every start but the first opens the database without loading the migration tool."""
    script = (
        "import sys; from assistant.store import Database; "
        f"Database.open('sqlite:///{sqlite.name}'); print('alembic' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"


def test_what_was_kept_is_there_after_reopening(tmp_path: Path) -> None:
    """A database closed and opened again holds what it held, in folders that were made for it."""
    url = f"sqlite:///{tmp_path}/new/home/papillon.db"
    first = Database.open(url)
    Conversations(first).append("a", ("user", "bonjour"))
    first.close()

    again = Database.open(url)

    assert [turn.text for turn in Conversations(again).load("a")] == ["bonjour"]
    again.close()


def test_two_processes_may_make_the_database_at_once(tmp_path: Path) -> None:
    """Two first starts at the same moment both succeed."""
    script = f"from assistant.store import Database; Database.open('sqlite:///{tmp_path}/papillon.db')"

    started = [subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.PIPE) for _ in range(2)]

    assert [process.communicate(timeout=60)[1] for process in started] == [b"", b""]


def test_a_write_is_all_or_nothing(database: Database) -> None:
    """When a block of writing raises, nothing of it is kept."""
    with pytest.raises(ZeroDivisionError):
        _write_messages(database, count=1, then=lambda: 1 / 0)

    assert Conversations(database).load("a") == ()


def test_a_read_sees_one_state_while_another_thread_writes(database: Database) -> None:
    """What is written after a read began does not appear in it."""
    count = "SELECT count(*) FROM messages"
    with database.read() as connection:
        before = connection.exec_driver_sql(count).scalar()
        writer = threading.Thread(target=Conversations(database).append, args=("a", ("user", "x")))
        writer.start()
        writer.join()
        after = connection.exec_driver_sql(count).scalar()

    assert (before, after) == (0, 0)
    assert len(Conversations(database).load("a")) == 1


def test_a_full_disk_is_said_and_nothing_is_half_saved(sqlite: Database) -> None:
    """SQLite's "disk is full" becomes StorageFull, and the transaction leaves nothing behind."""
    with pytest.raises(StorageFull, match="full"):
        _write_messages(sqlite, count=100, pages_left=5)

    assert Conversations(sqlite).load("a") == ()


def test_a_damaged_database_is_said(tmp_path: Path) -> None:
    """A file that is no database is named, with what to do."""
    (tmp_path / "papillon.db").write_bytes(b"not a database at all, whatever its name says" * 100)

    with pytest.raises(Unreachable, match="damaged"):
        Database.open(f"sqlite:///{tmp_path}/papillon.db")


def test_a_database_of_a_newer_papillon_is_left_alone(tmp_path: Path) -> None:
    """A revision that this version does not know is refused instead of written to."""
    Database.open(f"sqlite:///{tmp_path}/papillon.db").close()
    with sqlite3.connect(tmp_path / "papillon.db") as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(Unreachable, match="newer"):
        Database.open(f"sqlite:///{tmp_path}/papillon.db")


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    """A file standing where the folder should be is an error in words."""
    (tmp_path / "home").write_text("a file")

    with pytest.raises(Unreachable, match="cannot be used"):
        Database.open(f"sqlite:///{tmp_path}/home/papillon.db")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "not a database address"),
        ("mysql://me:hunter2@host/db", "SQLite and PostgreSQL, not with mysql"),
        ("postgresql://me:hunter2@host:port/db", "not a database address"),
        ("sqlite://", "must name a file"),
        ("wat://me:hunter2@host/db", "not a database address|wat"),
    ],
)
def test_an_address_that_means_nothing_is_a_bad_setting(url: str, said: str) -> None:
    """Addresses that cannot be used are refused in words, without the password in them."""
    with pytest.raises(BadSetting, match=said) as caught:
        Database.open(url)

    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 1), ("busy_timeout", 10_000)]
)
def test_every_connection_is_prepared(sqlite: Database, pragma: str, value: object) -> None:
    """Write-ahead log, foreign keys, synchronous=NORMAL and a busy timeout hold on each connection."""
    with sqlite.read() as one, sqlite.read() as other:
        found = [connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() for connection in (one, other)]

    assert [value, value] == found


def _write_messages(
    database: Database, *, count: int, pages_left: int = 1000, then: Callable[[], object] = lambda: None
) -> None:
    row = {"conversation": "a", "role": "user", "text": "x" * 4000, "created": datetime(2026, 1, 1, tzinfo=UTC)}
    with database.write() as connection:
        if database.dialect == "sqlite":
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + pages_left}")
        for _ in range(count):
            connection.execute(insert(messages), row)
        then()
