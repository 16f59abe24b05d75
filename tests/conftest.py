"""Fixtures for all tests. The suite is offline: only loopback sockets open, no key of the machine's owner is read."""

import os
import shutil
import socket
from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ["tests.fixtures_server", "tests.fixtures_bluesky", "tests.fixtures_model"]

# A deadline is a timed assertion: on a busy machine it fails for nothing.
settings.register_profile("papillon", deadline=None)
settings.load_profile("papillon")

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "knowledge" / "brulerie-du-canal"

for name in [name for name in os.environ if name.startswith(("PAPILLON_", "OPENAI_", "LANGSMITH_", "LANGCHAIN_"))]:
    del os.environ[name]
# Tests script one answer of the model for one message; those of several say so.
os.environ.update(PAPILLON_CANDIDATES="1")
os.environ.update(OMP_NUM_THREADS="1", GRADIO_ANALYTICS_ENABLED="False", ANONYMIZED_TELEMETRY="False")


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reaches further than this machine: another address is a mistake of the test or a leak of the product."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else None
        if host is not None and host not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to reach {host}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def away_from_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is read from, or written to, the checkout's `.papillon` and `.env`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAPILLON_HOME", str(tmp_path / "home"))


@pytest.fixture
def sample_folder(tmp_path: Path) -> Path:
    """A copy of the sample brand that a test may change; its parent is a `knowledge` folder."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "knowledge" / SAMPLE.name))


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with the sample brand indexed once for the whole run; tests copy it, see `indexed_home`."""
    from assistant.assembly import open_papillon
    from assistant.settings import load_settings

    home = tmp_path_factory.mktemp("indexed") / "home"
    settings = load_settings(home=home, knowledge=SAMPLE.parent, openai_base_url="http://127.0.0.1:9/v1", model="none")
    with open_papillon(settings) as papillon:
        papillon.ingest_if_empty()
    return home


@pytest.fixture
def indexed_home(sample_home: Path, tmp_path: Path) -> Path:
    """A home folder of the test's own in which the sample brand is indexed already."""
    return Path(shutil.copytree(sample_home, tmp_path / "home", dirs_exist_ok=True))
