"""How people type, put into the spelling that the tables of the analysis are written in: “do yall” is “do you”,
« cetait quoi » « c'était quoi », « donnez vous » « donnez-vous ». Only for the analysis: nothing is quoted in it. The
table: `spellings.toml`."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import regex


def spelt(plain: str) -> str:
    """A text in small letters with plain apostrophes, in the usual spelling."""
    return spelt_with_places(plain)[0]


def spelt_with_places(plain: str) -> tuple[str, Sequence[int]]:
    """The same, and for each of its characters, and its end, the place in the text as it was."""
    places: Sequence[int] = range(len(plain) + 1)
    for pattern, usual in _table():
        if pattern.search(plain) is None:
            continue
        parts: list[str] = []
        moved: list[int] = []
        done = 0
        for found in pattern.finditer(plain):
            word = found.expand(usual)
            parts += (plain[done : found.start()], word)
            moved += places[done : found.start()]
            size = found.end() - found.start()
            moved += (places[found.start() + min(at, max(size - 1, 0))] for at in range(len(word)))
            done = found.end()
        moved += places[done:]
        plain, places = "".join((*parts, plain[done:])), moved
    return plain, places


@cache
def _table() -> tuple[tuple[regex.Pattern[str], str], ...]:
    table = tomllib.loads(files("assistant.drafting").joinpath("spellings.toml").read_text("utf-8"))
    return tuple(
        (regex.compile(rf"(?<![\p{{L}}\p{{N}}'@#.-])(?:{one['typed']})(?![\p{{L}}\p{{N}}@])"), one["usual"])
        for part in table.values()
        for one in part
    )
