"""Above the inbox's list: how far replies are that are drafted in the background, and the way to stop them."""

from typing import Any

import gradio as gr

from assistant.desk import Office
from assistant.ui.frame import Frame
from assistant.ui.handlers import batches
from assistant.ui.markup import markup
from assistant.ui.rendering.batches import under_way

MANY = 10
"""Replies drafted with one click."""
_SAID = """
element.addEventListener('click', event => {
  const button = event.target.closest('[data-stop]');
  if (button) trigger('select', { index: button.dataset.stop });
});
"""


class BatchPanel:
    """What is under way. It goes on when the page is closed, so it belongs to no page: everybody sees the same."""

    def __init__(self, frame: Frame, office: Office | None) -> None:
        self.office = office
        self.reader = frame.reader
        self.stamp = gr.State("")
        self.view = frame.labels.on(
            markup(js_on_load=_SAID, elem_id="inbox-batches", elem_classes=["live"]), value=self.show
        )

    def wire(self, many: gr.Button, name: gr.Textbox, timer: gr.Timer) -> None:
        """`many` begins a batch in the name that `name` gives; `timer` says when to look how far it is."""
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        outputs = [self.view, self.stamp]
        many.click(self._begin, [name, self.reader], outputs, concurrency_limit=2, **quiet)
        self.view.select(self._stop, [name, self.reader], outputs, concurrency_limit=2, **quiet)
        timer.tick(self._tick, [self.stamp, self.reader], outputs, queue=False, **quiet)

    def show(self, reader: str) -> str:
        """What is under way now, and what ended a short while ago."""
        return under_way(batches.look(self.office), reader) if self.office is not None else ""

    def _tick(self, stamp: str, reader: str) -> list[Any]:
        if self.office is None or batches.stamp(self.office) == stamp:
            return [gr.skip(), gr.skip()]
        return self._drawn(reader)

    def _begin(self, name: str, reader: str) -> list[Any]:
        return self._drawn(reader, batches.begin(self.office, MANY, name, reader) if self.office is not None else "")

    def _stop(self, name: str, reader: str, event: gr.EventData) -> list[Any]:
        told = batches.cancel(self.office, str(event.index), name, reader) if self.office is not None else ""
        return self._drawn(reader, told)

    def _drawn(self, reader: str, told: str = "") -> list[Any]:
        if self.office is None:
            return [gr.skip(), gr.skip()]
        return [under_way(batches.look(self.office), reader, told), batches.stamp(self.office)]
