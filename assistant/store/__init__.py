"""The database: passages with their vectors, conversations, drafts at the desk, messages received. The only room that
imports sqlalchemy and alembic."""

from assistant.store.accounts import Accounts
from assistant.store.batches import Batches
from assistant.store.conversations import Conversations
from assistant.store.database import Database
from assistant.store.drafts import Drafts
from assistant.store.edits import Edits, KeptEdit
from assistant.store.health import known_libraries, mend_vectors, mend_words, wrong_vectors
from assistant.store.jobs import jobs_address, jobs_exist, open_jobs_engine
from assistant.store.lessons import Lessons
from assistant.store.mail import Mail, Watch
from assistant.store.passages import Change, LibraryState, Passages
from assistant.store.rows import Entry, Remark, StoredFile
from assistant.store.staging import Staging
from assistant.store.view import Filters, Marks, Snapshot, View

__all__ = [
    "Accounts",
    "Batches",
    "Change",
    "Conversations",
    "Database",
    "Drafts",
    "Edits",
    "Entry",
    "Filters",
    "KeptEdit",
    "Lessons",
    "LibraryState",
    "Mail",
    "Marks",
    "Passages",
    "Remark",
    "Snapshot",
    "Staging",
    "StoredFile",
    "View",
    "Watch",
    "jobs_address",
    "jobs_exist",
    "known_libraries",
    "mend_vectors",
    "mend_words",
    "open_jobs_engine",
    "wrong_vectors",
]
