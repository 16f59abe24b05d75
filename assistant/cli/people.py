"""`papillon people`: who lends the house their voice, with their consent, and who should answer a message."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.output import (
    Brand,
    Json,
    opened,
    opened_library,
    plain,
    print_json,
    reader_language,
    text_or_stdin,
)
from assistant.errors import BadInput, IndexHeld
from assistant.wording import say

if TYPE_CHECKING:
    from assistant.assembly import Papillon
    from assistant.voice.brand import Person

people = typer.Typer(help="The people who lend their voice: consent, and who should answer.", rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(people, name="people")


@people.callback()
def group() -> None:
    """The people who lend their voice: consent, and who should answer."""


@people.command("list")
def list_people(*, brand: Brand = "", as_json: Json = False) -> None:
    """Everybody with a person.toml, whether their consent holds, and how many of their texts are known."""
    reader = reader_language()
    with opened_library(brand, name="papillon people") as papillon:
        records = [_record(person, papillon) for person in papillon.library.brand.people]
    if as_json:
        print_json({"people": records})
        return
    if not records:
        typer.echo(say("cli.no_people", reader))
    for record in records:
        consent = say(f"cli.consent_{record['consent']}", reader)
        typer.echo(f"{record['id']}: {record['name']}, {consent}, {say('cli.texts_known', reader, n=record['texts'])}")


@people.command("show")
def show(person: str, *, brand: Brand = "", as_json: Json = False) -> None:
    """One person: role, languages, accounts, what they speak about, and what they agreed to."""
    from assistant.voice.brand import text_in

    reader = reader_language()
    with opened_library(brand, name="papillon people") as papillon:
        someone = _someone(person, papillon)
        record = _record(someone, papillon)
    if as_json:
        print_json(record)
        return
    typer.echo(f"{someone.name} ({someone.id}){', ' if someone.role else ''}{text_in(someone.role, reader)}")
    for key, told in (
        ("languages", ", ".join(someone.languages)),
        ("accounts", ", ".join(f"{network} {name}" for network, name in someone.accounts.items())),
        ("topics", "; ".join(someone.speaks_about.get(reader) or next(iter(someone.speaks_about.values()), ()))),
    ):
        if told:
            typer.echo(f"  {say(f'cli.person_{key}', reader)}: {told}")
    consent = record["consent"]
    typer.echo(f"  {say(f'cli.consent_{consent}', reader)}")
    if someone.consent is not None:
        given = {"by": someone.consent.given_by, "date": someone.consent.date}
        typer.echo(f"  {say('cli.consent_of', reader, **given)} {text_in(someone.consent.for_, reader)}")
        if someone.consent.withdrawn is not None:
            typer.echo(f"  {say('cli.consent_until', reader, date=someone.consent.withdrawn)}")
    typer.echo(f"  {say('cli.texts_known', reader, n=record['texts'])}")


@people.command("add")
def add(
    person: Annotated[str, typer.Argument(help="An id: small letters without accents, digits, dashes.")],
    name: Annotated[str, typer.Option("--name", help="The person's name.")],
    *,
    role: Annotated[str, typer.Option("--role", help="What they do in the house.")] = "",
    languages: Annotated[list[str] | None, typer.Option("--language", help="A language they write in.")] = None,
    accounts: Annotated[
        list[str] | None, typer.Option("--account", help="network=name, such as bluesky=zoe.ca")
    ] = None,
    consent_by: Annotated[str, typer.Option("--consent-by", help="Who gave the consent.")] = "",
    consent_for: Annotated[str, typer.Option("--consent-for", help="What for, in their words.")] = "",
    brand: Brand = "",
    as_json: Json = False,
) -> None:
    """Write somebody's person.toml. Without consent, nothing of theirs is learnt."""
    from assistant.language import detect
    from assistant.voice.people import add_person

    reader = reader_language()
    named = [one.partition("=") for one in accounts or ()]
    if any(not sign or not value for _, sign, value in named):
        raise BadInput("cli.bad_account")
    with opened(brand, name="papillon people") as papillon:
        place = add_person(
            papillon.folder,
            person,
            name,
            role={reader: role} if role.strip() else None,
            languages=languages or (),
            accounts={network: value for network, _, value in named},
            consent_by=consent_by,
            consent_for={detect(consent_for).code or reader: consent_for} if consent_for.strip() else None,
        )
    if as_json:
        print_json({"id": person, "path": place, "consent": "given" if consent_for else "none"})
        return
    key = "cli.person_added" if consent_for else "cli.person_added_without"
    typer.echo(say(key, reader, name=name, path=place))


