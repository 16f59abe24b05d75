"""What was understood of a message: each part can be corrected in one click, each gap filled on the spot."""

from collections.abc import Mapping, Sequence
from html import escape

from assistant.records import Asked, Gathered, ReplyRequest, Support, Urgency
from assistant.ui.handlers.board import Board
from assistant.ui.handlers.corrections import ANSWERS, SITUATIONS, URGENCIES
from assistant.ui.rendering.figures import plural
from assistant.ui.rendering.sources import origin
from assistant.ui.rendering.status import notice
from assistant.wording import language_name, say


def understood(
    board: Board,
    reader: str,
    *,
    request: ReplyRequest | None = None,
    languages: Sequence[str] = (),
    names: Mapping[str, str] | None = None,
) -> str:
    """Language, situation, what is to be done and by when, each with its other values to click; the questions with what
    answers them; what could not be found. `request` holds what a person corrected, `languages` are those the brand
    writes."""
    gathered = board.gathered
    if gathered is None:
        return ""
    known = tuple(dict.fromkeys((*languages, gathered.language)))
    rows = [
        _row("language", [(code, language_name(code, reader).capitalize()) for code in known], gathered.language,
             reader, by_person=bool(request and request.language)),
        _row("situation", [(one, say(f"ui.situation_{one}", reader)) for one in SITUATIONS], gathered.situation,
             reader, by_person=bool(request and request.situation)),
    ]  # fmt: skip
    if gathered.answer == "reply":
        options = [(one, say(f"ui.do_{one}", reader)) for one in ANSWERS]
        rows.append(_row("answer", options, "reply", reader, by_person=bool(request and request.answer)))
    chosen = request.urgency if request else None
    why = say("ui.decided_by_you", reader) if chosen else gathered.haste
    rows.append(urgency(chosen or gathered.urgency, why, reader, by_person=chosen is not None))
    found = plural("ui.found_{}", len(gathered.sources), reader)
    return "".join((
        decision(gathered, reader, by_person=bool(request and request.answer)),
        f'<div class="reading">{"".join(rows)}<p class="quiet">{found}</p></div>',
        questions(gathered, reader, request=request, names=names or {}),
        *(notice(text) for text in gathered.notices),
    ))  # fmt: skip


def decision(gathered: Gathered, reader: str, *, by_person: bool = False) -> str:
    """To hand a message over or to leave it alone is a decision, told with its reason and with what else could be
    done; nothing when it is to be answered."""
    if gathered.answer == "reply":
        return ""
    others = "".join(
        f'<button type="button" class="act" data-correct="answer" data-value="{one}">'
        f"{say(f'ui.instead_{one}', reader)}</button>"
        for one in ANSWERS
        if one != gathered.answer
    )
    reason = say("ui.decided_by_you", reader) if by_person else gathered.reason
    kind = "hand-over" if gathered.answer == "hand_over" else "no-reply"
    return (
        f'<div class="decision {kind}" role="note"><strong>{say(f"ui.answer_{gathered.answer}", reader)}</strong>'
        f'<p>{escape(reason)}</p><p class="quiet">{say(f"ui.answer_{gathered.answer}_lead", reader)}</p>'
        f'<div class="actions">{others}</div></div>'
    )


def urgency(now: Urgency, why: str, reader: str, *, by_person: bool = False) -> str:
    """By when a message wants an answer, with the sentence that says why, each other moment a click away."""
    options = [(one, say(f"ui.urgent_{one}", reader)) for one in URGENCIES]
    return _row("urgency", options, now, reader, by_person=by_person, why=why, ordered=True)


def _row(
    what: str,
    options: Sequence[tuple[str, str]],
    now: str,
    reader: str,
    *,
    by_person: bool,
    why: str = "",
    ordered: bool = False,
) -> str:
    """One thing that was understood: what holds is pressed, and first unless the values are `ordered`; every other
    value is a click away. `why` it holds stands below."""
    buttons = "".join(
        f'<button type="button" class="option" aria-pressed="{"true" if value == now else "false"}" '
        f'data-correct="{what}" data-value="{escape(value, quote=True)}">{escape(name)}</button>'
        for value, name in sorted(options, key=lambda option: not ordered and option[0] != now)
    )
    back = (
        f'<button type="button" class="option back" data-correct="{what}" data-value="">'
        f"{say('ui.as_understood', reader)}</button>"
        if by_person
        else ""
    )
    told = f'<p class="reason">{escape(why)}</p>' if why else ""
    return (
        f'<div role="group" aria-label="{escape(say(f"ui.understood_{what}", reader), quote=True)}" class="row">'
        f'<span class="name">{say(f"ui.understood_{what}", reader)}</span>'
        f'<span class="options">{buttons}{back}</span>{told}</div>'
    )


