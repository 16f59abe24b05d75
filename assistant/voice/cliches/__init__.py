"""What gives a model away: worn phrases and structures in French and English, strong and weak apart.

Only strong ones are worth a warning; weak ones are common in good human prose and are only counted. What a voice uses
itself is no cliché of a model there. The lists lie beside this module with what they rest on.
"""

import tomllib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import regex

from assistant.records import Finding
from assistant.wording import say

Strength = Literal["strong", "weak"]
LANGUAGES = ("fr", "en")
_SIGNS = str.maketrans({"’": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " "})
_MANY = 0.5
_FEWEST = 4


@dataclass(frozen=True, slots=True)
class Cliche:
    """One found in a text. `name` is the phrase itself, or `=` and the name of a structure."""

    name: str
    strength: Strength
    start: int
    end: int
    replacement: str | None = None


def find_cliches(text: str, language: str, own: Collection[str] = ()) -> tuple[Cliche, ...]:
    """All clichés of a language in a text, in its order, but for the names in `own`."""
    if language not in LANGUAGES:
        return ()
    plain = text.translate(_SIGNS)
    found: list[Cliche] = []
    for strength, phrases, patterns, replacements in _lists(language):
        for match in phrases.finditer(plain):
            name = " ".join(match.group().lower().split())
            replacement = replacements.get(name)
            if replacement is not None and match.group()[:1].isupper():
                replacement = replacement[:1].upper() + replacement[1:]
            found.append(Cliche(name, strength, match.start(), match.end(), replacement))
        for name, pattern in patterns:
            found += [Cliche(f"={name}", strength, match.start(), match.end()) for match in pattern.finditer(plain)]
    kept = [one for one in found if one.name not in own]
    return tuple(sorted(kept, key=lambda one: (one.start, one.end)))


def used_by(texts: Iterable[str], language: str) -> frozenset[str]:
    """Names of the clichés that these texts, a voice's own, hold: they are its own habits."""
    return frozenset(one.name for text in texts for one in find_cliches(text, language))


def check_cliches(text: str, language: str, own: Collection[str] = (), reader: str = "en") -> tuple[Finding, ...]:
    """A warning for each strong cliché of a text that the voice does not use itself."""
    findings: list[Finding] = []
    covered = -1
    for one in find_cliches(text, language, own):
        if one.strength != "strong" or one.start < covered:
            continue
        covered = one.end
        key = f"voice.cliche_{one.name[1:]}" if one.name.startswith("=") else "voice.cliche"
        told = say(key, reader, words=text[one.start : one.end])
        findings.append(Finding("cliche", "warn", told, one.start, one.end, one.replacement))
    return tuple(findings)


def all_ask_at_the_end(texts: Sequence[str]) -> bool:
    """Whether most of a batch of at least four texts end with a question: a habit of models, seen only in several."""
    asking = sum(text.translate(_SIGNS).rstrip(' \n"»”)').endswith("?") for text in texts)
    return len(texts) >= _FEWEST and asking / len(texts) > _MANY


Lists = tuple[Strength, "regex.Pattern[str]", tuple[tuple[str, "regex.Pattern[str]"], ...], dict[str, str]]


@cache
def _lists(language: str) -> tuple[Lists, ...]:
    table: Any = tomllib.loads(files(__name__).joinpath(f"{language}.toml").read_text("utf-8"))
    lists: list[Lists] = []
    strengths: tuple[Strength, ...] = ("strong", "weak")
    for strength in strengths:
        part = table[strength]
        longest_first = sorted(part["phrases"], key=len, reverse=True)
        either = "|".join(r"\s+".join(regex.escape(word) for word in phrase.split()) for phrase in longest_first)
        phrases = regex.compile(rf"(?<![\p{{L}}\p{{N}}])(?:{either})(?![\p{{L}}\p{{N}}])", regex.IGNORECASE)
        patterns = tuple((name, regex.compile(one, regex.IGNORECASE)) for name, one in part["patterns"].items())
        lists.append((strength, phrases, patterns, part.get("replace", {})))
    return tuple(lists)
