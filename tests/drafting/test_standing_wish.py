"""Wishes meant to last: told apart from questions and reworks, made into a change, tried, never made by themselves."""

import json
import threading
from pathlib import Path
from typing import Any

import pytest

from assistant.drafting import Prompts
from assistant.drafting.prompts import prompts_folder
from assistant.drafting.standing_wish import change_for, is_lasting
from assistant.errors import BadInput, Cancelled
from assistant.model.chat import open_chat
from assistant.records import ChatAnswer, ChatRequest, Post, Stage, Trial
from assistant.settings import load_settings
from assistant.voice.edits import plain_edit, read_edit
from tests.drafting.conftest import KNOWLEDGE, Room
from tests.scripted_server import Scripted


@pytest.mark.parametrize(
    "text",
    [
        "From now on, open with the fact.",
        "Never say synergy.",
        "Stop using exclamation marks",
        "Always sign with a first name.",
        "Add a rule: no emoji in complaints.",
        "Désormais, on commence par le fait.",
        "Ne dis plus « passionné ».",
        "À partir de maintenant on vouvoie sur Bluesky",
        "Ajoute une règle sur les mots-clics.",
        "On tutoie partout.",
        "Arrête de dire ravis.",
    ],
)
def test_lasting_wishes_are_recognised(text: str) -> None:
    """What is said of all drafts to come is no rework of one."""
    assert is_lasting(text)


@pytest.mark.parametrize(
    "text",
    [
        "Shorter.", "Make it warmer", "plus chaleureux", "c'est toujours trop long", "too long, never mind the emoji",
        "Should we always say tu?", "Pourquoi on ne dit jamais « passionné »?", "Enlève l'emoji", "Say it never fails",
    ],
)  # fmt: skip
def test_other_turns_are_not(text: str) -> None:
    """A wish about one draft and a question change nothing for good."""
    assert not is_lasting(text)


def change(room: Room, text: str, answer: Any = None, person: str = "") -> dict[str, Any]:
    room.server.reset()
    if answer is not None:
        room.server.script(Scripted(pieces=(answer if isinstance(answer, str) else json.dumps(answer),)))
    chat = open_chat(load_settings(openai_base_url=room.server.address, model="scripted-1", model_timeout=5))
    brand = room.drafting.brand
    posts = (Post("1", "Eighteen bags of Guji.", "x", "en", "post"), Post("2", "Dix-huit sacs.", "x", "fr", "post"))
    return plain_edit(change_for(text, brand, posts, Prompts(prompts_folder()), chat, person=person))


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("From now on, vouvoie everybody on Bluesky",
         {"kind": "set_register", "register": "vous", "platform": "bluesky"}),
        ("Désormais on tutoie partout.", {"kind": "set_register", "register": "tu", "platform": ""}),
        ("From now on, at most 3 emojis.", {"kind": "set_emoji", "at_most": 3}),
        ("À partir de maintenant, pas plus de 2 mots-clics sur Bluesky.",
         {"kind": "set_hashtags", "platform": "bluesky", "at_most": 2}),
    ],
)  # fmt: skip
def test_what_names_a_network_or_a_number_needs_no_model(room: Room, text: str, edit: dict[str, Any]) -> None:
    """Forms of address and numbers are read by signs."""
    found = change(room, text)

    assert {name: found[name] for name in edit} == edit
    assert room.server.chats == []


@pytest.mark.parametrize(
    ("text", "words", "language"),
    [
        ("Never say synergy.", ["synergy"], "en"),
        ("Stop saying “circle back”, please.", ["circle back"], "en"),
        ("Ne dites plus n'importe quand.", ["n'importe quand"], "fr"),
    ],
)
def test_words_become_a_rule_that_holds(room: Room, text: str, words: list[str], language: str) -> None:
    """Words that are not to be said again become a rule with two sentences it holds on."""
    edit = change(room, text)
    rule = edit["rule"]

    assert (edit["kind"], rule["kind"], rule["words"], rule["language"]) == ("add_rule", "banned", words, language)
    assert rule["fails"]
    assert rule["passes"]


def test_anything_else_becomes_a_trait_in_each_language(room: Room) -> None:
    """The model puts the wish in the brand's languages; the person's own words stay where it does not help."""
    wish = "From now on, open with the fact, not with thanks."
    told = {"fr": "ouvrir sur le fait, pas sur un merci", "en": "open with the fact, not with thanks"}
    edit = change(room, wish, told)

    assert edit["kind"] == "several"
    assert {one["language"]: one["text"] for one in edit["edits"]} == told
    assert f"> {wish[13:]}".lower()[2:] in room.server.chats[-1].body["messages"][-1]["content"].lower()
    alone = change(room, wish, "no JSON at all")
    assert (alone["kind"], alone["language"], alone["text"]) == ("add_trait", "en", wish[13:].rstrip("."))
    assert all(read_edit(one) for one in (edit, alone))


def test_a_person_changes_their_own_file(room: Room) -> None:
    """With a person's voice chosen, the change is theirs."""
    edit = read_edit(change(room, "From now on, sign with a T.", {"fr": "signer d'un T", "en": "sign with a T"}, "teo"))

    assert edit.path == "people/teo/person.toml"


def test_the_chat_proposes_and_changes_nothing(room: Room) -> None:
    """A lasting wish in the chat ends in a proposal with the change as data; the brand's file is as it was."""
    before = (Path(KNOWLEDGE) / "brulerie-du-canal" / "brand.toml").read_bytes()
    request = ChatRequest("wish-1", "Never say synergy.", draft="Our synergy.", reader="fr")
    answer = list(room.drafting.chat(request))[-1]

    assert isinstance(answer, ChatAnswer)
    assert answer.edit is not None
    assert answer.rework is None
    assert "synergy" in answer.text
    assert "rien n'est encore changé" in answer.text
    assert (Path(KNOWLEDGE) / "brulerie-du-canal" / "brand.toml").read_bytes() == before


def test_a_change_is_tried_on_three_real_messages(room: Room) -> None:
    """Three messages of the library, different in kind, are answered with the brand as it is and as it would be; what
    the house really said stands beside."""
    room.server.reset(lambda body: "Short." if "SHOUT" in str(body["messages"][0]["content"]) else "Our usual answer.")
    brand = room.drafting.brand
    traits = {code: (*said, "SHOUT") for code, said in brand.voice.traits.items()}
    after = brand.model_copy(update={"voice": brand.voice.model_copy(update={"traits": traits})})
    events = list(room.drafting.try_change(after))
    trials = [event for event in events if isinstance(event, Trial)]

    assert [event.index for event in events if isinstance(event, Stage)] == [0, 1, 2]
    assert len({trial.message.text for trial in trials}) == 3
    assert {(trial.before.text, trial.after.text) for trial in trials} == {("Our usual answer.", "Short.")}
    assert all(trial.published for trial in trials)
    assert room.drafting.brand is brand


def test_a_trial_can_be_stopped_and_fails_in_words(room: Room) -> None:
    """Stop ends it; a model that fails is told."""
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        list(room.drafting.try_change(room.drafting.brand, cancel=cancel))
    room.server.reset()
    room.server.script(*[Scripted(status=401, message="no")] * 4)
    with pytest.raises(BadInput, match="tried"):
        list(room.drafting.try_change(room.drafting.brand))
