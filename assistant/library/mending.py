"""Making the vector index hold what the database holds, whatever happened to it."""

import logging
from collections.abc import Iterable, Iterator

from assistant.library.index import Index
from assistant.library.shelf import IndexFailed, Shelf
from assistant.store import Passages

log = logging.getLogger(__name__)


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
