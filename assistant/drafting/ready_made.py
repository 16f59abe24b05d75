"""Drafts in the house's own sentences, which need no model and are there at once.

What the brand says when a person takes over, an earlier reply to the very same question, sentences of facts, and what
is said while something is looked up.
"""

from collections.abc import Iterator
from dataclasses import replace

import regex

from assistant.drafting.candidates import REPLY_CHARACTERS, job_of
from assistant.drafting.checks import length_for
from assistant.drafting.complaints import as_complaint, complaint_drafts, remedy_for
from assistant.drafting.concepts import concept_of, plainly
from assistant.drafting.context import ContextBuilder, shortened
from assistant.drafting.coverage import is_covered, to_state
from assistant.drafting.fact_replies import FactReply, reply_with_facts
from assistant.drafting.gap_names import name_gap
from assistant.drafting.gaps_aloud import MOST_QUOTED, say_aloud, say_message
from assistant.drafting.instructions import is_attack
from assistant.drafting.jests import is_in_jest
from assistant.drafting.material import Case
from assistant.drafting.questions import split_questions
from assistant.drafting.remarks import remark_drafts
from assistant.drafting.seeking import names_a_thing
from assistant.drafting.situations import SURE
from assistant.drafting.sources import with_passage
from assistant.drafting.stated import words_of
from assistant.drafting.supposed import is_supposed
from assistant.drafting.troubles import kinds_of
from assistant.drafting.truth import brand_facts
from assistant.drafting.writing import Assignment
from assistant.records import Approach, Asked
from assistant.voice.handling import said_to
from assistant.voice.words import telling_stems

_ANSWERED_BY_FACTS = frozenset({"question", "lead", "joke", "other"})
"""Situations in which a fact as it stands is an answer; a complaint wants to be heard first."""
_INSULTS = frozenset({"attack", "spam"})
_WANTS_BACK = frozenset({"refund", "exchange"})
"""What is asked for by who complains."""
_SHORTER = (MOST_QUOTED, 45, 0)
"""Characters of a question that are quoted, and how many where that is too long; at last none."""
_WHAT_NOW = regex.compile(
    r"(?:\p{L}+ )?\b(?:(?:on|je|j|nous|vous) ?fai(?:s|t|sons|tes) quoi|(?:que|quoi) faire|what (?:now|next)|"
    r"what (?:do|should|can) (?:i|we) do|what (?:will|can|are) you (?:going to |gonna )?do)\b(?:\W+\p{L}+){0,2}\W*$",
    regex.IGNORECASE,
)
"""What a complaint asks for with these words is a remedy, and no gap of the knowledge."""


def ready_made(case: Case, context: ContextBuilder) -> Iterator[Assignment]:
    """Candidates that need no model, the most fitting first."""
    seen, parts = case.seen, case.parts
    if seen.says and parts.decision:
        says = _assignment(case, "holding", seen.says)
        # Who takes over answers the questions too.
        yield replace(says, job=replace(says.job, to_answer=()))
    if seen.answer != "reply" or not parts.own_words:
        return
    supposed = seen.situation == "complaint" and is_supposed(case.request.message.text, seen.language)
    if supposed:
        case = replace(case, seen=replace(seen, situation="question"))
    complaint = as_complaint(case, context.brand)
    if case.seen.situation == "complaint" and case.request.situation is None:
        troubled = kinds_of(case.request.message.text) or any(
            _WANTS_BACK & _concepts(one.text) for one in case.material.asked
        )
        asking = case if troubled else _misread(case, context, unheard=True)
        if asking.seen.situation == "question":
            # « Le Guji est épuisé, ça revient quand »: nothing went wrong that anybody could put right.
            yield from _answered(asking, context, supposed)
            return
    heard = tuple(_heard(case, context, complaint))
    yield from heard
    if complaint is not None and case.seen.situation == "question":
        return  # what it asks, it asks to reproach
    if case.seen.situation not in _ANSWERED_BY_FACTS:
        case = _misread(case, context, unheard=not heard)
    if case.seen.situation in _ANSWERED_BY_FACTS:
        yield from _answered(case, context, supposed)


