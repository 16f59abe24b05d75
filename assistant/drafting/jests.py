"""Questions in jest: they want a line back from a person, and are not looked up. “Do the geese have an account with
you, or do they pay cash?”

Told by what is asked, never by the tone of a message alone: people joke beside real questions. A thing or a wild animal
that does what people do, what nobody asks a house in earnest, or the same two words turned round.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import regex

from assistant.store.fulltext import query_stems

_OR = regex.compile(r"\b(?:ou(?: bien)?|or)\b", regex.IGNORECASE)
_NEAR = 60
"""Characters between who does something and what it does."""
_SPLIT_AT = 2


def is_in_jest(question: str, message: str = "") -> bool:
    """Whether a question that nothing answers is asked in jest; `message` is where it stands."""
    told = _sentence(question, message)
    return any(pattern.search(told) for pattern in _patterns("never_in_earnest")) or _lives(told) or _turned(question)


def _sentence(question: str, message: str) -> str:
    """The sentence that a question stands in: what comes before or after “or” is often a question of its own."""
    place = message.find(question)
    if place < 0:
        return question
    before, after = regex.split(r"[.!?\n]", message[:place])[-1], message[place + len(question) :]
    ends = question.rstrip().endswith("?")
    return f"{before}{question}{'' if ends else regex.split(r'[.!?]|$', after, maxsplit=1)[0]}"


def _lives(text: str) -> bool:
    """Whether a thing, a plant or a wild animal does what only people do."""
    for being in _patterns("beings"):
        for found in being.finditer(text):
            after = text[found.end() : found.end() + _NEAR]
            if any(deed.search(after) for deed in _patterns("deeds")):
                return True
    return False


def _turned(question: str) -> bool:
    """Whether two halves around “or” hold the same two words in turned order: does A taste of B, or B of A?"""
    halves = _OR.split(question)
    if len(halves) != _SPLIT_AT:
        return False
    first, second = (list(query_stems(half)) for half in halves)
    shared = [stem for stem in dict.fromkeys(first) if stem in second]
    ends = [stem for stem in shared if first.count(stem) == 1 and second.count(stem) == 1]
    order = [second.index(stem) for stem in ends]
    return len(ends) >= _SPLIT_AT and order == sorted(order, reverse=True)


@cache
def _patterns(name: str) -> tuple[regex.Pattern[str], ...]:
    table: Mapping[str, list[str]] = tomllib.loads(
        files("assistant.drafting").joinpath("jests.toml").read_text("utf-8")
    )
    return tuple(regex.compile(rf"(?<![\p{{L}}])(?:{one})(?![\p{{L}}])", regex.IGNORECASE) for one in table[name])
