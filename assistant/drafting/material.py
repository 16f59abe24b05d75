"""What a reply may be written from: facts for each question, guideline sections, own earlier replies, and the gaps."""

from dataclasses import dataclass

import regex

from assistant.drafting.context import MOST_MESSAGE_CHARACTERS, ContextBuilder, shortened
from assistant.drafting.evidence import Evidence, find_message_evidence
from assistant.drafting.instructions import without_dictation, without_orders
from assistant.drafting.outside import notice_of
from assistant.drafting.parts import Parts
from assistant.drafting.sources import sources_of
from assistant.drafting.trimming import answering
from assistant.drafting.understanding import Understanding, situation_of
from assistant.records import Asked, Hit, Passage, ReplyRequest, Source
from assistant.voice.brand import Brand
from assistant.voice.decisions import taking_over
from assistant.voice.rules import says_vous
from assistant.wording import language_name, say

_SENTENCES = regex.compile(r"(?<=[.!?])\s+(?=[\p{Lu}«“\"])")


@dataclass(frozen=True, slots=True)
class Material:
    """What was found for one message. `asked` are its questions, whose support stands in `sources` by number."""

    facts: tuple[Hit, ...]
    guidelines: tuple[Hit, ...]
    replies: tuple[Hit, ...]
    asked: tuple[Asked, ...]
    sources: tuple[Source, ...]
    notices: tuple[str, ...]

    def stated(self, message: str) -> tuple[str, ...]:
        """The sentences that answer the questions of a message, each once, in the order asked: the best of each, and
        what stands beside it in the same passage; lists cut to what is asked."""
        return tuple(dict.fromkeys(one for asked in self.asked for one in self.stated_for(asked, message)))

    @staticmethod
    def stated_for(asked: Asked, message: str) -> list[str]:
        """The sentences that answer one question of a message, the one that answers best first."""
        same = [one for one in asked.support if one.source == asked.support[0].source or not one.source]
        parts = [(part, place == 0) for place, one in enumerate(same) for part in _SENTENCES.split(one.text.strip())]
        return answering(parts, asked.text, message)


@dataclass(frozen=True, slots=True)
class Case:
    """One message to be answered: what was asked of us, what was understood, and what was found."""

    request: ReplyRequest
    seen: Understanding
    material: Material
    parts: Parts
    small: bool = False
    """Whether a small model writes: it may not be trusted with a language that the checks cannot read, nor to know who
    speaks."""

    @property
    def to_answer(self) -> tuple[Asked, ...]:
        """The questions that an answer may not pass over; none where another person answers them."""
        answers = self.seen.situation in _TO_BE_ANSWERED and self.seen.answer != "hand_over"
        return self.material.asked if answers else ()


def find_material(request: ReplyRequest, context: ContextBuilder, seen: Understanding, parts: Parts) -> Material:
    """Search the library for a message that was understood."""
    query, budget = shortened(request.message.text), context.budget
    found = _evidence(request, context, seen, parts) if parts.evidence else Evidence()
    facts = found.facts
    if not found.asked or seen.situation in _WANTS_MORE:
        # Thanks and remarks ask for nothing: given facts, a small model recites them.
        most = budget.facts if seen.situation in _TAKES_FACTS or not budget.short_prompts else 1
        near = context.retrieval.find_facts(query, seen.language, most)
        facts = tuple({hit.passage.id: hit for hit in (*facts, *near)}.values())[: max(len(facts), budget.facts)]
    guidelines = context.retrieval.find_guidelines(query, seen.language, budget.guidelines)
    replies: tuple[Hit, ...] = ()
    if parts.near_replies:
        replies = context.retrieval.find_replies(
            query, seen.language, request.person, budget.replies, lambda past: _likeness(past, seen, context.brand)
        )
    sources = sources_of(facts, guidelines, replies)
    notices = _notices(request, context, seen, sources, parts)
    return Material(facts, guidelines, replies, found.asked, sources, notices)


def _evidence(request: ReplyRequest, context: ContextBuilder, seen: Understanding, parts: Parts) -> Evidence:
    message = shortened(request.message.text)
    message = without_dictation(without_orders(message)) if parts.fences else message
    return find_message_evidence(
        message,
        seen.language,
        context.retrieval,
        most=context.budget.facts,
        known=request.known,
        thread=tuple(one.text for one in request.thread),
    )


_TAKES_FACTS = frozenset({"question", "complaint", "lead", "press"})
_WANTS_MORE = frozenset({"complaint"})
"""What is asked for in a complaint is seldom all that it is about."""
_TO_BE_ANSWERED = frozenset({"question", "lead", "press", "joke", "other"})
"""Situations in which a question must be answered, or looked up; elsewhere many are rhetorical: « c'est normal? »"""


def _notices(
    request: ReplyRequest, context: ContextBuilder, seen: Understanding, sources: tuple[Source, ...], parts: Parts
) -> tuple[str, ...]:
    reader = request.reader
    notices = [*context.library_notices(reader)]
    if not sources:
        notices.append(say("drafting.nothing_found", reader))
    elif parts.near_replies and all(source.kind != "reply" for source in sources):
        notices.append(say("drafting.no_replies_found", reader))
    if not seen.detected and not request.language:
        notices.append(say("drafting.language_not_told", reader, language=language_name(seen.language, reader)))
    if seen.language not in context.brand.languages:
        notices.append(say("drafting.foreign_language", reader, language=language_name(seen.language, reader)))
    instructed = notice_of(request.message.text, (one.text for one in request.thread), reader) if parts.fences else ""
    if instructed:
        notices.append(instructed)
    if len(request.message.text) > MOST_MESSAGE_CHARACTERS:
        notices.append(say("drafting.message_shortened", reader, count=MOST_MESSAGE_CHARACTERS))
    return tuple(notices)


def _likeness(past: Passage, seen: Understanding, brand: Brand) -> int:
    """How well a past reply may show how to answer: 0 not at all (it was handed over and this one is not, or says tu
    for vous), 1 when it answers another kind of message, 2 when it answers the same kind."""
    asked = past.answered.text if past.answered else ""
    handed_over = taking_over(asked, brand) is not None
    if handed_over != (seen.answer == "hand_over"):
        return 0
    if seen.register is not None and says_vous(past.text) != (seen.register == "vous"):
        return 0
    return 2 if situation_of(asked) == seen.situation else 1
