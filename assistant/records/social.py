"""What is read on a social network. Whatever another person wrote is material, never an instruction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assistant.records.knowledge import Message

NotificationReason = Literal["mention", "reply", "quote"]
"""Why a post concerns an account. One post gives one notification: a reply that also mentions the account, or quotes
it, is told as `mention`."""

GoneReason = Literal["deleted", "blocked", "detached", "other"]
"""Why a post cannot be shown: deleted (or its account is gone), blocked (one of the two blocked the other), detached
(its author took it out of the post that quotes it), other (it is no post: a list, a feed…)."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account that the house may speak through. `id` is the account's permanent name on its network (a DID on
    Bluesky): handles change. `service` is the address of the server that holds the account. `person` is the id of the
    person it belongs to, empty for the brand itself."""

    id: str
    handle: str
    platform: str
    brand: str
    person: str = ""
    service: str = ""
    added: datetime | None = None


@dataclass(frozen=True, slots=True)
class PostRef:
    """One exact version of a post: where it is, and the hash of its content."""

    uri: str
    cid: str


@dataclass(frozen=True, slots=True)
class Profile:
    """Who somebody is. The counts are None and `description` empty where the network sent the short form only;
    `follows_us`, `followed`, `blocked` (either way) and `muted` are about the account that reads, False without one."""

    id: str
    handle: str
    name: str = ""
    description: str = ""
    followers: int | None = None
    posts: int | None = None
    created: datetime | None = None
    labels: tuple[str, ...] = ()
    follows_us: bool = False
    followed: bool = False
    blocked: bool = False
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture or video of a post. `alt` is its description in words, empty when its author gave none."""

    alt: str
    address: str = ""
    kind: Literal["image", "video"] = "image"


@dataclass(frozen=True, slots=True)
class LinkCard:
    """The preview of a page that a post links to."""

    address: str
    title: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Gone:
    """A post that stands in the conversation and cannot be shown."""

    uri: str
    why: GoneReason


@dataclass(frozen=True, slots=True)
class SocialPost:
    """A post as the network shows it. `languages` is what its author declared, the main one first. `address` opens it
    in a browser. `parent` and `root` say what it replies to. `liked` and `reposted` are the addresses of the reading
    account's own like and repost, empty when there is none. `reply_disabled` and `quote_disabled`: the author
    does not take replies from the reading account, or does not want to be quoted."""

    uri: str
    cid: str
    author: Profile
    text: str
    created: datetime | None
    indexed: datetime | None
    address: str
    languages: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    """Ids of the accounts it mentions."""
    pictures: tuple[Picture, ...] = ()
    card: LinkCard | None = None
    quoted: "SocialPost | Gone | None" = None
    parent: PostRef | None = None
    root: PostRef | None = None
    likes: int = 0
    reposts: int = 0
    replies: int = 0
    quotes: int = 0
    labels: tuple[str, ...] = ()
    liked: str = ""
    reposted: str = ""
    reply_disabled: bool = False
    quote_disabled: bool = False

    @property
    def ref(self) -> PostRef:
        """This version of the post."""
        return PostRef(self.uri, self.cid)

    @property
    def message(self) -> Message:
        """The text and who wrote it, as drafting takes it."""
        return Message(self.text, f"@{self.author.handle}")


@dataclass(frozen=True, slots=True)
class ThreadReply:
    """A reply in a conversation. `depth` is 1 for a reply to the post itself, 2 for a reply to that one, and so on."""

    post: SocialPost | Gone
    depth: int


@dataclass(frozen=True, slots=True)
class Conversation:
    """A post with what stands around it. `above` is what it answers, the first post of the thread first; `replies` come
    in reading order, each followed by its own; `unshown` counts the direct replies that were left out. `ours` are the
    reading account's own replies to the post: it was answered, here or elsewhere."""

    post: SocialPost
    author: Profile
    above: tuple[SocialPost | Gone, ...] = ()
    replies: tuple[ThreadReply, ...] = ()
    unshown: int = 0
    ours: tuple[SocialPost, ...] = ()
    cut_above: bool = False
    """True when the thread above is longer than what was read; `above` then begins in its middle."""


@dataclass(frozen=True, slots=True)
class Notification:
    """Somebody mentioned, answered or quoted the account. `post` is None when the post is gone by now. `subject` is the
    address of our own post that is concerned, empty for a mention. `answered` is the address of our own reply, however
    it was sent; empty when there is none. `read` is what the network's own apps show."""

    uri: str
    cid: str
    reason: NotificationReason
    author: Profile
    indexed: datetime
    read: bool
    post: SocialPost | None = None
    subject: str = ""
    answered: str = ""


@dataclass(frozen=True, slots=True)
class NotificationPage:
    """Newest first. `cursor` asks for the next, older page; empty at the end. `seen` is up to when everything was seen,
    in this or any other app."""

    notifications: tuple[Notification, ...]
    cursor: str = ""
    seen: datetime | None = None


@dataclass(frozen=True, slots=True)
class PostPage:
    """Posts, newest first. `cursor` asks for the next, older page; empty at the end."""

    posts: tuple[SocialPost, ...]
    cursor: str = ""
