"""Replies that are drafted in the background: who asked for them, how far they are, what came of each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

BatchState = Literal["waiting", "drafting", "done", "cancelled"]
"""`waiting` until something runs jobs; `cancelled` by a person: what was drafted until then is kept."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one message: the id of the draft that answers it, or why there is none. Neither: it needed no answer
    any more when its turn came."""

    uri: str
    draft: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Messages to draft replies to, one after the other, as account and address. `reader` is the language of the
    problems told. `owner` drafts until `until`. `run` counts how often the batch was taken up again."""

    id: str
    brand: str
    by: str
    reader: str
    messages: tuple[tuple[str, str], ...]
    made: datetime
    changed: datetime
    state: BatchState = "waiting"
    outcomes: tuple[Outcome, ...] = ()
    owner: str = ""
    until: datetime | None = None
    run: int = 1

    @property
    def done(self) -> int:
        """How many messages had their turn."""
        return len(self.outcomes)

    @property
    def drafts(self) -> tuple[str, ...]:
        """The ids of the drafts that were made."""
        return tuple(one.draft for one in self.outcomes if one.draft)

    @property
    def problems(self) -> tuple[str, ...]:
        """What went wrong, each once."""
        return tuple(dict.fromkeys(one.problem for one in self.outcomes if one.problem))

    @property
    def open(self) -> bool:
        """Whether there is still something to draft."""
        return self.state in ("waiting", "drafting")
