"""What is said about one text: findings, how a network counts it, how it compares with the voice."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["block", "warn", "hint"]
Band = Literal["in_range", "drifting", "off", "unknown"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check has to say about a text. `check` names it (`length`, `rule:no-hype-en`, `facts`…);
    `suggestion` replaces text[start:end] when a person clicks it, None when there is no replacement."""

    check: str
    level: Level
    message: str
    start: int = 0
    end: int = 0
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """A link, mention or tag in a Bluesky text. `start` and `end` are UTF-8 byte offsets, end exclusive."""

    kind: Literal["link", "mention", "tag"]
    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A link, mention, hashtag or cashtag as the network itself would find it. Offsets in code points."""

    kind: Literal["link", "mention", "tag", "cashtag"]
    start: int
    end: int
    text: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Measurement:
    """How a network counts a text. `count` and `limit` are in `unit` (`graphemes`, `bytes`, `weighted`, `utf16`)."""

    platform: str
    unit: str
    count: int
    limit: int
    fits: bool
    graphemes: int
    bytes: int
    links: tuple[Entity, ...] = ()
    mentions: tuple[Entity, ...] = ()
    tags: tuple[Entity, ...] = ()
    facets: tuple[Facet, ...] = ()
    thread: tuple[str, ...] = ()
    compose_url: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether a draft fits its network, in the network's own unit."""

    platform: str
    unit: str
    count: int
    limit: int
    fits: bool


@dataclass(frozen=True, slots=True)
class OwnPost:
    """A post of the voice that lies near a text, for a person to compare."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class VoiceMatch:
    """How a text compares with the voice. `band` is `unknown` until there are enough posts to judge; `note` says why.

    `rank` is the place among the voice's own posts, from just over 0 (below all of them) to 1. The `masked_` fields say
    the same of the text without its content words, so that being on the topic is not taken for being in the voice.
    `score` is the raw log-odds against other voices, for comparing texts with one another only. `posts` is how many own
    posts the judgement rests on. `worn` are the weak clichés of models in the text that the voice does not use itself:
    for the details, never an alarm.
    """

    band: Band = "unknown"
    rank: float | None = None
    reasons: tuple[str, ...] = ()
    score: float | None = None
    masked_band: Band = "unknown"
    masked_rank: float | None = None
    references: tuple[OwnPost, ...] = ()
    posts: int = 0
    note: str = ""
    worn: tuple[str, ...] = ()
