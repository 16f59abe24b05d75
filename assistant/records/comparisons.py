"""Two texts side by side: what they share and what each says alone."""

from dataclasses import dataclass
from typing import Literal

from assistant.records.drafts import Draft
from assistant.records.knowledge import Message


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of two compared texts. `kind` says whether both have it or only the `own` or the `other` one."""

    kind: Literal["both", "own", "other"]
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A draft beside another text for the same purpose. The segments of kind `both` and `own`, joined, are the draft's
    text; those of kind `both` and `other` are the other's, but for the blanks between words."""

    own: str
    other: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """What a change does to one real message: the reply before it, and after it. `published` is what the house really
    answered."""

    message: Message
    published: str
    before: Draft
    after: Draft
    comparison: Comparison
