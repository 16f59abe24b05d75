"""Words that mean the same in any trade, across languages: “send”, « livraison »; “wheelchair”, « rampe ». The table:
`concepts.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

import regex

from assistant.drafting.spellings import spelt
from assistant.store.fulltext import fold

_UNIT = regex.compile(r"\b(\d+)(kg|g|lbs?|oz|ml|cl|km|min)\b")


@lru_cache(maxsize=20_000)
def concept_of(word: str) -> str:
    """The concept of a word in small letters, empty when it has none. By the word itself: the stem of « livrez » is
    that of « livre », a book or a pound."""
    return _table()[0].get(fold(word), "")


@lru_cache(maxsize=8_000)
def plainly(text: str) -> str:
    """A text in small letters, plain apostrophes and the usual spelling, where turns of phrase that mean a concept
    stand as a plain word of it: “get my money back” as « remboursement »."""
    said: str = _UNIT.sub(r"\1 \2", spelt(text.lower().replace("’", "'")))
    for pattern, word in _table()[1]:
        said = pattern.sub(f" {word} ", said)
    return said


@cache
def _table() -> tuple[Mapping[str, str], tuple[tuple[regex.Pattern[str], str], ...]]:
    table = tomllib.loads(files("assistant.drafting").joinpath("concepts.toml").read_text("utf-8"))
    words: dict[str, str] = {}
    phrases = []
    for name, concept in table.items():
        words.update((fold(word), name) for word in (*concept["words"].split(), concept["as"]))
        phrases += [(regex.compile(phrase), concept["as"]) for phrase in concept.get("phrases", ())]
    return words, tuple(phrases)
