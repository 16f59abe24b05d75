"""Other people's words inside a post: found by how they are marked, so that no voice is learnt from them."""

import re

from assistant.library.archives.markup import trimmed

LONG_QUOTATION = 8
"""Words between quotation marks from which they are somebody's; fewer are a title, a term or irony."""

_REPOSTED = re.compile(r"(?:^|\s)(?:RT|MT)\s+@\w+[\s\S]*$")
_QUOTED_LINES = re.compile(r"^(?:>[^\n]*(?:\n|$))+", re.MULTILINE)
_MARKS = re.compile(r"«[^»«]+»|“[^“”]+”|„[^„“”]+[“”]|\"[^\"\n]{20,}\"")
_SIGNED = re.compile(r"^\s*[-–—~]+\s*\S")
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_LINK_OR_NAME = re.compile(r"https?://\S+|www\.\S+|[@#][\w.@-]+")


def quoted_spans(text: str, known: tuple[tuple[int, int], ...] = ()) -> tuple[tuple[int, int], ...]:
    """The spans of `text` that other people wrote, those `known` from the markup included.

    A repost by hand (`RT @…`), lines that begin with `>`, and long passages between quotation marks, unless they are
    the whole text and nobody else's name is under them: then the author speaks.
    """
    spans = list(known)
    spans += [match.span() for match in _REPOSTED.finditer(text)]
    spans += [match.span() for match in _QUOTED_LINES.finditer(text)]
    for match in _MARKS.finditer(text):
        if len(_WORD.findall(match[0])) < LONG_QUOTATION:
            continue
        alone = words_of(text[: match.start()] + text[match.end() :]) < 3
        if not alone or _SIGNED.match(text[match.end() :]):
            spans.append(match.span())
    return trimmed(text, _apart(spans))[1] if spans else ()


def words_of(text: str) -> int:
    """How many words a text has, links, names and tags aside."""
    return len(_WORD.findall(_LINK_OR_NAME.sub(" ", text)))


def _apart(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)
