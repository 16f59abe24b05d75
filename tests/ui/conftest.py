"""A house with small collaborators of its own: the page's handlers know their protocols, not their classes."""

# ruff: noqa: ARG002  - the stand-ins take all that the protocols give them

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import BadInput
from assistant.records import (
    Advice,
    ArchivePreview,
    ChatRequest,
    Doubt,
    Draft,
    FilePreview,
    Finding,
    Fit,
    Hit,
    IdeasRequest,
    IngestReport,
    Message,
    Month,
    Overview,
    Passage,
    Post,
    PostRequest,
    ReplyRequest,
    Source,
    VoiceProfile,
)
from assistant.settings import load_settings
from assistant.ui.house import House
from assistant.voice.brand import Brand, load_brand
from assistant.voice.profile import measure_voice

SAMPLE = Path(__file__).parents[2] / "knowledge" / "brulerie-du-canal"


@cache
def sample_posts() -> tuple[Post, ...]:
    """All posts of the sample brand and its people."""
    found = []
    for file in sorted(SAMPLE.glob("**/*.jsonl")):
        person = file.parent.name if file.parent.parent.name == "people" else ""
        for line in file.read_text("utf-8").splitlines():
            one = json.loads(line)
            date = datetime.fromisoformat(one["date"])
            found.append(Post(one["id"], one["text"], one["platform"], one["language"], one["kind"], date, person))
    return tuple(found)


@dataclass
class Script:
    """Drafting that plays a list of events; an exception in it is raised, a callable is called."""

    events: Sequence[Any] = ()
    asked: list[object] = field(default_factory=list)
    brand: Brand = field(default_factory=lambda: load_brand(SAMPLE))

    def keep_consents(self) -> None: ...

    def voice(self, person: str = "", language: str = "", platform: str = "") -> VoiceProfile:
        return measure_voice(sample_posts(), person=person, language=language, platform=platform)

    def who(self, message: str, *, platform: str = "", language: str = "") -> Advice:
        if isinstance(self.events, BadInput):
            raise self.events
        return Advice("", "en", ())

    def _play(self, request: object) -> Iterator[Any]:
        self.asked.append(request)
        for event in self.events:
            if isinstance(event, BaseException):
                raise event
            if callable(event):
                event()
                continue
            yield event

    def reply(self, request: ReplyRequest, cancel: threading.Event | None = None) -> Iterator[Any]:
        return self._play(request)

    def post(self, request: PostRequest, cancel: threading.Event | None = None) -> Iterator[Any]:
        return self._play(request)

    def ideas(self, request: IdeasRequest, cancel: threading.Event | None = None) -> Iterator[Any]:
        return self._play(request)

    def chat(self, request: ChatRequest, cancel: threading.Event | None = None) -> Iterator[Any]:
        return self._play(request)

    def check(self, text: str, **about: Any) -> Draft:
        self.asked.append(about)
        return Draft(text, about["platform"], "fr", fits=Fit(about["platform"], "graphemes", len(text), 300, True))


@dataclass
class Shelf:
    """A library that finds one passage, takes any file but `no.exe`, and ingests as it is told."""

    ingesting: Callable[..., IngestReport] = lambda **_: IngestReport(added=3, passages=3)
    failure: Exception | None = None
    folder: Path = SAMPLE

    def search(self, query: str, k: int = 8, **filters: Any) -> tuple[Hit, ...]:
        if self.failure:
            raise self.failure
        return (Hit(Passage("1", "fact", "brand.toml", f"{query} {filters['kinds']}"), 0.5),)

    def overview(self, reader: str = "") -> Overview:
        return Overview("b", 0, {}, {}, {}, {})

    def ingest(self, paths: Sequence[Path | str] = (), **options: Any) -> IngestReport:
        return self.ingesting(**options)

    def add_page(self, url: str, reader: str = "en", *, cancel: threading.Event | None = None) -> Path:
        return Path(url)

    def preview_file(self, file: Path, reader: str = "en") -> FilePreview | None:
        return FilePreview(file.name, 2, ("Ton",), by_language={"fr": 2}) if file.suffix == ".md" else None

    def preview_archive(self, path: Path | str, **wishes: Any) -> ArchivePreview:
        if self.failure:
            raise self.failure
        return ArchivePreview("table", f"{wishes['mask']} {wishes['columns']}", "posts/x.jsonl", posts=3)

    def remove_file(self, path: str) -> None:
        if self.failure:
            raise self.failure

    def review(self, reader: str = "en") -> tuple[Doubt, ...]:
        if self.failure:
            raise self.failure
        return ()

    def months(self) -> tuple[Month, ...]:
        return ()


class Model:
    """A model nobody talks to here."""

    def describe(self, language: str = "en") -> Any:
        from assistant.model.sources import ModelCard

        return ModelCard("tiny", "builtin", "", "PyPI", "Apache-2.0", 1_117_320_768, "starting", "small <b>")

    def start(self) -> None: ...


@pytest.fixture
def script() -> Script:
    """The events that drafting will play."""
    return Script()


@pytest.fixture
def shelf() -> Shelf:
    """The library of the house."""
    return Shelf()


@pytest.fixture
def house(script: Script, shelf: Shelf) -> House:
    """The sample brand with scripted collaborators."""
    return House(load_settings(), load_brand(SAMPLE), shelf, Model(), script)


@pytest.fixture
def draft() -> Draft:
    """A draft with something of everything."""
    return Draft(
        "Écrivez-nous <vite>, n'hésitez pas 🙂!",
        "bluesky",
        "fr",
        sources=(
            Source(1, "a", "guideline", "guidelines/voice.fr.md", ("Voix", "Tu & vous"), "On dit « tu »."),
            Source(
                2,
                "b",
                "reply",
                "posts/x.jsonl",
                (),
                "On regarde <ça>.",
                datetime(2025, 3, 9, tzinfo=UTC),
                "maude",
                "x",
                "fr",
                Message("Où est mon sac?"),
                used=True,
            ),
        ),
        findings=(
            Finding("rule:a", "warn", "emoji", 35, 36, ""),
            Finding("rule:b", "block", "formule <b>", 21, 34, "écris-nous"),
        ),
        fits=Fit("bluesky", "graphemes", 37, 300, True),
        model="tiny",
    )
