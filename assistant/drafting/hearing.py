"""What a model writes, piece by piece as it comes, until a person has it stop."""

import threading
from collections.abc import Generator, Iterable

from assistant.errors import Cancelled
from assistant.records import Delta


def heard(pieces: Iterable[str], index: int = 0, cancel: threading.Event | None = None) -> Generator[Delta, None, str]:
    """The pieces of draft `index` as they come, at the end the whole text.

    Raises:
        Cancelled: the person pressed stop.
    """
    text: list[str] = []
    for piece in pieces:
        text.append(piece)
        yield Delta(index, piece)
        if cancel is not None and cancel.is_set():
            raise Cancelled("drafting.cancelled")
    return "".join(text)
