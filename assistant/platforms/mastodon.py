"""Mastodon: 500 graphemes unless the server says otherwise; a link costs 23, a remote mention its local part."""

from collections.abc import Iterator

import regex

from assistant.platforms.compose import address
from assistant.platforms.links import LATIN_ACCENTS, MASTODON_GRAMMAR, find_links
from assistant.platforms.overlaps import earliest
from assistant.platforms.rules import NO_LIMITS, Fact, Field, Limits, Platform
from assistant.platforms.units import graphemes
from assistant.records import Entity

_CODE = "mastodon/mastodon df1439c18b61 (4.7.0-alpha.2)"
_POLL = f"{_CODE}, app/validators/poll_options_validator.rb and poll_expiration_validator.rb"

PLATFORM = Platform(
    id="mastodon",
    name="Mastodon",
    field="post",
    fields={
        "post": Field("graphemes", Fact(500, f"{_CODE}, app/validators/status_length_validator.rb", "A")),
        "alt_text": Field("graphemes", Fact(10_000, f"{_CODE}, app/models/media_attachment.rb", "A")),
        "poll_option": Field("graphemes", Fact(50, _POLL, "A"), required=True),
    },
    facts={
        "link": Fact(23, f"{_CODE}, app/validators/status_length_validator.rb", "A"),
        "images": Fact(4, f"{_CODE}, app/models/status.rb", "A"),
        "alt_text": Fact(10_000, f"{_CODE}, app/models/media_attachment.rb", "A"),
        "poll_options_least": Fact(2, _POLL, "A"),
        "poll_options_most": Fact(4, _POLL, "A"),
        "poll_seconds_least": Fact(300, _POLL, "A"),
        "poll_seconds_most": Fact(2_629_746, f"{_POLL}; one month as Ruby on Rails counts it", "A"),
    },
)

# app/models/account.rb MENTION_RE, app/models/tag.rb HASHTAG_RE, twitter-text end_mention_match
_NAME = r"[a-zA-Z0-9_]++(?:[.-]++[a-zA-Z0-9_]++)*+"
_MENTION = regex.compile(rf"(?<![=/\w])@({_NAME})(@\w++(?:[.-]++\w++)*+)?+(?![@＠]|[{LATIN_ACCENTS}]|://)")
_SEPARATORS = r"_\u00b7\u30fb\u200c"
_TAG = regex.compile(rf"(?<!\S)[#＃]((?:[\w{_SEPARATORS}])++)")
_TAG_LETTER = regex.compile(rf"[\p{{Alphabetic}}\p{{M}}]|\w[{_SEPARATORS}]|(?<=\w)_")
_SCHEME_TAIL = regex.compile(r"https?\Z")
_LONGEST_HOST = 253  # RFC 1035; app/lib/extractor.rb


def _entities(text: str) -> Iterator[Entity]:
    for link in find_links(text, MASTODON_GRAMMAR):
        yield Entity("link", link.start, link.end, text[link.start : link.end], text[link.start : link.end])
    if "@" in text:
        for match in _MENTION.finditer(text):
            if len(match[2] or "") <= len("@") + _LONGEST_HOST:
                yield Entity("mention", match.start(), match.end(), match[0], match[0][1:])
    if "#" in text or "＃" in text:
        for match in _TAG.finditer(text):
            if tag := _tag(match[1], text.startswith("://", match.end())):
                end = match.start(1) + len(tag)
                yield Entity("tag", match.start(), end, text[match.start() : end], tag)


def _tag(found: str, before_scheme: bool) -> str:
    """The hashtag in a run of its characters, empty when it is none."""
    tag = found.rstrip("\u00b7\u30fb\u200c")
    if before_scheme and (scheme := _SCHEME_TAIL.search(tag)) and scheme.start():
        tag = tag[: scheme.start()]
    return tag if _TAG_LETTER.search(tag) else ""


def find(text: str) -> tuple[Entity, ...]:
    """Links, mentions (local and remote) and hashtags; where two overlap the earlier one stands."""
    return earliest(_entities(text))


def count(text: str, limits: Limits = NO_LIMITS, *, warning: str = "") -> int:
    """Graphemes of content warning and text, each link of the text as 23 characters and `@user@host` as `@user`
    (app/validators/status_length_validator.rb). Links in the content warning count in full."""
    cost = "x" * (limits.link or PLATFORM.facts["link"].value)
    pieces = [warning]
    position = 0
    if not text.strip():
        text = ""  # blank text counts nothing there
    elif "." in text or "@" in text:
        for entity in find(text):
            shown = entity.text
            if entity.kind == "link":
                shown = cost
            elif entity.kind == "mention":
                shown = f"@{entity.value.partition('@')[0]}"
            pieces += (text[position : entity.start], shown)
            position = entity.end
    return graphemes("".join([*pieces, text[position:]]))


def compose_url(text: str, *, link: str = "", server: str = "", reply_to: str = "") -> str:  # noqa: ARG001
    """Opens the share page of the account's own server (`web_share_target` of its manifest, app/serializers/
    manifest_serializer.rb); empty without a server."""
    host = server.strip().rstrip("/").removeprefix("https://").removeprefix("http://")
    return address(f"https://{host}/share", {"text": text, "url": link}) if host else ""
