"""Questions that a text does not answer: does it admit that they have to be looked up, or was there no room?"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import regex

from assistant.records import Asked, Finding
from assistant.voice.spans import spans_of
from assistant.wording import say


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A question that the knowledge answers and a text had no room for: `answer` is the sentence, empty where none was
    looked at."""

    asked: str
    answer: str


def admits_gap(text: str, also: Sequence[str] = ()) -> bool:
    """Whether a text says that something has to be looked up or asked first, in French or in English. `also` are the
    brand's own ways of saying it."""
    own = tuple(part for sentence in also for part in _fixed_parts(sentence))
    return any(True for _ in spans_of((*_phrases(), *own), text))


def check_gaps(text: str, asked: Sequence[Asked], reader: str = "en", also: Sequence[str] = ()) -> tuple[Finding, ...]:
    """A finding when a question has no answer in the knowledge and the text does not say that it is looked up."""
    missing = [one.missing or one.text for one in asked if not one.answered]
    if not missing or admits_gap(text, also):
        return ()
    return (
        Finding("gap", "block", say("drafting.gap_not_admitted", reader, missing=", ".join(missing)), 0, len(text)),
    )


def check_room(left_out: Sequence[LeftOut], reader: str = "en") -> tuple[Finding, ...]:
    """A warning for each question that the knowledge answers and that the text has no room for, with the sentence."""
    return tuple(Finding("left_out", "warn", _no_room(one, reader)) for one in left_out)


def _no_room(one: LeftOut, reader: str) -> str:
    if not one.answer:
        return say("drafting.left_out_unseen", reader, asked=one.asked)
    return say("drafting.left_out", reader, asked=one.asked, answer=one.answer)


def _fixed_parts(sentence: str) -> list[str]:
    """The words of a sentence around its variables, where there are enough of them to know it by."""
    parts = [part.strip(" .:,;!?\u00a0") for part in regex.split(r"\{\w+\}", sentence)]
    return [part for part in parts if len(part.split()) >= 2]


@cache
def _phrases() -> tuple[str, ...]:
    table = tomllib.loads(files("assistant.drafting").joinpath("looking_up.toml").read_text("utf-8"))
    return tuple(phrase for phrases in table.values() for phrase in phrases["words"])
