"""How the command line reads lines and prints: for people, as one JSON object, or one JSON object a line."""

import json
import logging
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.errors import BadInput, PapillonError
from assistant.wording import say

if TYPE_CHECKING:
    from assistant.assembly import Papillon
    from assistant.settings import Settings
    from assistant.wording import Language

Brand = Annotated[str, typer.Option("--brand", help="Brand to work for: the name of its folder.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Jsonl = Annotated[bool, typer.Option("--jsonl", help="Read one JSON object a line on stdin, print one a line.")]


def reader_language() -> "Language":
    """Language of the messages on the terminal."""
    from assistant.settings import interface_language

    return interface_language()


def settings_for(brand: str = "") -> "Settings":
    """Settings from the environment, for this brand."""
    from assistant.settings import load_settings

    settings = load_settings(**({"brand": brand} if brand else {}))
    logging.getLogger().setLevel(logging.getLevelNamesMapping().get(settings.log.upper(), logging.WARNING))
    return settings


@contextmanager
def opened(brand: str = "", name: str = "papillon") -> Iterator["Papillon"]:
    """The brand, open."""
    from assistant.assembly import open_papillon

    with open_papillon(settings_for(brand), name=name) as papillon:
        yield papillon


@contextmanager
def opened_library(brand: str = "", name: str = "papillon") -> Iterator["Papillon"]:
    """The brand, open, with something to search in; what a person should know of it goes to stderr."""
    with opened(brand, name) as papillon:
        papillon.drafting.keep_consents()
        read_first(papillon)
        for notice in papillon.library.overview(reader_language()).notices:
            typer.echo(notice, err=True)
        yield papillon


def read_first(papillon: "Papillon") -> None:
    """Read the brand's knowledge when nothing of it was yet: said on stderr, never in silence."""
    if papillon.library.empty:
        progress_line(say("cli.first_ingest", reader_language(), folder=papillon.folder))
        papillon.ingest_if_empty(ProgressBar(), reader_language())
        end_progress()


def plain(value: Any) -> Any:
    """A record as JSON types: dates in ISO 8601, tuples as lists, paths as text."""
    if is_dataclass(value) and not isinstance(value, type):
        return {key: plain(one) for key, one in asdict(value).items()}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(one) for one in value]
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value) if isinstance(value, Path) else value


def print_json(value: Any) -> None:
    """One JSON value on one line. What UTF-8 cannot hold, half a surrogate pair, is written as an escape."""
    line = json.dumps(plain(value), ensure_ascii=False)
    typer.echo(line if _encodable(line) else json.dumps(plain(value)))


def _encodable(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def run_lines(answer: Callable[[dict[str, Any]], Any]) -> int:
    """Answer each JSON line of stdin with one on stdout, in order; a bad line gives `{"error": …}`.

    Returns the worst exit code of the lines: 2 when one was bad, 3 when a part was unreachable for one, else 0.
    """
    worst = 0
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
            if not isinstance(given, dict):
                raise BadInput("cli.line_no_object", line=number)
            print_json(answer(given))
        except json.JSONDecodeError as error:
            worst = max(worst, 2)
            problem = BadInput("cli.line_no_json", line=number, detail=f"{error.msg}, column {error.colno}")
            print_json({"error": {"line": number, "message": problem.text(reader_language())}})
        except PapillonError as error:
            worst = max(worst, error.exit_code)
            print_json({"error": {"line": number, "message": error.text(reader_language())}})
        sys.stdout.flush()
    return worst


def field(given: Mapping[str, Any], name: str, default: str | None = None) -> str:
    """A text field of a JSON line.

    Raises:
        BadInput: it is missing without a default, or is no text.
    """
    value = given.get(name, default)
    if not isinstance(value, str):
        raise BadInput("cli.bad_field", name=name)
    return value


def text_or_stdin(text: str | None) -> str:
    """The text given as an argument, or standard input when it is `-` or nothing and something is piped in."""
    if text is not None and text != "-":
        return text
    if text is None and sys.stdin.isatty():
        raise BadInput("cli.no_text")
    return sys.stdin.read()


def progress_line(text: str) -> None:
    """A line of progress on stderr, overwritten by the next one on a terminal."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text}")
    else:
        sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def end_progress() -> None:
    """Clear the line of progress."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


_BAR = 24
_EVERY = 30.0
"""Seconds between two lines of progress where no terminal overwrites them."""


class ProgressBar:
    """The progress of an ingest on stderr: one bar with the time left on a terminal, else a line now and then."""

    def __init__(self) -> None:
        self._told = time.monotonic()
        self._drawn = 0.0

    def __call__(self, done: int, total: int, path: str, left: float | None = None) -> None:
        """Show how far it is. On a terminal ten times a second at most."""
        from assistant.library.pace import time_left

        now = time.monotonic()
        share = done / total if total else 0.0
        rest = time_left(left, reader_language())
        said = " · ".join(part for part in (f"{100 * share:3.0f} %", f"{done}/{total}", rest, path) if part)
        if sys.stderr.isatty():
            if now - self._drawn >= 0.1 or done == total:
                self._drawn = now
                filled = round(_BAR * share)
                width = shutil.get_terminal_size().columns - 1
                progress_line(f"{'█' * filled}{'░' * (_BAR - filled)} {said}"[:width])
        elif total and (now - self._told >= _EVERY or (done == total and not path)):
            self._told = now
            sys.stderr.write(f"{said}\n")
            sys.stderr.flush()


def one_of(given: str, name: str, known: tuple[str, ...]) -> Any:
    """One of the values known, None for nothing."""
    if given and given not in known:
        raise BadInput("cli.unknown_value", name=name, given=given, known=", ".join(known))
    return given or None
