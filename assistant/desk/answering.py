"""A reply drafted from the inbox: the whole conversation goes into the draft, quoted, the first post first."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from assistant.desk.approval import Desk
from assistant.desk.inbox import Inbox
from assistant.drafting.ranking import best_first
from assistant.errors import BadInput, Cancelled, NotAllowed, Unreachable
from assistant.records import (
    Content,
    Conversation,
    Draft,
    Event,
    Failed,
    Gathered,
    Gone,
    KeptDraft,
    Message,
    Part,
    Received,
    ReplyRequest,
    SocialPost,
    Target,
)
from assistant.voice.brand import Brand
from assistant.wording import say

MOST_ANCESTORS = 8
"""Posts above the message that are quoted: the first one, which says what it is about, and the last ones."""
MOST_CHARACTERS = 700
"""Characters of each quoted post."""


class Replying(Protocol):
    """What drafts a reply."""

    def reply(self, request: ReplyRequest, cancel: threading.Event | None = None) -> Iterator[Event]: ...


class Answering:
    """Drafts replies to messages of the inbox and puts them on the desk. Nothing of it publishes."""

    def __init__(self, inbox: Inbox, desk: Desk, drafting: Replying) -> None:
        self.inbox = inbox
        self.desk = desk
        self._drafting = drafting

    def request(self, message: Received, *, wish: str = "", person: str = "", reader: str = "en") -> ReplyRequest:
        """What is asked of the drafting room for a message, with the conversation above it."""
        account = next((one for one in self.inbox.accounts() if one.id == message.account), None)
        return ReplyRequest(
            Message(shown_text(message.post, reader), f"@{message.post.author.handle}"),
            account.platform if account else "bluesky",
            person=person or (account.person if account else ""),
            wish=wish,
            thread=thread_of(message.thread, reader) if message.thread else (),
            reader=reader,
        )

    def draft(
        self,
        account: str,
        uri: str,
        by: str,
        *,
        wish: str = "",
        person: str = "",
        reader: str = "en",
        cancel: threading.Event | None = None,
        watch: Callable[[Event], None] = lambda _: None,
    ) -> KeptDraft:
        """Draft a reply to a message and keep the best one. `watch` is told what happens meanwhile.

        Raises:
            BadInput: there is no such message, or no name.
            NotAllowed: the message calls for no reply, or no draft may be shown.
            Cancelled: the person pressed stop.
            PapillonError: nothing could be written.
        """
        message = self.inbox.open(account, uri)
        if message.standing == "gone":
            raise BadInput("desk.message_gone", author=message.post.author.handle)
        request = self.request(message, wish=wish, person=person, reader=reader)
        best, situation = self._best(request, cancel, watch)
        kept = self.desk.keep(
            Content(
                (Part(disclosed(best.text, self.inbox.brand, best.language)),),
                request.platform,
                account=account,
                answering=target_of(message.post),
            ),
            by,
            drafted=best,
            message=request.message,
            situation=situation,
            reader=reader,
        )
        self.inbox.set_draft(account, uri, kept.id)
        return kept

    def _best(
        self, request: ReplyRequest, cancel: threading.Event | None, watch: Callable[[Event], None]
    ) -> tuple[Draft, str]:
        """The best draft that may be shown, and the situation of the message."""
        events: list[Event] = []
        for event in self._drafting.reply(request, cancel):
            watch(event)
            events.append(event)
        if cancel is not None and cancel.is_set():
            raise Cancelled("drafting.cancelled")
        gathered = next((event for event in events if isinstance(event, Gathered)), None)
        if best := best_first(events):
            return best[0], gathered.situation if gathered else ""
        failed = next((event for event in reversed(events) if isinstance(event, Failed)), None)
        if failed is not None and failed.withheld:
            raise NotAllowed("desk.not_drafted", reason=failed.message)
        if failed is None and gathered is not None and gathered.answer == "no_reply":
            raise NotAllowed("desk.no_reply_needed", reason=gathered.reason)
        raise Unreachable("desk.not_drafted", reason=failed.message if failed else "-")

    def write(self, account: str, uri: str, texts: Sequence[str], by: str, *, reader: str = "en") -> KeptDraft:
        """Keep a reply that a person wrote without the model.

        Raises:
            BadInput: there is no such message, no text or no name.
        """
        message = self.inbox.mail.get(account, uri)
        request = self.request(message, reader=reader)
        kept = self.desk.keep(
            Content(
                tuple(Part(text) for text in texts),
                request.platform,
                account=account,
                answering=target_of(message.post),
            ),
            by,
            message=request.message,
            person=request.person,
            reader=reader,
        )
        self.inbox.set_draft(account, uri, kept.id)
        return kept

    def retarget(self, draft_id: str, version: int, by: str, *, reader: str = "en") -> KeptDraft:
        """Tie a draft to the message it answers as that reads now; it then wants approval again.

        Raises:
            BadInput: it answers nothing, or the message is gone.
            Conflict: somebody changed the draft meanwhile.
        """
        draft = self.desk.get(draft_id)
        answering = draft.content.answering
        if answering is None:
            raise BadInput("desk.answers_nothing", id=draft_id)
        message = self.inbox.open(draft.content.account, answering.post.uri)
        if message.standing == "gone":
            raise BadInput("desk.message_gone", author=message.post.author.handle)
        content = replace(draft.content, answering=target_of(message.post))
        return self.desk.edit(draft_id, version, content, by, reader=reader)


def disclosed(text: str, brand: Brand, language: str) -> str:
    """A text that a model drafted, with the brand's line that says so, when it has one in that language."""
    line = brand.disclosure.line.get(language, "").strip()
    return f"{text}\n\n{line}" if line and line not in text else text


def target_of(post: SocialPost) -> Target:
    """The exact version of a post that is answered."""
    return Target(post.ref, post.author.handle, post.text, post.root)


def thread_of(conversation: Conversation, reader: str) -> tuple[Message, ...]:
    """The posts above the one that is answered, the first one first; of a long thread the first and the last ones."""
    above = conversation.above
    if len(above) > MOST_ANCESTORS:
        above = (above[0], *above[-(MOST_ANCESTORS - 1) :])
    return tuple(
        Message(say("desk.post_gone", reader), "")
        if isinstance(one, Gone)
        else Message(_cut(shown_text(one, reader)), f"@{one.author.handle}")
        for one in above
    )


def shown_text(post: SocialPost, reader: str) -> str:
    """A post as a reader sees it: its text, what its pictures show, what it quotes."""
    lines = [post.text]
    lines += [say("desk.picture_shows", reader, alt=picture.alt) for picture in post.pictures if picture.alt.strip()]
    if isinstance(post.quoted, SocialPost):
        author = f"@{post.quoted.author.handle}"
        lines.append(say("desk.quotes_post", reader, author=author, text=_cut(post.quoted.text)))
    if post.card is not None and post.card.title:
        lines.append(say("desk.links_to", reader, title=post.card.title))
    return "\n".join(line for line in lines if line.strip())


def _cut(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else text[:MOST_CHARACTERS].rsplit(" ", 1)[0] + " […]"
