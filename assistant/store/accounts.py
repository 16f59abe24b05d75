"""The accounts that a brand speaks through. Their sessions are encrypted before they come here."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from assistant.records import Account
from assistant.store.database import Database
from assistant.store.tables import accounts


class Accounts:
    """Accounts of one brand. Safe for threads and processes."""

    def __init__(self, database: Database, brand: str) -> None:
        self._database = database
        self._brand = brand

    def list(self) -> tuple[Account, ...]:
        """All of them, the oldest first."""
        query = select(accounts).where(accounts.c.brand == self._brand).order_by(accounts.c.added, accounts.c.id)
        with self._database.read() as connection:
            return tuple(_account(row) for row in connection.execute(query))

    def put(self, account: Account, session: bytes) -> Account:
        """Keep an account with its session, in place of what was kept of it; when it was first added stays."""
        kept = {"handle": account.handle, "person": account.person, "service": account.service, "session": session}
        with self._database.write() as connection:
            changed = connection.execute(update(accounts).where(self._is(account.id)).values(**kept))
            if changed.rowcount == 0:
                row = {"brand": self._brand, "id": account.id, "platform": account.platform, "revision": "", **kept}
                connection.execute(insert(accounts).values(**row, added=datetime.now(UTC)))
            row_now = connection.execute(select(accounts).where(self._is(account.id))).one()
        return _account(row_now)

    def remove(self, id_: str) -> None:
        """Forget an account and its session."""
        with self._database.write() as connection:
            connection.execute(delete(accounts).where(self._is(id_)))

    def session(self, id_: str) -> bytes | None:
        """An account's encrypted session, None when there is none."""
        with self._database.read() as connection:
            return connection.execute(select(accounts.c.session).where(self._is(id_))).scalar()

    def renew(self, id_: str, session: bytes, handle: str) -> None:
        """Keep a renewed session; a handle that changed meanwhile is taken over. A removed account stays away."""
        with self._database.write() as connection:
            connection.execute(update(accounts).where(self._is(id_)).values(session=session, handle=handle))

    def revision(self, id_: str) -> str:
        """Up to which revision of the account's repository its posts were imported, empty for never."""
        with self._database.read() as connection:
            return connection.execute(select(accounts.c.revision).where(self._is(id_))).scalar() or ""

    def imported(self, id_: str, revision: str) -> None:
        """Remember up to which revision the account's posts were imported."""
        with self._database.write() as connection:
            connection.execute(update(accounts).where(self._is(id_)).values(revision=revision))

    def _is(self, id_: str) -> Any:
        return (accounts.c.brand == self._brand) & (accounts.c.id == id_)


def _account(row: Any) -> Account:
    added = row.added.replace(tzinfo=UTC) if row.added.tzinfo is None else row.added
    return Account(row.id, row.handle, row.platform, row.brand, row.person, row.service, added)
