"""Lessons from people's changes, as the page shows them."""

from collections.abc import Sequence

from assistant.desk import Office
from assistant.errors import PapillonError
from assistant.records import Lesson
from assistant.wording import say


def look(office: Office) -> tuple[Lesson, ...]:
    """The lessons that wait for a person's word."""
    return office.teaching.look() if office.teaching is not None else ()


def decide(office: Office, said: Sequence[str], by: str, reader: str) -> str:
    """Take a lesson, in other words if the person gave some, or dismiss it; what came of it in a sentence."""
    lesson, verb, words = (*said, "", "", "")[:3]
    if office.teaching is None:
        return ""
    try:
        if verb == "dismiss":
            office.teaching.dismiss(lesson, by)
            return say("ui.lesson_dismissed", reader)
        taken = office.teaching.accept(lesson, by, words if words.strip() else "")
    except PapillonError as error:
        return error.text(reader)
    return say("ui.lesson_accepted", reader, text=taken.text)
