"""The card of a kept draft: its text, what is said about it, and what a person may do with it."""

from typing import Any

import gradio as gr

from assistant.errors import BadInput
from assistant.networks.pictures import thumbnail
from assistant.platforms import bluesky
from assistant.records import Content, Draft
from assistant.ui.attachments_panel import AttachmentsPanel
from assistant.ui.frame import Frame
from assistant.ui.handlers.fields import drawn, shown_text
from assistant.ui.handlers.inbox import Screen
from assistant.ui.markup import markup
from assistant.ui.rendering import desk as drawing
from assistant.ui.rendering.attachments import beside
from assistant.ui.rendering.drafts import checks, reasons
from assistant.wording import say

_TYPED = """
let pause;
element.closest('.card')?.addEventListener('input', event => {
  if (!event.target.closest('.manuscript, .beside-text')) return;
  clearTimeout(pause);
  pause = setTimeout(() => trigger('input'), 250);
});
"""

EDITABLE = frozenset({"draft", "edited", "approved", "failed", "rejected"})


class DeskCard:
    """Components of the card. `outputs` and `updates` go together."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        labels = frame.labels
        with gr.Column(visible=False, elem_classes=["card", "draft"], elem_id="inbox-card") as self.column:
            self.head = markup()
            self.text = labels.on(
                gr.Textbox(value="", lines=3, max_lines=24, elem_classes=["manuscript"], container=False),
                label="desk_answer",
            )
            self.checks = markup(js_on_load=_TYPED, elem_classes=["checks"])
            self.beside = AttachmentsPanel(frame)
            self.reason = labels.on(
                gr.Textbox(value="", max_lines=2, visible=False, elem_id="inbox-reason"),
                label="desk_reason",
                placeholder="desk_reason_placeholder",
            )
            with gr.Row(elem_classes=["quiet-acts"]):
                self.approve = labels.on(
                    gr.Button(variant="primary", size="sm", elem_id="inbox-approve"), value="desk_approve"
                )
                self.publish = labels.on(
                    gr.Button(variant="primary", size="sm", elem_id="inbox-publish", visible=False),
                    value="desk_publish",
                )
                self.save = labels.on(gr.Button(size="sm", elem_id="inbox-save"), value="desk_save")
                self.reject = labels.on(gr.Button(size="sm"), value="desk_reject")
                self.retarget = labels.on(gr.Button(size="sm", visible=False), value="desk_retarget")
                self.withdraw = labels.on(
                    gr.Button(size="sm", elem_id="inbox-withdraw", visible=False), value="desk_withdraw"
                )
            with gr.Row(elem_classes=["quiet-acts", "when"], visible=False) as self.planning:
                self.when = labels.on(
                    gr.Textbox(value="", max_lines=1, placeholder="2026-12-24 09:00", elem_id="inbox-when"),
                    label=lambda code: say("ui.desk_when", code, zone=frame.house.brand.time_zone),
                )
                self.schedule = labels.on(gr.Button(size="sm", elem_id="inbox-schedule"), value="desk_schedule")
                self.unschedule = labels.on(gr.Button(size="sm", visible=False), value="desk_unschedule")
            self.reasons = markup(elem_classes=["reasons"])
            self.trail = markup(elem_classes=["reasons"])

    @property
    def outputs(self) -> list[Any]:
        """The components that `updates` fills."""
        return [
            self.column, self.head, self.text, self.checks, *self.beside.outputs, self.reason, self.approve,
            self.publish, self.save, self.reject, self.retarget, self.withdraw, self.planning, self.unschedule,
            self.reasons, self.trail,
        ]  # fmt: skip

    def updates(self, screen: Screen, checked: Draft | None, text: str | None, reader: str) -> list[Any]:
        """The card as it is to be seen; `text` is what the box is to hold when it is not the draft's own."""
        draft = screen.draft
        state = draft.state if draft else "draft"
        editable = state in EDITABLE
        waits = screen.message is not None and screen.message.standing == "open"
        shown = text if text is not None else shown_text(draft) if draft else ""
        blocked = draft is not None and not draft.ready and state in ("draft", "edited", "failed")
        return [
            gr.update(visible=draft is not None or waits),
            drawing.desk_head(draft, reader),
            gr.update(value=shown, interactive=editable),
            checks(checked, reader) if checked else "",
            self._beside(screen, reader),
            screen.sent,
            gr.update(visible=blocked, value=""),
            gr.update(visible=state in ("draft", "edited", "failed")),
            gr.update(visible=state in ("approved", "publishing")),
            gr.update(visible=editable),
            gr.update(visible=draft is not None and editable and state != "rejected"),
            gr.update(visible=editable and _changed_since(screen)),
            gr.update(visible=state in ("published", "publishing")),
            gr.update(visible=state == "approved"),
            gr.update(visible=draft is not None and draft.appointment is not None),
            reasons(draft.drafted, reader, self.frame.names) if draft and draft.drafted else "",
            drawing.trail(screen.steps, reader),
        ]

    def _beside(self, screen: Screen, reader: str) -> str:
        draft = screen.draft
        if draft is None:
            return ""
        content = drawn(draft.content, screen.sent)
        links = [facet.value for facet in bluesky.facets(content.parts[0].text) if facet.kind == "link"]
        editable = draft.state in EDITABLE
        return beside(content, self._thumbnails(content), links, reader, editable=editable)

    def _thumbnails(self, content: Content) -> dict[str, bytes]:
        """Small pictures by the digest of their large ones; one whose bytes are gone has none."""
        office = self.frame.house.office
        if office is None:
            return {}
        digests = [picture.digest for part in content.parts for picture in part.pictures]
        digests += [part.card.digest for part in content.parts if part.card is not None and part.card.digest]
        found: dict[str, bytes] = {}
        for digest in digests:
            try:
                found[digest] = thumbnail(office.desk.drafts.picture(digest))
            except (BadInput, OSError):
                continue
        return found


def _changed_since(screen: Screen) -> bool:
    """Whether the message is not the version any more that the draft answers."""
    answering = screen.draft.content.answering if screen.draft else None
    return answering is not None and screen.message is not None and screen.message.post.cid != answering.post.cid
