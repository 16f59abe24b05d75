"""Rules proposed from a guideline, each with the sentence that states it, for a person to accept one by one.

Sentences that state a rule in plain words are read without a model; a model reads the rest. What a model gives is kept
only when its sentence and its words stand in the section, and when the rule does what its two sentences say.
"""

import hashlib
import json
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import regex
from langchain_core.messages import HumanMessage, SystemMessage

from assistant.drafting.fencing import quote
from assistant.drafting.prompts import Prompts
from assistant.errors import Cancelled, PapillonError
from assistant.model.chat import ChatModel
from assistant.records import Passage, Post
from assistant.voice.brand import Brand, Rule
from assistant.voice.contradictions import contradictions
from assistant.voice.edits import AddRule, Edit, SetEmoji, SetHashtags
from assistant.voice.examples import catches
from assistant.voice.guide_wording import Stated, denies, says_number, stated_rules
from assistant.voice.rules import check_rules
from assistant.voice.spans import plain_words, spans_of

FoundBy = Literal["wording", "model"]

_MOST_TOKENS = 500
_MOST_RULES = 6
_SHORT_POST = 200
_TOO_COMMON = 0.2
"""Share of own posts that break what a model read: words that common are no words to ban."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change of the brand's file that one sentence of a guideline asks for. `breaking` are own posts that do not keep
    it, `broken` how many there are; `collides` says with which rules it cannot both be kept."""

    id: str
    edit: Edit
    sentence: str
    path: str
    section: tuple[str, ...]
    found_by: FoundBy
    breaking: tuple[str, ...] = ()
    broken: int = 0
    collides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """How far the reading is: section `done` of `total`; `dropped` rules of the model had no sentence behind them, and
    `failure` is why the model did not read on, in the reader's language."""

    done: int
    total: int
    dropped: int = 0
    failure: str = ""


def propose_rules(
    sections: Sequence[Passage],
    brand: Brand,
    posts: Sequence[Post],
    prompts: Prompts,
    chat: ChatModel | None,
    *,
    reader: str = "en",
    cancel: threading.Event | None = None,
) -> Iterator[Proposal | Reading]:
    """Proposals from these sections as they are found, and after each section how far the reading is.

    Without a model only what is stated in plain words is found; a model that fails ends its part and is told.

    Raises:
        Cancelled: the person pressed stop.
    """
    known: set[str] = set()
    dropped, failure = 0, ""
    for number, section in enumerate(sections, 1):
        if cancel is not None and cancel.is_set():
            raise Cancelled("drafting.cancelled")
        stated: list[tuple[Stated, FoundBy]] = [(one, "wording") for one in stated_rules(section.text)]
        if chat is not None and not failure:
            try:
                read, invented = _read(section, brand, prompts, chat, cancel)
                stated += [(one, "model") for one in read]
                dropped += invented
            except Cancelled:
                raise
            except PapillonError as error:
                failure = error.text(reader)
        for one, found_by in stated:
            for proposal in _proposals(one, section, brand, posts, found_by=found_by, reader=reader):
                if proposal.id not in known:
                    known.add(proposal.id)
                    yield proposal
        yield Reading(number, len(sections), dropped, failure)


# ---------------------------------------------------------------- what the model reads


def _read(
    section: Passage, brand: Brand, prompts: Prompts, chat: ChatModel, cancel: threading.Event | None
) -> tuple[list[Stated], int]:
    """What a model finds stated in a section, and how much of its answer had nothing behind it."""
    prompt = prompts.get("rules", section.language)
    asked = prompt.render("request", section=" › ".join(section.section), passage=quote(section.text))
    stream = chat.stream(
        [SystemMessage(prompt.render("system", brand=brand.name)), HumanMessage(asked)],
        max_tokens=_MOST_TOKENS,
        temperature=0.0,
        schema=_SCHEMA,
        cancel=cancel,
    )
    try:
        items = json.loads("".join(stream))["rules"]
    except (ValueError, KeyError, TypeError):
        return [], 1
    given = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    found = [stated for item in given if (stated := _backed(item, section.text)) is not None]
    return found, len(given) - len(found)


