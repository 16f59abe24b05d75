"""The database: passages with their vectors, and conversations. The only room that imports sqlalchemy and alembic."""

from assistant.store.conversations import Conversations
from assistant.store.database import Database
from assistant.store.passages import Change, Entry, LibraryState, Passages, Remark, StoredFile
from assistant.store.view import Filters, View

__all__ = [
    "Change",
    "Conversations",
    "Database",
    "Entry",
    "Filters",
    "LibraryState",
    "Passages",
    "Remark",
    "StoredFile",
    "View",
]
