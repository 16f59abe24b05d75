"""How people ask, as patterns of the languages that a message is read in; the table: `questions.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import regex

_ALWAYS = ("fr", "en")


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """The patterns of the languages that a message is read in."""

    open: regex.Pattern[str]
    asks: regex.Pattern[str]
    plain: regex.Pattern[str]
    ends: regex.Pattern[str]
    wraps: regex.Pattern[str]
    if_: regex.Pattern[str]
    rhetorical: regex.Pattern[str]
    empty: regex.Pattern[str]
    closes: regex.Pattern[str]
    tags: regex.Pattern[str]
    greets: regex.Pattern[str]
    praise: regex.Pattern[str]
    inside: regex.Pattern[str]
    wishes: regex.Pattern[str]
    starts: regex.Pattern[str]
    announces: regex.Pattern[str]
    tells: regex.Pattern[str]
    wanted: regex.Pattern[str]
    shared: regex.Pattern[str]
    courtesy: regex.Pattern[str]
    persons: regex.Pattern[str]

    @staticmethod
    @cache
    def of(language: str) -> "QuestionWords":
        """Those of a language, French and English."""
        tables = [_tables()[code] for code in dict.fromkeys((*_ALWAYS, language)) if code in _tables()]

        def any_of(name: str) -> regex.Pattern[str]:
            patterns: list[str] = []
            for table in tables:
                given = table.get(name, ())
                patterns += [given] if isinstance(given, str) else given
            return regex.compile("|".join(f"(?:{one})" for one in patterns) or r"(?!)")

        names = (
            "open",
            "asks",
            "plain",
            "ends",
            "wraps",
            "if",
            "rhetorical",
            "empty",
            "closes",
            "tags",
            "greets",
            "praise",
            "inside",
            "wishes",
            "starts",
            "announces",
            "tells",
            "wanted",
            "shared",
            "courtesy",
            "persons",
        )
        return QuestionWords(*(any_of(name) for name in names))


@cache
def _tables() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(files("assistant.drafting").joinpath("questions.toml").read_text("utf-8"))
