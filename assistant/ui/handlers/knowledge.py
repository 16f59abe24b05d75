"""Looking into the brand's knowledge, adding to it, indexing it anew."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue

from assistant.errors import Cancelled, PapillonError
from assistant.records import Hit, IngestReport, PassageKind
from assistant.ui.handlers.board import State
from assistant.ui.house import House

MOST_RESULTS = 12
LOOK = 0.1
"""Seconds between two looks at an ingest that says nothing."""


@dataclass(frozen=True, slots=True)
class Results:
    """What a search found, or why it could not."""

    hits: tuple[Hit, ...] = ()
    query: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Indexing:
    """An ingest on its way: passages done of all, the file being read, the seconds left when they are known, the report
    at the end."""

    state: State = "running"
    done: int = 0
    total: int = 0
    path: str = ""
    left: float | None = None
    report: IngestReport | None = None
    problem: str = ""


def search(house: House, query: str, kind: PassageKind | None, reader: str) -> Results:
    """The passages nearest to a question."""
    if not query.strip():
        return Results()
    kinds: tuple[PassageKind, ...] = (kind,) if kind else ()
    try:
        return Results(house.library.search(query, MOST_RESULTS, kinds=kinds), query)
    except PapillonError as error:
        return Results(query=query, problem=error.text(reader))


def index(house: House, rebuild: bool, reader: str, cancel: threading.Event) -> Iterator[Indexing]:
    """The ingest's progress, then its report."""
    told: SimpleQueue[Indexing] = SimpleQueue()

    def tell(done: int, total: int, path: str, left: float | None) -> None:
        told.put(Indexing(done=done, total=total, path=path, left=left))

    with ThreadPoolExecutor(1, "papillon-ingest") as worker:
        work = worker.submit(
            house.library.ingest,
            rebuild=rebuild,
            progress=tell,
            reader=reader,
            cancel=cancel,
        )
        try:
            yield Indexing()
            while not work.done():
                latest = None
                with suppress(Empty):
                    latest = told.get(timeout=LOOK)
                    while True:
                        latest = told.get_nowait()
                if latest is not None:
                    yield latest
            yield Indexing("done", report=work.result())
        except GeneratorExit:
            cancel.set()
            raise
        except Cancelled:
            yield Indexing("stopped")
        except PapillonError as error:
            yield Indexing("failed", problem=error.text(reader))


def add(house: House, files: tuple[Path, ...], reader: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Put files into the brand's knowledge: the names added, and for each other one a sentence that says why not."""
    added, problems = [], []
    for file in files:
        try:
            house.library.add_file(file.name, file.read_bytes(), reader)
            added.append(file.name)
        except PapillonError as error:
            problems.append(error.text(reader))
    return tuple(added), tuple(problems)
