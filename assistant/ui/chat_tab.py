"""The Chat tab: questions about tone on the left, the draft being worked on at the right."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any
from uuid import uuid4

import gradio as gr

from assistant.records import ChatRequest, Draft
from assistant.ui.card import LISTEN, Shown
from assistant.ui.change_panel import ChangePanel
from assistant.ui.frame import BRAND_VOICE, Frame, chosen
from assistant.ui.handlers.chat import Turn, talk
from assistant.ui.handlers.checks import Context, check
from assistant.ui.markup import markup
from assistant.ui.rendering import drafts, status
from assistant.ui.rendering.previews import home_server
from assistant.ui.rendering.sources import sources
from assistant.wording import say

JOB = "chat"


class ChatTab:
    """Components of the tab, wired to their handlers."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.conversation = gr.State("")
        self.shown = gr.State(None)
        self.before = gr.State("")
        with gr.Row(elem_classes=["desk"]):
            with gr.Column(scale=7, min_width=320, elem_classes=["talk"]):
                self.chatbot = frame.labels.on(
                    gr.Chatbot(
                        height=None,
                        min_height=380,
                        max_height=640,
                        show_label=False,
                        buttons=["copy"],
                        feedback_options=None,
                        layout="bubble",
                        elem_id="chat",
                        group_consecutive_messages=False,
                    ),
                    label="chat_label",
                    placeholder=lambda code: f"**{say('ui.empty_chat', code)}**\n\n{say('ui.empty_chat_1', code)}",
                )
                self.status = markup(elem_id="chat-status", elem_classes=["live"])
                self.change = ChangePanel(frame, "chat")
                self.text = frame.labels.on(
                    gr.Textbox(value="", lines=2, max_lines=8, elem_id="chat-text"),
                    label="chat_text",
                    placeholder="chat_placeholder",
                )
                with gr.Row(elem_classes=["go"]):
                    self.go = frame.labels.on(gr.Button(variant="primary", elem_id="chat-go"), value="send")
                    self.stop = frame.labels.on(
                        gr.Button(variant="stop", visible=False, elem_id="chat-stop"), value="stop"
                    )
                    self.fresh = frame.labels.on(gr.Button(variant="secondary", elem_id="chat-new"), value="chat_new")
            with gr.Column(scale=5, min_width=320, elem_classes=["card", "draft", "worked"]):
                frame.labels.on(
                    markup(),
                    value=lambda code: (
                        f'<div class="card-head"><h3>{say("ui.worked", code)}</h3></div>'
                        f'<p class="quiet">{say("ui.worked_hint", code)}</p>'
                    ),
                )
                self.draft = frame.labels.on(
                    gr.Textbox(
                        value="",
                        lines=5,
                        max_lines=20,
                        elem_id="chat-draft",
                        elem_classes=["manuscript"],
                        container=False,
                    ),
                    label="worked",
                    placeholder="worked_placeholder",
                )
                self.checks = markup(js_on_load=LISTEN, elem_classes=["checks"])
                back = gr.Button(visible=False, size="sm", elem_id="chat-back", elem_classes=["act"])
                self.back = frame.labels.on(back, value="put_back")
                self.platform = frame.labels.on(
                    gr.Radio(frame.networks(), value=frame.first_network(), elem_classes=["chips-chooser", "small"]),
                    label="network",
                )
                self.voice = frame.voice()
                self.reasons = markup(elem_classes=["reasons"])
        self._wire()

    def _wire(self) -> None:
        reader = self.frame.reader
        asked = [
            self.text,
            self.chatbot,
            self.conversation,
            self.draft,
            self.platform,
            self.voice,
            self.shown,
            reader,
        ]
        told = [
            self.chatbot,
            self.status,
            self.text,
            self.go,
            self.stop,
            self.draft,
            self.checks,
            self.reasons,
            self.shown,
            self.before,
            self.back,
            *self.change.outputs,
        ]
        self.go.click(
            self._talk,
            asked,
            told,
            show_progress="hidden",
            concurrency_limit=4,
            concurrency_id="draft",
            api_visibility="private",
        )
        self.stop.click(self._stop, None, None, queue=False, api_visibility="private", show_progress="hidden")
        for event in (self.fresh.click, self.chatbot.clear):
            event(
                lambda: (str(uuid4()), [], ""),
                None,
                [self.conversation, self.chatbot, self.status],
                queue=False,
                show_progress="hidden",
                api_visibility="private",
            )
        for changed in (self.checks.input, self.platform.input, self.voice.input):
            changed(
                self._recheck,
                [self.draft, self.platform, self.voice, self.shown, reader],
                [self.checks],
                show_progress="hidden",
                trigger_mode="always_last",
                concurrency_limit=8,
                concurrency_id="check",
                api_visibility="private",
            )
        self.back.click(
            self._put_back,
            [self.before, self.draft, self.platform, self.voice, self.shown, reader],
            [self.draft, self.before, self.checks],
            show_progress="hidden",
            api_visibility="private",
        )
        self.frame.redraws.append(
            (
                self._redraw,
                [self.draft, self.platform, self.voice, self.shown],
                [self.checks],
            )
        )

    @property
    def taken(self) -> list[Any]:
        """The components that `take` fills."""
        return [self.draft, self.platform, self.voice, self.shown, self.checks, self.reasons, self.back]

    def take(self, text: str, shown: Shown, reader: str) -> list[Any]:
        """Put a draft from another tab on the desk."""
        draft = check(self.frame.house, text, shown.context, reader)
        return [
            text,
            shown.context.platform,
            shown.context.person or BRAND_VOICE,
            shown,
            self._said(draft, reader),
            drafts.reasons(shown.draft, reader, self.frame.names),
            gr.update(visible=False),
        ]

    def _stop(self, request: gr.Request) -> None:
        self.frame.runs.stop(request.session_hash or "", JOB)

    def _context(self, platform: str, voice: str, shown: Shown | None) -> Context:
        kept = shown.context if shown else Context(platform)
        return Context(platform, kept.language, chosen(voice), kept.message, kept.material)

    def _recheck(self, text: str, platform: str, voice: str, shown: Shown | None, reader: str) -> str:
        if not text.strip():
            return ""
        return self._said(check(self.frame.house, text, self._context(platform, voice, shown), reader), reader)

    def _redraw(self, reader: str, text: str, platform: str, voice: str, shown: Shown | None) -> str:
        return self._recheck(text, platform, voice, shown, reader)

    def _said(self, draft: Draft, reader: str) -> str:
        return drafts.checks(draft, reader, server=home_server(self.frame.house.brand, draft.platform, draft.person))

    def _put_back(  # noqa: PLR0917 - gradio gives values by position
        self, before: str, text: str, platform: str, voice: str, shown: Shown | None, reader: str
    ) -> list[Any]:
        return [before, text, self._recheck(before, platform, voice, shown, reader)]

    def _talk(  # noqa: PLR0917 - gradio gives values by position
        self,
        text: str,
        history: list[dict[str, Any]],
        conversation: str,
        draft: str,
        platform: str,
        voice: str,
        shown: Shown | None,
        reader: str,
        request: gr.Request,
    ) -> Iterator[list[Any]]:
        wanted = ChatRequest(conversation, text, draft, platform, chosen(voice), reader)
        asked = [*history, {"role": "user", "content": escape(text, quote=False)}]
        with self.frame.runs.run(request.session_hash or "", JOB) as cancel:
            for turn in talk(self.frame.house, wanted, cancel):
                yield self._picture(turn, history, asked, draft, platform, voice, shown, reader)

    def _picture(  # noqa: PLR0917 - gradio gives values by position
        self,
        turn: Turn,
        history: list[dict[str, Any]],
        asked: list[dict[str, Any]],
        text: str,
        platform: str,
        voice: str,
        shown: Shown | None,
        reader: str,
    ) -> list[Any]:
        running = turn.state == "running"
        nothing = turn.state == "failed" and not turn.text
        said = [{"role": "assistant", "content": _answer(turn, reader, self.frame.names)}] if turn.text else []
        rework: Draft | None = turn.answer.rework if turn.answer else None
        context = self._context(platform, voice, shown)
        return [
            history if nothing else [*asked, *said],
            status.line(turn.state, turn.stage, turn.problem, reader),
            "" if running or turn.state == "done" else gr.skip(),
            gr.update(interactive=not running),
            gr.update(visible=running),
            rework.text if rework else gr.skip(),
            self._said(rework, reader) if rework else gr.skip(),
            drafts.reasons(rework, reader, self.frame.names) if rework else gr.skip(),
            Shown(
                rework,
                Context(rework.platform, rework.language, rework.person, context.message, (*context.material, text)),
            )
            if rework
            else gr.skip(),
            text if rework else gr.skip(),
            gr.update(visible=True) if rework and text.strip() else gr.skip(),
            *self._proposed(turn, reader),
        ]

    def _proposed(self, turn: Turn, reader: str) -> list[Any]:
        if turn.answer is None or turn.state == "running":
            return [gr.skip()] * len(self.change.outputs)
        return self.change.show(turn.answer.edit, reader) if turn.answer.edit else self.change.nothing()


def _answer(turn: Turn, reader: str, names: Mapping[str, str]) -> str:
    """The answer as Markdown without HTML of its own, then its sources on one line (a blank line would end them)."""
    text = escape(turn.text, quote=False)
    if turn.answer is None:
        return text
    if turn.answer.rework:
        lines = escape(turn.answer.rework.text, quote=False).splitlines()
        text += "\n\n" + "\n".join(f"> {line}  " for line in lines)
    if not turn.answer.sources:
        return text
    return f"{text}\n\n{' '.join(sources(turn.answer.sources, reader, names).split())}"
