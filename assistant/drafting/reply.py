"""Drafting a reply: understand, decide, find, write several ways, check, put the best first."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from assistant import platforms
from assistant.drafting.addressees import speaks_to
from assistant.drafting.candidates import to_be_written
from assistant.drafting.context import ContextBuilder
from assistant.drafting.decision import own_words_apart
from assistant.drafting.instructions import is_attack
from assistant.drafting.material import Case, Material, find_material
from assistant.drafting.outside import NOT_SHOWN
from assistant.drafting.parts import WHOLE, Parts
from assistant.drafting.ranking import blocked, order_drafts
from assistant.drafting.ready_made import ready_made
from assistant.drafting.sampling import Job, Pace, interleave
from assistant.drafting.stakes import worth
from assistant.drafting.understanding import Understanding, understand
from assistant.drafting.unready import is_too_much_for_a_small_model, why_unready
from assistant.drafting.urgency import NOBODY_WAITS
from assistant.drafting.writing import Assignment, Writer
from assistant.errors import BadInput, Cancelled, PapillonError
from assistant.records import Draft, Drafted, Event, Failed, Gathered, Ranked, ReplyRequest, Stage
from assistant.voice.decisions import asks_back
from assistant.voice.people import speakers, standing
from assistant.wording import say

MOST_CHARACTERS = 20_000
"""Longer messages are refused: no network has posts of that size, so it is a file or a mistake."""
MOST_VARIANTS = 3


def draft_reply(
    request: ReplyRequest,
    context: ContextBuilder,
    writer: Writer,
    cancel: threading.Event | None = None,
    parts: Parts = WHOLE,
) -> Iterator[Event]:
    """Events of a reply: what was understood and found, the candidates as they are done, at the end their order.

    A person who wants `variants` drafts gets at least as many where the model answers; none where silence is right, and
    of a small model none beside a sentence of the house that is ready, unless they want that.

    Raises:
        BadInput: the message is empty or far too long, or the platform, person or number of variants is unknown.
        Cancelled: the person pressed stop.
    """
    _check(request, context)
    yield Stage("understanding", total=request.variants)
    seen = _understand(request, context, parts)
    yield Stage("searching", total=request.variants)
    material = find_material(request, context, seen, parts)
    seen = _undisturbed(request, seen, material, parts, speaks_to(request.message.text, context.brand))
    case = Case(request, seen, material, parts, small=context.budget.short_prompts)
    ready = tuple(ready_made(case, context)) if seen.written or seen.says else ()
    why = why_unready(case, ready)
    notices = (*seen.notices, *material.notices, *((why,) if why else ()))
    yield Gathered(
        seen.language,
        seen.situation,
        seen.answer,
        seen.reason,
        material.sources,
        notices,
        material.asked,
        confidence=seen.confidence,
        second=seen.second,
        urgency=seen.urgency,
        haste=seen.haste,
    )
    if not seen.written and not seen.says:
        yield Ranked(())
        return
    drafts: dict[int, Draft] = {}

    def lacking() -> int:
        return max(0, request.variants - sum(not blocked(draft) for draft in drafts.values()))

    def follow(candidates: Sequence[Assignment], first: int) -> Iterator[Event]:
        total = first + len(candidates)
        numbered = [replace(one, index=index, total=total) for index, one in enumerate(candidates, first)]
        jobs = [_job(writer, one, lambda: lacking() > 0, request.reader) for one in numbered]
        for event in interleave(jobs, context.budget.at_once, cancel):
            if isinstance(event, Drafted):
                drafts[event.index] = event.draft
            yield event

    yield from follow(ready, 0)
    wanted, spared = request.variants, 0
    if context.budget.own_words_suffice:
        wanted = lacking()
        if request.model_too or request.wish.strip():
            wanted = max(1, wanted)
        elif 0 < wanted < request.variants and _may_write(case):
            wanted, spared = 0, wanted
    yield from follow(_to_be_written(case, context, writer.pace, wanted), len(ready))
    yield replace(order_drafts(drafts, context.budget.order, request.reader), spared=spared)


def _understand(request: ReplyRequest, context: ContextBuilder, parts: Parts) -> Understanding:
    own = context.retrieval.find_own_words(request.message, request.thread)
    theirs = own_words_apart(request.message.text, own)
    seen = understand(
        request.message,
        context.brand,
        platform=request.platform,
        chosen_language=request.language,
        person=request.person,
        reader=request.reader,
        thread=request.thread,
        own=own,
        situation=request.situation,
        answer=request.answer,
        reading=context.retrieval.read(theirs) if theirs else None,
        worth=_worth(theirs, context),
        parts=parts,
    )
    return seen if parts.understanding or request.situation is not None else replace(seen, situation="other")


def _worth(text: str, context: ContextBuilder) -> float:
    """What a message asks back costs by the facts, where it does not say it and that decides who answers."""
    if not asks_back(text, context.brand):
        return 0.0
    return worth(text, (one.text for one in context.retrieval.facts()))


_SAYS_NOTHING_ELSE = frozenset({"other", "spam", "attack"})
"""Situations in which a message with orders to the assistant may be nothing but that."""


def _undisturbed(
    request: ReplyRequest, seen: Understanding, material: Material, parts: Parts, friend: str | None
) -> Understanding:
    """Silence for a message that gives the assistant orders and asks nothing else, and for one to a `friend` that asks
    nothing the facts answer, unless a person wants an answer."""
    decided = request.answer is not None or request.situation is not None or seen.answer != "reply"
    if decided or not parts.decision:
        return seen
    if friend is not None and seen.situation != "complaint" and not any(one.answered for one in material.asked):
        return _silent(seen, say("drafting.for_somebody_else", request.reader, account=friend), request.reader)
    aimless = seen.situation in _SAYS_NOTHING_ELSE and parts.fences and not material.asked
    if aimless and is_attack(request.message.text):
        return _silent(seen, say("drafting.only_orders", request.reader), request.reader)
    return seen


def _silent(seen: Understanding, reason: str, reader: str) -> Understanding:
    urgency, haste = NOBODY_WAITS.urgency, NOBODY_WAITS.reason(reader)
    return replace(seen, answer="no_reply", written=False, reason=reason, urgency=urgency, haste=haste)


def _to_be_written(case: Case, context: ContextBuilder, pace: Pace, wanted: int) -> tuple[Assignment, ...]:
    """What the model is asked for: the drafts that are still wanted, and more where it is fast."""
    if not wanted or not _may_write(case):
        return ()
    most = pace.candidates(wanted) if case.parts.candidates else wanted
    return tuple(islice(to_be_written(case, context), most))


def _may_write(case: Case) -> bool:
    return case.seen.written and case.parts.model and not is_too_much_for_a_small_model(case)


def _job(writer: Writer, assignment: Assignment, worth_revising: Callable[[], bool], reader: str) -> Job:
    def write(stop: threading.Event) -> Iterator[Event]:
        try:
            for event in writer.write(assignment, stop, worth_revising):
                yield _withheld(event, reader) if isinstance(event, Drafted) else event
        except Cancelled:
            raise
        except PapillonError as error:
            yield Failed(assignment.index, error.text(reader), error.exit_code)

    return write


def _withheld(event: Drafted, reader: str) -> Event:
    """The event, or, when the text may not even be shown as a draft, that and why."""
    found = next((one for one in event.draft.findings if one.check in NOT_SHOWN and one.level == "block"), None)
    return (
        event
        if found is None
        else Failed(event.index, say("drafting.withheld", reader, reason=found.message), 1, withheld=True)
    )


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
