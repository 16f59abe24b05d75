"""Drafts for a complaint without a model: what went wrong, in the person's own terms, then what the house does next.

What is done next is said by a fact, by the house's own earlier replies to such complaints, or by what the brand says
when a complaint is heard; nothing is promised that none of them says.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from assistant.drafting.checks import brand_material
from assistant.drafting.claims import claims_of
from assistant.drafting.context import ContextBuilder, shortened
from assistant.drafting.material import Case
from assistant.drafting.retelling import told_back
from assistant.drafting.situations import SURE, read_situation
from assistant.drafting.steps import find_steps
from assistant.drafting.supposed import without_descriptions
from assistant.drafting.troubles import FELT, Remedy, find_remedy, kinds_of
from assistant.drafting.understanding import register_for
from assistant.library.splitting import split_sentences
from assistant.records import Approach, Passage
from assistant.store.fulltext import fold
from assistant.voice.brand import Brand
from assistant.voice.decisions import commitments
from assistant.voice.handling import said_to
from assistant.voice.rules import applies

_MOST_OPENING = 4
"""Words of an opening such as “We've read this.”, which saying what went wrong takes the place of."""
_MAY_BE = frozenset({"other", "joke", "praise"})
"""What a complaint without a loud word is taken for."""
_UNSURE = 0.6
_THANKS = regex.compile(r"\b(?:merci|thanks?|thank you)\b(?! (?:bien|a lot|for nothing|pour rien)\b)", regex.IGNORECASE)
_IF_THERE_IS_ONE = regex.compile(
    r",? (?:avec|with|et|and) [^,:;.!?]{1,40} (?:s['’]il y en a une?|si (?:vous|tu) en (?:avez|as) une?|"
    r"if there is one|if you have one)\b",
    regex.IGNORECASE,
)
"""What is asked for if it exists: of who was treated badly there is no order number."""
_IRONY = regex.compile(
    r"\b(?:love (?:that|how|it when|paying|waiting)|(?:five|5) stars|truly|thanks a lot|thanks for nothing|merci bien|"
    r"chapeau|bravo|félicitations|congrats|congratulations|(?:j['’])?adore (?:payer|attendre|quand)|"
    r"quel(?:le)? (?:accueil|service|classe)|(?:impressive|impressionnant),?)\b",
    regex.IGNORECASE,
)
_ENDED_WELL = regex.compile(
    r"\b(?:(?:came|turned|worked) out|worked|ended up|went|tasted|taste[sd]?) (?:\w+ )?(?:great|fine|perfect\w*|well|"
    r"good|okay|ok|amazing|delicious)\b|\ball good\b|\bno harm done\b|\bignore me\b|\bmy (?:bad|mistake)\b|"
    r"\btout est (?:beau|correct|réglé|rentré)\b|\bc['’]est (?:réglé|ma faute)\b|"
    r"\bfinalement,? (?:tout|c['’]était) (?:bon|correct|beau)\b|"
    r"\b(?:you|they) (?:\w+ ){0,2}refunded\b(?=[^\n]*\b(?:how (?:long|soon)|when)\b)|"
    r"\b(?:remboursement|m['’]avez remboursée?|m['’]a remboursée?|nous avez remboursé\w*)\b"
    r"(?=[^\n]*\b(?:délais?|combien de (?:temps|jours))\b)",
    regex.IGNORECASE,
)
"""What was told as a trouble and is none any more: it ended well, or is paid back, and asked is when that arrives."""
_RHETORIC = regex.compile(
    r"\b(?:who (?:can|could|even|is supposed to) (?:afford|pay|buy|has)|qui (?:peut|a les moyens|va) (?:se |de |payer)|"
    r"(?:vous )?vendez[- ](?:vous )?à qui|are you (?:serious|kidding|insane)|seriously\s?\?|sérieux\s?\?|pour qui|"
    r"vous (?:êtes|etes) sérieux|since when|depuis quand)",
    regex.IGNORECASE,
)
"""Questions that reproach and ask nothing."""
_THEIR_OWN = regex.compile(
    r"\b(?:j['’]ai|je|on a|i|i['’]ve|we|we['’]ve)\b[^.!?;]{0,60}\b(?:par erreur|par inadvertance|by mistake|"
    r"by accident|accidentally)|"
    r"\b(?:je me suis tromp\w+|on s['’]est tromp\w+|j['’]ai mal (?:lu|choisi|cliqué|command\w+)|"
    r"my (?:own )?(?:mistake|fault|bad)|c['’]est (?:de )?ma faute|mon erreur|"
    r"i (?:picked|chose|clicked|ordered|ticked) the wrong|i (?:dropped|spilled|spilt|knocked over)|"
    r"j['’]ai (?:échappé|renversé|déchiré|percé))\b|"
    r"\b(?:suspecte?|coupable|culprit|guilty party)\b[^.!?]{0,15}\b(?:mon|ma|mes|my|our|notre)\b|"
    r"\b(?:my|our|mon|ma|mes|notre|nos) (?:cats?|dogs?|puppy|kids?|toddler|son|daughter|roommate|chats?|chatte|chiens?|"
    r"chiot|enfants?|fils|fille|gars|coloc) (?:\p{L}+ |l['’]a |s['’]est )?(?:ripped|tore|chewed|knocked|spilled|spilt|"
    r"dropped|bit|clawed|shredded|percé|déchiré|mangé|mordu|renversé|échappé|grugé|griffé)",
    regex.IGNORECASE,
)
"""Who says that the mistake was their own, or somebody's of theirs."""
_OF_THEMSELVES = frozenset({"price"})
_LEAST_SAID = 1.0
_BY_SIGNS = {"order_number": 1.2, "sarcasm": 2.5}
"""What signs add to a complaint that no word tells, see `situations.toml`."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A draft for a complaint, with the fact or the earlier reply it is made of; `told` is the part of it that says
    what went wrong."""

    approach: Approach
    text: str
    told: str = ""
    passage: Passage | None = None


