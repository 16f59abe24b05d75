"""Whether what a small model wrote has to do with the message: it likes to recite facts that nobody asked for, to tell
the message again in other words, and to make up what sounds well.

Each sentence must rest on what answers the questions, or take something up from the message and add nothing but
courtesy. What is blocked here may be true; a person would still not send it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from assistant.drafting.answers import polarity_of, reply_of
from assistant.drafting.claims import claims_of
from assistant.drafting.clauses import sentence_spans
from assistant.drafting.gaps import admits_gap
from assistant.drafting.prompts import WRITTEN
from assistant.drafting.troubles import kinds_of
from assistant.records import Asked, Finding, Source
from assistant.voice.words import telling_stems
from assistant.wording import say

_COURTESY = (
    "merci thanks thank glad happy content contente contents heureux heureuse plaisir pleasure sorry désolé désolée "
    "désolés passe passez viens venez come bientôt soon dire dit tell pass word mot message écris écrivez write équipe "
    "team gens people noté noted promis bravo bienvenue welcome santé cheers sourire smile rire laugh joie touché "
    "touche touched compliment gentil kind journée matin morning soir evening week semaine "
    "appreciate words support apprécie"
)
_FIGURES = frozenset({"number", "clock", "day"})
_ALIENS = 2
_ALIEN_SHARE = 0.5
_RECITED = 0.6
_TAKEN_UP = 0.34
_ROLE = regex.compile(r"\b(?:I['’]m|I am|je suis) (?:an?|une?)\b", regex.IGNORECASE)
"""A house is nobody's pirate: the writer took a part."""
_THANKS = regex.compile(
    r"\b(?:merci|thanks?|thank you|content\w*|glad|happy|heureu\w+|plaisir|pleasure|désolée?s?|sorry|bravo|noted?|"
    r"noté)\b",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Ground:
    """What a text may speak of: stems of the message, of what answers, and of all facts that were found."""

    message: frozenset[str]
    answers: frozenset[str]
    facts: tuple[frozenset[str], ...]


def check_sense(  # noqa: PLR0917
    text: str,
    message: str,
    language: str,
    asked: tuple[Asked, ...],
    sources: tuple[Source, ...],
    also: tuple[str, ...] = (),
    reader: str = "en",
) -> tuple[Finding, ...]:
    """Findings about sentences that have nothing to do with the message, and about a yes or no that nothing backs.

    `asked` are its questions with what answers them, `sources` what the writer was given, `also` other texts it may
    rest on, such as what a person typed. Only French and English are read.
    """
    if language not in WRITTEN or not text.strip():
        return ()
    return (*_opener(text, asked, reader), *_beside(text, message, language, asked, sources, also, reader))


def _opener(text: str, asked: tuple[Asked, ...], reader: str) -> Iterator[Finding]:
    """A yes or no at the start that what answers the only yes/no question does not bear out."""
    reply = reply_of(text)
    closed = [one for one in asked if one.yes_no]
    if reply is None or len(closed) != 1:
        return
    said = tuple(one.text for one in closed[0].support)
    sign = polarity_of(closed[0].text, said) if closed[0].answered else 0
    if sign != (1 if reply.affirms else -1):
        told = say("drafting.answer_not_backed", reader, word=text[reply.start : reply.end])
        yield Finding("unsourced", "block", told, reply.start, reply.end)


def _beside(  # noqa: PLR0917
    text: str,
    message: str,
    language: str,
    asked: tuple[Asked, ...],
    sources: tuple[Source, ...],
    also: tuple[str, ...],
    reader: str,
) -> Iterator[Finding]:
    answers = [*also, *(one.text for question in asked for one in question.support)]
    if any(one.kind == "fact" and one.language not in ("", language) for one in sources):
        return  # what it rests on is in another language: words cannot be compared
    facts = tuple(_stems(one.text) for one in sources if one.kind == "fact")
    ground = Ground(_stems(message), _stems("\n".join(answers)), facts)
    remedies = kinds_of(message)
    sentences = [text[start:end] for start, end in sentence_spans(text)]
    taken_up = False
    for sentence, (start, end) in zip(sentences, sentence_spans(text), strict=True):
        own = _stems(sentence) - telling_stems(_COURTESY)
        taken_up = taken_up or bool(own & ground.message) or _THANKS.search(sentence) is not None
        if admits_gap(sentence):
            continue
        helps = bool(kinds_of(sentence) & remedies)
        figures = any(claim.kind in _FIGURES for claim in claims_of(sentence))
        if not own and not (figures and not asked and not helps):
            continue
        played = _ROLE.search(sentence) is not None
        if played or _made_up(own, ground, bool(asked)) or (not asked and not helps and _recited(own, ground)):
            yield Finding("sense", "block", say("drafting.beside_the_message", reader, what=sentence), start, end)
            return
    if not asked and not taken_up:
        yield Finding("sense", "block", say("drafting.beside_the_message", reader, what=text), 0, len(text))


def _made_up(own: frozenset[str], ground: Ground, asked: bool) -> bool:
    """Whether a sentence says more than the message, what answers it, and courtesy."""
    known = ground.answers | ground.message
    if not asked:
        known = known.union(*ground.facts)
    if not own:
        return False
    new = own - known
    told_again = not asked and len(own) > 1 and own <= ground.message
    return len(new) >= _ALIENS or len(new) > _ALIEN_SHARE * len(own) or told_again


def _recited(own: frozenset[str], ground: Ground) -> bool:
    """Whether a sentence is mostly one of the facts, and takes little up from the message."""
    most = max((len(own & fact) for fact in ground.facts), default=0)
    return not own or (most >= _RECITED * len(own) and len(own & ground.message) <= _TAKEN_UP * len(own))


def _stems(text: str) -> frozenset[str]:
    return telling_stems(text)
