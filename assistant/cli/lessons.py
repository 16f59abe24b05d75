"""`papillon lessons`: what people's changes say, to accept, reword or dismiss."""

from typing import Annotated

import typer

from assistant.cli.desk import User, who
from assistant.cli.output import Brand, Json, opened, print_json

lessons = typer.Typer(help="Lessons from what people change in drafts.", rich_markup_mode=None, no_args_is_help=True)

Id = Annotated[str, typer.Argument(help="The lesson's id, as `papillon lessons list` shows it.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(lessons, name="lessons")
    lessons.command("list")(list_lessons)
    lessons.command("accept")(accept)
    lessons.command("dismiss")(dismiss)


def list_lessons(*, brand: Brand = "", as_json: Json = False) -> None:
    """Changes that people made again and again, each with the drafts that show it. Nothing is learnt by listing."""
    with opened(brand, name="papillon lessons") as papillon:
        found = papillon.teaching.look()
    if as_json:
        print_json({"lessons": found})
        return
    for one in found:
        typer.echo(f"{one.id}  {one.language}  {len(one.evidence)}/{one.seen}  {one.text}")
        for shown in one.evidence[:3]:
            typer.echo(f"    - {' '.join(shown.before.split())[:150]}")
            typer.echo(f"    + {' '.join(shown.after.split())[:150]}")


def accept(
    lesson: Id,
    *,
    words: Annotated[str, typer.Option("--words", help="The lesson in your own words.")] = "",
    user: User = "",
    brand: Brand = "",
    as_json: Json = False,
) -> None:
    """Put a lesson into brand.toml: a phrase as a rule, everything else as a trait of the voice. `papillon rules undo`
    takes it back."""
    with opened(brand, name="papillon lessons") as papillon:
        taken = papillon.teaching.accept(lesson, who(papillon, user), words)
    print_json(taken) if as_json else typer.echo(f"{taken.id}  {taken.state}  {taken.text}")


def dismiss(lesson: Id, *, user: User = "", brand: Brand = "", as_json: Json = False) -> None:
    """Say no to a lesson; it is not proposed again."""
    with opened(brand, name="papillon lessons") as papillon:
        said = papillon.teaching.dismiss(lesson, who(papillon, user))
    print_json(said) if as_json else typer.echo(f"{said.id}  {said.state}  {said.text}")
