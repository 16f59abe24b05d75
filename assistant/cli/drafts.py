"""`papillon reply`, `post`, `ideas`: drafts on the command line."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.output import (
    Brand,
    Json,
    Jsonl,
    end_progress,
    field,
    opened_library,
    plain,
    print_json,
    progress_line,
    reader_language,
    run_lines,
    text_or_stdin,
)
from assistant.errors import BadInput, PapillonError, Unreachable
from assistant.wording import say

if TYPE_CHECKING:
    from assistant.assembly import Papillon
    from assistant.records import Draft, Event, Idea

Person = Annotated[str, typer.Option("--person", help="Who speaks: the id of a person; empty: the brand.")]
Wish = Annotated[str, typer.Option("--wish", help="Your own instruction, such as 'offer an exchange'.")]
Platforms = Annotated[list[str] | None, typer.Option("--platform", help="A network; may be given several times.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("reply")(reply)
    app.command("post")(post)
    app.command("ideas")(ideas)


def reply(
    message: Annotated[str | None, typer.Argument(help="What the person wrote; '-' reads it from stdin.")] = None,
    *,
    platform: Annotated[str, typer.Option("--platform", help="Network of the reply.")] = "bluesky",
    language: Annotated[str, typer.Option("--language", help="Language of the reply; empty: the message's.")] = "",
    person: Person = "",
    variants: Annotated[int, typer.Option("--variants", help="How many drafts, 1 to 3.")] = 1,
    author: Annotated[str, typer.Option("--author", help="Who wrote the message.")] = "",
    link: Annotated[str, typer.Option("--link", help="Address of the Bluesky post to answer, with its thread.")] = "",
    wish: Wish = "",
    brand: Brand = "",
    as_json: Json = False,
    jsonl: Jsonl = False,
) -> None:
    """Draft a reply to a message, or to a post by its address, with its sources and findings."""
    from assistant.networks import is_reference
    from assistant.records import Message, ReplyRequest

    def request(papillon: "Papillon", given: dict[str, Any]) -> "ReplyRequest":
        if address := field(given, "link", ""):
            given = given | _linked(papillon, address)
        thread = given.get("thread", [])
        if not isinstance(thread, list):
            raise BadInput("cli.bad_field", name="thread")
        return ReplyRequest(
            Message(field(given, "message"), field(given, "author", author)),
            field(given, "platform", platform),
            language=field(given, "language", language),
            person=field(given, "person", person),
            variants=given["variants"] if isinstance(given.get("variants"), int) else variants,
            wish=field(given, "wish", wish),
            thread=tuple(_message(one) for one in thread),
            reader=reader_language(),
        )

    if jsonl:
        with opened_library(brand) as papillon:
            raise typer.Exit(run_lines(lambda given: _reply_object(papillon, request(papillon, given))))
    if link and message is not None:
        raise BadInput("cli.link_or_message")
    if message is not None and is_reference(message):
        link = message
    asked = {"link": link} if link else {"message": text_or_stdin(message)}
    with opened_library(brand) as papillon:
        answer = _reply_object(papillon, request(papillon, asked))
    if as_json:
        print_json(answer)
    else:
        typer.echo(answer["reason"] + "\n" + "\n".join(answer["notices"]))
        for draft in answer["drafts"]:
            _show(draft)
    raise typer.Exit(_exit_code(answer["drafts"]))


def post(
    *,
    topic: Annotated[str, typer.Option("--topic", help="What the post is about.")],
    platform: Platforms = None,
    language: Annotated[str, typer.Option("--language", help="Language of the post; empty: the topic's.")] = "",
    person: Person = "",
    wish: Wish = "",
    brand: Brand = "",
    as_json: Json = False,
) -> None:
    """Write one topic as a post for each network."""
    from assistant.records import PostRequest

    request = PostRequest(topic, tuple(platform or ("bluesky",)), language, person, wish, reader_language())
    with opened_library(brand) as papillon:
        drafts, notices = _collect(papillon.drafting.post(request))
    shown = [_draft_object(draft) for draft in drafts]
    if as_json:
        print_json({"drafts": shown, "notices": notices})
    else:
        for draft in shown:
            _show(draft)
    raise typer.Exit(_exit_code(shown))


def ideas(
    *,
    topic: Annotated[str, typer.Option("--topic", help="What the ideas are about.")],
    n: Annotated[int, typer.Option("--n", help="How many ideas, 1 to 60.")] = 5,
    platform: Platforms = None,
    language: Annotated[list[str] | None, typer.Option("--language", help="A language; may be repeated.")] = None,
    person: Person = "",
    out: Annotated[Path | None, typer.Option("--out", help="Write them to this .jsonl or .csv file.")] = None,
    brand: Brand = "",
    as_json: Json = False,
) -> None:
    """Find post ideas, each with a text that fits its network."""
    from assistant.records import Drafted, IdeasRequest
    from assistant.ui.handlers.export import as_csv, as_jsonl

    writers = {".jsonl": as_jsonl, ".csv": as_csv}
    if out is not None and out.suffix.lower() not in writers:
        raise BadInput("cli.unknown_export", path=out, known=", ".join(writers))
    request = IdeasRequest(topic, tuple(platform or ("bluesky",)), tuple(language or ()), n, person, reader_language())
    found: list[Idea] = []
    with opened_library(brand) as papillon:
        try:
            events = _followed(papillon.drafting.ideas(request))
            # Taken one by one: what was found before an interruption stays.
            found.extend(event.idea for event in events if isinstance(event, Drafted) and event.idea is not None)
        except KeyboardInterrupt:
            typer.echo(say("cli.stopped_ideas", reader_language(), count=len(found)), err=True)
    if out is not None:
        _write(out, writers[out.suffix.lower()](tuple(found)))
        typer.echo(say("cli.written", reader_language(), count=len(found), path=out), err=True)
    if as_json:
        print_json({"ideas": [_idea_object(idea) for idea in found]})
    elif out is None:
        for idea in found:
            typer.echo(f"\n{idea.title}\n{idea.angle}")
            _show(_draft_object(idea.draft))
    raise typer.Exit(_exit_code([_draft_object(idea.draft) for idea in found]))


def _reply_object(papillon: "Papillon", request: Any) -> dict[str, Any]:
    from assistant.records import Drafted, Gathered

    answer: dict[str, Any] = {"answer": "reply", "reason": "", "language": "", "situation": "", "notices": []}
    drafts: list[Draft] = []
    for event in _followed(papillon.drafting.reply(request)):
        if isinstance(event, Gathered):
            told = {"answer": event.answer, "reason": event.reason, "language": event.language}
            answer |= told | {"situation": event.situation, "notices": list(event.notices)}
        elif isinstance(event, Drafted):
            drafts.append(event.draft)
    return answer | {"drafts": [_draft_object(draft) for draft in drafts]}


def _linked(papillon: "Papillon", address: str) -> dict[str, Any]:
    """The post at an address, as the fields of a message: its text, its author, the thread above it."""
    from assistant.desk.answering import shown_text, thread_of

    found = papillon.networks.read_post(address, replies=0)
    reader, author = reader_language(), f"@{found.post.author.handle}"
    if found.post.reply_disabled:
        typer.echo(say("networks.reply_disabled", reader, author=author), err=True)
    thread = [{"text": one.text, "author": one.author} for one in thread_of(found, reader)]
    return {"message": shown_text(found.post, reader), "author": author, "thread": thread, "platform": "bluesky"}


def _collect(events: "Iterable[Event]") -> tuple[list["Draft"], list[str]]:
    from assistant.records import Drafted, Gathered

    drafts: list[Draft] = []
    notices: list[str] = []
    for event in _followed(events):
        if isinstance(event, Drafted):
            drafts.append(event.draft)
        elif isinstance(event, Gathered):
            notices += [notice for notice in event.notices if notice not in notices]
    return drafts, notices


def _followed(events: "Iterable[Event]") -> "Iterable[Event]":
    """The events, their stages and failures told on stderr.

    Raises:
        PapillonError: nothing could be written; tells the last failure.
    """
    from assistant.records import Drafted, Failed, Stage

    untold: Failed | None = None
    drafted = 0
    for event in events:
        if isinstance(event, Stage) and sys.stderr.isatty():
            progress_line(f"[{event.index + 1}/{event.total}] {say(f'cli.stage_{event.name}', reader_language())}")
        elif isinstance(event, Failed):
            if untold is not None:
                typer.echo(untold.message, err=True)
            untold = event
        drafted += isinstance(event, Drafted)
        yield event
    end_progress()
    if untold is not None and not drafted:
        kind = {2: BadInput, 3: Unreachable}.get(untold.exit_code, PapillonError)
        raise kind("cli.failed", message=untold.message)
    if untold is not None:
        typer.echo(untold.message, err=True)


def _draft_object(draft: "Draft") -> dict[str, Any]:
    shown: dict[str, Any] = plain(draft)
    return shown


def _idea_object(idea: "Idea") -> dict[str, Any]:
    draft = _draft_object(idea.draft)
    kept = {key: draft[key] for key in ("text", "platform", "language", "person", "sources", "findings", "fits")}
    return {"id": idea.id, "title": idea.title, "angle": idea.angle, "date": None} | kept


def _exit_code(drafts: list[dict[str, Any]]) -> int:
    return int(any(finding["level"] == "block" for draft in drafts for finding in draft["findings"]))


def _show(draft: dict[str, Any]) -> None:
    fits = draft["fits"]
    typer.echo(f"\n--- {draft['platform']} · {draft['language']} · {fits['count']}/{fits['limit']} {fits['unit']}")
    typer.echo(draft["text"])
    for finding in draft["findings"]:
        typer.echo(f"  [{finding['level']}] {finding['message']}")
    for source in draft["sources"]:
        mark = "*" if source["used"] else " "
        section = " › ".join(source["section"])
        typer.echo(f" {mark}{source['number']}. {source['path']} {section} {(source['date'] or '')[:10]}".rstrip())


def _message(given: Any) -> Any:
    from assistant.records import Message

    if isinstance(given, str):
        return Message(given)
    if isinstance(given, dict):
        return Message(field(given, "text"), field(given, "author", ""))
    raise BadInput("cli.bad_field", name="thread")


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise BadInput("cli.cannot_write", path=path, reason=error.strerror) from error
