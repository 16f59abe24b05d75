"""Bringing the database and the vector index up to date with the brand's folder."""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

from assistant.errors import BadInput, Cancelled, PapillonError
from assistant.library.embedding import Intake
from assistant.library.folder import Found
from assistant.library.index import Index
from assistant.library.mending import settle
from assistant.library.pace import Pace, Progress
from assistant.library.reading import Changed, look_at_file
from assistant.library.remarks import skipped
from assistant.library.shelf import IndexFailed, Shelf
from assistant.records import IngestReport
from assistant.store import Entry, LibraryState, Passages, Remark, Staging, StoredFile
from assistant.voice.brand import Brand

if TYPE_CHECKING:
    from assistant.library.embedding import Embedder

log = logging.getLogger(__name__)

_BATCH = 512
"""Passages compared with the database at once."""


@dataclass(slots=True)
class Findings:
    """What the folder holds against what the database holds."""

    removed: list[int] = field(default_factory=list)
    """Numbers of passages that are gone, or that another one replaces."""
    files: list[StoredFile] = field(default_factory=list)
    files_removed: list[str] = field(default_factory=list)
    remarks: dict[str, tuple[Remark, ...]] = field(default_factory=dict)
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    gone: int = 0

    @property
    def nothing(self) -> bool:
        """Whether no passage changes."""
        return not (self.added or self.updated or self.removed)


