"""A change of the brand tried before it is made: real messages answered as the brand is, and as it would be."""

import threading
from collections.abc import Iterator, Sequence

from assistant.drafting.comparison import compare_texts
from assistant.drafting.context import ContextBuilder, varied
from assistant.drafting.reply import draft_reply
from assistant.drafting.writing import Writer
from assistant.errors import BadInput
from assistant.records import Draft, Drafted, Failed, Post, ReplyRequest, Stage, Trial

MESSAGES = 3

Room = tuple[ContextBuilder, Writer]


def try_change(
    posts: Sequence[Post],
    before: Room,
    after: Room,
    *,
    person: str = "",
    reader: str = "en",
    cancel: threading.Event | None = None,
) -> Iterator[Stage | Trial]:
    """Three messages that the house really answered, different in what they are about, each answered both ways.

    Raises:
        BadInput: there is no answered message to try on.
        Cancelled: the person pressed stop.
        PapillonError: the model failed.
    """
    answered = [post for post in posts if post.answered is not None]
    chosen = varied(answered, MESSAGES)
    if not chosen:
        raise BadInput("drafting.nothing_to_try_on")
    for number, post in enumerate(chosen):
        if post.answered is None:
            continue
        yield Stage("writing", number, len(chosen))
        request = ReplyRequest(post.answered, post.platform or "bluesky", person=person, reader=reader)
        old, new = (_written(request, room, cancel) for room in (before, after))
        yield Trial(post.answered, post.text, old, new, compare_texts(new.text, old.text))


def _written(request: ReplyRequest, room: Room, cancel: threading.Event | None) -> Draft:
    draft: Draft | None = None
    for event in draft_reply(request, *room, cancel):
        if isinstance(event, Drafted):
            draft = event.draft
        elif isinstance(event, Failed):
            raise BadInput("drafting.trial_failed", reason=event.message)
    if draft is None:
        raise AssertionError("a reply ends with Drafted or Failed")
    return draft
