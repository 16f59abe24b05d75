"""`papillon serve` and `papillon doctor`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from assistant.cli.output import Brand, Json, opened, print_json, read_first, reader_language, settings_for
from assistant.errors import AccountClosed, IndexHeld, PapillonError, SignedOut
from assistant.wording import closest_language, say

if TYPE_CHECKING:
    from assistant.assembly import Papillon
    from assistant.settings import Settings


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("serve")(serve)
    app.command("doctor")(doctor)


def serve(
    *,
    host: Annotated[str, typer.Option("--host", help="Address to listen on; empty: PAPILLON_HOST.")] = "",
    port: Annotated[int, typer.Option("--port", help="Port; 0: any free one; -1: PAPILLON_PORT.")] = -1,
    brand: Brand = "",
) -> None:
    """Serve the web page until stopped."""
    from assistant.ui.house import House
    from assistant.ui.server import serve as serve_page

    settings = settings_for(brand)
    language = closest_language(settings.language) if settings.language else reader_language()
    with opened(brand, name="papillon serve") as papillon:
        # Before the page answers: a draft without any source would be the first thing a newcomer sees.
        read_first(papillon)
        office = papillon.office
        house = House(
            settings,
            papillon.brand,
            papillon.library,
            papillon.chat,
            papillon.drafting,
            office,
            papillon.changes,
            papillon.weigh_doubts,
            papillon.propose_rules,
        )
        with office.at_work(language):
            serve_page(
                house,
                host or settings.host,
                settings.port if port < 0 else port,
                warm_up=papillon.warm_up,
                language=language,
            )


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing that was looked at: `state` is `ok`, `warning` or `missing`; `fix` says what to do about it."""

    name: str
    state: Literal["ok", "warning", "missing"]
    detail: str
    fix: str = ""


def doctor(*, brand: Brand = "", as_json: Json = False) -> None:
    """Say what is configured, reachable, missing, and how to fix it. Changes nothing; exit 3 when a part is missing."""
    settings = settings_for(brand)
    found = list(_diagnose(settings, brand))
    if as_json:
        print_json({"ok": all(one.state != "missing" for one in found), "parts": found})
    else:
        for one in found:
            mark = {"ok": "✓", "warning": "!", "missing": "✗"}[one.state]
            typer.echo(f"{mark} {one.name}: {one.detail}" + (f"\n    → {one.fix}" if one.fix else ""))
    raise typer.Exit(3 if any(one.state == "missing" for one in found) else 0)


def _diagnose(settings: "Settings", brand: str) -> Iterator[Diagnosis]:
    reader = reader_language()
    try:
        with opened(brand, name="papillon doctor") as papillon:
            yield Diagnosis("brand", "ok", f"{papillon.brand.name} ({papillon.folder})")
            yield from _diagnose_rules(papillon, reader)
            yield Diagnosis("database", "ok", str(settings.database).split("@")[-1])
            yield _diagnose_library(papillon, reader)
            yield _diagnose_embedder(papillon, reader)
            yield _diagnose_model(papillon, reader)
            yield from _diagnose_accounts(papillon, reader)
    except IndexHeld as held:
        yield Diagnosis("index", "warning", held.text(reader))
    except PapillonError as error:
        yield Diagnosis("papillon", "missing", error.text(reader))


def _diagnose_rules(papillon: "Papillon", reader: str) -> Iterator[Diagnosis]:
    from assistant.drafting.situations import situation_of
    from assistant.voice.contradictions import contradictions
    from assistant.voice.decisions import one_sided_words
    from assistant.voice.examples import without_examples, wrong_examples

    wrong = wrong_examples(papillon.brand, situation_of)
    if not wrong:
        count = len(papillon.brand.rules) + len(papillon.brand.hand_over)
        yield Diagnosis("rules", "ok", say("cli.rules_hold", reader, count=count))
    for one in wrong:
        key = "cli.rule_misses" if one.expected else "cli.rule_overreaches"
        detail = say(key, reader, id=one.rule, sentence=one.sentence)
        yield Diagnosis("rules", "warning", detail, say("cli.mend_rule", reader))
    for two in contradictions(papillon.brand, reader):
        detail = say("cli.rules_contradict", reader, one=two.one, other=two.other, why=two.why)
        yield Diagnosis("rules", "warning", detail, say("cli.choose_rule", reader))
    for text in one_sided_words(papillon.brand):
        yield Diagnosis("rules", "warning", say("cli.one_sided_words", reader, text=text))
    if untried := without_examples(papillon.brand):
        yield Diagnosis("rules", "warning", say("cli.policies_untried", reader, names=", ".join(untried)))


def _diagnose_library(papillon: "Papillon", reader: str) -> Diagnosis:
    overview = papillon.library.overview(reader)
    if papillon.library.empty:
        return Diagnosis("library", "warning", " ".join(overview.notices), "papillon ingest")
    detail = say("cli.library_holds", reader, passages=overview.passages, files=len(overview.files))
    return Diagnosis("library", "warning" if overview.notices else "ok", " ".join((detail, *overview.notices)))


def _diagnose_embedder(papillon: "Papillon", reader: str) -> Diagnosis:
    try:
        papillon.embedder.embed_query("café")
    except PapillonError as error:
        return Diagnosis("embedder", "missing", error.text(reader), say("cli.fix_embedder", reader))
    return Diagnosis("embedder", "ok", papillon.embedder.id)


def _diagnose_accounts(papillon: "Papillon", reader: str) -> Iterator[Diagnosis]:
    """Each connected account, asked once; without any there is nothing to say."""
    for account in papillon.networks.accounts():
        shown = f"@{account.handle} · {account.service}"
        try:
            network = papillon.networks.connect(account)
            network.unread()
            labelled, wanted = network.is_automated(), papillon.brand.disclosure.bot_label
        except (SignedOut, AccountClosed) as error:
            fix = f"papillon accounts add {account.handle}"
            yield Diagnosis("account", "missing", f"{shown} · {error.text(reader)}", fix)
        except PapillonError as error:
            yield Diagnosis("account", "warning", f"{shown} · {error.text(reader)}")
        else:
            yield Diagnosis("account", "ok", shown)
            if labelled != wanted:
                told = say("cli.bot_label_missing" if wanted else "cli.bot_label_extra", reader, handle=account.handle)
                yield Diagnosis("bot label", "warning", told, f"papillon accounts label {account.handle}")


def _diagnose_model(papillon: "Papillon", reader: str) -> Diagnosis:
    card = papillon.chat.describe(reader)
    described = " · ".join(part for part in (card.name, card.provider, card.address, card.note) if part)
    try:
        if card.provider == "builtin":
            missing = card.state == "failed"
            fix = say("cli.fix_model", reader) if missing else ""
            return Diagnosis("model", "missing" if missing else "ok", described, fix)
        from langchain_core.messages import HumanMessage

        papillon.chat.prefill([HumanMessage("ok")])
    except PapillonError as error:
        return Diagnosis("model", "missing", f"{described} · {error.text(reader)}", say("cli.fix_model", reader))
    return Diagnosis("model", "ok", described)
