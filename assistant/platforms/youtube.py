"""YouTube: a description of 5,000 bytes and a title of 100 characters, neither with < or >; Shorts have no others."""

from collections.abc import Sequence

from assistant.platforms.plain import find_plain
from assistant.platforms.rules import NO_LIMITS, Fact, Field, Limits, Platform
from assistant.platforms.units import utf8
from assistant.records import Entity

_VIDEOS = "https://developers.google.com/youtube/v3/docs/videos"

PLATFORM = Platform(
    id="youtube",
    name="YouTube",
    field="description",
    fields={
        "description": Field("bytes", Fact(5000, _VIDEOS, "B"), forbidden="<>"),
        "title": Field("utf16", Fact(100, f"{_VIDEOS}; the unit is not stated", "B"), required=True, forbidden="<>"),
    },
    facts={
        "tags": Fact(500, _VIDEOS, "B"),
        "hashtags_ignored": Fact(60, "https://support.google.com/youtube/answer/6390658", "B"),
        "hashtags_shown": Fact(3, "https://support.google.com/youtube/answer/6390658", "B"),
        "shorts_seconds": Fact(180, "https://support.google.com/youtube/answer/15424877", "B"),
    },
)


def count(text: str, limits: Limits = NO_LIMITS) -> int:  # noqa: ARG001  # same call for every network
    """UTF-8 bytes."""
    return utf8(text)


def tags_length(tags: Sequence[str]) -> int:
    """What a list of tags costs: characters, two for the quotes YouTube puts round a tag with a blank, and a comma
    between tags. The limit is `facts["tags"]`."""
    return sum(len(tag) + (2 if " " in tag else 0) for tag in tags) + max(0, len(tags) - 1)


def find(text: str) -> tuple[Entity, ...]:
    """Links, mentions and hashtags."""
    return find_plain(text)


def compose_url(text: str, *, link: str = "", server: str = "", reply_to: str = "") -> str:  # noqa: ARG001
    """YouTube has no compose address."""
    return ""
