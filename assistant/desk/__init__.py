"""What people do with drafts: keep, edit, approve, publish, undo; the inbox; the record of it all."""

from assistant.desk.approval import Desk, parts_of, with_texts
from assistant.desk.arrivals import age
from assistant.desk.inbox import Inbox
from assistant.desk.learning import Learning
from assistant.desk.lease import waiting
from assistant.desk.office import BACKGROUND, Office, open_office
from assistant.desk.publishing import Publisher
from assistant.desk.urgency import reason_of

__all__ = [
    "BACKGROUND",
    "Desk",
    "Inbox",
    "Learning",
    "Office",
    "Publisher",
    "age",
    "open_office",
    "parts_of",
    "reason_of",
    "waiting",
    "with_texts",
]
