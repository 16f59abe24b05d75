"""`papillon post`, `ideas`: drafts on the command line."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.output import (
    Brand,
    Json,
    end_progress,
    opened_library,
    plain,
    print_json,
    progress_line,
    reader_language,
)
from assistant.errors import BadInput, PapillonError, Unreachable
from assistant.wording import say

if TYPE_CHECKING:
    from assistant.records import Draft, Event, Idea

Person = Annotated[str, typer.Option("--person", help="Who speaks: the id of a person; empty: the brand.")]
Wish = Annotated[str, typer.Option("--wish", help="Your own instruction, such as 'offer an exchange'.")]
Platforms = Annotated[list[str] | None, typer.Option("--platform", help="A network; may be given several times.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("post")(post)
    app.command("ideas")(ideas)


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
    shown = [draft_object(draft) for draft in drafts]
    if as_json:
        print_json({"drafts": shown, "notices": notices})
    else:
        for draft in shown:
            show_draft(draft)
    raise typer.Exit(exit_code(shown))


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
            events = followed(papillon.drafting.ideas(request))
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
            show_draft(draft_object(idea.draft))
    raise typer.Exit(exit_code([draft_object(idea.draft) for idea in found]))


def _collect(events: "Iterable[Event]") -> tuple[list["Draft"], list[str]]:
    from assistant.records import Drafted, Gathered

    drafts: list[Draft] = []
    notices: list[str] = []
    for event in followed(events):
        if isinstance(event, Drafted):
            drafts.append(event.draft)
        elif isinstance(event, Gathered):
            notices += [notice for notice in event.notices if notice not in notices]
    return drafts, notices


def followed(events: "Iterable[Event]") -> "Iterable[Event]":
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


def draft_object(draft: "Draft") -> dict[str, Any]:
    shown: dict[str, Any] = plain(draft)
    return shown


def _idea_object(idea: "Idea") -> dict[str, Any]:
    draft = draft_object(idea.draft)
    kept = {key: draft[key] for key in ("text", "platform", "language", "person", "sources", "findings", "fits")}
    return {"id": idea.id, "title": idea.title, "angle": idea.angle, "date": None} | kept


def exit_code(drafts: list[dict[str, Any]]) -> int:
    return int(any(finding["level"] == "block" for draft in drafts for finding in draft["findings"]))


def show_draft(draft: dict[str, Any], approach: str = "") -> None:
    fits = draft["fits"]
    count = f"{fits['count']}/{fits['limit']} {fits['unit']}"
    typer.echo("\n--- " + " · ".join(filter(None, (draft["platform"], draft["language"], count, approach))))
    typer.echo(draft["text"])
    for finding in draft["findings"]:
        typer.echo(f"  [{finding['level']}] {finding['message']}")
    for source in draft["sources"]:
        mark = "*" if source["used"] else " "
        section = " › ".join(source["section"])
        typer.echo(f" {mark}{source['number']}. {source['path']} {section} {(source['date'] or '')[:10]}".rstrip())


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise BadInput("cli.cannot_write", path=path, reason=error.strerror) from error
