"""The Reply tab: a message on the left, drafts on the right."""

from collections.abc import Iterator
from typing import Any

import gradio as gr

from assistant.records import Message, ReplyRequest
from assistant.ui.card import Card
from assistant.ui.frame import AUTO, Frame, chosen
from assistant.ui.handlers.board import Board
from assistant.ui.handlers.checks import Context
from assistant.ui.handlers.reply import context_of, reply
from assistant.ui.markup import markup
from assistant.ui.rendering import status
from assistant.ui.rendering.empty import empty
from assistant.ui.rendering.inbox import around
from assistant.ui.who import WhoLine
from assistant.wording import say

JOB = "reply"
MOST_VARIANTS = 3


class ReplyTab:
    """Components of the tab, wired to their handlers."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        with gr.Row(elem_classes=["desk"]):
            with gr.Column(scale=5, min_width=320, elem_classes=["sheet", "ask"]):
                self._form()
            with gr.Column(scale=7, min_width=320, elem_classes=["answers"]):
                self.status = markup(elem_id="reply-status", elem_classes=["live"])
                self.understood = markup()
                self.cards = [Card(frame, index, JOB) for index in range(MOST_VARIANTS)]
                self.blank = frame.labels.on(markup(elem_classes=["blank"]), value=lambda code: empty("reply", code))
        self.board = gr.State(None)
        self._wire()

    def _form(self) -> None:
        labels = self.frame.labels
        self.message = labels.on(
            gr.Textbox(
                value="", lines=5, max_lines=18, elem_id="reply-message", elem_classes=["letter"], autofocus=True
            ),
            label="message",
            placeholder="message_placeholder",
        )
        self.author = labels.on(
            gr.Textbox(value="", max_lines=1, elem_id="reply-author"), label="author", placeholder="author_placeholder"
        )
        self.platform = labels.on(
            gr.Radio(self.frame.networks(), value=self.frame.first_network(), elem_classes=["chips-chooser"]),
            label="network",
        )
        self.voice = self.frame.voice()
        self.who = WhoLine(self.frame)
        self.language = labels.on(
            gr.Radio([AUTO], value=AUTO, elem_classes=["chips-chooser", "small"]),
            label="reply_language",
            choices=lambda code: [(say("ui.language_auto", code), AUTO), *self.frame.language_choices(code)],
        )
        with gr.Row(elem_classes=["pair", "uneven"]):
            self.wish = labels.on(gr.Textbox(value="", max_lines=2), label="wish", placeholder="wish_placeholder")
            self.variants = labels.on(
                gr.Radio([1, 2, 3], value=2, elem_classes=["chips-chooser", "small"]), label="variants"
            )
        with gr.Row(elem_classes=["go"]):
            self.go = labels.on(gr.Button(variant="primary", elem_id="reply-go"), value="draft")
            self.stop = labels.on(gr.Button(variant="stop", elem_id="reply-stop", visible=False), value="stop")
        labels.on(markup(elem_classes=["aside"]), value=lambda code: f"<p>{say('ui.reply_hint', code)}</p>")

    def _wire(self) -> None:
        self.who.wire(self.message, self.platform, self.language)
        board = [output for card in self.cards for output in card.outputs]
        self.go.click(
            self._draft,
            [
                self.message,
                self.author,
                self.platform,
                self.voice,
                self.language,
                self.variants,
                self.wish,
                self.frame.reader,
            ],
            [self.status, self.understood, self.board, self.blank, self.go, self.stop, *board],
            show_progress="hidden",
            concurrency_limit=4,
            concurrency_id="draft",
            api_visibility="private",
        )
        self.frame.redraws.append((self._redraw, [self.board], [self.status, self.understood]))
        self.stop.click(self._stop, None, None, queue=False, api_visibility="private", show_progress="hidden")

    def _redraw(self, reader: str, board: Board | None) -> list[Any]:
        if board is None:
            return [gr.skip(), gr.skip()]
        return [status.status(board, reader), self._understood(board, reader)]

    def _stop(self, request: gr.Request) -> None:
        self.frame.runs.stop(request.session_hash or "", JOB)

    def _draft(  # noqa: PLR0917 - gradio gives values by position
        self,
        message: str,
        author: str,
        platform: str,
        voice: str,
        language: str,
        variants: int,
        wish: str,
        reader: str,
        request: gr.Request,
    ) -> Iterator[list[Any]]:
        wanted = ReplyRequest(
            message=Message(message, author.strip()),
            platform=platform,
            language=chosen(language),
            person=chosen(voice),
            variants=int(variants),
            wish=wish.strip(),
            reader=reader,
        )
        before: Board | None = None
        with self.frame.runs.run(request.session_hash or "", JOB) as cancel:
            for board in reply(self.frame.house, wanted, cancel):
                yield self._picture(board, before, context_of(wanted, board.conversation), reader)
                before = board

    @staticmethod
    def _understood(board: Board, reader: str) -> str:
        seen = around(board.conversation, reader) if board.conversation is not None else ""
        return seen + status.understood(board, reader)

    def _picture(self, board: Board, before: Board | None, context: Context, reader: str) -> list[Any]:
        running = board.state == "running"
        same = before is not None and (board.gathered, board.conversation) == (before.gathered, before.conversation)
        updates: list[Any] = [
            status.status(board, reader),
            gr.skip() if same else self._understood(board, reader),
            None if running else board,
            gr.update(visible=False) if board.slots else gr.skip(),
            gr.update(interactive=not running),
            gr.update(visible=running),
        ]
        for card in self.cards:
            slot = board.slots[card.index] if card.index < len(board.slots) else None
            old = before.slots[card.index] if before and card.index < len(before.slots) else None
            title = say("ui.draft_number", reader, n=card.index + 1)
            if not running and slot and slot.text and slot.draft is None:
                updates += card.unfinished(slot, board.gathered, context, title, reader)
            else:
                updates += card.updates(slot, old, context, title, reader)
        return updates
