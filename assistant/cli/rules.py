"""`papillon rules`: the brand's rules, those its guidelines ask for, and changes of them with their history."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.output import Brand, Json, Jsonl, opened, opened_library, print_json, reader_language, run_lines
from assistant.errors import BadInput
from assistant.wording import say

if TYPE_CHECKING:
    from assistant.assembly import Papillon
    from assistant.drafting.proposals import Proposal

Author = Annotated[str, typer.Option("--author", help="Who approves, for the history; empty: PAPILLON_USER.")]

rules = typer.Typer(
    help="The brand's rules: shown, proposed from its guidelines, changed, undone.", rich_markup_mode=None
)


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(rules, name="rules")


@rules.callback()
def group() -> None:
    """The brand's rules: shown, proposed from its guidelines, changed, undone."""


@rules.command("list")
def show(*, brand: Brand = "", as_json: Json = False) -> None:
    """The rules of brand.toml, whether each holds on its own sentences, and which cannot both be kept."""
    from assistant.drafting.situations import situation_of
    from assistant.voice.brand import text_in
    from assistant.voice.contradictions import contradictions
    from assistant.voice.examples import wrong_examples

    reader = reader_language()
    with opened(brand, name="papillon rules") as papillon:
        wrong = {one.rule for one in wrong_examples(papillon.brand, situation_of)}
        collisions = contradictions(papillon.brand, reader)
        listed = [
            {**rule.model_dump(mode="json", exclude_defaults=True), "holds": rule.id not in wrong}
            for rule in papillon.brand.rules
        ]
        if as_json:
            print_json({"rules": listed, "contradictions": collisions})
            return
        for rule in papillon.brand.rules:
            what = ", ".join(rule.words) or rule.pattern
            instead = f" → {rule.use}" if rule.use else ""
            typer.echo(f"{'✗' if rule.id in wrong else '✓'} {rule.id} [{rule.kind}, {rule.level}] {what}{instead}")
            typer.echo(f"    {text_in(rule.reason, reader)}")
        for two in collisions:
            typer.echo("! " + say("cli.rules_contradict", reader, one=two.one, other=two.other, why=two.why))


@rules.command("propose")
def propose(
    path: Annotated[str, typer.Argument(help="A guideline, such as guidelines/voice.en.md; none: all of them.")] = "",
    *,
    accept: Annotated[list[str] | None, typer.Option("--accept", help="Accept the proposal with this id.")] = None,
    model: Annotated[bool, typer.Option("--model/--no-model", help="Have the model read what is not plain.")] = True,
    author: Author = "",
    brand: Brand = "",
    as_json: Json = False,
) -> None:
    """Rules that the guidelines state and brand.toml lacks, each with its sentence; only --accept changes anything."""
    from assistant.drafting.proposals import Proposal, Reading
    from assistant.voice.edit_wording import describe_edit

    reader = reader_language()
    wanted = set(accept or ())
    found: list[Proposal] = []
    state = Reading(0, 0)
    with opened_library(brand, name="papillon rules") as papillon:
        for event in papillon.propose_rules(path, with_model=model, reader=reader):
            if isinstance(event, Reading):
                state = event
                typer.echo(say("cli.rules_reading", reader, done=event.done, total=event.total), err=True)
            else:
                found.append(event)
        accepted = _accept(papillon, [one for one in found if one.id in wanted], author)
    if unknown := wanted - {one.id for one in found}:
        raise BadInput("cli.no_such_proposal", ids=", ".join(sorted(unknown)))
    if as_json:
        proposals = [_plain(one) | {"accepted": one.id in accepted} for one in found]
        print_json({"proposals": proposals, "dropped": state.dropped, "failure": state.failure})
        return
    for one in found:
        typer.echo(
            f"{one.id}  {describe_edit(one.edit, reader)}"
            + (f"  ({say('cli.accepted', reader)})" if one.id in accepted else "")
        )
        typer.echo(f"    {' › '.join((one.path, *one.section))}: {one.sentence}")
        if one.broken:
            typer.echo("    " + say("cli.rule_broken", reader, count=one.broken, example=one.breaking[0]))
        for why in one.collides:
            typer.echo(f"    ! {why}")
    if not found:
        typer.echo(say("cli.no_proposals", reader))
    if state.dropped:
        typer.echo(say("cli.rules_dropped", reader, count=state.dropped), err=True)
    if state.failure:
        typer.echo(say("cli.rules_unread", reader, reason=state.failure), err=True)


@rules.command("change")
def change(
    edit: Annotated[str, typer.Argument(help='JSON, such as {"kind": "set_emoji", "at_most": 2}.')] = "",
    *,
    preview: Annotated[
        bool, typer.Option("--preview", help="Show the lines that would change; write nothing.")
    ] = False,
    author: Author = "",
    brand: Brand = "",
    as_json: Json = False,
    jsonl: Jsonl = False,
) -> None:
    """Change brand.toml or a person's file: a rule, a trait, tu or vous, a number of emoji or hashtags."""
    from assistant.settings import user_name
    from assistant.voice.edits import read_edit

    if not edit and not jsonl:
        raise BadInput("cli.no_edit")
    with opened(brand, name="papillon rules") as papillon:

        def make(given: dict[str, Any]) -> dict[str, Any]:
            shown = papillon.changes.preview(read_edit(given))
            if not preview:
                papillon.changes.make(shown, author or user_name(papillon.settings))
            return {"path": shown.path, "lines": shown.lines, "made": not preview}

        if jsonl:
            raise typer.Exit(run_lines(make))
        try:
            given = json.loads(edit)
        except ValueError as error:
            raise BadInput("cli.edit_no_json", detail=str(error)) from error
        done = make(given)
    if as_json:
        print_json(done)
        return
    typer.echo(done["path"])
    for line in done["lines"]:
        typer.echo(f"  {line}")


@rules.command("history")
def history(*, brand: Brand = "", as_json: Json = False) -> None:
    """Changes made through Papillon, the newest first."""
    with opened(brand, name="papillon rules") as papillon:
        kept = papillon.changes.history()
    if as_json:
        names = ("number", "path", "author", "edit", "made", "undone")
        print_json({"changes": [{name: getattr(one, name) for name in names} for one in kept]})
        return
    for one in kept:
        undone = f"  ({say('cli.undone', reader_language())})" if one.undone else ""
        typer.echo(
            f"{one.made:%Y-%m-%d %H:%M}  {one.author}  {one.path}  {json.dumps(one.edit, ensure_ascii=False)}{undone}"
        )


@rules.command("undo")
def undo(*, brand: Brand = "", as_json: Json = False) -> None:
    """Take the newest change back."""
    with opened(brand, name="papillon rules") as papillon:
        taken = papillon.changes.undo()
    if as_json:
        print_json({"number": taken.number, "path": taken.path, "edit": taken.edit})
        return
    typer.echo(
        say("cli.change_undone", reader_language(), path=taken.path, edit=json.dumps(taken.edit, ensure_ascii=False))
    )


def _accept(papillon: "Papillon", chosen: "list[Proposal]", author: str) -> set[str]:
    from assistant.settings import user_name

    for one in chosen:
        papillon.changes.make(papillon.changes.preview(one.edit), author or user_name(papillon.settings))
    return {one.id for one in chosen}


def _plain(proposal: "Proposal") -> dict[str, Any]:
    names = ("id", "sentence", "path", "section", "found_by", "broken", "breaking", "collides")
    from assistant.voice.edits import plain_edit

    return {name: getattr(proposal, name) for name in names} | {"edit": plain_edit(proposal.edit)}
