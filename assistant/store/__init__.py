"""The database: passages with their vectors, and conversations. The only room that imports sqlalchemy and alembic."""

from assistant.store.conversations import Conversations
from assistant.store.database import Database
from assistant.store.passages import Change, LibraryState, Passages
from assistant.store.rows import Entry, Remark, StoredFile
from assistant.store.view import Filters, Snapshot, View

__all__ = [
    "Change",
    "Conversations",
    "Database",
    "Entry",
    "Filters",
    "LibraryState",
    "Passages",
    "Remark",
    "Snapshot",
    "StoredFile",
    "View",
]
