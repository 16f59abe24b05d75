"""Drafts for a complaint without a model: what went wrong, in the person's own terms, then what the house does next.

What is done next is said by a fact, by the house's own earlier replies to such complaints, or by what the brand says
when a complaint is heard; nothing is promised that none of them says.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from assistant.drafting.case_details import Case as Earlier
from assistant.drafting.checks import brand_material
from assistant.drafting.claims import claims_of
from assistant.drafting.context import ContextBuilder, shortened
from assistant.drafting.material import Case
from assistant.drafting.retelling import told_back
from assistant.drafting.situations import SURE
from assistant.drafting.troubles import Remedy, deeds_of, find_remedy, kinds_of, says_where
from assistant.drafting.understanding import register_for
from assistant.library.splitting import split_sentences
from assistant.records import Approach, Passage
from assistant.store.fulltext import fold
from assistant.voice.brand import Brand
from assistant.voice.decisions import commitments
from assistant.voice.handling import said_to
from assistant.voice.rules import applies, says_tu, says_vous
from assistant.voice.words import telling_stems

_LOOKED_AT = 24
"""Earlier replies that are looked through for what is done next."""
_MOST_STEPS = 2
_MOST_OPENING = 4
"""Words of an opening such as “We've read this.”, which saying what went wrong takes the place of."""
_OF_SEVERAL = regex.compile(r"\b(?:both|les deux|two|deux|second|deuxième|again|encore)\b", regex.IGNORECASE)
_POINTS_BACK = regex.compile(
    r"^\W*(?:it|that|this|they|those|ça|c['’]est|il|elle|ils|elles|pas ici|not here)\b", regex.IGNORECASE
)
_MAY_BE = frozenset({"other", "joke", "praise"})
_UNSURE = 0.6
_THANKS = regex.compile(r"\b(?:merci|thanks?|thank you)\b", regex.IGNORECASE)
"""What a complaint without a loud word is taken for."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A draft for a complaint, with the fact or the earlier reply it is made of; `told` is the part of it that says
    what went wrong."""

    approach: Approach
    text: str
    told: str = ""
    passage: Passage | None = None


def as_complaint(case: Case, brand: Brand) -> Case | None:
    """The case as that of a complaint: None where it surely is none. One taken for a remark or a joke, not surely, is
    one when it says what went wrong."""
    seen, message = case.seen, case.request.message.text
    if seen.situation == "complaint":
        return case
    unsure = seen.situation in _MAY_BE and (seen.confidence < _UNSURE or seen.second == "complaint")
    if not unsure or _THANKS.search(message) or not kinds_of(message) or not told_back(message, seen.language):
        return None
    register = register_for(message, brand, case.request.platform, "complaint", case.request.person)
    seen = replace(
        seen,
        situation="complaint",
        confidence=0.0,
        register=register if seen.language == "fr" else None,
        committed=commitments(brand, "complaint"),
    )
    return replace(case, seen=seen)


def complaint_drafts(case: Case, context: ContextBuilder) -> Iterator[Heard]:
    """Drafts for a complaint, each with another way to go on."""
    seen, message = case.seen, shortened(case.request.message.text)
    sure = seen.situation == "complaint" and seen.confidence >= SURE
    house = tuple(brand_material(context.brand))
    told = told_back(message, seen.language, seen.register, _names(house), _people(context.brand), surely=sure)
    if not told and not sure:
        return
    words = said_to(context.brand.holding.complaint, seen.language, seen.register)
    opening, rest = _cut(words)
    facts = [one for one in context.retrieval.facts() if one.language in ("", seen.language)]
    remedy = find_remedy(message, facts, context.retrieval.near)
    begins = told or opening
    if begins and remedy is not None:
        steps, passage = _steps(case, context, facts, remedy, house)
        if steps:
            yield Heard("own_words", f"{begins} {steps}", told, passage)
        text = " ".join((begins, *remedy.sentences))
        yield Heard(
            "facts", text if _says_required(text, case, context.brand) else f"{text} {rest}", told, remedy.passage
        )
    if words:
        yield Heard("holding", f"{told} {rest}" if told else words, told)


def _people(brand: Brand) -> frozenset[str]:
    """The first names of the people of the house, in small letters."""
    return frozenset(person.name.split()[0].lower() for person in brand.people if person.name)


def _names(house: Sequence[str]) -> dict[str, str]:
    """The words of the house as it writes them, by their small letters: with a capital those that always have one."""
    said = "\n".join(house)
    small = {word: word for word in regex.findall(r"\b\p{Ll}[\p{L}-]+", said)}
    return {word.lower(): word for word in regex.findall(r"\b\p{Lu}\p{Ll}[\p{L}-]+", said)} | small


def _cut(words: str) -> tuple[str, str]:
    """The short sentence that words for a complaint begin with, and the rest of them."""
    first, *others = split_sentences(words) or [""]
    if others and len(first.split()) <= _MOST_OPENING and not claims_of(first):
        return first.strip(), words[len(first) :].strip()
    return "", words


def _says_required(text: str, case: Case, brand: Brand) -> bool:
    """Whether a text says what the brand's rules want said here."""
    folded = fold(text)
    return all(
        any(fold(word) in folded for word in rule.words)
        for rule in brand.rules
        if rule.kind == "required"
        and applies(rule, platform=case.request.platform, language=case.seen.language, situation="complaint")
    )


def _steps(
    case: Case, context: ContextBuilder, facts: Sequence[Passage], remedy: Remedy, house: tuple[str, ...]
) -> tuple[str, Passage | None]:
    """What an earlier reply to a complaint that the same fact is for says is done next, where it holds for anybody and
    the fact says no less."""
    near, theirs = context.retrieval.near, kinds_of(case.request.message.text)
    hits = context.retrieval.find_answered(
        shortened(case.request.message.text), case.seen.language, case.request.person, _LOOKED_AT
    )
    message, language, register = case.request.message.text, case.seen.language, case.seen.register
    known = telling_stems(f"{remedy.passage.text} {case.request.message.text}")
    for hit in hits:
        past = hit.passage
        if past.answered is None or past.quoted or (past.language and past.language != language):
            continue
        asked = past.answered.text
        behind = find_remedy(asked, facts, near)
        if not kinds_of(asked) & theirs or behind is None or behind.passage.id != remedy.passage.id:
            continue
        earlier = Earlier(asked, past.answered.author, message, house, past.person)
        found: list[str] = []
        for sentence in (one.strip() for line in past.text.split("\n") for one in split_sentences(line)):
            deeds = deeds_of(sentence)
            if (
                (deeds or says_where(sentence))
                and deeds <= remedy.deeds
                and not earlier.reason_against(sentence)
                and not _OF_SEVERAL.search(sentence)
                and telling_stems(sentence) <= known
                and not _POINTS_BACK.match(sentence)
            ):
                found.append(sentence)
        text = " ".join(found[:_MOST_STEPS])
        if not text or not says_where(text) or not earlier.holds_nothing_of_theirs(text):
            continue
        if remedy.deeds and not deeds_of(text):
            continue
        if language == "fr" and register is not None and (says_vous(text) if register == "tu" else says_tu(text)):
            continue
        return text, past
    return "", None
