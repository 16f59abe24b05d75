"""The background that comes with Papillon: short posts and replies of many invented voices, written by hand for it."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

LANGUAGES = ("fr", "en")


@dataclass(frozen=True, slots=True)
class BackgroundPost:
    """One post of an invented voice."""

    voice: str
    kind: Literal["post", "reply"]
    text: str


@cache
def background_posts(language: str) -> tuple[BackgroundPost, ...]:
    """The posts in a language, in the order of the file; none for a language that has none."""
    if language not in LANGUAGES:
        return ()
    text = files("assistant.voice").joinpath("background", f"{language}.jsonl").read_text("utf-8")
    return tuple(BackgroundPost(**json.loads(line)) for line in text.splitlines() if line.strip())


@cache
def background(language: str) -> tuple[tuple[str, ...], ...]:
    """The texts in a language, one tuple a voice."""
    voices: dict[str, list[str]] = {}
    for post in background_posts(language):
        voices.setdefault(post.voice, []).append(post.text)
    return tuple(tuple(texts) for texts in voices.values())
