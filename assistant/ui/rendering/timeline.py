"""When the brand posted: a bar a month (a year, where there are many), its networks above each other, or its
languages."""

from collections import Counter
from collections.abc import Sequence
from html import escape

from assistant.platforms import PLATFORMS
from assistant.platforms import platform as network
from assistant.records import Month
from assistant.ui.rendering.figures import number, plural
from assistant.wording import language_name, say

_WIDTH, _HEIGHT = 640, 150
_MOST_BARS = 60
_SHADES = 6
"""Shades of the style sheet; what comes after them shares the last one."""


def timeline(months: Sequence[Month], reader: str) -> str:
    """Two plots under each other: by network, by language. Nothing when no post has a date."""
    if not months:
        return ""
    unknown = say("ui.language_unknown", reader)
    by_network = [(one.month, _network(one.platform) or unknown, one.count) for one in months]
    by_language = [
        (one.month, language_name(one.language, reader) if one.language else unknown, one.count) for one in months
    ]
    return (
        f'<section class="timeline"><h3>{say("ui.timeline_title", reader)}</h3>'
        f"{_plot('timeline_network', by_network, reader)}{_plot('timeline_language', by_language, reader)}</section>"
    )


def _plot(key: str, counted: Sequence[tuple[str, str, int]], reader: str) -> str:
    totals = Counter[str]()
    for _, name, count in counted:
        totals[name] += count
    names = [name for name, _ in totals.most_common()]
    periods, grouped = _grouped(counted)
    most = max(sum(bars.values()) for bars in grouped.values())
    step = _WIDTH / len(periods)
    wide = max(2.0, step * 0.76)
    bars = []
    for place, period in enumerate(periods):
        bottom = float(_HEIGHT)
        parts = grouped.get(period, Counter())
        said = ", ".join(f"{name} {number(parts[name], reader)}" for name in names if parts[name])
        drawn = []
        for rank, name in enumerate(names):
            if parts[name]:
                high = (_HEIGHT - 8) * parts[name] / most
                bottom -= high
                x = place * step + (step - wide) / 2
                drawn.append(
                    f'<rect class="shade-{min(rank, _SHADES - 1)}" x="{x:.1f}" y="{bottom:.1f}" width="{wide:.1f}" '
                    f'height="{high:.1f}"/>'
                )
        if drawn:
            bars.append(f"<g><title>{escape(f'{period}: {said}')}</title>{''.join(drawn)}</g>")
    legend = "".join(
        f'<li><i class="shade-{min(rank, _SHADES - 1)}"></i>{escape(name)} <b>{number(totals[name], reader)}</b></li>'
        for rank, name in enumerate(names)
    )
    title = say(f"ui.{key}", reader)
    told = f"{title}: {periods[0]} – {periods[-1]}, {plural('ui.posts_{}', sum(totals.values()), reader)}"
    return (
        f'<figure class="plot"><figcaption>{title}</figcaption>'
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" preserveAspectRatio="none" role="img" aria-label="{escape(told)}">'
        f"{''.join(bars)}</svg>"
        f'<p class="axis" aria-hidden="true"><span>{periods[0]}</span><span>{periods[-1]}</span></p>'
        f'<ul class="legend">{legend}</ul></figure>'
    )


def _grouped(counted: Sequence[tuple[str, str, int]]) -> tuple[list[str], dict[str, Counter[str]]]:
    """Every month from the first to the last, or every year where these are too many for their bars."""
    months = sorted({month for month, _, _ in counted})
    first, last = months[0], months[-1]
    start, end = (int(month[:4]) * 12 + int(month[5:7]) - 1 for month in (first, last))
    yearly = end - start + 1 > _MOST_BARS
    periods = (
        [str(year) for year in range(int(first[:4]), int(last[:4]) + 1)]
        if yearly
        else [f"{at // 12:04}-{at % 12 + 1:02}" for at in range(start, end + 1)]
    )
    grouped: dict[str, Counter[str]] = {}
    for month, name, count in counted:
        grouped.setdefault(month[:4] if yearly else month, Counter())[name] += count
    return periods, grouped


def _network(name: str) -> str:
    return network(name).name if name in PLATFORMS else name
