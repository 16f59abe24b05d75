"""How many passages have a word, to look for the telling ones first.

Ranking costs time for every passage with any of the words. In 200,000 posts a message's common words are in half of
them, and say little; its rare words are in a few hundred. So the rare ones are looked for first, and the commoner ones
only while too few passages are found.
"""

import threading
from collections.abc import Callable, Sequence

from assistant.store.fulltext import Form

BUDGETS = (4_000, 20_000)
"""Passages that may be ranked: at first, and when too few of those pass the filters. About 2 µs each on SQLite."""

_MOST_KNOWN = 100_000


class Frequencies:
    """Counts of passages by word, remembered from one search to the next. An old count is no harm: it only decides
    what is looked for first. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[tuple[Form, ...], int] = {}
        self._generation = ""

    def rarest(
        self,
        forms: Sequence[tuple[Form, ...]],
        budget: int,
        generation: str,
        count: Callable[[tuple[Form, ...]], int],
    ) -> list[tuple[Form, ...]]:
        """The words of a query that are in at most so many passages together, rarest first; at least one that is in
        any. `count` tells how many passages have a word."""
        with self._lock:
            if self._generation != generation or len(self._known) > _MOST_KNOWN:
                self._known, self._generation = {}, generation
            known = {word: self._known[word] for word in forms if word in self._known}
        new = {word: count(word) for word in forms if word not in known}
        with self._lock:
            if self._generation == generation:
                self._known |= new
        known |= new
        chosen: list[tuple[Form, ...]] = []
        for word in sorted((word for word in forms if known[word]), key=lambda word: known[word]):
            budget -= known[word]
            if budget < 0 and chosen:
                break
            chosen.append(word)
        return chosen
