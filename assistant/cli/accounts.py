"""`papillon accounts` and `papillon thread`: accounts on the networks, and conversations read from there."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.output import (
    Brand,
    Json,
    ProgressBar,
    end_progress,
    opened,
    print_json,
    progress_line,
    reader_language,
)
from assistant.errors import BadInput
from assistant.wording import say

if TYPE_CHECKING:
    from assistant.records import Conversation, Gone, SocialPost
    from assistant.wording import Language

accounts = typer.Typer(help="The accounts the brand speaks through.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(accounts, name="accounts")
    app.command("thread")(thread)


@accounts.command("add")
def add(
    handle: Annotated[str, typer.Argument(help="The account's handle, such as name.bsky.social.")],
    *,
    person: Annotated[str, typer.Option("--person", help="Id of the person it belongs to; empty: the brand's.")] = "",
    service: Annotated[str, typer.Option("--service", help="Address of its own server (PDS), if it has one.")] = "",
    brand: Brand = "",
    as_json: Json = False,
) -> None:
    """Sign an account in with an app password, which is asked for, or read from stdin; it is not kept."""
    reader = reader_language()
    with opened(brand, name="papillon accounts") as papillon:
        if person and papillon.brand.person(person) is None:
            known = ", ".join(one.id for one in papillon.brand.people) or "-"
            raise BadInput("drafting.unknown_person", person=person, known=known)
        account = papillon.networks.add(handle, _password(handle, reader), person=person, service=service)
    if as_json:
        print_json(account)
    else:
        typer.echo(say("cli.account_added", reader, handle=account.handle, server=_host(account.service)))


@accounts.command("list")
def list_(*, brand: Brand = "", as_json: Json = False) -> None:
    """Show the brand's accounts."""
    reader = reader_language()
    with opened(brand, name="papillon accounts") as papillon:
        found = papillon.networks.accounts()
    if as_json:
        print_json({"accounts": found})
        return
    if not found:
        typer.echo(say("networks.no_account", reader))
    for one in found:
        whose = one.person or say("cli.account_of_brand", reader)
        typer.echo(f"@{one.handle} · {one.platform} · {whose} · {_host(one.service)}")


@accounts.command("remove")
def remove(
    handle: Annotated[str, typer.Argument(help="The account's handle or DID.")],
    *,
    brand: Brand = "",
    as_json: Json = False,
) -> None:
    """Sign an account out and forget its session."""
    with opened(brand, name="papillon accounts") as papillon:
        account = papillon.networks.account(handle)
        papillon.networks.remove(account)
    if as_json:
        print_json({"removed": account})
    else:
        typer.echo(say("cli.account_removed", reader_language(), handle=account.handle))


@accounts.command("label")
def label(
    handle: Annotated[str | None, typer.Argument(help="The account's handle or DID; none: the brand's own.")] = None,
    *,
    bot: Annotated[
        bool | None, typer.Option("--bot/--no-bot", help="With or without it; none: as brand.toml says.")
    ] = None,
    brand: Brand = "",
    as_json: Json = False,
) -> None:
    """Put Bluesky's bot label on an account's profile, or take it off, as `bot_label` in brand.toml says (off unless it
    says so). Everybody sees it beside the account's name. The rest of the profile stays."""
    with opened(brand, name="papillon accounts") as papillon:
        account = papillon.networks.account(handle or "")
        wanted = papillon.brand.disclosure.bot_label if bot is None else bot
        changed = papillon.networks.connect(account).mark_automated(wanted)
    if as_json:
        print_json({"account": account, "bot": wanted, "changed": changed})
    else:
        key = "cli.bot_label_on" if wanted else "cli.bot_label_off"
        typer.echo(say(key, reader_language(), handle=account.handle))


