"""What is happening, what was understood, and what went wrong, each in a line or two."""

from html import escape

from assistant.ui.handlers.board import Board
from assistant.ui.rendering.figures import number, plural
from assistant.ui.rendering.mark import FLUTTER
from assistant.wording import language_name, say


def notice(text: str, level: str = "info") -> str:
    """One quiet sentence beside what it is about."""
    return f'<p class="notice {level}">{escape(text)}</p>' if text else ""


def understood(board: Board, reader: str) -> str:
    """What was understood of the message, and who should answer it."""
    gathered = board.gathered
    if gathered is None:
        return ""
    parts = [
        f'<dl class="understood"><div><dt>{say("ui.understood_language", reader)}</dt>'
        f"<dd>{escape(language_name(gathered.language, reader))}</dd></div>"
        f"<div><dt>{say('ui.understood_situation', reader)}</dt>"
        f"<dd>{say(f'ui.situation_{gathered.situation}', reader)}</dd></div>"
        f"<div><dt>{say('ui.understood_sources', reader)}</dt><dd>{len(gathered.sources)}</dd></div></dl>"
    ]
    if gathered.answer != "reply":
        parts.append(
            f'<div class="hand-over" role="note"><strong>{say(f"ui.answer_{gathered.answer}", reader)}</strong>'
            f"<p>{escape(gathered.reason)}</p></div>"
        )
    parts += [notice(text) for text in gathered.notices]
    return "".join(parts)


def status(board: Board, reader: str) -> str:
    """One line: what is being done, or how it ended."""
    total = len(board.slots)
    match board.state:
        case "idle":
            return ""
        case "running":
            if board.stage is None:
                text = say("ui.stage_starting", reader)
            else:
                text = say(f"ui.stage_{board.stage.name}", reader)
                if total > 1:
                    text = f"{say('ui.progress', reader, n=board.stage.index + 1, total=total)} · {text}"
            share = f'<progress max="{total}" value="{board.done}"></progress>' if total > 1 else ""
            return f'<p class="status busy">{FLUTTER}<span>{escape(text)}</span>{share}</p>'
        case "done" if board.done == 0:
            return notice(say("ui.done_none", reader), "warn")
        case "done":
            seconds = say("ui.seconds", reader, n=number(board.seconds, reader, 1))
            return f'<p class="status">{plural("ui.done_{}", board.done, reader, seconds=seconds)}</p>'
        case "stopped":
            return f'<p class="status">{say("ui.stopped", reader, n=board.done, total=total)}</p>'
        case "failed":
            return notice(board.problem, "bad")


def line(state: str, stage: str, problem: str, reader: str) -> str:
    """The same for a single answer: what is being done, that it was stopped, or what went wrong."""
    if state == "running":
        doing = stage or "starting"
        return f'<p class="status busy">{FLUTTER}<span>{say(f"ui.stage_{doing}", reader)}</span></p>'
    if state == "stopped":
        return f'<p class="status">{say("ui.chat_stopped", reader)}</p>'
    return notice(problem, "bad") if state == "failed" else ""
