"""Lessons proposed to the people of a brand, and what they said to them."""

from collections.abc import Callable, Sequence
from functools import cache

from pydantic import TypeAdapter
from sqlalchemy import insert, select, update

from assistant.errors import BadInput
from assistant.records import Lesson, LessonState
from assistant.store.database import Database
from assistant.store.tables import lessons


class Lessons:
    """The lessons of one brand. Safe for threads and processes."""

    def __init__(self, database: Database, brand: str) -> None:
        self._database = database
        self._brand = brand

    def propose(self, found: Sequence[Lesson]) -> None:
        """Keep lessons that are new; the evidence of those that still wait is renewed, what was decided stays."""
        with self._database.write() as connection:
            for lesson in found:
                mine = (lessons.c.brand == self._brand, lessons.c.id == lesson.id)
                state = connection.execute(select(lessons.c.state).where(*mine)).scalar()
                if state is None:
                    connection.execute(insert(lessons).values(brand=self._brand, **_row(lesson)))
                elif state == "proposed":
                    connection.execute(update(lessons).where(*mine).values(**_row(lesson)))

    def list(self, states: Sequence[LessonState] = ("proposed",)) -> tuple[Lesson, ...]:
        """The lessons in these states, by id."""
        query = select(lessons.c.record).where(lessons.c.brand == self._brand, lessons.c.state.in_(states))
        with self._database.read() as connection:
            found = connection.execute(query.order_by(lessons.c.id)).scalars().all()
        return tuple(_adapter().validate_json(record) for record in found)

    def change(self, lesson_id: str, change: Callable[[Lesson], Lesson]) -> Lesson:
        """Replace a lesson by what `change` makes of it as it stands.

        Raises:
            BadInput: there is none of that name.
        """
        mine = (lessons.c.brand == self._brand, lessons.c.id == lesson_id)
        with self._database.write() as connection:
            record = connection.execute(select(lessons.c.record).where(*mine).with_for_update()).scalar()
            if record is None:
                raise BadInput("store.no_lesson", id=lesson_id)
            changed = change(_adapter().validate_json(record))
            connection.execute(update(lessons).where(*mine).values(**_row(changed)))
        return changed


@cache
def _adapter() -> TypeAdapter[Lesson]:
    return TypeAdapter(Lesson)


def _row(lesson: Lesson) -> dict[str, str]:
    return {"id": lesson.id, "state": lesson.state, "record": _adapter().dump_json(lesson).decode()}
