"""Joining lines: a hyphen at the end of one may be the printer's or the word's own."""

import re
from collections.abc import Iterable

_BROKEN = re.compile(r"(\w+)[-\u2010\u00ad]$")
_FIRST = re.compile(r"\w+(?:['’]\w+)?")
_HYPHENATED = re.compile(r"\w+(?:-\w+)+")
_WORD = re.compile(r"\w+")

# What French hangs on a word with a hyphen, and what stands before one
# (https://vitrinelinguistique.oqlf.gouv.qc.ca, trait d'union). English compounds begin with some of the same.
_AFTER = frozenset(
    "vous nous moi toi lui leur leurs eux elle elles il ils on je tu ce ci là même mêmes t y en être dire dessus "
    "dessous dehors dedans delà midi heure plaît clé clés".split()
)
_BEFORE = frozenset(
    "non ex vice semi demi mi grand grande haut haute long moyen nord sud est ouest peut porte quasi rendez self well "
    "short high low user e quelques vingt trente quarante cinquante soixante quatre dix".split()
)


class Hyphens:
    """Joins lines as the rest of the document writes the word; where it does not, the printer's hyphen goes and the one
    of a compound stays."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._hyphenated: set[str] = set()
        self._words: set[str] = set()
        for line in lines:
            inside = line.rstrip("-\u00ad")
            self._hyphenated.update(word.casefold() for word in _HYPHENATED.findall(inside))
            self._words.update(word.casefold() for word in _WORD.findall(inside))

    def join(self, before: str, after: str) -> str:
        """Two lines of a paragraph as one text."""
        broken, first = _BROKEN.search(before), _FIRST.match(after)
        if broken is None or first is None or not (first[0][0].islower() or before.endswith("\u00ad")):
            return f"{before} {after}" if not broken or not first else before + after
        left, right = broken[1].casefold(), first[0].casefold()
        if before.endswith("\u00ad"):
            return before[:-1] + after
        if f"{left}-{right}" in self._hyphenated:
            return before + after
        if left + right in self._words:
            return before[:-1] + after
        if right in _AFTER or left in _BEFORE or _hangs_on(before):
            return before + after
        return before[:-1] + after


def _hangs_on(before: str) -> bool:
    """A word that already has a hyphen inside is a compound: c'est-à-."""
    return re.search(r"\w+-\w+-$", before) is not None
