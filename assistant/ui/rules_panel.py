"""The house's rules on the page: those in force, and those its guidelines state, accepted one by one."""

from collections.abc import Iterator
from typing import Any

import gradio as gr

from assistant.ui.frame import Frame
from assistant.ui.handlers.rules import Guides, read_guides, set_aside, take, take_back
from assistant.ui.markup import markup
from assistant.ui.rendering.rules import TAKE, proposals, rules_in_force
from assistant.wording import say

JOB = "rules"
LISTEN = """
element.addEventListener('click', event => {
  const button = event.target.closest('[data-rule]');
  if (button) trigger('select', { index: Number(button.dataset.rule), value: button.dataset.does });
});
"""


class RulesPanel:
    """Components of the panel, wired to their handlers. `show` draws the rules as the brand's file has them now."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        labels = frame.labels
        self.guides = gr.State(Guides())
        labels.on(
            markup(),
            value=lambda code: (
                f'<h2 class="sheet-title">{say("ui.rules_title", code)}</h2>'
                f'<p class="quiet">{say("ui.rules_hint", code)}</p>'
            ),
        )
        self.in_force = markup(elem_id="rules-in-force", elem_classes=["live"])
        with gr.Row(elem_classes=["go"]):
            self.read = labels.on(gr.Button(variant="secondary", elem_id="rules-read"), value="rules_read")
            self.stop = labels.on(gr.Button(variant="stop", elem_id="rules-stop", interactive=False), value="stop")
            self.back = labels.on(gr.Button(variant="secondary", elem_id="rules-undo"), value="rules_undo")
        self.view = markup(js_on_load=LISTEN, elem_id="rules-found", elem_classes=["live"])
        self._wire()

    def show(self, reader: str) -> str:
        """The rules in force."""
        return rules_in_force(self.frame.house.drafting.brand, reader)

    def _wire(self) -> None:
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        reader = self.frame.reader
        told = [self.view, self.guides, self.in_force]
        self.read.click(
            self._read, [reader], [*told, self.read, self.stop], concurrency_limit=1, concurrency_id="rules", **quiet
        )
        self.stop.click(self._stop, None, None, queue=False, **quiet)
        self.view.select(self._choose, [self.guides, reader], told, **quiet)
        self.back.click(self._take_back, [self.guides, reader], told, **quiet)
        self.frame.redraws.append((self._redraw, [self.guides], [self.view, self.in_force]))

    def _read(self, reader: str, request: gr.Request) -> Iterator[list[Any]]:
        model = self.frame.house.chat.describe(reader)
        with self.frame.runs.run(request.session_hash or "", JOB) as cancel:
            for guides in read_guides(self.frame.house, reader, cancel, with_model=model.state == "ready"):
                busy = guides.state == "running"
                yield [
                    proposals(guides, reader),
                    guides,
                    self.show(reader),
                    gr.update(interactive=not busy),
                    gr.update(interactive=busy),
                ]

    def _stop(self, request: gr.Request) -> None:
        self.frame.runs.stop(request.session_hash or "", JOB)

    def _choose(self, guides: Guides, reader: str, event: gr.EventData) -> list[Any]:
        index = int(event.index)
        chosen = take(self.frame.house, guides, index, reader) if event.value == TAKE else set_aside(guides, index)
        return [proposals(chosen, reader), chosen, self.show(reader)]

    def _take_back(self, guides: Guides, reader: str) -> list[Any]:
        after = take_back(self.frame.house, guides, reader)
        return [proposals(after, reader), after, self.show(reader)]

    def _redraw(self, reader: str, guides: Guides) -> list[Any]:
        return [proposals(guides, reader), self.show(reader)]
