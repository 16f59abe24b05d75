"""What is happening, how it ended, and what went wrong, each in a line or two."""

from html import escape

from assistant.ui.handlers.board import Board
from assistant.ui.rendering.figures import number, plural
from assistant.ui.rendering.mark import FLUTTER
from assistant.wording import say

OWN = frozenset({"own_words", "facts", "holding"})
"""Approaches that need no model."""


def notice(text: str, level: str = "info") -> str:
    """One quiet sentence beside what it is about."""
    return f'<p class="notice {level}">{escape(text)}</p>' if text else ""


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


def drafting(board: Board, reader: str) -> str:
    """The same for the drafts of a reply, of which some are there at once: how many can be taken already and how many
    are still to come; at the end where they come from, and how fast the model is here."""
    if board.state == "running" and board.done:
        ready = plural("ui.ready_{}", board.done, reader)
        more = plural("ui.more_coming_{}", board.pending, reader) if board.pending else say("ui.ranking", reader)
        share = f'<progress max="{board.done + board.pending}" value="{board.done}"></progress>'
        return f'<p class="status busy">{FLUTTER}<span>{escape(f"{ready} {more}")}</span>{share}</p>'
    if board.state == "running" and board.stage is not None:
        told = say(f"ui.stage_{board.stage.name}", reader)
        return f'<p class="status busy">{FLUTTER}<span>{escape(told)}</span></p>'
    return _ended(board, reader) if board.state == "done" else status(board, reader) + _problems(board)


def _ended(board: Board, reader: str) -> str:
    problems = _problems(board)
    if board.done:
        return f"{status(board, reader)}{_candidates(board, reader)}{problems}"
    if any(slot.withheld for slot in board.slots):
        return notice(say("ui.done_withheld", reader), "warn") + problems
    if board.gathered is not None and board.gathered.answer != "reply" and not problems:
        return f'<p class="status">{say(f"ui.done_{board.gathered.answer}", reader)}</p>'
    return status(board, reader) + problems


def _problems(board: Board) -> str:
    return "".join(notice(problem, "bad") for problem in board.problems) if board.state != "running" else ""


def _candidates(board: Board, reader: str) -> str:
    """Of several drafts: how many were made of the house's own sentences and how many by the model, and its speed."""
    drafts = [slot.draft for slot in board.slots if slot.draft is not None]
    own = [draft for draft in drafts if draft.approach in OWN]
    written = [draft for draft in drafts if draft.approach not in OWN]
    parts = [plural("ui.candidates_own_{}", len(own), reader)] if own else []
    if written and len(drafts) > 1:
        parts.append(plural("ui.candidates_model_{}", len(written), reader))
    seconds = sum(draft.usage.seconds - draft.usage.first_token for draft in written)
    tokens = sum(draft.usage.completion_tokens for draft in written)
    if parts and tokens and seconds > 0:
        speed = tokens / seconds
        parts.append(say("ui.model_speed", reader, n=number(speed, reader, 0 if speed >= 10 else 1)))
    return f'<p class="candidates">{escape(" · ".join(parts))}</p>' if parts else ""


def line(state: str, stage: str, problem: str, reader: str) -> str:
    """The same for a single answer: what is being done, that it was stopped, or what went wrong."""
    if state == "running":
        doing = stage or "starting"
        return f'<p class="status busy">{FLUTTER}<span>{say(f"ui.stage_{doing}", reader)}</span></p>'
    if state == "stopped":
        return f'<p class="status">{say("ui.chat_stopped", reader)}</p>'
    return notice(problem, "bad") if state == "failed" else ""
