"""The Reply tab: a message on the left, drafts on the right."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import gradio as gr

from assistant.records import Message, ReplyRequest
from assistant.ui.card import Card
from assistant.ui.change_panel import ChangePanel
from assistant.ui.frame import AUTO, Frame, chosen
from assistant.ui.handlers.board import Board, Slot
from assistant.ui.handlers.checks import Context
from assistant.ui.handlers.corrections import as_fact, carried, corrected
from assistant.ui.handlers.reply import context_of, hurry, reply
from assistant.ui.markup import CORRECT, markup
from assistant.ui.rendering import status
from assistant.ui.rendering.empty import empty
from assistant.ui.rendering.inbox import around
from assistant.ui.rendering.ranking import ranking
from assistant.ui.rendering.understood import understood
from assistant.ui.who import WhoLine
from assistant.wording import say

JOB = "reply"
MOST_CANDIDATES = 8
"""Drafts of one message that there is room for: three that need no model, and five that do."""

FILL = """
element.addEventListener('click', event => {
  const taken = event.target.closest('[data-take]');
  if (taken) return trigger('select', { index: ['known', taken.dataset.question, taken.textContent, ''] });
  const does = event.target.closest('[data-use], [data-fact]');
  if (!does) return;
  const form = does.closest('[data-question]');
  const [answer, who] = [form.querySelector('textarea'), form.querySelector('input')];
  const { question, language } = form.dataset;
  if (!answer.value.trim()) return answer.focus();
  if (does.matches('[data-use]')) trigger('select', { index: ['known', question, answer.value, who.value] });
  else trigger('submit', { index: [question, answer.value, who.value, language] });
});
"""
"""A click on the answer to a gap asks for drafts anew, as one on another value of what was understood does; an answer
can be kept as a fact too."""


class ReplyTab:
    """Components of the tab, wired to their handlers."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        with gr.Row(elem_classes=["desk"]):
            with gr.Column(scale=5, min_width=320, elem_classes=["sheet", "ask"]):
                self._form()
            with gr.Column(scale=7, min_width=320, elem_classes=["answers"]):
                self.status = markup(elem_id="reply-status", elem_classes=["live"])
                self.understood = markup(js_on_load=CORRECT + FILL, elem_id="reply-understood")
                self.fact = ChangePanel(self.frame, "fact")
                self.cards = [Card(frame, index, JOB, ready=True) for index in range(MOST_CANDIDATES)]
                self.ranking = markup(js_on_load=CORRECT, elem_classes=["ranking-line"])
                self.blank = frame.labels.on(markup(elem_classes=["blank"]), value=lambda code: empty("reply", code))
        self.board = gr.State(None)
        self.asked = gr.State(None)
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
        outputs = [
            self.status, self.understood, self.ranking, self.board, self.asked, self.blank, self.go, self.stop, *board,
        ]  # fmt: skip
        drafting: dict[str, Any] = {
            "show_progress": "hidden", "concurrency_limit": 4, "concurrency_id": "draft", "api_visibility": "private",
        }  # fmt: skip
        form = [self.message, self.author, self.platform, self.voice, self.language, self.variants, self.wish]
        self.go.click(self._draft, [*form, self.asked, self.frame.reader], outputs, **drafting)
        name = self.frame.names_given[0] if self.frame.names_given else gr.State("")
        for told in (self.understood, self.ranking):
            told.select(
                self._correct,
                [self.board, self.asked, name, self.frame.reader],
                [self.language, *outputs],
                trigger_mode="multiple",
                **drafting,
            )
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        self.understood.submit(self._keep_fact, [name, self.frame.reader], self.fact.outputs, **quiet)
        self.go.click(self.fact.nothing, None, self.fact.outputs, queue=False, **quiet)
        drawn = [self.status, self.understood, self.ranking]
        self.frame.redraws.append((self._redraw, [self.board, self.asked], drawn))
        self.stop.click(self._stop, None, None, queue=False, api_visibility="private", show_progress="hidden")

    def _redraw(self, reader: str, board: Board | None, asked: ReplyRequest | None) -> list[Any]:
        if board is None:
            return [gr.skip(), gr.skip(), gr.skip()]
        return [status.drafting(board, reader), self._understood(board, asked, reader), ranking(board, reader)]

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
        last: ReplyRequest | None,
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
        yield from self._run(carried(wanted, last), reader, request)

    def _correct(  # noqa: PLR0917 - gradio gives values by position
        self,
        board: Board | None,
        last: ReplyRequest | None,
        name: str,
        reader: str,
        request: gr.Request,
        event: gr.EventData,
    ) -> Iterator[list[Any]]:
        if last is None:
            return
        said = event.index if isinstance(event.index, list) else []
        wanted = replace(corrected(last, said, name.strip()), reader=reader)
        if board is not None and replace(wanted, urgency=last.urgency) == replace(last, reader=reader):
            hurry(self.frame.house, board.conversation, wanted.urgency, name)
            yield [gr.skip(), *self._hurried(board, wanted, reader)]
            return
        language = wanted.language if wanted.language in self.frame.house.drafting.brand.languages else AUTO
        for picture in self._run(wanted, reader, request):
            yield [language, *picture]

    def _keep_fact(self, name: str, reader: str, event: gr.EventData) -> list[Any]:
        said = event.index if isinstance(event.index, list) else []
        today = datetime.now(ZoneInfo(self.frame.house.brand.time_zone)).date()
        return self.fact.show(as_fact(said, name.strip(), today), reader)

    def _run(self, wanted: ReplyRequest, reader: str, request: gr.Request) -> Iterator[list[Any]]:
        before: Board | None = None
        page = request.session_hash or ""
        with self.frame.runs.run(page, JOB) as cancel:
            for board in reply(self.frame.house, wanted, cancel):
                if self.frame.runs.replaced(page, JOB, cancel):
                    return
                yield self._picture(board, before, wanted, reader)
                before = board

    def _hurried(self, board: Board, wanted: ReplyRequest, reader: str) -> list[Any]:
        """By when a message wants an answer changes no draft: only what was understood is drawn again."""
        updates: list[Any] = [gr.skip()] * (8 + sum(len(card.outputs) for card in self.cards))
        updates[1], updates[4] = self._understood(board, wanted, reader), wanted
        return updates

    def _understood(self, board: Board, asked: ReplyRequest | None, reader: str) -> str:
        seen = around(board.conversation, reader) if board.conversation is not None else ""
        brand = self.frame.house.drafting.brand
        return seen + understood(board, reader, request=asked, languages=brand.languages, names=self.frame.names)

    def _picture(self, board: Board, before: Board | None, wanted: ReplyRequest, reader: str) -> list[Any]:
        running = board.state == "running"
        same = before is not None and (board.gathered, board.conversation) == (before.gathered, before.conversation)
        placed = before is not None and (board.order, board.ranked) == (before.order, before.ranked)
        updates: list[Any] = [
            status.drafting(board, reader),
            gr.skip() if same else self._understood(board, wanted, reader),
            gr.skip() if placed else ranking(board, reader),
            board,
            gr.skip() if same else wanted,
            gr.update(visible=False) if board.slots else gr.skip(),
            gr.update(interactive=not running),
            gr.update(visible=running),
        ]
        context = context_of(wanted, board.conversation)
        for card in self.cards:
            slot = board.slots[card.index] if card.index < len(board.slots) else None
            old = before.slots[card.index] if before and card.index < len(before.slots) else None
            updates += self._card(card, slot, old, board, before is None, context, reader)
        return updates

    @staticmethod
    def _card(  # noqa: PLR0917 - one call, one place
        card: Card, slot: Slot | None, old: Slot | None, board: Board, first: bool, context: Context, reader: str
    ) -> list[Any]:
        # Until there is something to be read there is no card; why a draft could not be written stands above them.
        slot, old = (one if one is not None and one.legible else None for one in (slot, old))
        if slot is None and old is None and not first:
            return [gr.skip()] * len(card.outputs)
        title = say("ui.draft_number", reader, n=card.index + 1)
        if board.state != "running" and slot is not None and slot.draft is None and not slot.withheld:
            return card.unfinished(slot, board.gathered, context, title, reader)
        return card.updates(slot, old, context, title, reader)
