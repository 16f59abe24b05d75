"""A real PostgreSQL server for the tests: a throw-away cluster on a free port of the loopback."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PLACES = ("/usr/lib/postgresql/*/bin", "/usr/local/bin", "/usr/bin", "/usr/local/pgsql/bin", "/opt/homebrew/bin")


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server; `admin` is allowed everything."""

    port: int
    password: str
    folder: Path
    programs: Path

    def url(self, database: str, *, user: str = "papillon", password: str = "") -> str:
        """The SQLAlchemy address of one of its databases."""
        return f"postgresql://{user}:{password or self.password}@127.0.0.1:{self.port}/{database}"

    def run(self, statement: str, database: str = "postgres") -> None:
        """Execute a statement outside of any transaction."""
        import psycopg

        with psycopg.connect(self.url(database).replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(statement.encode())

    def new_database(self, template: str = "template0") -> str:
        """The address of a new database, a copy of `template`."""
        name = f"t{secrets.token_hex(6)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8'")
        return self.url(name)

    def stop(self) -> None:
        """Stop at once, as a power cut would."""
        as_owner([str(self.programs / "pg_ctl"), "stop", "-m", "immediate", "-D", str(self.folder / "data")])

    def start(self) -> None:
        """Start, and wait until it answers."""
        options = (
            f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories='' -c fsync=off "
            "-c max_connections=60"
        )
        log = str(self.folder / "log")
        as_owner(
            [str(self.programs / "pg_ctl"), "start", "-w", "-D", str(self.folder / "data"), "-l", log, "-o", options]
        )


def find_programs() -> Path | None:
    """The folder of `initdb` and `postgres`; None when PostgreSQL is not installed."""
    found = sorted(place for pattern in PLACES for place in Path("/").glob(pattern.lstrip("/")))
    return next(
        (place for place in reversed(found) if (place / "initdb").exists() and (place / "pg_ctl").exists()), None
    )


def missing() -> str:
    """Why no server can be started here; empty when one can."""
    if find_programs() is None:
        return "PostgreSQL (initdb, pg_ctl) is not installed"
    if os.geteuid() == 0 and owner() is None:
        return "PostgreSQL does not run as root and there is no user postgres"
    return ""


def owner() -> pwd.struct_passwd | None:
    """The user that runs PostgreSQL where we are root: it refuses to be run by root."""
    try:
        return pwd.getpwnam("postgres") if os.geteuid() == 0 else None
    except KeyError:
        return None


def as_owner(command: list[str]) -> None:
    """Run a command of PostgreSQL; its own output is shown when it fails."""
    who = owner()
    identity = {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []} if who else {}
    # Its server would keep a pipe open for as long as it runs.
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd="/", timeout=60, check=False, **identity
        )
        said.seek(0)
        assert done.returncode == 0, said.read().decode(errors="replace")


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """A new cluster, running; stopped and removed at the end."""
    programs = find_programs()
    assert programs is not None
    # Not under pytest's own folder: only its owner may look into that.
    folder = Path(tempfile.mkdtemp(prefix="papillon-postgres-"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = PostgresServer(port, secrets.token_hex(8), folder, programs)
    try:
        (folder / "password").write_text(server.password)
        if who := owner():
            for path in (folder, folder / "password"):
                os.chown(path, who.pw_uid, who.pw_gid)
        as_owner(
            [
                *(str(programs / "initdb"), "-D", str(folder / "data"), "-U", "papillon", "-E", "UTF8"),
                *("--locale=C", "--no-sync", "--auth=scram-sha-256", f"--pwfile={folder / 'password'}"),
            ]
        )
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
