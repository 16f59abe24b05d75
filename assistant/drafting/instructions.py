"""Instructions to the writer found in outside text: what a message tries to make the assistant do.

A customer asks the house for things all the time (« dis-moi combien », "say hi to Camille"): that is no instruction to
a machine. An instruction is sure when it speaks of the writer's own rules or prompt, gives it another role, dictates
what it must say word for word, or carries the marks of a prompt. Of the others only what they ask for is kept, so that
a draft can be compared with it.
"""

import base64
import binascii
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import regex

from assistant.drafting.fencing import readable

Kind = Literal["override", "reveal", "say", "role", "format", "language", "marks", "hidden", "demand"]


@dataclass(frozen=True, slots=True)
class Instruction:
    """An instruction at `start` to `end` of a text. `payload` is what is to be said or the form it is to have, in small
    letters for a form; `sure` tells an attack from what a customer may well ask."""

    start: int
    end: int
    kind: Kind
    payload: str = ""
    sure: bool = True


_Pattern = Any


@cache
def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = tomllib.loads(
        files("assistant.drafting").joinpath("instructions.toml").read_text("utf-8")
    )
    return table


@cache
def pattern(name: str, group: str = "patterns") -> _Pattern:
    """The compiled alternatives of one row of the table."""
    joined = "|".join(_table()[group][name])
    for word, choices in _table()["lists"].items():
        joined = joined.replace(f"{{{word}}}", "|".join(choices))
    return regex.compile(joined, regex.IGNORECASE | regex.MULTILINE)


@cache
def _language_of() -> Mapping[str, str]:
    return {word: code for code, words in _table()["languages"].items() for word in words.split()}


_BLOB = re.compile(r"(?<![\w/+=])[A-Za-z0-9+/]{16,}={0,2}(?![\w/+=])")
_FOR_MACHINES = frozenset("json yaml xml python javascript sql base64 rot13 morse".split())
"""Forms that no customer asks a café for."""
_CERTAIN: tuple[Kind, ...] = ("override", "reveal", "role", "marks", "demand")


def instructions_in(text: str) -> tuple[Instruction, ...]:
    """The instructions to the writer in an outside text, in its order; letters that imitate others, signs that cannot
    be seen, spelt-out words and base64 are read as what they say."""
    plain, places = readable(text)
    found: list[Instruction] = []

    def add(match: Any, kind: Kind, payload: str = "", *, sure: bool = True) -> None:
        start, end = places[match.start()], places[max(match.start(), match.end() - 1)] + 1
        found.append(Instruction(start, end, kind, payload.strip(), sure))

    for kind in _CERTAIN:
        for match in pattern(kind).finditer(plain):
            add(match, kind)
    for match in pattern("say_quoted").finditer(plain):
        payload = next(one for one in (match["a"], match["b"], match["c"], match["d"]) if one)
        if pattern("on_a_thing").match(plain, match.end()):
            continue  # “write "Happy birthday" on the box” is said to the hands, not to the writer
        strong = pattern("only", "lists").search(match["between"]) is not None or ":" in match["colon"]
        ordered = pattern("imperative").search(plain[: match.start()]) is not None
        add(match, "say", payload, sure=strong or (ordered and not match["between"].strip()))
    for match in pattern("say_only").finditer(plain):
        add(match, "say", match["rest"], sure=pattern("how").match(match["rest"]) is None)
    for name in ("say_colon", "say_that"):
        for match in pattern(name).finditer(plain):
            add(match, "say", match["rest"], sure=False)
    for match in pattern("format").finditer(plain):
        form = match["form"].lower()
        add(match, "format", form, sure=form in _FOR_MACHINES)
    for match in pattern("language").finditer(plain):
        add(match, "language", _language_of()[match["language"].lower()], sure=False)
    for blob in _BLOB.finditer(text):
        hidden = _decoded(blob.group())
        if hidden:
            inside = instructions_in(hidden)
            payload = next((one.payload for one in inside if one.payload), hidden)
            found.append(Instruction(blob.start(), blob.end(), "hidden", payload, any(one.sure for one in inside)))
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.start, -one.end)))


def is_attack(text: str) -> bool:
    """Whether a text surely tries to instruct the writer: what a person is told of."""
    return any(one.sure for one in instructions_in(text))


def without_orders(text: str) -> str:
    """The text with what stands in brackets and gives the writer orders blanked out, each other character where it was;
    what is asked beside it is still a question."""
    return _BRACKETED.sub(lambda one: " " * len(one.group()) if is_attack(one.group()) else one.group(), text)


def without_dictation(text: str) -> str:
    """The text with the quoted words that it wants us to say blanked out, each other character where it was: what is
    put in our mouth is not what the person says."""
    for one in instructions_in(text):
        if one.kind == "say" and (quoted := _QUOTED.search(text, one.start, one.end)) is not None:
            start, end = quoted.span()
            text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text


_QUOTED = re.compile('"[^"]*"?|“[^”]*”?|«[^»]*»?|`[^`]*`?')
_BRACKETED = re.compile(r"\[[^\[\]]*\]|<<[^<>]*>>|\{\{[^{}]*\}\}")


def _decoded(blob: str) -> str:
    """What a base64 run says, empty when it is no text."""
    try:
        text = base64.b64decode(blob + "=" * (-len(blob) % 4), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""
    return text if len(text) >= 8 and all(sign.isprintable() or sign.isspace() for sign in text) and " " in text else ""
