"""Files to take away, carried in the page itself: nothing is written on the server."""

from base64 import b64encode

from assistant.records import Idea
from assistant.ui.handlers.board import Slot
from assistant.ui.handlers.export import as_csv, as_jsonl
from assistant.wording import say


def downloads(slots: tuple[Slot, ...], reader: str) -> str:
    """Links to the finished texts as CSV and JSONL; nothing when there are none."""
    ideas = tuple(
        slot.idea or Idea(str(number), "", "", slot.draft) for number, slot in enumerate(slots, 1) if slot.draft
    )
    if not ideas:
        return ""
    files = (("csv", "text/csv", as_csv(ideas)), ("jsonl", "application/x-ndjson", as_jsonl(ideas)))
    links = "".join(
        f'<a class="act" download="papillon.{ending}" href="data:{kind};base64,{b64encode(data).decode()}">'
        f"{say('ui.download', reader, kind=ending.upper())}</a>"
        for ending, kind, data in files
    )
    return f'<div class="actions files">{links}</div>'
