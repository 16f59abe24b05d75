"""What is indexed, what was found, what an ingest did."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from assistant.library.pace import time_left
from assistant.platforms import PLATFORMS
from assistant.platforms import platform as network
from assistant.records import Hit, KnownFile, Overview, Skipped
from assistant.ui.handlers.knowledge import Indexing, Results
from assistant.ui.rendering.figures import number, plural
from assistant.ui.rendering.mark import FLUTTER
from assistant.ui.rendering.sources import excerpt, origin
from assistant.ui.rendering.status import notice
from assistant.voice.brand import Brand
from assistant.wording import language_name, say


def overview_page(overview: Overview, brand: Brand, reader: str) -> str:
    """Counts, files, and what was left out and why."""
    notices = "".join(notice(text) for text in overview.notices)
    if not overview.passages:
        title, hint = say("ui.empty_knowledge", reader), say("ui.empty_knowledge_1", reader)
        return f'{notices}<div class="empty small"><h2>{title}</h2><p>{hint}</p></div>'
    kinds = {say(f"ui.kind_{name}", reader): count for name, count in overview.by_kind.items()}
    unknown = say("ui.language_unknown", reader)
    languages = {language_name(code, reader) if code else unknown: n for code, n in overview.by_language.items()}
    networks = {_network(name): count for name, count in overview.by_platform.items() if name}
    people = {_person(brand, name): count for name, count in overview.by_person.items()}
    passages = plural("ui.passages_{}", overview.passages, reader)
    return (
        f'<p class="total"><b>{number(overview.passages, reader)}</b> {passages}</p>{notices}'
        f'<div class="counts">{_counts("by_kind", kinds, reader)}{_counts("by_language", languages, reader)}'
        f"{_counts('by_network', networks, reader)}{_counts('by_person', people, reader)}</div>"
        f"{skipped_list(_left_out(overview.files), reader)}{_files(overview.files, reader)}"
    )


def _left_out(files: Sequence[KnownFile]) -> list[Skipped]:
    return [Skipped(file.path, reason) for file in files for reason in file.skipped]


def _network(name: str) -> str:
    return network(name).name if name in PLATFORMS else name


def _person(brand: Brand, name: str) -> str:
    who = brand.person(name)
    return who.name if who else name or brand.name


def _counts(key: str, counts: Mapping[str, int], reader: str) -> str:
    if not counts:
        return ""
    most = max(counts.values())
    rows = "".join(
        f'<li><span>{escape(name)}</span><span class="bar" aria-hidden="true">'
        f'<i style="width:{100 * count / most:.0f}%"></i></span><b>{number(count, reader)}</b></li>'
        for name, count in sorted(counts.items(), key=lambda item: -item[1])
    )
    return f"<section><h4>{say(f'ui.{key}', reader)}</h4><ul>{rows}</ul></section>"


def skipped_list(skipped: Iterable[Skipped], reader: str) -> str:
    """What was left out, with the reason."""
    items = [f"<li><code>{escape(entry.path)}</code> {escape(entry.reason)}</li>" for entry in skipped]
    if not items:
        return ""
    title = plural("ui.skipped_{}", len(items), reader)
    return f'<details class="skipped" open><summary>{title}</summary><ul>{"".join(items)}</ul></details>'


def _files(files: Sequence[KnownFile], reader: str) -> str:
    rows = "".join(
        f"<li><code>{escape(file.path)}</code> <b>{number(file.passages, reader)}</b></li>"
        for file in sorted(files, key=lambda file: file.path)
    )
    title = plural("ui.files_{}", len(files), reader)
    return f'<details class="files-read"><summary>{title}</summary><ul>{rows}</ul></details>'


def results_list(results: Results, reader: str, names: Mapping[str, str]) -> str:
    """Passages found, with where they stand."""
    if results.problem:
        return notice(results.problem, "bad")
    if not results.query:
        return ""
    if not results.hits:
        return notice(say("ui.nothing_in_knowledge", reader, query=results.query))
    return f'<ol class="results">{"".join(_result(hit, reader, names) for hit in results.hits)}</ol>'


def _result(hit: Hit, reader: str, names: Mapping[str, str]) -> str:
    passage = hit.passage
    answered = (
        f'<p class="answered">{say("ui.in_answer_to", reader)} <q>{escape(excerpt(passage.answered.text))}</q></p>'
        if passage.answered
        else ""
    )
    return (
        f'<li><p class="from"><span class="kind">{say(f"ui.kind_{passage.kind}", reader)}</span> '
        f"{origin(passage, reader, names)}</p>{answered}"
        f'<blockquote lang="{escape(passage.language)}">{escape(excerpt(passage.text))}</blockquote></li>'
    )


def indexing(now: Indexing, reader: str) -> str:
    """Progress while it lasts, then what changed."""
    match now.state:
        case "running":
            total = number(now.total, reader) if now.total else "…"
            text = say("ui.indexing", reader, done=number(now.done, reader), total=total, path=now.path)
            if left := time_left(now.left, reader):
                text = f"{text} · {left}"
            share = f'<progress max="{max(now.total, 1)}" value="{now.done}"></progress>'
            return f'<p class="status busy">{FLUTTER}<span>{escape(text)}</span>{share}</p>'
        case "stopped":
            return f'<p class="status">{say("ui.indexing_stopped", reader)}</p>'
        case "failed":
            return notice(now.problem, "bad")
    report = now.report
    if report is None:
        return ""
    told = say(
        "ui.indexed",
        reader,
        added=number(report.added, reader),
        updated=number(report.updated, reader),
        removed=number(report.removed, reader),
        unchanged=number(report.unchanged, reader),
        seconds=number(report.seconds, reader, 1),
    )
    return f'<p class="status">{escape(told)}</p>{skipped_list(report.skipped, reader)}'
