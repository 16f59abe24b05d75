"""A small social network in memory for the inbox's tests: what it is asked is counted, what it answers is set."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from assistant.errors import BadInput, PapillonError
from assistant.records import (
    Account,
    Conversation,
    Notification,
    NotificationPage,
    PostPage,
    PostRef,
    Profile,
    SocialPost,
)
from tests.desk.conftest import NOW
from tests.desk.ledger import US, Ledger


class Town(Ledger):
    """The network as our account sees it."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[SocialPost] = []
        self.answers: dict[str, str] = {}
        self.liked: dict[str, str] = {}
        self.threads: dict[str, Conversation] = {}
        self.found: list[SocialPost] = []
        self.seen = datetime(2000, 1, 1, tzinfo=UTC)
        self.asked: Counter[str] = Counter()
        self.failure: PapillonError | None = None
        self.pause = 0.0

    def say(self, text: str, author: str = "zoe.test", **more: Any) -> SocialPost:
        """Somebody writes to us."""
        number = len(self.said)
        key = f"3k{number:05}"
        at = NOW - timedelta(hours=20) + timedelta(minutes=number)
        made = SocialPost(
            f"at://did:plc:{author}/app.bsky.feed.post/{key}", f"cid-{key}", Profile(f"did:plc:{author}", author), text,
            at, at, f"https://bsky.app/profile/{author}/post/{key}", **more,
        )  # fmt: skip
        self.said.append(made)
        return made

    # ------------------------------------------------------------ Network

    def _ask(self, what: str) -> None:
        self.asked[what] += 1
        if self.failure:
            raise self.failure

    def notifications(self, *, cursor: str = "", limit: int = 50) -> NotificationPage:
        self._ask("notifications")
        newest = list(reversed(self.said))
        start = int(cursor or 0)
        page = newest[start : start + limit]
        more = str(start + limit) if start + limit < len(newest) else ""
        told = tuple(
            Notification(
                one.uri, one.cid, "mention", one.author, one.indexed or self.seen,
                read=(one.indexed or self.seen) <= self.seen,
                post=None if one.uri in self.posts else replace(one, liked=self.liked.get(one.uri, "")),
                answered=self.answers.get(one.uri, ""),
            )
            for one in page
        )  # fmt: skip
        return NotificationPage(told, more, self.seen)

    def unread(self) -> int:
        self._ask("unread")
        return sum((one.indexed or self.seen) > self.seen for one in self.said)

    def mark_seen(self, until: datetime) -> None:
        self._ask("mark_seen")
        self.seen = until

    def like(self, ref: PostRef) -> str:
        self._ask("like")
        self.liked[ref.uri] = f"at://us/like/{len(self.liked)}"
        return self.liked[ref.uri]

    def search(self, query: str, *, cursor: str = "", limit: int = 25) -> PostPage:
        self._ask(f"search {query}{cursor}")
        return PostPage(tuple(self.found[:limit]))

    def read_post(self, reference: str, *, replies: int = 60) -> Conversation:
        self._ask(f"read_post {replies}")
        if reference in self.threads:
            return self.threads[reference]
        post = next((one for one in self.said if one.uri == reference), None)
        if post is None:
            raise BadInput("store.no_message", uri=reference)
        return Conversation(post, post.author)

    def delay(self) -> float:
        return self.pause


class Book:
    """The list of our accounts (`Networks`), with one account in the town."""

    def __init__(self, town: Town) -> None:
        self.town = town

    def accounts(self) -> tuple[Account, ...]:
        return (US,)

    def account(self, name: str = "", person: str = "") -> Account:
        assert name in ("", US.id, US.handle)
        assert not person
        return US

    def connect(self, account: Account) -> Any:
        assert account == US
        return self.town
