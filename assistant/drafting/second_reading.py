"""A second opinion on what a message is, asked of the model only where the signs are unsure.

The model chooses among the few likeliest situations and writes one word; what it says is added to what the signs say.
An answer that is none changes nothing, and is told.
"""

import json
import threading

from langchain_core.messages import HumanMessage, SystemMessage

from assistant.drafting.fencing import quote
from assistant.drafting.prompts import PromptFile
from assistant.drafting.situations import SITUATIONS, SURE, Reading, weighed
from assistant.errors import Cancelled, PapillonError
from assistant.model.chat import ChatModel
from assistant.records import Situation
from assistant.voice.brand import Brand
from assistant.wording import say

CHOICES = 4
"""How many situations the model chooses among: the likeliest by the signs."""

VOTE = 1.5
"""What the model's word adds to a situation's sum: of four choices a small model is taken to find the right one about
three times in five (ln(0.6 / 0.4 x 3) = 1.5)."""

_MOST_TOKENS = 24
_MOST_CHARACTERS = 320
"""Of a longer message its beginning and its end are shown: about 80 tokens."""


def unsure(reading: Reading) -> bool:
    """Whether a second opinion is worth its time."""
    return reading.confidence < SURE


def second_reading(
    text: str,
    reading: Reading,
    brand: Brand,
    prompt: PromptFile,
    chat: ChatModel,
    *,
    reader: str = "en",
    cancel: threading.Event | None = None,
) -> tuple[Reading, str]:
    """The reading with the model's word added, and what to tell the person: empty when the model answered. `prompt` is
    the file `understanding`, in its short form for a small model.

    Raises:
        Cancelled: the person pressed stop.
    """
    likely = sorted(SITUATIONS, key=lambda name: -reading.scores.get(name, 0.0))[:CHOICES]
    # The order of the table, not of the scores: a small model takes the first.
    choices = [name for name in SITUATIONS if name in likely]
    try:
        chosen = _ask(text, choices, brand, prompt, chat, cancel)
    except Cancelled:
        raise
    except PapillonError as error:
        return reading, say("drafting.no_second_reading", reader, reason=error.text(reader))
    if chosen is None:
        return reading, say("drafting.no_second_reading", reader, reason=say("drafting.no_usable_answer", reader))
    voted = weighed({**reading.scores, chosen: reading.scores.get(chosen, 0.0) + VOTE}, (*reading.signs, "model"))
    return voted, ""


def _ask(  # noqa: PLR0917 - the parts of one question
    text: str,
    choices: list[Situation],
    brand: Brand,
    prompt: PromptFile,
    chat: ChatModel,
    cancel: threading.Event | None,
) -> Situation | None:
    told = "\n".join(prompt.render(name) for name in choices)
    stream = chat.stream(
        [
            SystemMessage(prompt.render("system", brand=brand.name, situations=told)),
            HumanMessage(prompt.render("request", message=quote(_shown(text)))),
        ],
        max_tokens=_MOST_TOKENS,
        temperature=0.0,
        schema={
            "type": "object",
            "properties": {"situation": {"type": "string", "enum": list(choices)}},
            "required": ["situation"],
            "additionalProperties": False,
        },
        cancel=cancel,
    )
    try:
        given = json.loads("".join(stream))
        named = given["situation"]
    except (ValueError, KeyError, TypeError):
        return None
    return next((name for name in choices if name == named), None)


def _shown(text: str) -> str:
    half = _MOST_CHARACTERS // 2
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:half]} […] {text[-half:]}"
