"""Under the inbox's list: the words that are watched, to add and to take out."""

from typing import Any

import gradio as gr

from assistant.desk import Office
from assistant.ui.frame import Frame
from assistant.ui.handlers import searches
from assistant.ui.markup import markup
from assistant.ui.rendering.searches import watched

_SAID = """
const add = () => {
  const line = element.querySelector('.one-line');
  const words = line.querySelector('input').value;
  if (words.trim()) trigger('select', { index: ['add', words, line.querySelector('select')?.value ?? ''] });
};
element.addEventListener('click', event => {
  const button = event.target.closest('[data-watch]');
  if (!button) return;
  if (button.dataset.watch === 'add') add();
  else trigger('select', { index: ['remove', button.dataset.words, button.dataset.account] });
});
element.addEventListener('keydown', event => {
  if (event.key === 'Enter' && event.target.matches('.one-line input')) { event.preventDefault(); add(); }
});
"""


class SearchesPanel:
    """The list of watched words. What they find arrives in the inbox like any message."""

    def __init__(self, frame: Frame, office: Office | None) -> None:
        self.office = office
        self.view = frame.labels.on(markup(js_on_load=_SAID, elem_id="inbox-searches"), value=self.show)
        if office is not None:
            self.view.select(
                self._said, [frame.reader], [self.view],
                concurrency_limit=2, show_progress="hidden", api_visibility="private",
            )  # fmt: skip

    def show(self, reader: str) -> str:
        """What is watched now; nothing without an account."""
        return watched(searches.look(self.office), reader) if self.office is not None else ""

    def _said(self, reader: str, event: gr.EventData) -> Any:
        if self.office is None:
            return gr.skip()
        return watched(searches.change(self.office, event.index, reader), reader, opened=True)
