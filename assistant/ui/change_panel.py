"""A proposed change of the brand's file on the page: seen, tried, accepted, taken back."""

from collections.abc import Iterator, Mapping
from typing import Any

import gradio as gr

from assistant.ui.frame import Frame
from assistant.ui.handlers.changes import Proposed, accept, show_change, try_on_messages, undo
from assistant.ui.markup import markup
from assistant.ui.rendering.comparisons import ACTIONS, change

LISTEN = """
element.addEventListener('click', event => {
  const button = event.target.closest('[data-change]');
  if (button) trigger('select', { index: Number(button.dataset.change) });
});
"""


class ChangePanel:
    """The card of one proposed change. `outputs` and what `show` gives go together."""

    def __init__(self, frame: Frame, name: str) -> None:
        self.frame = frame
        self.job = f"trial-{name}"
        self.proposed = gr.State(Proposed())
        self.view = markup(js_on_load=LISTEN, elem_classes=["live"], elem_id=f"{name}-change")
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        self.view.select(self._act, [self.proposed, frame.reader], self.outputs, concurrency_limit=4, **quiet)
        frame.redraws.append((self._redraw, [self.proposed], [self.view]))

    @property
    def outputs(self) -> list[Any]:
        """The components that a change fills."""
        return [self.view, self.proposed]

    def show(self, edit: Mapping[str, object], reader: str) -> list[Any]:
        """A change that was asked for, as it would look."""
        return self._picture(show_change(self.frame.house, edit, reader), reader)

    def nothing(self) -> list[Any]:
        """No change is proposed."""
        return ["", Proposed()]

    def _act(self, proposed: Proposed, reader: str, request: gr.Request, event: gr.EventData) -> Iterator[list[Any]]:
        house, page = self.frame.house, request.session_hash or ""
        match ACTIONS[int(event.index)]:
            case "accept":
                yield self._picture(accept(house, proposed, reader), reader)
            case "undo":
                yield self._picture(undo(house, proposed, reader), reader)
            case "stop":
                self.frame.runs.stop(page, self.job)
                yield [gr.skip(), gr.skip()]
            case "try":
                with self.frame.runs.run(page, self.job) as cancel:
                    for now in try_on_messages(house, proposed, reader, cancel):
                        yield self._picture(now, reader)
            case _:
                yield self.nothing()

    def _redraw(self, reader: str, proposed: Proposed) -> str:
        if proposed.state == "shown" and proposed.edit is not None:
            proposed = show_change(self.frame.house, proposed.edit, reader)
        return change(proposed, reader)

    @staticmethod
    def _picture(proposed: Proposed, reader: str) -> list[Any]:
        return [change(proposed, reader), proposed]
