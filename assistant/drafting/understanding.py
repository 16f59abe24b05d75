"""What a message is, before anything is written: its language, its situation, and whether a person must take over.

Cheap and certain signs only: the brand's own hand-over words, a table of words for each situation, and the language
detector.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, cast

from assistant import language
from assistant.records import Answer, Message, Situation
from assistant.voice.brand import Brand, Register, text_in
from assistant.voice.examples import calls_for
from assistant.voice.rules import says_tu, says_vous
from assistant.voice.spans import spans_outside
from assistant.wording import say


@dataclass(frozen=True, slots=True)
class Understanding:
    """`language` is the answer's language; `detected` is false when it was chosen or could not be told from the
    message. `register` is the French form of address, None in other languages. `to` names the colleague to whom a
    message is handed over, empty otherwise."""

    language: str
    detected: bool
    situation: Situation
    answer: Answer
    reason: str
    register: Register | None
    to: str = ""


def understand(
    message: Message, brand: Brand, *, platform: str, chosen_language: str = "", person: str = "", reader: str = "en"
) -> Understanding:
    """Read a message as far as certain signs allow; `reason` is in the reader's language."""
    seen = language.detect(message.text)
    code = chosen_language or seen.code or brand.languages[0]
    taking_over = next((rule for rule in brand.hand_over if calls_for(rule, message.text)), None)
    situation: Situation = situation_of(message.text)
    if taking_over is not None:
        situation = "press" if taking_over.id == "press" else "crisis"
    answer: Answer = "reply"
    reason, to = say(f"drafting.situation_{situation}", reader), ""
    if taking_over is not None:
        colleague = brand.person(taking_over.to)
        answer = "hand_over"
        to = colleague.name if colleague else brand.name
        reason = say("drafting.hand_over", reader, reason=text_in(taking_over.reason, reader), to=to)
    register = register_for(message.text, brand, platform, situation, person) if code == "fr" else None
    return Understanding(code, not chosen_language and bool(seen.code), situation, answer, reason, register, to)


def situation_of(text: str) -> Situation:
    """The first situation of the table whose words or signs the text holds, outside of its exceptions."""
    for name, table in _table().items():
        said = any(spans_outside(table["words"], table.get("exceptions", ()), text))
        if said or any(sign in text for sign in table.get("signs", ())):
            return cast(Situation, name)
    return "other"


def register_for(message: str, brand: Brand, platform: str, situation: str, person: str = "") -> Register:
    """Tu or vous for an answer: vous to who says vous, else what the brand (or the person speaking) keeps to."""
    if says_vous(message) and not says_tu(message):
        return "vous"
    speaker = brand.person(person)
    rules = brand.register_
    if speaker is not None and speaker.register_ is not None:
        return rules.situations.get(situation) or speaker.register_
    return rules.choose(platform, situation)


@cache
def _table() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(files("assistant.drafting").joinpath("situations.toml").read_text("utf-8"))
