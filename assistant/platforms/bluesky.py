"""Bluesky: 300 graphemes and 3,000 bytes; links, mentions and tags are facets, byte ranges over the text as sent."""

from collections.abc import Iterator
from itertools import chain
from unicodedata import category
from urllib.parse import quote, urlsplit

import regex

from assistant.platforms.compose import address
from assistant.platforms.domains import top_levels
from assistant.platforms.overlaps import earliest
from assistant.platforms.rules import NO_LIMITS, Fact, Field, Limits, Platform
from assistant.platforms.units import graphemes, utf8
from assistant.records import Entity, Facet

_POST = "bluesky-social/atproto d6296a1cfdb4, lexicons/app/bsky/feed/post.json"
_EMBED = "bluesky-social/atproto d6296a1cfdb4, lexicons/app/bsky/embed"
_APP = "bluesky-social/social-app 2026, src/lib/constants.ts"

PLATFORM = Platform(
    id="bluesky",
    name="Bluesky",
    field="post",
    fields={
        "post": Field("graphemes", Fact(300, _POST, "A"), also=(("bytes", Fact(3000, _POST, "A")),)),
        "alt_text": Field("graphemes", Fact(2000, _APP, "C")),
        "tag": Field("graphemes", Fact(64, _POST, "A"), also=(("bytes", Fact(640, _POST, "A")),), required=True),
    },
    facts={
        "tags": Fact(8, _POST, "A"),
        "languages": Fact(3, _POST, "A"),
        "images": Fact(4, f"{_EMBED}/images.json", "A"),
        "gallery_images": Fact(10, f"{_APP}; 20 in {_EMBED}/gallery.json", "A"),
        "image_bytes": Fact(2_000_000, f"{_EMBED}/images.json", "A"),
        "card_image_bytes": Fact(1_000_000, f"{_EMBED}/external.json", "A"),
        "video_bytes": Fact(300_000_000, f"{_EMBED}/video.json", "A"),
        "shown_path": Fact(13, "bluesky-social/social-app 2026, src/lib/strings/url-helpers.ts", "A"),
    },
)

# bluesky-social/atproto packages/api/src/rich-text/{detection,util}.ts; JavaScript's \s also holds U+FEFF.
_BLANK = r"\s\ufeff"
_MENTION = regex.compile(rf"(?<![^{_BLANK}(])@([a-zA-Z0-9.-]++)")
_WORD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_LINK = regex.compile(
    rf"(?<![^{_BLANK}(])(?:[hH][tT]{{2}}[pP][sS]?://[^{_BLANK}]++"
    rf"|([a-zA-Z][a-zA-Z0-9]*+(?:\.[a-zA-Z0-9]++)++)[^{_BLANK}]*+)"
)
_BREAKS = r"\u00ad\u2060\u200a\u200b\u200c\u200d\u20e2"
_TAG = regex.compile(rf"(?<![^{_BLANK}])[#＃](?!\ufe0f)([^{_BLANK}{_BREAKS}]++)")
_TAG_LETTER = regex.compile(r"[^0-9\p{P}]")
_LONGEST_TAG = 64  # detection.ts; in UTF-16 units there, which is never more lenient than the lexicon's graphemes
_CASHTAG = regex.compile(rf"(?<![^{_BLANK}(])\$([A-Za-z][A-Za-z0-9]{{0,4}}+)(?=[{_BLANK}.,;:!?)\"'’]|\Z)")


def count(text: str, limits: Limits = NO_LIMITS) -> int:  # noqa: ARG001  # same call for every network
    """Graphemes of the text as sent."""
    return graphemes(text)


def _mentions(text: str) -> Iterator[Entity]:
    for match in _MENTION.finditer(text):
        # The expression ends at a word boundary of ASCII letters: never in `.` or `-`, never before `_`.
        end = match.end()
        while end > match.start(1) and (text[end - 1] in _WORD) == (text[end : end + 1] in _WORD and end < len(text)):
            end -= 1
        handle = text[match.start(1) : end]
        top = handle.rpartition(".")
        if top[1] and (top[2] in top_levels("root") or top[2] == "test"):
            yield Entity("mention", match.start(), end, text[match.start() : end], handle)


