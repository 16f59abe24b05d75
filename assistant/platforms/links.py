"""Links in running text as X's open library finds them (twitter/twitter-text 3.1.0), which Mastodon extends.

The library's own expressions take the square of the time on hostile text; this walks each run of domain characters
once, with the same outcome.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import regex

from assistant.platforms.domains import Zone, top_level_end

SPACES = r"\x09-\x0d\x20\x85\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
INVALID = r"\ufffe\ufeff\uffff"
PUNCTUATION = r"!'#%&()*+,\\\-./:;<=>?@\[\]\^_{|}~$"
LATIN_ACCENTS = (
    r"\xc0-\xd6\xd8-\xf6\xf8-\xff\u0100-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f\u0272\u0289\u028b"
    r"\u02bb\u0300-\u036f\u1e00-\u1eff"
)
# A run of characters that a domain may hold, dots included; the look-behind keeps the search from restarting inside.
_DIRECTION = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_RUN_CHARACTER = rf"[^!'#%&()*+,\\./:;<=>?@\[\]\^{{|}}~${SPACES}{INVALID}{_DIRECTION}]"
_RUN = re.compile(rf"(?<!{_RUN_CHARACTER}){_RUN_CHARACTER}++(?:\.{_RUN_CHARACTER}++)++")
_GLUED_BEFORE = re.compile(rf"[A-Za-z0-9@＠$#＃{INVALID}]")
_FREE_BEFORE = re.compile(rf"[^A-Za-z0-9@＠$#＃{INVALID}](?![_-])")
_DOT_INSIDE = re.compile(r"[^\s.]\.[^\s.]")
_DOT = re.compile(r"\.")
_PORT = re.compile(r":[0-9]++")
_LATIN_NAME = regex.compile(rf"(?:[-a-z0-9{LATIN_ACCENTS}]++\.)++", regex.IGNORECASE)
_SHORTENED = regex.compile(
    r"https?://t\.co/([a-z0-9]++)(?:\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[a-z0-9\-_&=#/])?", regex.IGNORECASE
)
_LONGEST_SLUG = 40  # twitter-text extractUrlsWithIndices, MAX_TCO_SLUG_LENGTH
_LONGEST_LABEL = 63  # RFC 1035, of the punycode form
_LONGEST_URL = 4096  # twitter-text extractUrlsWithIndices, MAX_URL_LENGTH


@dataclass(frozen=True, slots=True)
class Grammar:
    """What differs between the networks that share this way of finding links."""

    zone: Zone
    schemes: tuple[str, ...]
    bare: bool
    """Whether a domain without a scheme is a link."""
    path: "regex.Pattern[str]"
    path_tail: str
    """Characters that a path may hold but not end with."""
    query: "regex.Pattern[str]"
    query_tail: "regex.Pattern[str]"
    """A character that a query may end with."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a text; offsets in code points."""

    start: int
    end: int
    bare: bool


def _path(general: str) -> "regex.Pattern[str]":
    balanced = rf"\((?:{general}++|{general}*+\({general}++\){general}*+)\)"
    return regex.compile(rf"/(?:{general}++|{balanced})*+", regex.IGNORECASE)


_X_GENERAL = rf"[a-z\u0400-\u04ff0-9!*';:=+,.$/%#\[\]\-\u2013_~@|&{LATIN_ACCENTS}]"
X_GRAMMAR = Grammar(
    zone="x",
    schemes=("https://", "http://"),
    bare=True,
    path=_path(_X_GENERAL),
    path_tail="!*';:,.$%[]\u2013~@|&",
    query=regex.compile(r"\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*+", regex.IGNORECASE | regex.ASCII),
    query_tail=regex.compile(r"[a-z0-9\-_&=#/]", regex.IGNORECASE | regex.ASCII),
)

# mastodon/mastodon config/initializers/twitter_regex.rb
_WIDE = r"\xa0-\U0010fffd"
MASTODON_GRAMMAR = Grammar(
    zone="x",
    schemes=("https://", "http://", "dat://", "dweb://", "ipfs://", "ipns://", "ssb://", "gopher://", "gemini://"),
    bare=False,
    path=_path(rf"[^{SPACES}<>()?]"),
    path_tail="!*\"'「」;:=,.$%[]~&|@",
    query=regex.compile(rf"\?[a-z0-9!?*'();:&=+$/%#\[\]\-_.,~|@\^{_WIDE}]*+", regex.IGNORECASE),
    query_tail=regex.compile(rf"[a-z0-9_&=#/\-{_WIDE}]", regex.IGNORECASE),
)
_LONGEST_SCHEME = max(len(scheme) for scheme in MASTODON_GRAMMAR.schemes)


def find_links(text: str, grammar: Grammar) -> Iterator[Link]:
    """The links of a text from left to right, none overlapping."""
    if not _DOT_INSIDE.search(text):
        return
    done = 0
    for run in _RUN.finditer(text):
        for label, (first, dot, name_end) in enumerate(_names(text, run.start(), run.end(), grammar.zone)):
            if name_end < 0 or dot <= done:
                continue
            start, scheme = _beginning(text, first, dot, done, grammar if label == 0 else None)
            if start < 0:
                continue
            end = _tail_end(text, name_end, grammar)
            if scheme:
                yield from _full(text, start - scheme, (start, name_end), end, grammar.zone)
            elif grammar.bare and not (start and text[start - 1] in "-_./"):
                yield from _bare(text, (start, name_end), end, grammar.zone)
            done = end


