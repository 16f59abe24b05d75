"""Answering a message."""

import threading
from collections.abc import Iterator

from assistant.records import ReplyRequest
from assistant.ui.handlers.board import Board, follow
from assistant.ui.house import House
from assistant.wording import say


def reply(house: House, request: ReplyRequest, cancel: threading.Event) -> Iterator[Board]:
    """The drafts that answer a message, as they are written."""
    if not request.message.text.strip():
        yield Board(state="failed", problem=say("ui.reply_no_message", request.reader))
        return
    yield from follow(house.drafting.reply(request, cancel), request.variants, request.reader, cancel)
