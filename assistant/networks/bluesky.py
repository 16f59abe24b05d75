"""Bluesky, as everybody sees it and as one account does."""

import hashlib
import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.errors import BadInput, PapillonError, PostChanged, PostGone, ReplyRefused
from assistant.networks import labels, preparing, publishing
from assistant.networks.answers import number, objects, text
from assistant.networks.conversations import read_conversation, resolve
from assistant.networks.inbox import Inbox, read_posts
from assistant.networks.keys import key_of_number
from assistant.networks.network import MOST_REPLIES
from assistant.networks.posts import post_of, profile_of
from assistant.networks.references import key_of, parse_handle, parse_reference
from assistant.networks.repository import export
from assistant.networks.wire import SignedWire, Wire
from assistant.records import (
    Account,
    Audience,
    Conversation,
    Exported,
    NotificationPage,
    Outgoing,
    PostPage,
    PostRef,
    Prepared,
    Profile,
    Published,
    SocialPost,
)

log = logging.getLogger(__name__)

LIKE = "app.bsky.feed.like"
MOST_FOUND = 100  # app.bsky.feed.searchPosts


class PublicBluesky:
    """Bluesky as everybody sees it; implements `PublicNetwork`."""

    def __init__(self, wire: Wire, us: str = "") -> None:
        self._wire = wire
        self._us = us

    def read_post(self, reference: str, *, replies: int = MOST_REPLIES) -> Conversation:
        """As `PublicNetwork.read_post`."""
        return read_conversation(self._wire, reference, self._us, replies)

    def read_posts(self, uris: Sequence[str]) -> dict[str, SocialPost]:
        """As `PublicNetwork.read_posts`."""
        return read_posts(self._wire, uris)

    def read_profile(self, actor: str) -> Profile:
        """As `PublicNetwork.read_profile`."""
        return profile_of(self._wire.query("app.bsky.actor.getProfile", actor=parse_handle(actor)))

    def search(self, query: str, *, cursor: str = "", limit: int = 25) -> PostPage:
        """As `PublicNetwork.search`."""
        if not query.strip():
            raise BadInput("networks.empty_search")
        answer = self._wire.query(
            "app.bsky.feed.searchPosts",
            q=query.strip(),
            sort="latest",
            limit=max(1, min(limit, MOST_FOUND)),
            cursor=cursor or None,
        )
        return PostPage(tuple(post_of(view) for view in objects(answer, "posts")), text(answer, "cursor"))

    def delay(self) -> float:
        """As `PublicNetwork.delay`."""
        return self._wire.allowance.delay()

    def close(self) -> None:
        """Let go of the connections."""
        self._wire.close()