@accounts.command("import")
def import_(
    handle: Annotated[str | None, typer.Argument(help="The account's handle or DID; none: the brand's own.")] = None,
    *,
    anew: Annotated[bool, typer.Option("--anew", help="Read everything, even when nothing has changed.")] = False,
    mask: Annotated[str, typer.Option("--mask", help="Mask in posts: email,phone,order,iban.")] = "",
    brand: Brand = "",
    as_json: Json = False,
) -> None:
    """Take an account's own past posts into the library; run again, it takes what is new."""
    import shutil
    import tempfile

    reader = reader_language()
    with opened(brand, name="papillon accounts") as papillon:
        account = papillon.networks.account(handle or "")
        papillon.settings.home.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix="import-", dir=papillon.settings.home))
        try:
            progress_line(say("cli.importing", reader, handle=account.handle))
            exported = papillon.networks.export(account, folder / f"{account.handle}.car", anew=anew)
            report = None
            if exported is not None:
                report = papillon.library.ingest(
                    [folder / f"{account.handle}.car"],
                    progress=ProgressBar(),
                    reader=reader,
                    person=account.person,
                    mask=[name.strip() for name in mask.split(",") if name.strip()],
                )
                papillon.networks.imported(exported)
        finally:
            end_progress()
            shutil.rmtree(folder, ignore_errors=True)
    if as_json:
        print_json({"account": account, "news": report is not None, "report": report})
    elif report is None:
        typer.echo(say("cli.nothing_new", reader, handle=account.handle))
    else:
        counts = {name: getattr(report, name) for name in ("added", "updated", "unchanged", "removed", "passages")}
        typer.echo(say("cli.ingested", reader, **counts, seconds=f"{report.seconds:.1f}"))
        for skipped in report.skipped:
            typer.echo(f"  {skipped.path}: {skipped.reason}")


def thread(
    address: Annotated[str, typer.Argument(help="Address of a post: https://bsky.app/profile/…/post/…, or at://…")],
    *,
    replies: Annotated[int, typer.Option("--replies", help="How many replies to show.", min=0, max=1000)] = 60,
    brand: Brand = "",
    as_json: Json = False,
) -> None:
    """Show a post with the thread above it and the replies around it. Public posts need no account."""
    with opened(brand, name="papillon thread") as papillon:
        found = papillon.networks.read_post(address, replies=replies)
    if as_json:
        print_json(found)
    else:
        _show(found, reader_language())


def _password(handle: str, reader: "Language") -> str:
    """The app password, typed without being shown, or the first line of what is piped in."""
    if sys.stdin.isatty():
        return str(typer.prompt(say("cli.app_password", reader, handle=handle), hide_input=True, default=""))
    return sys.stdin.readline()


def _host(service: str) -> str:
    return service.partition("://")[2] or service


def _show(found: "Conversation", reader: "Language") -> None:
    from assistant.records import Gone

    if found.cut_above:
        typer.echo("…")
    for one in found.above:
        _show_post(one, "", reader)
    author = found.author
    about = [f"@{author.handle}", author.name, " ".join(author.description.split())[:160]]
    typer.echo("▸ " + " · ".join(part for part in about if part))
    _show_post(found.post, "▸ ", reader)
    if found.post.reply_disabled:
        typer.echo("  " + say("networks.reply_disabled", reader, author=f"@{author.handle}"))
    for reply in found.replies:
        mark = "✓ " if not isinstance(reply.post, Gone) and reply.post in found.ours else ""
        _show_post(reply.post, "  " * reply.depth + mark, reader)
    if found.unshown:
        typer.echo("  " + say("cli.more_replies", reader, count=found.unshown))


def _show_post(one: "SocialPost | Gone", margin: str, reader: "Language") -> None:
    from assistant.records import Gone

    if isinstance(one, Gone):
        typer.echo(f"{margin}[{say(f'networks.gone_{one.why}', reader)}]")
        return
    date = one.created.strftime("%Y-%m-%d %H:%M") if one.created else ""
    lines = [f"@{one.author.handle} · {date}", *one.text.split("\n")]
    lines += [f"[{say('networks.picture', reader)} {picture.alt or '?'}]" for picture in one.pictures]
    if one.card is not None:
        lines.append(f"[{one.card.title} {one.card.address}]")
    typer.echo(
        "\n".join(margin + line if number == 0 else " " * len(margin) + line for number, line in enumerate(lines))
    )
    if one.quoted is not None:
        _show_post(one.quoted, " " * len(margin) + "> ", reader)
