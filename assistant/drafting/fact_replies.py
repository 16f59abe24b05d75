"""A reply in sentences of facts: those that answer each question, a yes or no before them where it is sure, and which
answers found no room."""

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from assistant.drafting.answers import is_shared_out, polarity_of
from assistant.drafting.beside import without_others
from assistant.drafting.candidates import REPLY_CHARACTERS
from assistant.drafting.gaps import LeftOut
from assistant.drafting.material import Case
from assistant.drafting.truth import is_cut_from
from assistant.voice.words import telling_stems

_SURE_OF_YES = 0.6
"""Score of what answers from which a yes or no is said before it; under it the sentence speaks for itself."""
_WORDS = {"fr": ("Oui", "Non"), "en": ("Yes", "No")}
_OR_ELSE = regex.compile(r"[\s,;]*(?:ou|or)\b(?! (?:not|no|non|pas|quoi|what)\b)", regex.IGNORECASE)
_SAME_START = 12
"""Characters by which a sentence is known to be the one that answers."""
_SMALL_AFTER = regex.compile(
    r"^(?:l['’]\p{L}+|le|la|les|un|une|on|nos|notre|nous|il|elle|ils|elles|chaque|the|we|our|an?|it|there|they|every|"
    r"each|all|toutes?|tous)$",
    regex.IGNORECASE,
)
"""Words that want a small letter after « Oui, »."""
_FOR_SEVERAL = 2 * REPLY_CHARACTERS
"""Characters of an answer to more than one question, where the network holds as many."""


@dataclass(frozen=True, slots=True)
class FactReply:
    """Empty `text` where nothing answers, or only what is no fact in the language of the answer. `left_out` are the
    questions whose answer is known and found no room. `of_others` where all that was found speaks of other things."""

    text: str = ""
    left_out: tuple[LeftOut, ...] = ()
    of_others: bool = False


@dataclass(frozen=True, slots=True)
class _Sentence:
    """`firsts` are the places of the questions that it answers before any other."""

    text: str
    firsts: frozenset[int]


def reply_with_facts(case: Case, facts: Sequence[str], longest: int) -> FactReply:
    """The sentences that answer the questions, at most `longest` characters and no longer than a reply is. `facts` are
    all of the brand, of which lists of prices are read.

    What only stands beside an answer is left out before any answer is, and of the answers those that find no room after
    the ones asked before.
    """
    material, message = case.material, case.request.message.text
    if not _are_facts(case):
        return FactReply()
    stated = _sentences(case)
    ours = without_others([one.text for one in stated], message, facts)
    kept = [one for one in stated if one.text in ours]
    passed_over = {place for one in stated if one.text not in ours for place in one.firsts}
    several = len({place for one in kept for place in one.firsts}) > 1
    room = min(longest, _FOR_SEVERAL if several else REPLY_CHARACTERS)
    if len(_joined(kept, case)) > room:
        fitting: list[_Sentence] = []
        for one in sorted(kept, key=lambda one: not one.firsts):
            if not one.firsts and any(each.firsts and each not in fitting for each in kept):
                break  # beside an answer that found no room nothing unasked is told
            wider = [each for each in kept if each in fitting or each is one]
            fitting = wider if len(_joined(wider, case)) <= room else fitting
        kept = fitting
    text = _joined(kept, case)
    said = {place for one in kept for place in one.firsts}
    answers = {place: one.text for one in stated for place in one.firsts}
    left_out = tuple(
        LeftOut(one.text, answers.get(place, ""))
        for place, one in enumerate(material.asked)
        if one.answered and place not in said and place not in passed_over
    )
    return FactReply(text, left_out, of_others=bool(passed_over) and not text)


def _are_facts(case: Case) -> bool:
    """Whether all that answers is a fact in the language of the answer, or was typed by a person."""
    by_number = {source.number: source for source in case.material.sources}
    numbers = {one.source for asked in case.material.asked for one in asked.support if one.source}
    return all(by_number[one].kind == "fact" and by_number[one].language in ("", case.seen.language) for one in numbers)


def _sentences(case: Case) -> list[_Sentence]:
    """The sentences that answer, each once, in the order asked; what another one says besides is said by that one."""
    firsts: dict[str, set[int]] = {}
    for place, asked in enumerate(case.material.asked):
        for rank, sentence in enumerate(case.material.stated_for(asked, case.request.message.text)):
            firsts.setdefault(sentence, set()).update({place} if not rank else ())
    for sentence in tuple(firsts):
        wider = next((one for one in firsts if one != sentence and is_cut_from(sentence, [one])), None)
        if wider is not None:
            firsts[wider] |= firsts.pop(sentence)
    return [_Sentence(text, frozenset(places)) for text, places in firsts.items()]


def _joined(sentences: Sequence[_Sentence], case: Case) -> str:
    return _with_yes_or_no(" ".join(one.text for one in sentences), case)


def _with_yes_or_no(text: str, case: Case) -> str:
    """The sentences with a yes or no before them, where the first question wants one and what answers it is sure."""
    first = next(iter(case.material.asked), None)
    if first is None or not first.yes_no or not first.answered or case.seen.language not in _WORDS:
        return text
    said = tuple(one.text for one in first.support)
    if _OR_ELSE.match(case.request.message.text, first.start + len(first.text)):
        return text  # of two things one is asked: no yes tells which
    if not text or not said or not said[0].startswith(text[:_SAME_START]) or first.support[0].score < _SURE_OF_YES:
        return text
    sign = 0 if is_shared_out(first.text, text) else polarity_of(first.text, (text,))
    word = _WORDS[case.seen.language][sign < 0] if sign else ""
    if not word:
        return text
    beginning = text.split(maxsplit=1)[0]
    if _SMALL_AFTER.match(beginning):
        return f"{word}, {text[:1].lower()}{text[1:]}"
    # “Bring back ten empty bags” is no yes to “do your bags go in the brown bin?”.
    return f"{word}. {text}" if telling_stems(beginning) & telling_stems(first.text) else text
