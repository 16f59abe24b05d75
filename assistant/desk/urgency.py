"""Which message wants an answer first, by certain signs only: words, the brand's own rules, many saying the same."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import get_args

from assistant import language
from assistant.drafting.decision import decide
from assistant.drafting.situations import read_situation
from assistant.drafting.urgency import Haste, haste_of, kind_of
from assistant.records import MailKind, Message, Received, Urgency
from assistant.store.fulltext import search_terms
from assistant.voice.brand import Brand
from assistant.wording import say

_URGENCIES: tuple[Urgency, ...] = get_args(Urgency)
_KINDS: tuple[MailKind, ...] = get_args(MailKind)

CROWD = 3
"""People who must say nearly the same before it counts as several."""
_ALIKE = 0.5
_LINK = re.compile(r"https?://\S+|@[\w.-]+")


@dataclass(frozen=True, slots=True)
class Weight:
    """What a message is to the inbox, and by when it wants an answer."""

    kind: MailKind
    haste: Haste


def weight_of(text: str, brand: Brand) -> Weight:
    """What a message weighs by itself: as it is understood when it is answered."""
    reading = read_situation(text)
    decision = decide(Message(text), brand, reading)
    situation = decision.situation or reading.situation
    code = language.detect(text).code or brand.languages[0]
    return Weight(kind_of(reading.situation, decision), haste_of(text, code, situation, decision))


def place(message: Received) -> tuple[int, int, datetime]:
    """Where a message stands in the inbox, the smallest first: by its urgency, then the gravest, then who waits
    longest."""
    return _URGENCIES.index(message.urgency), _KINDS.index(message.kind), message.arrived


def hurried(message: Received, urgency: Urgency | None, by: str, brand: Brand) -> Received:
    """A message with what a person says of its urgency; None goes back to what is read in it."""
    if urgency is not None:
        return replace(message, urgency=urgency, hurried_by=by)
    read: Urgency = "now" if message.kind == "several" else weight_of(message.post.text, brand).haste.urgency
    return replace(message, urgency=read, hurried_by="")


def reason_of(message: Received, brand: Brand, reader: str) -> str:
    """Why a message wants its answer by when it does, in one sentence."""
    if message.hurried_by:
        return say("desk.hurried_by", reader, name=message.hurried_by)
    if message.kind == "several":
        return say("desk.crowd", reader, n=message.crowd)
    return weight_of(message.post.text, brand).haste.reason(reader)


def crowds(messages: Sequence[tuple[str, str, str]]) -> dict[str, int]:
    """For each message (key, author, text) that says nearly the same as messages of at least two other people: how many
    people say it. Two texts are alike when half of their telling words are the same."""
    words = {key: frozenset(search_terms(_LINK.sub(" ", text))) for key, _, text in messages}
    authors = {key: author for key, author, _ in messages}
    holding: dict[str, list[str]] = {}
    for key, terms in words.items():
        for term in terms:
            holding.setdefault(term, []).append(key)
    leader = {key: key for key in words}

    def top(key: str) -> str:
        while leader[key] != key:
            key = leader[key]
        return key

    for key, terms in words.items():
        shared: dict[str, int] = {}
        for term in terms:
            for other in holding[term]:
                if other < key:
                    shared[other] = shared.get(other, 0) + 1
        for other, count in shared.items():
            if count >= 2 and count / len(terms | words[other]) >= _ALIKE:
                leader[top(key)] = top(other)
    groups: dict[str, list[str]] = {}
    for key in words:
        groups.setdefault(top(key), []).append(key)
    found: dict[str, int] = {}
    for group in groups.values():
        people = len({authors[key] for key in group})
        if people >= CROWD:
            found |= dict.fromkeys(group, people)
    return found
