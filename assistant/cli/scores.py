"""`papillon voice score`: how a text compares with a voice."""

from typing import Annotated, Any

import typer

from assistant.cli import evaluation_voice
from assistant.cli.output import (
    Brand,
    Json,
    Jsonl,
    field,
    opened_library,
    plain,
    print_json,
    reader_language,
    run_lines,
    text_or_stdin,
)
from assistant.cli.voices import voice
from assistant.errors import BadInput
from assistant.wording import say


def register(app: typer.Typer) -> None:
    """Add this command to the group of the voice, and how good the score is to that of the evaluation."""
    voice.command("score")(score)
    evaluation_voice.register(app)


def score(
    text: Annotated[str | None, typer.Argument(help="The text; '-' reads it from stdin.")] = None,
    *,
    person: Annotated[str, typer.Option("--person", help="Whose voice; empty: the brand's.")] = "",
    language: Annotated[str, typer.Option("--language", help="Language of the text; empty: found out.")] = "",
    kind: Annotated[str, typer.Option("--kind", help="`post` or `reply`: what its length is compared with.")] = "",
    brand: Brand = "",
    as_json: Json = False,
    jsonl: Jsonl = False,
) -> None:
    """How a text compares with the voice's own posts: a band, its reasons, the nearest own posts."""
    given_text = "" if jsonl else text_or_stdin(text)
    reader = reader_language()
    with opened_library(brand, name="papillon voice") as papillon:
        from assistant import language as languages

        people = {one.id for one in papillon.brand.people}

        def answer(given: dict[str, Any]) -> dict[str, Any]:
            written = field(given, "text")
            whose, what = field(given, "person", person), field(given, "kind", kind)
            if whose and whose not in people:
                raise BadInput("drafting.unknown_person", person=whose, known=", ".join(sorted(people)) or "-")
            if what not in ("", "post", "reply"):
                raise BadInput("cli.no_text_kind", kind=what)
            spoken = field(given, "language", language)
            spoken = spoken or languages.detect(written).code or papillon.brand.languages[0]
            match = papillon.drafting.match(written, language=spoken, person=whose, kind=what, reader=reader)
            shown: dict[str, Any] = plain(match)
            return shown | {"language": spoken, "person": whose}

        if jsonl:
            raise typer.Exit(run_lines(answer))
        scored = answer({"text": given_text})
    if as_json:
        print_json(scored)
        return
    typer.echo(say(f"ui.voice_{scored['band']}", reader) if scored["band"] != "unknown" else scored["note"])
    for reason in scored["reasons"]:
        typer.echo(f"  - {reason}")
    if scored["band"] != "unknown" and scored["note"]:
        typer.echo(f"  ({scored['note']})")
    for post in scored["references"] if scored["band"] != "in_range" else ():
        typer.echo(f"  ~ {post['id']}: {post['text']}")
