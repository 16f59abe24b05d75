"""`papillon measure` and `papillon check`: what is to be said about a text."""

from typing import Annotated, Any

import typer

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

Platform = Annotated[str, typer.Option("--platform", help="Network whose rules count.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("measure")(measure)
    app.command("check")(check)


def measure(
    text: Annotated[str | None, typer.Argument(help="The text; '-' reads it from stdin.")] = None,
    *,
    platform: Platform = "bluesky",
    limit: Annotated[int, typer.Option("--limit", help="Your server's own limit, such as a Mastodon one's.")] = 0,
    as_json: Json = False,
    jsonl: Jsonl = False,
) -> None:
    """Count a text as its network does; find links, mentions and tags; cut it into a thread. Opens no brand."""
    from assistant import platforms

    def answer(given: dict[str, Any]) -> Any:
        name = field(given, "platform", platform)
        own = given.get("limit", limit)
        limits = platforms.Limits(length=own) if own else None
        return platforms.measure(field(given, "text"), name, limits=limits, language=reader_language())

    if jsonl:
        raise typer.Exit(run_lines(answer))
    measured = answer({"text": text_or_stdin(text)})
    if as_json:
        print_json(measured)
    else:
        typer.echo(f"{measured.count}/{measured.limit} {measured.unit}")
        for finding in measured.findings:
            typer.echo(f"  [{finding.level}] {finding.message}")
        if len(measured.thread) > 1:
            for number, part in enumerate(measured.thread, 1):
                typer.echo(f"\n({number}/{len(measured.thread)})\n{part}")
    raise typer.Exit(int(not measured.fits))


def check(
    text: Annotated[str | None, typer.Argument(help="The text; '-' reads it from stdin.")] = None,
    *,
    platform: Platform = "bluesky",
    language: Annotated[str, typer.Option("--language", help="Language it should be in; empty: the message's.")] = "",
    message: Annotated[str, typer.Option("--message", help="The message it answers.")] = "",
    person: Annotated[str, typer.Option("--person", help="Who speaks; empty: the brand.")] = "",
    brand: Brand = "",
    as_json: Json = False,
    jsonl: Jsonl = False,
) -> None:
    """Check a text: length, the brand's rules, facts that are in no source, language, voice."""
    given_text = "" if jsonl else text_or_stdin(text)
    with opened_library(brand, name="papillon check") as papillon:

        def answer(given: dict[str, Any]) -> dict[str, Any]:
            draft = papillon.drafting.check(
                field(given, "text"),
                platform=field(given, "platform", platform),
                language=field(given, "language", language),
                person=field(given, "person", person),
                message=field(given, "message", message),
                reader=reader_language(),
            )
            shown: dict[str, Any] = plain({"findings": draft.findings, "voice": draft.voice})
            return shown | {"fits": draft.fits.fits if draft.fits else False}

        if jsonl:
            raise typer.Exit(run_lines(answer))
        checked = answer({"text": given_text})
    if as_json:
        print_json(checked)
    else:
        for finding in checked["findings"]:
            typer.echo(f"[{finding['level']}] {finding['message']}")
        for reason in checked["voice"]["reasons"] if checked["voice"]["band"] != "off" else ():
            typer.echo(f"[voice] {reason}")
    raise typer.Exit(int(any(finding["level"] == "block" for finding in checked["findings"])))
