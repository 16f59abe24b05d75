"""Embedding passages while what is embedded already is being written."""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

import numpy as np

from assistant.errors import BadInput
from assistant.library.reading import embedded_text
from assistant.library.shelf import Floats, IndexFailed, Shelf
from assistant.store import Entry, Passages, Staging


class Embedder(Protocol):
    """What the library needs of an embedder: LangChain's interface, a name for its vectors, and their length."""

    id: str

    @property
    def dimensions(self) -> int: ...
    def embed_documents(self, texts: list[str]) -> list[list[float]]: ...
    def embed_query(self, text: str) -> list[float]: ...


BATCH = 128
"""Texts embedded at once: a larger batch makes the built-in embedder no quicker, and stop would take longer."""

_MOST_WAITING = 1024
"""Passages put down together at most, when few of them need a vector."""

_CHROMA_BATCH = 1024
"""Chroma takes 1,024 vectors at once in half the time of 128 at a time (measured: 3,000 of 512 numbers)."""

_AHEAD = 4
"""Batches that may wait to be written, so that a slow disk does not fill the memory."""


class Intake:
    """Takes passages as they are read, sees that each has its vector, and puts them down while the next are embedded.

    What has a vector already is not embedded again unless `anew`. Nothing of it is true before the staging's `commit`.
    """

    def __init__(
        self,
        passages: Passages,
        staging: Staging,
        embedder: "Embedder",
        shelf: Shelf | None,
        *,
        anew: bool,
        look_for_stop: Callable[[], None],
    ) -> None:
        self._passages = passages
        self._embedder = embedder
        self._anew = anew
        self._look_for_stop = look_for_stop
        self._written = _Writer(staging, shelf)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="papillon-index")
        self._writing: deque[tuple[Future[None], list[bytes]]] = deque()
        self._entries: list[Entry] = []
        self._missing: dict[str, Entry] = {}
        self._embedded: set[bytes] = set()

    def take(self, entries: Sequence[Entry]) -> None:
        """Take more passages.

        Raises:
            BadInput: the embedder gives vectors of another length than it says.
            StorageFull: the disk has no room.
            PapillonError: as the embedder.
        """
        unknown = {entry.digest: entry for entry in entries if bytes.fromhex(entry.digest) not in self._embedded}
        absent = set(unknown if self._anew else self._passages.missing_vectors(self._embedder.id, unknown))
        for entry in entries:
            self._entries.append(entry)
            if entry.digest in absent and entry.digest not in self._missing:
                self._missing[entry.digest] = entry
            if len(self._missing) >= BATCH or len(self._entries) >= _MOST_WAITING:
                self._put()

    def finish(self) -> None:
        """Wait until all that was taken is put down. Raises as `take`."""
        self._put()
        self._writing.append((self._thread.submit(self._written.finish), []))
        self._wait(0)

    def close(self) -> None:
        """Write what is embedded, so that it need not be again, and stop."""
        self._thread.shutdown()

    def _put(self) -> None:
        self._look_for_stop()
        entries, missing = self._entries, self._missing
        self._entries, self._missing = [], {}
        if not entries:
            return
        vectors = np.empty((0, self._embedder.dimensions), dtype=np.float32)
        if missing:
            vectors = _embedded(self._embedder, [embedded_text(entry.passage) for entry in missing.values()])
        known = [bytes.fromhex(digest) for digest in missing]
        self._embedded.update(known)
        self._writing.append((self._thread.submit(self._written.keep, entries, list(missing), vectors), known))
        self._wait(_AHEAD)

    def _wait(self, most: int) -> None:
        """Until at most so many batches are waiting to be written."""
        while len(self._writing) > most:
            written, known = self._writing.popleft()
            written.result()
            if not self._anew:  # the database knows them now
                self._embedded.difference_update(known)


def unit_length(vectors: Floats) -> Floats:
    """Rows of length 1; a row of zeros stays one."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def _embedded(embedder: "Embedder", texts: list[str]) -> Floats:
    vectors = np.asarray(embedder.embed_documents(texts), dtype=np.float32)
    if vectors.shape != (len(texts), embedder.dimensions):
        raise BadInput(
            "library.wrong_vectors", embedder=embedder.id, found=vectors.shape[-1], expected=embedder.dimensions
        )
    return unit_length(vectors)


class _Writer:
    """Puts passages and vectors down in the database as they come, and vectors in Chroma in the larger batches that it
    takes quicker. Runs in one thread beside the embedder's."""

    def __init__(self, staging: Staging, shelf: Shelf | None) -> None:
        self._staging = staging
        self._shelf = shelf
        self._digests: list[str] = []
        self._vectors: list[Floats] = []

    def keep(self, entries: list[Entry], digests: list[str], vectors: Floats) -> None:
        blobs = (row.tobytes() for row in vectors.astype("<f4", copy=False))
        self._staging.put(entries, dict(zip(digests, blobs, strict=True)))
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
