"""A measured voice: what stands out, the habits in sentences with the posts that show them, and what cannot be told."""

from collections.abc import Sequence
from html import escape

from assistant.platforms import platform as network
from assistant.records import Quote, VoiceProfile
from assistant.ui.handlers.voices import Portrait, Weighed
from assistant.ui.rendering.figures import day, number
from assistant.ui.rendering.plots import by_network, dots, drift
from assistant.ui.rendering.status import notice
from assistant.voice.brand import Brand, text_in
from assistant.voice.contrast import contrasts
from assistant.voice.people import standing
from assistant.voice.statements import GROUPS, Statement, limit, portion, sentence, statements
from assistant.wording import language_name, say

EXCERPT = 360
MOST_STANDING_OUT = 5


def portrait_page(portrait: Portrait, reader: str) -> str:
    """Everything the tab says of one voice."""
    if portrait.problem:
        return notice(portrait.problem, "bad")
    profile = portrait.profile
    if profile is None:
        return ""
    counts = say(
        "ui.portrait_counts",
        reader,
        texts=number(profile.posts, reader),
        replies=number(profile.replies, reader),
        language=language_name(profile.language, reader),
        where=f" · {network(profile.platform).name}" if profile.platform else "",
    )
    title = f'<h2 class="page-title">{escape(portrait.name)}</h2>'
    head = f'<header class="portrait-head">{title}<p class="lead">{escape(counts)}</p></header>'
    told = "".join(
        notice(limit(one, reader), "warn" if one.key in ("none", "few") else "info") for one in profile.limits
    )
    if not profile.posts:
        return head + told
    others = [one for _, one in portrait.others if one.posts]
    return (
        f"{head}{told}{_standing_out(profile, others, reader)}"
        f"{dots(portrait.name, profile, portrait.others, reader)}{_groups(profile, reader)}"
        f"{by_network(profile, reader)}{drift(profile, reader)}"
    )


def _standing_out(profile: VoiceProfile, others: Sequence[VoiceProfile], reader: str) -> str:
    """What this voice does unlike the house's others, the sharpest first."""
    found = contrasts(profile, others)[:MOST_STANDING_OUT]
    if not found:
        return ""
    items = []
    for one in found:
        theirs = say("ui.portrait_others", reader, portion=portion(one.others, one.habit.unit, reader))
        told = _told(sentence(one.habit, reader), one.habit.examples, "", reader)
        items.append(f'<li>{told}<p class="versus">{escape(theirs)}</p></li>')
    head = f"<h3>{say('ui.portrait_stands_out', reader)}</h3>"
    return f'<section class="stands-out">{head}<ul>{"".join(items)}</ul></section>'


def _groups(profile: VoiceProfile, reader: str) -> str:
    told = statements(profile, reader)
    sections = []
    for group in GROUPS:
        lines = [statement for statement in told if statement.group == group]
        if lines:
            items = "".join(f"<li>{_statement(line, reader)}</li>" for line in lines)
            sections.append(f"<section><h3>{say(f'habits.group_{group}', reader)}</h3><ul>{items}</ul></section>")
    return f'<div class="habit-groups">{"".join(sections)}</div>'


def _statement(statement: Statement, reader: str) -> str:
    first = statement.habits[0]
    examples = first.examples if len(statement.habits) == 1 else ()
    # A share tells its sample in the sentence itself; a length or a list does not.
    size = say("ui.portrait_sample", reader, n=number(first.n, reader)) if first.share is None else ""
    return _told(statement.text, examples, size, reader)


def _told(text: str, examples: Sequence[Quote], size: str, reader: str) -> str:
    shown = f' <span class="size">{escape(size)}</span>' if size else ""
    if not examples:
        return f'<p class="habit">{escape(text)}{shown}</p>'
    quotes = "".join(_quote(one, reader) for one in examples)
    return (
        f'<details class="habit"><summary><span class="told">{escape(text)}{shown}</span></summary>'
        f'<p class="quiet">{say("ui.portrait_shown", reader)}</p>{quotes}</details>'
    )


def _quote(one: Quote, reader: str) -> str:
    facts = [escape(network(one.platform).name)] if one.platform else []
    facts += [day(one.date, reader)] if one.date else []
    where = " · ".join([*facts, f"<code>{escape(one.id)}</code>"])
    said = f"<blockquote>{_marked(one)}</blockquote>"
    return f'<figure class="shown">{said}<figcaption class="from">{where}</figcaption></figure>'


def _marked(one: Quote) -> str:
    """The text with the place that shows the habit; of a long text the part around it."""
    start = max(0, min(one.start - EXCERPT // 2, len(one.text) - EXCERPT)) if one.end else 0
    end = min(len(one.text), start + EXCERPT)
    before, after = "… " if start else "", " …" if end < len(one.text) else ""
    if one.end <= one.start:
        return f"{before}{escape(one.text[start:end])}{after}"
    stop = min(one.end, end)
    begun, place, rest = one.text[start : one.start], one.text[one.start : stop], one.text[stop:end]
    return f"{before}{escape(begun)}<mark>{escape(place)}</mark>{escape(rest)}{after}"


def weighed(tried: Weighed | None, reader: str) -> str:
    """The band of a text that was tried, and why; that there is too little to judge by."""
    if tried is None:
        return ""
    match = tried.draft.voice
    reasons = "".join(f"<li>{escape(reason)}</li>" for reason in match.reasons)
    listed = f'<ul class="weighed-reasons">{reasons}</ul>' if reasons else ""
    if match.band != "unknown":
        return f'<p class="voice {match.band}"><strong>{say(f"ui.voice_{match.band}", reader)}</strong></p>{listed}'
    key = "ui.portrait_unlike" if reasons else "ui.portrait_unjudged" if tried.enough else "ui.portrait_too_few"
    return f'<p class="voice unknown">{say(key, reader)}</p>{listed}'


def people_list(brand: Brand, reader: str) -> str:
    """Everybody of the house with what they agreed to."""
    if not brand.people:
        return f'<p class="quiet">{say("ui.portrait_nobody", reader)}</p>'
    items = []
    for person in brand.people:
        state = standing(person)
        consent = person.consent
        told, purpose = say(f"ui.consent_{state}", reader), ""
        if consent is not None and state == "given":
            told = say("ui.consent_by", reader, by=consent.given_by, date=consent.date.isoformat())
            purpose = f'<p class="quiet">{escape(text_in(consent.for_, reader))}</p>'
        who = f"<b>{escape(person.name)}</b> <span>{escape(text_in(person.role, reader))}</span>"
        items.append(f'<li class="{state}"><p>{who}</p><p>{escape(told)}</p>{purpose}</li>')
    return f'<ul class="lenders">{"".join(items)}</ul>'
