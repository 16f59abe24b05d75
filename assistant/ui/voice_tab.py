"""The Voice tab: how the house and its people write, measured; a text tried against it; who lends their voice."""

from collections.abc import Iterator
from typing import Any

import gradio as gr

from assistant.ui.frame import BRAND_VOICE, Frame, chosen
from assistant.ui.handlers.voices import portrait, weigh, withdraw
from assistant.ui.markup import markup
from assistant.ui.rendering import status
from assistant.ui.rendering.mark import FLUTTER
from assistant.ui.rendering.voices import people_list, portrait_page, weighed
from assistant.ui.rules_panel import RulesPanel
from assistant.wording import say

ANY = "any"


class VoiceTab:
    """Components of the tab, wired to their handlers. `show` draws the portrait when the tab is opened."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        with gr.Row(elem_classes=["desk"]):
            with gr.Column(scale=4, min_width=320, elem_classes=["sheet", "shelf"]):
                self._form()
            with gr.Column(scale=8, min_width=320, elem_classes=["answers"]):
                self.portrait = markup(elem_id="portrait", elem_classes=["live"])
                with gr.Column(elem_classes=["sheet"], elem_id="rules"):
                    self.rules = RulesPanel(frame)
        self._wire()

    def _form(self) -> None:
        labels, brand = self.frame.labels, self.frame.house.brand
        self.voice = self.frame.voice()
        self.language = labels.on(
            gr.Radio(
                self.frame.language_choices(labels.language),
                value=brand.languages[0],
                elem_classes=["chips-chooser", "small"],
            ),
            label="portrait_language",
            choices=self.frame.language_choices,
        )
        self.platform = labels.on(
            gr.Radio([ANY], value=ANY, elem_classes=["chips-chooser", "small"]),
            label="portrait_network",
            choices=lambda code: [(say("ui.portrait_any_network", code), ANY), *self.frame.networks()],
        )
        self.text = labels.on(
            gr.Textbox(value="", lines=3, max_lines=10, elem_id="voice-text", elem_classes=["letter"]),
            label="portrait_try",
            placeholder="portrait_try_placeholder",
        )
        with gr.Row(elem_classes=["go"]):
            self.go = labels.on(gr.Button(variant="secondary", elem_id="voice-go"), value="portrait_try_go")
        self.weighed = markup(elem_id="voice-weighed", elem_classes=["live"])
        labels.on(markup(), value=lambda code: f'<h2 class="sheet-title">{say("ui.portrait_people", code)}</h2>')
        self.people = markup(people_list(brand, labels.language), elem_id="voice-people")
        with gr.Row(elem_classes=["go"]):
            self.withdraw = labels.on(
                gr.Button(variant="secondary", elem_id="voice-withdraw", visible=False), value="portrait_withdraw"
            )
            self.confirm = labels.on(
                gr.Button(variant="stop", elem_id="voice-confirm", visible=False), value="portrait_withdraw_confirm"
            )
        self.told = markup(elem_id="voice-told", elem_classes=["live"])

    def _wire(self) -> None:
        reader = self.frame.reader
        chosen_voice = [self.voice, self.language, self.platform]
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        drawn = [self.portrait, self.people, self.withdraw, self.confirm]
        for chooser in chosen_voice:
            chooser.change(self.show, [reader, *chosen_voice], drawn, trigger_mode="always_last", **quiet)
        tried = [reader, self.text, *chosen_voice]
        self.go.click(self._weigh, tried, [self.weighed], **quiet)
        self.text.submit(self._weigh, tried, [self.weighed], **quiet)
        self.withdraw.click(self._ask, [reader, self.voice], [self.withdraw, self.confirm, self.told], **quiet)
        self.frame.redraws.append((self._redraw, chosen_voice, drawn))
        self.frame.redraws.append((self._weigh, [self.text, *chosen_voice], [self.weighed]))

    def wire_withdrawal(self) -> None:
        """Connect the withdrawal to every chooser of a voice, once all of them are there."""
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        asked = [self.frame.reader, self.voice, self.language, self.platform]
        told = [self.told, self.portrait, self.people, self.withdraw, self.confirm, *self.frame.voices]
        self.confirm.click(self._withdraw, asked, told, **quiet)

    def show(self, reader: str, voice: str, language: str, platform: str) -> Iterator[list[Any]]:
        """The portrait of a voice: a line while its posts are read, then all that is told of it."""
        yield [
            f'<p class="status busy">{FLUTTER}<span>{say("ui.portrait_reading", reader)}</span></p>',
            *[gr.skip()] * 3,
        ]
        yield self._redraw(reader, voice, language, platform)

    def _redraw(self, reader: str, voice: str, language: str, platform: str) -> list[Any]:
        person = chosen(voice)
        network = "" if platform == ANY else platform
        page = portrait_page(portrait(self.frame.house, person, language, network, reader), reader)
        brand = self.frame.house.drafting.brand
        return [page, people_list(brand, reader), gr.update(visible=bool(person)), gr.update(visible=False)]

    def _weigh(self, reader: str, text: str, voice: str, language: str, platform: str) -> str:
        network = "" if platform == ANY else platform
        return weighed(weigh(self.frame.house, text, (chosen(voice), language, network), reader), reader)

    def _ask(self, reader: str, voice: str) -> list[Any]:
        name = self.frame.names.get(chosen(voice), "")
        told = status.notice(say("ui.portrait_withdraw_ask", reader, name=name), "warn")
        return [gr.update(visible=False), gr.update(visible=True), told]

    def _withdraw(self, reader: str, voice: str, language: str, platform: str) -> list[Any]:
        person = chosen(voice)
        name = self.frame.names.get(person, person)
        done, problem = withdraw(self.frame.house, person, reader)
        if not done:
            return [status.notice(problem, "bad"), *[gr.skip()] * (4 + len(self.frame.voices))]
        told = status.notice(say("ui.portrait_withdrawn", reader, name=name))
        choices = gr.update(choices=self.frame.voice_choices(), value=BRAND_VOICE)
        return [told, *self._redraw(reader, BRAND_VOICE, language, platform), *[choices] * len(self.frame.voices)]
