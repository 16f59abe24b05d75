"""Two texts side by side, with what each says alone marked; and a change of the brand's file with what it does."""

from html import escape

from assistant.records import Comparison, Trial
from assistant.ui.handlers.beside import Plain
from assistant.ui.handlers.changes import Proposed
from assistant.ui.rendering.mark import FLUTTER
from assistant.ui.rendering.status import notice
from assistant.wording import say

ACTIONS = ("accept", "try", "stop", "dismiss", "undo")
"""What a person can do with a proposed change; the page tells which by its place here."""

_OFFERED: dict[str, tuple[str, ...]] = {
    "shown": ("accept", "try", "dismiss"),
    "tried": ("accept", "try", "dismiss"),
    "trying": ("stop",),
    "refused": ("dismiss",),
    "made": ("undo", "dismiss"),
    "undone": ("dismiss",),
}


def beside_button(reader: str) -> str:
    """The button that asks for the plain text."""
    return f'<button type="button" class="act plain" data-beside>{say("ui.without_voice", reader)}</button>'


def beside(plain: Plain, language: str, reader: str) -> str:
    """The draft at the left, the plain text at the right; while it is written, that text alone."""
    if plain.comparison is not None:
        names = (say("ui.with_voice", reader), say("ui.without_voice_title", reader))
        return f'{pair(plain.comparison, names, language)}<p class="quiet">{say("ui.beside_hint", reader)}</p>'
    if plain.state == "failed":
        return notice(plain.problem, "bad") + beside_button(reader)
    if plain.state == "stopped":
        return f'<p class="status">{say("ui.chat_stopped", reader)}</p>{beside_button(reader)}'
    busy = f'<p class="status busy">{FLUTTER}<span>{say("ui.stage_writing", reader)}</span></p>'
    return f'{busy}<p class="said" lang="{escape(language)}">{escape(plain.text)}</p>'


def pair(comparison: Comparison, names: tuple[str, str], language: str) -> str:
    """Both texts, `names` above them; words that only one has are marked in it."""
    sides = (
        ("own", names[0], [(one.kind == "own", one.text) for one in comparison.segments if one.kind != "other"]),
        ("other", names[1], [(one.kind == "other", one.text) for one in comparison.segments if one.kind != "own"]),
    )
    columns = "".join(
        f'<div class="side {side}"><h4>{escape(name)}</h4><p lang="{escape(language)}">{_marked(said)}</p></div>'
        for side, name, said in sides
    )
    return f'<div class="sides">{columns}</div>'


def change(proposed: Proposed, reader: str) -> str:
    """What a change does, the lines of the file, and the messages it was tried on."""
    if proposed.state == "none":
        return ""
    if proposed.state == "refused":
        return f'<div class="card change">{notice(proposed.problem, "warn")}{_actions(proposed, reader)}</div>'
    title = say(f"ui.change_{'shown' if proposed.state in ('trying', 'tried') else proposed.state}", reader)
    lines = "".join(
        f'<li class="{"added" if line[0] == "+" else "gone"}"><span class="sr">'
        f"{say('ui.line_added' if line[0] == '+' else 'ui.line_gone', reader)}</span>{escape(line[1:].strip())}</li>"
        for line in proposed.lines
    )
    parts = [
        f'<div class="card-head"><h3>{escape(title)}</h3></div><p class="told">{escape(_sentence(proposed.told))}</p>',
        f'<figure class="lines"><figcaption><code>{escape(proposed.path)}</code></figcaption><ul>{lines}</ul></figure>',
        notice(proposed.problem, "bad"),
    ]
    if proposed.state == "trying":
        done = say("ui.trying", reader, n=len(proposed.trials) + 1, total=proposed.total or 3)
        parts.append(f'<p class="status busy">{FLUTTER}<span>{escape(done)}</span></p>')
    parts += [trial(one, reader) for one in proposed.trials]
    return f'<div class="card change">{"".join(parts)}{_actions(proposed, reader)}</div>'


def trial(one: Trial, reader: str) -> str:
    """One real message, answered as the brand is and as it would be."""
    names = (say("ui.trial_after", reader), say("ui.trial_before", reader))
    same = f'<p class="quiet">{say("ui.trial_same", reader)}</p>' if one.before.text == one.after.text else ""
    published = (
        f"<summary>{say('ui.trial_published', reader)}</summary><blockquote>{escape(one.published)}</blockquote>"
    )
    return (
        f'<section class="trial"><blockquote class="asked">{escape(one.message.text)}</blockquote>'
        f"{pair(one.comparison, names, one.after.language)}{same}<details>{published}</details></section>"
    )


def _actions(proposed: Proposed, reader: str) -> str:
    buttons = "".join(
        f'<button type="button" class="act" data-change="{ACTIONS.index(action)}" data-does="{action}">'
        f"{say('ui.stop' if action == 'stop' else f'ui.change_{action}', reader)}</button>"
        for action in _OFFERED.get(proposed.state, ())
    )
    return f'<div class="actions">{buttons}</div>' if buttons else ""


def _marked(said: list[tuple[bool, str]]) -> str:
    return "".join(f"<mark>{escape(text)}</mark>" if alone and text.strip() else escape(text) for alone, text in said)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else ""
