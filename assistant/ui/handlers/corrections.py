"""What a person says a message is, against what was understood of it, and what they know that the house does not."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, get_args

from assistant.records import Answer, Known, ReplyRequest, Situation, Urgency

SITUATIONS: tuple[Situation, ...] = get_args(Situation)
ANSWERS: tuple[Answer, ...] = get_args(Answer)
URGENCIES: tuple[Urgency, ...] = get_args(Urgency)

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_MOST_TOPIC = 160
_MOST_KNOWN = 2_000
"""Characters of an answer that a person may type: a fact, not a file."""


def corrected(request: ReplyRequest, said: Sequence[Any], by: str = "") -> ReplyRequest:
    """The request with what a person clicked or typed: `[what, value]` (`["model", "too"]`: it is asked as well), or
    `["known", question, answer, who knows]`.

    What comes from a page and means nothing changes nothing. An empty value goes back to what is understood. `by` is
    the person at the page.
    """
    what, value, *more = [str(one).strip() for one in said] if len(said) >= 2 else ("", "")
    changes: dict[str, Any] = {}
    match what:
        case "language" if not value or _LANGUAGE.fullmatch(value):
            changes = {"language": value}
        case "situation" if not value or value in SITUATIONS:
            changes = {"situation": value or None}
        case "answer" if not value or value in ANSWERS:
            changes = {"answer": value or None}
        case "urgency" if not value or value in URGENCIES:
            changes = {"urgency": value or None}
        case "model" if value:
            changes = {"model_too": True}
        case "known" if value and more and more[0]:
            told = Known(value, more[0][:_MOST_KNOWN], (more[1] if len(more) > 1 else "") or by)
            others = tuple(one for one in request.known if one.question != value)
            changes = {"known": (*others, told)}
    return replace(request, **changes)


def as_fact(said: Sequence[Any], by: str, today: date) -> dict[str, object]:
    """The change of the brand's file that keeps an answer as a fact: `[question, answer, who knows, language]`, in the
    words of `voice.edits.read_edit`, which refuses what means nothing."""
    question, answer, who, language = [str(one).strip() for one in (*said, "", "", "", "")[:4]]
    return {
        "kind": "add_fact", "topic": question[:_MOST_TOPIC], "texts": {language: answer}, "by": who or by,
        "since": today.isoformat(),
    }  # fmt: skip


def carried(request: ReplyRequest, last: ReplyRequest | None) -> ReplyRequest:
    """A request for the same message once more: what a person corrected and told before still holds."""
    if last is None or last.message.text != request.message.text:
        return request
    return replace(request, situation=last.situation, answer=last.answer, urgency=last.urgency, known=last.known)
