"""Two voices of the house never say nearly the same."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.drafting.checks import Job
from assistant.drafting.colleagues import Colleagues
from assistant.drafting.ranking import best_first
from assistant.records import Content, Drafted, KeptDraft, Message, Part, PostRequest, ReplyRequest, Step
from assistant.store import Database, Drafts
from tests.drafting.conftest import Room
from tests.scripted_server import Scripted, words

TEXT = "On Wednesday the bike goes from the canal to Verdun, even when it snows."
OTHER = "Verdun is on the Wednesday round, winter and all, for $4."


def findings(room: Room, text: str, person: str) -> list[tuple[str, str]]:
    draft = room.drafting.check(text, platform="bluesky", language="en", person=person)
    return [(finding.level, finding.message) for finding in draft.findings if finding.check == "colleague"]


def test_a_colleagues_post_is_not_repeated(room: Room) -> None:
    """What Teo published blocks in Maude's name, is told in the house's, is his own affair in his; other words pass."""
    post = (
        "-22 outside. storage room at 9. raised the charge by 6°. first crack came 11 seconds late anyway. january won."
    )

    (blocked,), (told,) = findings(room, post, "maude"), findings(room, post, "")

    assert blocked[0] == "block"
    assert "Alemu published: “-22 outside." in blocked[1]
    assert told[0] == "warn"
    assert findings(room, post, "teo") == []
    assert findings(room, OTHER, "maude") == []
    assert findings(room, "Short one.", "maude") == []


def test_a_draft_just_made_for_a_colleague_is_written_anew(room: Room) -> None:
    """The model gives Maude the text it gave Teo: it is asked again, and the draft shown is another text."""
    room.server.script(Scripted(pieces=words(TEXT)), Scripted(pieces=words(TEXT)), Scripted(pieces=words(OTHER)))
    message = Message("Does the bike come to Verdun?")

    (for_teo,) = best_first(room.drafting.reply(ReplyRequest(message, "bluesky", "en", "teo")))
    (for_maude,) = best_first(room.drafting.reply(ReplyRequest(message, "bluesky", "en", "maude")))

    assert for_teo.text == TEXT
    assert for_maude.text == OTHER
    (revision,) = for_maude.revisions
    assert "colleague" in [finding.check for finding in revision.findings]


@pytest.mark.parametrize("person", ["", "camille"])
def test_a_post_of_the_house_is_not_posted_by_somebody_too(room: Room, person: str) -> None:
    """A new post that another voice was given a moment ago blocks, the house's own among them."""
    room.drafting.colleagues.remember("maude", TEXT)
    room.server.script(*(Scripted(pieces=words(TEXT)) for _ in range(3)))

    last = [*room.drafting.post(PostRequest("The bike", ("bluesky",), "en", person))][-1]

    assert isinstance(last, Drafted)
    assert ("colleague", "block") in [(finding.check, finding.level) for finding in last.draft.findings]


def test_what_waits_at_the_desk_for_a_colleague_counts(room: Room, tmp_path: Path) -> None:
    """A draft kept at the desk in Teo's name, in this process or another, blocks the same text in Maude's; one that was
    rejected does not, nor does his own."""
    database = Database.open(f"sqlite:///{tmp_path / 'papillon.db'}")
    kept, brand = Drafts(database), room.drafting.brand
    colleagues = Colleagues(room.drafting._library, kept)
    job = Job("bluesky", "en", new=True)
    now = datetime.now(UTC)
    draft = KeptDraft(
        "d1", brand.id, "draft", 1, Content((Part(TEXT),), "bluesky"), TEXT, "Ana", now, now, "Ana", person="teo"
    )

    assert colleagues.check(TEXT, "maude", brand, job) == ()
    kept.add(draft, Step("d1", 1, "kept", "Ana", now))
    assert [one.level for one in colleagues.check(TEXT, "maude", brand, job)] == ["block"]
    assert colleagues.check(TEXT, "teo", brand, job) == ()
    later = replace(draft, state="rejected", changed=now + timedelta(seconds=1))
    kept.change("d1", lambda _: (later, None))
    assert colleagues.check(TEXT, "maude", brand, job) == ()
    database.close()
