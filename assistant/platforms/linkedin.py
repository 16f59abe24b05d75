"""LinkedIn: 3,000 characters; its API reads the text as "little text", in which reserved characters are escaped."""

import regex

from assistant.platforms.compose import address
from assistant.platforms.overlaps import earliest
from assistant.platforms.plain import find_plain
from assistant.platforms.rules import NO_LIMITS, Fact, Field, Limits, Platform
from assistant.platforms.units import utf16
from assistant.records import Entity

_LITTLE_TEXT = "https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/little-text-format"

PLATFORM = Platform(
    id="linkedin",
    name="LinkedIn",
    field="post",
    fields={
        "post": Field("utf16", Fact(3000, "its API's error message, n8n-io/n8n issue 22899; unit likely UTF-16", "C")),
        "comment": Field("utf16", Fact(1250, "gitroomhq/postiz-app issue 1847; developers.buffer.com", "C")),
        "alt_text": Field("utf16", Fact(4086, "learn.microsoft.com, LinkedIn Images API", "B")),
        "document_title": Field("utf16", Fact(400, "ayrshare.com, character limits", "C")),
    },
    facts={
        "alt_text": Fact(4086, "learn.microsoft.com, LinkedIn Images API", "B"),
        "fold": Fact(210, "several tools; undocumented, about 140 on a phone", "D"),
    },
)

_RESERVED = regex.compile(r"[\\|{}@\[\]()<>#*_~]")
_ESCAPED = regex.compile(r"\\([\\|{}@\[\]()<>#*_~])")
_ELEMENT = regex.compile(
    r"@\[(?:[^\]\\]|\\.){1,400}+\]\(urn:li:(?:person|organization):[A-Za-z0-9_-]++\)|\{hashtag\|\\?[#＃]\|[\w·]++\}"
)


def count(text: str, limits: Limits = NO_LIMITS) -> int:  # noqa: ARG001  # same call for every network
    """UTF-16 units of the plain text."""
    return utf16(text)


def find(text: str) -> tuple[Entity, ...]:
    """Links and hashtags. A mention exists only as a template of the API, so a plain @name is none."""
    return tuple(entity for entity in find_plain(text) if entity.kind != "mention")


def escape(text: str) -> str:
    """Plain text as little text for `commentary` of the Posts API, which cuts a post in silence at the first reserved
    character that is not escaped. Once only, and never for comments or the compose window, which take plain text."""
    return str(_RESERVED.sub(r"\\\g<0>", text))


def unescape(text: str) -> str:
    """Little text without elements, as plain text."""
    return str(_ESCAPED.sub(r"\1", text))


def little_text(text: str) -> str:
    """Text for `commentary` in which `@[Name](urn:li:…)`, `{hashtag|\\#|tag}` and hashtags keep their meaning and all
    else is escaped."""
    elements = [Entity("mention", match.start(), match.end(), match[0]) for match in _ELEMENT.finditer(text)]
    elements += [
        Entity("tag", entity.start, entity.end, entity.text[0] + escape(entity.text[1:]))
        for entity in find(text)
        if entity.kind == "tag"
    ]
    pieces: list[str] = []
    position = 0
    for element in earliest(elements):
        pieces += (escape(text[position : element.start]), element.text)
        position = element.end
    return "".join([*pieces, escape(text[position:])])


def compose_url(text: str, *, link: str = "", server: str = "", reply_to: str = "") -> str:  # noqa: ARG001
    """Opens LinkedIn's share box with the text in it; undocumented. Plain text, not escaped."""
    return address(
        "https://www.linkedin.com/feed/", {"shareActive": "true", "text": f"{text} {link}".strip() if link else text}
    )


def share_url(link: str) -> str:
    """Opens LinkedIn's page for sharing a link, which takes no text (learn.microsoft.com, Share on LinkedIn)."""
    return address("https://www.linkedin.com/sharing/share-offsite/", {"url": link})
