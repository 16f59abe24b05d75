"""`papillon voice show`: the measured voice on the command line."""

from typing import Annotated

import typer

from assistant.cli.output import Brand, Json, opened_library, print_json, reader_language
from assistant.errors import BadInput
from assistant.wording import say

voice = typer.Typer(help="The brand's voice and its people's, as measured.", rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(voice, name="voice")


@voice.callback()
def group() -> None:
    """The brand's voice and its people's, as measured."""


@voice.command("show")
def show(
    *,
    person: Annotated[str, typer.Option("--person", help="Whose voice; empty: the brand's.")] = "",
    language: Annotated[str, typer.Option("--language", help="In one language; empty: in each of the brand's.")] = "",
    brand: Brand = "",
    as_json: Json = False,
) -> None:
    """Measured habits: lengths, signs, forms of address, openings and closings, each with its sample size."""
    with opened_library(brand, name="papillon voice") as papillon:
        if person and papillon.brand.person(person) is None:
            known = ", ".join(one.id for one in papillon.brand.people) or "-"
            raise BadInput("drafting.unknown_person", person=person, known=known)
        spoken = (language,) if language else papillon.brand.languages
        profiles = [papillon.drafting.voice(person, code) for code in spoken]
    if as_json:
        print_json({"profiles": profiles})
        return
    reader = reader_language()
    for profile in profiles:
        typer.echo(
            say("cli.voice_head", reader, language=profile.language, posts=profile.posts, replies=profile.replies)
        )
        if not profile.enough:
            typer.echo("  " + say("cli.voice_few", reader, posts=profile.posts))
        for name in ("characters", "reply_characters", "sentence_words", "sentences"):
            spread = getattr(profile, name)
            label = say(f"cli.voice_{name}", reader)
            typer.echo(f"  {label}: {spread.low:.0f} – {spread.median:.0f} – {spread.high:.0f}")
        for habit in sorted(profile.habits, key=lambda habit: -habit.share):
            typer.echo(f"  {say(f'voice.habit_{habit.name}', reader)}: {habit.share:.0%}")
        for key, pairs in (("cli.voice_openings", profile.openings), ("cli.voice_closings", profile.closings)):
            if pairs:
                typer.echo(f"  {say(key, reader)}: " + ", ".join(f"“{words}” {times}" for words, times in pairs))
