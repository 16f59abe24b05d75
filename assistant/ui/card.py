"""The card of one draft: a text box with what is said about its text."""

from dataclasses import dataclass, replace
from typing import Any

import gradio as gr

from assistant.errors import PapillonError
from assistant.records import Draft, Gathered
from assistant.ui.beside import Beside
from assistant.ui.frame import Frame
from assistant.ui.handlers.board import Slot
from assistant.ui.handlers.checks import Context, check, recheck
from assistant.ui.markup import markup
from assistant.ui.rendering import drafts, status
from assistant.ui.rendering.previews import home_server, preview
from assistant.ui.rendering.sentences import sentences
from assistant.wording import say

LISTEN = """
element.addEventListener('click', event => {
  const button = event.target.closest('[data-discuss]');
  if (button) trigger('select', { index: Number(button.dataset.discuss) });
  if (event.target.closest('[data-keep]')) trigger('submit');
});
let pause;
element.closest('.card')?.addEventListener('input', event => {
  if (!event.target.closest('.manuscript')) return;
  clearTimeout(pause);
  pause = setTimeout(() => trigger('input'), 250);
});
"""
"""Tells the server which draft a person wants to talk about, and that its text has changed, a quarter of a second after
the last change. (The text box's own `input` event of gradio 6.31 comes from `keypress`: it misses what is deleted,
pasted or replaced.)"""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a card stands for, kept with the session: the draft as written, and what its edits are checked against."""

    draft: Draft
    context: Context
    title: str = ""
    """The card's own title; empty for a version, whose title is a number."""
    place: int = 0
    why: str = ""
    """Its rank among the versions, from 1, and why it is the first; see `Slot`."""


