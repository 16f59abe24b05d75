"""The part of a library that looks over what it holds: what to judge in the guidelines, when the posts were."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from assistant.library.doubts import find_doubts
from assistant.library.zones import time_zone_of
from assistant.records import Doubt, Month
from assistant.store import Passages
from assistant.voice.brand import Brand

if TYPE_CHECKING:
    from assistant.library.embedding import Embedder


class Outlook:
    """Looks over the passages of a brand."""

    brand: Brand
    embedder: "Embedder"
    _passages: Passages

    def review(self, reader: str = "en", today: date | None = None) -> tuple[Doubt, ...]:
        """What a person should judge in the guidelines and facts: dates that have passed, sentences that seem to
        contradict each other. `today` is the day in the brand's time zone when it is not given.

        Raises:
            Unreachable: the embedder or the database does not answer.
        """
        passages = self._passages.of_kinds(("guideline", "fact", "voice"))
        day = today or datetime.now(time_zone_of(self.brand)).date()
        return find_doubts(passages, self.embedder, day, reader)

    def months(self) -> tuple[Month, ...]:
        """How many posts and replies each month has, by network and language; what has no date is not in it."""
        return self._passages.months()
