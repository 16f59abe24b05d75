"""The part of a card that puts the same draft without the voice beside it, on demand."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import gradio as gr

from assistant.records import Draft
from assistant.ui.frame import Frame
from assistant.ui.handlers.beside import write_plain
from assistant.ui.markup import markup
from assistant.ui.rendering.comparisons import beside


class Beside:
    """A button and what it shows. `outputs` and `updates` go together."""

    def __init__(self, frame: Frame, name: str, index: int) -> None:
        self.frame = frame
        self.name = name
        self.job = f"plain-{name}-{index}"
        button = gr.Button(visible=False, size="sm", elem_id=f"{name}-{index}-plain", elem_classes=["act", "aside-act"])
        self.go = frame.labels.on(button, value="without_voice")
        self.view = markup(elem_classes=["beside"])

    @property
    def outputs(self) -> list[Any]:
        """The components that `updates` fills."""
        return [self.go, self.view]

    def updates(self, draft: Draft | None, purpose: str) -> list[Any]:
        """Offered for a whole draft whose purpose is known; what was shown before goes."""
        return [gr.update(visible=draft is not None and bool(purpose.strip())), ""]

    def wire(self, text: gr.Textbox, shown: gr.State) -> None:
        """Compare the text as it stands in its box with the plain one."""
        self.go.click(
            self._compare,
            [text, shown, self.frame.reader],
            [self.go, self.view],
            show_progress="hidden",
            concurrency_limit=4,
            concurrency_id="draft",
            api_visibility="private",
        )

    def _compare(self, text: str, shown: Any, reader: str, request: gr.Request) -> Iterator[list[Any]]:
        if shown is None:
            yield [gr.skip(), gr.skip()]
            return
        draft = replace(shown.draft, text=text)
        purpose = shown.context.message or shown.context.topic
        kind = "reply" if shown.context.message else "post"
        with self.frame.runs.run(request.session_hash or "", self.job) as cancel:
            for plain in write_plain(self.frame.house, draft, purpose, kind, reader, cancel=cancel):
                busy = plain.state == "running"
                yield [gr.update(interactive=not busy), beside(plain, draft.language, reader)]
