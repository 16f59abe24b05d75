"""Findings: the list, and the text with the places they are about."""

from collections.abc import Sequence
from html import escape
from itertools import pairwise

from assistant.records import Finding, Level
from assistant.wording import say

_ORDER: dict[Level, int] = {"block": 0, "warn": 1, "hint": 2}


def proof(text: str, findings: Sequence[Finding]) -> str:
    """The text with every place a finding is about marked; where findings overlap the gravest colours the place."""
    spans = [finding for finding in findings if 0 <= finding.start < finding.end <= len(text)]
    if not spans:
        return escape(text)
    edges = sorted({0, len(text), *(edge for span in spans for edge in (span.start, span.end))})
    pieces = []
    for start, end in pairwise(edges):
        piece = escape(text[start:end])
        about = sorted(
            (span for span in spans if span.start <= start and end <= span.end), key=lambda span: _ORDER[span.level]
        )
        if about:
            title = escape(" · ".join(dict.fromkeys(span.message for span in about)), quote=True)
            piece = f'<mark class="{about[0].level}" title="{title}">{piece}</mark>'
        pieces.append(piece)
    return "".join(pieces)


def finding_list(text: str, findings: Sequence[Finding], reader: str, *, clickable: bool = True) -> str:
    """The findings, gravest first, each with its place and, where there is one, its replacement to click.

    What is found several times is told once, with how often; its button mends the first place.
    """
    told: dict[tuple[str, Level, str], list[Finding]] = {}
    for finding in sorted(findings, key=lambda finding: (_ORDER[finding.level], finding.start)):
        told.setdefault((finding.check, finding.level, finding.message), []).append(finding)
    items = (_item(text, alike[0], len(alike), reader, clickable=clickable) for alike in told.values())
    return f'<ul class="findings">{"".join(items)}</ul>'


def _item(text: str, finding: Finding, times: int, reader: str, *, clickable: bool) -> str:
    place = text[finding.start : finding.end] if 0 <= finding.start < finding.end <= len(text) else ""
    told = not place or len(place) == len(text) or place in finding.message
    quote = "" if told else f' <q class="place">{escape(_short(place))}</q>'
    often = f' <span class="times">{say("ui.times", reader, n=times)}</span>' if times > 1 else ""
    button = _button(place, finding, reader) if clickable else ""
    return (
        f'<li class="finding {finding.level}"><span class="level">{say(f"ui.level_{finding.level}", reader)}</span>'
        f'<span class="what">{escape(finding.message)}{quote}{often}{button}</span></li>'
    )


def _button(place: str, finding: Finding, reader: str) -> str:
    if finding.suggestion is None:
        return ""
    name = (
        say("ui.apply", reader, text=_short(finding.suggestion))
        if finding.suggestion
        else say("ui.apply_removal", reader)
    )
    return (
        f' <button type="button" class="apply" data-apply data-start="{finding.start}" data-end="{finding.end}"'
        f' data-was="{escape(place, quote=True)}" data-suggestion="{escape(finding.suggestion, quote=True)}">'
        f"{escape(name)}</button>"
    )


def _short(text: str, most: int = 60) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
