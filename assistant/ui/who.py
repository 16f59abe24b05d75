"""The line that says who should answer, under a choice of voice; its button chooses the voice everywhere."""

from typing import Any

import gradio as gr

from assistant.ui.frame import Frame, chosen
from assistant.ui.handlers.voices import advise
from assistant.ui.markup import markup
from assistant.ui.rendering.who import who_line

PICK = """
element.addEventListener('click', event => {
  const button = event.target.closest('[data-voice]');
  if (button) trigger('select', { index: button.dataset.voice });
});
"""


class WhoLine:
    """Asks who should answer whenever a person has left the message, or chose another network or language."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.line = markup(js_on_load=PICK, elem_classes=["who-line"])
        frame.who_lines.append(self.line)

    def wire(self, message: gr.Textbox, platform: Any, language: Any) -> None:
        """Connect it with the form, once the whole of it is there."""
        asked = [message, platform, language]
        quiet: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
        for changed in (message.blur, platform.input, language.input):
            changed(self._show, [self.frame.reader, *asked], [self.line], **quiet)
        self.frame.redraws.append((self._show, asked, [self.line]))

    def _show(self, reader: str, message: str, platforms: str | list[str], languages: str | list[str] | None) -> str:
        platform = platforms if isinstance(platforms, str) else platforms[0] if len(platforms) == 1 else ""
        language = languages[0] if isinstance(languages, list) and len(languages) == 1 else languages
        code = chosen(language) if isinstance(language, str) else ""
        advice, problem = advise(self.frame.house, message or "", platform, code, reader)
        brand = self.frame.house.drafting.brand
        return who_line(advice, problem, brand, platform, reader, names=self.frame.names)
