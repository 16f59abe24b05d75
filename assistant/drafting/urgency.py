"""By when a message wants an answer, now, today or when there is time, and why, in one sentence.

Certain signs only: what may be a danger, a crisis, and what the person says of time (`urgency.toml`: outright, a near
moment in a question, asked before). Whether a complaint is in the right does not count.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.drafting.decision import Decision
from assistant.drafting.questions import split_questions, split_wishes
from assistant.records import MailKind, Situation, Urgency
from assistant.voice.spans import form_in
from assistant.wording import say

_WAITED_FOR: frozenset[Situation] = frozenset({"complaint", "question", "lead", "press", "crisis"})
_SIGNS: dict[Situation, str] = {"complaint": "complaint", "lead": "lead"}
_KINDS: dict[Situation, MailKind] = {
    "complaint": "complaint", "crisis": "complaint", "press": "question", "lead": "question", "question": "question",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Haste:
    """By when a message wants an answer. `sign` is why, a key of the wording `drafting.urgency_<sign>`, and `words`
    those of the message that say so, where it is words."""

    urgency: Urgency
    sign: str
    words: str = ""

    def reason(self, reader: str) -> str:
        """Why, in one sentence of the reader's language."""
        return say(f"drafting.urgency_{self.sign}", reader, words=self.words)


NOBODY_WAITS = Haste("later", "nobody_waits")


def haste_of(text: str, language: str, situation: Situation, decision: Decision) -> Haste:
    """By when a message of a situation, with what was decided about it, wants an answer."""
    if decision.urgent:
        return Haste("now", "danger")
    if decision.answer == "no_reply" or situation == "spam":
        return NOBODY_WAITS
    if decision.rule == "crisis" or (situation == "crisis" and not decision.rule):
        return Haste("now", "crisis")
    asked = tuple(one.text for one in split_questions(text, language))
    wanted = () if asked or situation != "other" else split_wishes(text, language)
    handed_over = decision.answer == "hand_over"
    waits = asked or wanted or handed_over or situation in _WAITED_FOR
    said = _by_words(text, asked, "today" if handed_over else "later") if waits or situation == "other" else None
    if said is not None:
        return said
    if not waits:
        return Haste("later", "nothing_asked")
    return Haste("today", "hand_over" if handed_over else "wish" if wanted else _SIGNS.get(situation, "question"))


def _by_words(text: str, asked: Sequence[str], patient: Urgency) -> Haste | None:
    """What the person says of time; None where nothing is said."""
    if words := _said(_forms("patient"), text):
        return Haste(patient, "patient", words)
    for sign in ("pressing", "again", "there"):
        if words := _said(_forms(sign), text):
            return Haste("now", sign, words)
    words = _near(asked)
    return Haste("now", "near", words) if words else None


def kind_of(situation: Situation, decision: Decision) -> MailKind:
    """What a message is to the inbox, in a word."""
    if decision.urgent:
        return "safety"
    if decision.answer == "hand_over":
        return "hand_over"
    if situation in ("spam", "praise"):
        return situation  # praise stays praise where a like is enough
    if decision.answer == "no_reply":
        return "other"
    return _KINDS.get(situation, "other")


def _near(asked: Sequence[str]) -> str:
    """The near moment that a question names; empty where none does, or where it asks about what was."""
    for question in asked:
        if (words := _said(_forms("near"), question)) and not _said(_forms("near", "past"), question):
            return words
    return ""


def _said(forms: Sequence[str], text: str) -> str:
    for form in forms:
        if (span := form_in(form, text)) is not None:
            return text[slice(*span)]
    return ""


def _forms(group: str, name: str = "forms") -> Sequence[str]:
    found: Sequence[str] = _table()[group][name]
    return found


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("assistant.drafting").joinpath("urgency.toml").read_text("utf-8"))
