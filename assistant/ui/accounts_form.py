"""Where an account is connected or disconnected, in Settings."""

from typing import Any

import gradio as gr

from assistant.desk import Office
from assistant.ui.frame import BRAND_VOICE, Frame, chosen
from assistant.ui.handlers import accounts
from assistant.ui.markup import markup
from assistant.ui.rendering.status import notice
from assistant.wording import say


class AccountsForm:
    """Components of the form, wired to their handlers."""

    def __init__(self, frame: Frame, office: Office) -> None:
        self.frame = frame
        self.office = office
        labels = frame.labels
        with gr.Column(elem_classes=["accounts-form"], elem_id="accounts"):
            labels.on(
                markup(),
                value=lambda code: (
                    f'<h3 class="sheet-title">{say("ui.accounts", code)}</h3>'
                    f'<p class="quiet">{say("ui.accounts_lead", code)}</p>'
                ),
            )
            self.told = markup(elem_classes=["live"])
            self.known = labels.on(gr.Radio(elem_classes=["chips-chooser", "small"]), label="account_chosen")
            with gr.Row(elem_classes=["quiet-acts"]):
                self.remove = labels.on(gr.Button(size="sm", elem_id="account-remove"), value="account_remove")
                self.label = labels.on(gr.Button(size="sm", elem_id="account-label"), value="account_label")
            self.handle = labels.on(
                gr.Textbox(value="", max_lines=1, placeholder="nom.bsky.social", elem_id="account-handle"),
                label="account_handle",
            )
            self.password = labels.on(
                gr.Textbox(value="", max_lines=1, type="password", elem_id="account-password"),
                label="account_password",
                info="account_password_info",
            )
            self.service = labels.on(
                gr.Textbox(value="", max_lines=1, placeholder="https://", elem_id="account-service"),
                label="account_service",
            )
            self.voice = labels.on(
                gr.Radio(frame.voice_choices(), value=BRAND_VOICE, elem_classes=["chips-chooser", "small"]),
                label="voice",
            )
            with gr.Row(elem_classes=["quiet-acts"]):
                self.add = labels.on(
                    gr.Button(variant="primary", size="sm", elem_id="account-add"), value="account_add"
                )
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "concurrency_limit": 2}
        self.add.click(
            self._add,
            [self.handle, self.password, self.voice, self.service, frame.reader],
            [self.told, self.handle, self.password, self.known, self.remove],
            **quiet,
        )
        self.label.click(self._label, [self.known, frame.reader], [self.told], **quiet)
        self.remove.click(self._remove, [self.known, frame.reader], [self.told, self.known, self.remove], **quiet)

    def show(self) -> list[Any]:
        """The accounts as they are now, for `known` and `remove`."""
        known = accounts.choices(self.office, self.frame.names)
        first = known[0][1] if known else None
        return [gr.update(choices=known, value=first, visible=bool(known)), gr.update(visible=bool(known))]

    def _add(self, handle: str, password: str, voice: str, service: str, reader: str) -> list[Any]:
        text, level = accounts.connect(self.office, handle, password, chosen(voice), service, reader)
        kept = handle if level != "info" else ""
        # The password leaves the page whatever happens.
        return [notice(text, level), kept, "", *self.show()]

    def _label(self, account: str | None, reader: str) -> str:
        if not account:
            return notice(say("ui.account_none", reader))
        wanted = self.frame.house.drafting.brand.disclosure.bot_label
        text, level = accounts.label(self.office, account, wanted, reader)
        return notice(text, level)

    def _remove(self, account: str | None, reader: str) -> list[Any]:
        if not account:
            return [notice(say("ui.account_none", reader)), *self.show()]
        text, level = accounts.disconnect(self.office, account, reader)
        return [notice(text, level), *self.show()]
