"""Replies drafted in the background, as the page begins, shows and stops them."""

from datetime import UTC, datetime, timedelta

from assistant.desk import Office
from assistant.errors import PapillonError
from assistant.records import Batch
from assistant.wording import say

RECENT = timedelta(minutes=15)
"""For how long what came of a batch stays in view."""


def look(office: Office) -> tuple[Batch, ...]:
    """The batches under way, and those that ended a short while ago, the newest first."""
    since = datetime.now(UTC) - RECENT
    return tuple(one for one in office.batching.batches.list(most=10) if one.open or one.changed > since)


def stamp(office: Office) -> str:
    """Changes whenever a batch gets on, begins, ends, or has been in view for long enough; cheap."""
    return f"{office.batching.batches.stamp()}{datetime.now(UTC):%H:%M}"


def begin(office: Office, most: int, by: str, reader: str) -> str:
    """Let replies to the most urgent messages be drafted; a sentence when that cannot be."""
    try:
        messages = office.batching.choose(most)
        if not messages:
            return say("ui.inbox_many_none", reader)
        office.batching.begin(messages, by, reader=reader)
    except PapillonError as error:
        return error.text(reader)
    return ""


def cancel(office: Office, batch: str, by: str, reader: str) -> str:
    """Stop a batch; a sentence when that cannot be."""
    try:
        office.batching.cancel(batch, by)
    except PapillonError as error:
        return error.text(reader)
    return ""
