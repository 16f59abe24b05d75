"""The Knowledge tab: what is known, searched, added to, indexed anew."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.errors import PapillonError
from assistant.records import PassageKind
from assistant.ui.frame import Frame
from assistant.ui.handlers.knowledge import add, index, search
from assistant.ui.markup import markup
from assistant.ui.rendering import knowledge, status
from assistant.wording import say

JOB = "ingest"
ANY = "any"
KINDS: tuple[PassageKind, ...] = ("guideline", "fact", "reply", "post", "voice")
READABLE = [".md", ".txt", ".html", ".htm", ".jsonl", ".csv"]


class KnowledgeTab:
    """Components of the tab, wired to their handlers. `show` draws the overview when the tab is opened."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        labels = frame.labels
        with gr.Row(elem_classes=["desk"]):
            with gr.Column(scale=7, min_width=320, elem_classes=["answers"]):
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
            with gr.Column(scale=5, min_width=320, elem_classes=["sheet", "shelf"]):
                labels.on(markup(), value=lambda code: f'<h2 class="sheet-title">{say("ui.indexed_title", code)}</h2>')
                self.overview = markup(elem_classes=["overview"])
                self.status = markup(elem_id="knowledge-status", elem_classes=["live"])
                with gr.Row(elem_classes=["go"]):
                    self.reindex = labels.on(
                        gr.Button(variant="secondary", elem_id="knowledge-reindex"), value="reindex"
                    )
                    self.stop = labels.on(gr.Button(variant="stop", visible=False), value="stop")
                    self.upload = labels.on(
                        gr.UploadButton(file_count="multiple", file_types=READABLE, elem_id="knowledge-upload"),
                        label="upload",
                    )
                labels.on(markup(elem_classes=["aside"]), value=lambda code: f"<p>{say('ui.upload_hint', code)}</p>")
        self._wire()

    def _wire(self) -> None:
        reader = self.frame.reader
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        asked = [self.query, self.kind, reader]
        self.go.click(self._search, asked, [self.results], **quiet)
        self.query.submit(self._search, asked, [self.results], **quiet)
        self.kind.input(self._search, asked, [self.results], **quiet)
        one: dict[str, Any] = {"concurrency_limit": 1, "concurrency_id": "ingest"}
        told = [self.status, self.overview, self.reindex, self.stop]
        self.reindex.click(self._index, [reader], told, **quiet, **one)
        self.upload.upload(self._add, [self.upload, reader], told, **quiet, **one)
        self.stop.click(self._stop, None, None, queue=False, **quiet)
        self.frame.redraws.append((self.show, [], [self.overview]))
        self.frame.redraws.append((self._search_again, [self.query, self.kind], [self.results]))

    def show(self, reader: str) -> str:
        """The overview as it stands now."""
        try:
            return knowledge.overview_page(self.frame.house.library.overview(reader), self.frame.house.brand, reader)
        except PapillonError as error:
            return status.notice(error.text(reader), "bad")

    def _search(self, query: str, kind: str, reader: str) -> str:
        wanted = next((known for known in KINDS if known == kind), None)
        results = search(self.frame.house, query, wanted, reader)
        return knowledge.results_list(results, reader, self.frame.names)

    def _search_again(self, reader: str, query: str, kind: str) -> str:
        return self._search(query, kind, reader)

    def _stop(self, request: gr.Request) -> None:
        self.frame.runs.stop(request.session_hash or "", JOB)

    def _index(self, reader: str, request: gr.Request) -> Iterator[list[Any]]:
        with self.frame.runs.run(request.session_hash or "", JOB) as cancel:
            for now in index(self.frame.house, False, reader, cancel):
                running = now.state == "running"
                yield [
                    knowledge.indexing(now, reader),
                    gr.skip() if running else self.show(reader),
                    gr.update(interactive=not running),
                    gr.update(visible=running),
                ]

    def _add(self, files: list[str] | None, reader: str, request: gr.Request) -> Iterator[list[Any]]:
        added, problems = add(self.frame.house, tuple(Path(file) for file in files or ()), reader)
        told = "".join(status.notice(problem, "bad") for problem in problems)
        if not added:
            yield [told, gr.skip(), gr.skip(), gr.skip()]
            return
        for picture in self._index(reader, request):
            yield [told + picture[0], *picture[1:]]
