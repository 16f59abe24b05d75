"""What a tab says before there is anything on it."""

from assistant.ui.rendering.mark import BUTTERFLY
from assistant.wording import say


def empty(tab: str, reader: str) -> str:
    """A drawing and two or three lines: what will appear here, and how to begin."""
    steps = "".join(f"<li>{say(f'ui.empty_{tab}_{n}', reader)}</li>" for n in (1, 2, 3))
    return f'<div class="empty">{BUTTERFLY}<h2>{say(f"ui.empty_{tab}", reader)}</h2><ol>{steps}</ol></div>'
