"""Replies drafted from the inbox with the model: one, or the ten most urgent."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from assistant.desk import Office
from assistant.errors import Cancelled, PapillonError
from assistant.ui.handlers.inbox import Screen, Seen, look, rows, safely
from assistant.ui.rendering.figures import plural
from assistant.wording import say


def draft(  # noqa: PLR0917 - one call, one place
    office: Office, seen: Seen, by: str, wish: str, reader: str, cancel: threading.Event
) -> Screen:
    """Draft a reply to the open message, with the whole conversation as its context."""

    def step() -> Screen:
        kept = office.answering.draft(seen.account, seen.uri, by, wish=wish, reader=reader, cancel=cancel)
        return look(office, replace(seen, draft=kept.id), reader)

    return safely(office, seen, reader, step)


def draft_many(
    office: Office, most: int, by: str, reader: str, cancel: threading.Event
) -> Iterator[tuple[str, Literal["busy", "info", "warn", "bad"]]]:
    """Draft replies to the most urgent messages that have none yet, one after the other; a line on each as it is done,
    and one on the whole."""
    waiting_for_one = [
        (row.exchange.account, row.exchange.first.uri)
        for row in rows(office, "waiting")
        if row.exchange is not None and row.draft is None and row.exchange.first.urgency != "spam"
    ][:most]
    if not waiting_for_one:
        yield say("ui.inbox_many_none", reader), "info"
        return
    done = 0
    problems: list[str] = []
    for number, (account, uri) in enumerate(waiting_for_one):
        yield say("ui.inbox_many_busy", reader, n=number + 1, total=len(waiting_for_one)), "busy"
        if cancel.is_set():
            break
        try:
            office.answering.draft(account, uri, by, reader=reader, cancel=cancel)
            done += 1
        except Cancelled:
            break
        except PapillonError as error:
            problems.append(error.text(reader))
    told = plural("ui.inbox_many_done_{}", done, reader)
    yield " ".join((told, *dict.fromkeys(problems))), "warn" if problems else "info"
