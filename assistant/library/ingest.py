"""Bringing the database and the vector index up to date with the brand's folder."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from assistant.errors import BadInput, Cancelled, PapillonError
from assistant.library.folder import Found
from assistant.library.index import Floats, Index, IndexFailed, Shelf
from assistant.library.reading import embedded_text, file_digest, read_file
from assistant.records import IngestReport, Skipped
from assistant.store import Change, Entry, Passages, Remark, StoredFile
from assistant.voice.brand import Brand
from assistant.wording import say

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

    class Embedder(Embeddings):
        """What the library needs of an embedder: LangChain's interface, a name for its vectors, and their length."""

        id: str

        @property
        def dimensions(self) -> int: ...


log = logging.getLogger(__name__)

Progress = Callable[[int, int, str], None]
"""Called with how many passages are embedded, how many will be, and the file of the next one."""

BATCH = 128
"""Texts embedded at once: a larger batch makes the built-in embedder no quicker, and stop would take longer."""

_CHROMA_BATCH = 1024
"""Chroma takes 1,024 vectors at once in half the time of 128 at a time (measured: 3,000 of 512 numbers)."""

_AHEAD = 4
"""Batches that may wait to be written, so that a slow disk does not fill the memory."""


@dataclass(slots=True)
class Findings:
    """What the folder holds against what the database holds."""

    kept: list[Entry] = field(default_factory=list)
    """Passages that are new or different."""
    removed: list[Entry] = field(default_factory=list)
    """Passages that are gone, or about to be replaced."""
    files: list[StoredFile] = field(default_factory=list)
    files_removed: list[str] = field(default_factory=list)
    remarks: dict[str, tuple[Remark, ...]] = field(default_factory=dict)
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    gone: int = 0


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
                total = sum(view.counts("kind").values())
        return IngestReport(
            added=findings.added,
            updated=findings.updated,
            unchanged=findings.unchanged,
            removed=findings.gone,
            skipped=tuple(skipped(findings.remarks, self.reader)),
            passages=total,
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
                if previous == entry and not rebuild:
                    findings.unchanged += 1
                    continue
                findings.kept.append(entry)
                if previous is None:
                    findings.added += 1
                else:
                    findings.updated += 1
                    findings.removed.append(previous)
        findings.removed.extend(old.values())
        findings.gone = len(old)
        return findings

    def _change(self, findings: Findings, *, rebuild: bool) -> None:
        if rebuild:
            self._forget(self.embedder.id)
        shelf = self._shelf()
        try:
            self._embed(findings.kept, shelf, anew=rebuild)
            self._look_for_stop()
            self.passages.apply(
                Change(
                    embedder=self.embedder.id,
                    dimensions=self.embedder.dimensions,
                    kept=findings.kept,
                    removed=[entry.passage.id for entry in findings.removed],
                    files=findings.files,
                    files_removed=findings.files_removed,
                )
            )
        except PapillonError:
            self._restore(shelf)
            raise
        settle(self.passages, self.index, shelf)
        self.passages.prune_vectors(None if rebuild else {entry.digest for entry in findings.removed})

    def _restore(self, shelf: Shelf | None) -> None:
        """The database is as it was: so must the index be. Until it is, searches go through the database."""
        try:
            settle(self.passages, self.index, shelf)
        except PapillonError as error:
            log.warning("the search index stays behind until the next ingest: %s", error)

    def _embed(self, entries: Sequence[Entry], shelf: Shelf | None, *, anew: bool) -> None:
        texts = {entry.digest: entry for entry in entries}
        missing = list(texts) if anew else self.passages.missing_vectors(self.embedder.id, texts)
        self._tell(0, len(missing), "")
        written = _Writer(self.passages, self.embedder.id, shelf)
        with ThreadPoolExecutor(1, thread_name_prefix="papillon-index") as writer:
            waiting: deque[Future[None]] = deque()
            for start in range(0, len(missing), BATCH):
                self._look_for_stop()
                some = [texts[digest] for digest in missing[start : start + BATCH]]
                self._tell(start, len(missing), some[0].passage.path)
                vectors = self._vectors([embedded_text(entry.passage) for entry in some])
                waiting.append(writer.submit(written.keep, [entry.digest for entry in some], vectors))
                if len(waiting) > _AHEAD:
                    waiting.popleft().result()
            waiting.append(writer.submit(written.finish))
            for batch in waiting:
                batch.result()
        self._tell(len(missing), len(missing), "")

    def _vectors(self, texts: list[str]) -> Floats:
        vectors = np.asarray(self.embedder.embed_documents(texts), dtype=np.float32)
        if vectors.shape != (len(texts), self.embedder.dimensions):
            raise BadInput(
                "library.wrong_vectors",
                embedder=self.embedder.id,
                found=vectors.shape[-1],
                expected=self.embedder.dimensions,
            )
        return unit_length(vectors)

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

    def _tell(self, done: int, total: int, path: str) -> None:
        if self.progress is not None:
            self.progress(done, total, path)


class _Writer:
    """Writes vectors to the database as they come, and to Chroma in the larger batches that it takes quicker. Runs in
    one thread beside the embedder's."""

    def __init__(self, passages: Passages, embedder: str, shelf: Shelf | None) -> None:
        self._passages = passages
        self._embedder = embedder
        self._shelf = shelf
        self._digests: list[str] = []
        self._vectors: list[Floats] = []

    def keep(self, digests: list[str], vectors: Floats) -> None:
        blobs = (row.tobytes() for row in vectors.astype("<f4", copy=False))
        self._passages.add_vectors(self._embedder, dict(zip(digests, blobs, strict=True)))
        self._digests += digests
        self._vectors.append(vectors)
        if len(self._digests) >= _CHROMA_BATCH:
            self.finish()

    def finish(self) -> None:
        if self._shelf is not None and not self._shelf.failure and self._digests:
            try:
                self._shelf.add(self._digests, np.concatenate(self._vectors))
            except IndexFailed as failure:
                self._shelf.failure = str(failure)
        self._digests, self._vectors = [], []


def settle(passages: Passages, index: Index, shelf: Shelf | None) -> None:
    """Make a shelf hold exactly what the database holds; made anew once when Chroma fails at it.

    Raises:
        Unreachable: the Chroma server does not answer.
        StorageFull: the disk has no room.
    """
    state = passages.state()
    if state is None or shelf is None or shelf.embedder != state.embedder:
        return
    embedder = state.embedder
    with passages.view() as view:
        digests = view.digests()

    def read(wanted: Iterable[str]) -> Iterator[tuple[list[str], list[bytes]]]:
        return passages.read_vectors(embedder, wanted)

    try:
        try:
            shelf.settle(state.generation, digests, read)
        except IndexFailed as failure:
            log.warning("the search index failed (%s): it is made anew from the database", failure)
            shelf.failure = str(failure)
            shelf = index.remake(shelf.brand, embedder)
            shelf.settle(state.generation, digests, read)
    except IndexFailed as failure:
        log.warning("the search index failed again (%s): the database is searched instead", failure)
        shelf.failure = str(failure)
    else:
        passages.set_indexed(f"{index.place}|{state.generation}")


def verify(passages: Passages, index: Index, shelf: Shelf) -> None:
    """Mend a shelf that does not hold what the database holds, or does not find it. Raises as `settle`."""
    state = passages.state()
    if state is None or shelf.embedder != state.embedder:
        return
    embedder = state.embedder
    if shelf.holds(state.generation):
        with passages.view() as view:
            digests = view.digests()
        try:
            shelf.probe(digests, lambda wanted: passages.read_vectors(embedder, wanted))
        except IndexFailed as failure:
            log.warning("the search index is damaged: %s", failure)
            index.remake(shelf.brand, embedder)
        else:
            return
    settle(passages, index, index.shelf(shelf.brand, embedder))


def skipped(remarks: Mapping[str, Sequence[Remark]], reader: str) -> Iterator[Skipped]:
    """What was left out, file by file and line by line, in the reader's language."""
    for path in sorted(remarks):
        for remark in remarks[path]:
            if remark.left_out:
                line = remark.values.get("line")
                yield Skipped(path if line is None else f"{path}:{line}", say(remark.key, reader, **remark.values))


def told(remark: Remark, reader: str) -> str:
    """A remark in the reader's language, with its line when it is about one."""
    reason = say(remark.key, reader, **remark.values)
    line = remark.values.get("line")
    return reason if line is None else say("library.at_line", reader, line=line, reason=reason)


def unit_length(vectors: Floats) -> Floats:
    """Rows of length 1; a row of zeros stays one."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1), dtype=np.float32)


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
    digest = file_digest(data)
    if before is not None and before.digest == digest:
        return StoredFile(place.path, digest, status.st_size, status.st_mtime, before.remarks), None
    read = read_file(place, data, brand)
    return StoredFile(place.path, digest, status.st_size, status.st_mtime, read.remarks), read.entries