def _links(text: str) -> Iterator[Entity]:
    for match in _LINK.finditer(text):
        found = match[0]
        address_ = found
        if not found.startswith("http"):
            domain = match[1]
            if not domain or domain.rpartition(".")[2] not in top_levels("root"):
                continue
            address_ = f"https://{found}"
        if address_[-1] in ".,;:!?":
            address_ = address_[:-1]
            found = found[:-1]
        if address_.endswith(")") and "(" not in address_:
            address_ = address_[:-1]
            found = found[:-1]
        yield Entity("link", match.start(), match.start() + len(found), found, address_)


def _tags(text: str) -> Iterator[Entity]:
    for match in _TAG.finditer(text):
        if not _TAG_LETTER.search(match[1]):
            continue
        end = match.end(1)
        while category(text[end - 1]).startswith("P"):
            end -= 1
        tag = text[match.start(1) : end]
        if len(tag) <= _LONGEST_TAG:
            yield Entity("tag", match.start(), end, text[match.start() : end], tag)


def _cashtags(text: str) -> Iterator[Entity]:
    for match in _CASHTAG.finditer(text):
        yield Entity("cashtag", match.start(), match.end(), match[0], f"${match[1].upper()}")


def find(text: str) -> tuple[Entity, ...]:
    """Links, mentions, tags and cashtags as the official client finds them; where two overlap the earlier one stands.
    A mention becomes one only when its handle resolves to an account."""
    return earliest(chain(_mentions(text), _links(text), _tags(text), _cashtags(text)))


def facets(text: str) -> tuple[Facet, ...]:
    """The facets of a text, sorted, none overlapping; a cashtag is a tag (app.bsky.richtext.facet). The value of a
    mention is its handle, to be resolved to a DID."""
    found = []
    offset = position = 0
    for entity in find(text):
        offset += utf8(text[position : entity.start])
        end = offset + utf8(entity.text)
        found.append(Facet("tag" if entity.kind == "cashtag" else entity.kind, offset, end, entity.value))
        offset, position = end, entity.end
    return tuple(found)


def shortened(text: str) -> tuple[str, tuple[Facet, ...]]:
    """The text with its links shown short, as the official app sends them (src/lib/strings/rich-text-manip.ts): host
    and path, the path cut to 13 characters and `...` when it is longer than 15. The facets hold the full addresses and
    are over the short text, which is the one that counts and is sent."""
    pieces: list[str] = []
    found: list[Facet] = []
    offset = position = 0
    for entity in find(text):
        shown = _shown(entity.value) if entity.kind == "link" else entity.text
        before = text[position : entity.start]
        start = offset + utf8(before)
        offset = start + utf8(shown)
        found.append(Facet("tag" if entity.kind == "cashtag" else entity.kind, start, offset, entity.value))
        pieces += (before, shown)
        position = entity.end
    return "".join([*pieces, text[position:]]), tuple(found)


_LONGEST_HOST = 253  # RFC 1035


def _shown(link: str) -> str:
    """Host and short path of a link as a browser writes them; the link itself when it is no address."""
    try:
        parts = urlsplit(link)
        host = parts.netloc.rpartition("@")[2].removesuffix(":")
        if not host.isascii() and len(host) <= _LONGEST_HOST:
            host = host.encode("idna").decode()
    except ValueError:
        return link
    path = "" if parts.path == "/" else parts.path
    path += f"?{parts.query}" if parts.query else ""
    path += f"#{parts.fragment}" if parts.fragment else ""
    path = quote(path, safe="!#$%&'()*+,/:;=?@[]\\^|~", errors="replace")
    longest = PLATFORM.facts["shown_path"].value
    return host + (path if len(path) <= longest + 2 else f"{path[:longest]}...")


def compose_url(text: str, *, link: str = "", server: str = "", reply_to: str = "") -> str:  # noqa: ARG001
    """Opens Bluesky's compose page (https://docs.bsky.app/docs/advanced-guides/intent-links)."""
    return address("https://bsky.app/intent/compose", {"text": f"{text} {link}".strip() if link else text})
