"""The library of one brand: everything it has written down and said, kept up to date and found again."""

import logging
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, time
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.errors import BadInput, IndexHeld
from assistant.library.archives import Wishes
from assistant.library.consents import Consents, withhold
from assistant.library.embedding import unit_length
from assistant.library.folder import find_files
from assistant.library.index import Index
from assistant.library.ingest import Ingest
from assistant.library.intake import Intake
from assistant.library.nearest import Sources
from assistant.library.overview import Condition, describe
from assistant.library.pace import Progress
from assistant.library.posts import post_of
from assistant.library.readers.encodings import clean_text
from assistant.library.reception import Reception
from assistant.library.search import LONGEST_QUERY, By, find, instant
from assistant.library.shelf import Floats, Shelf
from assistant.library.sketches import Sketches
from assistant.library.upkeep import Upkeep
from assistant.library.zones import time_zone_of
from assistant.records import Hit, IngestReport, Overview, Passage, Post
from assistant.store import Database, Filters, Passages, Snapshot
from assistant.voice.brand import Brand
from assistant.voice.people import lending
from assistant.wording import say

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever

    from assistant.library.embedding import Embedder

log = logging.getLogger(__name__)


class Library(Reception, Upkeep):
    """What a brand knows. Safe for threads: a search sees the passages as they were before an ingest or after it.

    Chroma is opened by `open_index` and by an ingest that changes something; until then, and wherever another process
    owns it, searches go through the database itself, with the same results.
    """

    def __init__(
        self,
        folder: Path,
        brand: Brand,
        database: Database,
        embedder: "Embedder",
        index: Index,
        *,
        language: str = "en",
    ) -> None:
        self.folder = folder.absolute()
        self.brand = brand
        self.embedder = embedder
        self.language = language
        self._index = index
        self._passages = Passages(database, brand.id)
        self._sketches = Sketches()
        self._shelf: Shelf | None = None
        self._failure = ""
        self._told = threading.Event()
        self._people = Consents(self.folder)
        # One reply asks for facts, guidelines and earlier replies with the same words.
        self._embedded = lru_cache(maxsize=512)(self._embed)

    # ------------------------------------------------------------ taking in

    def ingest(
        self,
        paths: Sequence[Path | str] = (),
        *,
        rebuild: bool = False,
        progress: Progress | None = None,
        reader: str = "en",
        cancel: threading.Event | None = None,
        person: str = "",
        columns: Mapping[str, str] | None = None,
        mask: Sequence[str] = (),
    ) -> IngestReport:
        """Read the brand's folder, or only these files and folders of it, and make it searchable.

        A path outside of the brand's folder is taken into it first: an archive as `keep_archive` does, with `person`,
        `columns` and `mask`, another file as `add_file` does. All or nothing: stopped, killed or out of room, it leaves
        the passages as they were; what was embedded by then is not embedded again. `rebuild` reads and embeds
        everything anew, whatever `paths` says.

        Raises:
            BadKnowledge: `brand.toml` is broken. Somebody whose `person.toml` is gets left out and told.
            BadInput: a path does not exist, or the vectors in the database are of another embedder.
            IndexHeld: another process owns the index.
            Cancelled, StorageFull, Unreachable, ModelBroken: nothing has changed.
        """
        self._index.acquire()
        brand = self._people.load()
        wishes = Wishes(person, columns or {}, tuple(mask), reader)
        taken = Intake(self.folder, brand, wishes, progress, cancel).take(paths)
        everything = rebuild or not paths
        found = withhold(find_files(self.folder), brand)

        def covered(path: str) -> bool:
            return everything or any(path == one or path.startswith(f"{one}/") or one == "." for one in taken.inside)

        work = Ingest(self._passages, brand, self.embedder, self._index, reader, progress, cancel)
        try:
            report = work.run([file for file in found if covered(file.path)], covered, rebuild=rebuild)
        finally:
            self._shelf = self._index.opened_shelf(brand.id, self.embedder.id)
        with self._passages.view() as view:
            self._sketches.keep_up(view)
        self.brand = brand
        self._tell(report)
        return replace(report, skipped=(*taken.left_out, *report.skipped), archives=tuple(taken.archives))

    def keep_consents(self, reader: str = "en") -> Brand | None:
        """Look whether people came, left or withdrew, and forget the posts and words of those who did, at once.

        Gives the brand as it is now when somebody's file changed, else None: a few stats. What another process's index
        still holds is not found here from now on.
        """
        brand = self._people.look()
        if brand is None:
            return None
        self.brand = brand
        with self._passages.view() as view:
            gone = view.counts("person").keys() - lending(self.brand)
        if gone:
            try:
                self.ingest(reader=reader)
            except IndexHeld as held:
                log.info("%s", held)
        return self.brand

    # ------------------------------------------------------------ finding

    def search(
        self,
        query: str,
        k: int = 8,
        *,
        kinds: Sequence[str] = (),
        language: str = "",
        platform: str = "",
        person: str | None = None,
        since: date | None = None,
        until: date | None = None,
        by: By = "fused",
    ) -> tuple[Hit, ...]:
        """The `k` best passages for a query, best first: by meaning and by words, fused.

        Empty filters mean any; `person` None means anyone, empty the brand itself. `since` and `until` are inclusive
        and leave out what has no date. An empty query gives nothing, as does an empty library (see `empty`). Of a very
        long query the first 4,000 characters are looked at.

        Raises:
            Unreachable: the embedder or the database does not answer.
        """
        query = clean_text(query[:LONGEST_QUERY])
        if not query.strip() or k < 1:
            return ()
        self._tell_who_holds_it()
        zone = time_zone_of(self.brand)
        filters = Filters(
            kinds=tuple(kinds),
            language=language,
            platform=platform,
            person=person,
            since=instant(since, time.min, zone),
            until=instant(until, time.max, zone),
        )
        with self._passages.view() as view:
            vector = self._vector(query, view.snapshot)
            found = find(view, query, vector, filters, 2 * k, sources=Sources(self._shelf, self._sketches), by=by)
        speaking = lending(self.brand)
        return tuple(hit for hit in found if hit.passage.person in speaking)[:k]

    def likeness(self, query: str, texts: Sequence[str]) -> list[float]:
        """How near texts are in meaning to a query, as cosines; all of them are remembered for a while.

        Raises:
            Unreachable: the embedder does not answer.
        """
        vector = self._embedded(clean_text(query[:LONGEST_QUERY]))
        return [float(vector @ self._embedded(text)) for text in texts]

    def vector(self, query: str) -> tuple[str, list[float]]:
        """The id of the embedder and the vector of a text, of length 1; remembered for a while, as for `search`.

        Raises:
            Unreachable: the embedder does not answer.
        """
        return self.embedder.id, self._embedded(clean_text(query[:LONGEST_QUERY])).tolist()

    def retriever(self, k: int = 8, **filters: object) -> "BaseRetriever":
        """LangChain's view of `search`, with the same filters."""
        from assistant.library.retriever import LibraryRetriever

        return LibraryRetriever(library=self, k=k, filters=filters)

    def passage(self, passage_id: str) -> Passage | None:
        """The passage with this id, None when there is none (any more)."""
        return self._passages.passage(passage_id)

    def passages(self) -> tuple[Passage, ...]:
        """Every passage, in the order of the files."""
        return tuple(entry.passage for entry in self._passages.entries().values())

    def posts(
        self, person: str | None = None, platform: str = "", language: str = "", kind: str = "", **bounds: int
    ) -> tuple[Post, ...]:
        """Posts and replies, newest first; empty means any, `person` empty the brand's own. Where there are more than
        `most`, an even sample of them; with `newest`, only so many of the newest."""
        speaking = lending(self.brand)
        if person and person not in speaking:
            return ()
        entries = self._passages.posts(person=person, platform=platform, language=language, kind=kind, **bounds)
        return tuple(post_of(entry) for entry in entries if entry.passage.person in speaking)

    def count_posts(self, person: str | None = None, platform: str = "", language: str = "") -> int:
        """How many posts and replies there are, counted as `posts` would give them."""
        if person and person not in lending(self.brand):
            return 0
        return self._passages.count_posts(person=person, platform=platform, language=language)

    # ------------------------------------------------------------ knowing

    @property
    def generation(self) -> str:
        """Names the state of the library: changes with each ingest that changes something; empty before the first."""
        state = self._passages.state()
        return state.generation if state else ""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to search in."""
        if self._passages.state() is None:
            return True
        with self._passages.view() as view:
            return not view.counts("kind")

    def overview(self, reader: str = "") -> Overview:
        """What the library holds and what a person should know of it now, in the reader's language."""
        failure = self._shelf.failure if self._shelf is not None else self._failure
        behind = self._shelf is not None and not failure and not self._shelf.holds(self.generation)
        condition = Condition(self.embedder.id, self._index.holder(), failure, self._people.broken, behind)
        found = withhold(find_files(self.folder), self.brand)
        return describe(self._passages, found, condition, reader or self.language)

    def close(self) -> None:
        """Let go of the index. The database is its opener's to close."""
        self._shelf = None
        self._index.close()

    # ------------------------------------------------------------ inside

    def _vector(self, query: str, snapshot: Snapshot) -> Floats | None:
        """The query's vector; None when there is nothing to compare it with, or only vectors of another embedder."""
        if not snapshot.generation:
            return None
        if snapshot.embedder != self.embedder.id:
            log.warning(say("library.meaning_off", "en", stored=snapshot.embedder, current=self.embedder.id))
            return None
        vector = self._embedded(query)
        if len(vector) != snapshot.dimensions:
            raise BadInput(
                "library.wrong_vectors", embedder=self.embedder.id, found=len(vector), expected=snapshot.dimensions
            )
        return vector

    def _embed(self, query: str) -> Floats:
        said: Floats = np.asarray([self.embedder.embed_query(query)], dtype=np.float32)
        vector: Floats = unit_length(said)[0]
        return vector

    def _tell_who_holds_it(self) -> None:
        if self._told.is_set() or self._shelf is not None:
            return
        self._told.set()
        if owner := self._index.holder():
            log.info(say("library.scanning", "en", owner=owner.name, pid=owner.pid))