@dataclass(frozen=True, slots=True)
class Ingest:
    """One ingest of a brand. `reader` is the language of the report; `cancel` is looked at between batches."""

    passages: Passages
    brand: Brand
    embedder: "Embedder"
    index: Index
    reader: str = "en"
    progress: Progress | None = None
    cancel: threading.Event | None = None

    def run(self, found: Sequence[Found], covered: Callable[[str], bool], *, rebuild: bool) -> IngestReport:
        """Read these files and forget the stored ones that `covered` says they stand for and that are gone.

        Raises:
            IndexHeld: another process owns the index.
            BadInput: the vectors in the database are of another embedder and this is no rebuild.
            Cancelled: nothing has changed.
            StorageFull: nothing has changed.
            Unreachable: the embedder or the Chroma server does not answer; nothing has changed.
        """
        started = time.monotonic()
        with self.index.writing:
            self.index.acquire()
            state = self.passages.state()
            other = state is not None and state.embedder != self.embedder.id
            if state is not None and other and not rebuild:
                raise BadInput("library.other_embedder", stored=state.embedder, current=self.embedder.id)
            staging = self.passages.staging(self.embedder.id)
            staging.clear()
            findings = self._take_in(found, covered, staging, rebuild=rebuild)
            if state is not None and findings.nothing and not rebuild:
                self.passages.touch(findings.files, findings.files_removed)
                self._mend(state)
            else:
                self._keep(findings, staging, state, rebuild=rebuild)
            with self.passages.view() as view:
                total, repeated = sum(view.counts("kind").values()), view.repeated()
        return IngestReport(
            added=findings.added,
            updated=findings.updated,
            unchanged=findings.unchanged,
            removed=findings.gone,
            skipped=tuple(skipped(findings.remarks, self.reader)),
            passages=total,
            repeated=repeated,
            seconds=time.monotonic() - started,
        )

    def _take_in(
        self, found: Sequence[Found], covered: Callable[[str], bool], staging: Staging, *, rebuild: bool
    ) -> Findings:
        """Read what changed, embed what is new, and put it down; nothing of it is true yet."""
        stored = {path: file for path, file in self.passages.files().items() if covered(path)}
        findings = Findings()
        pace = Pace(self.progress)
        changed: list[Changed] = []
        unreadable: set[str] = set()
        for place in found:
            self._look_for_stop()
            before = stored.get(place.path)
            looked = look_at_file(place, self.brand, None if rebuild else before)
            if isinstance(looked, Changed):
                changed.append(looked)
                pace.expect(looked.expected)
                continue
            findings.remarks[place.path] = looked.remarks
            if not looked.digest:
                unreadable.add(place.path)
            if looked != before:
                findings.files.append(looked)
        pace.enter("")
        findings.files_removed = sorted(stored.keys() - {place.path for place in found})
        emptied = unreadable | set(findings.files_removed)
        touched = emptied | {file.found.path for file in changed}
        with self.passages.view() as view:
            counts = view.counts("path")
        findings.unchanged = sum(count for path, count in counts.items() if covered(path) and path not in touched)
        for path in emptied & counts.keys():
            gone = staging.numbers(path)
            findings.removed += gone
            findings.gone += len(gone)
        if not changed:
            return findings
        if rebuild:
            self._forget(self.embedder.id)
        shelf = self._shelf()
        intake = Intake(self.passages, staging, self.embedder, shelf, anew=rebuild, look_for_stop=self._look_for_stop)
        try:
            for file in changed:
                pace.enter(file.found.path)
                self._read(file, intake, staging, findings, pace, rebuild=rebuild)
            intake.finish()
        except PapillonError:
            intake.close()
            self._restore(shelf)
            raise
        finally:
            intake.close()
        pace.enter("")
        return findings

    def _read(
        self, file: Changed, intake: Intake, staging: Staging, findings: Findings, pace: Pace, *, rebuild: bool
    ) -> None:
        reading = file.read(self.cancel)
        left = staging.numbers(file.found.path)
        count = 0
        for some in _batches(reading.entries):
            old = staging.find([entry.passage.id for entry in some]) if left else {}
            wanted = []
            for entry in some:
                number, previous = old.get(entry.passage.id, (0, None))
                left.discard(number)
                if previous == entry and not rebuild:
                    findings.unchanged += 1
                    continue
                wanted.append(entry)
                if previous is None:
                    findings.added += 1
                    continue
                findings.removed.append(number)
                moved = not rebuild and _moved(previous, entry.passage.position) == entry
                findings.unchanged += moved
                findings.updated += not moved
            intake.take(wanted)
            count += len(some)
            pace.advance(len(some))
        pace.expect(count - file.expected)
        findings.removed += left
        findings.gone += len(left)
        findings.files.append(file.stored(reading.remarks))
        findings.remarks[file.found.path] = tuple(reading.remarks)

    def _keep(self, findings: Findings, staging: Staging, state: LibraryState | None, *, rebuild: bool) -> None:
        """Make it true, bring the index to it, and clear away what was replaced."""
        shelf = self._shelf()
        try:
            self._look_for_stop()
            staging.commit(self.embedder.dimensions, findings.removed, findings.files, findings.files_removed)
        except PapillonError:
            self._restore(shelf)
            raise
        settle(self.passages, self.index, shelf)
        staging.clear()
        if rebuild:
            self.passages.prune_vectors()
        if state is not None and state.embedder != self.embedder.id:
            self._forget(state.embedder)

    def _mend(self, state: LibraryState) -> None:
        """Nothing changed: the index must hold it all the same."""
        shelf = self.index.opened_shelf(self.brand.id, self.embedder.id)
        failed = shelf is not None and not shelf.holds(state.generation)
        if failed or state.indexed != f"{self.index.place}|{state.generation}" or not self.index.exists:
            settle(self.passages, self.index, self._shelf())

    def _restore(self, shelf: Shelf | None) -> None:
        """The database is as it was: so must the index be. Until it is, searches go through the database."""
        try:
            settle(self.passages, self.index, shelf)
        except PapillonError as error:
            log.warning("the search index stays behind until the next ingest: %s", error)

    def _shelf(self) -> Shelf | None:
        try:
            return self.index.shelf(self.brand.id, self.embedder.id)
        except IndexFailed as failure:
            log.warning("the search index does not open: %s", failure)
            return None

    def _forget(self, embedder: str) -> None:
        try:
            self.index.forget(self.brand.id, embedder)
        except IndexFailed as failure:
            log.warning("the vectors of %s stay in the search index: %s", embedder, failure)

    def _look_for_stop(self) -> None:
        if self.cancel is not None and self.cancel.is_set():
            raise Cancelled("library.cancelled")


def _moved(entry: Entry, position: int) -> Entry:
    return replace(entry, passage=replace(entry.passage, position=position))


def _batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    source = iter(entries)
    while some := list(islice(source, _BATCH)):
        yield some
