"""`papillon drafts`, `publish`, `withdraw`, `record`: the desk on the command line."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.output import Brand, Json, opened, print_json, progress_line, reader_language, text_or_stdin
from assistant.errors import BadInput
from assistant.wording import say

if TYPE_CHECKING:
    from assistant.assembly import Papillon
    from assistant.records import KeptDraft

drafts = typer.Typer(help="Drafts kept at the desk.", rich_markup_mode=None, no_args_is_help=True)

record = typer.Typer(help="The record of what went out.", rich_markup_mode=None, no_args_is_help=True)

Id = Annotated[str, typer.Argument(help="The draft's id, as `papillon drafts list` shows it.")]
Version = Annotated[int, typer.Option("--version", help="The version that was read; 0: the one of now.")]
Why = Annotated[str, typer.Option("--reason", help="Why, kept in the trail; needed when a finding blocks.")]
User = Annotated[str, typer.Option("--user", help="Who does it; empty: PAPILLON_USER, or the system's name for you.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("publish")(publish)
    app.command("withdraw")(withdraw)
    app.add_typer(drafts, name="drafts")
    app.add_typer(record, name="record")
    record.command("export")(export)
    for name, command in (
        ("list", list_drafts), ("show", show), ("edit", edit), ("approve", approve), ("reject", reject),
        ("schedule", schedule), ("reply", reply),
    ):  # fmt: skip
        drafts.command(name)(command)


def reply(
    uri: Annotated[str, typer.Argument(help="The message's address, as `papillon inbox` shows it.")],
    *,
    wish: Annotated[str, typer.Option("--wish", help="Your own instruction, such as 'offer an exchange'.")] = "",
    user: User = "",
    brand: Brand = "",
    as_json: Json = False,
) -> None:
    """Draft a reply to a message of the inbox, with its whole conversation, and keep it at the desk."""
    from assistant.cli.output import opened_library

    with opened_library(brand, name="papillon drafts") as papillon:
        office = papillon.office
        account = next((one.account for one in office.inbox.mail.list([a.id for a in office.inbox.accounts()])
                        if one.uri == uri), "")  # fmt: skip
        kept = office.answering.draft(account, uri, who(papillon, user), wish=wish, reader=reader_language())
    tell(kept, as_json)


def list_drafts(
    *,
    state: Annotated[list[str] | None, typer.Option("--state", help="Only in this state; may be repeated.")] = None,
    brand: Brand = "",
    as_json: Json = False,
) -> None:
    """Drafts at the desk, the one changed last first."""
    with opened(brand, name="papillon drafts") as papillon:
        found = papillon.office.desk.list(tuple(state or ()))  # type: ignore[arg-type]
    if as_json:
        print_json({"drafts": [_object(one) for one in found]})
        return
    for one in found:
        typer.echo(f"{one.id}  {one.state:10}  v{one.version}  {one.changed_by}  {one.changed:%Y-%m-%d %H:%M}")
        typer.echo(f"              {' '.join(one.text.split())[:160]}")


def show(draft: Id, *, brand: Brand = "", as_json: Json = False) -> None:
    """A draft with its findings and its trail: who did what and when."""
    with opened(brand, name="papillon drafts") as papillon:
        kept = papillon.office.desk.get(draft)
        steps = papillon.office.desk.drafts.steps(draft)
    if as_json:
        print_json(_object(kept) | {"steps": steps})
        return
    tell(kept, as_json=False)
    for step in steps:
        detail = " ".join(f"{key}={value!r}" for key, value in step.detail.items() if key != "text")
        typer.echo(f"  {step.at:%Y-%m-%d %H:%M:%S}  {step.by}  {step.action}  v{step.version}  {detail}".rstrip())


def edit(
    draft: Id,
    text: Annotated[str | None, typer.Argument(help="The new text; '-' reads it from stdin.")] = None,
    *,
    version: Version = 0,
    user: User = "",
    brand: Brand = "",
    as_json: Json = False,
) -> None:
    """Change a draft's text; a line of three dashes begins the next post of a thread. It then wants approval again."""
    from assistant.desk import parts_of

    parts = parts_of(text_or_stdin(text).rstrip("\n"))
    with opened(brand, name="papillon drafts") as papillon:
        desk = papillon.office.desk
        seen = version or desk.get(draft).version
        kept = desk.edit(draft, seen, parts, who(papillon, user), reader=reader_language())
    tell(kept, as_json)


def approve(
    draft: Id, *, version: Version = 0, reason: Why = "", user: User = "", brand: Brand = "", as_json: Json = False
) -> None:
    """Let a draft go as it stands: it is frozen until somebody edits it."""
    with opened(brand, name="papillon drafts") as papillon:
        office = papillon.office
        seen = version or office.desk.get(draft).version
        kept = office.approve(draft, seen, who(papillon, user), reason=reason, reader=reader_language())
    tell(kept, as_json)


def reject(
    draft: Id, *, version: Version = 0, reason: Why = "", user: User = "", brand: Brand = "", as_json: Json = False
) -> None:
    """Set a draft aside."""
    with opened(brand, name="papillon drafts") as papillon:
        desk = papillon.office.desk
        kept = desk.reject(draft, version or desk.get(draft).version, who(papillon, user), reason=reason)
    tell(kept, as_json)


