"""The Inbox tab: who waits at the left, the conversation and our answer at the right."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import gradio as gr

from assistant.desk import Office
from assistant.errors import Cancelled, PapillonError
from assistant.settings import user_name
from assistant.ui.batch_panel import MANY, BatchPanel
from assistant.ui.desk_card import DeskCard
from assistant.ui.frame import Frame
from assistant.ui.handlers import answering, appointments, attachments
from assistant.ui.handlers import inbox as handlers
from assistant.ui.handlers.fields import shown_text
from assistant.ui.handlers.inbox import Screen, Seen
from assistant.ui.lessons_panel import LessonsPanel
from assistant.ui.markup import CORRECT, markup
from assistant.ui.rendering import inbox as rendering
from assistant.ui.rendering.drafts import checks
from assistant.ui.rendering.status import notice
from assistant.ui.searches_panel import SearchesPanel
from assistant.wording import say

TICK = 3.0
"""Seconds between two looks into the database for what is new."""
_OPEN = """
element.addEventListener('click', event => {
  const button = event.target.closest('[data-open]');
  if (button) trigger('select', { index: JSON.parse(button.dataset.open) });
});
"""
_NAME = "() => [localStorage.getItem('papillon-name') || '']"
_KEEP_NAME = "(name) => { localStorage.setItem('papillon-name', name); return [name]; }"


class InboxTab:
    """Components of the tab, wired to their handlers. Without an office there is nothing to wire."""

    def __init__(self, frame: Frame, office: Office | None) -> None:
        self.frame = frame
        self.office = office
        labels = frame.labels
        self.seen = gr.State(Seen())
        self.stamp = gr.State("")
        self.blank = labels.on(markup(elem_classes=["blank"]), value=self._blank)
        with gr.Row(elem_classes=["inbox-head"]):
            self.show = labels.on(
                gr.Radio([("", "waiting")], value="waiting", elem_classes=["chips-chooser", "small"]),
                label="inbox_show",
                choices=lambda code: [
                    (say("ui.inbox_show_waiting", code), "waiting"),
                    (say("ui.inbox_show_drafts", code), "drafts"),
                    (say("ui.inbox_show_all", code), "all"),
                ],
            )
            self.name = labels.on(gr.Textbox(value="", max_lines=1, elem_id="inbox-name"), label="inbox_name")
        if office is not None:
            frame.names_given.append(self.name)
        self.summary = markup(elem_id="inbox-status", elem_classes=["live"])
        self.batches = BatchPanel(frame, office)
        with gr.Row(elem_classes=["desk", "inbox"], elem_id="inbox"):
            with gr.Column(scale=4, min_width=300, elem_classes=["inbox-list"]):
                self.list = markup(js_on_load=_OPEN, elem_id="inbox-list")
                with gr.Row(elem_classes=["quiet-acts"]):
                    self.refresh = labels.on(gr.Button(size="sm"), value="inbox_refresh")
                    self.older = labels.on(gr.Button(size="sm"), value="inbox_older")
                    self.read = labels.on(gr.Button(size="sm"), value="inbox_mark_read")
                    self.many = labels.on(gr.Button(size="sm"), value=lambda code: say("ui.inbox_many", code, n=MANY))
                self.searches = SearchesPanel(frame, office)
            with gr.Column(scale=7, min_width=320, elem_classes=["inbox-open"]):
                self.back = labels.on(gr.Button(size="sm", elem_id="inbox-back"), value="inbox_back")
                self.hint = labels.on(markup(elem_classes=["open-hint"]), value=rendering.nothing_open)
                self.conversation = markup(js_on_load=CORRECT, elem_id="inbox-conversation")
                self._message_acts()
                self.notice = markup(elem_id="inbox-notice", elem_classes=["live"])
                self.card = DeskCard(frame)
        self.lessons = LessonsPanel(frame, office)
        self.timer = gr.Timer(TICK)
        if office is not None:
            self._wire(office)

    def _message_acts(self) -> None:
        labels = self.frame.labels
        with gr.Row(elem_classes=["quiet-acts"], visible=False) as self.acts:
            self.draft = labels.on(gr.Button(variant="primary", size="sm", elem_id="inbox-go"), value="inbox_draft")
            self.stop = labels.on(gr.Button(size="sm", elem_id="inbox-stop", visible=False), value="stop")
            self.like = labels.on(gr.Button(size="sm"), value="inbox_like")
            self.no_reply = labels.on(gr.Button(size="sm", elem_id="inbox-no-reply"), value="inbox_no_reply")
            self.hand_over = labels.on(gr.Button(size="sm"), value="inbox_hand_over")
            self.reopen = labels.on(gr.Button(size="sm", visible=False), value="inbox_reopen")
        self.wish = labels.on(
            gr.Textbox(value="", max_lines=2, visible=False), label="wish", placeholder="wish_placeholder"
        )

    @property
    def _screen(self) -> list[Any]:
        return [
            self.seen, self.conversation, self.notice, self.acts, self.draft, self.like, self.no_reply, self.hand_over,
            self.reopen, self.wish, *self.card.outputs,
        ]  # fmt: skip

    @property
    def _whole(self) -> list[Any]:
        return [*self._screen, self.list, self.summary, self.stamp]

    def _wire(self, office: Office) -> None:
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        reader, seen, text, name = self.frame.reader, self.seen, self.card.text, self.name
        sent = self.card.beside.sent
        self.list.select(self._opened, [self.show, reader], self._whole, concurrency_limit=4, **quiet)
        listing = [self.list, self.summary, self.stamp, self.blank]
        self.lessons.wire(self.show, name)
        self.timer.tick(self._tick, [self.stamp, self.show, seen, reader], listing, queue=False, **quiet)
        self.show.input(self._listed, [self.show, seen, reader], listing, queue=False, **quiet)
        self.frame.redraws.append((self._redraw, [seen, self.show, text, sent], [*self._whole, self.blank]))

        def act(button: Any, inputs: Sequence[Any], do: Callable[..., Screen]) -> None:
            def run(show: str, *values: Any) -> list[Any]:
                *given, language = values
                return self._all(do(office, *given, language), show, language)

            on = button.upload if isinstance(button, gr.UploadButton) else button.click
            on(run, [self.show, *inputs, reader], self._whole, concurrency_limit=4, **quiet)

        act(self.card.save, [seen, text, sent, name], handlers.save)
        act(self.card.reject, [seen, text, sent, name], handlers.reject)
        act(self.card.publish, [seen, text, sent, name], handlers.publish)
        act(self.card.retarget, [seen, text, sent, name], handlers.answer_new_version)
        act(self.card.withdraw, [seen, name], handlers.withdraw)
        act(self.card.schedule, [seen, text, sent, name, self.card.when], appointments.schedule)
        act(self.card.unschedule, [seen, name], appointments.unschedule)
        act(self.like, [seen, name], handlers.like)
        self.card.approve.click(
            self._approve,
            [self.show, seen, text, sent, name, self.card.reason, reader],
            self._whole,
            concurrency_limit=4,
            **quiet,
        )
        self.card.beside.view.select(
            self._beside, [self.show, seen, text, sent, name, reader], self._whole, concurrency_limit=4, **quiet
        )
        act(self.card.beside.files, [seen, text, sent, self.card.beside.files, name], attachments.add_pictures)
        self.conversation.select(
            self._hurry, [self.show, seen, name, reader], self._whole, concurrency_limit=4, **quiet
        )
        for button, standing in ((self.no_reply, "no_reply"), (self.hand_over, "handed_over"), (self.reopen, "open")):
            button.click(
                self._decide(standing), [self.show, seen, name, reader], self._whole, concurrency_limit=4, **quiet
            )
        for button, options in ((self.refresh, {}), (self.older, {"older": True}), (self.read, {"read": True})):
            button.click(
                self._refresh(options), [self.show, seen, reader], [*listing, self.notice], concurrency_limit=2, **quiet
            )
        drafting: dict[str, Any] = {"concurrency_limit": 4, "concurrency_id": "draft", **quiet}
        self.draft.click(self._draft, [self.show, seen, name, self.wish, reader], [*self._whole, self.stop], **drafting)
        self.stop.click(self._stop, None, None, queue=False, **quiet)
        self.batches.wire(self.many, name, self.timer)
        self.card.checks.input(
            self._check, [seen, text, sent, reader], [self.card.checks, self.card.reason], trigger_mode="always_last",
            concurrency_limit=8, concurrency_id="check", **quiet,
        )  # fmt: skip
        self.name.change(None, [self.name], [self.name], js=_KEEP_NAME)

    def load(self, blocks: gr.Blocks) -> None:
        """What happens when a page opens: the name given before is there, and the list is drawn."""
        quiet: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
        blocks.load(self._named, [self.name], [self.name], js=_NAME, **quiet)

    def _named(self, stored: str) -> str:
        return stored or user_name(self.frame.house.settings)

    # ------------------------------------------------------------ handlers

    def _opened(self, show: str, reader: str, event: gr.EventData) -> list[Any]:
        return self._all(handlers.open_row(self._there, event.index, reader), show, reader)

    def _approve(  # noqa: PLR0917 - gradio gives values by position
        self, show: str, seen: Seen, text: str, sent: str, name: str, reason: str, reader: str
    ) -> list[Any]:
        screen = handlers.approve(self._there, seen, text, sent, name, reader, reason=reason)
        return self._all(screen, show, reader)

    def _beside(  # noqa: PLR0917 - gradio gives values by position
        self, show: str, seen: Seen, text: str, sent: str, name: str, reader: str, event: gr.EventData
    ) -> list[Any]:
        screen = attachments.act(self._there, seen, text, sent, event.index, name, reader)
        return self._all(screen, show, reader)

    def _hurry(self, show: str, seen: Seen, name: str, reader: str, event: gr.EventData) -> list[Any]:
        said = event.index if isinstance(event.index, list) else []
        return self._all(handlers.hurry(self._there, seen, said, name, reader), show, reader)

    def _decide(self, standing: Any) -> Callable[..., list[Any]]:
        def run(show: str, seen: Seen, name: str, reader: str) -> list[Any]:
            return self._all(handlers.decide(self._there, seen, standing, name, reader), show, reader)

        return run

    def _refresh(self, options: dict[str, bool]) -> Callable[..., list[Any]]:
        def run(show: str, seen: Seen, reader: str) -> list[Any]:
            told = handlers.refresh(self._there, reader, **options)
            return [*self._listed(show, seen, reader), notice(told)]

        return run

    def _draft(  # noqa: PLR0917 - gradio gives values by position
        self, show: str, seen: Seen, name: str, wish: str, reader: str, request: gr.Request
    ) -> Iterator[list[Any]]:
        busy = [gr.skip()] * len(self._whole)
        told = f'<p class="status busy">{say("ui.stage_writing", reader)}</p>'
        busy[self._screen.index(self.notice)] = told
        busy[self._screen.index(self.draft)] = gr.update(interactive=False)
        yield [*busy, gr.update(visible=True)]
        with self.frame.runs.run(request.session_hash or "", "inbox") as cancel:
            screen = answering.draft(self._there, seen, name, wish, reader, cancel)
        yield [*self._all(screen, show, reader), gr.update(visible=False)]

    def _stop(self, request: gr.Request) -> None:
        self.frame.runs.stop(request.session_hash or "", "inbox")

    def _check(self, seen: Seen, text: str, sent: str, reader: str) -> list[Any]:
        try:
            checked = handlers.check(self._there, seen, text, sent, reader)
        except PapillonError as error:
            return [notice(error.text(reader), "bad"), gr.skip()]
        if checked is None:
            return [gr.skip(), gr.skip()]
        blocked = any(finding.level == "block" for finding in checked.findings)
        return [checks(checked, reader), gr.update(visible=blocked)]

    def _tick(self, stamp: str, show: str, seen: Seen, reader: str) -> list[Any]:
        if handlers.stamp(self._there, show, reader) == stamp:  # type: ignore[arg-type]
            return [gr.skip()] * 4
        return self._listed(show, seen, reader)

    def _redraw(self, reader: str, seen: Seen, show: str, text: str, sent: str) -> list[Any]:
        if self.office is None:
            return [gr.skip()] * (len(self._whole) + 1)
        screen = replace(handlers.look(self.office, seen, reader), sent=sent)
        return [*self._all(screen, show, reader, text=text or None), self._blank(reader)]

    # ------------------------------------------------------------ drawing

    @property
    def _there(self) -> Office:
        if self.office is None:
            raise Cancelled("drafting.cancelled")
        return self.office

    def _blank(self, reader: str) -> str:
        if self.office is not None and (self.office.inbox.accounts() or self.office.desk.list(most=1)):
            return ""
        return rendering.no_account(reader)

    def _listed(self, show: str, seen: Seen, reader: str) -> list[Any]:
        return [*self._list(show, seen, reader), self._blank(reader)]

    def _list(self, show: Any, seen: Seen, reader: str) -> list[Any]:
        office = self._there
        rows = handlers.rows(office, show)
        accounts = office.inbox.accounts()
        problems = [office.inbox.mail.watch(account.id).problem for account in accounts]
        open_now = rows if show != "drafts" else handlers.rows(office, "waiting")
        waiting = sum(row.exchange is not None and row.exchange.open for row in open_now)
        told = rendering.summary(office.inbox.unread(), waiting, [one for one in problems if one], reader)
        return [rendering.mail_list(rows, seen, accounts, reader), told, handlers.stamp(office, show, reader)]

    def _all(self, screen: Screen, show: str, reader: str, text: str | None = None) -> list[Any]:
        return [*self._updates(screen, reader, text), *self._list(show, screen.seen, reader)]

    def _updates(self, screen: Screen, reader: str, text: str | None) -> list[Any]:
        message, draft = screen.message, screen.draft
        waits = message is not None and message.standing == "open"
        given = text if text is not None else screen.text
        shown = given if given is not None else shown_text(draft) if draft else ""
        checked = handlers.check(self._there, screen.seen, shown, screen.sent, reader) if draft else None
        return [
            screen.seen,
            rendering.conversation(screen, reader),
            notice(screen.notice, screen.level),
            gr.update(visible=message is not None),
            gr.update(visible=waits, interactive=True),
            gr.update(visible=waits),
            gr.update(visible=waits),
            gr.update(visible=waits),
            gr.update(visible=message is not None and not waits),
            gr.update(visible=waits),
            *self.card.updates(screen, checked, given, reader),
        ]
