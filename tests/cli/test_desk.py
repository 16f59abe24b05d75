"""The desk on the command line: drafts of several people, approval, what does not go out, appointments and jobs."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.assembly import Papillon as House
from assistant.assembly import open_papillon
from assistant.records import Draft
from assistant.settings import load_settings
from tests.cli.conftest import ROOT, WORDS, Papillon
from tests.scripted_server import ScriptedServer

TEXT = "Merci, écrivez-nous à bonjour@brulerieducanal.example."


@pytest.fixture
def house(server: ScriptedServer, indexed: Papillon, tmp_path: Path) -> Iterator[House]:
    """The same house as the commands open."""
    settings = load_settings(
        home=tmp_path / "home", knowledge=ROOT / "knowledge", openai_base_url=server.address, model="scripted-1",
        embeddings=WORDS,
    )  # fmt: skip
    with open_papillon(settings) as opened:
        yield opened


@pytest.fixture
def draft(house: House) -> str:
    """The id of a draft on the desk."""
    return house.office.keep(TEXT, Draft(TEXT, "bluesky", "fr", model="scripted-1"), "Maude").id


def test_from_the_list_to_the_approval(indexed: Papillon, draft: str) -> None:
    """Listed, shown with its trail, edited from stdin, approved, set aside; each step in the name that is given."""
    assert [one["id"] for one in indexed("drafts", "list", "--json").json["drafts"]] == [draft]
    edited = indexed(
        "drafts", "edit", draft, "-", "--user", "Téo", "--json", stdin=f"{TEXT} Merci.\n---\nEt bonne journée.\n"
    )
    assert edited.json["parts"] == [f"{TEXT} Merci.", "Et bonne journée."]
    assert (edited.json["state"], edited.json["version"], edited.json["changed_by"]) == ("edited", 2, "Téo")
    approved = indexed("drafts", "approve", draft, "--user", "Maude", "--json")
    assert approved.json["state"] == "approved"
    shown = indexed("drafts", "show", draft, "--json").json
    assert [(step["action"], step["by"]) for step in shown["steps"]] == [
        ("kept", "Maude"), ("edited", "Téo"), ("approved", "Maude"),
    ]  # fmt: skip
    assert "approved" in indexed("drafts", "show", draft).out
    assert indexed("drafts", "reject", draft, "--json").json["state"] == "rejected"
    assert indexed("drafts", "list", "--state", "approved", "--json").json["drafts"] == []


def test_an_older_version_is_refused_with_both_texts(indexed: Papillon, draft: str) -> None:
    """Who edits a version that was changed meanwhile is told, exit 1, and nothing is overwritten."""
    indexed("drafts", "edit", draft, "Texte de Téo", "--user", "Téo")

    done = indexed("drafts", "edit", draft, "Texte de Maude", "--version", "1", "--user", "Maude")

    assert done.code == 1
    assert "Texte de Téo" in done.err
    assert "Texte de Maude" in done.err
    assert indexed("drafts", "show", draft, "--json").json["text"] == "Texte de Téo"


def test_what_is_not_approved_is_not_published(indexed: Papillon, draft: str) -> None:
    """Not approved: exit 1. Approved without an account: exit 2 and what to do. Unknown: exit 2."""
    assert indexed("publish", draft).code == 1
    indexed("drafts", "approve", draft)
    done = indexed("publish", draft)
    assert done.code == 2
    assert "papillon accounts add" in done.err
    assert indexed("publish", "nope").code == 2
    assert indexed("withdraw", draft).code == 1


def test_a_finding_that_blocks_wants_a_reason(indexed: Papillon, house: House) -> None:
    """`approve` without a reason tells the finding and exits 1."""
    text = "N'hésitez pas à nous écrire."
    kept = house.office.keep(text, Draft(text, "bluesky", "fr"), "Maude")

    assert indexed("drafts", "approve", kept.id).code == 1
    assert indexed("drafts", "approve", kept.id, "--reason", "citation").code == 0


def test_appointments_and_jobs(indexed: Papillon, draft: str) -> None:
    """Planned in the brand's time zone, in no past, listed as a job once something runs jobs."""
    indexed("drafts", "approve", draft)
    assert indexed("drafts", "schedule", draft, "2020-01-01 09:00").code == 2
    assert indexed("drafts", "schedule", draft, "demain").code == 2
    year = datetime.now(UTC).year + 1
    planned = indexed("drafts", "schedule", draft, f"{year}-01-15 09:00", "--json").json
    assert planned["appointment"]["due"] == f"{year}-01-15T14:00:00+00:00"
    assert indexed("jobs", "list", "--json").json == {"jobs": []}

    assert indexed("jobs", "run", "--seconds", "4").code == 0

    (job,) = indexed("jobs", "list", "--json").json["jobs"]
    assert (job["state"], job["draft"]) == ("DELAYED", draft)
    assert indexed("jobs", "show", job["id"]).out.startswith(job["id"])
    assert indexed("jobs", "cancel", job["id"], "--json").json["state"] == "CANCELLED"
    assert indexed("drafts", "show", draft, "--json").json["appointment"] is None
    assert indexed("jobs", "show", "nope").code == 2