class Bluesky(PublicBluesky):
    """Bluesky as one account sees it and acts on it; implements `Network`."""

    def __init__(self, wire: SignedWire, account: Account) -> None:
        super().__init__(wire, account.id)
        self._account = account
        self._signed = wire
        self._inbox = Inbox(wire, account.id)

    @property
    def account(self) -> Account:
        """As `Network.account`."""
        return self._account

    def notifications(self, *, cursor: str = "", limit: int = 50) -> NotificationPage:
        """As `Network.notifications`."""
        return self._inbox.page(cursor, limit)

    def unread(self) -> int:
        """As `Network.unread`."""
        return number(self._wire.query("app.bsky.notification.getUnreadCount", priority=False), "count")

    def mark_seen(self, until: datetime) -> None:
        """As `Network.mark_seen`."""
        moment = until.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        self._wire.procedure("app.bsky.notification.updateSeen", {"seenAt": moment}, purpose="read")

    def like(self, ref: PostRef) -> str:
        """As `Network.like`."""
        standing = read_posts(self._wire, [ref.uri]).get(ref.uri)
        if standing is None:
            raise PostGone("networks.post_gone")
        if standing.liked:
            return standing.liked
        moment = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        value = {"$type": LIKE, "subject": {"uri": ref.uri, "cid": ref.cid}, "createdAt": moment}
        return publishing.put(self._wire, self._us, LIKE, _like_key(ref.uri), value)

    def unlike(self, ref: PostRef) -> None:
        """As `Network.unlike`."""
        standing = read_posts(self._wire, [ref.uri]).get(ref.uri)
        keys = {_like_key(ref.uri)} | ({key_of(standing.liked)} if standing and standing.liked else set())
        for key in keys:
            publishing.remove(self._wire, self._us, LIKE, key)

    def check_answerable(self, ref: PostRef) -> SocialPost:
        """As `Network.check_answerable`."""
        post = self._standing(ref)
        if post.reply_disabled:
            raise ReplyRefused("networks.reply_disabled", author=f"@{post.author.handle}")
        return post

    def prepare(
        self,
        parts: Sequence[Outgoing],
        *,
        keys: Sequence[str] = (),
        at: datetime | None = None,
        audience: Audience | None = None,
        require_alt: bool = True,
        reader: str = "en",
    ) -> Prepared:
        """As `Network.prepare`."""
        preparing.check(parts, audience, keys, require_alt)
        answering = parts[0].answering
        answered = self.check_answerable(answering) if answering is not None else None
        quoted = {one.quoting.uri: self._quotable(one.quoting) for one in parts if one.quoting is not None}
        mentioned = {handle: self._did_or_empty(handle) for handle in preparing.handles_in(parts)}
        skew = timedelta(seconds=self._wire.allowance.skew())
        targets = preparing.Targets(answered, quoted, mentioned, skew)
        return preparing.prepare(self._us, parts, targets, keys=keys, at=at, audience=audience, reader=reader)

    def publish(self, prepared: Prepared) -> Published:
        """As `Network.publish`."""
        self._check_ours(prepared)
        return publishing.publish(self._wire, prepared, self._signed.handle)

    def find(self, prepared: Prepared) -> Published | None:
        """As `Network.find`."""
        self._check_ours(prepared)
        return publishing.find(self._wire, prepared, self._signed.handle)

    def delete(self, refs: Sequence[PostRef]) -> None:
        """As `Network.delete`."""
        publishing.delete(self._wire, self._us, refs)

    def is_automated(self) -> bool:
        """As `Network.is_automated`."""
        return labels.is_automated(self._wire, self._us)

    def mark_automated(self, on: bool) -> bool:
        """As `Network.mark_automated`."""
        return labels.mark_automated(self._wire, self._us, on)

    def revision(self) -> str:
        """As `Network.revision`."""
        return text(self._wire.query("com.atproto.sync.getLatestCommit", did=self._us), "rev")

    def export(self, path: Path, *, since: str = "", most_bytes: int = 2_000_000_000) -> Exported:
        """As `Network.export`."""
        return export(self._wire, self._us, self._signed.handle, path, since=since, most_bytes=most_bytes)

    def sign_out(self) -> None:
        """As `Network.sign_out`."""
        try:
            self._signed.sign_out()
        except PapillonError as error:
            log.warning("the session could not be ended on the server: %s", error)

    def _check_ours(self, prepared: Prepared) -> None:
        if prepared.account != self._us:
            raise BadInput("networks.not_ours", uri=prepared.posts[0].uri)

    def _standing(self, ref: PostRef) -> SocialPost:
        """The post as it is now; the thread view tells why one cannot be had."""
        post = read_posts(self._wire, [ref.uri]).get(ref.uri)
        if post is None:
            parse_reference(ref.uri)
            post = read_conversation(self._wire, ref.uri, self._us, 0).post
        if post.author.blocked:
            raise PostGone("networks.post_blocked")
        if post.cid != ref.cid:
            raise PostChanged("networks.post_changed")
        return post

    def _quotable(self, ref: PostRef) -> SocialPost:
        post = self._standing(ref)
        if post.quote_disabled:
            raise ReplyRefused("networks.quote_disabled", author=f"@{post.author.handle}")
        return post

    def _did_or_empty(self, handle: str) -> str:
        try:
            return resolve(self._wire, handle)
        except BadInput:
            return ""


def _like_key(uri: str) -> str:
    """One key for one liked post, so that a like repeated after a lost answer is the same like."""
    digest = hashlib.sha256(uri.encode()).digest()
    return key_of_number(int.from_bytes(digest[:8]) >> 1)
