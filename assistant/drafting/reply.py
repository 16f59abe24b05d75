"""Drafting a reply: understand, find, write, check."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass

from assistant import platforms
from assistant.drafting.checks import Job, length_for
from assistant.drafting.context import MOST_MESSAGE_CHARACTERS, ContextBuilder, shortened
from assistant.drafting.prompts import PromptFile, quote
from assistant.drafting.sources import instructions_of, published_in, sources_of
from assistant.drafting.understanding import Understanding, situation_of, understand
from assistant.drafting.writing import Assignment, Writer
from assistant.errors import BadInput, Cancelled, PapillonError
from assistant.records import Event, Failed, Gathered, Hit, Passage, ReplyRequest, Source, Stage
from assistant.voice.brand import Brand
from assistant.voice.examples import calls_for
from assistant.voice.people import speakers, standing
from assistant.voice.rules import applies, says_vous
from assistant.wording import language_name, say

MOST_CHARACTERS = 20_000
"""Longer messages are refused: no network has posts of that size, so it is a file or a mistake."""
MOST_VARIANTS = 3
REPLY_CHARACTERS = 280
"""A reply is short wherever it is written; the median of the sample brand's own replies is under 200."""


def draft_reply(
    request: ReplyRequest, context: ContextBuilder, writer: Writer, cancel: threading.Event | None = None
) -> Iterator[Event]:
    """Events of up to three variants of a reply.

    Raises:
        BadInput: the message is empty or far too long, or the platform, person or number of variants is unknown.
        Cancelled: the person pressed stop.
    """
    _check(request, context)
    reader = request.reader
    yield Stage("understanding", total=request.variants)
    seen = understand(
        request.message,
        context.brand,
        platform=request.platform,
        chosen_language=request.language,
        person=request.person,
        reader=reader,
    )
    yield Stage("searching", total=request.variants)
    found = _find(request, context, seen)
    yield Gathered(seen.language, seen.situation, seen.answer, seen.reason, found.sources, found.notices)
    for index in range(request.variants):
        try:
            yield from writer.write(_assignment(request, context, seen, found, index), cancel)
        except Cancelled:
            raise
        except PapillonError as error:
            yield Failed(index, error.text(reader), error.exit_code)


@dataclass(frozen=True, slots=True)
class _Found:
    facts: tuple[Hit, ...]
    guidelines: tuple[Hit, ...]
    replies: tuple[Hit, ...]
    sources: tuple[Source, ...]
    notices: tuple[str, ...]


def _check(request: ReplyRequest, context: ContextBuilder) -> None:
    if not request.message.text.strip():
        raise BadInput("drafting.empty_message")
    if len(request.message.text) > MOST_CHARACTERS:
        raise BadInput("drafting.long_message", count=len(request.message.text), limit=MOST_CHARACTERS)
    if not 1 <= request.variants <= MOST_VARIANTS:
        raise BadInput("drafting.bad_variants", given=request.variants, most=MOST_VARIANTS)
    platforms.platform(request.platform)
    check_person(request.person, context)


def check_person(person: str, context: ContextBuilder) -> None:
    """Raises BadInput when nobody of the house has this id, or when they have not agreed to lend their voice."""
    someone = context.brand.person(person)
    if person and someone is None:
        known = ", ".join(one.id for one in speakers(context.brand)) or "-"
        raise BadInput("drafting.unknown_person", person=person, known=known)
    if someone is not None and standing(someone) != "given":
        withdrawn = standing(someone) == "withdrawn" and someone.consent is not None
        on = someone.consent.withdrawn if withdrawn and someone.consent else ""
        raise BadInput("drafting.withdrawn" if withdrawn else "drafting.no_consent", person=someone.name, date=on)