class Card:
    """One draft on the page. `outputs` and `updates` go together.

    A card that stands `ready` is on the page from the beginning and hidden by the style sheet while it has no head: of
    hidden gradio columns that are shown in quick succession some miss it.
    """

    def __init__(self, frame: Frame, index: int, name: str, *, previewed: bool = False, ready: bool = False) -> None:
        self.frame = frame
        self.index = index
        self.name = name
        self.previewed = previewed
        self.ready = ready
        self.shown = gr.State(None)
        with gr.Column(visible=ready, elem_classes=["card", "draft"], elem_id=f"{name}-{index}") as self.column:
            self.head = markup(elem_classes=["head"])
            self.text = frame.labels.on(
                gr.Textbox(value="", lines=2, max_lines=24, elem_classes=["manuscript"], container=False),
                label=lambda language: say("ui.draft_number", language, n=index + 1),
            )
            self.preview = markup(visible=previewed)
            self.checks = markup(js_on_load=LISTEN, elem_classes=["checks"])
            self.kept = markup(elem_classes=["live"])
            self.reasons = markup(elem_classes=["reasons"])
            self.beside = Beside(frame, name, index)
        self.beside.wire(self.text, self.shown)
        self.checks.input(
            self._recheck,
            [self.text, self.shown, frame.reader],
            [self.checks, self.preview],
            show_progress="hidden",
            trigger_mode="always_last",
            concurrency_limit=8,
            concurrency_id="check",
            api_visibility="private",
        )
        if frame.names_given:
            self.checks.submit(
                self._keep,
                [self.text, self.shown, frame.names_given[0], frame.reader],
                [self.kept],
                show_progress="hidden",
                api_visibility="private",
            )
        frame.redraws.append(
            (self._redraw, [self.text, self.shown], [self.head, self.checks, self.preview, self.reasons])
        )

    @property
    def outputs(self) -> list[Any]:
        """The components that `updates` fills."""
        return [
            self.column,
            self.head,
            self.text,
            self.preview,
            self.checks,
            self.reasons,
            self.shown,
            self.beside.view,
        ]

    def updates(self, slot: Slot | None, before: Slot | None, context: Context, title: str, reader: str) -> list[Any]:
        """What changes between two pictures of a run; `None` means that there is no such draft."""
        if slot == before and slot is not None:
            return [gr.skip()] * len(self.outputs)
        if slot is None or not (slot.text or slot.stage or slot.draft or slot.problem):
            return [gr.update(visible=self.ready), "", "", "", "", "", None, ""]
        head = drafts.head(slot, title, reader, told=not self.previewed)
        if slot.withheld:
            return [gr.update(visible=True), head, "", "", "", "", None, ""]
        if slot.problem:
            head += status.notice(slot.problem, "bad")
        if slot.draft is None:
            text: Any = slot.text if before is None or slot.text != before.text else gr.skip()
            return [gr.update(visible=True), head, text, "", "", "", None, ""]
        shown = Shown(
            slot.draft, _in_language(context, slot.draft), title if self.previewed else "", slot.place, slot.why
        )
        if before is not None and before.draft is not None and before.draft == slot.draft:
            # Somebody may be at work on the text already: only what is said above it may change.
            return [gr.skip(), head, gr.skip(), gr.skip(), gr.skip(), gr.skip(), shown, gr.skip()]
        return [
            gr.update(visible=True),
            head,
            slot.draft.text,
            self._preview(slot.draft, reader),
            self._checks(slot.draft, reader),
            drafts.reasons(slot.draft, reader, self.frame.names),
            shown,
            self.beside.offer(slot.draft, shown.context.message or shown.context.topic, reader),
        ]

    def unfinished(self, slot: Slot, gathered: Gathered | None, context: Context, title: str, reader: str) -> list[Any]:
        """What a stop or a failure left of a draft: a text to go on with, checked as it stands, and what went wrong."""
        sources = gathered.sources if gathered else ()
        left = replace(check(self.frame.house, slot.text, context, reader), sources=sources)
        return self.updates(Slot(slot.text, draft=left, problem=slot.problem), None, context, title, reader)

    def _checks(self, draft: Draft, reader: str) -> str:
        server = home_server(self.frame.house.brand, draft.platform, draft.person)
        keep = self.frame.house.office is not None
        sourced = "" if self.previewed else sentences(draft, reader, self.frame.names, f"{self.name}-{self.index}")
        return drafts.checks(
            draft, reader, discuss=self.index, server=server, folded=self.previewed, keep=keep, sourced=sourced
        )

    def _preview(self, draft: Draft, reader: str) -> str:
        return preview(draft, self.frame.house.brand, reader) if self.previewed else ""

    def _recheck(self, text: str, shown: Shown | None, reader: str) -> list[Any]:
        if shown is None:
            return [gr.skip(), gr.skip()]
        draft = recheck(self.frame.house, text, shown.draft, shown.context, reader)
        return [self._checks(draft, reader), self._preview(draft, reader)]

    def _keep(self, text: str, shown: Shown | None, name: str, reader: str) -> str:
        office = self.frame.house.office
        if office is None or shown is None:
            return ""
        try:
            answered = shown.context
            office.keep(text, shown.draft, name, message=answered.message, answering=answered.target, reader=reader)
        except PapillonError as error:
            return status.notice(error.text(reader), "bad")
        return status.notice(say("ui.desk_kept_there", reader))

    def _redraw(self, reader: str, text: str, shown: Shown | None) -> list[Any]:
        if shown is None:
            return [gr.skip()] * 4
        title = shown.title or say("ui.draft_number", reader, n=self.index + 1)
        slot = Slot(draft=shown.draft, place=shown.place, why=shown.why)
        head = drafts.head(slot, title, reader, told=not self.previewed)
        return [head, *self._recheck(text, shown, reader), drafts.reasons(shown.draft, reader, self.frame.names)]


def _in_language(context: Context, draft: Draft) -> Context:
    material = tuple(source.text for source in draft.sources)
    platform = draft.platform or context.platform
    material += tuple(f"{one.question} {one.text}" for one in context.known)
    return replace(
        context, platform=platform, language=draft.language, person=draft.person, material=material,
        sources=draft.sources,
    )  # fmt: skip
