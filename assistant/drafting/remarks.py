"""Drafts for kind words without a model: what the house answered to other kind words, where it holds for anybody.

They are places to begin, not answers to the very message: nothing of the earlier person is left, and of several each
says something else.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from assistant.drafting.case_details import Case as Earlier
from assistant.drafting.checks import brand_material, word_runs
from assistant.drafting.claims import claims_of
from assistant.drafting.context import ContextBuilder, shortened
from assistant.drafting.material import Case
from assistant.drafting.situations import SURE, read_situation
from assistant.drafting.troubles import kinds_of
from assistant.library.splitting import split_sentences
from assistant.records import Passage
from assistant.voice.rules import says_tu, says_vous
from assistant.voice.words import telling_stems

MOST = 3
_LOOKED_AT = 60
_LONGEST = 200
_FEWEST = 3
_UNSURE = frozenset({"other", "joke", "complaint"})
_THANKS = regex.compile(
    r"\b(?:merci|thanks?|thank you|contente?s? d|glad|happy to hear|ça fait (?:du bien|plaisir))\b", regex.IGNORECASE
)
_FOR_SOMETHING = regex.compile(r"\b(?:pour|for|de|d['’])\b\s*(?P<what>.*)$", regex.IGNORECASE)
_RELAYS = regex.compile(
    r"\b(?:on|nous) (?:le |la |lui |leur |vous )*(?:dit|dira|passe|transmet\w*)\b|"
    r"\bwe(?:['’]ll| will) (?:tell|let|pass)\b|le message est passé",
    regex.IGNORECASE,
)
_SOMEBODY = regex.compile(
    r"\b(?:barista|serveu\w+|vendeu\w+|caissi\w+|employée?|staff|server|cashier|waiter|waitress|whoever|"
    r"(?:la|the) (?:personne|person|fille|girl|dame|lady)|(?:le|the) (?:gars|guy|monsieur|gentleman)|cel(?:ui|le) qui|"
    r"(?:la )?petite (?:brune|blonde))\b",
    regex.IGNORECASE,
)
_ONE = regex.compile(r"\b(?:him|her)\b")
_HANGS = regex.compile(
    r"^\W*(?:it|that|this|they|he|she|il|elle|ils|elles|et|mais|and|but|so|then|puis)\b", regex.IGNORECASE
)
_ALLOWED = frozenset({"somebody"})
"""What would speak against a sentence that passes thanks on: it says “him” of whoever is meant now."""


@dataclass(frozen=True, slots=True)
class Begun:
    """The beginning of an answer, and the earlier reply that it is from."""

    text: str
    passage: Passage


def remark_drafts(case: Case, context: ContextBuilder) -> tuple[Begun, ...]:
    """At most three answers of the house to kind words, the nearest first; none where the message asks something, or is
    no kind word."""
    seen, message = case.seen, shortened(case.request.message.text)
    if not _is_kind(case, message):
        return ()
    house = tuple(brand_material(context.brand))
    of_somebody = _SOMEBODY.search(message) is not None
    hits = context.retrieval.find_answered(message, seen.language, case.request.person, _LOOKED_AT)
    found: list[tuple[bool, Begun]] = []
    for hit in hits:
        past = hit.passage
        if past.answered is None or past.quoted or past.language not in ("", seen.language):
            continue
        text = " ".join(_kept(past, message, house, of_somebody))
        kind = _THANKS.search(text) or _RELAYS.search(text)
        if (
            not kind
            or len(text.split()) < _FEWEST
            or len(text) > _LONGEST
            or (_RELAYS.search(text) and not of_somebody)
        ):
            continue
        if not _THANKS.search(text) and read_situation(past.answered.text).situation not in ("praise", "other"):
            continue
        addressed = says_vous(text) if seen.register == "tu" else says_tu(text)
        if seen.language == "fr" and seen.register is not None and addressed:
            continue
        found.append((bool(_RELAYS.search(text)) == of_somebody, Begun(text, past)))
    ordered = [one for fits, one in found if fits] + [one for fits, one in found if not fits]
    return tuple(_different(ordered))[:MOST]


def _is_kind(case: Case, message: str) -> bool:
    """Whether a message is kind words that ask nothing and complain of nothing: said so, or thanks in what is not
    surely anything else."""
    seen = case.seen
    if case.material.asked or "?" in message or kinds_of(message):
        return False
    unsure = seen.situation in _UNSURE and seen.confidence < SURE
    return seen.situation == "praise" or (unsure and _THANKS.search(message) is not None)


def _kept(past: Passage, message: str, house: tuple[str, ...], of_somebody: bool) -> Iterator[str]:
    """The sentences of a past reply that hold for anybody; after one that goes, only thanks and what passes them on."""
    answered = past.answered
    earlier = Earlier(
        answered.text if answered else "", answered.author if answered else "", message, house, past.person
    )
    left = False
    for sentence in (one.strip() for line in past.text.split("\n") for one in split_sentences(line)):
        relays = of_somebody and _RELAYS.search(sentence) is not None
        said = _ONE.sub("them", sentence) if relays else sentence
        against = earlier.reason_against(said)
        thanks = _THANKS.search(sentence) is not None
        states = any(claim.kind in ("number", "clock", "day", "email", "link", "phone") for claim in claims_of(said))
        # Thanks for something else are no thanks for this.
        thing = _FOR_SOMETHING.search(sentence) if thanks else None
        against = against or ("thing" if thing and not telling_stems(thing["what"]) & telling_stems(message) else "")
        hangs = _HANGS.match(said) is not None or (left and not (thanks or relays))
        if (against and not (relays and against in _ALLOWED)) or states or hangs or "?" in said:
            left = True
            continue
        yield said


def _different(begun: Sequence[Begun]) -> Iterator[Begun]:
    """Those that do not say nearly what one before them says."""
    seen: list[set[tuple[str, ...]]] = []
    for one in begun:
        runs = word_runs(one.text, 1)
        if not any(len(runs & other) > len(runs | other) / 2 for other in seen):
            seen.append(runs)
            yield one
