"""Looking at every passage: whether database, full-text index and vector index agree, mended where they do not."""

import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assistant.errors import BadInput, Cancelled
from assistant.library.embedding import unit_length
from assistant.library.index import Index
from assistant.library.mending import settle
from assistant.library.pace import Pace, Progress
from assistant.library.reading import embedded_text
from assistant.library.shelf import IndexFailed
from assistant.records import Disagreement, Verification
from assistant.store import Passages, known_libraries, mend_vectors, mend_words, wrong_vectors
from assistant.wording import say

if TYPE_CHECKING:
    from assistant.library.embedding import Embedder


@dataclass(frozen=True, slots=True)
class Verifier:
    """Verifies one brand's library. `reader` is the language of what is told."""

    passages: Passages
    embedder: "Embedder"
    index: Index
    reader: str = "en"
    progress: Progress | None = None
    cancel: threading.Event | None = None

    def run(self) -> Verification:
        """Look at everything and mend what can be.

        Raises:
            BadInput: nothing was ingested yet, or by another embedder.
            IndexHeld: another process owns the index.
            Cancelled: what was mended by then stays mended.
            StorageFull, Unreachable
        """
        started = time.monotonic()
        with self.index.writing:
            self.index.acquire()
            state = self.passages.state()
            if state is None:
                raise BadInput("library.nothing_to_verify")
            if state.embedder != self.embedder.id:
                raise BadInput("library.other_embedder", stored=state.embedder, current=self.embedder.id)
            self.passages.staging(state.embedder).clear()
            found = [*self._words(), *self._vectors(state.embedder, state.dimensions)]
            with self.passages.view() as view:
                count, digests = sum(view.counts("kind").values()), view.digests()
            looked_up, of_index = self._index(digests)
            found += [*of_index, *self._leftovers()]
        return Verification(count, len(digests), looked_up, tuple(found), time.monotonic() - started)

    def _words(self) -> Iterator[Disagreement]:
        if wrong := mend_words(self.passages.database, self.passages.brand):
            yield self._told("words", "library.words_disagreed", wrong)

    def _vectors(self, embedder: str, dimensions: int) -> Iterator[Disagreement]:
        wrong = 0
        for entries in wrong_vectors(self.passages.database, self.passages.brand, embedder, dimensions):
            self._look_for_stop()
            texts = [embedded_text(entry.passage) for entry in entries]
            vectors = unit_length(np.asarray(self.embedder.embed_documents(texts), dtype=np.float32))
            blobs = [row.astype("<f4").tobytes() for row in vectors]
            mend_vectors(self.passages.database, self.passages.brand, embedder, zip(entries, blobs, strict=True))
            wrong += len(entries)
        if wrong:
            yield self._told("vectors", "library.vectors_wrong", wrong)

    def _index(self, digests: set[str]) -> tuple[int, list[Disagreement]]:
        """Every vector looked up by itself in Chroma, after Chroma was made to hold exactly the database's."""
        found: list[Disagreement] = []
        brand, embedder = self.passages.brand, self.embedder.id
        pace = Pace(self.progress)
        pace.expect(len(digests))
        pace.enter(say("library.verifying", self.reader))

        def told(count: int) -> None:
            self._look_for_stop()
            pace.advance(count)

        def read(wanted: Iterable[str]) -> Iterator[tuple[list[str], list[bytes]]]:
            return self.passages.read_vectors(embedder, wanted)

        try:
            shelf = self.index.shelf(brand, embedder)
            lacking, surplus = shelf.differences(digests)
            settle(self.passages, self.index, shelf)
            shelf = self.index.shelf(brand, embedder)
            if shelf.failure:
                raise IndexFailed(shelf.failure)
            if lacking or surplus:
                found.append(self._told("index", "library.index_disagreed", len(lacking) + len(surplus)))
            probe = shelf.probe(digests, read, every=1, told=told)
        except IndexFailed as failure:
            problem = say("library.index_failed", self.reader, reason=failure)
            return 0, [*found, Disagreement("index", problem, len(digests), mended=False)]
        if probe.lost:
            found.append(self._told("index", "library.out_of_reach", probe.lost - probe.still_lost))
        if probe.still_lost:
            problem = say("library.still_out_of_reach", self.reader, count=probe.still_lost)
            found.append(Disagreement("index", problem, probe.still_lost))
        return probe.looked_up, [one for one in found if one.count]

    def _leftovers(self) -> Iterator[Disagreement]:
        tidied = self.index.tidy(self.passages.brand, known_libraries(self.passages.database))
        if left := tidied.collections + tidied.folders:
            yield self._told("leftovers", "library.leftovers", left)

    def _told(self, part: str, key: str, count: int) -> Disagreement:
        return Disagreement(part, say(key, self.reader, count=count), count)

    def _look_for_stop(self) -> None:
        if self.cancel is not None and self.cancel.is_set():
            raise Cancelled("library.cancelled")
