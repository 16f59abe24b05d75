"""What an archive of posts holds, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from assistant.records.knowledge import Post

SourceKind = Literal["x", "mastodon", "threads", "instagram", "meta", "linkedin", "bluesky", "table", "posts"]
"""`meta` is one export with Threads and Instagram in it, `table` any CSV, `posts` our own JSONL."""

LeftOutReason = Literal[
    "private",
    "followers",
    "direct",
    "repost",
    "deleted",
    "draft",
    "edited",
    "bare_share",
    "no_text",
    "quotation",
    "duplicate",
    "near_duplicate",
    "archived",
    "story",
    "unreadable",
]
"""Why a post of an archive is not kept. `followers` and `direct` are for followers or named people only; `edited` is an
earlier version; `quotation` holds other people's words only; `archived` and `story` were taken off the profile by their
author or by the network after a day."""

Masked = Literal["email", "phone", "order", "iban"]
"""What can be masked before anything is stored."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """So many posts were left out for one reason; `sentence` says it in the reader's language."""

    reason: LeftOutReason
    count: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name, what it is read as (`text`, `date`, `platform`…; empty: not read), and the first
    values in it that differ."""

    name: str
    holds: str = ""
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArchivePreview:
    """What an archive would give. `source` is what it was recognised as and `title` says so in the reader's language;
    `account` is whose it is, when it says; `target` the file of the brand's folder that it would become. `posts` counts
    posts, replies and threads, `replies` and `threads` those among them; `joined` the posts that threads were joined
    from. `samples` are the first posts and some from all over. `masked` counts what was masked. `columns` is of tables
    only: what is read from which column can be changed."""

    source: SourceKind
    title: str
    target: str
    account: str = ""
    posts: int = 0
    replies: int = 0
    threads: int = 0
    joined: int = 0
    left_out: tuple[LeftOut, ...] = ()
    first: datetime | None = None
    last: datetime | None = None
    by_language: Mapping[str, int] | None = None
    by_platform: Mapping[str, int] | None = None
    samples: "tuple[Post, ...]" = ()
    masked: Mapping[str, int] | None = None
    columns: tuple[Column, ...] = ()
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class ArchiveReport:
    """What became of an archive: `path` is the file of the brand's folder that holds its posts now. `added`, `updated`
    and `unchanged` are against what that file held before; `kept_before` counts posts that only an earlier archive
    held. The rest is as in `ArchivePreview`."""

    source: SourceKind
    title: str
    path: str
    posts: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    kept_before: int = 0
    replies: int = 0
    threads: int = 0
    joined: int = 0
    left_out: tuple[LeftOut, ...] = ()
    masked: Mapping[str, int] | None = None
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0
