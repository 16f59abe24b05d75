"""The page of `papillon eval drafts`: figures, and every message with the drafts of all runs side by side. It stands
alone: style, script and fonts are in it, and it asks nobody for anything."""

import base64
import re
from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files

from assistant.drafting.evaluation import BARE_RUN, WHOLE_RUN, Answered, without
from assistant.drafting.evaluation_figures import Case, Row, Share, decides_right, speaks_right
from assistant.drafting.evaluation_judge import Verdict
from assistant.drafting.expectations import Expectation
from assistant.ui.rendering.marks import finding_list, proof
from assistant.wording import language_name, say

_FONTS = {
    "Hanken Grotesk": "hanken-grotesk-latin-wght-normal.woff2",
    "Newsreader": "newsreader-latin-wght-normal.woff2",
}
_SIGNS = re.compile(r"\(\?[:!=<]*|[()^$?*+{}]|\\[bdwsBDWS]|\\(?=\W)")
_SECONDS = frozenset({"first_visible", "seconds", "seconds_p95"})


def evaluation_page(  # noqa: PLR0917 - the parts of one page
    name: str,
    model: str,
    rows: Sequence[Row],
    cases: Mapping[str, Sequence[Case]],
    verdicts: Mapping[tuple[str, str], Verdict],
    reader: str = "en",
) -> str:
    """The page. `cases` are by run, in the order of `rows`; `verdicts` by run and message."""
    asked = {case.expected.id: case.expected for some in cases.values() for case in some}
    found = {(run, case.expected.id): case for run, some in cases.items() for case in some}
    first = next(iter(cases), "")
    articles = []
    for expected in asked.values():
        runs = "".join(
            _run(run, found.get((run, expected.id)), verdicts.get((run, expected.id)), first, reader) for run in cases
        )
        wrong = any(_wrong(found[run, expected.id]) for run in cases if (run, expected.id) in found)
        articles.append(_article(expected, runs, reader, wrong=wrong))
    lead = say("ui.eval_lead", reader, count=len(asked), model=model or "-")
    sorts = tuple(dict.fromkeys(one.sort for one in asked.values()))
    return (
        f'<!doctype html><html lang="{reader}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(name)} · Papillon</title><style>{_style()}</style></head><body><main>"
        f"<h1>{say('ui.eval_title', reader)}</h1>"
        f'<p class="quiet lead">{escape(name)}. {escape(lead)}</p>'
        f"{_figures(rows, reader)}{_tools(sorts, reader)}{''.join(articles)}"
        f"</main><script>{_asset('evaluation.js')}</script></body></html>\n"
    )


def run_label(run: str, reader: str = "en") -> str:
    """What a run is called for people."""
    if run == WHOLE_RUN:
        return say("drafting.run_whole", reader)
    if run == BARE_RUN:
        return say("drafting.run_bare", reader)
    return say("drafting.run_without", reader, part=" + ".join(without(run)).replace("_", " "))


# ---------------------------------------------------------------- figures


def _figures(rows: Sequence[Row], reader: str) -> str:
    if not rows:
        return ""
    names, amounts = tuple(rows[0].shares), tuple(rows[0].amounts)
    head = "".join(
        f'<th scope="col">{escape(say(f"drafting.figure_{one}", reader))}</th>' for one in (*names, *amounts)
    )
    body = []
    for row in rows:
        failed = f"<br><small>{say('ui.eval_failed', reader, count=row.failed)}</small>" if row.failed else ""
        cells = "".join(_share(row.shares[one], reader) for one in names)
        cells += "".join(f"<td><b>{_amount(one, row.amounts[one], reader)}</b></td>" for one in amounts)
        label = escape(run_label(row.run, reader))
        body.append(f'<tr><th scope="row">{label}{failed}</th><td><b>{row.messages}</b></td>{cells}</tr>')
    title = escape(say("ui.eval_title", reader), quote=True)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{title}"><table><thead>'
        f'<tr><th scope="col">{say("ui.eval_run", reader)}</th><th scope="col">{say("ui.eval_messages", reader)}</th>'
        f"{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _share(share: Share, reader: str) -> str:
    if not share.of:
        return "<td><b>–</b></td>"
    low, high = share.bounds
    places = f"--low:{100 * low:.1f}%;--high:{100 * high:.1f}%;--at:{100 * share.share:.1f}%"
    return (
        f'<td><b>{_percent(share.share, reader)}</b><span class="reach" style="{places}"><i></i></span>'
        f"<small>{share.count}/{share.of} · {100 * low:.0f}–{100 * high:.0f}</small></td>"
    )


