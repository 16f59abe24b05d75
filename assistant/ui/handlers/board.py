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
    """One draft on its way. `text` is what is written so far; `problem` is why it could not be written."""

    text: str = ""
    stage: str = ""
    draft: Draft | None = None
    idea: Idea | None = None
    problem: str = ""
    restarts: int = 0


@dataclass(frozen=True, slots=True)
class Board:
    """All drafts of one run. `problem` is told to the reader when the whole run failed; `conversation` is what was read
    at the address that stood for the message; `ranked` is the order of the drafts, once all are there."""

    slots: tuple[Slot, ...] = ()
    state: State = "idle"
    gathered: Gathered | None = None
    stage: Stage | None = None
    problem: str = ""
    seconds: float = 0.0
    conversation: Conversation | None = None
    ranked: Ranked | None = None

    @property
    def done(self) -> int:
        """How many drafts are finished."""
        return sum(slot.draft is not None for slot in self.slots)


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
    board = Board(slots=(Slot(),) * total, state="running")
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
            return _slot(board, event.index, problem=event.message, stage="failed")


def _told(board: Board, event: Gathered | Ranked) -> Board:
    return replace(board, gathered=event) if isinstance(event, Gathered) else replace(board, ranked=event)


def _at(board: Board, index: int) -> Slot:
    return board.slots[index] if index < len(board.slots) else Slot()


def _slot(board: Board, index: int, **changes: object) -> Board:
    slots = board.slots + (Slot(),) * (index + 1 - len(board.slots))
    changed = replace(slots[index], **changes)  # type: ignore[arg-type]
    return replace(board, slots=(*slots[:index], changed, *slots[index + 1 :]))
