"""The part of a library that looks after its index."""

import logging
import threading
from typing import TYPE_CHECKING

from assistant.errors import IndexHeld, Unreachable
from assistant.library.index import Index
from assistant.library.mending import verify
from assistant.library.pace import Progress
from assistant.library.shelf import IndexFailed, Shelf
from assistant.library.sketches import Sketches
from assistant.library.verification import Verifier
from assistant.records import Verification
from assistant.store import Passages, known_libraries
from assistant.voice.brand import Brand

if TYPE_CHECKING:
    from assistant.library.embedding import Embedder

log = logging.getLogger(__name__)


class Upkeep:
    """Opening, mending and verifying the vector index of one brand."""

    brand: Brand
    embedder: "Embedder"
    _index: Index
    _passages: Passages
    _sketches: Sketches
    _shelf: Shelf | None
    _failure: str

    def open_index(self) -> None:
        """Open Chroma and mend it from the database where they differ. About a second; searches need not wait for it.

        When another process owns the index, or Chroma does not open, searches go on through the database, and the log
        and `overview` say so.
        """
        self._failure = ""
        try:
            with self._index.writing:
                shelf = self._index.shelf(self.brand.id, self.embedder.id)
                verify(self._passages, self._index, shelf)
                self._index.tidy(self.brand.id, self._wanted())
                self._shelf = self._index.opened_shelf(self.brand.id, self.embedder.id)
                with self._passages.view() as view:
                    self._sketches.of(view)
        except IndexHeld as held:
            log.info("%s", held)
        except (IndexFailed, Unreachable) as failure:
            log.warning("the search index does not open: %s", failure)
            self._failure = str(failure)

    def verify(
        self, *, progress: Progress | None = None, reader: str = "en", cancel: threading.Event | None = None
    ) -> Verification:
        """Whether database, full-text index and vector index agree, every passage looked up; mended where they do not.

        Raises:
            BadInput: nothing was ingested yet, or by another embedder.
            IndexHeld: another process owns the index.
            Cancelled: what was mended by then stays mended.
            StorageFull, Unreachable
        """
        try:
            return Verifier(self._passages, self.embedder, self._index, reader, progress, cancel).run()
        finally:
            self._shelf = self._index.opened_shelf(self.brand.id, self.embedder.id)
            self._sketches.forget()

    def _wanted(self) -> set[tuple[str, str]]:
        """The brands and embedders whose vectors the index is to keep: what the database knows, and what is open."""
        return {*known_libraries(self._passages.database), (self.brand.id, self.embedder.id)}
