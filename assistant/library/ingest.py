"""Bringing the database and the vector index up to date with the brand's folder."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assistant.errors import BadInput, Cancelled, PapillonError
from assistant.library.embedding import Progress, embed_entries
from assistant.library.folder import Found
from assistant.library.index import Index
from assistant.library.mending import settle
from assistant.library.reading import file_digest, read_file
from assistant.library.remarks import skipped
from assistant.library.shelf import IndexFailed, Shelf
from assistant.records import IngestReport
from assistant.store import Change, Entry, Passages, Remark, StoredFile
from assistant.voice.brand import Brand

if TYPE_CHECKING:
    from assistant.library.embedding import Embedder

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Findings:
    """What the folder holds against what the database holds."""

    kept: list[Entry] = field(default_factory=list)
    """Passages that are new or different."""
    removed: list[str] = field(default_factory=list)
    """Ids of passages that are gone."""
    replaced: list[str] = field(default_factory=list)
    """Digests that may no longer be needed."""
    files: list[StoredFile] = field(default_factory=list)
    files_removed: list[str] = field(default_factory=list)
    remarks: dict[str, tuple[Remark, ...]] = field(default_factory=dict)
    added: int = 0
    updated: int = 0
    unchanged: int = 0


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
            findings = self._compare(found, covered, rebuild=rebuild)
            if state is None or rebuild or findings.kept or findings.removed:
                self._change(findings, rebuild=rebuild)
                if state is not None and other:
                    self._forget(state.embedder)
            else:
                self.passages.touch(findings.files, findings.files_removed)
                shelf = self.index.opened_shelf(self.brand.id, self.embedder.id)
                failed = shelf is not None and not shelf.holds(state.generation)
                if failed or state.indexed != f"{self.index.place}|{state.generation}" or not self.index.exists:
                    settle(self.passages, self.index, self._shelf())
            with self.passages.view() as view:
                total, repeated = sum(view.counts("kind").values()), view.repeated()
        return IngestReport(
            added=findings.added,
            updated=findings.updated,
            unchanged=findings.unchanged,
            removed=len(findings.removed),
            skipped=tuple(skipped(findings.remarks, self.reader)),
            passages=total,
            repeated=repeated,
            seconds=time.monotonic() - started,
        )

    def _compare(self, found: Sequence[Found], covered: Callable[[str], bool], *, rebuild: bool) -> Findings:
        stored = {path: file for path, file in self.passages.files().items() if covered(path)}
        findings = Findings()
        fresh: dict[str, tuple[Entry, ...]] = {}
        for place in found:
            self._look_for_stop()
            before = stored.get(place.path)
            file, entries = _read(place, self.brand, None if rebuild else before)
            findings.remarks[place.path] = file.remarks
            if file != before:
                findings.files.append(file)
            if entries is not None:
                fresh[place.path] = entries
        findings.files_removed = sorted(stored.keys() - findings.remarks.keys())
        with self.passages.view() as view:
            counts = view.counts("path")
        touched = fresh.keys() | set(findings.files_removed)
        findings.unchanged = sum(count for path, count in counts.items() if covered(path) and path not in touched)
        old = self.passages.entries(path for path in sorted(touched) if path in counts)
        for entries in fresh.values():
            for entry in entries:
                previous = old.pop(entry.passage.id, None)
                if previous != entry or rebuild:
                    findings.kept.append(entry)
                if previous is None:
                    findings.added += 1
                elif not rebuild and _moved(previous, entry.passage.position) == entry:
                    findings.unchanged += 1
                else:
                    findings.updated += 1
                    findings.replaced.append(previous.digest)
        findings.removed = list(old)
        findings.replaced += [entry.digest for entry in old.values()]
        return findings

    def _change(self, findings: Findings, *, rebuild: bool) -> None:
        if rebuild:
            self._forget(self.embedder.id)
        shelf = self._shelf()
        try:
            embed_entries(
                findings.kept,
                self.passages,
                self.embedder,
                shelf,
                anew=rebuild,
                progress=self.progress or (lambda _done, _total, _path: None),
                look_for_stop=self._look_for_stop,
            )
            self._look_for_stop()
            self.passages.apply(
                Change(
                    embedder=self.embedder.id,
                    dimensions=self.embedder.dimensions,
                    kept=findings.kept,
                    removed=findings.removed,
                    files=findings.files,
                    files_removed=findings.files_removed,
                )
            )
        except PapillonError:
            self._restore(shelf)
            raise
        settle(self.passages, self.index, shelf)
        self.passages.prune_vectors(None if rebuild else findings.replaced)

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


def _read(place: Found, brand: Brand, before: StoredFile | None) -> tuple[StoredFile, tuple[Entry, ...] | None]:
    """A file as it is now, and its passages; None for these when it is the same as before."""
    if place.remark is not None:
        return StoredFile(place.path, "", 0, 0.0, (place.remark,)), ()
    try:
        status = place.file.stat()
        data = place.file.read_bytes()
    except OSError as error:
        remark = Remark("library.unreadable", {"reason": error.strerror or ""})
        return StoredFile(place.path, "", 0, 0.0, (remark,)), ()
    digest = file_digest(data, brand)
    if before is not None and before.digest == digest:
        return StoredFile(place.path, digest, status.st_size, status.st_mtime, before.remarks), None
    read = read_file(place, data, brand)
    return StoredFile(place.path, digest, status.st_size, status.st_mtime, read.remarks), read.entries
