"""`papillon inbox`: what people wrote, and the words that are watched, on the command line."""

from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from assistant.cli.desk import User, who
from assistant.cli.output import Brand, Json, one_of, opened, print_json, reader_language
from assistant.errors import BadInput
from assistant.wording import say

if TYPE_CHECKING:
    from assistant.assembly import Papillon
    from assistant.records import Exchange, Received

mail = typer.Typer(help="What people wrote to the brand's accounts.", rich_markup_mode=None)
watched = typer.Typer(
    help="Words that are watched: the posts they find arrive in the inbox.", rich_markup_mode=None, no_args_is_help=True
)

Words = Annotated[str, typer.Argument(help="A word or a phrase, such as the brand's name.")]
Account = Annotated[str, typer.Option("--account", help="The account that watches, by handle; empty: the brand's.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(mail, name="inbox")
    mail.callback(invoke_without_command=True)(inbox)
    mail.add_typer(watched, name="searches")
    mail.command("draft")(draft)
    mail.command("urgency")(set_urgency)
    for name, command in (("list", list_searches), ("add", add), ("remove", remove)):
        watched.command(name)(command)


def inbox(
    context: typer.Context,
    *,
    everything: Annotated[bool, typer.Option("--all", help="What needs no answer any more, too.")] = False,
    offline: Annotated[bool, typer.Option("--offline", help="Only what is kept here; ask no network.")] = False,
    most: Annotated[int, typer.Option("--most", help="Messages read from the network at most.", min=1)] = 300,
    brand: Brand = "",
    as_json: Json = False,
) -> None:
    """What people wrote to the brand's accounts, the most urgent conversation first."""
    if context.invoked_subcommand is not None:
        return
    reader = reader_language()
    with opened(brand, name="papillon inbox") as papillon:
        office = papillon.office
        pages = 0
        problems = []
        for account in () if offline else office.inbox.accounts():
            done = office.inbox.sync(account, most=most, reader=reader)
            pages += done.pages
            problems += [done.problem] if done.problem else []
        for problem in problems:
            typer.echo(problem, err=True)
        found = office.inbox.list(everything=everything)
        if as_json:
            print_json({"conversations": [_exchange(one) for one in found], "pages": pages})
            return
        if not office.inbox.accounts():
            typer.echo(say("networks.no_account", reader))
        for one in found:
            message = one.first
            waits = message.standing == "open"
            why = say(f"cli.mail_{message.kind}", reader) if waits else message.standing
            when = say(f"cli.urgent_{message.urgency}", reader) if waits else ""
            by = f"  «{message.search}»" if message.search else ""
            typer.echo(
                f"{when:18}{why:14}@{message.post.author.handle}  {message.arrived:%Y-%m-%d %H:%M}  {message.uri}{by}"
            )
            typer.echo(f"{'':18}{' '.join(message.post.text.split())[:160]}")


def draft(
    *,
    most: Annotated[int, typer.Option("--most", help="How many replies at most.", min=1, max=50)] = 10,
    user: User = "",
    brand: Brand = "",
    as_json: Json = False,
) -> None:
    """Let replies to the most urgent messages be drafted in the background; `papillon serve` or `papillon jobs run`
    drafts them, `papillon jobs list` tells how far it is. Nothing is published."""
    reader = reader_language()
    with opened(brand, name="papillon inbox") as papillon:
        batching = papillon.office.batching
        batch = batching.begin(batching.choose(most), who(papillon, user), reader=reader)
        job = papillon.office.jobs.get(f"draft-{batch.id}")
    if as_json:
        print_json(job)
    else:
        typer.echo(say("cli.batch_begun", reader, job=job.id, count=job.total))


def set_urgency(
    address: Annotated[str, typer.Argument(help="The message, by its address as `papillon inbox` lists it.")],
    urgency: Annotated[str, typer.Argument(help="now, today or later; empty (''): as it is read.")],
    *,
    user: User = "",
    brand: Brand = "",
    as_json: Json = False,
) -> None:
    """Say by when a message wants an answer, instead of what was read in it; the inbox follows."""
    from assistant.records import Urgency

    chosen = one_of(urgency, "urgency", get_args(Urgency))
    with opened(brand, name="papillon inbox") as papillon:
        inbox = papillon.office.inbox
        found = inbox.named(address)
        if not found:
            raise BadInput("store.no_message", uri=address)
        said = [inbox.set_urgency(one.account, one.uri, chosen, who(papillon, user)) for one in found]
    if as_json:
        print_json({"messages": [_message(one) for one in said]})
    else:
        typer.echo(say(f"cli.urgent_{said[0].urgency}", reader_language()))


def list_searches(*, brand: Brand = "", as_json: Json = False) -> None:
    """The words that are watched, account by account."""
    with opened(brand, name="papillon inbox") as papillon:
        found = papillon.office.searches.list()
        handles = _handles(papillon)
    if as_json:
        print_json({"searches": found})
        return
    if not found:
        typer.echo(say("cli.no_searches", reader_language()))
    for one in found:
        typer.echo(f"{one.words}  @{handles.get(one.account, one.account)}")


def add(words: Words, *, account: Account = "", brand: Brand = "", as_json: Json = False) -> None:
    """Watch a word or a phrase: posts that hold it arrive in the inbox at the next look."""
    with opened(brand, name="papillon inbox") as papillon:
        kept = papillon.office.searches.add(words, account)
        handle = _handles(papillon).get(kept.account, kept.account)
    if as_json:
        print_json(kept)
    else:
        typer.echo(say("cli.search_added", reader_language(), words=kept.words, handle=handle))


def remove(words: Words, *, account: Account = "", brand: Brand = "", as_json: Json = False) -> None:
    """Watch words no more; what they found stays in the inbox. Without an account: through every account."""
    with opened(brand, name="papillon inbox") as papillon:
        gone = papillon.office.searches.remove(words, account)
    if as_json:
        print_json({"removed": gone})
    else:
        typer.echo(say("cli.search_removed", reader_language(), words=gone[0].words))


def _handles(papillon: "Papillon") -> dict[str, str]:
    return {account.id: account.handle for account in papillon.office.inbox.accounts()}


def _exchange(one: "Exchange") -> dict[str, Any]:
    return {
        "conversation": one.key, "account": one.account, "open": one.open, "unread": one.unread,
        "urgency": one.first.urgency, "kind": one.first.kind,
        "messages": [_message(message) for message in one.messages],
    }  # fmt: skip


def _message(message: "Received") -> dict[str, Any]:
    return {
        "uri": message.uri, "author": message.post.author.handle, "text": message.post.text,
        "arrived": message.arrived, "reason": message.reason, "urgency": message.urgency, "kind": message.kind,
        "hurried_by": message.hurried_by, "standing": message.standing, "crowd": message.crowd, "draft": message.draft,
        "answer": message.answer, "search": message.search,
    }  # fmt: skip
