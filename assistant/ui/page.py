"""The whole page: header, tabs, and the switch of language."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import gradio as gr

from assistant.ui.card import Card, Shown
from assistant.ui.chat_tab import ChatTab
from assistant.ui.frame import BRAND_VOICE, Frame, chosen
from assistant.ui.handlers.board import Board
from assistant.ui.handlers.checks import Context
from assistant.ui.handlers.runs import Runs
from assistant.ui.house import House
from assistant.ui.inbox_tab import InboxTab
from assistant.ui.knowledge_tab import KnowledgeTab
from assistant.ui.labels import Labels
from assistant.ui.markup import markup
from assistant.ui.posts_tab import PostsTab
from assistant.ui.rendering.header import masthead, standing
from assistant.ui.reply_tab import ReplyTab
from assistant.ui.settings_tab import SettingsTab
from assistant.ui.voice_tab import VoiceTab
from assistant.wording import closest_language

TITLE = "Papillon"
POLL = 2.0
"""Seconds between two looks at a model that is not up yet."""

KEEP_UPLOADS = (3600, 3600)
"""Seconds between two cleanings of the uploads, and how long an upload stays."""

_STORED = "() => [localStorage.getItem('papillon-language') || '']"
_KEEP = "(code, voice) => { localStorage.setItem('papillon-language', code); return [code, voice]; }"
_SHOW = "(code) => { window.papillon.language(code); return []; }"


class Page:
    """The components and how they speak to each other. `blocks` is what gradio serves."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.runs = Runs()
        language = closest_language(house.settings.language)
        with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True, delete_cache=KEEP_UPLOADS) as self.blocks:
            labels = Labels(language)
            with gr.Row(elem_id="header"):
                markup(masthead(house.brand), elem_id="masthead")
                self.standing = markup(elem_id="standing")
                self.reader = labels.on(
                    gr.Radio(
                        [("FR", "fr"), ("EN", "en")], value=language, elem_id="reader", elem_classes=["chips-chooser"]
                    ),
                    label="interface_language",
                )
            self.frame = Frame(house, self.runs, labels, self.reader)
            self._tabs(labels)
            self.timer = gr.Timer(POLL, active=False)  # from the load on, when the language is known
            self.stored = gr.Textbox(visible=False)
            self._wire()
        self.blocks.queue(default_concurrency_limit=8, max_size=64, api_open=False)

    def _tabs(self, labels: Labels) -> None:
        with gr.Tabs(elem_id="tabs", selected="reply", overflow_behavior="wrap") as self.tabs:
            with labels.on(gr.Tab(id="inbox"), label="tab_inbox") as inbox:
                self.inbox = InboxTab(self.frame, self.house.office)
            with labels.on(gr.Tab(id="reply"), label="tab_reply"):
                self.reply = ReplyTab(self.frame)
            with labels.on(gr.Tab(id="posts"), label="tab_posts"):
                self.posts = PostsTab(self.frame)
            with labels.on(gr.Tab(id="chat"), label="tab_chat"):
                self.chat = ChatTab(self.frame)
            with labels.on(gr.Tab(id="voice"), label="tab_voice") as voice:
                self.voice = VoiceTab(self.frame)
            with labels.on(gr.Tab(id="knowledge"), label="tab_knowledge") as knowledge:
                self.knowledge = KnowledgeTab(self.frame)
            with labels.on(gr.Tab(id="settings"), label="tab_settings") as settings:
                self.settings = SettingsTab(self.frame)
        quiet: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
        inbox.select(self.inbox.searches.show, [self.reader], [self.inbox.searches.view], **quiet)
        tab = self.voice
        voice.select(
            tab.show,
            [self.reader, tab.voice, tab.language, tab.platform],
            [tab.portrait, tab.people, tab.withdraw, tab.confirm],
            show_progress="hidden",
            api_visibility="private",
        )
        voice.select(tab.rules.show, [self.reader], [tab.rules.in_force], **quiet)
        tab.wire_withdrawal()
        knowledge.select(self.knowledge.show, [self.reader], [self.knowledge.overview], **quiet)
        knowledge.select(self.knowledge.files_of, [self.reader], [self.knowledge.removable], **quiet)
        settings.select(self.settings.show, [self.reader], [self.settings.body], **quiet)
        if (form := self.settings.accounts) is not None:
            settings.select(form.show, None, [form.known, form.remove], **quiet)

    def _wire(self) -> None:
        quiet: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
        labels, voice = self.frame.labels, self.reply.voice
        words: list[Any] = labels.components
        opened = self.blocks.load(
            self._open,
            [self.stored],
            [self.reader, self.chat.conversation, self.standing, self.timer, *words],
            js=_STORED,
            **quiet,
        )
        opened.then(None, [self.reader], None, js=_SHOW)
        drawn = [output for _, _, outputs in self.frame.redraws for output in outputs]
        drawing = [value for _, inputs, _ in self.frame.redraws for value in inputs]
        switched = self.reader.input(self._switch, [self.reader, voice], [self.standing, *words], js=_KEEP, **quiet)
        switched.then(None, [self.reader], None, js=_SHOW)
        switched.then(self._redraw, [self.reader, *drawing], drawn, **quiet)
        self.timer.tick(self._look, [self.reader, voice], [self.standing, self.timer], **quiet)
        for chooser in self.frame.voices:
            others = [other for other in self.frame.voices if other is not chooser]
            chooser.input(self._speak_as, [chooser, self.reader], [self.standing, *others], **quiet)
        for who in self.frame.who_lines:
            who.select(self._choose, [self.reader], [self.standing, *self.frame.voices], **quiet)
        self._discussions()
        self.inbox.load(self.blocks)
        self.blocks.unload(self._leave)

    def _discussions(self) -> None:
        quiet: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
        cards: Sequence[Card] = [*self.reply.cards, *self.posts.cards]
        for card in cards:
            card.checks.select(
                self._discuss, [card.text, card.shown, self.reader], [self.tabs, *self.chat.taken], **quiet
            )
        self.posts.ideas.select(
            self._discuss_idea, [self.posts.board, self.reader], [self.tabs, *self.chat.taken], **quiet
        )

    def _open(self, stored: str, request: gr.Request) -> list[Any]:
        asked = request.headers.get("accept-language", "") if request.headers else ""
        language = closest_language(stored or self.house.settings.language or asked)
        return [language, str(uuid4()), *self._look(language, BRAND_VOICE), *self.frame.labels.updates(language)]

    def _switch(self, reader: str, voice: str) -> list[Any]:
        return [self._look(reader, voice)[0], *self.frame.labels.updates(reader)]

    def _redraw(self, reader: str, *values: Any) -> list[Any]:
        drawn: list[Any] = []
        at = 0
        for draw, inputs, outputs in self.frame.redraws:
            given = draw(reader, *values[at : at + len(inputs)])
            at += len(inputs)
            drawn += given if len(outputs) > 1 else [given[0] if isinstance(given, list) else given]
        return drawn

    def _look(self, reader: str, voice: str) -> list[Any]:
        card = self.house.chat.describe(reader)
        settled = card.state in {"ready", "failed"}
        return [standing(self.house.brand, chosen(voice), card, reader), gr.Timer(POLL, active=not settled)]

    def _speak_as(self, voice: str, reader: str) -> list[Any]:
        return [self._look(reader, voice)[0], *[voice for _ in self.frame.voices[1:]]]

    def _choose(self, reader: str, event: gr.EventData) -> list[Any]:
        voice = str(event.index)
        known = {code for _, code in self.frame.voice_choices()}
        if voice not in known:
            return [gr.skip()] * (1 + len(self.frame.voices))
        return [self._look(reader, voice)[0], *[voice] * len(self.frame.voices)]

    def _discuss(self, text: str, shown: Shown | None, reader: str) -> list[Any]:
        if shown is None:
            return [gr.skip()] * (1 + len(self.chat.taken))
        return [gr.Tabs(selected="chat"), *self.chat.take(text, shown, reader)]

    def _discuss_idea(self, board: tuple[Board, bool] | None, reader: str, event: gr.EventData) -> list[Any]:
        slot = board[0].slots[int(event.index)] if board else None
        if slot is None or slot.draft is None:
            return [gr.skip()] * (1 + len(self.chat.taken))
        draft = slot.draft
        shown = Shown(draft, Context(draft.platform, draft.language, draft.person))
        return [gr.Tabs(selected="chat"), *self.chat.take(draft.text, shown, reader)]

    def _leave(self, request: gr.Request) -> None:
        self.runs.leave(request.session_hash or "")
