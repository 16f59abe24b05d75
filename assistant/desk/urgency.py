"""Which message wants an answer first, by certain signs only: words, the brand's own rules, many saying the same."""

import re
from collections.abc import Mapping, Sequence
from typing import get_args

from assistant.drafting.decision import decide, urgency
from assistant.drafting.situations import read_situation
from assistant.records import Message, Urgency
from assistant.store.fulltext import search_terms
from assistant.voice.brand import Brand

ORDER: Mapping[str, int] = {name: place for place, name in enumerate(get_args(Urgency))}
"""The place of each kind of message in the inbox, 0 first."""

CROWD = 3
"""People who must say nearly the same before it counts as several."""
_ALIKE = 0.5
_LINK = re.compile(r"https?://\S+|@[\w.-]+")


def urgency_of(text: str, brand: Brand) -> Urgency:
    """What kind of message this is, by itself: as it is understood when it is answered."""
    reading = read_situation(text)
    return urgency(reading.situation, decide(Message(text), brand, reading))


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
