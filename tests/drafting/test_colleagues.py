"""Two voices of the house never say nearly the same."""

import pytest

from assistant.records import Drafted, Message, PostRequest, ReplyRequest
from tests.drafting.conftest import Room
from tests.scripted_server import Scripted, words

TEXT = "Yes, on Wednesday the bike goes from the canal to Verdun, even when it snows."
OTHER = "No bike this week: the chain broke, and the hill by the church is ice from top to bottom."


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
    message = Message("Does the bike come to Verdun in winter?")

    for_teo = [*room.drafting.reply(ReplyRequest(message, "bluesky", "en", "teo"))][-1]
    for_maude = [*room.drafting.reply(ReplyRequest(message, "bluesky", "en", "maude"))][-1]

    assert isinstance(for_teo, Drafted)
    assert isinstance(for_maude, Drafted)
    assert for_teo.draft.text == TEXT
    assert for_maude.draft.text == OTHER
    (revision,) = for_maude.draft.revisions
    assert "colleague" in [finding.check for finding in revision.findings]


@pytest.mark.parametrize("person", ["", "camille"])
def test_a_post_of_the_house_is_not_posted_by_somebody_too(room: Room, person: str) -> None:
    """A new post that another voice was given a moment ago blocks, the house's own among them."""
    room.drafting.colleagues.remember("maude", TEXT)
    room.server.script(*(Scripted(pieces=words(TEXT)) for _ in range(3)))

    last = [*room.drafting.post(PostRequest("The bike", ("bluesky",), "en", person))][-1]

    assert isinstance(last, Drafted)
    assert ("colleague", "block") in [(finding.check, finding.level) for finding in last.draft.findings]