def test_the_inbox_offline(indexed: Papillon, house: House) -> None:
    """What was received is listed with why, the most urgent first; without an account the way to one is told."""
    from assistant.desk.arrivals import notified
    from assistant.records import Account, Notification
    from assistant.store import Accounts
    from tests.desk.conftest import NOW, post

    assert "papillon accounts add" in indexed("inbox", "--offline").out
    account = Account("did:plc:us", "us.test", "bluesky", house.brand.id, added=NOW)
    Accounts(house.database, house.brand.id).put(account, b"")
    for key, text in (("3ka", "Vous ouvrez quand?"), ("3kb", "Mon sac est percé")):
        said = replace(post(text, key=key), indexed=NOW)
        told = Notification(said.uri, said.cid, "mention", said.author, NOW, read=False, post=said)
        house.office.inbox.mail.put([notified(account.id, told, said, house.brand)])

    found = indexed("inbox", "--offline", "--json").json["conversations"]

    assert [(one["urgency"], one["kind"]) for one in found] == [("today", "complaint"), ("today", "question")]
    assert "Mon sac est percé" in indexed("inbox", "--offline").out


def test_by_when_a_message_wants_an_answer_is_said(indexed: Papillon, house: House) -> None:
    """A person's word moves a message to the top, and is taken back; what means nothing is refused."""
    from assistant.desk.arrivals import notified
    from assistant.records import Account, Notification
    from assistant.store import Accounts
    from tests.desk.conftest import NOW, post

    account = Account("did:plc:us", "us.test", "bluesky", house.brand.id, added=NOW)
    Accounts(house.database, house.brand.id).put(account, b"")
    for key, text in (("3ka", "Merci, délicieux"), ("3kb", "Mon sac est percé")):
        said = replace(post(text, key=key), indexed=NOW)
        told = Notification(said.uri, said.cid, "mention", said.author, NOW, read=False, post=said)
        house.office.inbox.mail.put([notified(account.id, told, said, house.brand)])
    uri = indexed("inbox", "--offline", "--json").json["conversations"][1]["messages"][0]["uri"]

    (changed,) = indexed("inbox", "urgency", uri, "now", "--user", "Maude", "--json").json["messages"]

    assert (changed["urgency"], changed["hurried_by"]) == ("now", "Maude")
    first = indexed("inbox", "--offline", "--json").json["conversations"][0]
    assert (first["urgency"], first["kind"]) == ("now", "praise")
    assert indexed("inbox", "urgency", uri, "soon").code == 2
    assert indexed("inbox", "urgency", "at://nowhere", "now").code == 2
    assert indexed("inbox", "urgency", uri, "", "--user", "Maude").code == 0
    assert indexed("inbox", "--offline", "--json").json["conversations"][1]["urgency"] == "later"


