"""What a person should look at again in the brand's guidelines."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.records.knowledge import Passage

DoubtKind = Literal["passed", "number", "polarity", "address"]
"""A date that has passed; two passages that name different numbers for the same thing, want and forbid the same thing,
or differ on tu and vous."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to judge: one passage with a date that has passed, or two that seem to contradict each other.

    `quotes` are the sentences it is about, one a passage; `reason` says why in the reader's language.
    """

    kind: DoubtKind
    passages: tuple[Passage, ...]
    quotes: tuple[str, ...]
    reason: str
    opinion: str = ""
    """What the model thinks of it, in the reader's language; empty when it was not asked or did not say."""


@dataclass(frozen=True, slots=True)
class FilePreview:
    """What a guideline would give before it is kept: passages, the last heading of each section (the first ones, and
    how many more there are), languages, pages where it has any, and what of it cannot be read."""

    name: str
    passages: int = 0
    sections: tuple[str, ...] = ()
    more_sections: int = 0
    by_language: Mapping[str, int] | None = None
    pages: int = 0
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Month:
    """How many posts and replies of one network in one language are dated in a month. `month` is as in 2026-03;
    `platform` and `language` are empty where they are not known."""

    month: str
    platform: str
    language: str
    count: int
