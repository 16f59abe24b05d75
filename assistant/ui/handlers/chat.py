"""A turn of the chat about tone."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from assistant.errors import Cancelled, PapillonError
from assistant.records import ChatAnswer, ChatRequest, Delta, Restarted, Stage
from assistant.ui.handlers.board import PAUSE, State
from assistant.ui.house import House
from assistant.wording import say


@dataclass(frozen=True, slots=True)
class Turn:
    """An answer on its way. `answer` is there once it is complete."""

    text: str = ""
    state: State = "running"
    stage: str = ""
    answer: ChatAnswer | None = None
    problem: str = ""


def talk(
    house: House,
    request: ChatRequest,
    cancel: threading.Event,
    *,
    clock: Callable[[], float] = time.monotonic,
    pause: float = PAUSE,
) -> Iterator[Turn]:
    """The answer as it is written; the last turn says how it ended and keeps what was said."""
    if not request.text.strip():
        yield Turn(state="failed", problem=say("ui.chat_no_text", request.reader))
        return
    turn = Turn()
    yield turn
    shown = clock()
    try:
        for event in house.drafting.chat(request, cancel):
            match event:
                case Stage():
                    turn = replace(turn, stage=event.name)
                case Delta():
                    turn = replace(turn, text=turn.text + event.text, stage="writing")
                case Restarted():
                    turn = replace(turn, text="", stage="revising")
                case ChatAnswer():
                    turn = replace(turn, text=event.text, answer=event)
            now = clock()
            if not isinstance(event, Delta) or now - shown >= pause:
                shown = now
                yield turn
        ending: State = "stopped" if cancel.is_set() and turn.answer is None else "done"
        yield replace(turn, state=ending, stage="")
    except Cancelled:
        yield replace(turn, state="stopped", stage="")
    except PapillonError as error:
        yield replace(turn, state="failed", stage="", problem=error.text(request.reader))
