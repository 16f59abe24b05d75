"""What a social network can do for the house. One class for each network has these methods; Bluesky is the first."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

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

MOST_REPLIES = 60
"""Replies that a conversation shows unless more are asked for."""


class PublicNetwork(Protocol):
    """Reading what everybody can read. Every method may raise NetworkUnreachable and NetworkRateLimited."""

    def read_post(self, reference: str, *, replies: int = MOST_REPLIES) -> Conversation:
        """The post at a browser address or at:// address, the thread above it and up to `replies` replies around it.

        Raises:
            BadInput: the reference is no address of a post on this network.
            PostGone: it was deleted, or its author and the reading account block each other.
        """
        ...

    def read_posts(self, uris: Sequence[str]) -> dict[str, SocialPost]:
        """Those of the posts that can be seen, by uri; a bounded number of requests (25 posts each)."""
        ...

    def read_profile(self, actor: str) -> Profile:
        """Who somebody is, by handle or id.

        Raises:
            BadInput: nobody has that name.
        """
        ...

    def search(self, query: str, *, cursor: str = "", limit: int = 25) -> PostPage:
        """Posts that match a query, newest first. Some servers answer signed-in accounts only (SignedOut)."""
        ...

    def delay(self) -> float:
        """Seconds to wait before the next routine request, so that the server's allowance lasts until it is renewed;
        0.0 while there is plenty."""
        ...


class Network(PublicNetwork, Protocol):
    """A network as one signed-in account sees it. Safe for threads.

    Every method may also raise SignedOut and AccountClosed. An expired session is renewed once, and saved.
    """

    @property
    def account(self) -> Account:
        """Whose eyes and hands these are."""
        ...

    def notifications(self, *, cursor: str = "", limit: int = 50) -> NotificationPage:
        """Mentions, replies and quotes, newest first, with their posts. At most 100 a page. Asking for 1,000 takes a
        bounded number of requests: a page each 100, its posts 25 at a time, and our own recent posts once."""
        ...

    def unread(self) -> int:
        """How many notifications of any kind nobody has seen yet, as the network's own apps count them: one cheap
        request, made to be polled."""
        ...

    def mark_seen(self, until: datetime) -> None:
        """Tell the network that everything up to then was seen; its own apps then show the same."""
        ...

    def like(self, ref: PostRef) -> str:
        """Like a post; gives the like's address. Liking twice gives one like."""
        ...

    def unlike(self, ref: PostRef) -> None:
        """Take our like back; nothing happens when there is none."""
        ...

    def check_answerable(self, ref: PostRef) -> SocialPost:
        """The post as it is now, when it may be answered.

        Raises:
            PostGone: it was deleted, or a block stands between us.
            PostChanged: its content is another one than `ref` says.
            ReplyRefused: its author does not take replies from this account.
        """
        ...

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
        """The exact records of a post, or of a thread when there are several parts, with nothing written yet.

        Looks up mentions, the post answered and the post quoted; encodes the pictures anew. `keys` are record keys
        chosen before (see `new_keys`), one for each part; empty: chosen here. `at` is the time the posts will bear;
        None: now. `audience` None: everybody may reply and quote. `reader` is the language of the remarks.

        Raises:
            BadInput: a text is too long or empty, a picture is none or lacks its description, a language or label is
                not one, a thread has too many parts.
            PostGone, PostChanged, ReplyRefused: as `check_answerable`, of the post answered or quoted.
        """
        ...

    def publish(self, prepared: Prepared) -> Published:
        """Write the records, all or nothing. Safe to repeat with the same `prepared`, also from two workers at once:
        there is one post each.

        Raises:
            NetworkUnreachable, NetworkRateLimited: nothing was written; try again (later).
            OutcomeUnknown: it may have been written. Ask `find`, or publish again.
            NetworkRefused: the network does not accept it; trying again changes nothing.
        """
        ...

    def find(self, prepared: Prepared) -> Published | None:
        """The posts of this publication when they stand on the network, None when none of them does. Asked from the
        server that holds our account, not from an index that lags behind.

        Raises:
            NetworkRefused: other content stands under the same keys.
        """
        ...

    def delete(self, refs: Sequence[PostRef]) -> None:
        """Delete posts of ours, the last part of a thread first, with their reply and quote rules; what is gone already
        is no fault. After an unknown outcome it may simply be repeated."""
        ...

    def is_automated(self) -> bool:
        """Whether the account carries the network's label for automated accounts."""
        ...

    def mark_automated(self, on: bool) -> bool:
        """Put that label on the account, or take it off; False when nothing had to be changed. The rest of the profile
        stays.

        Raises:
            OutcomeUnknown: it may have been changed; doing it again is safe.
            NetworkRefused: the network does not accept it.
        """
        ...

    def revision(self) -> str:
        """The revision our repository stands at; it changes with whatever is written there."""
        ...

    def export(self, path: Path, *, since: str = "", most_bytes: int = 2_000_000_000) -> Exported:
        """Write our whole repository to a CAR file, streamed; `since` is the revision of an earlier export, to get what
        is newer only.

        Raises:
            BadInput: it is larger than `most_bytes`; nothing is left at `path`.
            StorageFull: the disk has no room; nothing is left at `path`.
        """
        ...

    def sign_out(self) -> None:
        """End the session on the server, as far as it can be reached; never raises for a session that is dead."""
        ...


class Networks(Protocol):
    """The accounts of a brand, and the networks seen through them. Sessions are kept encrypted in the database."""

    def accounts(self) -> tuple[Account, ...]:
        """The brand's accounts, the oldest first."""
        ...

    def account(self, name: str = "", person: str = "") -> Account:
        """One of the brand's accounts, by id or handle, or by the person it belongs to; the brand's own without either.

        Raises:
            BadInput: there is none such; says which there are.
        """
        ...

    def add(self, handle: str, app_password: str, *, person: str = "", service: str = "") -> Account:
        """Sign in and keep the session; the password itself is not kept. Adding an account again renews its session.
        `service` is the address of its server; empty: the one of the settings.

        Raises:
            SignInRefused: handle and password are not an account's; nothing is tried again.
            AccountClosed, NetworkUnreachable, NetworkRateLimited: as they say.
        """
        ...

    def remove(self, account: Account) -> None:
        """Sign out and forget the account's session. What was drafted and published stays."""
        ...

    def connect(self, account: Account) -> Network:
        """The network as this account sees it; the same object for each call in this process. Nothing is sent yet.

        Raises:
            SignedOut: its session is not there or cannot be decrypted with the key in use.
        """
        ...

    def public(self) -> PublicNetwork:
        """The network as everybody sees it."""
        ...

    def read_post(self, reference: str, *, replies: int = MOST_REPLIES) -> Conversation:
        """`read_post` through the brand's own account when it has one, so that blocks, rules and earlier answers are
        known; else as everybody sees it."""
        ...

    def close(self) -> None:
        """Let go of all connections."""
        ...
