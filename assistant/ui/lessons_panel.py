"""Under the drafts: what people's changes say, to accept, reword or dismiss."""

from typing import Any

import gradio as gr

from assistant.desk import Office
from assistant.ui.frame import Frame
from assistant.ui.handlers import lessons
from assistant.ui.markup import markup
from assistant.ui.rendering.lessons import lesson_list
from assistant.ui.rendering.status import notice

_SAID = """
element.addEventListener('click', event => {
  const button = event.target.closest('[data-lesson]');
  if (!button) return;
  const input = button.closest('.lesson').querySelector('input');
  const words = input.value === input.defaultValue ? '' : input.value;
  trigger('select', { index: [button.dataset.lesson, button.dataset.say, words] });
});
"""


class LessonsPanel:
    """The list of lessons, shown beside the drafts, and a word on what was decided."""

    def __init__(self, frame: Frame, office: Office | None) -> None:
        self.frame = frame
        self.office = office
        self.list = markup(js_on_load=_SAID, elem_id="inbox-lessons")
        self.told = markup(elem_classes=["live"])

    def wire(self, show: gr.Radio, name: gr.Textbox) -> None:
        """`show` says what the inbox shows, `name` who decides."""
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        reader = self.frame.reader
        self.list.select(self._said, [name, reader], [self.list, self.told], concurrency_limit=2, **quiet)
        show.input(self._shown, [show, reader], [self.list, self.told], queue=False, **quiet)
        self.frame.redraws.append((self._redraw, [show], [self.list, self.told]))

    def _shown(self, show: str, reader: str) -> list[str]:
        if self.office is None or show != "drafts":
            return ["", ""]
        return [lesson_list(lessons.look(self.office), reader), ""]

    def _redraw(self, reader: str, show: str) -> list[str]:
        return self._shown(show, reader)

    def _said(self, name: str, reader: str, event: gr.EventData) -> list[str]:
        if self.office is None:
            return ["", ""]
        told = lessons.decide(self.office, event.index, name, reader)
        return [lesson_list(lessons.look(self.office), reader), notice(told)]
