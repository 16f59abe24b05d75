"""`papillon voice show`: the measured voice on the command line."""

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.output import Brand, Json, opened_library, print_json, reader_language
from assistant.errors import BadInput
from assistant.wording import say

if TYPE_CHECKING:
    from assistant.records import VoiceProfile

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
    platform: Annotated[str, typer.Option("--platform", help="On one network; empty: on all.")] = "",
    examples: Annotated[bool, typer.Option("--examples", help="With three posts that show each habit.")] = False,
    brand: Brand = "",
    as_json: Json = False,
) -> None:
    """Measured habits in sentences: length and rhythm, address, openings and closings, signs, words, typography."""
    with opened_library(brand, name="papillon voice") as papillon:
        if person and papillon.brand.person(person) is None:
            known = ", ".join(one.id for one in papillon.brand.people) or "-"
            raise BadInput("drafting.unknown_person", person=person, known=known)
        if platform:
            from assistant import platforms

            platforms.platform(platform)
        spoken = (language,) if language else papillon.brand.languages
        profiles = [papillon.drafting.voice(person, code, platform) for code in spoken]
        whose = next((one.name for one in papillon.brand.people if one.id == person), papillon.brand.name)
    if as_json:
        print_json({"profiles": [_record(profile) for profile in profiles]})
        return
    for profile in profiles:
        _tell(profile, whose, examples=examples)


def _record(profile: "VoiceProfile") -> dict[str, object]:
    """A profile with its sentences in both languages."""
    from assistant.cli.output import plain
    from assistant.voice.statements import limit, sentence

    told = plain(profile)
    for record, habit in zip(told["habits"], profile.habits, strict=True):
        record["sentence"] = {code: sentence(habit, code) for code in ("en", "fr")}
    told["limits"] = [{"key": one.key, "en": limit(one, "en"), "fr": limit(one, "fr")} for one in profile.limits]
    return dict(told)


def _tell(profile: "VoiceProfile", whose: str, *, examples: bool) -> None:
    from assistant.voice.statements import GROUPS, limit, number, statements
    from assistant.wording import language_name

    reader = reader_language()
    counts = {"posts": number(profile.posts, reader), "replies": number(profile.replies, reader)}
    language = language_name(profile.language, reader)
    typer.echo(say("cli.voice_head", reader, whose=whose, language=language, **counts))
    for one in profile.limits:
        typer.echo(f"  ({limit(one, reader)})")
    told = statements(profile, reader)
    for group in GROUPS:
        lines = [statement for statement in told if statement.group == group]
        if lines:
            typer.echo(f"\n  {say(f'habits.group_{group}', reader)}")
        for statement in lines:
            typer.echo(f"  - {statement.text}")
            shown = statement.habits[0].examples if examples and len(statement.habits) == 1 else ()
            for quote in shown:
                typer.echo(f"      {quote.id}: {' '.join(quote.text.split())}")
    typer.echo("")