def _amount(name: str, value: float | None, reader: str) -> str:
    if value is None:
        return "–"
    if name == "cached":
        return _percent(value, reader)
    return f"{value:.1f} s" if name in _SECONDS else f"{value:.1f}" if name == "calls" else f"{value:.0f}"


def _percent(share: float, reader: str) -> str:
    return f"{100 * share:.0f}{chr(0xA0) if reader == 'fr' else ''}%"


def _tools(sorts: Sequence[str], reader: str) -> str:
    buttons = [("", say("ui.eval_all", reader)), *((one, say(f"drafting.sort_{one}", reader)) for one in sorts)]
    shown = "".join(
        f'<button type="button" data-sort="{escape(sort, quote=True)}" aria-pressed="{"false" if sort else "true"}">'
        f"{escape(label)}</button>"
        for sort, label in buttons
    )
    count = escape(say("ui.eval_shown_count", reader, count="#"), quote=True)
    return (
        f'<div class="tools">{shown}<label><input type="checkbox">{say("ui.eval_only_wrong", reader)}</label>'
        f'<output aria-live="polite" data-shown="{count}"></output></div>'
    )


# ---------------------------------------------------------------- one message


def _article(expected: Expectation, runs: str, reader: str, *, wrong: bool) -> str:
    answers = " / ".join(say(f"ui.eval_answer_{one}", reader) for one in expected.answer)
    spoken = ", ".join(language_name(one, reader) for one in expected.language)
    above = "".join(f'<p class="above">{escape(one.author)}: {escape(one.text)}</p>' for one in expected.thread)
    tags = (say(f"drafting.sort_{expected.sort}", reader), expected.platform, spoken, expected.author, expected.person)
    shown = "".join(f"<span>{escape(tag)}</span>" for tag in tags if tag)
    anchor = escape(expected.id, quote=True)
    return (
        f'<article id="{anchor}" data-sort="{expected.sort}"{" data-wrong=1" if wrong else ""}>'
        f'<p class="tags"><a href="#{anchor}">{escape(expected.id)}</a>{shown}</p>{above}'
        f'<h2 lang="{escape(expected.language[0], quote=True)}">{escape(expected.text)}</h2>'
        f'<p class="about"><b>{say("ui.eval_expected", reader)}</b> ({answers}): {escape(expected.about)}</p>'
        f'<div class="runs">{runs}</div></article>'
    )


def _run(run: str, case: Case | None, verdict: Verdict | None, first: str, reader: str) -> str:
    if case is None:
        return _section(run, f'<p class="quiet">{say("ui.eval_not_asked", reader)}</p>', reader)
    answered = case.answered
    if answered.failure:
        told = escape(say("ui.eval_no_answer", reader, reason=answered.failure))
        return _section(run, f'<p class="quiet">{told}</p>', reader)
    if answered.text:
        said = f'<p class="said">{proof(answered.text, answered.findings)}</p>'
    else:
        reason = say("ui.eval_withheld", reader, reason=answered.withheld) if answered.withheld else answered.reason
        said = f'<p class="quiet">{escape(reason or say("ui.eval_none", reader))}</p>'
    below = (_slips(case, reader), _judged(verdict, first, reader), _checks(answered, reader), _cost(answered, reader))
    return _section(run, f"{said}{''.join(below)}", reader, _tags(case, reader), wrong=_wrong(case))


