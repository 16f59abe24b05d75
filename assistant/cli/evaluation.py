"""`papillon eval search`: how well the search finds what it should."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.output import Brand, Json, opened, plain, print_json, progress_line, read_first, reader_language
from assistant.wording import say

if TYPE_CHECKING:
    from assistant.assembly import Papillon
    from assistant.library.evaluation import Answered, Group, SetReport
    from assistant.library.questions import QuestionSet

group = typer.Typer(name="eval", help="Measure Papillon against answers that are known.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add this group of commands to the command line."""
    app.add_typer(group)


@group.callback()
def measure() -> None:
    """Measure Papillon against answers that are known."""


@group.command("search")
def search(
    questions: Annotated[
        list[Path] | None,
        typer.Option("--questions", help="A file of questions or a folder of such; none: the brand's questions.toml."),
    ] = None,
    *,
    each: Annotated[bool, typer.Option("--each", help="Also how each question was answered, the worst first.")] = False,
    brand: Brand = "",
    as_json: Json = False,
) -> None:
    """Measure the search on questions with known answers: by meaning, by words, and by both."""
    from assistant.library.evaluation import report
    from assistant.library.folder import QUESTIONS_FILE
    from assistant.library.questions import question_files, read_questions

    told: list[dict[str, Any]] = []
    left_out: list[dict[str, str]] = []
    with opened(brand, name="papillon eval") as papillon:
        files = question_files(questions or [papillon.folder / QUESTIONS_FILE])
        asked = [(file, read_questions(file)) for file in files]
        for file, some in asked:
            folder = (file.parent / some.folder).resolve() if some.folder else None
            if folder is not None and not folder.is_dir():
                reason = say("cli.eval_skipped", reader_language(), name=some.name, folder=folder)
                left_out.append({"name": some.name, "reason": reason})
                typer.echo(reason, err=True)
                continue
            progress_line(say("cli.eval_set", reader_language(), name=some.name, questions=len(some.questions)))
            answered = _answers(papillon, some, folder)
            result = report(some.name, answered)
            if as_json:
                told.append(plain(result) | ({"each": _each(answered)} if each else {}))
            else:
                _print_set(result)
                for one in _each(answered) if each else ():
                    typer.echo(f"    {one['fused']:.3f}  {one['dense']:.3f}  {one['lexical']:.3f}  {one['ask']}")
        embedder = papillon.embedder.id
    if as_json:
        print_json({"embedder": embedder, "sets": told, "skipped": left_out})
    elif len(left_out) < len(asked):
        typer.echo(say("cli.eval_note", reader_language()))


def _answers(papillon: "Papillon", asked: "QuestionSet", folder: Path | None) -> "tuple[Answered, ...]":
    from assistant.library.evaluation import ask_all, guide_library

    if folder is None:
        read_first(papillon)
        return ask_all(papillon.library, asked)
    with guide_library(folder, papillon.embedder) as library:
        return ask_all(library, asked)


def _each(answered: "Sequence[Answered]") -> list[dict[str, Any]]:
    told = [
        {
            "ask": one.question.ask,
            "languages": one.languages,
            "sort": one.question.sort,
            **{by: round(scores.ndcg, 3) for by, scores in one.scores.items()},
        }
        for one in answered
    ]
    return sorted(told, key=lambda one: one["fused"])


def _print_set(result: "SetReport") -> None:
    typer.echo(say("cli.eval_set", reader_language(), name=result.name, questions=result.whole.questions))
    typer.echo(f"  {'':8}  {'nDCG@10':22}  {'hit@5':5}  {'MRR':5}")
    for by, measured in result.whole.rankings.items():
        ndcg = measured.ndcg
        bounds = f"{ndcg.mean:.3f} [{ndcg.low:.3f}, {ndcg.high:.3f}]"
        typer.echo(f"  {by:8}  {bounds:22}  {measured.hit.mean:.3f}  {measured.mrr.mean:.3f}")
    gain = {name: f"{getattr(result.gain, name):+.3f}" for name in ("mean", "low", "high")}
    typer.echo(f"  {say('cli.eval_gain', reader_language(), better=result.better, **gain)}")
    typer.echo(f"  {'nDCG@10':12}  {'n':>3}  dense  lexical  fused")
    for some in (*result.languages, *result.sorts):
        typer.echo(f"  {some.name:12}  {some.questions:>3}  {_row(some)}")
    typer.echo("")


def _row(some: "Group") -> str:
    dense, lexical, fused = (some.rankings[by].ndcg.mean for by in ("dense", "lexical", "fused"))
    return f"{dense:.3f}  {lexical:.3f}    {fused:.3f}"