def questions(gathered: Gathered, reader: str, *, request: ReplyRequest | None, names: Mapping[str, str]) -> str:
    """What the message asks: each question with the sentence that answers it, or with the gap and a form to fill it."""
    if not gathered.asked:
        return ""
    missing = sum(not one.answered for one in gathered.asked)
    told = plural("ui.gaps_{}", missing, reader) if missing else say("ui.no_gaps", reader)
    items = "".join(
        _answered(one, gathered, reader, request, names)
        if one.answered
        else _gap(one, number, gathered.language, reader)
        for number, one in enumerate(gathered.asked)
    )
    title = plural("ui.asked_{}", len(gathered.asked), reader)
    state = "gap" if missing else "met"
    return f'<section class="asked-list"><h3>{title} <span class="{state}">{told}</span></h3><ol>{items}</ol></section>'


def _answered(
    one: Asked, gathered: Gathered, reader: str, request: ReplyRequest | None, names: Mapping[str, str]
) -> str:
    best = one.support[0] if one.support else None
    if best is None:
        return f'<li class="met"><q>{escape(one.text)}</q></li>'
    return (
        f'<li class="met"><q>{escape(one.text)}</q><details><summary>{escape(best.text)}</summary>'
        f'<p class="from">{_origin(best, gathered, reader, request, names)}</p></details></li>'
    )


def _origin(
    support: Support, gathered: Gathered, reader: str, request: ReplyRequest | None, names: Mapping[str, str]
) -> str:
    source = next((one for one in gathered.sources if support.source and one.number == support.source), None)
    if source is not None:
        kind = say(f"ui.kind_{source.kind}", reader)
        return f'<span class="kind">{kind} {source.number}</span> {origin(source, reader, names)}'
    typed = next((one for one in request.known if support.text in one.text), None) if request else None
    if typed is not None:
        return escape(say("ui.told_by", reader, name=typed.by) if typed.by else say("ui.told_by_you", reader))
    return say("ui.from_message", reader)


def _gap(one: Asked, number: int, language: str, reader: str) -> str:
    """A question without an answer: what is missing, a field for it, who knows it, and what to do with it."""
    question = escape(one.text, quote=True)
    missing = f'<p class="missing">{escape(say("ui.missing", reader, what=one.missing))}</p>' if one.missing else ""
    return (
        f'<li class="gap"><q>{escape(one.text)}</q>{missing}{_perhaps(one, reader)}<details class="fill">'
        f'<summary>{say("ui.gap_known", reader)}</summary><div class="gap-form" data-question="{question}" '
        f'data-language="{escape(language, quote=True)}">'
        f'<label for="gap-{number}">{say("ui.gap_answer", reader)}</label>'
        f'<textarea id="gap-{number}" rows="2" data-typed="answer {question}"></textarea>'
        f'<label for="gap-{number}-who">{say("ui.gap_who", reader)}</label>'
        f'<input id="gap-{number}-who" type="text" data-typed="who {question}" '
        f'placeholder="{escape(say("ui.gap_who_placeholder", reader), quote=True)}">'
        f'<div class="actions"><button type="button" class="act" data-use>{say("ui.gap_use", reader)}</button>'
        f'<button type="button" class="act" data-fact>{say("ui.gap_fact", reader)}</button>'
        f"</div></div></details></li>"
    )


def _perhaps(one: Asked, reader: str) -> str:
    """The sentences that may answer: a click on one answers with it."""
    if not one.near:
        return ""
    question = escape(one.text, quote=True)
    choices = "".join(
        f'<li><button type="button" class="perhaps" data-take data-question="{question}">{escape(each.text)}'
        "</button></li>"
        for each in one.near
    )
    return f'<p class="quiet">{say("ui.gap_perhaps", reader)}</p><ul class="near">{choices}</ul>'
