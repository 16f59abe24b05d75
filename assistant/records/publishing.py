"""What is sent to a social network: first as a person wants it, then as the exact records that will be written."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assistant.records.social import PostRef

ReplyAudience = Literal["nobody", "mentioned", "followers", "following"]
"""Who may reply: nobody, those whom the post mentions, those who follow the account, those whom it follows."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A picture to publish: the file's bytes as they came, and its description in words. `name` is for messages."""

    data: bytes
    alt: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class CardUpload:
    """A link preview to publish. `picture` is the file of its image, empty for none."""

    address: str
    title: str
    description: str = ""
    picture: bytes = b""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One post as a person approved it. Empty `languages`: the language of the text, as we find it. A post has pictures
    or a card, not both; a quote goes with either. `labels` are warnings about the post's own content.

    `answering` is the exact version of the post that it replies to; in a thread only the first part has one.
    """

    text: str
    languages: tuple[str, ...] = ()
    answering: PostRef | None = None
    quoting: PostRef | None = None
    pictures: tuple[Upload, ...] = ()
    card: CardUpload | None = None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Audience:
    """Who may do what with a thread. `replies` None: everybody; a tuple: those groups, all others not."""

    replies: tuple[ReplyAudience, ...] | None = None
    quotes: bool = True


@dataclass(frozen=True, slots=True)
class Blob:
    """A file that a record points to, encoded as it will be uploaded. `id` is the hash by which it is found."""

    id: str
    type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class PreparedRecord:
    """One record, final to the byte. `value` is its JSON; written again it is the same record, with the same `cid`."""

    collection: str
    key: str
    cid: str
    value: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """All that will be written for one publication, in one step. Keep it before it is sent: sent again after a crash it
    gives the same posts, never others. `account` is the id of the account whose repository it is for.

    `posts` are the posts it makes, in order. `remarks` are what a person should know of it, in their language: a
    mention that is nobody's, a picture that was made smaller…
    """

    account: str
    platform: str
    posts: tuple[PostRef, ...]
    records: tuple[PreparedRecord, ...]
    blobs: tuple[Blob, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Published:
    """Posts that stand on the network. `addresses` open them in a browser. `already` is True when they were there
    before this call: an earlier try, thought lost, had arrived."""

    posts: tuple[PostRef, ...]
    addresses: tuple[str, ...]
    already: bool = False


@dataclass(frozen=True, slots=True)
class Exported:
    """An account's own posts, written to a file for the library. `revision` asks for what is newer the next time;
    `size` is in bytes."""

    account: str
    handle: str
    revision: str
    size: int
    at: datetime
