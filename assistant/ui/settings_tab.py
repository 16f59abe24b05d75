"""The Settings tab: read, not changed here, but for the language in the header."""

import gradio as gr

from assistant.ui.accounts_form import AccountsForm
from assistant.ui.frame import Frame
from assistant.ui.markup import markup
from assistant.ui.rendering.settings import settings_page
from assistant.wording import say


class SettingsTab:
    """Components of the tab; `show` draws it when it is opened."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        with gr.Column(elem_classes=["page"]):
            frame.labels.on(
                markup(),
                value=lambda code: (
                    f'<h2 class="page-title">{say("ui.tab_settings", code)}</h2>'
                    f'<p class="lead">{say("ui.settings_lead", code)}</p>'
                ),
            )
            self.body = markup(elem_classes=["settings"])
            office = frame.house.office
            self.accounts = AccountsForm(frame, office) if office is not None else None
        frame.redraws.append((self.show, [], [self.body]))

    def show(self, reader: str) -> str:
        """The tab as it stands now."""
        house = self.frame.house
        return settings_page(house.settings, house.brand, house.chat.describe(reader), reader)
