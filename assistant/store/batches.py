"""Replies that are drafted in the background, by the batch that a person asked for."""

from collections.abc import Callable, Sequence
from functools import cache

from pydantic import TypeAdapter
from sqlalchemy import func, insert, select, update

from assistant.errors import BadInput
from assistant.records import Batch, BatchState
from assistant.store.database import Database
from assistant.store.tables import batches


class Batches:
    """The batches of one brand. Safe for threads and processes."""

    def __init__(self, database: Database, brand: str) -> None:
        self._database = database
        self._brand = brand

    def add(self, batch: Batch) -> None:
        """Keep a new batch."""
        with self._database.write() as connection:
            connection.execute(insert(batches).values(brand=self._brand, **_row(batch)))

    def get(self, batch_id: str) -> Batch:
        """One batch.

        Raises:
            BadInput: there is none of that name.
        """
        query = select(batches.c.record).where(batches.c.id == batch_id, batches.c.brand == self._brand)
        with self._database.read() as connection:
            record = connection.execute(query).scalar()
        if record is None:
            raise BadInput("desk.no_job", id=batch_id)
        return _adapter().validate_json(record)

    def list(self, states: Sequence[BatchState] = (), *, most: int = 100) -> tuple[Batch, ...]:
        """The batches in these states (all when empty), the newest first."""
        query = select(batches.c.record).where(batches.c.brand == self._brand).order_by(batches.c.made.desc())
        if states:
            query = query.where(batches.c.state.in_(states))
        with self._database.read() as connection:
            found = connection.execute(query.limit(most)).scalars().all()
        return tuple(_adapter().validate_json(record) for record in found)

    def change(self, batch_id: str, change: Callable[[Batch], Batch]) -> Batch:
        """Replace a batch by what `change` makes of it as it stands at this moment. `change` may raise: then nothing
        changes.

        Raises:
            BadInput: there is none of that name.
        """
        mine = (batches.c.id == batch_id, batches.c.brand == self._brand)
        with self._database.write() as connection:
            record = connection.execute(select(batches.c.record).where(*mine).with_for_update()).scalar()
            if record is None:
                raise BadInput("desk.no_job", id=batch_id)
            changed = change(_adapter().validate_json(record))
            connection.execute(update(batches).where(*mine).values(**_row(changed)))
        return changed

    def stamp(self) -> str:
        """Changes whenever one of the brand's batches gets on."""
        query = select(func.count(), func.sum(batches.c.done), func.max(batches.c.changed))
        with self._database.read() as connection:
            return str(tuple(connection.execute(query.where(batches.c.brand == self._brand)).one()))


@cache
def _adapter() -> TypeAdapter[Batch]:
    return TypeAdapter(Batch)


def _row(batch: Batch) -> dict[str, object]:
    return {
        "id": batch.id,
        "state": batch.state,
        "done": batch.done,
        "made": batch.made.timestamp(),
        "changed": batch.changed.timestamp(),
        "record": _adapter().dump_json(batch).decode(),
    }
