"""The fields around a draft's text as the page sends them: descriptions, a card's words, who may reply, warnings.

They are kept together with the text, when a person saves or approves, and never before.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.desk import attaching, parts_of, with_texts
from assistant.errors import BadInput
from assistant.records import Content, KeptDraft

SEPARATOR = "\n---\n"
"""Between the posts of a thread in the text box."""


@dataclass(frozen=True, slots=True)
class Fields:
    """What the fields hold. Places count from 0. `replies` is None for everybody; `audience` says whether that was
    asked at all. `part` is where the next picture goes."""

    alts: Mapping[tuple[int, int], str] = field(default_factory=dict)
    cards: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    audience: bool = False
    replies: tuple[str, ...] | None = None
    quotes: bool | None = None
    labels: tuple[str, ...] | None = None
    part: int = 0


def read_fields(sent: str) -> Fields:
    """The fields from the page's JSON; what it does not hold, or holds amiss, is left alone."""
    try:
        given = json.loads(sent) if sent else {}
    except ValueError:
        given = {}
    if not isinstance(given, dict):
        return Fields()
    alts = {}
    for place, text in _items(given.get("alts")):
        part, _, number = place.partition(":")
        if part.isdecimal() and number.isdecimal() and isinstance(text, str):
            alts[int(part), int(number)] = text
    cards = {
        int(part): (str(words.get("title", "")), str(words.get("description", "")))
        for part, words in _items(given.get("cards"))
        if part.isdecimal() and isinstance(words, dict)
    }
    replies, labels, chosen = given.get("replies"), given.get("labels"), given.get("part")
    return Fields(
        alts,
        cards,
        audience="replies" in given,
        replies=_words(replies) if isinstance(replies, list) else None,
        quotes=given["quotes"] if isinstance(given.get("quotes"), bool) else None,
        labels=_words(labels) if isinstance(labels, list) else None,
        part=chosen if isinstance(chosen, int) and chosen >= 0 else 0,
    )


def applied(content: Content, fields: Fields) -> Content:
    """The content with what the fields hold; a field for something that is not there any more changes nothing.

    Raises:
        BadInput: a description is too long.
    """
    for (part, place), alt in fields.alts.items():
        if part < len(content.parts) and place < len(content.parts[part].pictures):
            content = attaching.describe_picture(content, part, place, alt)
    for part, (title, description) in fields.cards.items():
        if part < len(content.parts) and content.parts[part].card is not None:
            content = attaching.reword_card(content, part, title, description)
    if attaching.takes_attachments(content):
        if fields.audience and content.answering is None:
            content = attaching.let_reply(content, fields.replies)
        if fields.quotes is not None:
            content = replace(content, audience=replace(content.audience, quotes=fields.quotes))
        if fields.labels is not None:
            content = attaching.warn(content, fields.labels)
    return content


def wanted(draft: KeptDraft, text: str, sent: str) -> Content:
    """What a person wants the draft to hold: the text of the box, and the fields around it.

    Raises:
        BadInput: a description is too long.
    """
    content = applied(draft.content, read_fields(sent))
    return content if text == shown_text(draft) else with_texts(content, parts_of(text))


def drawn(content: Content, sent: str) -> Content:
    """The content as the fields are to show it: with what a person typed that is not kept yet."""
    try:
        return applied(content, read_fields(sent))
    except BadInput:
        return content


def shown_text(draft: KeptDraft) -> str:
    """The draft's posts as one text for the text box."""
    return SEPARATOR.join(part.text for part in draft.content.parts)


def _items(given: Any) -> list[tuple[str, Any]]:
    return [(str(key), value) for key, value in given.items()] if isinstance(given, dict) else []


def _words(given: list[Any]) -> tuple[str, ...]:
    return tuple(one for one in given if isinstance(one, str))
