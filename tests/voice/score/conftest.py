"""The sample brand's real posts, by voice."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest

from assistant.records import Post
from assistant.voice.score import VoiceScorer

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "knowledge" / "brulerie-du-canal"

Voices = Mapping[tuple[str, str], list[Post]]


@pytest.fixture(scope="session")
def voices() -> Voices:
    """Posts by person (empty: the brand) and language, oldest first."""
    found: dict[tuple[str, str], list[Post]] = {}
    for path in [*SAMPLE.glob("posts/*.jsonl"), *SAMPLE.glob("people/*/posts.jsonl")]:
        person = path.parent.name if path.parent.parent.name == "people" else ""
        for line in path.read_text("utf-8").splitlines():
            one = json.loads(line)
            date = datetime.fromisoformat(one["date"])
            post = Post(one["id"], one["text"], one["platform"], one["language"], one["kind"], date, person)
            found.setdefault((person, post.language), []).append(post)
    for posts in found.values():
        posts.sort(key=lambda post: post.date.timestamp() if post.date else 0.0)
    return found


def others(voices: Voices, person: str, language: str) -> list[list[str]]:
    """The texts of the house's other voices."""
    return [[post.text for post in posts] for key, posts in voices.items() if key[0] != person and key[1] == language]


@pytest.fixture(scope="session")
def older(voices: Voices) -> Mapping[str, VoiceScorer]:
    """The brand's voice by language, learnt without the newest fifth of its posts."""
    return {
        language: VoiceScorer.fit(
            voices["", language][: -(len(voices["", language]) // 5)], others(voices, "", language), language=language
        )
        for language in ("fr", "en")
    }


@pytest.fixture(scope="session")
def newest(voices: Voices) -> Mapping[str, list[Post]]:
    """The newest fifth of the brand's posts, which `older` has not seen."""
    return {language: voices["", language][-(len(voices["", language]) // 5) :] for language in ("fr", "en")}
