"""What people's own changes to drafts say, proposed to be learnt and never learnt in silence."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

LessonKind = Literal["phrase", "greeting", "emoji", "exclamation", "shortened"]
LessonState = Literal["proposed", "accepted", "dismissed"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One draft as it was written, and as a person let it go."""

    draft: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """A change that people made again and again. `phrase` is the words they took out, empty for the other kinds;
    `text` is the lesson in words, as it would stand in the brand's file; `seen` counts the drafts in which it could
    have been made."""

    id: str
    kind: LessonKind
    language: str
    text: str
    evidence: tuple[Evidence, ...]
    seen: int
    phrase: str = ""
    state: LessonState = "proposed"
    by: str = ""
    at: datetime | None = None
