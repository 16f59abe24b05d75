"""Whole messages with what each asks and which facts answer: `asked.toml`, and how well the evidence does on them."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant import language
from assistant.drafting.evidence import find_message_evidence
from assistant.drafting.retrieval import Retrieval
from assistant.records import Asked

HERE = Path(__file__).parent
SEEN = (HERE.parents[1] / "knowledge" / "brulerie-du-canal" / "messages.toml", HERE / "drafts_dev.toml")
THEATRE = HERE / "houses" / "theatre" / "messages.toml"
COUNTED = frozenset({"answers", "right", "picks", "wrong", "gaps", "admitted", "false"})
"""Things asked that a fact answers, and those found; facts picked, and those that answer nothing asked; things asked
that no fact answers, and those admitted; gaps named where there is none."""


@dataclass(frozen=True)
class Message:
    """A message of a house. `answers` are the ids of facts for each thing asked, `gaps` the words for each thing that
    nothing answers, `fine` are facts that may be said besides."""

    set: str
    text: str
    id: str = ""
    house: str = "sample"
    thread: tuple[str, ...] = ()
    answers: tuple[frozenset[str], ...] = ()
    gaps: tuple[tuple[str, ...], ...] = ()
    fine: frozenset[str] = frozenset()

    @property
    def language(self) -> str:
        return language.detect(self.text).code


@dataclass(frozen=True)
class Marked:
    counts: Counter[str]
    wrong: tuple[str, ...]


def messages() -> Iterator[Message]:
    table = tomllib.loads((HERE / "asked.toml").read_text("utf-8"))
    paths = (*SEEN, THEATRE)
    known = {one["id"]: one for path in paths for one in tomllib.loads(path.read_text("utf-8"))["messages"]}
    for part, house in (("seen", "sample"), ("theatre", "theatre")):
        for name, one in table[part].items():
            thread = tuple(said["text"] for said in known[name].get("thread", ()))
            where = {"set": part, "id": name, "house": house}
            yield _message({**one, **where, "text": known[name]["text"], "thread": thread})
    for one in table["messages"]:
        yield _message(one)


def mark(message: Message, retrieval: Retrieval) -> Marked:
    """What the evidence finds for a message, held against what it asks."""
    evidence = find_message_evidence(message.text, message.language, retrieval, most=6, thread=message.thread)
    picked = [
        (one, evidence.facts[one.support[0].source - 1].passage.id.rpartition("#")[2].partition(".")[0])
        for one in evidence.asked
        if one.answered and one.support
    ]
    open_gaps = [one for one in evidence.asked if not one.answered]
    counts: Counter[str] = Counter(answers=len(message.answers), gaps=len(message.gaps), picks=len(picked))
    wrong = []
    found = {fact for _, fact in picked}
    for right in message.answers:
        counts["right"] += bool(right & found)
        if not right & found:
            wrong.append(f"LOST {' '.join(sorted(right))}")
    allowed = frozenset().union(message.fine, *message.answers)
    for one, fact in picked:
        if fact not in allowed:
            counts["wrong"] += 1
            wrong.append(f"WRONG {one.text!r} <- {fact} {one.support[0].score}")
    for words in message.gaps:
        admitted = [one for one in open_gaps if _names(one, words)]
        counts["admitted"] += bool(admitted)
        if not admitted:
            wrong.append(f"NO GAP {' '.join(words)}")
    for one in open_gaps:
        if not any(_names(one, words) for words in message.gaps):
            counts["false"] += 1
            wrong.append(f"FALSE GAP {one.text!r}: {one.missing}")
    return Marked(counts, tuple(wrong))


def _names(one: Asked, words: tuple[str, ...]) -> bool:
    said = f"{one.missing} {one.text}".casefold()
    return any(word in said for word in words)


def _message(one: dict[str, Any]) -> Message:
    return Message(
        set=one["set"],
        text=one["text"],
        id=one.get("id", ""),
        house=one.get("house", "sample"),
        thread=tuple(one.get("thread", ())),
        answers=tuple(frozenset(ids.split()) for ids in one.get("answers", ())),
        gaps=tuple(tuple(words.split()) for words in one.get("gaps", ())),
        fine=frozenset(one.get("fine", "").split()),
    )
