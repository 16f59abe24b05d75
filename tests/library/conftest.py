"""A small brand and an embedder that counts words, so that the library is tested without a model."""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings

from assistant.library import Index, Library
from assistant.store import Database
from assistant.voice.brand import load_brand

BRAND = """
format = 1
id = "moulin"
name = "Le Moulin"
languages = ["fr", "en"]
time_zone = "America/Toronto"

[[facts]]
id = "hours"
topic = "heures / hours"
fr = "Le moulin ouvre à 8 h."
en = "The mill opens at 8 am."
"""

COMPLAINTS = """# Plaintes

On répond dans la journée.

## Sac percé

Un sac percé est remplacé ou remboursé. On demande une photo.

## Retard

On donne le numéro de suivi. On ne promet pas de date.
"""

POSTS = [
    {
        "id": "p1",
        "date": "2025-03-18T08:12:00-04:00",
        "platform": "bluesky",
        "language": "fr",
        "kind": "reply",
        "text": "On vous en renvoie un aujourd'hui, avec nos excuses.",
        "answered": {"author": "zoe.example", "text": "Mon sac de farine est arrivé percé"},
        "likes": 3,
        "reposts": 1,
        "replies": 2,
    },
    {
        "id": "p2",
        "date": "2025-06-01T10:00:00-04:00",
        "platform": "x",
        "language": "en",
        "kind": "post",
        "text": "Fresh rye flour came off the stones this morning.",
        "answered": None,
        "likes": 12,
        "reposts": 0,
        "replies": 0,
    },
]


class WordCounts(Embeddings):
    """Texts with words in common are near each other; `texts` remembers everything that was embedded."""

    def __init__(self, name: str = "words/1", dimensions: int = 64) -> None:
        self.id = name
        self.dimensions = dimensions
        self.texts: list[str] = []
        self.before_batch: Callable[[], None] = lambda: None

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.before_batch()
        self.texts += texts
        return [self._vector(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return self._vector(text)

    def _vector(self, text: str) -> list[float]:
        counts = np.zeros(self.dimensions)
        for word in text.lower().split():
            counts[int(hashlib.md5(word.encode()).hexdigest(), 16) % self.dimensions] += 1  # noqa: S324
        return list(counts)


def write_posts(path: Path, posts: list[dict[str, object]]) -> None:
    """A JSONL file of posts."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(post, ensure_ascii=False) + "\n" for post in posts), "utf-8")


PERSON = """id = "lea"
name = "Léa"

[consent]
given_by = "Léa"
date = 2025-01-01
for = { fr = "essais", en = "tests" }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A brand with two facts, one guideline in three sections, two posts and one person."""
    folder = tmp_path / "knowledge" / "moulin"
    (folder / "guidelines").mkdir(parents=True)
    (folder / "brand.toml").write_text(BRAND, "utf-8")
    (folder / "guidelines" / "plaintes.fr.md").write_text(COMPLAINTS, "utf-8")
    write_posts(folder / "posts" / "bluesky.jsonl", POSTS)
    person = folder / "people" / "lea"
    person.mkdir(parents=True)
    (person / "person.toml").write_text(PERSON, "utf-8")
    (person / "voice.fr.md").write_text("# Léa\n\nPhrases courtes, jamais de majuscules.\n", "utf-8")
    said = {"id": "l1", "date": "2025-07-01", "platform": "mastodon", "language": "fr", "text": "la meule tourne"}
    write_posts(person / "posts.jsonl", [said])
    return folder


@pytest.fixture
def embedder() -> WordCounts:
    """An embedder that counts words."""
    return WordCounts()


Opener = Callable[..., Library]


@pytest.fixture
def open_library(tmp_path: Path, folder: Path, database_url: str) -> Iterator[Opener]:
    """Opens libraries over one home; each call is as another start of Papillon. All are closed at the end. The test
    runs on SQLite and on PostgreSQL."""
    opened: list[tuple[Library, Database]] = []

    def open_one(embedder: Embeddings, name: str = "test") -> Library:
        database = Database.open(database_url)
        index = Index(tmp_path / "home" / "index", name=name)
        library = Library(folder, load_brand(folder), database, embedder, index)  # type: ignore[arg-type]
        opened.append((library, database))
        return library

    yield open_one
    for library, database in opened:
        library.close()
        database.close()


@pytest.fixture
def library(open_library: Opener, embedder: WordCounts) -> Library:
    """A library that has read the brand's folder."""
    library = open_library(embedder)
    library.ingest()
    return library
