"""What a reader takes from an archive: one published text, or that one was left out and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from assistant.records import LeftOutReason, PostKind, SourceKind


@dataclass(slots=True)
class Piece:
    """One text as its author published it, already cleaned of its network's markup.

    `id` is the network's. `parent` is the id of the post it answers, which makes a thread when that is among the
    archive's own. `version_of` is the id of the first version of an edited post. `language` is what the archive says,
    not always right. `quoted` are spans of `text`.
    """

    id: str
    text: str
    platform: str
    date: datetime | None = None
    kind: PostKind = "post"
    parent: str = ""
    version_of: str = ""
    address: str = ""
    reply_to: str = ""
    addressed: tuple[str, ...] = ()
    answered: str = ""
    answered_author: str = ""
    language: str = ""
    quoted: tuple[tuple[int, int], ...] = ()
    likes: int = 0
    reposts: int = 0
    replies: int = 0


@dataclass(frozen=True, slots=True)
class Omitted:
    """A post that must not come in. With an `id`, it also leaves what an earlier archive brought in."""

    reason: LeftOutReason
    id: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Told:
    """Something a person should know of the archive: the key of a sentence and its values."""

    key: str
    values: Mapping[str, str | int] = field(default_factory=dict)


Reading = Iterator[Piece | Omitted | Told]


@dataclass(frozen=True, slots=True)
class Recognised:
    """What an archive is: its kind, whose it is when it says so, and the members to read, by what each holds.
    `unopened` counts the others."""

    source: SourceKind
    members: Mapping[str, tuple[str, ...]]
    account: str = ""
    unopened: int = 0


Held = Literal[
    "ytd",
    "outbox",
    "actor",
    "threads",
    "instagram",
    "instagram_other",
    "shares",
    "comments",
    "messages",
    "car",
    "jsonl",
    "table",
]


def moment(seconds: object) -> datetime | None:
    """A date from seconds since 1970, None for what cannot be one."""
    if not isinstance(seconds, int | float) or isinstance(seconds, bool) or seconds <= 0:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def dated(value: object) -> datetime | None:
    """A moment as archives write it, with its time zone; None for what is none, or has no zone."""
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return found if found.tzinfo else None


def number(value: object) -> int:
    """A count as archives write it, also as text; 0 for what is none."""
    try:
        found = int(str(value))
    except ValueError:
        return 0
    return found if 0 <= found < 2**53 else 0


def listed(value: object) -> list[Any]:
    """A list, empty for what is none."""
    return value if isinstance(value, list) else []


def mapped(value: object) -> dict[str, Any]:
    """A map, empty for what is none."""
    return value if isinstance(value, dict) else {}