def _find(request: ReplyRequest, context: ContextBuilder, seen: Understanding) -> _Found:
    query, budget = shortened(request.message.text), context.budget
    # Thanks and remarks ask for nothing: given facts, a small model recites them.
    most_facts = budget.facts if seen.situation in ("question", "complaint") or not budget.short_prompts else 1
    facts = context.retrieval.find_facts(query, seen.language, most_facts)
    guidelines = context.retrieval.find_guidelines(query, seen.language, budget.guidelines)
    replies = context.retrieval.find_replies(
        query, seen.language, request.person, budget.replies, lambda past: _likeness(past, seen, context.brand)
    )
    reader = request.reader
    notices = [*context.library_notices(reader)]
    if not facts and not guidelines and not replies:
        notices.append(say("drafting.nothing_found", reader))
    elif not replies:
        notices.append(say("drafting.no_replies_found", reader))
    if not seen.detected and not request.language:
        notices.append(say("drafting.language_not_told", reader, language=language_name(seen.language, reader)))
    if seen.language not in context.brand.languages:
        notices.append(say("drafting.foreign_language", reader, language=language_name(seen.language, reader)))
    if len(request.message.text) > MOST_MESSAGE_CHARACTERS:
        notices.append(say("drafting.message_shortened", reader, count=MOST_MESSAGE_CHARACTERS))
    return _Found(facts, guidelines, replies, sources_of(facts, guidelines, replies), tuple(notices))


def _likeness(past: Passage, seen: Understanding, brand: Brand) -> int:
    """How well a past reply may show how to answer: 0 not at all (it was handed over and this one is not, or says tu
    for vous), 1 when it answers another kind of message, 2 when it answers the same kind."""
    asked = past.answered.text if past.answered else ""
    handed_over = any(calls_for(rule, asked) for rule in brand.hand_over)
    if handed_over != (seen.answer == "hand_over"):
        return 0
    if seen.register is not None and says_vous(past.text) != (seen.register == "vous"):
        return 0
    return 2 if situation_of(asked) == seen.situation else 1


def _must_say(prompt: PromptFile, brand: Brand, platform: str, seen: Understanding) -> str:
    """What the brand's rules require to be said here, as a line of the request; empty when nothing is."""
    required = [
        rule.words[0]
        for rule in brand.rules
        if rule.kind == "required"
        and applies(rule, platform=platform, language=seen.language, situation=seen.situation)
    ]
    line = prompt.render("must_say", words=", ".join(required)) if required else ""
    return f"{line}\n" if line else ""


def _tone(prompt: PromptFile, brand: Brand, seen: Understanding, most: int) -> str:
    """How the house speaks in this situation, as a line of the request; empty when brand.toml does not say."""
    traits = [
        trait
        for tone in brand.tone
        if tone.situation == seen.situation
        for trait in tone.traits.get(seen.language) or next(iter(tone.traits.values()), ())
    ]
    return f"{prompt.render('tone', traits='; '.join(traits[:most]))}\n" if traits else ""


def _assignment(
    request: ReplyRequest, context: ContextBuilder, seen: Understanding, found: _Found, index: int
) -> Assignment:
    language = seen.language
    length = min(length_for(context.brand, request.platform) * 9 // 10, REPLY_CHARACTERS)
    beginning = context.beginning("reply", language, request.person)
    prompt = context.prompt("reply", language)
    approach = prompt.render(f"approach_{index + 1}")
    if seen.answer == "hand_over":
        approach = prompt.render("hand_over", to=seen.to)
    asked = context.request(
        "reply",
        language,
        register=seen.register,
        platform=request.platform,
        length=length,
        facts=found.facts,
        guidelines=found.guidelines,
        wish=request.wish,
        thread=context.thread("reply", language, request.thread),
        message=quote(shortened(request.message.text)),
        approach=f"{approach}\n" if approach else "",
        tone=_tone(prompt, context.brand, seen, 1 if context.budget.short_prompts else 4),
        must_say=_must_say(prompt, context.brand, request.platform, seen),
    )
    prompt_messages = [
        *beginning,
        *context.with_guidance(
            "reply", language, found.guidelines, context.exchanges(found.replies, language, beginning)
        ),
        asked,
    ]
    return Assignment(
        prompt=prompt_messages,
        job=Job(
            platform=request.platform,
            language=language,
            situation=seen.situation,
            register=seen.register,
            message=request.message.text,
            material=(
                *(source.text for source in found.sources if source.kind != "reply"),
                *(one.text for one in request.thread),
                request.message.author,
                request.wish,
            ),
            secret=instructions_of(beginning, found.sources),
            earlier=published_in(prompt_messages),
            reader=request.reader,
        ),
        length=length,
        sources=found.sources,
        person=request.person,
        temperature=0.2 if index == 0 else 0.7,
        index=index,
        total=request.variants,
        short_prompts=context.budget.short_prompts,
    )
