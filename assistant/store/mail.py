"""What was received on the networks, how far it was read, and the searches that bring more of it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from pydantic import TypeAdapter
from sqlalchemy import Connection, delete, func, insert, select, update

from assistant.errors import BadInput
from assistant.records import Received, SavedSearch, Standing
from assistant.store.database import Database
from assistant.store.tables import received, searches, watches


@dataclass(frozen=True, slots=True)
class Watch:
    """How far an account's messages were read. `older` asks the network for older ones, empty at the end. Not before
    `next` is it asked again; `failures` counts the tries that failed in a row; `count`
    is how many the network called unread the last time."""

    account: str
    seen: datetime | None = None
    older: str = ""
    complete: bool = False
    newest: datetime | None = None
    next: datetime | None = None
    failures: int = 0
    problem: str = ""
    count: int = -1


class Mail:
    """Messages of all accounts. Safe for threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, messages: Iterable[Received]) -> int:
        """Keep messages; those that are there already are replaced. How many are new."""
        new = 0
        with self._database.write() as connection:
            for message in messages:
                values = _row(message)
                where = (received.c.account == message.account, received.c.uri == message.uri)
                if connection.execute(update(received).where(*where).values(**values)).rowcount == 0:
                    connection.execute(insert(received), values)
                    new += 1
        return new

    def change(self, account: str, uri: str, change: Callable[[Received], Received]) -> Received:
        """Replace a message by what `change` makes of it as it stands at this moment.

        Raises:
            BadInput: there is no such message.
        """
        with self._database.write() as connection:
            query = select(received.c.record).where(received.c.account == account, received.c.uri == uri)
            record = connection.execute(query.with_for_update()).scalar()
            if record is None:
                raise BadInput("store.no_message", uri=uri)
            changed = change(_received_of(record))
            where = (received.c.account == account, received.c.uri == uri)
            connection.execute(update(received).where(*where).values(**_row(changed)))
        return changed

    def get(self, account: str, uri: str) -> Received:
        """One message.

        Raises:
            BadInput: it is not there.
        """
        with self._database.read() as connection:
            query = select(received.c.record).where(received.c.account == account, received.c.uri == uri)
            record = connection.execute(query).scalar()
        if record is None:
            raise BadInput("store.no_message", uri=uri)
        return _received_of(record)

    def known(self, account: str, uris: Sequence[str]) -> dict[str, Received]:
        """Those of these messages that are kept, by address."""
        query = select(received.c.record).where(received.c.account == account, received.c.uri.in_(list(uris)))
        with self._database.read() as connection:
            found = [_received_of(record) for record in connection.execute(query).scalars()]
        return {message.uri: message for message in found}

    def list(
        self, accounts: Sequence[str], standings: Sequence[Standing] = (), *, most: int = 1000
    ) -> tuple[Received, ...]:
        """Messages of these accounts, the newest first."""
        query = select(received.c.record).where(received.c.account.in_(list(accounts)))
        if standings:
            query = query.where(received.c.standing.in_(standings))
        query = query.order_by(received.c.arrived.desc(), received.c.uri).limit(most)
        with self._database.read() as connection:
            return tuple(_received_of(record) for record in connection.execute(query).scalars())

    def unread(self, accounts: Sequence[str]) -> int:
        """How many of their messages nobody has seen, here or in another app."""
        query = select(func.count()).where(received.c.account.in_(list(accounts)), received.c.read == 0)
        with self._database.read() as connection:
            return int(connection.execute(query).scalar() or 0)

    def stamp(self, accounts: Sequence[str]) -> str:
        """Changes whenever one of their messages does."""
        chosen = received.c.account.in_(list(accounts))
        query = select(
            received.c.standing,
            received.c.urgency,
            func.count(),
            func.max(received.c.arrived),
            func.sum(received.c.read),
        ).where(chosen)
        by = (received.c.standing, received.c.urgency)
        with self._database.read() as connection:
            rows = connection.execute(query.group_by(*by).order_by(*by)).all()
            drafted = connection.execute(select(func.sum(func.length(received.c.record))).where(chosen)).scalar()
        return f"{[tuple(row) for row in rows]}{drafted}"

    def mark_read(self, account: str, until: datetime) -> None:
        """All that arrived until then was seen."""
        query = select(received.c.record).where(
            received.c.account == account, received.c.read == 0, received.c.arrived <= until.timestamp()
        )
        with self._database.write() as connection:
            for record in connection.execute(query).scalars().all():
                _write(connection, _read(_received_of(record)))

    def forget(self, account: str) -> None:
        """Drop all that was received for an account, its searches and its watch."""
        with self._database.write() as connection:
            for table in (received, searches, watches):
                connection.execute(delete(table).where(table.c.account == account))

    # ------------------------------------------------------------ watches and searches

    def watch(self, account: str) -> Watch:
        """How far an account was read; a fresh watch when it never was."""
        with self._database.read() as connection:
            record = connection.execute(select(watches.c.record).where(watches.c.account == account)).scalar()
        return _watch_adapter().validate_json(record) if record else Watch(account)

    def keep_watch(self, watch: Watch) -> None:
        """Remember how far an account was read."""
        record = _watch_adapter().dump_json(watch).decode()
        with self._database.write() as connection:
            where = watches.c.account == watch.account
            if connection.execute(update(watches).where(where).values(record=record)).rowcount == 0:
                connection.execute(insert(watches).values(account=watch.account, record=record))

    def searches(self, account: str) -> tuple[SavedSearch, ...]:
        """The saved searches of an account, by their words."""
        query = select(searches).where(searches.c.account == account).order_by(searches.c.words)
        with self._database.read() as connection:
            return tuple(SavedSearch(row.account, row.words) for row in connection.execute(query))

    def save_search(self, search: SavedSearch) -> None:
        """Keep a search; nothing happens when it is kept already."""
        if search not in self.searches(search.account):
            with self._database.write() as connection:
                connection.execute(insert(searches).values(account=search.account, words=search.words))

    def drop_search(self, search: SavedSearch) -> None:
        """Forget a search."""
        with self._database.write() as connection:
            connection.execute(
                delete(searches).where(searches.c.account == search.account, searches.c.words == search.words)
            )


@cache
def _adapter() -> TypeAdapter[Received]:
    return TypeAdapter(Received)


@cache
def _watch_adapter() -> TypeAdapter[Watch]:
    return TypeAdapter(Watch)


def _received_of(record: str) -> Received:
    return _adapter().validate_json(record)


def _read(message: Received) -> Received:
    return replace(message, read=True)


def _write(connection: Connection, message: Received) -> None:
    where = (received.c.account == message.account, received.c.uri == message.uri)
    connection.execute(update(received).where(*where).values(**_row(message)))


def _row(message: Received) -> dict[str, object]:
    return {
        "account": message.account,
        "uri": message.uri,
        "conversation": message.conversation,
        "standing": message.standing,
        "urgency": message.urgency,
        "arrived": message.arrived.timestamp(),
        "read": int(message.read),
        "record": _adapter().dump_json(message).decode(),
    }