def _backed(item: dict[str, Any], text: str) -> Stated | None:
    """A rule of a model's answer, None when its sentence or its words do not stand in the text."""
    sentence, kind, words, use = (item.get(name) for name in ("sentence", "kind", "words", "use"))
    if not isinstance(sentence, str) or not isinstance(words, list) or not all(isinstance(one, str) for one in words):
        return None
    kept = tuple(dict.fromkeys(one.strip() for one in words if len(one.strip()) > 1))
    stands = len(sentence.split()) > 2 and plain_words(sentence) in plain_words(text)
    # A small model that has nothing to say lists the sentence's own words.
    stands = stands and 2 * sum(len(one.split()) for one in kept) <= len(sentence.split())
    if not kept or not stands or any(not list(spans_of((one,), sentence)) for one in kept):
        return None
    count = item.get("count")
    stated: Stated | None = None
    use = use.strip() if isinstance(use, str) else ""
    if kind == "preferred" and use and list(spans_of((use,), sentence)) and use not in kept:
        stated = Stated("preferred", sentence.strip(), kept, use)
    elif kind == "banned" and denies(sentence):
        stated = Stated("banned", sentence.strip(), kept)
    elif kind == "at_most" and isinstance(count, int) and says_number(sentence, count):
        stated = Stated("at_most", sentence.strip(), kept, count=count)
    return stated


_TEXT = {"type": "string"}
_FIELDS: dict[str, Any] = {
    "sentence": _TEXT,
    "kind": {"type": "string", "enum": ["banned", "preferred", "at_most"]},
    "words": {"type": "array", "items": _TEXT, "minItems": 1, "maxItems": 6},
    "use": _TEXT,
    "count": {"type": "integer"},
}
_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "rules": {
            "type": "array",
            "maxItems": _MOST_RULES,
            "items": {
                "type": "object",
                "properties": _FIELDS,
                "required": list(_FIELDS),
                "additionalProperties": False,
            },
        }
    },
    "required": ["rules"],
    "additionalProperties": False,
}


# ---------------------------------------------------------------- from what is stated to a rule that holds


def _proposals(
    stated: Stated,
    section: Passage,
    brand: Brand,
    posts: Sequence[Post],
    *,
    found_by: FoundBy,
    reader: str,
) -> Iterator[Proposal]:
    own = [post.text for post in posts if post.language == section.language]
    for edit in edits_of(stated, section, brand, own):
        after = _with(brand, edit)
        if after is None:
            continue
        broken = [text for text in own if _breaks(text, edit, after, section.language)]
        if found_by == "model" and len(broken) > _TOO_COMMON * len(own):
            continue
        before = {frozenset((one.one, one.other)) for one in contradictions(brand)}
        collides = tuple(
            one.why for one in contradictions(after, reader) if frozenset((one.one, one.other)) not in before
        )
        digest = hashlib.sha256(repr((section.path, edit.model_dump())).encode()).hexdigest()[:10]
        shown = tuple(sorted(broken, key=len)[:3])
        yield Proposal(
            digest, edit, stated.sentence, section.path, section.section, found_by, shown, len(broken), collides
        )


def edits_of(stated: Stated, section: Passage, brand: Brand, own: Sequence[str]) -> Iterator[Edit]:
    """The changes of the brand's file that make a stated rule hold; none when it holds already. `own` are the brand's
    own posts in the section's language, of which one serves as the sentence that passes."""
    if stated.kind == "emoji":
        if brand.emoji.at_most != stated.count:
            yield SetEmoji(at_most=stated.count)
    elif stated.kind == "hashtags":
        for platform in stated.platforms:
            if brand.hashtags.at_most.get(platform) != stated.count:
                yield SetHashtags(platform=platform, at_most=stated.count)
    elif (rule := _rule(stated, section, brand, own)) is not None:
        yield AddRule(rule=rule)


