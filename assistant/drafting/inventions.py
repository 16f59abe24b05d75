"""What a text says of the house that no source says: services, things on offer, a yes to what nobody knows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from assistant.drafting.answers import questions_of, reply_of
from assistant.drafting.clauses import parse, words_of
from assistant.drafting.meanings import POLAR
from assistant.drafting.polarity import Statements, trimmed
from assistant.records import Asked

_SERVICE = regex.compile(
    r"(?<!qu['’])\b(?:on|nous|we|(?:le|la|the|notre|our) (?:café|cafe|shop|boutique|atelier|piscine|pool|house|"
    r"maison))\s"
    r"(?:(?:also|aussi|now|even|do|te|vous)\s)?"
    r"(?:livr(?:e|ons)|deliver|ship|accept(?:e|ons)?|prend|prenons|take|vend|vendons|sell|sert|servons|serve|"
    r"lou(?:e|ons)|rent|"
    r"répar(?:e|ons)|repair|offr(?:e|ons)|offer|organis(?:e|ons)|organize|host|donn(?:e|ons) des|teach|"
    r"rembours(?:e|ons)|"
    r"refund)\b",
    regex.IGNORECASE,
)
_BEING = regex.compile(
    r"\b(?:(?:on|nous) (?:en )?(?:a|avons)|we(?:['’]ve| do)? (?:have|got)|il y a|y['’]?a|there(?:['’]s| is| are))\b",
    regex.IGNORECASE,
)
_RELATIVE = regex.compile(r"\b(?:that|which|who|where|qui|que|qu['’]|où|dont)", regex.IGNORECASE)
_LOOSE = frozenset(
    "plaisir pleasur chez toi maison hous home temps tim monde peopl gens chos thing peu bit lot beaucoup petit "
    "small "
    "grand big new nouveau nouvel bon good meilleur best aussi tout all foi joli beau main hand question messag "
    "courriel "
    "email mail note mot word priv privat dm nam nom numero numb adress address photo order command bienvenu trac "
    "team "
    "equip personn person client custom order ask demand write ecri regard look check".split()
) | POLAR  # fmt: skip


@dataclass(frozen=True, slots=True)
class Invention:
    """A stretch of a text that nothing supports; `words` are the words of it that no source has. `answers` when it is a
    yes to a question that the sources do not answer."""

    start: int
    end: int
    words: tuple[str, ...]
    answers: bool = False


def inventions(
    text: str, message: str, statements: Statements, asked: Sequence[Asked] = (), also: frozenset[str] = frozenset()
) -> Iterator[Invention]:
    """What a text claims of the house with words that no source has. `also` are words that others than the sources
    know, such as the guidelines."""
    known = statements.words | also
    for sentence in parse(text):
        if sentence.asks:
            continue
        for clause in sentence.clauses:
            piece = text[clause.start : clause.end]
            match = _SERVICE.search(piece) or _BEING.search(piece)
            if clause.sign < 0 or clause.conditional or match is None:
                continue
            new = _new(_object_of(text, clause.start + match.end(), clause.end), known)
            wanted = frozenset().union(*(one.meanings for one in questions_of(message)))
            if new and (match.re is _SERVICE or new & wanted):
                yield Invention(*trimmed(text, clause.start, clause.end), tuple(sorted(new)))
    yield from _bare_yes(text, message, known, asked)


def _bare_yes(text: str, message: str, known: frozenset[str], asked: Sequence[Asked]) -> Iterator[Invention]:
    reply = reply_of(text)
    answered = [one.answered for one in asked if one.yes_no]
    if reply is not None and reply.affirms and answered and len(asked) == 1 and not any(answered):
        # Whatever follows: nothing that was found answers this, so nothing says yes to it.
        yield Invention(reply.start, reply.end, (), answers=True)
        return
    if reply is None or not reply.affirms or reply.qualified or reply.following & known:
        return
    questions = questions_of(message)
    if len(questions) == 1 and len(questions[0].clauses) == 1 and not (answered and all(answered)):
        question = questions[0]
        names = [claim for claim in question.claims if claim.kind == "name"]
        asked_for = frozenset(
            word.meaning for word in question.words if not any(name.start <= word.start < name.end for name in names)
        )
        new = _new(asked_for, known)
        if len(new) * 2 >= len(asked_for - _LOOSE) > 0 or answered:
            yield Invention(reply.start, reply.end, tuple(sorted(new)), answers=True)


def _object_of(text: str, start: int, end: int) -> frozenset[str]:
    """What follows a verb, up to a relative clause."""
    stop = _RELATIVE.search(text, start, end)
    return frozenset(word.meaning for word in words_of(text, start, stop.start() if stop else end))


def _new(words: frozenset[str], known: frozenset[str]) -> frozenset[str]:
    named = frozenset(word for word in words if not word.startswith(("day:", "place:", "land:")))
    return named - known - _LOOSE
