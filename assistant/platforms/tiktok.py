"""TikTok: a video caption of 2,200 UTF-16 units; photo posts have a title and a description."""

from assistant.platforms.plain import find_plain
from assistant.platforms.rules import NO_LIMITS, Fact, Field, Limits, Platform
from assistant.platforms.units import utf16
from assistant.records import Entity

_VIDEO = "https://developers.tiktok.com/doc/content-posting-api-reference-direct-post"
_PHOTO = "https://developers.tiktok.com/doc/content-posting-api-reference-photo-post"

PLATFORM = Platform(
    id="tiktok",
    name="TikTok",
    field="video_caption",
    fields={
        "video_caption": Field("utf16", Fact(2200, _VIDEO, "B")),
        "photo_title": Field("utf16", Fact(90, _PHOTO, "B")),
        "photo_description": Field("utf16", Fact(4000, _PHOTO, "B")),
    },
    facts={"hashtags_advised": Fact(5, "guides since 2025-08; undocumented", "D")},
)


def count(text: str, limits: Limits = NO_LIMITS) -> int:  # noqa: ARG001  # same call for every network
    """UTF-16 units."""
    return utf16(text)


def find(text: str) -> tuple[Entity, ...]:
    """Links (which TikTok does not make clickable), mentions and hashtags."""
    return find_plain(text)


def compose_url(text: str, *, link: str = "", server: str = "", reply_to: str = "") -> str:  # noqa: ARG001
    """TikTok has no compose address."""
    return ""
