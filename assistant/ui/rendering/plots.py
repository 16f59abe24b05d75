"""Plots of a voice: beside the house's others, in time, by network. Drawn with elements and SVG of the page's own
colours; each can be read as a table too, and says in words what it shows."""

from collections.abc import Sequence
from html import escape

from assistant.platforms import platform as network
from assistant.records import Habit, Period, VoiceProfile
from assistant.ui.rendering.figures import day, number
from assistant.voice.statements import thing
from assistant.wording import say

MOST_ROWS = 8
LEAST_TEXTS = 5
_WIDTH, _HEIGHT = 300, 72


def dots(name: str, profile: VoiceProfile, others: Sequence[tuple[str, VoiceProfile]], reader: str) -> str:
    """The habits in which the house's voices differ most, a row each, a dot a voice; nothing without other voices."""
    voices = [(name, profile), *((other, one) for other, one in others if one.posts >= LEAST_TEXTS)]
    rows = _most_different([one for _, one in voices])
    if len(voices) < 2 or not rows:
        return ""
    drawn = "".join(_row(habit, voices, reader) for habit in rows)
    scale = "".join(f"<span>{_percent(share, reader)}</span>" for share in (0, 0.5, 1))
    head = "<td></td>" + "".join(f'<th scope="col">{escape(voice)}</th>' for voice, _ in voices)
    body = "".join(
        f'<tr><th scope="row">{escape(_label(habit, reader))}</th>'
        + "".join(f"<td>{_percent(one.share(habit.name), reader)}</td>" for _, one in voices)
        + "</tr>"
        for habit in rows
    )
    return (
        f'<section class="plot"><h3>{say("ui.plot_voices", reader)}</h3>'
        f'<p class="legend"><i class="dot me"></i> {escape(name)} '
        f'<i class="dot"></i> {say("ui.plot_others", reader)}</p>'
        f'<div class="dots" aria-hidden="true">{drawn}<p class="axis">{scale}</p></div>'
        f"{_table(head, body, reader)}</section>"
    )


def _row(habit: Habit, voices: Sequence[tuple[str, VoiceProfile]], reader: str) -> str:
    marks = "".join(
        f'<i class="dot{" me" if place == 0 else ""}" style="left:{100 * one.share(habit.name):.1f}%"'
        f' title="{escape(voice, quote=True)}: {_percent(one.share(habit.name), reader)}"></i>'
        for place, (voice, one) in reversed(list(enumerate(voices)))
    )
    return (
        f'<p class="dots-row"><span class="label">{escape(_label(habit, reader))}</span>'
        f'<span class="track">{marks}</span>'
        f"<b>{_percent(voices[0][1].share(habit.name), reader)}</b></p>"
    )


def _most_different(profiles: Sequence[VoiceProfile]) -> list[Habit]:
    """Habits of the first profile, as shares of its texts, whose shares lie furthest apart among the voices."""
    if len(profiles) < 2:
        return []
    texts = [
        habit for habit in profiles[0].habits if habit.share is not None and habit.unit in ("text", "post", "reply")
    ]
    apart = {habit.name: _reach([one.share(habit.name) for one in profiles]) for habit in texts}
    ranked = sorted(texts, key=lambda habit: (-apart[habit.name], habit.name))
    return [habit for habit in ranked if apart[habit.name] >= 0.1][:MOST_ROWS]


def drift(profile: VoiceProfile, reader: str) -> str:
    """The length and the two habits that changed most, over time; nothing when the posts are too few."""
    periods = profile.periods
    if not periods:
        return ""
    names = sorted(
        (name for name in periods[0].shares if profile.habit(name) is not None),
        key=lambda name: -_reach([one.shares.get(name, 0.0) for one in periods]),
    )
    moving = [name for name in names if _reach([one.shares.get(name, 0.0) for one in periods]) >= 0.1][:2]
    drawn = [_line(say("ui.plot_words", reader), [one.words for one in periods], periods, reader, shares=False)]
    drawn += [
        _line(
            _capital(thing(name, reader)), [one.shares.get(name, 0.0) for one in periods], periods, reader, shares=True
        )
        for name in moving
    ]
    head = _head("period", [_capital(thing(name, reader)) for name in moving], reader)
    body = "".join(
        f'<tr><th scope="row">{day(one.start, reader)} – {day(one.end, reader)}</th><td>{number(one.n, reader)}</td>'
        f"<td>{number(one.words, reader)}</td>"
        + "".join(f"<td>{_percent(one.shares.get(name, 0.0), reader)}</td>" for name in moving)
        + "</tr>"
        for one in periods
    )
    return (
        f'<section class="plot"><h3>{say("ui.plot_drift", reader)}</h3><div class="lines">{"".join(drawn)}</div>'
        f"{_table(head, body, reader)}</section>"
    )


