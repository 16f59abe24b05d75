"""What people's changes say, with the drafts that show it, to accept, reword or dismiss."""

from collections.abc import Sequence
from html import escape

from assistant.records import Lesson
from assistant.ui.rendering.figures import plural
from assistant.wording import say

_SHOWN = 3


def lesson_list(found: Sequence[Lesson], reader: str) -> str:
    """The lessons that wait, each with its evidence; nothing when there is none."""
    if not found:
        return ""
    items = "".join(_lesson(one, reader) for one in found)
    return (
        f'<section class="lessons"><h3 class="sheet-title">{say("ui.lessons", reader)}</h3>'
        f'<p class="quiet">{say("ui.lessons_lead", reader)}</p><ul>{items}</ul></section>'
    )


def _lesson(lesson: Lesson, reader: str) -> str:
    evidence = "".join(
        f"<li><del>{escape(one.before)}</del><ins>{escape(one.after)}</ins></li>" for one in lesson.evidence[:_SHOWN]
    )
    seen = plural("ui.lesson_seen_{}", len(lesson.evidence), reader)
    name = escape(lesson.id, quote=True)
    label = escape(say("ui.lesson_words", reader), quote=True)
    return (
        f'<li class="lesson"><input type="text" aria-label="{label}" value="{escape(lesson.text, quote=True)}">'
        f"<details><summary>{seen}</summary><ol>{evidence}</ol></details>"
        f'<p class="actions"><button type="button" class="act" data-lesson="{name}" data-say="accept">'
        f"{say('ui.lesson_accept', reader)}</button>"
        f'<button type="button" class="act" data-lesson="{name}" data-say="dismiss">'
        f"{say('ui.lesson_dismiss', reader)}</button></p></li>"
    )
