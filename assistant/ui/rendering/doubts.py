"""Guidelines to judge, each with its passages and why."""

from collections.abc import Mapping, Sequence
from html import escape

from assistant.records import Doubt
from assistant.ui.rendering.figures import plural
from assistant.ui.rendering.sources import origin
from assistant.ui.rendering.status import notice
from assistant.wording import say


def doubts(found: Sequence[Doubt] | str, reader: str, names: Mapping[str, str]) -> str:
    """The list, or one sentence that says that there is nothing to judge, or why it cannot be told."""
    if isinstance(found, str):
        return notice(found, "bad")
    if not found:
        return f'<p class="clear">{say("ui.no_doubts", reader)}</p>'
    items = "".join(_doubt(doubt, reader, names) for doubt in found)
    return f'<h3 class="doubts-title">{plural("ui.doubts_{}", len(found), reader)}</h3><ol class="doubts">{items}</ol>'


def _doubt(doubt: Doubt, reader: str, names: Mapping[str, str]) -> str:
    quoted = "".join(
        f'<div><p class="from">{origin(passage, reader, names)}</p>'
        f'<blockquote lang="{escape(passage.language)}">{escape(quote)}</blockquote></div>'
        for passage, quote in zip(doubt.passages, doubt.quotes, strict=True)
    )
    opinion = f'<p class="quiet">{escape(doubt.opinion)}</p>' if doubt.opinion else ""
    return f'<li><p class="why">{escape(doubt.reason)}</p><div class="against">{quoted}</div>{opinion}</li>'
