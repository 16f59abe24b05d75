"""Ways that can be counted against their opposite: contracted or not, with or without « ne », this blank or none.

Each manner counts the places where it is followed and the places where it could have been.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import regex

from assistant.records import HabitGroup, HabitUnit
from assistant.voice.measures import Place
from assistant.voice.texts import LINK, Reading

_CONTRACTED = (
    r"\b(?:it|that|there|what|who|here|where|how|he|she|let)'s\b|\b(?:i'm|(?:you|we|they)'re)\b"
    r"|\b(?:i|you|we|they|he|she|it|that|there)'(?:ll|ve|d)\b|\b\w+n't\b"
)
_WRITTEN_OUT = (
    r"\b(?:it|that|there|what|who|he|she|here) (?:is|will)\b|\blet us\b"
    r"|\b(?:i (?:am|will)|(?:you|we|they) (?:are|will))\b"
    r"|\b(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|should) not\b|\bcannot\b"
)
_PAS = regex.compile(r"\bpas\b(?! mal\b)", regex.IGNORECASE)
_NE = regex.compile(r"\bne\b|\bn'", regex.IGNORECASE)
_SUBJECT = regex.compile(
    r"\b(?:je|tu|il|elle|on|nous|vous|ils|elles|ça|ce|qui|y)\b|\b(?:j|t|c|y)'(?=\w)", regex.IGNORECASE
)
_CLAUSE = regex.compile(r"[.!?…;:,()\n«»\"“”]")
_NOT_A_NEGATION = regex.compile(
    r"(?:\b(?:et|mais|ou|pourquoi|surtout|même|sinon|non|un|le|du|au|à|chaque|quelques|deux|trois|quatre)|^)\s*$",
    regex.IGNORECASE,
)
_NEAR = 6
"""Words before « pas » in which its « ne » and its subject are looked for."""


@dataclass(frozen=True, slots=True)
class Manner:
    """One manner: its name, where it is told, what is counted, and the patterns of both ways. `own` looks at the own
    words alone, else at the whole text without its links."""

    name: str
    group: HabitGroup
    unit: HabitUnit
    follows: str
    departs: str
    language: str = ""
    own: bool = True


_MANNERS = (
    Manner("contraction", "address", "place", _CONTRACTED, _WRITTEN_OUT, "en"),
    Manner(
        "blank_before",
        "typography",
        "sign",
        r"(?<=[\p{L}\p{N}»\")])[ \u00a0\u202f]+[!?;](?![)(DP-])",
        r"(?<=[\p{L}\p{N}»\")])[!?;](?=[\s!?»]|$)",
        "fr",
        own=False,
    ),
    Manner("guillemets", "typography", "sign", r"«", r"[“\"](?=\p{L})", "fr", own=False),
    Manner("guillemets_blank", "typography", "sign", r"«[ \u00a0\u202f]", r"«(?![ \u00a0\u202f])", "fr", own=False),
    Manner("curly_quote", "typography", "sign", r"“", r"(?<![\w\"])\"(?=\p{L})", "en", own=False),
    Manner("curly_apostrophe", "typography", "sign", r"(?<=\p{L})’(?=\p{L})", r"(?<=\p{L})'(?=\p{L})", own=False),
    Manner("ellipsis_sign", "typography", "sign", r"…", r"\.\.\.", own=False),
)


def manners(language: str) -> tuple[Manner, ...]:
    """The manners that can be counted in a language."""
    return tuple(one for one in _MANNERS if one.language in ("", language))


def count(manner: Manner, reading: Reading) -> tuple[list[Place], list[Place]]:
    """The places where a post follows a manner, and those where it departs from it."""
    text = reading.said if manner.own else LINK.sub(_blanks, reading.text)
    follows, departs = _patterns(manner.name)
    return [one.span() for one in follows.finditer(text)], [one.span() for one in departs.finditer(text)]


def negations(reading: Reading) -> tuple[list[Place], list[Place]]:
    """French negations with « pas »: those without « ne », and those with it.

    Only what is sure is counted: without « ne », a subject must stand close before « pas » in the same clause, so that
    « pas ici » or « et pas lui » count for neither.
    """
    dropped: list[Place] = []
    kept: list[Place] = []
    for match in _PAS.finditer(reading.said):
        cuts = list(_CLAUSE.finditer(reading.said, 0, match.start()))
        before = reading.said[cuts[-1].end() if cuts else 0 : match.start()]
        near = " ".join(before.split()[-_NEAR:])
        if _NE.search(near):
            kept.append(match.span())
        elif _SUBJECT.search(near) and not _NOT_A_NEGATION.search(before):
            dropped.append(match.span())
    return dropped, kept


def _blanks(match: Any) -> str:
    return " " * len(match.group())


@cache
def _patterns(name: str) -> tuple[Any, Any]:
    manner = next(one for one in _MANNERS if one.name == name)
    return regex.compile(manner.follows, regex.IGNORECASE), regex.compile(manner.departs, regex.IGNORECASE)
