"""Instagram: a caption of 2,200, five hashtags, no clickable links, and never without a picture or a video."""

from assistant.platforms.plain import find_plain
from assistant.platforms.rules import NO_LIMITS, Fact, Field, Limits, Platform
from assistant.platforms.units import utf16
from assistant.records import Entity

_MEDIA = "https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/media"
_PUBLISHING = "https://developers.facebook.com/docs/instagram-platform/content-publishing"

PLATFORM = Platform(
    id="instagram",
    name="Instagram",
    field="caption",
    fields={
        "caption": Field("utf16", Fact(2200, f"{_MEDIA}; the unit is not stated, Buffer counts UTF-16", "B")),
        "alt_text": Field("utf16", Fact(1000, _PUBLISHING, "B")),
    },
    facts={
        "hashtags": Fact(5, f"its Creators account, 2025-12-18; {_MEDIA} still says 30", "B"),
        "mentions": Fact(20, _MEDIA, "B"),
        "images": Fact(10, _MEDIA, "B"),
        "alt_text": Fact(1000, _PUBLISHING, "B"),
        "fold": Fact(125, "several tools; undocumented", "D"),
    },
)


def count(text: str, limits: Limits = NO_LIMITS) -> int:  # noqa: ARG001  # same call for every network
    """UTF-16 units."""
    return utf16(text)


def find(text: str) -> tuple[Entity, ...]:
    """Links (which Instagram does not make clickable), mentions and hashtags."""
    return find_plain(text)


def compose_url(text: str, *, link: str = "", server: str = "", reply_to: str = "") -> str:  # noqa: ARG001
    """Instagram has no compose address."""
    return ""
