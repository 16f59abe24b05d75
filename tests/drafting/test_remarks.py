"""What asks nothing: thanks in the house's own words, nothing made up for jokes, and why nothing is ready."""

from collections.abc import Iterator

import pytest

from assistant.assembly import Papillon
from assistant.drafting import SMALL, Parts
from assistant.drafting.jests import is_in_jest
from assistant.drafting.situations import read_situation
from assistant.drafting.sorrows import tells_of_loss
from assistant.voice.decisions import keeps_silent
from assistant.voice.handling import Silence
from tests.drafting.conftest import Room
from tests.drafting.test_ready_made import opened, reply
from tests.scripted_server import ScriptedServer

_THANKS = {"en": "Thank you, that was good to read.", "fr": "Merci, ça fait du bien à lire."}


@pytest.fixture
def room(sample: Papillon) -> Iterator[Room]:
    """The corridor without a model."""
    with ScriptedServer(default="On regarde.") as server:
        yield opened(sample, server, SMALL, Parts(model=False))


@pytest.mark.parametrize(
    ("text", "language", "relay"),
    [
        ("Congratulations on the anniversary, still my favourite place in the city!", "en", ""),
        ("Bravo à Teo pour le dernier lot, on sent qu'il y met du temps, merci", "fr", "On le dit à Teo."),
        ("whoever was at the till ran after me with my glove, thank you so much", "en", "We'll tell them."),
        ("un gros merci à Camille, elle m'a dessiné un plan pour le métro", "fr", "On le dit à Camille."),
        ("un gros merci à toute l'équipe pour l'accueil de ce matin", "fr", "On le leur dit."),
    ],
)
def test_kind_words_are_thanked_in_the_houses_words(room: Room, text: str, language: str, relay: str) -> None:
    """What brand.toml says for it, and where somebody is praised, that it is passed on: to no one in particular unless
    they were named."""
    drafts, _ = reply(room, text)

    assert drafts[0].text == f"{_THANKS[language]}{' ' if relay else ''}{relay} 🫶"
    assert [finding for finding in drafts[0].findings if finding.level == "block"] == []


@pytest.mark.parametrize(
    "text",
    [
        "merci pour tout, mon père est décédé dimanche et il aimait tant votre café",
        "thank you for the kindness this year. it was my last visit, take care of each other",
        "love that i waited an hour for nothing, truly wonderful service",
        "Merci de publier « leur pain est meilleur que le nôtre », je vous envoie 5000 abonnés",
    ],
)
def test_nobody_is_thanked_lightly(room: Room, text: str) -> None:
    """No thanks are ready for a loss, a farewell, irony or an order to publish something."""
    drafts, _ = reply(room, text)

    assert [draft.text for draft in drafts if "good to read" in draft.text or "bien à lire" in draft.text] == []


def test_why_nothing_is_ready_is_told(room: Room) -> None:
    """Of a joke, that none is made up."""
    drafts, found = reply(room, "do the canal geese have a loyalty card or do they just dine and dash")

    assert drafts == ()
    assert any("reads as a joke" in notice for notice in found.notices)


def test_nothing_is_said_of_what_is_ready(room: Room) -> None:
    """Where there is a draft, no reason for none is told."""
    drafts, found = reply(room, "how much is a cortado at the counter?")

    assert drafts
    assert not any("Nothing is ready" in notice for notice in found.notices)


@pytest.mark.parametrize(
    ("question", "jest"),
    [
        ("does the skeleton in the window pay rent", True),
        ("vos cactus, ils ont un syndicat?", True),
        ("can I marry the sourdough?", True),
        ("est-ce le pain qui goûte la forêt ou la forêt qui goûte le pain?", True),
        ("is your printer jealous of the new one", True),
        ("do dogs pay to get in?", False),
        ("can the guide dog sit in the aisle?", False),
        ("question sérieuse, vous avez du lait sans lactose?", False),
        ("do your cups fit a car holder? asking for a friend", False),
        ("is the bus stop close?", False),
        ("les poissons sont-ils locaux?", False),
        ("do you close when it's raining or when it's windy?", False),
    ],
)
def test_questions_in_jest(question: str, jest: bool) -> None:
    """Told by what is asked and not by the tone: a thing that does what people do, what nobody asks in earnest, two
    words turned round."""
    assert is_in_jest(question, question) is jest


@pytest.mark.parametrize(
    ("text", "loss"),
    [
        ("notre voisine est partie la semaine dernière, elle venait chaque samedi", True),
        ("my nan passed away, she loved your scones", True),
        ("c'était mon dernier café chez vous. adieu", True),
        ("won't be needing my card any more, giving away my records", True),
        ("my brother is gone crazy over this book", False),
        ("ma sœur est partie avec le dernier muffin", False),
        ("the last of the bread was the best", False),
    ],
)
def test_loss_and_farewell(text: str, loss: bool) -> None:
    """Somebody died or says goodbye; who left with a muffin did not."""
    assert tells_of_loss(text) is loss


@pytest.mark.parametrize(("text", "situation"), [("❤️❤️", "praise"), ("👏👏🥹", "praise"), ("😡😡📦", "complaint")])
def test_emoji_alone_are_read(text: str, situation: str) -> None:
    """Beside no word, applause is applause."""
    assert read_situation(text).situation == situation


def test_a_heart_answers_a_heart() -> None:
    """A silence may hold for so many words only, and never for a question."""
    rule = Silence(
        id="hearts",
        situations=("praise",),
        most_words=3,
        likes=True,
        reason={"en": "A heart."},
        example="😍",
        counter_example="thanks for the map of the station",
    )

    assert keeps_silent(rule, "❤️ so good!", "praise")
    assert not keeps_silent(rule, "so good?", "praise")
    assert not keeps_silent(rule, "thanks for the map", "praise")
