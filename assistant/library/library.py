"""The library of one brand: everything it has written down and said, kept up to date and found again."""

import logging
import threading
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.errors import BadInput, IndexHeld
from assistant.library.folder import Found, find_files
from assistant.library.index import Floats, Index, IndexFailed, Shelf
from assistant.library.ingest import Ingest, Progress, told, unit_length, verify
from assistant.library.reading import time_zone_of
from assistant.library.search import LONGEST_QUERY, Scan, Sources, find, instant
from assistant.library.upload import keep_file
from assistant.records import Hit, IngestReport, KnownFile, Overview, Passage, Post, PostKind
from assistant.store import Database, Entry, Filters, LibraryState, Passages
from assistant.voice.brand import Brand, load_brand
from assistant.wording import say

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever

    from assistant.library.ingest import Embedder

log = logging.getLogger(__name__)


class Library:
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
        self._scan = Scan()
        self._shelf: Shelf | None = None
        self._told = threading.Event()

    # ------------------------------------------------------------ taking in

    def ingest(
        self,
        paths: Sequence[Path | str] = (),
        *,
        rebuild: bool = False,
        progress: Progress | None = None,
        reader: str = "en",
        cancel: threading.Event | None = None,
    ) -> IngestReport:
        """Read the brand's folder, or only these files and folders of it, and make it searchable.

        A path outside of the brand's folder is copied into it first, as `add_file` does. All or nothing: stopped,
        killed or out of room, it leaves the passages as they were; what was embedded by then is not embedded again.
        `rebuild` reads and embeds everything anew, whatever `paths` says.

        Raises:
            BadKnowledge: `brand.toml` or a `person.toml` is broken.
            BadInput: a path does not exist, or the vectors in the database are of another embedder.
            IndexHeld: another process owns the index.
            Cancelled, StorageFull, Unreachable, ModelBroken: nothing has changed.
        """
        self._index.acquire()
        brand = load_brand(self.folder)
        wanted = [] if rebuild else self._inside(paths, reader)
        found = find_files(self.folder)

        def covered(path: str) -> bool:
            return not wanted or any(path == one or path.startswith(f"{one}/") or one == "." for one in wanted)

        work = Ingest(self._passages, brand, self.embedder, self._index, reader, progress, cancel)
        try:
            report = work.run([file for file in found if covered(file.path)], covered, rebuild=rebuild)
        finally:
            self._shelf = self._index.opened_shelf(brand.id, self.embedder.id)
        self.brand = brand
        return report

    def add_file(self, name: str, data: bytes, reader: str = "en", *, replace: bool = False) -> Path:
        """Keep an uploaded file in the brand's folder, under `guidelines/` or `posts/` by what it holds.

        Only the last part of `name` counts. Nothing is searchable before the next `ingest`.

        Raises:
            BadInput: it cannot be read (the reason is in the reader's language), or another file has that name and
                `replace` is not set.
            StorageFull: the disk has no room.
        """
        return keep_file(self.folder, name, data, reader=reader, replace=replace)

    def open_index(self) -> None:
        """Open Chroma and mend it from the database where they differ. About a second; searches need not wait for it.

        When another process owns the index, or Chroma fails, searches go on through the database and `overview` says
        so.

        Raises:
            Unreachable: the Chroma server does not answer.
            StorageFull: the disk has no room to mend the index.
        """
        try:
            with self._index.writing:
                shelf = self._index.shelf(self.brand.id, self.embedder.id)
                verify(self._passages, self._index, shelf)
                self._shelf = self._index.opened_shelf(self.brand.id, self.embedder.id)
        except IndexHeld as held:
            log.info("%s", held)
        except IndexFailed as failure:
            log.warning("the search index does not open: %s", failure)

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
    ) -> tuple[Hit, ...]:
        """The `k` best passages for a query, best first: by meaning and by words, fused.

        Empty filters mean any; `person` None means anyone, empty the brand itself. `since` and `until` are inclusive
        and leave out what has no date. An empty query gives nothing, as does an empty library (see `empty`).

        Raises:
            Unreachable: the embedder or the database does not answer.
        """
        if not query.strip() or k < 1:
            return ()
        state = self._passages.state()
        if state is None:
            return ()
        self._tell_who_holds_it()
        vector = None
        if state.embedder == self.embedder.id:
            vector = self._vector(query, state.dimensions)
        else:
            log.warning(say("library.meaning_off", "en", stored=state.embedder, current=self.embedder.id))
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
            if view.library()[1] != self.embedder.id:
                vector = None
            return find(view, query, vector, filters, k, sources=Sources(self._shelf, self._scan))

    def retriever(self, k: int = 8, **filters: object) -> "BaseRetriever":
        """LangChain's view of `search`, with the same filters."""
        from assistant.library.retriever import LibraryRetriever

        return LibraryRetriever(library=self, k=k, filters=filters)

    def passage(self, passage_id: str) -> Passage | None:
        """The passage with this id, None when there is none (any more)."""
        return self._passages.passage(passage_id)

    def posts(
        self, person: str | None = None, platform: str = "", language: str = "", kind: str = ""
    ) -> tuple[Post, ...]:
        """Posts and replies, newest first; empty means any, `person` empty the brand's own."""
        entries = self._passages.posts(person=person, platform=platform, language=language, kind=kind)
        return tuple(_post(entry) for entry in entries)

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
        reader = reader or self.language
        state = self._passages.state()
        stored = self._passages.files()
        with self._passages.view() as view:
            counts = {name: view.counts(name) for name in ("kind", "language", "platform", "person", "path")}
        files = tuple(
            KnownFile(
                path=file.path,
                passages=counts["path"].get(file.path, 0),
                skipped=tuple(told(remark, reader) for remark in file.remarks),
                size=file.size,
                modified=datetime.fromtimestamp(file.modified, UTC) if file.digest else None,
            )
            for file in stored.values()
        )
        return Overview(
            brand=self.brand.id,
            passages=sum(counts["kind"].values()),
            by_kind=counts["kind"],
            by_language=counts["language"],
            by_platform=counts["platform"],
            by_person=counts["person"],
            files=files,
            ingested=state.ingested if state else None,
            embedder=state.embedder if state else "",
            notices=tuple(self._notices(state, sum(counts["kind"].values()), reader)),
        )

    def close(self) -> None:
        """Let go of the index. The database is its opener's to close."""
        self._shelf = None
        self._index.close()

    # ------------------------------------------------------------ inside

    def _vector(self, query: str, dimensions: int) -> Floats:
        said: Floats = np.asarray([self.embedder.embed_query(query[:LONGEST_QUERY])], dtype=np.float32)
        if said.shape[1] != dimensions:
            raise BadInput(
                "library.wrong_vectors", embedder=self.embedder.id, found=said.shape[1], expected=dimensions
            )
        vector: Floats = unit_length(said)[0]
        return vector

    def _inside(self, paths: Sequence[Path | str], reader: str) -> list[str]:
        """The paths from the brand's folder; those outside of it are copied in."""
        root = self.folder.resolve()
        inside: list[str] = []
        for given in paths:
            path = Path(given)
            if not path.exists():
                raise BadInput("library.no_such_path", path=path)
            place = path.resolve()
            if place.is_relative_to(root):
                inside.append(place.relative_to(root).as_posix())
                continue
            for file in find_files(place) if place.is_dir() else [Found(place.name, place)]:
                kept = self.add_file(file.file.name, file.file.read_bytes(), reader)
                inside.append(kept.relative_to(self.folder).as_posix())
        return inside

    def _notices(self, state: LibraryState | None, passages: int, reader: str) -> list[str]:
        if state is None:
            return [say("library.nothing_yet", reader)]
        notices = [] if passages else [say("library.nothing_inside", reader)]
        if state.embedder != self.embedder.id:
            notices.append(say("library.meaning_off", reader, stored=state.embedder, current=self.embedder.id))
        if changed := self._changed_files():
            names = ", ".join(changed[:3]) + ("…" if len(changed) > 3 else "")
            notices.append(say("library.files_changed", reader, count=len(changed), names=names))
        if owner := self._index.holder():
            notices.append(say("library.scanning", reader, owner=owner.name, pid=owner.pid))
        if self._shelf is not None and self._shelf.failure:
            notices.append(say("library.index_failed", reader, reason=self._shelf.failure))
        return notices

    def _changed_files(self) -> list[str]:
        """Files that are new, gone, or of another size or time than when they were read."""
        stored = {path: (file.size, file.modified) for path, file in self._passages.files().items() if file.digest}
        now: dict[str, tuple[int, float]] = {}
        for found in find_files(self.folder):
            if found.remark is None:
                try:
                    status = found.file.stat()
                except OSError:
                    continue
                now[found.path] = (status.st_size, status.st_mtime)
        return sorted(path for path in stored.keys() | now.keys() if stored.get(path) != now.get(path))

    def _tell_who_holds_it(self) -> None:
        if self._told.is_set() or self._shelf is not None:
            return
        self._told.set()
        if owner := self._index.holder():
            log.warning(say("library.scanning", "en", owner=owner.name, pid=owner.pid))


def _post(entry: Entry) -> Post:
    passage = entry.passage
    kind: PostKind = "reply" if passage.kind == "reply" else "post"
    return Post(
        id=entry.post,
        text=passage.text,
        platform=passage.platform,
        language=passage.language,
        kind=kind,
        date=passage.date,
        person=passage.person,
        answered=passage.answered,
        likes=passage.likes,
        reposts=entry.reposts,
        replies=entry.replies,
    )
