"""What a brand wrote, and what its library holds of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assistant.records.archives import ArchiveReport

PassageKind = Literal["guideline", "fact", "post", "reply", "voice"]
PostKind = Literal["post", "reply"]


@dataclass(frozen=True, slots=True)
class Message:
    """Something another person wrote. Always material, never an instruction."""

    text: str
    author: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where else the same text was published: a cross-post, or a second try."""

    platform: str
    address: str = ""
    date: datetime | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """One post, thread or reply that the brand, or one of its people, published.

    `person` is the id of who wrote it, empty for the brand itself. `answered` is the message a reply answers, when its
    words are known. `address` is where it stands and `reply_to` the address of what it answers. `addressed` are the
    names at the start of a reply, which are not in `text`. `quoted` are the spans of `text` that other people wrote.
    `places` are the other places of the same text. `parts` counts the posts of a thread, whose texts are joined by
    empty lines.
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
    address: str = ""
    reply_to: str = ""
    addressed: tuple[str, ...] = ()
    quoted: tuple[tuple[int, int], ...] = ()
    places: tuple[Place, ...] = ()
    parts: int = 1

    @property
    def own_text(self) -> str:
        """The text without what it quotes of other people: what a voice may be learnt from."""
        if not self.quoted:
            return self.text
        starts = (0, *(end for _, end in self.quoted))
        ends = (*(start for start, _ in self.quoted), len(self.text))
        return "".join(self.text[start:end] for start, end in zip(starts, ends, strict=True)).strip()


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the brand's knowledge, small enough to be quoted to a model and cited to a person.

    `path` is relative to the brand's folder, with forward slashes. `section` is the heading path of a guideline
    (outermost first) or the topic of a fact; empty for posts. `text` is what is shown, quoted and searched; `answered`
    is the message a past reply answered, searched together with it. `page` is where it begins in a document that has
    pages, from 1, and 0 in others; `address` is the web page it was taken from or, for a post, where it stands on its
    network, empty when unknown. `quoted` are the spans of `text` that other people wrote.
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
    page: int = 0
    address: str = ""
    quoted: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found by a search. `score` is higher for better and means nothing outside of its search; `dense` and
    `lexical` are ranks from 1 in each list, None where the list did not hold it; `similarity` is the cosine of the
    vectors, None when unknown."""

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
    """What an ingest did. Counts are of passages; `seconds` is wall-clock. `repeated` counts the posts of the library
    that say the same as another one, in this file or another: they are neither shown nor learnt twice.
    `archives` tells what became of the archives that were given."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    skipped: tuple[Skipped, ...] = ()
    passages: int = 0
    seconds: float = 0.0
    repeated: int = 0
    archives: tuple[ArchiveReport, ...] = ()


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
