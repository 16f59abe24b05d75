"""Every prompt with the values the code gives it: each job in both languages, nothing left to fill in."""

import json
import re

import pytest

from assistant.platforms import PLATFORMS
from assistant.records import ChatRequest, Drafted, IdeasRequest, Message, PostRequest, ReplyRequest
from tests.drafting.conftest import Room
from tests.scripted_server import Scripted

MESSAGES = {
    "fr": ("Bonjour, vous livrez à Laval?", "Ma fille est allergique aux amandes, le brownie en contient?"),
    "en": ("Hello, do you ship to Laval?", "My daughter is allergic to almonds, are there any in the brownie?"),
}
DRAFTS = {"fr": "Le café est fermé le lundi, on torréfie.", "en": "The café is closed on Mondays, we roast."}
QUESTIONS = {"fr": "Est-ce trop sec?", "en": "Is it too dry?"}
WISHES = {"fr": "plus chaleureux", "en": "warmer"}


def everything_sent(room: Room) -> str:
    return "\n".join(message["content"] for call in room.server.chats for message in call.body["messages"])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_job_fills_its_prompts(room: Room, language: str) -> None:
    """Replies with everything in them, posts, ideas, answers and reworks are asked for without a hole, in the language
    of the answer."""
    room.server.default = lambda body: (
        Scripted(pieces=(json.dumps({"ideas": [{"title": "Un titre", "angle": "Un geste précis."}]}),))
        if "response_format" in body
        else DRAFTS[language]
    )
    message, delicate = MESSAGES[language]
    drafting = room.drafting

    list(drafting.reply(ReplyRequest(
        Message(message, "zoe"), "threads", person="teo", variants=3, wish=WISHES[language],
        thread=(Message("Allô", "zoe"),),
    )))  # fmt: skip
    list(drafting.reply(ReplyRequest(Message(delicate), "linkedin")))
    list(drafting.post(PostRequest(message, ("x",), language, person="maude", wish=WISHES[language])))
    list(drafting.ideas(IdeasRequest(message, ("mastodon",), (language,), n=1)))
    list(drafting.chat(ChatRequest(f"prompts-{language}", QUESTIONS[language], draft=DRAFTS[language])))
    list(drafting.chat(ChatRequest(f"prompts-{language}", WISHES[language], draft=DRAFTS[language])))

    sent = everything_sent(room)
    assert len(room.server.chats) >= 8
    assert not re.search(r"\{[a-z_]*\}", sent)
    assert not re.search(r"\b(?:None|Hit|Passage|Source)\b\(?", sent)
    for call in room.server.chats:
        system = call.body["messages"][0]["content"]
        assert ("Tu " in system) is (language == "fr")
        assert "Brûlerie du Canal" in system


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_network_has_its_manners(room: Room, platform: str) -> None:
    """A reply on any network is asked for with that network's name and manners, and counted as it counts."""
    room.server.default = "We do, Vermont included."

    events = list(room.drafting.reply(ReplyRequest(Message("Do you ship to Vermont?"), platform)))

    asked = room.sent()[-1]["content"].lower()
    (draft,) = [event.draft for event in events if isinstance(event, Drafted)]
    assert f"on {platform}:" in asked
    assert asked.count(platform) >= 2 or platform == "x"
    assert draft.fits is not None
    assert draft.fits.platform == platform
