"""Planning when an approved draft goes out."""

from dataclasses import replace

from assistant.desk import Office
from assistant.ui.handlers.inbox import Screen, Seen, look, safely, shown_text
from assistant.wording import say


def schedule(  # noqa: PLR0917 - one call, one place
    office: Office, seen: Seen, text: str, by: str, when: str, reader: str
) -> Screen:
    """Let what was approved go out at a moment in the brand's time zone."""

    def step() -> Screen:
        draft = office.desk.get(seen.draft)
        if text != shown_text(draft):
            return replace(look(office, seen, reader), notice=say("ui.inbox_unsaved", reader), level="warn", text=text)
        office.schedule(draft.id, seen.version, when, by)
        return look(office, seen, reader)

    return safely(office, seen, reader, step, text)


def unschedule(office: Office, seen: Seen, by: str, reader: str) -> Screen:
    """Drop the appointment; the draft stays approved."""

    def step() -> Screen:
        office.appointments.drop(seen.draft, by)
        return look(office, seen, reader)

    return safely(office, seen, reader, step)