def _heard(case: Case, context: ContextBuilder, complaint: Case | None) -> Iterator[Assignment]:
    """What is said to such a message whatever the facts: an earlier reply, and words for a complaint or for praise."""
    gaps = _has_gaps(case)
    if not gaps and not case.request.known and complaint in (None, case):
        message, person = shortened(case.request.message.text), case.request.person
        same = context.retrieval.find_same(message, case.seen.language, person=person, register=case.seen.register)
        for adapted in same:
            sources = with_passage(case.material.sources, adapted.passage)
            yield replace(_assignment(case, "own_words", adapted.text), sources=sources)
    for heard in complaint_drafts(complaint, context) if complaint else ():
        sources = with_passage(case.material.sources, heard.passage) if heard.passage else case.material.sources
        one = _assignment(complaint or case, heard.approach, heard.text)
        yield replace(one, job=replace(one.job, sources=sources, said_back=heard.told), sources=sources)
    for begun in remark_drafts(case, context) if complaint is None else ():
        sources = with_passage(case.material.sources, begun.passage) if begun.passage else case.material.sources
        approach: Approach = "own_words" if begun.passage else "holding"
        yield replace(_assignment(case, approach, begun.text), sources=sources)


def _answered(case: Case, context: ContextBuilder, supposed: bool) -> Iterator[Assignment]:
    """The facts that answer, and what is said while the rest is looked up. Of a trouble that is only supposed, the fact
    that is about it."""
    case = _sharpened(_in_earnest(case), context)
    at_a_loss = _at_a_loss(case)
    longest = length_for(context.brand, case.request.platform)
    listed = brand_facts(context.brand)
    told = reply_with_facts(case, listed, longest)
    left = _told_besides(case, told.text)
    if told.text and _has_gaps(left):
        # What is looked up has to be said too.
        reserved = len(_checking(left, context, told.text, most=0)) + 1
        told = reply_with_facts(case, listed, longest - reserved)
        left = _told_besides(case, told.text)
    case, gaps = left, _has_gaps(left)
    if told.of_others and not gaps:
        # What was found speaks of others only: of the Guji by the kilo, that two other coffees come so.
        case = _unanswered(case)
        gaps = _has_gaps(case)
    checking = _checking(case, context, told.text)
    if (at_a_loss or (supposed and not told.text)) and (remedy := remedy_for(case, context)) is not None:
        told = FactReply(" ".join(remedy.sentences) if at_a_loss else remedy.sentences[0])
        sources = with_passage(case.material.sources, remedy.passage)
        asked = () if at_a_loss else case.material.asked
        case = replace(case, material=replace(case.material, sources=sources, asked=asked))
        gaps = _has_gaps(case)
    if told.text and not gaps:
        yield _as_told(_with_left_out(_assignment(case, "facts", told.text), told))
    elif told.text and checking:
        said = (f"{told.text} {_checking(case, context, told.text, most=most)}" for most in _SHORTER)
        fitting = next((one for one in said if len(one) <= longest), told.text)
        yield _as_told(_with_left_out(_assignment(case, "facts", fitting), told))
    elif checking:
        yield _with_left_out(_assignment(case, "holding", checking), told)


def _unanswered(case: Case) -> Case:
    """The case with nothing answered; what was found stands under the gap."""
    asked = tuple(_as_gap(one, case.seen.language) for one in case.material.asked)
    return replace(case, material=replace(case.material, asked=asked))


def _as_gap(one: Asked, language: str) -> Asked:
    """A question as one that nothing answers."""
    missing = one.missing or name_gap(one.text, set(), language)
    return replace(one, answered=False, support=(), near=one.support or one.near, missing=missing)


def _at_a_loss(case: Case) -> bool:
    """Whether all that is asked is what to do now, in a message that tells what went wrong: « reçu deux Lachine,
    j'avais pris deux Écluse. Je fais quoi avec? »"""
    message = case.request.message.text
    asked = [one.text for one in case.material.asked] or [message]
    return all(map(_WHAT_NOW.search, asked)) and bool(kinds_of(message))


def _has_gaps(case: Case) -> bool:
    return any(not one.answered for one in case.to_answer)


def _told_besides(case: Case, facts: str) -> Case:
    """The case without the gaps of which every telling word is in the facts that are stated: they are answered too."""
    said = telling_stems(facts)
    asked = tuple(
        one for one in case.material.asked if one.answered or not (own := telling_stems(one.text)) or not own <= said
    )
    return replace(case, material=replace(case.material, asked=asked))


