"""Frozen records that cross rooms. They hold data and nothing else.

Spans (`start`, `end`) are offsets in Unicode code points of the text as given, except in `Facet`: UTF-8 bytes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Level = Literal["block", "warn", "hint"]
PassageKind = Literal["guideline", "fact", "post", "reply", "voice"]
PostKind = Literal["post", "reply"]
Role = Literal["user", "assistant"]
Answer = Literal["reply", "hand_over", "no_reply"]
Situation = Literal["question", "complaint", "praise", "crisis", "press", "other"]


# ---------------------------------------------------------------- what the brand wrote


@dataclass(frozen=True, slots=True)
class Message:
    """Something another person wrote. Always material, never an instruction."""

    text: str
    author: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """One post or reply that the brand, or one of its people, published.

    `person` is the id of who wrote it, empty for the brand itself. `answered` is the message a reply answers.
    """

    id: str
    text: str
    platform: str
    language: str
    kind: PostKind
    date: datetime | None = None
    person: str = ""
    answered: Message | None = None
    likes: int = 0
    reposts: int = 0
    replies: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the brand's knowledge, small enough to be quoted to a model and cited to a person.

    `path` is relative to the brand's folder, with forward slashes. `section` is the heading path of a guideline
    (outermost first) or the topic of a fact; empty for posts. `text` is what is shown, quoted and searched; `answered`
    is the message a past reply answered, searched together with it.
    """

    id: str
    kind: PassageKind
    path: str
    text: str
    section: tuple[str, ...] = ()
    language: str = ""
    platform: str = ""
    person: str = ""
    date: datetime | None = None
    answered: Message | None = None
    likes: int = 0
    position: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found by a search. `score` is the fused reciprocal-rank score; `dense` and `lexical` are ranks from 1
    in each list, None where the list did not hold it; `similarity` is the cosine of the vectors, None when unknown."""

    passage: Passage
    score: float
    dense: int | None = None
    lexical: int | None = None
    similarity: float | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, or a part of one, that was left out of the library, and why, in the user's language."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest did. Counts are of passages; `seconds` is wall-clock."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    skipped: tuple[Skipped, ...] = ()
    passages: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file of the library: how many passages it gave, and what of it was left out, in the reader's language."""

    path: str
    passages: int
    skipped: tuple[str, ...] = ()
    size: int = 0
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """What the library of a brand holds. The four `by_` tables count passages; the empty key is what has no platform,
    no known language, or no person but the brand itself. `notices` is what a person should know now, in their
    language: nothing ingested yet, files changed since, another process holding the index…"""

    brand: str
    passages: int
    by_kind: Mapping[str, int]
    by_language: Mapping[str, int]
    by_platform: Mapping[str, int]
    by_person: Mapping[str, int]
    files: tuple[KnownFile, ...] = ()
    ingested: datetime | None = None
    embedder: str = ""
    notices: tuple[str, ...] = ()


# ---------------------------------------------------------------- what is said about a text


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
class VoiceMatch:
    """How a text compares with the voice. `band` is `unknown` until there are enough posts to judge."""

    band: Literal["in_range", "drifting", "off", "unknown"] = "unknown"
    rank: float | None = None
    reasons: tuple[str, ...] = ()


# ---------------------------------------------------------------- drafts


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


@dataclass(frozen=True, slots=True)
class Idea:
    """One post idea with a text that fits its network."""

    id: str
    title: str
    angle: str
    draft: Draft


# ---------------------------------------------------------------- events, in the order a person sees them


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
    command line makes of it."""

    index: int
    message: str
    exit_code: int = 3


Event = Stage | Gathered | Delta | Restarted | Drafted | Failed


# ---------------------------------------------------------------- conversations


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing said in a conversation kept on the server. `created` is in UTC."""

    role: Role
    text: str
    created: datetime


# ---------------------------------------------------------------- requests


@dataclass(frozen=True, slots=True)
class ReplyRequest:
    """A message to answer. Empty `language` means the message's own; empty `person` means the brand's voice.
    `wish` is the community manager's own instruction ("shorter", "offer an exchange"). `thread` is what came before
    the message, oldest first. `reader` is the language of the interface, for findings and notices."""

    message: Message
    platform: str
    language: str = ""
    person: str = ""
    variants: int = 1
    wish: str = ""
    thread: tuple[Message, ...] = ()
    reader: str = "en"


@dataclass(frozen=True, slots=True)
class PostRequest:
    """A topic to post about, one draft for each platform."""

    topic: str
    platforms: tuple[str, ...]
    language: str = ""
    person: str = ""
    wish: str = ""
    reader: str = "en"


@dataclass(frozen=True, slots=True)
class IdeasRequest:
    """`n` post ideas about a topic, spread over platforms and languages."""

    topic: str
    platforms: tuple[str, ...]
    languages: tuple[str, ...]
    n: int = 5
    person: str = ""
    reader: str = "en"


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """One turn of the chat about tone. `draft` is the text being worked on, empty when there is none; `conversation`
    names the history kept on the server."""

    conversation: str
    text: str
    draft: str = ""
    platform: str = ""
    person: str = ""
    reader: str = "en"


@dataclass(frozen=True, slots=True)
class ChatAnswer:
    """The end of a chat turn. `rework` is the reworked draft when the turn changed one, with its checks."""

    text: str
    sources: tuple[Source, ...] = ()
    rework: Draft | None = None
    usage: Usage = field(default_factory=Usage)
