"""Facebook pages: 63,206 characters by an old number that Meta no longer documents."""

from assistant.platforms.compose import address
from assistant.platforms.plain import find_plain
from assistant.platforms.rules import NO_LIMITS, Fact, Field, Limits, Platform
from assistant.platforms.units import utf16
from assistant.records import Entity

PLATFORM = Platform(
    id="facebook",
    name="Facebook",
    field="message",
    fields={
        "message": Field("utf16", Fact(63_206, "gitroomhq/postiz-app 74b01ada154a; ayrshare.com; undocumented", "C")),
        "preset": Field("utf16", Fact(130, "gitroomhq/postiz-app 74b01ada154a: text on a coloured background", "C")),
    },
    facts={
        "images": Fact(10, "several clients", "C"),
        "fold": Fact(477, "several tools; undocumented, about 110 on a phone", "D"),
    },
)


def count(text: str, limits: Limits = NO_LIMITS) -> int:  # noqa: ARG001  # same call for every network
    """UTF-16 units."""
    return utf16(text)


def find(text: str) -> tuple[Entity, ...]:
    """Links and hashtags. A mention is chosen from a list while writing, so a plain @name is none."""
    return tuple(entity for entity in find_plain(text) if entity.kind != "mention")


def compose_url(text: str, *, link: str = "", server: str = "", reply_to: str = "") -> str:  # noqa: ARG001
    """Opens Facebook's page for sharing the text's first link; it takes no text, and without a link there is none."""
    links = [link] if link else [entity.value for entity in find(text) if entity.kind == "link"]
    return share_url(links[0]) if links else ""


def share_url(link: str) -> str:
    """Opens Facebook's page for sharing a link, which takes no text."""
    return address("https://www.facebook.com/sharer/sharer.php", {"u": link})
