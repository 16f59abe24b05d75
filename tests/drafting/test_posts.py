"""One topic as a post for each network."""

import pytest

from assistant.errors import BadInput
from assistant.records import Drafted, Failed, Gathered, PostRequest
from tests.drafting.conftest import Room
from tests.scripted_server import Scripted, words

TOPIC = "Le décaf Péage est de retour au comptoir"
POST = "Le décaf Péage est revenu. Il vient du Chiapas, décaféiné à l'eau, 20 $ le sac."


def test_one_post_for_each_network(room: Room) -> None:
    """Each network gets its own draft, in order, asked for with its name, manners and length."""
    room.server.default = POST

    events = list(room.drafting.post(PostRequest(TOPIC, ("bluesky", "x", "linkedin"))))

    drafts = [event.draft for event in events if isinstance(event, Drafted)]
    assert [draft.platform for draft in drafts] == ["bluesky", "x", "linkedin"]
    assert [draft.fits.unit for draft in drafts if draft.fits] == ["graphemes", "weighted", "utf16"]
    assert all(draft.language == "fr" and draft.sources for draft in drafts)
    asked = [room.sent(number)[-1]["content"] for number in range(3)]
    assert all(f"> {TOPIC}" in one for one in asked)
    assert "Bluesky" in asked[0]
    assert "252 caractères" in asked[1]
    assert "900 caractères" in asked[2]
    assert "vouvoyant" in asked[2]
    assert "tutoyant" in asked[0]


def test_facts_of_the_topic_are_given_and_enough(room: Room) -> None:
    """A post that keeps to the facts it was given has no finding; a price of nobody's blocks."""
    room.server.say(POST)
    room.server.default = POST.replace("20", "23")
    events = [*room.drafting.post(PostRequest(TOPIC, ("bluesky", "threads")))]

    first, second = (event.draft for event in events if isinstance(event, Drafted))
    assert "Chiapas" in room.sent(0)[-1]["content"]
    assert first.findings == ()
    assert [finding.check for finding in second.findings if finding.level == "block"] == ["facts"]
    assert len(second.revisions) == 2


def test_one_network_failing_leaves_the_others(room: Room) -> None:
    """A post that breaks off is told as failed at its place; the next is written."""
    room.server.script(Scripted(pieces=words("Le décaf"), ending="drop"))
    room.server.default = POST

    events = list(room.drafting.post(PostRequest(TOPIC, ("bluesky", "x"), reader="fr")))

    assert [event.index for event in events if isinstance(event, Failed)] == [0]
    assert [event.index for event in events if isinstance(event, Drafted)] == [1]


def test_sources_are_gathered_for_each_network(room: Room) -> None:
    """Past posts of the same network come first among the sources of each draft."""
    room.server.default = POST

    events = list(room.drafting.post(PostRequest(TOPIC, ("bluesky", "threads"))))

    for gathered, platform in zip((e for e in events if isinstance(e, Gathered)), ("bluesky", "threads"), strict=True):
        posts = [source for source in gathered.sources if source.kind == "post"]
        assert posts
        assert posts[0].platform == platform


def test_an_english_topic_gives_an_english_post(room: Room) -> None:
    """The language is the topic's unless one is chosen."""
    room.server.default = "Péage decaf is back."

    def language(request: PostRequest) -> list[str]:
        return [event.draft.language for event in room.drafting.post(request) if isinstance(event, Drafted)]

    assert language(PostRequest("Péage decaf is back at the counter", ("x",))) == ["en"]
    assert language(PostRequest(TOPIC, ("x",), language="en")) == ["en"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (PostRequest("  ", ("x",)), "topic"),
        (PostRequest("x" * 100_000, ("x",)), "100000"),
        (PostRequest(TOPIC, ()), "network"),
        (PostRequest(TOPIC, ("x", "friendster")), "friendster"),
        (PostRequest(TOPIC, ("x",), person="nobody"), "nobody"),
    ],
)
def test_bad_input(room: Room, given: PostRequest, told: str) -> None:
    """What cannot be used is refused in one sentence before the model is asked."""
    with pytest.raises(BadInput, match=told):
        list(room.drafting.post(given))
    assert room.server.chats == []
