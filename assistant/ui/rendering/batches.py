"""How far the replies are that are drafted in the background."""

from collections.abc import Sequence
from html import escape

from assistant.records import Batch
from assistant.ui.rendering.figures import plural
from assistant.ui.rendering.mark import FLUTTER
from assistant.ui.rendering.status import notice
from assistant.wording import say


def under_way(batches: Sequence[Batch], reader: str, told: str = "") -> str:
    """A line for each batch: how far it is with what stops it, or what came of it."""
    return notice(told) + "".join(_busy(one, reader) if one.open else _ended(one, reader) for one in batches)


def _busy(batch: Batch, reader: str) -> str:
    total = len(batch.messages)
    if batch.state == "waiting":
        text = plural("ui.batch_waiting_{}", total, reader, by=batch.by)
    else:
        text = say("ui.batch_busy", reader, n=min(batch.done + 1, total), total=total, by=batch.by)
    return (
        f'<p class="status busy batch">{FLUTTER}<span>{escape(text)}</span>'
        f'<progress max="{total}" value="{batch.done}"></progress>'
        f'<button type="button" class="act plain" data-stop="{escape(batch.id, quote=True)}">'
        f"{say('ui.stop', reader)}</button></p>"
    )


def _ended(batch: Batch, reader: str) -> str:
    text = plural("ui.inbox_many_done_{}", len(batch.drafts), reader)
    if batch.state == "cancelled":
        text = f"{say('ui.batch_stopped', reader, n=batch.done, total=len(batch.messages))} {text}"
    return notice(" ".join((text, *batch.problems)), "warn" if batch.problems else "info")
