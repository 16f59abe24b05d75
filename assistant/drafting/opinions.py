"""A second opinion on guidelines that seem to contradict each other: the model says what it thinks, a person judges."""

import json
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace

from langchain_core.messages import HumanMessage, SystemMessage

from assistant.drafting.fencing import quote
from assistant.drafting.prompts import Prompts
from assistant.errors import Cancelled, PapillonError
from assistant.model.chat import ChatModel
from assistant.records import Doubt
from assistant.voice.brand import Brand
from assistant.wording import language_name, say

_MOST_TOKENS = 90
_SCHEMA = {
    "type": "object",
    "properties": {"contradict": {"type": "boolean"}, "why": {"type": "string", "maxLength": 200}},
    "required": ["contradict", "why"],
    "additionalProperties": False,
}


def weigh_doubts(
    doubts: Sequence[Doubt],
    brand: Brand,
    prompts: Prompts,
    chat: ChatModel,
    *,
    reader: str = "en",
    cancel: threading.Event | None = None,
) -> Iterator[Doubt]:
    """Each doubt in its order, those about two passages with the model's opinion. No doubt is dropped for it: what the
    model thinks is told beside what the signs say. An answer that is none, or a model that fails, leaves it empty.

    Raises:
        Cancelled: the person pressed stop.
    """
    asking = True
    for doubt in doubts:
        if len(doubt.quotes) < 2 or not asking:
            yield doubt
            continue
        try:
            yield replace(doubt, opinion=_opinion(doubt, brand, prompts, chat, reader, cancel))
        except Cancelled:
            raise
        except PapillonError as error:
            asking = False
            yield replace(doubt, opinion=say("drafting.no_opinion", reader, reason=error.text(reader)))


def _opinion(  # noqa: PLR0917 - the parts of one question
    doubt: Doubt, brand: Brand, prompts: Prompts, chat: ChatModel, reader: str, cancel: threading.Event | None
) -> str:
    prompt = prompts.get("opinion", reader)
    stream = chat.stream(
        [
            SystemMessage(prompt.render("system", brand=brand.name, language=language_name(reader, reader))),
            HumanMessage(prompt.render("request", first=quote(doubt.quotes[0]), second=quote(doubt.quotes[1]))),
        ],
        max_tokens=_MOST_TOKENS,
        temperature=0.0,
        schema=_SCHEMA,
        cancel=cancel,
    )
    try:
        given = json.loads("".join(stream))
        contradict, why = given["contradict"], str(given["why"]).strip()
    except (ValueError, KeyError, TypeError):
        return ""
    if not isinstance(contradict, bool):
        return ""
    return say("drafting.opinion_contradict" if contradict else "drafting.opinion_agree", reader, why=why).strip()