def test_the_record_is_exported(indexed: Papillon, draft: str, tmp_path: Path) -> None:
    """Nothing went out yet: an empty record as JSON and as CSV; an unknown kind of file is refused."""
    assert indexed("record", "export").json == {"records": []}
    assert indexed("record", "export", "--out", str(tmp_path / "r.csv")).code == 0
    assert (tmp_path / "r.csv").read_text("utf-8-sig").startswith("id,state,platform")
    assert indexed("record", "export", "--out", str(tmp_path / "r.pdf")).code == 2


def test_lessons_are_listed_and_decided(indexed: Papillon, house: House) -> None:
    """What people took out three times is listed with its evidence; dismissed, it is not proposed again."""
    for number in range(3):
        text = f"Le sac {number} part. Nous restons à votre entière disposition."
        kept = house.office.keep(text, Draft(text, "bluesky", "fr", model="scripted-1"), "Maude")
        edited = house.office.desk.edit(kept.id, 1, f"Le sac {number} part.", "Téo")
        house.office.desk.approve(kept.id, edited.version, "Maude", reason="test")

    assert "+ Le sac" in indexed("lessons", "list").out
    (lesson,) = indexed("lessons", "list", "--json").json["lessons"]
    assert lesson["phrase"] == "Nous restons à votre entière disposition"
    assert indexed("lessons", "dismiss", lesson["id"], "--json").json["state"] == "dismissed"
    assert indexed("lessons", "list", "--json").json == {"lessons": []}
    assert indexed("lessons", "accept", lesson["id"]).code == 1


def test_replies_are_drafted_in_the_background(indexed: Papillon, house: House) -> None:
    """Asked for, listed as a job, stopped and taken up again, drafted by `jobs run`, begun anew if need be, and kept at
    the desk in the name of who asked; when nobody waits that is told."""
    from assistant.desk.arrivals import notified
    from assistant.records import Account, Notification
    from assistant.store import Accounts
    from tests.desk.conftest import NOW, post

    assert indexed("inbox", "draft").code == 2
    account = Account("did:plc:us", "us.test", "bluesky", house.brand.id, added=NOW)
    Accounts(house.database, house.brand.id).put(account, b"")
    for key, text in (("3ka", "Vous ouvrez quand?"), ("3kb", "Mon sac est percé")):
        said = replace(post(text, key=key), indexed=NOW)
        told = Notification(said.uri, said.cid, "mention", said.author, NOW, read=False, post=said)
        house.office.inbox.mail.put([notified(account.id, told, said, house.brand)])

    begun = indexed("inbox", "draft", "--most", "2", "--user", "Maude", "--json").json
    assert (begun["state"], begun["done"], begun["total"]) == ("ENQUEUED", 0, 2)
    assert "0/2" in indexed("jobs", "list").out
    assert "draft already" in indexed("inbox", "draft").err
    assert indexed("jobs", "cancel", begun["id"], "--json").json["state"] == "CANCELLED"
    assert indexed("jobs", "resume", begun["id"], "--json").json["state"] == "ENQUEUED"
    for _ in range(6):
        assert indexed("jobs", "run", "--seconds", "15").code == 0
        job = indexed("jobs", "show", begun["id"], "--json").json
        if job["state"] == "SUCCESS":
            break

    assert (job["state"], job["done"], len(job["drafts"]) + len(job["problems"])) == ("SUCCESS", 2, 2)
    drafts = indexed("drafts", "list", "--json").json["drafts"]
    assert sorted(one["id"] for one in drafts) == sorted(job["drafts"])
    assert {one["by"] for one in drafts} == {"Maude"}
    assert {one["answers"]["text"] for one in drafts} == {"Vous ouvrez quand?", "Mon sac est percé"}
