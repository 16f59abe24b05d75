"""The words that are watched, under the inbox's list."""

from html import escape

from assistant.ui.handlers.searches import Watched
from assistant.ui.rendering.figures import number
from assistant.ui.rendering.status import notice
from assistant.wording import say


def watched(now: Watched, reader: str, *, opened: bool = False) -> str:
    """A list to open: each search with what takes it out, and a field for one more. Empty without an account."""
    if not now.handles:
        return ""
    handles = dict(now.handles)
    several = len(handles) > 1
    items = ""
    for one in now.searches:
        whose = f' <span class="handle">@{escape(handles.get(one.account, one.account))}</span>' if several else ""
        label = escape(say("ui.search_remove", reader, words=one.words), quote=True)
        items += (
            f'<li><span class="term">{escape(one.words)}</span>{whose}<button type="button" class="take-out" '
            f'data-watch="remove" data-words="{escape(one.words, quote=True)}" '
            f'data-account="{escape(one.account, quote=True)}" aria-label="{label}" title="{label}">×</button></li>'
        )
    chooser = ""
    if several:
        options = "".join(
            f'<option value="{escape(id_, quote=True)}">@{escape(name)}</option>' for id_, name in now.handles
        )
        chooser = f'<select aria-label="{say("ui.search_account", reader)}">{options}</select>'
    count = f" <span>{number(len(now.searches), reader)}</span>" if now.searches else ""
    label = escape(say("ui.search_field", reader), quote=True)
    return (
        f'<details class="watched"{" open" if opened else ""}><summary>{say("ui.searches", reader)}{count}</summary>'
        f'<p class="quiet">{say("ui.searches_hint", reader)}</p>'
        f"{f'<ul>{items}</ul>' if items else ''}"
        f'<div class="one-line"><input type="text" maxlength="200" aria-label="{label}" placeholder="{label}" '
        f'value="{escape(now.words, quote=True)}">{chooser}'
        f'<button type="button" class="act plain" data-watch="add">{say("ui.search_add", reader)}</button></div>'
        f'<div role="status">{notice(now.told, now.level)}</div></details>'
    )