def as_complaint(case: Case, brand: Brand) -> Case | None:
    """The case as that of a complaint: None where it surely is none, or only its meaning says so. One taken for a
    remark or a joke, not surely, is one when it says what went wrong."""
    seen, message = case.seen, without_descriptions(case.request.message.text)
    kinds = kinds_of(message)
    if seen.situation == "complaint" and case.request.situation is not None:
        return case  # a person said so
    if _ENDED_WELL.search(message):
        return None
    if seen.situation == "complaint":
        told = told_back(message, seen.language, seen.register, surely=seen.confidence >= SURE)
        return case if told or kinds or _is_said(message) else None
    rhetoric = "price" in kinds and _RHETORIC.search(message) is not None
    unsure = rhetoric or (seen.situation in _MAY_BE and (seen.confidence < _UNSURE or seen.second == "complaint"))
    if not unsure or not kinds or _THANKS.search(message):
        return None
    if not (told_back(message, seen.language) or rhetoric or (kinds & FELT and _is_no_fun(message))):
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


def _is_no_fun(message: str) -> bool:
    """Whether nothing in a message laughs or praises, but for praise of what nobody praises."""
    shown = read_situation(message).scores
    return shown["joke"] <= 0 and (shown["praise"] < _LEAST_SAID or _IRONY.search(message) is not None)


def _is_said(message: str) -> bool:
    """Whether words of a message complain, and not only signs beside them."""
    shown = read_situation(message)
    return shown.scores["complaint"] - sum(_BY_SIGNS.get(sign, 0.0) for sign in shown.signs) >= _LEAST_SAID


def complaint_drafts(case: Case, context: ContextBuilder) -> Iterator[Heard]:
    """Drafts for a complaint, each with another way to go on: what the house says is done next, a fact where it surely
    is about this trouble, or that somebody sees to it."""
    seen, message = case.seen, without_descriptions(shortened(case.request.message.text))
    sure = seen.situation == "complaint" and seen.confidence >= SURE
    kinds, house = kinds_of(message), tuple(brand_material(context.brand))
    told = told_back(message, seen.language, seen.register, _names(house), _people(context.brand), surely=sure)
    if not told and not sure and not kinds & (FELT | _OF_THEMSELVES):
        return
    words = said_to(context.brand.holding.complaint, seen.language, seen.register)
    if kinds & FELT or "price" in kinds:
        words = _IF_THERE_IS_ONE.sub("", words)
    opening, rest = _cut(words)
    # What the house does about its own mistakes it has not promised for other people's.
    theirs = _THEIR_OWN.search(message) is not None
    remedy = None if theirs else remedy_for(case, context)
    steps = None if theirs else find_steps(case, context, remedy, house)
    if steps is not None and (begins := told or steps.granted or opening):
        yield Heard("own_words", f"{begins} {steps.text}", told, steps.passage)
    if (begins := told or opening) and remedy is not None:
        text = " ".join((begins, *remedy.sentences))
        yield Heard(
            "facts", text if _says_required(text, case, context.brand) else f"{text} {rest}", told, remedy.passage
        )
    if words:
        yield Heard("holding", f"{told} {rest}" if told else words, told)


def remedy_for(case: Case, context: ContextBuilder) -> Remedy | None:
    """The fact in the language of the answer that surely is about the trouble of a message."""
    message = without_descriptions(shortened(case.request.message.text))
    facts = [one for one in context.retrieval.facts() if one.language in ("", case.seen.language)]
    remedy = find_remedy(message, facts, context.retrieval.near)
    return remedy if remedy is not None and remedy.sure else None


def _people(brand: Brand) -> frozenset[str]:
    """The first names of the people of the house, in small letters."""
    return frozenset(person.name.split()[0].lower() for person in brand.people if person.name)


def _names(house: Sequence[str]) -> dict[str, str]:
    """The words of the house as it writes them, by their small letters: with a capital those that always have one."""
    said = "\n".join(house)
    small = {word: word for word in regex.findall(r"\b\p{Ll}[\p{L}-]+", said)}
    # What begins a sentence has its capital from there.
    inside = regex.findall(r"(?<![.!?:;…\n]\s*)(?<!^)\b\p{Lu}\p{Ll}[\p{L}-]+", said)
    return {word.lower(): word for word in inside} | small


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
