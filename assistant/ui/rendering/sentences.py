"""A draft's text, sentence by sentence, each with what it rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape

from assistant.records import Draft, Finding, Sentence, Source, Support
from assistant.ui.handlers.checks import in_text
from assistant.ui.rendering.marks import proof
from assistant.ui.rendering.sources import origin
from assistant.wording import say

_MOST_SUPPORT = 2


def sentences(draft: Draft, reader: str, names: Mapping[str, str], key: str) -> str:
    """The text to be read, never changed: every sentence can be pointed at, tapped or reached with Tab, and shows its
    source below; the places that findings are about are marked. `key` tells this draft from the others on the page.
    Empty without sentences."""
    spans = in_text(draft)
    if not spans:
        return ""
    pieces: list[str] = []
    notes: list[str] = []
    at = 0
    for number, sentence in enumerate(spans):
        if sentence.start > at:
            pieces.append(_marked(draft, at, sentence.start))
        name = f"{key}-note-{number}"
        pieces.append(
            f'<span class="sentence {"backed" if sentence.support else "bare"}" role="button" tabindex="0" '
            f'aria-describedby="{escape(name, quote=True)}"{_number(sentence)}>'
            f"{_marked(draft, sentence.start, sentence.end)}</span>"
        )
        notes.append(_note(draft, sentence, name, reader, names))
        at = sentence.end
    pieces.append(_marked(draft, at, len(draft.text)))
    backed = sum(bool(sentence.support) for sentence in spans)
    told = say("ui.sentences", reader)
    share = say("ui.sentences_backed", reader, n=backed, total=len(spans))
    return (
        f'<details class="sourced" open><summary>{told} <span>{share}</span></summary>'
        f'<p class="by-sentence" lang="{escape(draft.language, quote=True)}">{"".join(pieces)}</p>'
        f'<p class="point">{say("ui.sentences_hint", reader)}</p>{"".join(notes)}</details>'
    )


def _marked(draft: Draft, start: int, end: int) -> str:
    """A stretch of the text with the findings that touch it."""
    inside = [
        replace(one, start=max(one.start, start) - start, end=min(one.end, end) - start)
        for one in _touching(draft.findings, start, end)
    ]
    return proof(draft.text[start:end], inside)


def _touching(findings: Sequence[Finding], start: int, end: int) -> list[Finding]:
    return [one for one in findings if one.start < end and start < one.end]


def _number(sentence: Sentence) -> str:
    source = next((one.source for one in sentence.support if one.source), 0)
    return f' data-source="{source}"' if source else ""


def _note(draft: Draft, sentence: Sentence, name: str, reader: str, names: Mapping[str, str]) -> str:
    numbered = {source.number: source for source in draft.sources}
    rests = "".join(_rest(one, numbered.get(one.source), reader, names) for one in sentence.support[:_MOST_SUPPORT])
    if not rests:
        rests = f"<p>{say('ui.sentence_bare', reader)}</p>"
    about = dict.fromkeys(one.message for one in _touching(draft.findings, sentence.start, sentence.end))
    # A finding about the whole text is no news about this sentence.
    whole = {one.message for one in draft.findings if one.end - one.start >= len(draft.text)}
    told = "".join(f'<p class="found">{escape(message)}</p>' for message in about if message not in whole)
    return f'<div class="note-of" id="{escape(name, quote=True)}" hidden>{rests}{told}</div>'


def _rest(support: Support, source: Source | None, reader: str, names: Mapping[str, str]) -> str:
    if source is None:
        return f'<p class="from">{say("ui.from_message", reader)}</p><blockquote>{escape(support.text)}</blockquote>'
    kind = f'<span class="kind">{say(f"ui.kind_{source.kind}", reader)} {source.number}</span>'
    return (
        f'<p class="from">{kind} {origin(source, reader, names)}</p>'
        f'<blockquote lang="{escape(source.language, quote=True)}">{escape(support.text)}</blockquote>'
    )
