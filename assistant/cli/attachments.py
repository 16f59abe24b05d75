"""`papillon drafts attach`, `detach`, `describe`: what goes out with a draft beside its text."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.desk import Id, User, Version, drafts, tell, who
from assistant.cli.output import Brand, Json, opened, reader_language
from assistant.errors import BadInput

if TYPE_CHECKING:
    from assistant.assembly import Papillon
    from assistant.desk.attaching import Attached
    from assistant.records import Attachment, Content

PartNumber = Annotated[int, typer.Option("--part", help="Which post of a thread, 1 for the first.", min=1)]


def register(app: typer.Typer) -> None:  # noqa: ARG001 - the group is the desk's own
    """Add these commands to `papillon drafts`."""
    for name, command in (("attach", attach), ("detach", detach), ("describe", describe)):
        drafts.command(name)(command)


def attach(
    draft: Id,
    *,
    part: PartNumber = 1,
    picture: Annotated[list[Path] | None, typer.Option("--picture", help="A picture file; may be repeated.")] = None,
    alt: Annotated[
        list[str] | None, typer.Option("--alt", help="What the picture shows, one for each --picture in their order.")
    ] = None,
    quote: Annotated[str, typer.Option("--quote", help="Address of the Bluesky post to quote.")] = "",
    card: Annotated[str, typer.Option("--card", help="Address of the page to show as a link card.")] = "",
    title: Annotated[str, typer.Option("--title", help="The card's title; empty: the page's own.")] = "",
    description: Annotated[
        str | None, typer.Option("--description", help="The card's description; none: the page's own.")
    ] = None,
    replies: Annotated[
        str,
        typer.Option(
            "--replies", help="Who may reply: everybody, nobody, or some of mentioned,followers,following (by commas)."
        ),
    ] = "",
    quotes: Annotated[bool | None, typer.Option("--quotes/--no-quotes", help="Whether others may quote it.")] = None,
    label: Annotated[
        list[str] | None,
        typer.Option("--label", help="A warning about its content: sexual, nudity, porn, graphic-media; repeatable."),
    ] = None,
    version: Version = 0,
    user: User = "",
    brand: Brand = "",
    as_json: Json = False,
) -> None:
    """Let pictures, a quoted post or a link card go out with a draft; say who may reply, warn of its content. The draft
    then wants approval again."""
    from assistant.desk import attaching
    from assistant.networks.pictures import read_file

    reader, number = reader_language(), part - 1
    shown = list(picture or ())
    said = list(alt or ())
    if len(said) > len(shown):
        raise BadInput("cli.alt_without_picture", pictures=len(shown), descriptions=len(said))
    said += [""] * (len(shown) - len(said))

    def change(content: "Content", papillon: "Papillon") -> "Attached":
        done = attaching.Attached(content)

        def also(more: "Attached") -> "Attached":
            return attaching.Attached(more.content, done.pictures + more.pictures, done.remarks + more.remarks)

        for path, words in zip(shown, said, strict=True):
            one = attaching.add_picture(done.content, number, read_file(path), path.name, alt=words, reader=reader)
            done = also(one)
        if quote:
            done = replace(done, content=attaching.add_quote(done.content, quote, papillon.networks))
        if card:
            done = also(attaching.add_card(done.content, number, card, reader=reader))
        kept = done.content.parts[number].card if number < len(done.content.parts) else None
        if (title or description is not None) and (card or kept):
            told = description if description is not None else kept.description if kept else ""
            done = replace(done, content=attaching.reword_card(done.content, number, title, told))
        if replies or quotes is not None:
            groups = _groups(replies) if replies else done.content.audience.replies
            done = replace(done, content=attaching.let_reply(done.content, groups, quotes=quotes))
        if label:
            done = replace(done, content=attaching.warn(done.content, (*done.content.labels, *label)))
        return done

    _edit(draft, change, version=version, user=user, brand=brand, as_json=as_json)


def detach(
    draft: Id,
    *,
    part: PartNumber = 1,
    picture: Annotated[
        list[int] | None, typer.Option("--picture", help="Number of a picture, 1 for the first; may be repeated.")
    ] = None,
    quote: Annotated[bool, typer.Option("--quote", help="Quote nothing.")] = False,
    card: Annotated[bool, typer.Option("--card", help="No link card.")] = False,
    labels: Annotated[bool, typer.Option("--labels", help="No warnings.")] = False,
    version: Version = 0,
    user: User = "",
    brand: Brand = "",
    as_json: Json = False,
) -> None:
    """Take out what was to go out with a draft. It then wants approval again."""
    from assistant.desk import attaching

    number = part - 1

    def change(content: "Content", _: "Papillon") -> "Attached":
        for place in sorted(set(picture or ()), reverse=True):
            content = attaching.remove_picture(content, number, place - 1)
        if quote:
            content = replace(content, quoting=None)
        if card:
            content = attaching.remove_card(content, number)
        if labels:
            content = attaching.warn(content, ())
        return attaching.Attached(content)

    _edit(draft, change, version=version, user=user, brand=brand, as_json=as_json)


def describe(
    draft: Id,
    picture: Annotated[int, typer.Argument(help="Number of the picture, 1 for the first.", min=1)],
    alt: Annotated[str, typer.Argument(help="What it shows, in a sentence, for people who cannot see it.")],
    *,
    part: PartNumber = 1,
    version: Version = 0,
    user: User = "",
    brand: Brand = "",
    as_json: Json = False,
) -> None:
    """Say what a picture of a draft shows. It then wants approval again."""
    from assistant.desk import attaching

    def change(content: "Content", _: "Papillon") -> "Attached":
        return attaching.Attached(attaching.describe_picture(content, part - 1, picture - 1, alt))

    _edit(draft, change, version=version, user=user, brand=brand, as_json=as_json)


def _edit(
    draft: str,
    change: Callable[["Content", "Papillon"], "Attached"],
    *,
    version: int,
    user: str,
    brand: str,
    as_json: bool,
) -> None:
    with opened(brand, name="papillon drafts") as papillon:
        desk = papillon.office.desk
        before = desk.get(draft)
        done = change(before.content, papillon)
        pictures: Sequence[tuple[Attachment, bytes]] = done.pictures
        kept = desk.edit(
            draft,
            version or before.version,
            done.content,
            who(papillon, user),
            reader=reader_language(),
            pictures=pictures,
        )
    for remark in done.remarks:
        typer.echo(remark, err=True)
    tell(kept, as_json)


def _groups(said: str) -> tuple[str, ...] | None:
    match said.strip():
        case "everybody":
            return None
        case "nobody":
            return ()
        case _:
            return tuple(one.strip() for one in said.split(",") if one.strip())
