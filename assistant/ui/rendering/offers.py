"""What dropped files would give, before anything is kept."""

from collections.abc import Mapping, Sequence
from html import escape

from assistant.platforms import PLATFORMS
from assistant.platforms import platform as network
from assistant.records import ArchivePreview, FilePreview
from assistant.ui.handlers.knowledge import Offered
from assistant.ui.rendering.figures import day, number, plural
from assistant.ui.rendering.sources import excerpt
from assistant.ui.rendering.status import notice
from assistant.wording import language_name, say

_MOST_SAMPLES = 4


def offers(found: Sequence[Offered], reader: str) -> str:
    """One card a file: what it is, what it would give, what would be left out and why."""
    return f'<div class="offers">{"".join(_offer(one, reader) for one in found)}</div>' if found else ""


def _offer(one: Offered, reader: str) -> str:
    if one.problem:
        body = notice(one.problem, "bad")
    elif one.guideline is not None:
        body = _guideline(one.guideline, reader)
    elif one.archive is not None:
        body = _archive(one.archive, reader)
    else:
        body = ""
    return f'<article class="offer"><h3>{escape(one.name)}</h3>{body}</article>'


def _guideline(found: FilePreview, reader: str) -> str:
    problems = "".join(notice(problem, "warn" if found.passages else "bad") for problem in found.problems)
    if not found.passages:
        return problems
    facts = [plural("ui.passages_of_{}", found.passages, reader), *_languages(found.by_language or {}, reader)]
    facts += [plural("ui.pages_{}", found.pages, reader)] if found.pages else []
    sections = " · ".join(escape(section) for section in found.sections)
    more = f" {say('ui.and_more', reader, n=found.more_sections)}" if found.more_sections else ""
    listed = f'<p class="sections">{sections}{more}</p>' if sections else ""
    return f'<p class="facts"><b>{say("ui.offer_guideline", reader)}</b> · {" · ".join(facts)}</p>{listed}{problems}'


def _archive(found: ArchivePreview, reader: str) -> str:
    when = f" · {day(found.first, reader)} – {day(found.last, reader)}" if found.first and found.last else ""
    networks = [_network(name) for name in found.by_platform or {} if name]
    facts = " · ".join(
        [
            plural("ui.posts_{}", found.posts, reader),
            plural("ui.replies_of_{}", found.replies, reader),
            *map(escape, networks),
            *_languages(found.by_language or {}, reader),
        ]
    )
    left_out = "".join(f"<li>{escape(one.sentence)}</li>" for one in found.left_out)
    left = f'<h4>{say("ui.offer_left_out", reader)}</h4><ul class="left-out">{left_out}</ul>' if left_out else ""
    said = "".join(f"<li>{escape(excerpt(post.text))}</li>" for post in found.samples[:_MOST_SAMPLES])
    samples = f'<details><summary>{say("ui.offer_samples", reader)}</summary><ul class="samples">{said}</ul></details>'
    masked = sum((found.masked or {}).values())
    hidden = f'<p class="quiet">{plural("ui.masked_{}", masked, reader)}</p>' if masked else ""
    warnings = "".join(notice(text, "warn") for text in found.warnings)
    about = f'<p class="facts"><b>{escape(found.title)}</b>{when} · {facts}</p>'
    return f"{about}{warnings}{left}{hidden}{samples if said else ''}"


def _languages(counts: Mapping[str, int], reader: str) -> list[str]:
    return [f"{escape(language_name(code, reader))} {number(count, reader)}" for code, count in counts.items() if code]


def _network(name: str) -> str:
    return network(name).name if name in PLATFORMS else name
