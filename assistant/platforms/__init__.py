"""How each network counts a post, what it finds in it, how to cut it into a thread and hand it over.

Pure functions over text; nothing here talks to a network.
"""

from assistant.platforms.counting import count, describe
from assistant.platforms.measurement import compose_url, facets, find, measure, review
from assistant.platforms.normalisation import normalise
from assistant.platforms.registry import PLATFORMS, platform
from assistant.platforms.rules import Fact, Field, Limits, Platform
from assistant.platforms.thread import split

__all__ = [
    "PLATFORMS",
    "Fact",
    "Field",
    "Limits",
    "Platform",
    "compose_url",
    "count",
    "describe",
    "facets",
    "find",
    "measure",
    "normalise",
    "platform",
    "review",
    "split",
]
