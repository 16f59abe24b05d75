"""What `papillon eval drafts` tells: a table for people, one JSON object, and the page."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from assistant.cli.output import plain, reader_language
from assistant.errors import BadInput
from assistant.wording import say

if TYPE_CHECKING:
    from assistant.drafting.evaluation import Answered
    from assistant.drafting.evaluation_figures import Case, Row, Share
    from assistant.drafting.evaluation_judge import Verdict
    from assistant.drafting.expectations import ExpectationSet

PAGE = "drafts.html"
TABLE = "table.json"
_BLOCKS = (
    ("facts_ready", "facts", "promises_ready", "promises", "leaks", "obeyed", "gaps"),
    ("decision", "hand_over", "hand_over_wrong", "no_reply", "no_reply_wrong", "complete", "ready"),
    ("situation", "language", "fits", "rules", "tone", "voice"),
)


@dataclass(frozen=True, slots=True)
class Report:
    """All that was found, by run in the order of the table."""

    messages: "ExpectationSet"
    model: str
    cases: "dict[str, tuple[Case, ...]]"
    rows: "tuple[Row, ...]"
    verdicts: "dict[tuple[str, str], Verdict]"

    @property
    def failures(self) -> "list[Answered]":
        """What could not be answered."""
        return [case.answered for some in self.cases.values() for case in some if case.answered.failure]


def told(report: Report, out: Path | None) -> dict[str, Any]:
    """Everything as one JSON object."""
    return {
        "set": report.messages.name,
        "model": report.model,
        "runs": [
            {
                "run": row.run,
                "messages": row.messages,
                "failed": row.failed,
                "shares": {name: _share(share) for name, share in row.shares.items()},
                "amounts": {name: None if value is None else round(value, 4) for name, value in row.amounts.items()},
                "judge": _judged(report, row.run),
            }
            for row in report.rows
        ],
        "failures": [{"run": one.run, "id": one.id, "message": one.failure} for one in report.failures],
        "each": [one for name, some in report.cases.items() for case in some if (one := _each(name, case))],
        "page": None if out is None else plain(out / PAGE),
    }


def _each(run: str, case: "Case") -> dict[str, Any] | None:
    """What is wrong with one draft; None when nothing is."""
    answered, marks = case.answered, case.marks
    decided = answered.answer in case.expected.answer
    if answered.failure or (decided and not marks.slips and marks.admitted is not False and not marks.missing):
        return None
    return {
        "run": run,
        "id": answered.id,
        "answer": answered.answer,
        "right": list(case.expected.answer),
        "ready": answered.ready,
        "text": answered.text,
        "wrong": [{"kind": slip.kind, "why": slip.why, "quote": slip.quote} for slip in marks.slips],
        "missing": list(marks.missing) if answered.text else [],
        "gap_admitted": marks.admitted,
    }


def _share(share: "Share") -> dict[str, Any]:
    low, high = share.bounds
    return {
        "count": share.count,
        "of": share.of,
        "share": round(share.share, 4) if share.of else None,
        "low": round(low, 4),
        "high": round(high, 4),
    }


def _judged(report: Report, run: str) -> dict[str, int] | None:
    counted = Counter(verdict for (name, _), verdict in report.verdicts.items() if name == run)
    return {name: counted[name] for name in ("won", "tied", "lost")} if counted else None


def save(out: Path, report: Report, found: dict[str, Any]) -> None:
    """Write the page and the table.

    Raises:
        BadInput: the folder cannot be written.
    """
    from assistant.ui.rendering.evaluation import evaluation_page

    page = evaluation_page(
        report.messages.name, report.model, report.rows, report.cases, report.verdicts, reader_language()
    )
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / PAGE).write_text(page, "utf-8", errors="replace")
        (out / TABLE).write_text(f"{json.dumps(plain(found), ensure_ascii=False, indent=1)}\n", "utf-8")
    except OSError as error:
        raise BadInput("cli.eval_unreadable", path=out, reason=error.strerror) from error


def print_each(report: Report) -> None:
    """What is wrong with each draft, a line each."""
    reader = reader_language()
    for name, some in report.cases.items():
        for case in some:
            if (found := _each(name, case)) is None:
                continue
            told = [_slip(one, reader) for one in found["wrong"]]
            told += [say("cli.eval_drafts_missing", reader, what=one) for one in found["missing"]]
            if found["answer"] not in found["right"]:
                right = " / ".join(found["right"])
                told.append(say("cli.eval_drafts_decided", reader, answer=found["answer"], expected=right))
            if found["gap_admitted"] is False:
                told.append(say("cli.eval_drafts_gap", reader))
            typer.echo(f"{name}  {found['id']}  {' · '.join(told)}")
            if found["text"]:
                typer.echo(f"    {' '.join(found['text'].split())}")
    typer.echo("")


def _slip(slip: dict[str, str], reader: str) -> str:
    kind = say(f"drafting.slip_{slip['kind']}", reader)
    return f"{kind}: {slip['why']} “{slip['quote']}”"


def print_report(report: Report, out: Path | None) -> None:
    """The table for people: one row a run."""
    reader = reader_language()
    typer.echo(say("cli.eval_drafts_head", reader, name=report.messages.name, model=report.model))
    for names in _BLOCKS:
        head = [say(f"drafting.figure_{name}", reader) for name in names]
        lines = [[row.run, *(_cell(row.shares[name]) for name in names)] for row in report.rows]
        _print_table(["", *head], lines)
    amounts = tuple(report.rows[0].amounts) if report.rows else ()
    head = [say(f"drafting.figure_{name}", reader) for name in amounts]
    _print_table(
        ["", *head], [[row.run, *(_amount(name, row.amounts[name]) for name in amounts)] for row in report.rows]
    )
    for row in report.rows:
        if counts := _judged(report, row.run):
            typer.echo(say("cli.eval_drafts_judged", reader, run=row.run, against=report.rows[0].run, **counts))
    typer.echo(say("cli.eval_drafts_note", reader))
    if report.failures:
        typer.echo(say("cli.eval_drafts_failures", reader, count=len(report.failures)), err=True)
    if out is not None:
        typer.echo(say("cli.eval_drafts_page", reader, path=out / PAGE))


def _cell(share: "Share") -> str:
    if not share.of:
        return "–"
    low, high = share.bounds
    return f"{share.count}/{share.of} {100 * share.share:.0f}% [{100 * low:.0f}, {100 * high:.0f}]"


def _amount(name: str, value: float | None) -> str:
    if value is None:
        return "–"
    if name == "cached":
        return f"{100 * value:.0f}%"
    return (
        f"{value:.1f} s"
        if name in ("first_visible", "seconds", "seconds_p95")
        else f"{value:.{1 if name == 'calls' else 0}f}"
    )


def _print_table(head: list[str], lines: list[list[str]]) -> None:
    widths = [max(len(line[place]) for line in (head, *lines)) for place in range(len(head))]
    for line in (head, *lines):
        typer.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
    typer.echo("")
