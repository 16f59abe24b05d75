"""Planning when an approved draft goes out."""

from dataclasses import replace

from assistant.desk import Office
from assistant.ui.handlers.fields import wanted
from assistant.ui.handlers.inbox import Screen, Seen, look, safely
from assistant.wording import say


def schedule(  # noqa: PLR0917 - one call, one place
    office: Office, seen: Seen, text: str, sent: str, by: str, when: str, reader: str
) -> Screen:
    """Let what was approved go out at a moment in the brand's time zone."""

    def step() -> Screen:
        draft = office.desk.get(seen.draft)
        if wanted(draft, text, sent) != draft.content:
            told = say("ui.inbox_unsaved", reader)
            return replace(look(office, seen, reader), notice=told, level="warn", text=text, sent=sent)
        office.schedule(draft.id, seen.version, when, by)
        return look(office, seen, reader)

    return safely(office, seen, reader, step, text, sent)


def unschedule(office: Office, seen: Seen, by: str, reader: str) -> Screen:
    """Drop the appointment; the draft stays approved."""

    def step() -> Screen:
        office.appointments.drop(seen.draft, by)
        return look(office, seen, reader)

    return safely(office, seen, reader, step)
