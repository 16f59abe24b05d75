"""Where a draft, an answer or a search result comes from."""

from collections.abc import Mapping, Sequence
from html import escape

from assistant.platforms import platform as network
from assistant.records import Passage, Source
from assistant.ui.rendering.figures import day, plural
from assistant.wording import say

EXCERPT = 420
"""Characters of a passage that are shown; the rest is in the file that is named."""


def sources(found: Sequence[Source], reader: str, names: Mapping[str, str]) -> str:
    """The numbered passages the model was given, those the text draws on first. `names` are people's names by id."""
    if not found:
        return f'<p class="quiet">{say("ui.no_sources", reader)}</p>'
    used = sum(source.used for source in found)
    ordered = sorted(found, key=lambda source: (not source.used, source.number))
    total = plural("ui.sources_{}", len(found), reader)
    told = f" <span>{plural('ui.sources_used_{}', used, reader)}</span>" if used else ""
    return (
        f'<details class="sources"><summary>{total}{told}</summary>'
        f"<ol>{''.join(_source(source, reader, names) for source in ordered)}</ol></details>"
    )


def _source(source: Source, reader: str, names: Mapping[str, str]) -> str:
    mark = f'<span class="used">{say("ui.used", reader)}</span>' if source.used else ""
    answered = (
        f'<p class="answered">{say("ui.in_answer_to", reader)} <q>{escape(excerpt(source.answered.text))}</q></p>'
        if source.answered
        else ""
    )
    return (
        f'<li value="{source.number}" class="{"is-used" if source.used else ""}">'
        f'<p class="from"><span class="kind">{say(f"ui.kind_{source.kind}", reader)}</span> '
        f"{origin(source, reader, names)} {mark}</p>{answered}"
        f'<blockquote lang="{escape(source.language)}">{escape(excerpt(source.text))}</blockquote></li>'
    )


def origin(source: Source | Passage, reader: str, names: Mapping[str, str]) -> str:
    """File, page › section · network · person · date, whatever of it there is; a web page instead of its file."""
    page = f", {say('ui.page', reader, n=source.page)}" if source.page else ""
    places = [_file(source) + page, *(escape(part) for part in source.section)]
    facts = [escape(network(source.platform).name)] if source.platform else []
    facts += [escape(names.get(source.person, source.person))] if source.person else []
    facts += [day(source.date, reader)] if source.date else []
    return " · ".join([' <span aria-hidden="true">›</span> '.join(places), *facts])


def _file(source: Source | Passage) -> str:
    if not source.address.startswith("https://"):
        return f"<code>{escape(source.path)}</code>"
    shown = source.address.removeprefix("https://").removeprefix("www.").rstrip("/")
    return f'<a href="{escape(source.address)}" target="_blank" rel="noopener noreferrer">{escape(shown)}</a>'


def excerpt(text: str) -> str:
    """The beginning of a passage, cut at a word."""
    return text if len(text) <= EXCERPT else text[:EXCERPT].rsplit(" ", 1)[0] + " …"
