"""The command line run as a person runs it: words in, streams and an exit code out."""

import io
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant.assembly import open_papillon
from assistant.cli import main
from assistant.settings import load_settings
from tests.scripted_server import ScriptedServer

ROOT = Path(__file__).parents[2]

BRAND = """format = 1
id = "moulin"
name = "Le Moulin"
languages = ["fr", "en"]

[[rules]]
id = "no-zut"
kind = "banned"
level = "block"
words = ["zut"]
reason = { fr = "On ne jure pas.", en = "We don't swear." }
fails = "zut"
passes = "bon"

[[facts]]
id = "hours"
topic = "heures / hours"
fr = "Le moulin ouvre à 8 h."
en = "The mill opens at 8 am."
"""


@dataclass(frozen=True)
class Outcome:
    """What a command left: exit code and both streams."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON value on stdout."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """The JSON values on stdout, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


Papillon = Callable[..., Outcome]
WORDS = "openai:words"
"""The scripted server's embedder, which counts words: nothing to load, so each command of a test starts at once."""


@pytest.fixture(scope="session")
def server() -> Iterator[ScriptedServer]:
    """The scripted server that all commands use, for chat and embeddings."""
    with ScriptedServer() as running:
        yield running


@pytest.fixture(scope="session")
def words_home(server: ScriptedServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder in which the sample brand is indexed with the scripted embedder, its voices learnt and its facts
    read: what every command would do anew, and keeps there."""
    home = tmp_path_factory.mktemp("words") / "home"
    settings = load_settings(
        home=home, knowledge=ROOT / "knowledge", openai_base_url=server.address, model="scripted-1", embeddings=WORDS
    )
    with open_papillon(settings) as opened:
        opened.ingest_if_empty()
        opened.warm_up()
    return home


@pytest.fixture
def papillon(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Papillon:
    """Run `papillon` with these words; `stdin` is what is piped in."""
    server.reset()
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("PAPILLON_KNOWLEDGE", str(ROOT / "knowledge"))
    monkeypatch.setenv("PAPILLON_EMBEDDINGS", WORDS)
    monkeypatch.setenv("OPENAI_BASE_URL", server.address)
    monkeypatch.setenv("PAPILLON_MODEL", "scripted-1")

    def run(*words: str, stdin: str = "") -> Outcome:
        monkeypatch.setattr(sys, "argv", ["papillon", *words])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Outcome(code, said.out, said.err)

    return run


@pytest.fixture
def indexed(papillon: Papillon, words_home: Path, tmp_path: Path) -> Papillon:
    """The command line in a home where the sample brand is indexed already."""
    shutil.copytree(words_home, tmp_path / "home")
    return papillon


@pytest.fixture
def without_model(papillon: Papillon, indexed_home: Path, monkeypatch: pytest.MonkeyPatch) -> Papillon:
    """The command line with the built-in embedder, the sample brand indexed with it, and a model that is gone."""
    assert indexed_home.is_dir()
    monkeypatch.delenv("PAPILLON_EMBEDDINGS")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    return papillon


@pytest.fixture
def model(indexed: Papillon, server: ScriptedServer) -> ScriptedServer:
    """The scripted server as the model that the settings name, told and asked nothing yet."""
    return server


@pytest.fixture
def mill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, papillon: Papillon) -> Path:
    """The folder of a tiny brand that is the only one of its knowledge folder and not indexed yet."""
    folder = tmp_path / "tiny" / "moulin"
    (folder / "guidelines").mkdir(parents=True)
    (folder / "brand.toml").write_text(BRAND, "utf-8")
    (folder / "guidelines" / "ton.fr.md").write_text("# Ton\n\nOn tutoie.\n\n## Plaintes\n\nOn vouvoie.\n", "utf-8")
    monkeypatch.setenv("PAPILLON_KNOWLEDGE", str(folder.parent))
    return folder