def _line(title: str, values: Sequence[float], periods: Sequence[Period], reader: str, *, shares: bool) -> str:
    most = 1.0 if shares and max(values) > 0.5 else max(*values, 0.1 if shares else 1.0)
    step = _WIDTH / (len(values) - 1)
    points = " ".join(
        f"{place * step:.1f},{_HEIGHT - value / most * _HEIGHT:.1f}" for place, value in enumerate(values)
    )

    def shown(value: float) -> str:
        return _percent(value, reader) if shares else number(value, reader)

    told = say(
        "ui.plot_from_to", reader, what=title, first=shown(values[0]), last=shown(values[-1]),
        start=day(periods[0].start, reader), end=day(periods[-1].end, reader),
    )  # fmt: skip
    return (
        f'<figure class="line"><figcaption>{escape(title)}</figcaption>'
        f'<svg viewBox="0 -6 {_WIDTH} {_HEIGHT + 12}" preserveAspectRatio="none" role="img"'
        f' aria-label="{escape(told, quote=True)}">'
        f'<line x1="0" y1="{_HEIGHT}" x2="{_WIDTH}" y2="{_HEIGHT}" class="base"/><polyline points="{points}"/></svg>'
        f'<p class="ends"><span>{shown(values[0])}<br>{day(periods[0].start, reader)}</span>'
        f"<span>{shown(values[-1])}<br>{day(periods[-1].end, reader)}</span></p></figure>"
    )


def by_network(profile: VoiceProfile, reader: str) -> str:
    """Length and the habits that differ most, network by network, as a table; nothing on one network alone."""
    places = [name for name, length in profile.lengths.items() if name and length.n >= LEAST_TEXTS]
    if len(places) < 2:
        return ""
    texts = [habit for habit in profile.habits if habit.share is not None and habit.splits]

    def reach(habit: Habit) -> float:
        return _reach(
            [habit.splits[f"platform:{place}"].share for place in places if f"platform:{place}" in habit.splits]
        )

    told = sorted(texts, key=lambda habit: (-reach(habit), habit.name))[:4]
    head = _head("network", [_label(habit, reader) for habit in told], reader)
    body = "".join(
        f'<tr><th scope="row">{escape(network(place).name)}</th><td>{number(profile.lengths[place].n, reader)}</td>'
        f"<td>{number(profile.lengths[place].median, reader)}</td>"
        + "".join(f"<td>{_percent(habit.splits[f'platform:{place}'].share, reader)}</td>" for habit in told)
        + "</tr>"
        for place in sorted(places, key=lambda place: -profile.lengths[place].n)
    )
    return f'<section class="plot"><h3>{say("ui.plot_by_network", reader)}</h3>{_grid(head, body)}</section>'


def _table(head: str, body: str, reader: str) -> str:
    return f'<details class="as-table"><summary>{say("ui.plot_table", reader)}</summary>{_grid(head, body)}</details>'


def _head(first: str, habits: Sequence[str], reader: str) -> str:
    """The head of a table that tells numbers of texts, lengths and habits."""
    titles = [say(f"ui.plot_{name}", reader) for name in (first, "texts", "words")]
    return "".join(f'<th scope="col">{escape(title)}</th>' for title in (*titles, *habits))


def _grid(head: str, body: str) -> str:
    table = f'<table class="figures-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return f'<div class="scroll">{table}</div>'


def _reach(values: Sequence[float]) -> float:
    return max(values) - min(values) if values else 0.0


def _label(habit: Habit, reader: str) -> str:
    return _capital(thing(habit.name, reader))


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _percent(share: float, reader: str) -> str:
    return say("ui.percent", reader, n=number(100 * share, reader))
