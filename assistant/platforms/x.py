"""X: a weighted length of 280; a link costs 23, an emoji 2, most signs outside Latin punctuation 2."""

import unicodedata
from collections.abc import Iterator

import regex

from assistant.platforms.compose import address
from assistant.platforms.emoji import SEQUENCE
from assistant.platforms.links import LATIN_ACCENTS, PUNCTUATION, SPACES, X_GRAMMAR, find_links
from assistant.platforms.overlaps import earliest
from assistant.platforms.rules import NO_LIMITS, Fact, Field, Limits, Platform
from assistant.records import Entity

_LIBRARY = "twitter/twitter-text 3.1.0, config/v3.json and parseTweet"
_OPENAPI = "xdevplatform/docs 287132819074, OpenAPI 2.167"

PLATFORM = Platform(
    id="x",
    name="X",
    field="post",
    fields={
        "post": Field("weighted", Fact(280, _LIBRARY, "A"), required=True, forbidden="\ufffe\ufeff\uffff"),
        "alt_text": Field("utf16", Fact(1000, _OPENAPI, "A")),
        "poll_option": Field("utf16", Fact(25, _OPENAPI, "A"), required=True),
    },
    facts={
        "link": Fact(23, _LIBRARY, "A"),
        "premium": Fact(25_000, "https://help.x.com/en/using-x/x-premium", "B"),
        "images": Fact(4, "https://docs.x.com/x-api/media/quickstart/best-practices", "B"),
        "image_bytes": Fact(5_000_000, "https://docs.x.com/x-api/media/quickstart/best-practices", "B"),
        "alt_text": Fact(1000, _OPENAPI, "A"),
        "poll_options_least": Fact(2, _OPENAPI, "A"),
        "poll_options_most": Fact(4, _OPENAPI, "A"),
        "poll_minutes_least": Fact(5, _OPENAPI, "A"),
        "poll_minutes_most": Fact(10_080, _OPENAPI, "A"),
        "cashtags": Fact(1, "docs.x.com, Manage posts: one cashtag a post through the self-serve API", "B"),
        "hashtags_advised": Fact(2, "https://help.x.com/en/using-x/how-to-use-hashtags (recalled)", "C"),
    },
)

# Code points that weigh more than one: outside the ranges of config/v3.json.
_HEAVY = regex.compile(r"[^\0-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
_EMOJI_WEIGHT = 2
_EMOJI_HINT = regex.compile(r"[\u20e3\ufe0f\U0001F1E6-\U0001F1FF\U0001F3FB-\U0001F3FF\u200d\U000e007f]")


def _weigh(text: str) -> int:
    """Weight of a text that holds no link."""
    weight = len(text)
    if text.isascii():
        return weight
    if _EMOJI_HINT.search(text):
        text, emoji = SEQUENCE.subn("", text)
        weight = len(text) + emoji * _EMOJI_WEIGHT
    return weight + sum(1 for _ in _HEAVY.finditer(text))


def count(text: str, limits: Limits = NO_LIMITS) -> int:
    """Weighted length of the text (https://docs.x.com/fundamentals/counting-characters)."""
    text = unicodedata.normalize("NFC", text)
    cost = limits.link or PLATFORM.facts["link"].value
    weight = 0
    position = 0
    for link in find_links(text, X_GRAMMAR):
        weight += _weigh(text[position : link.start]) + cost
        position = link.end
    return weight + _weigh(text[position:] if position else text)


_AT = "[@＠]"
_MENTION = regex.compile(
    rf"(?:^|[^a-zA-Z0-9_!#$%&*@＠]|(?:^|[^a-zA-Z0-9_+~.-])(?:rt|RT|rT|Rt):?)"
    rf"({_AT}([a-zA-Z0-9_]{{1,20}}+)(?:/[a-zA-Z][a-zA-Z0-9_\-]{{0,24}}+)?+)(?!{_AT}|[{LATIN_ACCENTS}]|://)"
)
_TAG_SPECIAL = r"_\u200c\u200d\ua67e\u05be\u05f3\u05f4\uff5e\u301c\u309b\u309c\u30a0\u30fb\u3003\u0f0b\u0f0c\xb7"
_TAG_LETTER = regex.compile(r"[\p{L}\p{M}]")
_TAG = regex.compile(
    rf"(?:^|[\ufe0e\ufe0f]|[^\p{{L}}\p{{M}}\p{{Nd}}{_TAG_SPECIAL}&])"
    rf"([#＃](?![\ufe0f\u20e3])([\p{{L}}\p{{M}}\p{{Nd}}{_TAG_SPECIAL}]++))(?![#＃]|://)"
)
_CASHTAG = regex.compile(
    rf"(?:^|[{SPACES}])(\$([a-zA-Z]{{1,6}}(?:[._][a-zA-Z]{{1,2}})?))(?=\Z|[{SPACES}\ufeff]|[{PUNCTUATION}])"
)


def _entities(text: str) -> Iterator[Entity]:
    for link in find_links(text, X_GRAMMAR):
        found = text[link.start : link.end]
        yield Entity("link", link.start, link.end, found, f"https://{found}" if link.bare else found)
    if "@" in text or "＠" in text:
        for match in _MENTION.finditer(text):
            yield Entity("mention", match.start(1), match.end(1), match[1], match[2])
    if "#" in text or "＃" in text:
        for match in _TAG.finditer(text):
            if _TAG_LETTER.search(match[2]):
                yield Entity("tag", match.start(1), match.end(1), match[1], match[2])
    if "$" in text:
        for match in _CASHTAG.finditer(text):
            yield Entity("cashtag", match.start(1), match.end(1), match[1], match[2].upper())


def find(text: str) -> tuple[Entity, ...]:
    """Links, mentions, hashtags and cashtags; where two overlap the earlier one stands."""
    return earliest(_entities(text))


def compose_url(text: str, *, link: str = "", server: str = "", reply_to: str = "") -> str:  # noqa: ARG001
    """Opens X's compose page (https://docs.x.com/x-for-websites/tweet-button/guides/web-intent); `reply_to` is the id
    or the address of the post that is answered."""
    answered = reply_to.rstrip("/").rpartition("/")[2]
    return address("https://x.com/intent/post", {"text": text, "url": link, "in_reply_to": answered})
