"""Links, mentions and hashtags for networks that publish no grammar of their own: Threads, LinkedIn, Instagram,
Facebook, TikTok and YouTube. Certainty C: what several clients agree on."""

from collections.abc import Iterator

import regex

from assistant.platforms.links import X_GRAMMAR, find_links
from assistant.platforms.overlaps import earliest
from assistant.records import Entity

_MENTION = regex.compile(r"(?<![\w.@/])@([A-Za-z0-9_]++(?:\.++[A-Za-z0-9_]++)*+)")
_TAG = regex.compile(r"(?<![\w&/#＃])[#＃]([\w·]++)")
_LETTER = regex.compile(r"[^\d_·]")


def _entities(text: str) -> Iterator[Entity]:
    for link in find_links(text, X_GRAMMAR):
        found = text[link.start : link.end]
        yield Entity("link", link.start, link.end, found, f"https://{found}" if link.bare else found)
    for match in _MENTION.finditer(text):
        yield Entity("mention", match.start(), match.end(), match[0], match[1])
    for match in _TAG.finditer(text):
        if _LETTER.search(match[1]):
            yield Entity("tag", match.start(), match.end(), match[0], match[1])


def find_plain(text: str) -> tuple[Entity, ...]:
    """Links, mentions and hashtags; where two overlap the earlier one stands."""
    return earliest(_entities(text))
