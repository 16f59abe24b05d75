"""What is done next about a complaint, in the house's own words: an example of its guidelines ("We write: …"), else an
earlier reply to such a complaint. What belonged to another person or another day is taken off."""

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from assistant.drafting.case_details import Case as Earlier
from assistant.drafting.claims import claims_of
from assistant.drafting.context import ContextBuilder, shortened
from assistant.drafting.material import Case
from assistant.drafting.troubles import FELT, Remedy, deeds_of, find_remedy, kinds_of, says_where
from assistant.library.splitting import split_sentences
from assistant.records import Passage
from assistant.voice.rules import says_tu, says_vous
from assistant.voice.words import telling_stems

_LOOKED_AT = 24
"""Earlier replies that are looked through."""
_MOST = 2
_AGAIN = "again"
"""The kind of trouble that comes before the others: what happened twice is another matter."""
_OF_SEVERAL = regex.compile(r"\b(?:both|les deux|two|deux|second|deuxième|again|encore)\b", regex.IGNORECASE)
_POINTS_BACK = regex.compile(
    r"^\W*(?:it|that|this|they|those|ça|c['’]est|il|elle|ils|elles|pas ici|not here)\b", regex.IGNORECASE
)
_EXAMPLE = regex.compile(
    r"^\s*(?:[-*•]\s*)?(?:on (?:écrit|dit)|we (?:write|say)|oui|yes|✓|✅)\s*:\s*(?P<text>\S.*)$",
    regex.IGNORECASE | regex.MULTILINE,
)
_QUOTES = ' «»“”"\u00a0\u202f'
_OF_THEMSELVES = frozenset({"price"})
"""Kinds of trouble that are nobody's goods."""
_NEXT_TIME = regex.compile(
    r"\b(?:(?:the )?next (?:time|visit)|(?:la |à |à votre |à ta )?prochaine? (?:fois|visite|passage)|quel jour|"
    r"(?:what|which) day)\b",
    regex.IGNORECASE,
)
_FOR_ANYBODY = frozenset({"", "yours", "past"})
"""What does not speak against a sentence of a guideline: its “you” is whoever complains."""
_STRANGE = 1
"""Words of its own that what a guideline grants may have: « c'est de l'argent, on le sait »."""


@dataclass(frozen=True, slots=True)
class Steps:
    """What is done next, the passage that says so, and what is granted first, where that is said of this very message:
    « 22 $, c'est de l'argent, on le sait. »"""

    text: str
    passage: Passage
    granted: str = ""


def find_steps(case: Case, context: ContextBuilder, remedy: Remedy | None, house: tuple[str, ...]) -> Steps | None:
    """What the house says is done next about what a message complains of; None where it never said."""
    return _by_guideline(case, context, remedy, house) or (
        _by_reply(case, context, remedy, house) if remedy is not None else None
    )


# ---------------------------------------------------------------- examples of the guidelines


def _by_guideline(case: Case, context: ContextBuilder, remedy: Remedy | None, house: tuple[str, ...]) -> Steps | None:
    message, language = shortened(case.request.message.text), case.seen.language
    theirs = kinds_of(message)
    found: list[tuple[int, Passage, str]] = []
    for passage in context.retrieval.guidelines(language) if theirs else ():
        heading = kinds_of(" ".join(passage.section[-1:]))
        for example in _examples(passage.text):
            shared, besides = theirs & heading, theirs & kinds_of(example)
            felt = not theirs & FELT or bool((shared | besides) & (FELT | _OF_THEMSELVES))
            if felt and (shared or besides) and (_AGAIN in theirs) == (_AGAIN in heading):
                found.append((2 * len(shared) + len(besides), passage, example))
    most = max((score for score, _, _ in found), default=0)
    best = [(passage, example) for score, passage, example in found if score == most]
    told = [f"{' '.join(passage.section[-1:])} {example}" for passage, example in best]
    near = context.retrieval.near.between([message], told)[0] if len(best) > 1 else [0.0] * len(best)
    earlier = Earlier("", "", message, (*house, *case.seen.committed))
    for _, (passage, example) in sorted(zip(near, best, strict=True), key=lambda pair: -pair[0]):
        steps = _of_example(example, earlier, (remedy.deeds if remedy else frozenset()) | _made_again(theirs), passage)
        if steps is not None and _addresses(f"{steps.granted} {steps.text}", case):
            return steps
    return None


def _examples(text: str) -> Iterator[str]:
    """The sentences that a guideline gives as examples of what to write."""
    for match in _EXAMPLE.finditer(text):
        yield match["text"].strip().strip(_QUOTES)


def _made_again(theirs: frozenset[str]) -> frozenset[str]:
    """What a guideline may offer without a fact: what was served badly is made again."""
    return frozenset({"remake"}) if "served" in theirs else frozenset()


def _of_example(example: str, earlier: Earlier, offered: frozenset[str], passage: Passage) -> Steps | None:
    sentences = [one.strip() for one in split_sentences(example)]
    last = max((place for place, one in enumerate(sentences) if says_where(one)), default=-1)
    if last < 0 or earlier.reason_against(_NEXT_TIME.sub(" ", sentences[last])) not in _FOR_ANYBODY:
        return None
    if not deeds_of(sentences[last]) <= offered:
        return None  # a replacement is offered only where a fact offers it for this trouble
    first = last
    while first and _states_of_the_house(sentences[first - 1], earlier):
        first -= 1
    chosen = sentences[first : last + 1][-_MOST:]
    if _POINTS_BACK.match(chosen[0]):
        return None
    granted = sentences[0] if first and _is_granted(sentences[0], earlier.message) else ""
    return Steps(" ".join(chosen), passage, granted)


def _states_of_the_house(sentence: str, earlier: Earlier) -> bool:
    """Whether a sentence only says what the house says of itself: nothing of it is this or that person's."""
    known = telling_stems("\n".join(earlier.house))
    return not earlier.reason_against(sentence) and telling_stems(sentence) <= known and bool(telling_stems(sentence))


def _is_granted(sentence: str, message: str) -> bool:
    """Whether what an example grants first is said of this message too: it names a figure, and all its figures are the
    message's."""
    figures = {claim.value for claim in claims_of(sentence)}
    own = telling_stems(sentence) - telling_stems(message)
    return bool(figures) and figures <= {claim.value for claim in claims_of(message)} and len(own) <= _STRANGE


# ---------------------------------------------------------------- earlier replies


def _by_reply(case: Case, context: ContextBuilder, remedy: Remedy, house: tuple[str, ...]) -> Steps | None:
    """What an earlier reply to a complaint that the same fact is for says is done next, where it holds for anybody and
    the fact says no less."""
    message, language = shortened(case.request.message.text), case.seen.language
    near, theirs = context.retrieval.near, kinds_of(message)
    facts = [one for one in context.retrieval.facts() if one.language in ("", language)]
    known = telling_stems(f"{remedy.passage.text} {message}")
    for hit in context.retrieval.find_answered(message, language, case.request.person, _LOOKED_AT):
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
        text = " ".join(found[:_MOST])
        if not text or not says_where(text) or not earlier.holds_nothing_of_theirs(text):
            continue
        if (remedy.deeds and not deeds_of(text)) or not _addresses(text, case):
            continue
        return Steps(text, past)
    return None


def _addresses(text: str, case: Case) -> bool:
    """Whether a text says tu or vous as it must."""
    if case.seen.language != "fr" or case.seen.register is None:
        return True
    return not (says_vous(text) if case.seen.register == "tu" else says_tu(text))
