"""Events of a drafting run, gathered into what the page shows at any moment."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from assistant.errors import Cancelled, PapillonError
from assistant.records import (
    Conversation,
    Delta,
    Draft,
    Drafted,
    Event,
    Failed,
    Gathered,
    Idea,
    Ranked,
    Restarted,
    Stage,
)

State = Literal["idle", "running", "done", "stopped", "failed"]
PAUSE = 0.06
"""Seconds between two pictures of a text that is streaming: about as often as an eye can follow."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One draft on its way. `text` is what is written so far; `problem` is why it could not be written. `place` is its
    rank among the drafts, from 1, once all are there; `why` is told of the first. A `withheld` text was written and may
    not be shown; `problem` then says why."""

    text: str = ""
    stage: str = ""
    draft: Draft | None = None
    idea: Idea | None = None
    problem: str = ""
    restarts: int = 0
    place: int = 0
    why: str = ""
    withheld: bool = False

    @property
    def legible(self) -> bool:
        """Whether there is a text, or was one that is being rewritten; or why there is none to be shown."""
        if self.text.strip() or self.draft is not None or self.withheld:
            return True
        return self.restarts > 0 and not self.problem


@dataclass(frozen=True, slots=True)
class Board:
    """All drafts of one run. `problem` is told to the reader when the whole run failed; `conversation` is what was read
    at the address that stood for the message; `ranked` is the order of the drafts, once all are there. `wanted` is how
    many a person asked for, `appeared` which drafts have something to be read, the earliest first."""

    slots: tuple[Slot, ...] = ()
    state: State = "idle"
    gathered: Gathered | None = None
    stage: Stage | None = None
    problem: str = ""
    seconds: float = 0.0
    conversation: Conversation | None = None
    ranked: Ranked | None = None
    wanted: int = 0
    appeared: tuple[int, ...] = ()

    @property
    def done(self) -> int:
        """How many drafts are finished."""
        return sum(slot.draft is not None for slot in self.slots)

    @property
    def pending(self) -> int:
        """How many drafts are still to be written, as far as is known."""
        total = max(len(self.slots), self.stage.total if self.stage else 0)
        ended = sum(slot.draft is not None or bool(slot.problem) for slot in self.slots)
        return max(total - ended, 0)

    @property
    def order(self) -> tuple[int, ...]:
        """Which drafts there are to be read: the best first once they are ranked, until then as they came, so that
        none moves while others are written."""
        there = [index for index in self.appeared if self.slots[index].legible]
        ranked = [index for index in (self.ranked.order if self.ranked else ()) if index in there]
        return (*ranked, *(index for index in there if index not in ranked))

    @property
    def problems(self) -> tuple[str, ...]:
        """Why drafts of which nothing was written could not be, each reason once."""
        return tuple(dict.fromkeys(slot.problem for slot in self.slots if slot.problem and not slot.legible))


def follow(
    events: Iterable[Event],
    total: int,
    reader: str,
    cancel: threading.Event,
    *,
    clock: Callable[[], float] = time.monotonic,
    pause: float = PAUSE,
) -> Iterator[Board]:
    """A picture of the run whenever something a person can see has changed; the last one says how it ended.

    What was written before a stop or a failure stays on the board.
    """
    start = clock()
    board = Board(slots=(Slot(),) * total, state="running", wanted=total)
    yield board
    shown = start
    try:
        for event in events:
            board = _after(board, event)
            now = clock()
            if not isinstance(event, Delta) or now - shown >= pause:
                shown = now
                yield replace(board, seconds=now - start)
        ending: State = "stopped" if cancel.is_set() else "done"
    except Cancelled:
        ending = "stopped"
    except PapillonError as error:
        ending = "failed"
        board = replace(board, problem=error.text(reader))
    yield replace(board, state=ending, stage=None, seconds=clock() - start)


def _after(board: Board, event: Event) -> Board:
    match event:
        case Gathered() | Ranked():
            return _told(board, event)
        case Stage():
            board = replace(board, stage=event)
            return _slot(board, event.index, stage=event.name)
        case Delta():
            slot = _at(board, event.index)
            return _slot(board, event.index, text=slot.text + event.text, stage="writing")
        case Restarted():
            slot = _at(board, event.index)
            return _slot(board, event.index, text="", stage="revising", restarts=slot.restarts + 1)
        case Drafted():
            return _slot(board, event.index, text=event.draft.text, draft=event.draft, idea=event.idea, stage="done")
        case Failed():
            text = "" if event.withheld else _at(board, event.index).text
            return _slot(board, event.index, text=text, problem=event.message, stage="failed", withheld=event.withheld)


def _told(board: Board, event: Gathered | Ranked) -> Board:
    if isinstance(event, Gathered):
        return replace(board, gathered=event)
    slots = list(board.slots)
    if len(event.order) < 2:
        return replace(board, ranked=event)
    for place, index in enumerate((one for one in event.order if one < len(slots)), 1):
        slots[index] = replace(slots[index], place=place, why=event.reason if place == 1 else "")
    return replace(board, slots=tuple(slots), ranked=event)


def _at(board: Board, index: int) -> Slot:
    return board.slots[index] if index < len(board.slots) else Slot()


def _slot(board: Board, index: int, **changes: object) -> Board:
    slots = board.slots + (Slot(),) * (index + 1 - len(board.slots))
    changed = replace(slots[index], **changes)  # type: ignore[arg-type]
    appeared = board.appeared
    if changed.legible and index not in appeared:
        appeared = (*appeared, index)
    return replace(board, slots=(*slots[:index], changed, *slots[index + 1 :]), appeared=appeared)