def _in_earnest(case: Case) -> Case:
    """The case without the questions that are asked in jest."""
    message = case.request.message.text
    asked = tuple(one for one in case.material.asked if not is_in_jest(one.text, message))
    nothing_left = bool(case.material.asked) and not asked
    seen = replace(case.seen, situation="joke") if nothing_left else case.seen
    return replace(case, seen=seen, material=replace(case.material, asked=asked))


def _misread(case: Case, context: ContextBuilder, *, unheard: bool) -> Case:
    """The case as that of a question, where it was not surely read as anything else, or nothing was found to say to it
    (`unheard`), and where it asks something that a fact answers in its own words, or something plain that nothing
    answers. An insult that asks is answered with facts alone."""
    seen, message = case.seen, case.request.message.text
    if not unheard and (seen.confidence >= SURE or seen.situation not in ("complaint", "praise")):
        return case
    starts = {one.start for one in split_questions(shortened(message), seen.language)}
    passages, near = [hit.passage for hit in case.material.facts], context.retrieval.near
    own = context.retrieval.own_words

    def as_asked(one: Asked) -> Asked | None:
        if one.answered and is_covered(one, message, passages, near, own):
            return one
        plain = (one.text.rstrip().endswith("?") or names_a_thing(one.text)) and not _WHAT_NOW.match(one.text)
        if seen.situation in _INSULTS or not plain or (one.answered and not unheard):
            return None
        return _as_gap(one, seen.language)

    asked = tuple(filter(None, (as_asked(one) for one in case.material.asked if one.start in starts)))
    if not asked:
        return case
    return replace(case, seen=replace(seen, situation="question"), material=replace(case.material, asked=asked))


def _concepts(text: str) -> frozenset[str]:
    return frozenset(map(concept_of, words_of(plainly(text))))


def _sharpened(case: Case, context: ContextBuilder) -> Case:
    """The case with, for each question, the sentences that may be stated, the most fitting first."""
    passages = [hit.passage for hit in case.material.facts]
    near, own = context.retrieval.near, context.retrieval.own_words
    message, language = case.request.message.text, case.seen.language
    asked = [to_state(one, message, passages, near, own) for one in case.material.asked]
    named = tuple(
        one if one.answered or one.missing else replace(one, missing=name_gap(one.text, set(), language))
        for one in asked
    )
    return replace(case, material=replace(case.material, asked=named))


def _assignment(case: Case, approach: Approach, text: str) -> Assignment:
    return Assignment(
        # That it is an earlier text, or nearly one, is what it is for.
        replace(job_of(case), earlier=()),
        length=REPLY_CHARACTERS,
        sources=case.material.sources,
        person=case.request.person,
        approach=approach,
        text=text,
    )


def _as_told(one: Assignment) -> Assignment:
    """Sentences of the house are no echo of the message, whatever words they share with it."""
    return replace(one, job=replace(one.job, said_back=one.text))


def _with_left_out(one: Assignment, told: FactReply) -> Assignment:
    return replace(one, job=replace(one.job, left_out=told.left_out))


def _checking(case: Case, context: ContextBuilder, facts: str = "", *, most: int = MOST_QUOTED) -> str:
    """What the brand says while it looks something up, with its name, or at most so many characters of the question
    quoted, without any for 0; empty where nothing is missing or it has no words for it."""
    gaps = [one for one in case.to_answer if not one.answered]
    words = said_to(context.brand.holding.checking, case.seen.language, case.seen.register)
    nothing_read = case.seen.situation == "question" and not case.material.asked
    if not words or not (gaps or nothing_read):
        return ""
    message = case.request.message.text
    # What gives the writer orders is not quoted, whatever it asks beside them.
    spoken = not is_attack(message)
    names = [say_aloud(one, case.seen.language, facts, message, quoted=spoken, most=most) for one in gaps if most]
    if nothing_read and spoken and most:
        names = [say_message(message, case.seen.language)]
    what = ", ".join(dict.fromkeys(filter(None, names)))
    said = words.replace("{missing}", what[:1].upper() + what[1:])
    if what and len(said) > REPLY_CHARACTERS:
        shorter = next((one for one in _SHORTER if one < most), 0)
        return _checking(case, context, facts, most=shorter)
    if not what:
        said = words.replace("{missing}", "").lstrip(" :,\u00a0")
    return said[:1].upper() + said[1:]
