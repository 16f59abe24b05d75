"""What happens while something is drafted, in the order a person sees it."""

from dataclasses import dataclass
from typing import Literal

from assistant.records.asked import Asked
from assistant.records.drafts import Draft, Idea, Source
from assistant.records.texts import Finding

Answer = Literal["reply", "hand_over", "no_reply"]
Situation = Literal["question", "complaint", "praise", "joke", "spam", "attack", "crisis", "lead", "press", "other"]
Urgency = Literal["now", "today", "later"]
"""By when a message wants an answer: at once, the same day, or when there is time."""

Danger = Literal["self_harm", "threat", "harm", "health", "legal", "press", "data", "discrimination"]
"""What only a person may answer, whatever the words: harming oneself, a threat, harm done by what the house sells or
runs, a question of health, law, the press, data or money in the wrong hands, people treated badly."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What is being done now: `understanding`, `searching`, `waiting` (for the model), `writing`, `checking`,
    `revising`. `index` says which draft it is about; `total` how many there will be."""

    name: Literal["understanding", "searching", "waiting", "writing", "checking", "revising"]
    index: int = 0
    total: int = 1


@dataclass(frozen=True, slots=True)
class Gathered:
    """What will be shown to the model: language of the answer, the situation, the sources found, and what to tell the
    person about it (an empty index, no similar reply…)."""

    language: str
    situation: Situation
    answer: Answer
    reason: str
    sources: tuple[Source, ...]
    notices: tuple[str, ...] = ()
    asked: tuple[Asked, ...] = ()
    """The questions of the message, each with what answers it or what is missing."""

    confidence: float = 1.0
    """How sure the situation is, from 0 to 1; 1 when a rule or a person says so."""

    second: Situation | None = None
    """What the message may be instead, None when the situation is certain."""

    urgency: Urgency = "later"
    """By when the message wants an answer."""

    haste: str = ""
    """Why so, in one sentence of the reader's language."""


@dataclass(frozen=True, slots=True)
class Delta:
    """More text of draft `index`."""

    index: int
    text: str


@dataclass(frozen=True, slots=True)
class Restarted:
    """Draft `index` is being written anew because of these findings; what was streamed so far is void."""

    index: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Drafted:
    """Draft `index` is done; for ideas, `idea` holds its title and angle too."""

    index: int
    draft: Draft
    idea: Idea | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """Draft `index` could not be written; the others go on. `message` is in the user's language, `exit_code` what the
    command line makes of it. A `withheld` one was written and may not be shown: what was streamed of it is void."""

    index: int
    message: str
    exit_code: int = 3
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """All drafts of a reply are done: `order` are their indexes, the best first; `reason` says in one sentence, in the
    reader's language, why the first one is first. `spared` is how many of those wanted a small model was not asked for,
    since a sentence of the house is ready."""

    order: tuple[int, ...]
    reason: str = ""
    spared: int = 0


Event = Stage | Gathered | Delta | Restarted | Drafted | Failed | Ranked
