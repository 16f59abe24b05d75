"""Top level domains, and where a domain name ends inside running text."""

from functools import cache
from importlib.resources import files
from typing import Literal

import regex

Zone = Literal["root", "x"]
"""`root`: IANA's root zone of 2026-09-30, as Bluesky's `tlds` package; `x`: the list of 2021 in twitter/twitter-text
3.1.0, which X publishes and Mastodon uses."""


@cache
def top_levels(zone: Zone) -> frozenset[str]:
    """The top level domains a zone knows, in lower case and in Unicode."""
    names: dict[str, list[str]] = {}
    section = ""
    for line in files(__package__).joinpath("tlds.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif not line.startswith("#"):
            names.setdefault(section, []).extend(line.split())
    return frozenset(names["both"] + names["since" if zone == "root" else "gone"])


@cache
def _beyond_ascii(zone: Zone) -> tuple[int, frozenset[str]]:
    """Longest length and the first letters of the names that ASCII cannot write."""
    names = [name for name in top_levels(zone) if not name.isascii()]
    return max(map(len, names)), frozenset(name[0] for name in names)


_ASCII_HEAD = regex.compile(r"[a-z0-9]++", regex.IGNORECASE | regex.ASCII)
_PUNYCODE = regex.compile(r"xn--[-0-9a-z]++", regex.IGNORECASE | regex.ASCII)
# What may not follow a top level domain (twitter-text validGTLD, validCCTLD).
_GLUED = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@+-")


def top_level_end(text: str, start: int, zone: Zone) -> int:
    """Where the top level domain that begins at `start` ends, -1 when none does. Letters of another script may follow
    (`example.comを`), ASCII letters, digits, `@`, `+` and `-` may not."""
    known = top_levels(zone)
    head = _ASCII_HEAD.match(text, start)
    end = int(head.end()) if head else start
    if head and text[start:end].lower() in known and text[end : end + 1] not in _GLUED:
        return end
    if coded := _PUNYCODE.match(text, start):
        return int(coded.end())
    longest, letters = _beyond_ascii(zone)
    if text[end : end + 1].isascii() or text[start].lower() not in letters:
        return -1
    for stop in range(min(len(text), start + longest), end, -1):
        if text[stop : stop + 1] not in _GLUED and text[start:stop].lower() in known:
            return stop
    return -1
