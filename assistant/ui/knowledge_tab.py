"""The Knowledge tab: what is known, searched, added to, looked over, indexed anew."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.errors import PapillonError
from assistant.records import PassageKind
from assistant.ui.frame import Frame
from assistant.ui.handlers.knowledge import Wishes, index, look_at, remove, review, search
from assistant.ui.markup import markup
from assistant.ui.rendering import knowledge, status
from assistant.ui.rendering.doubts import doubts
from assistant.ui.rendering.offers import offers
from assistant.ui.rendering.timeline import timeline
from assistant.wording import say

JOB = "ingest"
ANY = "any"
KINDS: tuple[PassageKind, ...] = ("guideline", "fact", "reply", "post", "voice")
MASKS = ("email", "phone", "order", "iban")
HELD = ("text", "date", "platform", "language")
"""What a person can say which column of a table holds."""


class KnowledgeTab:
    """Components of the tab, wired to their handlers. `show` draws the overview when the tab is opened."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        with gr.Row(elem_classes=["desk"]):
            with gr.Column(scale=7, min_width=320, elem_classes=["answers"]):
                self._finder()
                self._adding()
                self._looking_over()
            with gr.Column(scale=5, min_width=320, elem_classes=["sheet", "shelf"]):
                self._shelf()
        self._wire()

    def _title(self, key: str) -> None:
        self.frame.labels.on(markup(), value=lambda code: f'<h2 class="sheet-title">{say(f"ui.{key}", code)}</h2>')

    def _finder(self) -> None:
        labels = self.frame.labels
        with gr.Row(elem_classes=["finder"]):
            self.query = labels.on(
                gr.Textbox(value="", max_lines=1, elem_id="knowledge-query", type="text"),
                label="search",
                placeholder="search_placeholder",
            )
            self.go = labels.on(gr.Button(variant="primary", elem_id="knowledge-go"), value="search_go")
        self.kind = labels.on(
            gr.Radio([ANY], value=ANY, elem_classes=["chips-chooser", "small"]),
            label="search_kind",
            choices=lambda code: [
                (say("ui.kind_any", code), ANY),
                *((say(f"ui.kind_{kind}", code), kind) for kind in KINDS),
            ],
        )
        self.results = markup(elem_id="knowledge-results", elem_classes=["live"])

    def _adding(self) -> None:
        labels = self.frame.labels
        with gr.Column(elem_classes=["sheet", "adding"]):
            self._title("add_title")
            self.files = labels.on(
                gr.File(file_count="multiple", type="filepath", height=130, elem_id="knowledge-upload"),
                label="upload",
            )
            labels.on(markup(elem_classes=["aside"]), value=lambda code: f"<p>{say('ui.upload_hint', code)}</p>")
            with gr.Row(elem_classes=["finder"]):
                self.address = labels.on(
                    gr.Textbox(value="", max_lines=1, elem_id="knowledge-address", type="text"),
                    label="page_address",
                    placeholder="page_address_placeholder",
                )
                self.fetch = labels.on(gr.Button(variant="secondary", elem_id="knowledge-fetch"), value="page_fetch")
            self.offered = markup(elem_id="knowledge-offers", elem_classes=["live"])
            with gr.Column(visible=False, elem_classes=["wishes"]) as self.archive_wishes:
                self.mask = labels.on(
                    gr.CheckboxGroup(list(MASKS), value=[], elem_classes=["chips-chooser", "small"]),
                    label="mask",
                    choices=lambda code: [(say(f"ui.mask_{name}", code), name) for name in MASKS],
                )
            with gr.Row(visible=False, elem_classes=["pair", "columns"]) as self.columns:
                self.held = [
                    labels.on(gr.Dropdown([], value=None, elem_id=f"column-{name}"), label=f"column_{name}")
                    for name in HELD
                ]
            with gr.Row(visible=False, elem_classes=["go"]) as self.deciding:
                self.keep = labels.on(gr.Button(variant="primary", elem_id="knowledge-keep"), value="offer_keep")
                self.discard = labels.on(
                    gr.Button(variant="secondary", elem_id="knowledge-discard"), value="offer_discard"
                )

            self.status = markup(elem_id="knowledge-status", elem_classes=["live"])
            with gr.Row(elem_classes=["go", "again"]):
                self.reindex = labels.on(gr.Button(variant="secondary", elem_id="knowledge-reindex"), value="reindex")
                self.stop = labels.on(gr.Button(variant="stop", visible=False, elem_id="knowledge-stop"), value="stop")

    def _looking_over(self) -> None:
        labels = self.frame.labels
        with gr.Column(elem_classes=["sheet"]):
            self._title("review_title")
            labels.on(markup(elem_classes=["aside"]), value=lambda code: f"<p>{say('ui.review_hint', code)}</p>")
            with gr.Row(elem_classes=["go"]):
                self.look = labels.on(gr.Button(variant="secondary", elem_id="knowledge-review"), value="review_go")
            self.doubts = markup(elem_id="knowledge-doubts", elem_classes=["live"])

    def _shelf(self) -> None:
        labels = self.frame.labels
        self._title("indexed_title")
        self.overview = markup(elem_classes=["overview"])
        self.removable = labels.on(gr.Dropdown([], value=None, elem_id="knowledge-removable"), label="remove_label")
        with gr.Row(elem_classes=["go"]):
            self.remove = labels.on(gr.Button(variant="secondary", elem_id="knowledge-remove"), value="remove")
            self.sure = labels.on(
                gr.Button(variant="stop", visible=False, elem_id="knowledge-remove-sure"), value="remove_sure"
            )
            self.spare = labels.on(gr.Button(variant="secondary", visible=False), value="remove_not")

    def _wire(self) -> None:
        reader = self.frame.reader
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        asked = [self.query, self.kind, reader]
        self.go.click(self._search, asked, [self.results], **quiet)
        self.query.submit(self._search, asked, [self.results], **quiet)
        self.kind.input(self._search, asked, [self.results], **quiet)
        one: dict[str, Any] = {"concurrency_limit": 1, "concurrency_id": "ingest"}
        told = [self.status, self.overview, self.reindex, self.stop, self.removable]
        self.reindex.click(self._index, [reader], told, **quiet, **one)
        self.stop.click(self._stop, None, None, queue=False, **quiet)
        wishes = [self.files, self.mask, *self.held, reader]
        seen = [self.offered, self.archive_wishes, self.columns, self.deciding, *self.held]
        self.files.upload(self._offer_anew, [self.files, self.mask, reader], seen, **quiet)
        self.files.clear(self._discard, None, seen, **quiet)
        self.mask.input(self._offer, wishes, seen, **quiet)
        for chooser in self.held:
            chooser.input(self._offer, wishes, seen, **quiet)
        wished = gr.State(Wishes())
        decided = self.keep.click(self._wish, [self.mask, *self.held], [wished], **quiet)
        kept = decided.then(self._keep, [self.files, wished, reader], told, **quiet, **one)
        kept.then(self._put_away, None, [self.files, *seen], **quiet)
        self.discard.click(self._put_away, None, [self.files, *seen], **quiet)
        paged = self.fetch.click(self._page, [self.address, reader], told, **quiet, **one)
        paged.then(lambda: "", None, [self.address], **quiet)
        self.look.click(self._review, [reader], [self.doubts], **quiet)
        asking = [self.sure, self.spare, self.remove]
        self.remove.click(self._ask, [self.removable], asking, **quiet)
        self.spare.click(self._ask, None, asking, **quiet)
        removed = self.sure.click(self._remove, [self.removable, reader], told, **quiet, **one)
        removed.then(self._ask, None, asking, **quiet)
        self.frame.redraws.append((self.show, [], [self.overview]))
        self.frame.redraws.append((self._search_again, [self.query, self.kind], [self.results]))

    def show(self, reader: str) -> str:
        """The overview as it stands now."""
        library = self.frame.house.library
        try:
            page = knowledge.overview_page(library.overview(reader), self.frame.house.brand, reader)
            return timeline(library.months(), reader) + page
        except PapillonError as error:
            return status.notice(error.text(reader), "bad")

    def files_of(self, reader: str) -> dict[str, Any]:
        """The files that can be removed, for their chooser."""
        try:
            known = self.frame.house.library.overview(reader).files
        except PapillonError:
            return gr.update(choices=[], value=None)
        return gr.update(choices=sorted(file.path for file in known if file.path != "brand.toml"), value=None)

    def _search(self, query: str, kind: str, reader: str) -> str:
        wanted = next((known for known in KINDS if known == kind), None)
        results = search(self.frame.house, query, wanted, reader)
        return knowledge.results_list(results, reader, self.frame.names)

    def _search_again(self, reader: str, query: str, kind: str) -> str:
        return self._search(query, kind, reader)

    def _stop(self, request: gr.Request) -> None:
        self.frame.runs.stop(request.session_hash or "", JOB)

    def _index(self, reader: str, request: gr.Request) -> Iterator[list[Any]]:
        yield from self._taken((), Wishes(), reader, request)

    def _taken(
        self, paths: Sequence[Path | str], wishes: Wishes, reader: str, request: gr.Request, before: str = ""
    ) -> Iterator[list[Any]]:
        with self.frame.runs.run(request.session_hash or "", JOB) as cancel:
            for now in index(self.frame.house, False, reader, cancel, paths=paths, wishes=wishes):
                running = now.state == "running"
                yield [
                    before + knowledge.indexing(now, reader),
                    gr.skip() if running else self.show(reader),
                    gr.update(interactive=not running),
                    gr.update(visible=running),
                    gr.skip() if running else self.files_of(reader),
                ]

    def _offer_anew(self, files: list[str] | None, mask: list[str], reader: str) -> list[Any]:
        return self._offer(files, mask, *[None for _ in HELD], reader)  # type: ignore[arg-type]

    def _offer(self, files: list[str] | None, mask: list[str], *given: str) -> list[Any]:
        *columns, reader = given
        wishes = _wishes(mask, columns)
        found = look_at(self.frame.house, [Path(file) for file in files or ()], wishes, reader)
        archives = [one.archive for one in found if one.archive is not None]
        table = next((archive for archive in archives if archive.columns), None)
        names = [column.name for column in table.columns] if table else []
        holds = {column.holds: column.name for column in table.columns} if table else {}
        return [
            offers(found, reader),
            gr.update(visible=bool(archives)),
            gr.update(visible=table is not None),
            gr.update(visible=any(one.keepable for one in found)),
            *[gr.update(choices=names, value=holds.get(held)) for held in HELD],
        ]

    def _discard(self) -> list[Any]:
        hidden = gr.update(visible=False)
        return ["", hidden, hidden, hidden, *[gr.update(choices=[], value=None) for _ in HELD]]

    def _put_away(self) -> list[Any]:
        return [None, *self._discard()]

    def _wish(self, mask: list[str], *columns: str | None) -> Wishes:
        return _wishes(mask, columns)

    def _keep(self, files: list[str] | None, wishes: Wishes, reader: str, request: gr.Request) -> Iterator[list[Any]]:
        yield from self._taken([Path(file) for file in files or ()], wishes, reader, request)

    def _page(self, address: str, reader: str, request: gr.Request) -> Iterator[list[Any]]:
        if not address.strip().lower().startswith("https://"):
            told = status.notice(say("ui.page_address_wanted", reader), "bad")
            yield [told, *[gr.skip()] * 4]
            return
        yield from self._taken([address.strip()], Wishes(), reader, request)

    def _review(self, reader: str) -> Iterator[str]:
        yield f'<p class="status busy">{say("ui.review_busy", reader)}</p>'
        yield doubts(review(self.frame.house, reader), reader, self.frame.names)

    def _ask(self, path: str | None = None) -> list[Any]:
        asking = bool(path)
        return [gr.update(visible=asking), gr.update(visible=asking), gr.update(visible=not asking)]

    def _remove(self, path: str | None, reader: str, request: gr.Request) -> Iterator[list[Any]]:
        problem = remove(self.frame.house, path or "", reader)
        yield from self._taken((), Wishes(), reader, request, status.notice(problem, "bad"))


def _wishes(mask: Sequence[str], columns: Sequence[str | None]) -> Wishes:
    chosen = {held: name for held, name in zip(HELD, columns, strict=True) if name}
    return Wishes(tuple(mask), chosen)
