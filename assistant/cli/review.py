"""`papillon knowledge review`: what to judge in the brand's guidelines."""

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.output import Brand, Json, opened_library, print_json, reader_language
from assistant.wording import say

if TYPE_CHECKING:
    from assistant.records import Passage


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    knowledge = typer.Typer(help="What the brand has written down, looked over.", no_args_is_help=True)
    knowledge.command("review")(review)
    app.add_typer(knowledge, name="knowledge")


def review(
    *,
    model: Annotated[bool, typer.Option("--model", help="Ask the model for a second opinion on each.")] = False,
    brand: Brand = "",
    as_json: Json = False,
) -> None:
    """List guidelines to judge: dates that have passed, sentences that seem to contradict each other."""
    reader = reader_language()
    with opened_library(brand, name="papillon knowledge review") as papillon:
        doubts = papillon.library.review(reader)
        if model:
            doubts = tuple(papillon.weigh_doubts(doubts, reader=reader))
    if as_json:
        print_json({"doubts": doubts})
        return
    typer.echo(say("cli.doubts", reader, count=len(doubts)))
    for doubt in doubts:
        typer.echo(f"\n{doubt.reason}")
        for passage, quote in zip(doubt.passages, doubt.quotes, strict=True):
            typer.echo(f"  {_where(passage, reader)}\n    {quote}")
        if doubt.opinion:
            typer.echo(f"  {doubt.opinion}")


def _where(passage: "Passage", reader: str) -> str:
    page = say("cli.page", reader, n=passage.page) if passage.page else ""
    return " › ".join((", ".join(filter(None, (passage.path, page))), *passage.section))
