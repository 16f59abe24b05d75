"""Replies drafted from the inbox with the model: one, or the ten most urgent."""

import threading
from dataclasses import replace

from assistant.desk import Office
from assistant.ui.handlers.inbox import Screen, Seen, look, safely


def draft(  # noqa: PLR0917 - one call, one place
    office: Office, seen: Seen, by: str, wish: str, reader: str, cancel: threading.Event
) -> Screen:
    """Draft a reply to the open message, with the whole conversation as its context."""

    def step() -> Screen:
        kept = office.answering.draft(seen.account, seen.uri, by, wish=wish, reader=reader, cancel=cancel)
        return look(office, replace(seen, draft=kept.id), reader)

    return safely(office, seen, reader, step)
