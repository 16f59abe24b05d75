"""`papillon facts`: what the brand may state, and what was missing until a person said it."""

from datetime import date
from typing import Annotated

import typer

from assistant.cli.output import Brand, Json, opened, opened_library, print_json, reader_language
from assistant.errors import BadInput
from assistant.wording import say

facts = typer.Typer(help="The facts of brand.toml: shown, and added when one was missing.", rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(facts, name="facts")


@facts.callback()
def group() -> None:
    """The facts of brand.toml: shown, and added when one was missing."""


@facts.command("list")
def show(*, brand: Brand = "", as_json: Json = False) -> None:
    """What a draft may state, with who added it and when where a person filled a gap."""
    with opened(brand, name="papillon facts") as papillon:
        known = papillon.drafting.brand.facts
    if as_json:
        print_json({"facts": [fact.model_dump(mode="json", exclude_defaults=True) for fact in known]})
        return
    for fact in known:
        by = ", ".join(part for part in (fact.by, fact.since.isoformat() if fact.since else "") if part)
        typer.echo(f"{fact.id}: {fact.topic}" + (f"  ({by})" if by else ""))
        for language, text in fact.texts.items():
            typer.echo(f"    [{language}] {text}")


@facts.command("add")
def add(
    *,
    topic: Annotated[str, typer.Option("--topic", help="What it is about, such as the question nothing answered.")],
    fr: Annotated[str, typer.Option("--fr", help="The fact in French.")] = "",
    en: Annotated[str, typer.Option("--en", help="The fact in English.")] = "",
    by: Annotated[str, typer.Option("--by", help="Who says so; empty: PAPILLON_USER.")] = "",
    brand: Brand = "",
    as_json: Json = False,
) -> None:
    """Write a fact into brand.toml, with who says so and today's date: drafts may state it at once."""
    from assistant.settings import user_name
    from assistant.voice.edits import read_edit

    texts = {language: text for language, text in (("fr", fr), ("en", en)) if text.strip()}
    if not texts:
        raise BadInput("cli.no_fact")
    with opened_library(brand, name="papillon facts") as papillon:
        author = by or user_name(papillon.settings)
        edit = {"kind": "add_fact", "topic": topic, "texts": texts, "by": author, "since": date.today()}  # noqa: DTZ011 - the day where the person sits
        shown = papillon.changes.preview(read_edit(edit))
        made = papillon.changes.make(shown, author).facts[-1]
    if as_json:
        print_json({"fact": made.model_dump(mode="json", exclude_defaults=True), "path": shown.path})
        return
    typer.echo(say("cli.fact_added", reader_language(), id=made.id, path=shown.path))
