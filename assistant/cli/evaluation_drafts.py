"""`papillon eval drafts`: how true, fitting and in voice drafts are, with and without each part of the corridor."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.evaluation import group
from assistant.cli.evaluation_tables import Report, print_each, print_report, save, told
from assistant.cli.output import (
    Brand,
    Json,
    end_progress,
    opened,
    print_json,
    progress_line,
    read_first,
    reader_language,
)
from assistant.errors import PapillonError
from assistant.wording import say

if TYPE_CHECKING:
    from assistant.assembly import Papillon
    from assistant.drafting.evaluation import Answered, AnswersFile, Run
    from assistant.drafting.evaluation_figures import Case
    from assistant.drafting.evaluation_judge import Verdict
    from assistant.drafting.expectations import Expectation, ExpectationSet

ANSWERS = "drafts.jsonl"
VERDICTS = "verdicts.jsonl"
_PATIENCE = 3
"""So many messages in a row that the model could not be asked about, and the run ends."""


def register(app: typer.Typer) -> None:  # noqa: ARG001  the group is added by its own module
    """Add this command to the group of the evaluation."""
    group.command("drafts")(drafts)


def drafts(
    messages: Annotated[
        Path | None, typer.Option("--messages", help="A file of messages; none: the brand's messages.toml.")
    ] = None,
    *,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help="Only this message, sort or situation; more than one may be given."),
    ] = None,
    language: Annotated[str, typer.Option("--language", help="Only messages to answer in this language.")] = "",
    sample: Annotated[
        int, typer.Option("--sample", min=0, help="So many of them, as even over the sorts as can be.")
    ] = 0,
    without: Annotated[
        list[str] | None, typer.Option("--without", help="Leave out this part; several are left out together.")
    ] = None,
    bare: Annotated[
        bool, typer.Option("--bare", help="Also one bare call of the model, with nothing around it.")
    ] = False,
    parts: Annotated[
        bool, typer.Option("--parts", help="The whole, the bare call, and without each part in turn.")
    ] = False,
    judge: Annotated[bool, typer.Option("--judge", help="Also ask the model which of two drafts is better.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for the drafts and the page; what is there is not asked again.")
    ] = None,
    each: Annotated[bool, typer.Option("--each", help="Also what is wrong with each draft.")] = False,
    brand: Brand = "",
    as_json: Json = False,
) -> None:
    """Answer messages whose right answers are known, and count what is right and wrong in the drafts."""
    from assistant.drafting.evaluation import chosen, parts_without
    from assistant.drafting.evaluation_runs import names_of
    from assistant.drafting.expectations import read_messages
    from assistant.library.folder import MESSAGES_FILE

    parts_without(without or [])  # a wrong name is told before anything is opened
    with opened(brand, name="papillon eval") as papillon:
        asked = read_messages(messages or papillon.folder / MESSAGES_FILE)
        kept = chosen(asked.messages, only or [], language, sample)
        names = names_of(without or [], bare=bare, each=parts)
        report = _measure(papillon, asked, kept, names, out, judge=judge)
        found = told(report, out)
        if out is not None:
            save(out, report, found)
    if as_json:
        print_json(found)
    else:
        if each:
            print_each(report)
        print_report(report, out)
    if worst := max((one.exit_code for one in report.failures), default=0):
        raise typer.Exit(worst)


def _measure(
    papillon: "Papillon",
    asked: "ExpectationSet",
    chosen: "Sequence[Expectation]",
    names: Sequence[str],
    out: Path | None,
    *,
    judge: bool,
) -> Report:
    """Ask what is not kept, and count over all runs of these messages that there are."""
    from assistant.drafting.evaluation import AnswersFile, digest_of
    from assistant.drafting.evaluation_figures import cases, row
    from assistant.drafting.evaluation_runs import run_of

    model = _model_name(papillon)
    file = AnswersFile(out / ANSWERS) if out is not None else None
    kept = file.read() if file is not None else {}
    digests = {one.id: digest_of(one, model) for one in chosen}
    found = {
        name: {one: kept[name, one, digest] for one, digest in digests.items() if (name, one, digest) in kept}
        for name in dict.fromkeys((*names, *(run for run, _, _ in kept)))
    }
    for name in names:
        if count := len(found[name]):
            typer.echo(say("cli.eval_drafts_kept", reader_language(), run=name, count=count), err=True)
    if any(one not in found[name] for name in names for one in digests):
        read_first(papillon)
        papillon.warm_up()
        for name in names:
            run = run_of(name, papillon.drafting, papillon.library, papillon.chat)
            for answered in _ask(papillon, run, chosen, kept, file, model):
                found[name][answered.id] = answered
    counted = {name: cases(some.values(), asked) for name, some in found.items() if some}
    rows = tuple(row(name, some) for name, some in counted.items())
    verdicts = _judge(papillon, counted, out, model) if judge else {}
    return Report(asked, model, counted, rows, verdicts)


def _model_name(papillon: "Papillon") -> str:
    if not papillon.chat.describe().name:
        papillon.chat.start()
    return papillon.chat.describe().name


def _ask(  # noqa: PLR0917 - the parts of one run
    papillon: "Papillon",
    run: "Run",
    chosen: "Sequence[Expectation]",
    kept: "dict[tuple[str, str, str], Answered]",
    file: "AnswersFile | None",
    model: str,
) -> "Iterator[Answered]":
    from assistant.drafting.evaluation import answers

    reader, gone = reader_language(), 0
    for number, (answered, new) in enumerate(answers(run, chosen, papillon.chat, kept, model=model, reader=reader), 1):
        yield answered
        if not new:
            continue
        progress_line(say("cli.eval_drafts_at", reader, run=run.name, n=number, total=len(chosen), id=answered.id))
        if answered.failure:
            end_progress()
            typer.echo(say("cli.eval_drafts_failed", reader, id=answered.id, reason=answered.failure), err=True)
        elif file is not None:
            file.keep(answered)
        gone = gone + 1 if answered.exit_code == 3 else 0
        if gone == _PATIENCE:
            typer.echo(say("cli.eval_drafts_stopped", reader, run=run.name, count=_PATIENCE), err=True)
            break
    end_progress()


def _judge(
    papillon: "Papillon", counted: "dict[str, tuple[Case, ...]]", out: Path | None, model: str
) -> "dict[tuple[str, str], Verdict]":
    """The model's choice between each run's draft and that of the first run, where both have one."""
    from assistant.drafting.evaluation_judge import Judge, VerdictsFile

    reader = reader_language()
    ask = Judge(papillon.brand.name, papillon.chat, papillon.drafting.prompts)
    file = VerdictsFile(out / VERDICTS, model) if out is not None else None
    first, *others = counted
    texts = {case.expected.id: case.answered.text for case in counted[first]}
    found: dict[tuple[str, str], Verdict] = {}
    for name, case in ((run, case) for run in others for case in counted[run]):
        one, other = case.answered.text, texts.get(case.expected.id, "")
        if not one or not other:
            continue
        verdict = file.get(case.expected, one, other) if file is not None else None
        if verdict is None:
            progress_line(say("cli.eval_drafts_judging", reader, run=name, id=case.expected.id))
            try:
                verdict = ask(case.expected, one, other)
            except PapillonError as error:
                end_progress()
                typer.echo(
                    say("cli.eval_drafts_failed", reader, id=case.expected.id, reason=error.text(reader)), err=True
                )
                break
            if file is not None:
                file.keep(case.expected, one, other, verdict)
        found[name, case.expected.id] = verdict
    end_progress()
    return found
