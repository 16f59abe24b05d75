"""A draft beside the same one without the voice, asked for by a person."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from assistant.errors import Cancelled, PapillonError
from assistant.records import Comparison, Delta, Draft
from assistant.ui.handlers.board import PAUSE, State
from assistant.ui.house import House


@dataclass(frozen=True, slots=True)
class Plain:
    """The plain text on its way; `comparison` is there once it is whole, `problem` when it could not be written."""

    text: str = ""
    state: State = "running"
    comparison: Comparison | None = None
    problem: str = ""


def write_plain(
    house: House,
    draft: Draft,
    purpose: str,
    kind: str,
    reader: str,
    *,
    cancel: threading.Event,
    clock: Callable[[], float] = time.monotonic,
    pause: float = PAUSE,
) -> Iterator[Plain]:
    """The plain text as it is written, then both compared. `kind` is `reply` or `post`."""
    plain = Plain()
    yield plain
    shown = clock()
    try:
        for event in house.drafting.without_voice(draft, purpose, kind, cancel):
            if isinstance(event, Delta):
                plain = replace(plain, text=plain.text + event.text)
                if clock() - shown >= pause:
                    shown = clock()
                    yield plain
            else:
                plain = replace(plain, text=event.other, comparison=event, state="done")
        yield plain
    except Cancelled:
        yield replace(plain, state="stopped")
    except PapillonError as error:
        yield replace(plain, state="failed", problem=error.text(reader))
