"""`papillon reply`: a message answered on the command line, the best draft first."""

from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from assistant.cli.drafts import Person, Wish, draft_object, exit_code, followed, show_draft
from assistant.cli.output import (
    Brand,
    Json,
    Jsonl,
    field,
    one_of,
    opened_library,
    plain,
    print_json,
    reader_language,
    run_lines,
    text_or_stdin,
)
from assistant.errors import BadInput
from assistant.wording import say

if TYPE_CHECKING:
    from assistant.assembly import Papillon
    from assistant.records import Known, ReplyRequest


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command("reply")(reply)


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
    situation: Annotated[
        str, typer.Option("--situation", help="What the message is (complaint, praise…); empty: as it is understood.")
    ] = "",
    answer: Annotated[
        str, typer.Option("--answer", help="reply, hand_over or no_reply; empty: as it is understood.")
    ] = "",
    model_too: Annotated[
        bool, typer.Option("--model-too", help="Ask a small model although a sentence of the house is ready.")
    ] = False,
    known: Annotated[
        list[str] | None, typer.Option("--known", help="question=answer, for what nothing known answers; repeatable.")
    ] = None,
    brand: Brand = "",
    as_json: Json = False,
    jsonl: Jsonl = False,
) -> None:
    """Draft a reply to a message, or to a post by its address, with its sources and findings."""
    from assistant.networks import is_reference
    from assistant.records import Answer, Message, ReplyRequest, Situation

    def request(papillon: "Papillon", given: dict[str, Any]) -> ReplyRequest:
        if address := field(given, "link", ""):
            given = given | _linked(papillon, address)
        return ReplyRequest(
            Message(field(given, "message"), field(given, "author", author)),
            field(given, "platform", platform),
            language=field(given, "language", language),
            person=field(given, "person", person),
            variants=given["variants"] if isinstance(given.get("variants"), int) else variants,
            wish=field(given, "wish", wish),
            thread=tuple(_message(one) for one in _list(given, "thread")),
            reader=reader_language(),
            situation=one_of(field(given, "situation", situation), "situation", get_args(Situation)),
            answer=one_of(field(given, "answer", answer), "answer", get_args(Answer)),
            known=tuple(_known(one) for one in _list(given, "known")),
            model_too=model_too or given.get("model_too") is True,
        )

    if jsonl:
        with opened_library(brand) as papillon:
            raise typer.Exit(run_lines(lambda given: _reply_object(papillon, request(papillon, given))))
    if link and message is not None:
        raise BadInput("cli.link_or_message")
    if message is not None and is_reference(message):
        link = message
    asked: dict[str, Any] = {"link": link} if link else {"message": text_or_stdin(message)}
    asked |= {"known": [_question_and_answer(one) for one in known or ()]}
    with opened_library(brand) as papillon:
        told = _reply_object(papillon, request(papillon, asked))
    if as_json:
        print_json(told)
    else:
        _tell(told)
    raise typer.Exit(exit_code(told["drafts"]))


def _reply_object(papillon: "Papillon", request: "ReplyRequest") -> dict[str, Any]:
    """What was understood, and the drafts that may be shown: the best first, no more than were asked for."""
    from assistant.drafting.ranking import best_first
    from assistant.records import Failed, Gathered, Ranked

    answer: dict[str, Any] = {"answer": "reply", "reason": "", "language": "", "situation": "", "notices": []}
    answer |= {"urgency": "later", "urgency_reason": "", "asked": [], "order": "", "withheld": []}
    events = []
    for event in followed(papillon.drafting.reply(request)):
        events.append(event)
        if isinstance(event, Gathered):
            told = {"answer": event.answer, "reason": event.reason, "language": event.language}
            answer |= told | {"situation": event.situation, "notices": list(event.notices)}
            answer |= {"urgency": event.urgency, "urgency_reason": event.haste}
            answer["asked"] = [plain(one) for one in event.asked]
        elif isinstance(event, Ranked):
            answer["order"] = event.reason
            answer["notices"] += [say("drafting.spared", reader_language())] if event.spared else []
        elif isinstance(event, Failed) and event.withheld:
            answer["withheld"].append(event.message)
    shown = best_first(events)[: request.variants]
    return answer | {"drafts": [draft_object(draft) for draft in shown]}


def _linked(papillon: "Papillon", address: str) -> dict[str, Any]:
    """The post at an address, as the fields of a message: its text, its author, the thread above it."""
    from assistant.desk.answering import shown_text, thread_of

    found = papillon.networks.read_post(address, replies=0)
    reader, author = reader_language(), f"@{found.post.author.handle}"
    if found.post.reply_disabled:
        typer.echo(say("networks.reply_disabled", reader, author=author), err=True)
    thread = [{"text": one.text, "author": one.author} for one in thread_of(found, reader)]
    return {"message": shown_text(found.post, reader), "author": author, "thread": thread, "platform": "bluesky"}


def _tell(told: dict[str, Any]) -> None:
    """What was understood and what is missing, then the drafts."""
    reader = reader_language()
    typer.echo(told["reason"] + "\n" + "\n".join(told["notices"]))
    if told["urgency_reason"]:
        when = say(f"cli.urgent_{told['urgency']}", reader)
        typer.echo(say("cli.urgency", reader, when=when, why=told["urgency_reason"]))
    for one in told["asked"]:
        if not one["answered"]:
            typer.echo(say("cli.gap", reader, question=one["text"], missing=one["missing"] or one["text"]))
    if told["order"]:
        typer.echo(told["order"])
    for draft in told["drafts"]:
        show_draft(draft, say(f"drafting.approach_{draft['approach']}", reader))


def _list(given: dict[str, Any], name: str) -> list[Any]:
    found = given.get(name, [])
    if not isinstance(found, list):
        raise BadInput("cli.bad_field", name=name)
    return found


def _message(given: Any) -> Any:
    from assistant.records import Message

    if isinstance(given, str):
        return Message(given)
    if isinstance(given, dict):
        return Message(field(given, "text"), field(given, "author", ""))
    raise BadInput("cli.bad_field", name="thread")


def _known(given: Any) -> "Known":
    from assistant.records import Known

    if not isinstance(given, dict):
        raise BadInput("cli.bad_field", name="known")
    return Known(field(given, "question"), field(given, "text"), field(given, "by", ""))


def _question_and_answer(given: str) -> dict[str, str]:
    question, _, text = given.partition("=")
    if not (question.strip() and text.strip()):
        raise BadInput("cli.bad_known", given=given)
    return {"question": question.strip(), "text": text.strip()}
