"""How many passages have a word, to look for the telling ones first.

Ranking costs time for every passage with any of the words. In 200,000 posts a message's common words are in half of
them, and say little; its rare words are in a few hundred. So the rare ones are looked for first, and the commoner ones
only while too few passages are found.
"""

import threading
from collections.abc import Callable, Sequence

BUDGETS = (4_000, 20_000)
"""Passages that may be ranked: at first, and when too few of those pass the filters. About 2 µs each on SQLite."""

_MOST_KNOWN = 100_000


class Frequencies:
    """Counts of passages by stem, remembered from one search to the next. An old count is no harm: it only decides
    what is looked for first. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, int] = {}
        self._generation = ""

    def rarest(
        self,
        stems: Sequence[str],
        budget: int,
        generation: str,
        count: Callable[[str], int],
    ) -> list[str]:
        """The stems of a query that are in at most so many passages together, rarest first; at least one that is in
        any. `count` tells how many passages have a word."""
        with self._lock:
            if self._generation != generation or len(self._known) > _MOST_KNOWN:
                self._known, self._generation = {}, generation
            known = {stem: self._known[stem] for stem in stems if stem in self._known}
        new = {stem: count(stem) for stem in stems if stem not in known}
        with self._lock:
            if self._generation == generation:
                self._known |= {word: found for word, found in new.items() if found}
        known |= new
        chosen: list[str] = []
        for stem in sorted((stem for stem in stems if known[stem]), key=lambda stem: known[stem]):
            budget -= known[stem]
            if budget < 0 and chosen:
                break
            chosen.append(stem)
        return chosen
