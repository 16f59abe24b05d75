"""The part of a card that puts the same draft without the voice beside it, on demand."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import gradio as gr

from assistant.records import Draft
from assistant.ui.frame import Frame
from assistant.ui.handlers.beside import write_plain
from assistant.ui.markup import markup
from assistant.ui.rendering.comparisons import beside, beside_button

LISTEN = """
element.addEventListener('click', event => { if (event.target.closest('[data-beside]')) trigger('select', {}); });
"""


class Beside:
    """One part of a card: a button, and what it shows. (Its button is HTML: a gradio button that is hidden inside a
    hidden column now and then misses the update that shows it.)"""

    def __init__(self, frame: Frame, name: str, index: int) -> None:
        self.frame = frame
        self.job = f"plain-{name}-{index}"
        self.view = markup(js_on_load=LISTEN, elem_classes=["beside"])

    def offer(self, draft: Draft | None, purpose: str, reader: str) -> str:
        """The button, for a whole draft whose purpose is known; what was shown before goes."""
        return beside_button(reader) if draft is not None and purpose.strip() else ""

    def wire(self, text: gr.Textbox, shown: gr.State) -> None:
        """Compare the text as it stands in its box with the plain one."""
        self.view.select(
            self._compare,
            [text, shown, self.frame.reader],
            [self.view],
            show_progress="hidden",
            concurrency_limit=4,
            concurrency_id="draft",
            api_visibility="private",
        )

    def _compare(self, text: str, shown: Any, reader: str, request: gr.Request) -> Iterator[Any]:
        if shown is None:
            yield gr.skip()
            return
        draft = replace(shown.draft, text=text)
        purpose = shown.context.message or shown.context.topic
        kind = "reply" if shown.context.message else "post"
        with self.frame.runs.run(request.session_hash or "", self.job) as cancel:
            for plain in write_plain(self.frame.house, draft, purpose, kind, reader, cancel=cancel):
                yield beside(plain, draft.language, reader)
