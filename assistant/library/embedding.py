"""Embedding passages while what is embedded already is being written."""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

import numpy as np

from assistant.errors import BadInput
from assistant.library.reading import embedded_text
from assistant.library.shelf import Floats, IndexFailed, Shelf
from assistant.store import Entry, Passages


class Embedder(Protocol):
    """What the library needs of an embedder: LangChain's interface, a name for its vectors, and their length."""

    id: str

    @property
    def dimensions(self) -> int: ...
    def embed_documents(self, texts: list[str]) -> list[list[float]]: ...
    def embed_query(self, text: str) -> list[float]: ...


Progress = Callable[[int, int, str], None]
"""Called with how many passages are embedded, how many will be, and the file of the next one."""

BATCH = 128
"""Texts embedded at once: a larger batch makes the built-in embedder no quicker, and stop would take longer."""

_CHROMA_BATCH = 1024
"""Chroma takes 1,024 vectors at once in half the time of 128 at a time (measured: 3,000 of 512 numbers)."""

_AHEAD = 4
"""Batches that may wait to be written, so that a slow disk does not fill the memory."""


def embed_entries(
    entries: Sequence[Entry],
    passages: Passages,
    embedder: "Embedder",
    shelf: Shelf | None,
    *,
    anew: bool,
    progress: Progress,
    look_for_stop: Callable[[], None],
) -> None:
    """See that every entry has its vector in the database and, if it can be, on the shelf. What has one is not embedded
    again unless `anew`. `look_for_stop` is called between batches and may raise.

    Raises:
        BadInput: the embedder gives vectors of another length than it says.
        StorageFull: the disk has no room.
        PapillonError: as the embedder.
    """
    texts = {entry.digest: entry for entry in entries}
    missing = list(texts) if anew else passages.missing_vectors(embedder.id, texts)
    progress(0, len(missing), "")
    written = _Writer(passages, embedder.id, shelf)
    with ThreadPoolExecutor(1, thread_name_prefix="papillon-index") as writer:
        waiting: deque[Future[None]] = deque()
        for start in range(0, len(missing), BATCH):
            look_for_stop()
            some = [texts[digest] for digest in missing[start : start + BATCH]]
            progress(start, len(missing), some[0].passage.path)
            vectors = _embedded(embedder, [embedded_text(entry.passage) for entry in some])
            waiting.append(writer.submit(written.keep, [entry.digest for entry in some], vectors))
            if len(waiting) > _AHEAD:
                waiting.popleft().result()
        waiting.append(writer.submit(written.finish))
        for batch in waiting:
            batch.result()
    progress(len(missing), len(missing), "")


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
