"""Answering a message, pasted or named by the address of a post."""

import threading
from collections.abc import Iterator
from dataclasses import replace

from assistant.desk.answering import shown_text, target_of, thread_of
from assistant.errors import PapillonError
from assistant.networks import is_reference
from assistant.records import Conversation, Message, ReplyRequest, Urgency
from assistant.ui.handlers.board import Board, follow
from assistant.ui.handlers.checks import Context
from assistant.ui.house import House
from assistant.wording import say


def reply(house: House, request: ReplyRequest, cancel: threading.Event) -> Iterator[Board]:
    """The drafts that answer a message, as they are written. When the message is nothing but the address of a post,
    the post is read first, with the thread above it."""
    if not request.message.text.strip():
        yield Board(state="failed", problem=say("ui.reply_no_message", request.reader))
        return
    found: Conversation | None = None
    if house.office is not None and is_reference(request.message.text):
        yield Board(state="running")
        try:
            found = house.office.networks.read_post(request.message.text)
        except PapillonError as error:
            yield Board(state="failed", problem=error.text(request.reader))
            return
        request = answering(request, found)
    for board in follow(house.drafting.reply(request, cancel), request.variants, request.reader, cancel):
        yield replace(board, conversation=found)


def answering(request: ReplyRequest, found: Conversation) -> ReplyRequest:
    """The request with the post that was read as its message, and what stands above it as its thread."""
    message = Message(shown_text(found.post, request.reader), f"@{found.post.author.handle}")
    return replace(request, message=message, platform="bluesky", thread=thread_of(found, request.reader))


def hurry(house: House, found: Conversation | None, urgency: Urgency | None, by: str) -> None:
    """Keep by when a person says that a message wants an answer, where it is one of the inbox and they gave a name."""
    if house.office is None or found is None or not by.strip():
        return
    for message in house.office.inbox.named(found.post.uri):
        house.office.inbox.set_urgency(message.account, message.uri, urgency, by)


def context_of(request: ReplyRequest, found: Conversation | None) -> Context:
    """What a person's changes of the drafts are checked against."""
    if found is None:
        return Context(request.platform, request.language, request.person, request.message.text, known=request.known)
    read = answering(request, found)
    return Context(
        read.platform, read.language, read.person, read.message.text, target=target_of(found.post), known=read.known
    )
