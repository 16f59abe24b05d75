"""What concerns an account: mentions, replies, quotes, with their posts and our answers, in few requests."""

import threading
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Any

from assistant.networks.answers import at, moment, objects, text, truth
from assistant.networks.posts import post_of, profile_of
from assistant.networks.references import POST, key_of
from assistant.networks.wire import Wire
from assistant.records import Notification, NotificationPage, SocialPost

REASONS = ("mention", "reply", "quote")
MOST_A_PAGE = 100  # app.bsky.notification.listNotifications
POSTS_A_REQUEST = 25  # app.bsky.feed.getPosts
OWN_A_PAGE = 100  # com.atproto.repo.listRecords
MOST_OWN_PAGES = 20
"""Our own posts are looked through as far back as the oldest notification asked for, and no further than this."""


def read_posts(wire: Wire, uris: Iterable[str]) -> dict[str, SocialPost]:
    """Those of the posts that can be seen, by uri, 25 at a time."""
    wanted = list(dict.fromkeys(uris))
    found: dict[str, SocialPost] = {}
    for start in range(0, len(wanted), POSTS_A_REQUEST):
        answer = wire.query("app.bsky.feed.getPosts", uris=wanted[start : start + POSTS_A_REQUEST])
        for view in objects(answer, "posts"):
            post = post_of(view)
            found[post.uri] = post
    return found


class Inbox:
    """An account's notifications. Safe for threads."""

    def __init__(self, wire: Wire, us: str) -> None:
        self._wire = wire
        self._us = us
        self._replies = OwnReplies(wire, us)

    def page(self, cursor: str, limit: int) -> NotificationPage:
        """A page, newest first. What is muted or comes from somebody we block is left to the server to leave out."""
        limit = max(1, min(limit, MOST_A_PAGE))
        answer = self._wire.query(
            "app.bsky.notification.listNotifications",
            reasons=list(REASONS),
            limit=limit,
            cursor=cursor or None,
            priority=False,  # else an account that prefers "priority notifications" hears only of those it follows
        )
        views = [view for view in objects(answer, "notifications") if text(view, "reason") in REASONS]
        posts = read_posts(self._wire, (text(view, "uri") for view in views))
        answered = self._answered(posts.values())
        found = tuple(_notification(view, posts, answered) for view in views)
        return NotificationPage(found, text(answer, "cursor"), moment(answer, "seenAt"))

    def _answered(self, posts: Iterable[SocialPost]) -> dict[str, str]:
        """Our replies to those of the posts that have any, by the post's uri."""
        replied = [post for post in posts if post.replies]
        if not replied:
            return {}
        oldest = min((post.indexed for post in replied if post.indexed), default=None)
        return self._replies.to([post.uri for post in replied], oldest)


class OwnReplies:
    """Which posts we have replied to, from here or elsewhere: read from our own repository, newest first, and kept, so
    that the next look reads only what is new. Replies that were deleted since are noticed as far as a look goes back.
    """

    def __init__(self, wire: Wire, us: str) -> None:
        self._wire = wire
        self._us = us
        self._lock = threading.Lock()
        self._parents: dict[str, str] = {}
        """What each of our posts answers, by its record key; empty for a post that answers nothing. Keys are
        timestamps: they sort as the posts were made."""
        self._back_to: datetime | None = None

    def to(self, uris: Collection[str], since: datetime | None) -> dict[str, str]:
        """Our replies to these posts, made since then, by the post's uri; the newest where there are several."""
        with self._lock:
            self._read(since or datetime.min.replace(tzinfo=UTC))
            found = {parent: key for key, parent in sorted(self._parents.items()) if parent in uris}
        return {parent: f"at://{self._us}/{POST}/{key}" for parent, key in found.items()}

    def _read(self, since: datetime) -> None:
        complete = self._back_to is not None and self._back_to <= since
        cursor, lowest = "", ""
        read: dict[str, str] = {}
        for _ in range(MOST_OWN_PAGES):
            answer = self._wire.query(
                "com.atproto.repo.listRecords", repo=self._us, collection=POST, limit=OWN_A_PAGE, cursor=cursor or None
            )
            page = list(objects(answer, "records"))
            read |= {key_of(text(one, "uri")): text(one, "value", "reply", "parent", "uri") for one in page}
            cursor = text(answer, "cursor")
            lowest = min(read, default="") if cursor else ""
            oldest = moment(page[-1], "value", "createdAt") if page else None
            if not cursor or (complete and lowest in self._parents) or (oldest is not None and oldest < since):
                break
        self._parents = {key: parent for key, parent in self._parents.items() if key < lowest} | read
        self._back_to = since if self._back_to is None else min(since, self._back_to)


def _notification(view: Any, posts: dict[str, SocialPost], answered: dict[str, str]) -> Notification:
    uri = text(view, "uri")
    return Notification(
        uri=uri,
        cid=text(view, "cid"),
        reason=text(view, "reason"),  # type: ignore[arg-type]  # one of REASONS
        author=profile_of(at(view, "author") or {}),
        indexed=moment(view, "indexedAt") or datetime.now(UTC),
        read=truth(view, "isRead"),
        post=posts.get(uri),
        subject=text(view, "reasonSubject"),
        answered=answered.get(uri, ""),
    )
