"""A proposed change of the brand's file on the page: seen, tried, accepted, taken back."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import gradio as gr

from assistant.ui.frame import Frame
from assistant.ui.handlers.changes import Proposed, accept, show_change, try_on_messages, undo
from assistant.ui.markup import markup
from assistant.ui.rendering.comparisons import change

JOB = "trial"


class ChangePanel:
    """The card of one proposed change. `outputs` and what `show` gives go together."""

    def __init__(self, frame: Frame, name: str) -> None:
        self.frame = frame
        self.job = f"{JOB}-{name}"
        self.proposed = gr.State(Proposed())
        with gr.Column(visible=False, elem_classes=["card", "change"], elem_id=f"{name}-change") as self.column:
            self.view = markup(elem_classes=["live"])
            with gr.Row(elem_classes=["go"]):
                self.yes = self._button(name, "accept", "accept_change", "primary")
                self.test = self._button(name, "try", "try_change", "secondary")
                self.stop = self._button(name, "stop", "stop", "stop")
                self.no = self._button(name, "dismiss", "dismiss_change", "secondary")
                self.back = self._button(name, "undo", "undo_change", "secondary")
        self._wire()

    def _button(self, name: str, does: str, key: str, variant: Any) -> gr.Button:
        return self.frame.labels.on(gr.Button(variant=variant, size="sm", elem_id=f"{name}-change-{does}"), value=key)

    @property
    def outputs(self) -> list[Any]:
        """The components that a change fills."""
        return [self.column, self.view, self.proposed, self.yes, self.test, self.stop, self.no, self.back]

    def show(self, edit: Mapping[str, object], reader: str) -> list[Any]:
        """A change that was asked for, as it would look."""
        return self._picture(show_change(self.frame.house, edit, reader), reader)

    def nothing(self) -> list[Any]:
        """No change is proposed."""
        return self._picture(Proposed(), "en")

    def _wire(self) -> None:
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        given = [self.proposed, self.frame.reader]
        for button, act in ((self.yes, accept), (self.back, undo)):
            button.click(self._doing(act), given, self.outputs, **quiet)
        self.no.click(self.nothing, None, self.outputs, queue=False, **quiet)
        self.test.click(self._try, given, self.outputs, concurrency_limit=2, concurrency_id="draft", **quiet)
        self.stop.click(self._stop, None, None, queue=False, **quiet)
        self.frame.redraws.append((self._redraw, [self.proposed], [self.view]))

    def _doing(self, act: Callable[..., Proposed]) -> Callable[[Proposed, str], list[Any]]:
        def do(proposed: Proposed, reader: str) -> list[Any]:
            return self._picture(act(self.frame.house, proposed, reader), reader)

        return do

    def _try(self, proposed: Proposed, reader: str, request: gr.Request) -> Iterator[list[Any]]:
        with self.frame.runs.run(request.session_hash or "", self.job) as cancel:
            for now in try_on_messages(self.frame.house, proposed, reader, cancel):
                yield self._picture(now, reader)

    def _stop(self, request: gr.Request) -> None:
        self.frame.runs.stop(request.session_hash or "", self.job)

    def _redraw(self, reader: str, proposed: Proposed) -> str:
        if proposed.state == "shown" and proposed.edit is not None:
            proposed = show_change(self.frame.house, proposed.edit, reader)
        return change(proposed, reader)

    def _picture(self, proposed: Proposed, reader: str) -> list[Any]:
        waiting, trying = proposed.state in ("shown", "tried"), proposed.state == "trying"
        return [
            gr.update(visible=proposed.state != "none"),
            change(proposed, reader),
            proposed,
            gr.update(visible=waiting),
            gr.update(visible=waiting),
            gr.update(visible=trying),
            gr.update(visible=waiting or proposed.state in ("refused", "made", "undone")),
            gr.update(visible=proposed.state == "made"),
        ]
