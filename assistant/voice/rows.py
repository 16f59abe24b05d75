"""Rows of our tables that a person can read, `dis|tell {them} … {alone}`, made into patterns.

`{slot}` stands for any of the words that the table of slots has under this name; `|` parts what may stand in the same
place. `…` is a gap of some words inside a sentence, `……` one that may go on into the next ones. A word stands whole,
whatever its case; `*` at its end stands for any ending, and an apostrophe may be left out.
"""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import regex

_WITHIN = r"[^.!?\n]{0,60}?"
_BEYOND = r"[^\n]{0,140}?"
_GAP = regex.compile(r"\s*(……|…)\s*")
_SLOT = regex.compile(r"\{(\w+)\}")


@cache
def slots() -> Mapping[str, Sequence[str]]:
    """The words that stand in the same place, by name (`slots.toml`)."""
    found: Mapping[str, Sequence[str]] = tomllib.loads(
        files("assistant.voice").joinpath("slots.toml").read_text("utf-8")
    )
    return found


def form_of(row: str, words: Mapping[str, Sequence[str]]) -> str:
    """The pattern of a row.

    Raises:
        KeyError: a slot that is in no table.
    """
    gaps = {"…": _WITHIN, "……": _BEYOND}
    return "".join(gaps.get(part) or _any_of(part.split("|"), words) for part in _GAP.split(row))


def _any_of(ways: Sequence[str], words: Mapping[str, Sequence[str]]) -> str:
    said = "|".join(r"\s+".join(_piece(piece, words) for piece in way.split()) for way in ways)
    return rf"(?<![\p{{L}}\p{{N}}])(?:{said})(?![\p{{L}}\p{{N}}])"


def _piece(piece: str, words: Mapping[str, Sequence[str]]) -> str:
    slot = _SLOT.fullmatch(piece)
    if slot is not None:
        return "(?:" + "|".join(r"\s+".join(map(_word, one.split())) for one in words[slot[1]]) + ")"
    return _word(piece)


def _word(word: str) -> str:
    return str(regex.escape(word)).replace("'", "['’]?").replace(r"\*", r"\p{L}*")
