"""Posts and post ideas."""

import threading
from collections.abc import Iterator
from dataclasses import replace

from assistant.records import Event, Gathered, IdeasRequest, PostRequest, Ranked, Stage
from assistant.ui.handlers.board import Board, follow
from assistant.ui.house import House
from assistant.wording import say


def _missing(topic: str, platforms: tuple[str, ...], reader: str) -> Board | None:
    if not topic.strip():
        return Board(state="failed", problem=say("ui.posts_no_topic", reader))
    if not platforms:
        return Board(state="failed", problem=say("ui.posts_no_network", reader))
    return None


def write_posts(house: House, requests: tuple[PostRequest, ...], cancel: threading.Event) -> Iterator[Board]:
    """One draft for each network of each request (one request a language), as they are written."""
    first = requests[0]
    if missing := _missing(first.topic, first.platforms, first.reader):
        yield missing
        return
    total = sum(len(request.platforms) for request in requests)
    yield from follow(_one_after_the_other(house, requests, cancel, total), total, first.reader, cancel)


def _one_after_the_other(
    house: House, requests: tuple[PostRequest, ...], cancel: threading.Event, total: int
) -> Iterator[Event]:
    before = 0
    for request in requests:
        if cancel.is_set():
            return
        for event in house.drafting.post(request, cancel):
            match event:
                case Stage():
                    yield replace(event, index=event.index + before, total=total)
                case Gathered() | Ranked():
                    yield event
                case _:
                    yield replace(event, index=event.index + before)
        before += len(request.platforms)


def find_ideas(house: House, request: IdeasRequest, cancel: threading.Event) -> Iterator[Board]:
    """Ideas with a text each, as they come; a stop keeps what is there."""
    if missing := _missing(request.topic, request.platforms, request.reader):
        yield missing
        return
    yield from follow(house.drafting.ideas(request, cancel), request.n, request.reader, cancel)
