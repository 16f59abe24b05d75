"""Chat histories, one for each conversation id."""

from datetime import UTC, datetime
from typing import cast

from sqlalchemy import delete, insert, select

from assistant.records import Role, Turn
from assistant.store.database import Database
from assistant.store.tables import messages


class Conversations:
    """What was said in each conversation, in order. Safe for threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, conversation: str, *turns: tuple[Role, str]) -> None:
        """Add turns to a conversation, all of them or none; the first ones make it exist."""
        now = datetime.now(UTC)
        rows = [{"conversation": conversation, "role": role, "text": text, "created": now} for role, text in turns]
        if rows:
            with self._database.write() as connection:
                connection.execute(insert(messages), rows)

    def load(self, conversation: str, last: int | None = None) -> tuple[Turn, ...]:
        """The turns of a conversation, oldest first; with `last`, only that many of the newest."""
        query = (
            select(messages.c.role, messages.c.text, messages.c.created)
            .where(messages.c.conversation == conversation)
            .order_by(messages.c.number.desc())
            .limit(last)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return tuple(Turn(cast(Role, row.role), row.text, row.created.replace(tzinfo=UTC)) for row in reversed(rows))

    def clear(self, conversation: str) -> None:
        """Forget a conversation."""
        with self._database.write() as connection:
            connection.execute(delete(messages).where(messages.c.conversation == conversation))