def _section(run: str, inside: str, reader: str, tags: Sequence[tuple[str, str]] = (), *, wrong: bool = False) -> str:
    shown = "".join(f'<span class="tag {kind}">{escape(label)}</span>' for kind, label in tags)
    return (
        f'<section class="run{" wrong" if wrong else ""}"><header><h3>{escape(run_label(run, reader))}</h3>{shown}'
        f"</header>{inside}</section>"
    )


def _tags(case: Case, reader: str) -> list[tuple[str, str]]:
    answered = case.answered
    tags = [("good" if decides_right(case) else "bad", say(f"ui.eval_answer_{answered.answer}", reader))]
    if answered.text:
        tags.append(
            ("good", say("ui.eval_shown", reader)) if answered.ready else ("warn", say("ui.eval_blocked", reader))
        )
    if case.marks.admitted is not None:
        key = "ui.eval_gap_admitted" if case.marks.admitted else "ui.eval_gap_hidden"
        tags.append(("good" if case.marks.admitted else "bad", say(key, reader)))
    if answered.fits is False:
        tags.append(("bad", say("ui.eval_long", reader)))
    if _speaks_wrong(case):
        spoken = ", ".join(language_name(one, reader) for one in case.expected.language)
        tags.append(("bad", say("ui.eval_language", reader, language=spoken)))
    return tags


def _slips(case: Case, reader: str) -> str:
    items = [
        f'<li><span class="tag bad">{say(f"drafting.slip_{slip.kind}", reader)}</span>{escape(slip.why)} '
        f"<q>{escape(slip.quote)}</q></li>"
        for slip in case.marks.slips
    ]
    if case.shown:
        untold = say("ui.eval_missing", reader)
        items += [
            f'<li><span class="tag warn">{untold}</span><q>{escape(_readable(missing))}</q></li>'
            for missing in case.marks.missing
        ]
    return f'<ul class="slips">{"".join(items)}</ul>' if items else ""


def _readable(pattern: str) -> str:
    """A pattern as a person reads it: its words, without the signs around them."""
    return " ".join(_SIGNS.sub(" ", pattern).replace("|", " / ").split())


def _judged(verdict: Verdict | None, first: str, reader: str) -> str:
    if verdict not in ("won", "lost"):
        return ""
    key = "ui.eval_better" if verdict == "won" else "ui.eval_worse"
    return f'<p class="cost">{escape(say(key, reader, run=run_label(first, reader)))}</p>'


def _checks(answered: Answered, reader: str) -> str:
    if not answered.findings:
        return ""
    told = say("ui.eval_findings", reader, count=len(answered.findings))
    shown = finding_list(answered.text, answered.findings, reader, clickable=False)
    return f"<details><summary>{escape(told)}</summary>{shown}</details>"


def _cost(answered: Answered, reader: str) -> str:
    if not answered.calls:
        return ""
    told = say(
        "ui.eval_cost",
        reader,
        seconds=f"{answered.seconds:.1f}",
        first=f"{answered.first_visible:.1f}",
        read=answered.prompt_tokens,
        written=answered.completion_tokens,
    )
    return f'<p class="cost">{escape(told)}</p>'


def _speaks_wrong(case: Case) -> bool:
    return case.shown and not speaks_right(case)


def _wrong(case: Case) -> bool:
    if case.answered.failure:
        return False
    return bool(
        case.marks.slips
        or case.marks.admitted is False
        or not decides_right(case)
        or case.answered.fits is False
        or _speaks_wrong(case)
        or (case.shown and case.marks.missing)
    )


# ---------------------------------------------------------------- style


def _style() -> str:
    folder = files("assistant.ui") / "assets" / "fonts"
    fonts = [
        f'@font-face{{font-family:"{family}";font-weight:200 800;font-display:swap;'
        f'src:url("data:font/woff2;base64,{base64.b64encode((folder / file).read_bytes()).decode()}") format("woff2")}}'
        for family, file in _FONTS.items()
    ]
    return "".join((*fonts, _asset("evaluation.css")))


def _asset(name: str) -> str:
    return (files("assistant.ui") / "assets" / name).read_text("utf-8")
