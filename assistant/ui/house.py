"""What the page needs from the rest of the house, given by the assembly."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from assistant.desk import Office
from assistant.records import (
    Advice,
    ArchivePreview,
    ChatAnswer,
    ChatRequest,
    Comparison,
    Delta,
    Doubt,
    Draft,
    Event,
    FilePreview,
    Hit,
    IdeasRequest,
    IngestReport,
    Known,
    Month,
    Overview,
    PostRequest,
    ReplyRequest,
    Restarted,
    Source,
    Stage,
    Trial,
    VoiceProfile,
)
from assistant.settings import Settings
from assistant.voice.brand import Brand

if TYPE_CHECKING:
    from assistant.desk.changes import Changes
    from assistant.drafting.proposals import Proposal, Reading
    from assistant.model.sources import ModelCard


class Drafting(Protocol):
    """The corridor from a request to checked drafts, and the voices of the house. `brand` is the brand as it is after
    changes of its file."""

    @property
    def brand(self) -> Brand: ...
    def keep_consents(self) -> None: ...
    def voice(self, person: str = "", language: str = "", platform: str = "") -> VoiceProfile: ...
    def who(self, message: str, *, platform: str = "", language: str = "") -> Advice: ...
    def reply(self, request: ReplyRequest, cancel: threading.Event | None = None) -> Iterator[Event]: ...
    def post(self, request: PostRequest, cancel: threading.Event | None = None) -> Iterator[Event]: ...
    def ideas(self, request: IdeasRequest, cancel: threading.Event | None = None) -> Iterator[Event]: ...
    def chat(
        self, request: ChatRequest, cancel: threading.Event | None = None
    ) -> Iterator[Stage | Delta | Restarted | ChatAnswer]: ...
    def without_voice(
        self, draft: Draft, purpose: str, kind: str = "reply", cancel: threading.Event | None = None
    ) -> Iterator[Delta | Comparison]: ...
    def try_change(
        self, brand: Brand, person: str = "", reader: str = "en", cancel: threading.Event | None = None
    ) -> Iterator[Stage | Trial]: ...
    def check(
        self,
        text: str,
        *,
        platform: str,
        language: str = "",
        person: str = "",
        message: str = "",
        reader: str = "en",
        material: tuple[str, ...] = (),
        sources: tuple[Source, ...] = (),
        known: tuple[Known, ...] = (),
    ) -> Draft: ...


class Propose(Protocol):
    """Rules that the guidelines state and the brand's file lacks."""

    def __call__(
        self, path: str = "", *, with_model: bool = True, reader: str = "en", cancel: threading.Event | None = None
    ) -> "Iterator[Proposal | Reading]": ...


class Shelves(Protocol):
    """The brand's knowledge: searched, listed, filled."""

    @property
    def folder(self) -> Path: ...
    def search(
        self,
        query: str,
        k: int = 8,
        *,
        kinds: Sequence[str] = (),
        language: str = "",
        platform: str = "",
        person: str | None = None,
    ) -> tuple[Hit, ...]: ...
    def overview(self, reader: str = "") -> Overview: ...
    def ingest(
        self,
        paths: Sequence[Path | str] = (),
        *,
        rebuild: bool = False,
        progress: Callable[[int, int, str, float | None], None] | None = None,
        reader: str = "en",
        cancel: threading.Event | None = None,
        columns: Mapping[str, str] | None = None,
        mask: Sequence[str] = (),
    ) -> IngestReport: ...
    def add_page(self, url: str, reader: str = "en", *, cancel: threading.Event | None = None) -> Path: ...
    def preview_file(self, file: Path, reader: str = "en") -> FilePreview | None: ...
    def preview_archive(
        self,
        path: Path | str,
        *,
        columns: Mapping[str, str] | None = None,
        mask: Sequence[str] = (),
        reader: str = "en",
        cancel: threading.Event | None = None,
    ) -> ArchivePreview: ...
    def remove_file(self, path: str) -> None: ...
    def review(self, reader: str = "en") -> tuple[Doubt, ...]: ...
    def months(self) -> tuple[Month, ...]: ...


class ChatModel(Protocol):
    """The model in use, as far as the page shows it."""

    def describe(self, language: str = "en") -> "ModelCard": ...
    def start(self) -> None: ...


@dataclass(frozen=True, slots=True)
class House:
    """One open brand with everything the page works with."""

    settings: Settings
    brand: Brand
    library: Shelves
    chat: ChatModel
    drafting: Drafting
    office: Office | None = None
    """The desk; None where nothing can be kept, as in a test of the other tabs."""
    changes: "Changes | None" = None
    """Changes of the brand's files; None where there are none to be made, as in a test of the other parts."""
    weigh: "Callable[..., Iterator[Doubt]] | None" = None
    """The model's opinion on doubts about the guidelines, see `Papillon.weigh_doubts`; None as `changes`."""
    propose: "Propose | None" = None
    """Reads the guidelines for rules, see `Papillon.propose_rules`; None as `changes`."""