@people.command("withdraw")
def withdraw(
    person: str,
    *,
    on: Annotated[str, typer.Option("--date", help="From which day, as 2026-11-25; empty: today.")] = "",
    brand: Brand = "",
    as_json: Json = False,
) -> None:
    """End somebody's consent: from that day nothing of theirs is learnt or used; what is known is forgotten at once."""
    from assistant.voice.people import withdraw_consent

    reader = reader_language()
    try:
        day = date.fromisoformat(on) if on else None
    except ValueError as error:
        raise BadInput("cli.bad_day", value=on) from error
    with opened(brand, name="papillon people") as papillon:
        before = papillon.library.overview(reader).by_person.get(person, 0)
        ended = withdraw_consent(papillon.folder, person, day)
        held = ""
        try:
            papillon.library.ingest(reader=reader)
        except IndexHeld as error:
            held = error.text(reader)
        papillon.drafting.keep_consents()
        left = papillon.library.overview(reader).by_person.get(person, 0)
    if as_json:
        print_json({"id": person, "withdrawn": ended, "forgotten": before - left, "remaining": left, "notice": held})
        return
    typer.echo(say("cli.withdrawn", reader, person=person, date=ended, n=before - left))
    if held:
        typer.echo(say("cli.withdrawn_held", reader, reason=held), err=True)


@people.command("who")
def who(
    message: Annotated[str | None, typer.Argument(help="A message or topic; - or nothing: standard input.")] = None,
    *,
    platform: Annotated[str, typer.Option("--platform", help="The network it is for.")] = "",
    language: Annotated[str, typer.Option("--language", help="The language to answer in; empty: the message's.")] = "",
    brand: Brand = "",
    as_json: Json = False,
) -> None:
    """Who of the house should answer or post this, with the posts that prove it."""
    from assistant.drafting.speakers import names_by_id, reason

    reader = reader_language()
    text = text_or_stdin(message)
    with opened_library(brand, name="papillon people") as papillon:
        advice = papillon.drafting.who(text, platform=platform, language=language)
        house = papillon.drafting.brand
        names = names_by_id(house)
        told = [reason(one, advice, house, reader, platform=platform) for one in advice.speakers]
    if as_json:
        found = plain(advice)
        for record, sentence in zip(found["speakers"], told, strict=True):
            record |= {"name": names[record["person"]], "reason": sentence}
        print_json(found)
        return
    if not advice.best:
        typer.echo(say("drafting.who_house", reader, name=names[""]))
    for speaker, sentence in zip(advice.speakers, told, strict=True):
        if speaker.person or speaker.alike:
            typer.echo(f"{'→' if speaker.person == advice.best else ' '} {sentence}")
        for passage in speaker.posts if speaker.person == advice.best else ():
            asked = f"{' '.join(passage.answered.text.split())} → " if passage.answered else ""
            typer.echo(f"    {passage.id}: {asked}{' '.join(passage.text.split())}")


def _someone(person: str, papillon: "Papillon") -> "Person":
    someone = papillon.library.brand.person(person)
    if someone is None:
        known = ", ".join(one.id for one in papillon.library.brand.people) or "-"
        raise BadInput("drafting.unknown_person", person=person, known=known)
    return someone


def _record(person: "Person", papillon: "Papillon") -> dict[str, object]:
    from assistant.voice.people import standing

    record = person.model_dump(mode="json", by_alias=True, exclude={"consent"})
    return record | {
        "consent": standing(person),
        "agreed": person.consent.model_dump(mode="json", by_alias=True) if person.consent else None,
        "texts": papillon.library.count_posts(person=person.id),
    }
