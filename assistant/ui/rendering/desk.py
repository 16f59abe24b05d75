"""A draft at the desk: where it stands, and who did what with it."""

from collections.abc import Sequence
from html import escape

from assistant.records import KeptDraft, Step
from assistant.ui.rendering.figures import moment, plural
from assistant.ui.rendering.inbox import ago
from assistant.ui.rendering.status import notice
from assistant.wording import say


def desk_head(draft: KeptDraft | None, reader: str) -> str:
    """The draft card's head: its state, who did what last, and the way to what it became."""
    if draft is None:
        return f'<div class="card-head"><h3>{say("ui.desk_answer", reader)}</h3></div>'
    word = f'<span class="state {draft.state}">{escape(say(f"ui.desk_{draft.state}", reader))}</span>'
    last = f'<span class="again">{escape(draft.changed_by)} · {escape(ago(draft.changed, reader))}</span>'
    links = "".join(
        f'<a class="act" href="{escape(address, quote=True)}" target="_blank" rel="noopener noreferrer">'
        f"{say('ui.desk_see', reader)}</a>"
        for address in draft.addresses[:1]
        if address.startswith("https://")
    )
    due = ""
    if draft.appointment is not None:
        when = moment(draft.appointment.due, reader, draft.appointment.zone)
        late = draft.appointment.late
        due = notice(say("ui.desk_late" if late else "ui.desk_due", reader, when=when), "warn" if late else "info")
    title = say("ui.desk_answer" if draft.content.answering else "ui.desk_own", reader)
    return f'<div class="card-head"><h3>{title}</h3>{word}{last}{links}</div>{due}'


def trail(steps: Sequence[Step], reader: str) -> str:
    """Who did what and when, oldest first, opened on demand."""
    told = [step for step in steps if step.action not in ("sending", "claimed")]
    if not told:
        return ""
    items = "".join(
        f"<li><span>{escape(moment(step.at, reader, 'UTC'))}</span> <b>{escape(step.by)}</b> "
        f"{escape(say(f'ui.action_{step.action}', reader))}"
        f"{_because(step)}</li>"
        for step in told
    )
    head = plural("ui.desk_trail_{}", len(told), reader)
    return f'<details class="trail"><summary>{head}</summary><ol>{items}</ol></details>'


def _because(step: Step) -> str:
    reason = step.detail.get("reason") or step.detail.get("why") or ""
    return f" <q>{escape(reason)}</q>" if reason else ""
