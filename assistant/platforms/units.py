"""The units networks count in: graphemes, UTF-8 bytes and UTF-16 units (Python's own `len` counts code points)."""

import re
from collections.abc import Iterator

import regex

# Extended grapheme clusters of UAX 29, https://www.unicode.org/reports/tr29/
_CLUSTER = regex.compile(r"\X")
# Ranges in which no character forms a cluster with another one of them, CR LF apart: Latin, Greek, Cyrillic,
# punctuation, currency, kana and ideographs, without their combining marks.
_SIMPLE = (
    r"\0-\u02ff\u0370-\u0482\u048a-\u0590\u1e00-\u200b\u2010-\u2027\u2030-\u205f\u20a0-\u20cf"
    r"\u3001-\u3029\u3031-\u303c\u3041-\u3098\u309b-\u30ff\u4e00-\u9fff"
)
_JOINING = re.compile(rf"[{_SIMPLE}]?+[^{_SIMPLE}]++(?:[{_SIMPLE}][^{_SIMPLE}]++)*+[{_SIMPLE}]?+")
_NOT_SIMPLE = re.compile(f"[^{_SIMPLE}]")
_FLAG_LETTERS = regex.compile(r"[\U0001F1E6-\U0001F1FF]{1,2}")


def _without_flags(text: str) -> str:
    """The text with each pair of regional indicators replaced by a letter and a combining mark: same clusters at the
    same offsets. A run of regional indicators would cost `\\X` the square of its length."""
    return str(_FLAG_LETTERS.sub(lambda pair: "a\u0301"[: len(pair[0])], text))


def graphemes(text: str) -> int:
    """How many extended grapheme clusters (what a reader calls a character) the text has."""
    pairs = text.count("\r\n")
    if text.isascii() or not _NOT_SIMPLE.search(text):
        return len(text) - pairs
    # NUL never joins a neighbour, so the pieces can be counted in one go.
    pieces = _without_flags("\0".join(_JOINING.findall(text)))
    joined = len(pieces) - sum(1 for _ in _CLUSTER.finditer(pieces)) - pieces.count("\r\n")
    return len(text) - joined - pairs


def clusters(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each grapheme cluster, in code points."""
    for match in _CLUSTER.finditer(_without_flags(text)):
        yield match.span()


def utf8(text: str) -> int:
    """UTF-8 bytes; a lone surrogate, which has none, counts 3 as the replacement character would."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def utf16(text: str) -> int:
    """UTF-16 code units: what JavaScript and Java call the length of a string."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