def _rule(stated: Stated, section: Passage, brand: Brand, own: Sequence[str]) -> Rule | None:
    """The rule that was stated, with two sentences it holds on; None when the brand has it already, or no such two
    sentences are found."""
    new = tuple(word for word in stated.words if not _known(word, stated, brand, section.language))
    if not new:
        return None
    table: dict[str, Any] = {
        "id": _free_id(new[0], brand),
        "kind": stated.kind,
        "language": section.language,
        "words": new,
        "use": stated.use,
        "reason": {section.language: stated.sentence},
        "source": " › ".join(part for part in (section.path, *section.section) if part),
        "fails": "-",
        "passes": "-",
    }
    if stated.kind == "at_most":
        table["count"] = stated.count
    rule = Rule.model_validate(table)
    sentences = [one.strip(" >-*\t") for one in regex.split(r"(?<=[.!?])\s+|\n+", section.text) if 8 < len(one) < 200]
    short = sorted((text for text in own if len(text) <= _SHORT_POST), key=len, reverse=True)
    said = " ".join([new[0]] * (stated.count + 1)) if stated.kind == "at_most" else new[0]
    fails = _first((f"{said[:1].upper()}{said[1:]}.",), rule, brand, True)
    wanted = [text for text in short if stated.use and list(spans_of((stated.use,), text))]
    instead = (f"{stated.use[:1].upper()}{stated.use[1:]}.",) if stated.use else ()
    passes = _first((*wanted[:20], *instead, *short[:20], *sentences), rule, brand, False)
    return rule.model_copy(update={"fails": fails, "passes": passes}) if fails and passes else None


def _first(candidates: Sequence[str], rule: Rule, brand: Brand, caught: bool) -> str:
    with_it = brand.model_copy(update={"rules": (rule,)})
    return next((one for one in candidates if catches(rule, one, with_it) is caught), "")


def _known(word: str, stated: Stated, brand: Brand, language: str) -> bool:
    """Whether a rule of the brand finds something in these words as they stand."""
    if stated.kind == "at_most":
        return any(rule.kind == "at_most" and word in rule.words for rule in brand.rules)
    only_words = brand.model_copy(
        update={"rules": tuple(rule for rule in brand.rules if rule.kind in ("banned", "preferred"))}
    )
    return any(one.check.startswith("rule:") for one in check_rules(word, only_words, language=language))


def _free_id(word: str, brand: Brand) -> str:
    plain = regex.sub(r"\p{M}", "", unicodedata.normalize("NFD", word.lower()))
    stem = "guide-" + (regex.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40] or "rule")
    taken = {rule.id for rule in brand.rules}
    return next(name for number in range(1, 1000) if (name := stem if number == 1 else f"{stem}-{number}") not in taken)


def _with(brand: Brand, edit: Edit) -> Brand | None:
    if isinstance(edit, AddRule):
        return brand.model_copy(update={"rules": (*brand.rules, edit.rule)})
    if isinstance(edit, SetEmoji):
        return brand.model_copy(update={"emoji": brand.emoji.model_copy(update={"at_most": edit.at_most})})
    if isinstance(edit, SetHashtags):
        most = {**brand.hashtags.at_most, edit.platform: edit.at_most}
        return brand.model_copy(update={"hashtags": brand.hashtags.model_copy(update={"at_most": most})})
    return None


def _breaks(text: str, edit: Edit, after: Brand, language: str) -> bool:
    match edit:
        case AddRule():
            return catches(edit.rule, text, after)
        case SetHashtags():
            found = check_rules(text, after, platform=edit.platform, language=language)
            return any(one.check == "hashtags" for one in found)
        case _:
            return any(one.check == "emoji" for one in check_rules(text, after, language=language))
