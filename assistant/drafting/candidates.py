"""The candidates for one reply: texts in the house's own sentences, which are there at once, and what the model is
asked to write, each in another way."""

from collections.abc import Iterator
from dataclasses import replace

from assistant.drafting.checks import Job, length_for
from assistant.drafting.context import ContextBuilder, shortened
from assistant.drafting.fencing import fenced
from assistant.drafting.material import Case
from assistant.drafting.prompts import PromptFile
from assistant.drafting.sources import instructions_of, published_in, shown_of_others
from assistant.drafting.steering import never_says_i
from assistant.drafting.understanding import Understanding
from assistant.drafting.writing import Assignment
from assistant.records import Approach
from assistant.voice.brand import Brand
from assistant.voice.rules import applies

REPLY_CHARACTERS = 280
"""A reply is short wherever it is written; the median of the sample brand's own replies is under 200."""

APPROACHES: tuple[Approach, ...] = ("free", "brief", "person")
"""How the model is asked, in this order."""


def job_of(case: Case, never_says_i: bool = False) -> Job:
    """What a reply to this message has to be, and what it may rest on; `never_says_i` says so of who speaks."""
    request, seen = case.request, case.seen
    return Job(
        platform=request.platform,
        language=seen.language,
        situation=seen.situation,
        register=seen.register,
        message=request.message.text,
        material=(
            *(source.text for source in case.material.sources if source.kind != "reply"),
            *(one.text for one in request.thread),
            *(f"{one.question} {one.text}" for one in request.known),
            request.message.author,
            request.wish,
        ),
        sources=case.material.sources,
        known=request.known,
        asked=case.material.asked,
        allowed=seen.committed,
        truth=case.parts.truth,
        thread=tuple(one.text for one in request.thread),
        fences=case.parts.fences,
        reader=request.reader,
        to_answer=case.to_answer,
        unread=case.small,
        never_i=case.small and never_says_i,
    )


def to_be_written(case: Case, context: ContextBuilder) -> Iterator[Assignment]:
    """Candidates for the model, each in its own approach; the first as plainly as can be, the others freer."""
    request, seen, material = case.request, case.seen, case.material
    language = seen.language
    length = min(length_for(context.brand, request.platform) * 9 // 10, REPLY_CHARACTERS)
    beginning = context.beginning("reply", language, request.person)
    prompt = context.prompt("reply", language)
    examples = context.with_guidance(
        "reply", language, material.guidelines, context.exchanges(material.replies, language, beginning)
    )
    job = job_of(case, never_says_i(context.profile(request.person, "fr")))
    # Once for all candidates: they share one prompt in the server's cache.
    fences, short = case.parts.fences, context.budget.short_prompts
    thread = context.thread("reply", language, request.thread, fences=fences)
    message = fenced(shortened(request.message.text), short=short, fences=fences)
    facts = _facts_told(case, context)
    missing = [one.missing or one.text for one in case.to_answer if not one.answered]
    tone = _tone(prompt, context.brand, seen, 1 if short else 4)
    must_say = _must_say(prompt, context.brand, request.platform, seen)
    job = replace(job, secret=instructions_of(beginning, material.sources), sense=short and case.parts.truth)
    for number, approach in enumerate(APPROACHES, 1):
        line = prompt.render(f"approach_{number}")
        if seen.answer == "hand_over":
            line = prompt.render("hand_over", to=seen.to)
        asked = context.request(
            "reply",
            language,
            register=seen.register,
            platform=request.platform,
            length=length,
            facts=facts,
            missing=missing,
            guidelines=material.guidelines,
            wish=request.wish,
            thread=thread,
            message=message,
            approach=f"{line}\n" if line else "",
            tone=tone,
            must_say=must_say,
        )
        messages = [*beginning, *examples, asked]
        yield Assignment(
            prompt=messages,
            job=replace(job, earlier=published_in(messages), others=shown_of_others(messages[:-1])),
            length=length,
            sources=material.sources,
            person=request.person,
            temperature=0.2 if number == 1 else 0.7,
            short_prompts=short,
            revised=context.budget.revised_replies,
            approach=approach,
        )


def _facts_told(case: Case, context: ContextBuilder) -> list[str]:
    """The facts as the model is told them: what a person typed first; a small model gets the very sentences that
    answer, a large one the whole passages."""
    typed = [one.text for one in case.request.known]
    if context.budget.short_prompts and case.to_answer:
        return list(dict.fromkeys((*typed, *case.material.stated(case.request.message.text))))
    return [*typed, *(hit.passage.text for hit in case.material.facts)]


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
