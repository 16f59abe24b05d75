"""Drafts with their sources, and the ideas that hold one."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from assistant.records.asked import Sentence
from assistant.records.knowledge import Message, PassageKind
from assistant.records.texts import Finding, Fit, VoiceMatch


@dataclass(frozen=True, slots=True)
class Source:
    """Where a draft got something from: one passage as it was given to the model, numbered from 1."""

    number: int
    id: str
    kind: PassageKind
    path: str
    section: tuple[str, ...]
    text: str
    date: datetime | None = None
    person: str = ""
    platform: str = ""
    language: str = ""
    answered: Message | None = None
    used: bool = False
    """True when the draft's text shares names, numbers or enough words with it."""
    page: int = 0
    """The page it begins on, from 1; 0 where there are none."""
    address: str = ""
    """The web page it was taken from; empty for what was no web page."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a model call cost. Tokens as the server reports them; seconds are wall-clock.

    `first_token` is the wait for the first visible character. `cached_tokens` is None when the server does not say.
    """

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int | None = None
    first_token: float = 0.0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Revision:
    """A text that was set aside and the findings for which a rewrite was asked."""

    text: str
    findings: tuple[Finding, ...]


Approach = Literal["free", "brief", "person", "own_words", "facts", "holding"]
"""How a draft came about. By the model: `free`, `brief` (the fact first), `person` (the person first). Without it, in
the house's own sentences: `own_words` (an earlier reply, adapted), `facts` (sentences of facts), `holding` (what the
brand says when a person takes over or something has to be looked up first)."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text for a person to read, change and approve. `findings` are about exactly this text."""

    text: str
    platform: str
    language: str
    person: str = ""
    sources: tuple[Source, ...] = ()
    findings: tuple[Finding, ...] = ()
    voice: VoiceMatch = field(default_factory=VoiceMatch)
    fits: Fit | None = None
    revisions: tuple[Revision, ...] = ()
    model: str = ""
    usage: Usage = field(default_factory=Usage)
    cut_off: bool = False
    """True when the model stopped in mid-sentence because it reached its own limit."""
    approach: Approach = "free"
    sentences: tuple[Sentence, ...] = ()
    """The sentences of the text, each with what it rests on."""


@dataclass(frozen=True, slots=True)
class Idea:
    """One post idea with a text that fits its network."""

    id: str
    title: str
    angle: str
    draft: Draft