def _names(text: str, start: int, end: int, zone: Zone) -> list[tuple[int, int, int]]:
    """For each label of a run but the last: the first place in it where a domain may begin, its dot, and where the
    longest domain from there ends (-1: none)."""
    dots = [dot.start() for dot in _DOT.finditer(text, start, end)]
    begins = [start, *(dot + 1 for dot in dots[:-1])]
    names: list[tuple[int, int, int]] = []
    following = -1  # end of the longest domain that begins with the label after this one, whole
    for first, dot in zip(reversed(begins), reversed(dots), strict=True):
        longest = following
        begin = first
        if text[dot - 1] in "_-":
            longest = -1
        elif longest < 0 and (longest := top_level_end(text, dot + 1, zone)) >= 0:
            begin = text.rfind("_", first, dot) + 1 or first
        names.append((begin, dot, longest))
        following = longest if begin == first and text[first] not in "_-" else -1
    return names[::-1]


def _beginning(text: str, first: int, dot: int, done: int, grammar: Grammar | None) -> tuple[int, int]:
    """Where a domain begins at or after `first`, and the length of the scheme before it; -1 when nowhere. The sign
    before it must not belong to another word, nor to the link that ended at `done`."""
    if first >= done and text[first] not in "_-":
        ahead = text[max(done, first - _LONGEST_SCHEME) : first].lower() if grammar else ""
        if grammar and ahead.endswith("://"):
            for scheme in grammar.schemes:
                if ahead.endswith(scheme) and _free(text, first - len(scheme), done):
                    return first, len(scheme)
        if first == 0 and dot > 1 and text[1] not in "_-" and not _GLUED_BEFORE.match(text):
            return 1, 0  # the library takes the first sign of a text for what stands before the link
        if _free(text, first, done):
            return first, 0
    free = _FREE_BEFORE.search(text, max(first, done), dot - 1)
    return (free.end(), 0) if free else (-1, 0)


def _free(text: str, start: int, done: int) -> bool:
    return start == 0 or (start > done and not _GLUED_BEFORE.match(text, start - 1))


def _tail_end(text: str, position: int, grammar: Grammar) -> int:
    """Where port, path and query after a domain end."""
    if port := _PORT.match(text, position):
        position = port.end()
    if path := grammar.path.match(text, position):
        position += max(1, len(path[0].rstrip(grammar.path_tail)))
    if query := grammar.query.match(text, position):
        last = len(query[0])
        while last > 1 and not grammar.query_tail.match(query[0], last - 1):
            last -= 1
        if last > 1:
            position += last
    return position


def _acceptable(text: str, start: int, name: tuple[int, int], end: int, zone: Zone) -> bool:
    if end - start > _LONGEST_URL:
        return False
    domain = text[slice(*name)]
    if domain.startswith("xn--") and not domain.isascii() and not _latin_parts(text, *name, zone):
        return False
    return all(0 < _encoded(label) <= _LONGEST_LABEL for label in domain.split("."))


def _encoded(label: str) -> int:
    """Length of a label as DNS carries it."""
    if label.isascii() or len(label) > _LONGEST_LABEL:
        return len(label)
    return len(label.encode("punycode", "surrogatepass")) + len("xn--")


def _full(text: str, start: int, name: tuple[int, int], end: int, zone: Zone) -> Iterator[Link]:
    if not _acceptable(text, start, name, end, zone):
        return
    if short := _SHORTENED.match(text, start, end):
        if len(short[1]) > _LONGEST_SLUG:
            return
        end = short.end()
    yield Link(start, end, bare=False)


def _bare(text: str, name: tuple[int, int], end: int, zone: Zone) -> Iterator[Link]:
    """Of a domain without a scheme only the parts written in Latin letters are links; the last one takes the path."""
    start, stop = name
    if not _acceptable(text, start - len("https://"), name, end, zone):
        return
    port = _PORT.match(text, stop)
    takes_path = text.startswith("/", port.end() if port else stop)
    parts = _latin_parts(text, start, stop, zone)
    for index, (first, last) in enumerate(parts):
        yield Link(first, end if takes_path and index == len(parts) - 1 else last, bare=True)


def _latin_parts(text: str, start: int, end: int, zone: Zone) -> list[tuple[int, int]]:
    """The domains in Latin letters inside a domain."""
    found: list[tuple[int, int]] = []
    position = start
    while latin := _LATIN_NAME.search(text, position, end):
        position = dot = latin.end()
        while dot > latin.start():
            if (stop := top_level_end(text, dot, zone)) >= 0:
                found.append((latin.start(), stop))
                position = stop
                break
            dot = text.rfind(".", latin.start(), dot - 1) + 1
    return found
