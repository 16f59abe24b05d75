"""The same draft without the voice: the model is told no voice, and the differences are marked word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.comparison import compare_texts
from assistant.errors import ModelUnavailable, PapillonError
from assistant.records import Comparison, Delta, Draft, Drafted, Message, ReplyRequest
from tests.drafting.conftest import Room
from tests.scripted_server import Scripted

MESSAGE = "My bag arrived torn, order #4821."


def drafted(room: Room) -> Draft:
    room.server.reset("That's on us. Write to bonjour@brulerieducanal.example.")
    events = list(room.drafting.reply(ReplyRequest(Message(MESSAGE), "bluesky", "en")))
    return next(event.draft for event in events if isinstance(event, Drafted))


def test_the_plain_draft_knows_the_facts_and_no_voice(room: Room) -> None:
    """The same model gets the message and the facts of the draft, and nothing of how the house speaks."""
    draft = drafted(room)
    room.server.reset("We are sorry. Write to bonjour@brulerieducanal.example.")
    events = list(room.drafting.without_voice(draft, MESSAGE))
    sent = "\n".join(message["content"] for message in room.sent())

    assert len(room.sent()) == 2
    assert f"> {MESSAGE}" in sent
    facts = [source.text for source in draft.sources if source.kind == "fact"]
    assert facts
    assert all(fact in sent for fact in facts)
    brand = room.drafting.brand
    assert not any(trait in sent for trait in brand.voice.traits["en"])
    assert brand.name not in sent.replace("\n".join(facts), "")[:200]
    assert all(isinstance(event, Delta) for event in events[:-1])
    comparison = events[-1]
    assert isinstance(comparison, Comparison)
    assert comparison.own == draft.text
    assert comparison.other == "We are sorry. Write to bonjour@brulerieducanal.example."
    assert [segment.kind for segment in comparison.segments] == ["own", "other", "both"]


def test_a_model_that_fails_is_told(room: Room) -> None:
    """Without a model there is no comparison, and the person hears why."""
    draft = drafted(room)
    room.server.reset()
    room.server.script(*[Scripted(status=401, message="no")] * 4)

    with pytest.raises(PapillonError) as caught:
        list(room.drafting.without_voice(draft, MESSAGE))
    assert not isinstance(caught.value, AssertionError)
    assert isinstance(caught.value, ModelUnavailable) or caught.value.text("fr")


words = st.lists(st.sampled_from("on regarde ça demain, le sac ! le café … 18 $".split(" ")), max_size=12).map(" ".join)


@given(words, words)
def test_segments_give_both_texts_back(own: str, other: str) -> None:
    """Shared and own segments joined are the draft, letter by letter; shared and other ones the plain text's words; two
    equal texts share all."""
    segments = compare_texts(own, other).segments

    assert "".join(one.text for one in segments if one.kind in ("both", "own")) == own
    theirs = "".join(one.text for one in segments if one.kind in ("both", "other"))
    assert theirs.split() == other.split()
    assert all(one.text for one in segments)
    assert [one.kind for one in compare_texts(own, own).segments] == (["both"] if own else [])
