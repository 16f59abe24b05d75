"""Search: meaning and words, each listed alone, then put in one order."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, tzinfo
from typing import Literal

from assistant.library.nearest import Sources, nearest
from assistant.library.ranking import CANDIDATES, scores, without_copies
from assistant.library.shelf import Floats, floats_of
from assistant.records import Hit
from assistant.store import Filters, View

LOOKED_UP = 10
"""Of the list by words, how many that the list by meaning lacks are compared with the query all the same: an
approximate index may miss one, and an exact term must not suffer for it."""

LONGEST_QUERY = 4000
"""Characters of a query that are looked at; a message says what it is about well before."""


By = Literal["fused", "dense", "lexical"]


def find(
    view: View, query: str, vector: Floats | None, filters: Filters, k: int, *, sources: Sources, by: By = "fused"
) -> tuple[Hit, ...]:
    """The `k` best passages for a query. `vector` is the query's, of unit length, None to search by words alone. `by`
    leaves one of the two lists as it is, to be measured by itself."""
    most = max(CANDIDATES, k)
    similar = {} if vector is None or by == "lexical" else nearest(view, vector, filters, most, sources)
    marks = sources.sketches.passing(view, filters).marks if vector is not None else None
    lexical = [] if by == "dense" else view.lexical(query, filters, most, marks)
    passages = view.passages(list(dict.fromkeys([*similar, *lexical])))
    in_dense, in_lexical = _ranks(list(similar)), _ranks(lexical)
    if by == "fused":
        if vector is not None:
            similar |= _compared(view, vector, [number for number in lexical[:LOOKED_UP] if number not in similar])
            similar = dict(sorted(similar.items(), key=lambda item: -item[1]))
        score = scores(query, similar, lexical, passages)
        best = sorted(score, key=lambda number: (-score[number], number))
        best = [best[place] for place in without_copies([passages[number] for number in best], k)]
    else:
        best = [number for number in (similar or lexical) if number in passages]
        score = {number: 1.0 / rank for rank, number in enumerate(best, 1)}
    return tuple(
        Hit(passages[number], score[number], in_dense.get(number), in_lexical.get(number), similar.get(number))
        for number in best[:k]
    )


def instant(day: date | None, at: time, zone: tzinfo) -> float | None:
    """Seconds since 1970 of a moment; a day without a time is taken `at` a time, in `zone` when it has none."""
    if day is None:
        return None
    if not isinstance(day, datetime):
        day = datetime.combine(day, at, zone)
    return (day if day.tzinfo else day.replace(tzinfo=zone)).astimezone(UTC).timestamp()


def _compared(view: View, vector: Floats, numbers: Sequence[int]) -> dict[int, float]:
    """The cosines of these passages, from the database."""
    found = view.passage_floats(numbers) if numbers else {}
    return {number: float(floats_of([blob])[0] @ vector) for number, blob in found.items()}


def _ranks(numbers: Sequence[int]) -> dict[int, int]:
    return {number: rank for rank, number in reversed(list(enumerate(numbers, 1)))}