def schedule(
    draft: Id,
    when: Annotated[str, typer.Argument(help="Such as '2026-12-24 09:00'.")],
    *,
    zone: Annotated[str, typer.Option("--zone", help="Time zone; empty: the brand's.")] = "",
    user: User = "",
    brand: Brand = "",
    as_json: Json = False,
) -> None:
    """Let an approved draft go out later; `papillon serve` or `papillon jobs run` must be running then."""
    with opened(brand, name="papillon drafts") as papillon:
        office = papillon.office
        version = office.desk.get(draft).version
        kept = office.schedule(draft, version, when, who(papillon, user), zone)
    tell(kept, as_json)


def publish(
    draft: Id,
    *,
    patience: Annotated[float, typer.Option("--patience", help="Seconds to wait for the network at most.")] = 120.0,
    user: User = "",
    brand: Brand = "",
    as_json: Json = False,
) -> None:
    """Send what a person approved, exactly once. Exit 1 when the network refused it, 3 when it is still on its way."""
    reader = reader_language()
    with opened(brand, name="papillon publish") as papillon:
        done = papillon.office.publish(
            draft,
            who(papillon, user),
            patience=patience,
            reader=reader,
            told=lambda seconds, why: progress_line(say("desk.waits", reader, seconds=round(seconds), why=why)),
        )
    tell(done, as_json)
    if done.sending.problem:
        typer.echo(done.sending.problem, err=True)
    raise typer.Exit({"published": 0, "publishing": 3}.get(done.state, 1))


def withdraw(draft: Id, *, user: User = "", brand: Brand = "", as_json: Json = False) -> None:
    """Delete what a draft became on its network."""
    with opened(brand, name="papillon withdraw") as papillon:
        gone = papillon.office.withdraw(draft, who(papillon, user))
    tell(gone, as_json)


@record.callback()
def group() -> None:
    """The record of what went out."""


def export(
    *,
    out: Annotated[Path | None, typer.Option("--out", help="Write it to this .csv or .json file.")] = None,
    brand: Brand = "",
) -> None:
    """For every text that went out: who drafted, edited and approved it, the model, the sources, a person's share."""
    from assistant.desk.record import as_csv, as_json, records

    writers = {".csv": as_csv, ".json": as_json}
    if out is not None and out.suffix.lower() not in writers:
        raise BadInput("cli.unknown_export", path=out, known=", ".join(writers))
    with opened(brand, name="papillon record") as papillon:
        rows = records(papillon.office.desk.drafts, papillon.brand.id)
    if out is None:
        print_json({"records": rows})
        return
    try:
        out.write_bytes(writers[out.suffix.lower()](rows))
    except OSError as error:
        raise BadInput("cli.cannot_write", path=out, reason=error.strerror) from error
    typer.echo(say("cli.record_written", reader_language(), count=len(rows), path=out), err=True)


def who(papillon: "Papillon", user: str) -> str:
    """The name of who acts: what is given, PAPILLON_USER, or the system's name."""
    from assistant.settings import user_name

    return user.strip() or user_name(papillon.settings)


def _object(draft: "KeptDraft") -> dict[str, Any]:
    return {
        "id": draft.id, "state": draft.state, "version": draft.version, "text": draft.text,
        "parts": [part.text for part in draft.content.parts],
        "pictures": [[asdict(picture) for picture in part.pictures] for part in draft.content.parts],
        "cards": [part.card for part in draft.content.parts], "quotes": draft.content.quoting,
        "audience": draft.content.audience, "labels": draft.content.labels, "platform": draft.content.platform,
        "account": draft.content.account, "language": draft.language, "person": draft.person, "by": draft.by,
        "changed_by": draft.changed_by, "changed": draft.changed, "created": draft.created, "ready": draft.ready,
        "findings": draft.findings, "answers": draft.content.answering, "approval": draft.approval,
        "appointment": draft.appointment, "sending": draft.sending, "posts": draft.posts,
        "addresses": draft.addresses, "model": draft.drafted.model if draft.drafted else "", "written": draft.written,
    }  # fmt: skip


def tell(draft: "KeptDraft", as_json: bool) -> None:
    """Print a draft as it stands, for people or as one JSON object."""
    if as_json:
        print_json(_object(draft))
        return
    typer.echo(f"{draft.id}  {draft.state}  v{draft.version}  {draft.changed_by}")
    typer.echo("\n---\n".join(part.text for part in draft.content.parts))
    for line in _beside(draft):
        typer.echo(f"  {line}")
    for finding in draft.findings:
        typer.echo(f"  [{finding.level}] {finding.message}")
    for address in draft.addresses:
        typer.echo(f"  {address}")


def _beside(draft: "KeptDraft") -> Iterator[str]:
    """What goes out beside the text, a line each."""
    reader, content = reader_language(), draft.content
    for number, part in enumerate(content.parts, 1):
        for place, picture in enumerate(part.pictures, 1):
            yield say("cli.picture", reader, part=number, place=place, name=picture.name, alt=picture.alt or "?")
        if part.card is not None:
            yield say("cli.card", reader, part=number, title=part.card.title, address=part.card.address)
    if content.quoting is not None:
        yield say("cli.quote", reader, author=content.quoting.author, text=" ".join(content.quoting.text.split())[:120])
    if content.audience.replies is not None:
        yield say("cli.replies", reader, groups=", ".join(content.audience.replies) or "nobody")
    if not content.audience.quotes:
        yield say("cli.no_quotes", reader)
    if content.labels:
        yield say("cli.labels", reader, labels=", ".join(content.labels))
