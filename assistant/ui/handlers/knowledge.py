"""Looking into the brand's knowledge, adding to it, indexing it anew."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue

from assistant.errors import Cancelled, PapillonError
from assistant.records import ArchivePreview, Doubt, FilePreview, Hit, IngestReport, PassageKind
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


@dataclass(frozen=True, slots=True)
class Wishes:
    """How archives are to be read: what is masked, and which column of a table holds what."""

    mask: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offered:
    """A file that a person dropped: what it would give as a guideline or as an archive of posts, or why it cannot."""

    name: str
    guideline: FilePreview | None = None
    archive: ArchivePreview | None = None
    problem: str = ""

    @property
    def keepable(self) -> bool:
        """Whether there is anything in it to keep."""
        if self.guideline is not None:
            return self.guideline.passages > 0
        return self.archive is not None and self.archive.posts > 0


def index(
    house: House,
    rebuild: bool,
    reader: str,
    cancel: threading.Event,
    *,
    paths: Sequence[Path | str] = (),
    wishes: Wishes = Wishes(),
) -> Iterator[Indexing]:
    """The ingest's progress, then its report; of these paths only, when there are any."""
    told: SimpleQueue[Indexing] = SimpleQueue()

    def tell(done: int, total: int, path: str, left: float | None) -> None:
        told.put(Indexing(done=done, total=total, path=path, left=left))

    with ThreadPoolExecutor(1, "papillon-ingest") as worker:
        work = worker.submit(
            house.library.ingest,
            paths,
            columns=wishes.columns,
            mask=wishes.mask,
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


def look_at(house: House, files: Sequence[Path], wishes: Wishes, reader: str) -> tuple[Offered, ...]:
    """What each of these files would give; nothing is kept."""
    return tuple(_offered(house, file, wishes, reader) for file in files)


def _offered(house: House, file: Path, wishes: Wishes, reader: str) -> Offered:
    guideline = house.library.preview_file(file, reader)
    if guideline is not None:
        return Offered(file.name, guideline=guideline)
    try:
        mask, columns = wishes.mask, wishes.columns
        return Offered(
            file.name, archive=house.library.preview_archive(file, columns=columns, mask=mask, reader=reader)
        )
    except PapillonError as error:
        return Offered(file.name, problem=error.text(reader))


def remove(house: House, path: str, reader: str) -> str:
    """Take a file out of the library: why it could not be, or nothing."""
    try:
        house.library.remove_file(path)
    except PapillonError as error:
        return error.text(reader)
    return ""


MOST_OPINIONS = 6
"""Doubts the model is asked about while a person waits: some five seconds each with the built-in one."""


def review(house: House, reader: str) -> tuple[Doubt, ...] | str:
    """What to judge in the guidelines, the first ones with the model's opinion when it is up; or why it cannot be
    told."""
    try:
        doubts = house.library.review(reader)
        if house.weigh is None or house.chat.describe(reader).state != "ready":
            return doubts
        return (*house.weigh(doubts[:MOST_OPINIONS], reader=reader), *doubts[MOST_OPINIONS:])
    except PapillonError as error:
        return error.text(reader)
