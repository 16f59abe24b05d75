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
    """The findings, gravest first, each with its place and, where there is one, its replacement to click."""
    ordered = sorted(findings, key=lambda finding: (_ORDER[finding.level], finding.start))
    return f'<ul class="findings">{"".join(_item(text, finding, reader, clickable) for finding in ordered)}</ul>'


def _item(text: str, finding: Finding, reader: str, clickable: bool) -> str:
    place = text[finding.start : finding.end] if 0 <= finding.start < finding.end <= len(text) else ""
    quote = f'<q class="place">{escape(_short(place))}</q>' if place and len(place) < len(text) else ""
    button = _button(place, finding, reader) if clickable else ""
    return (
        f'<li class="finding {finding.level}"><span class="level">{say(f"ui.level_{finding.level}", reader)}</span>'
        f'<span class="what">{escape(finding.message)} {quote}{button}</span></li>'
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
