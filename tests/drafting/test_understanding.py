"""What a message is: its language, its situation, who must answer, and whether with tu or vous."""

from pathlib import Path
from typing import Any

import pytest

from assistant.drafting.understanding import Understanding, situation_of, understand
from assistant.records import Message
from assistant.voice.brand import load_brand

BRAND = load_brand(Path(__file__).parents[2] / "knowledge" / "brulerie-du-canal")


def read(text: str, platform: str = "bluesky", **options: Any) -> Understanding:
    return understand(Message(text), BRAND, platform=platform, **options)


@pytest.mark.parametrize(
    ("situation", "text"),
    [
        ("complaint", "Ma commande #4821 est arrivée percée, c'est la deuxième fois…"),
        ("complaint", "J’attends encore mon colis"),
        ("complaint", "My bag arrived torn and nobody answered."),
        ("complaint", "Still waiting for my order?"),
        ("complaint", "22 $ le sac, c'est du vol"),
        ("complaint", "My cold brew arrived cold and late"),
        ("question", "Do you have cold brew?"),
        ("question", "Are you open late on Fridays?"),
        ("question", "Avez-vous du café infusé à froid"),
        ("praise", "Il fait froid, merci pour le latte"),
        ("praise", "Merci encore une fois"),
        ("question", "C'est quoi vos heures le dimanche?"),
        ("question", "Do you ship to Vermont"),
        ("question", "Merci! Vous avez du décaf?"),
        ("praise", "Merci pour le café, c'était parfait"),
        ("praise", "Best espresso in town!"),
        ("other", "Je passe devant tous les matins."),
        ("other", ""),
    ],
)
def test_situations(situation: str, text: str) -> None:
    """Complaints come before questions, questions before thanks; the rest is a remark."""
    assert situation_of(text) == situation


def test_a_past_reply_matches_its_message() -> None:
    """A message is read for its language, its situation and the form of address of the answer."""
    seen = read("Ma commande #4821 est arrivée percée, c'est la deuxième fois…")

    assert (seen.language, seen.detected, seen.situation, seen.answer, seen.register, seen.to) == (
        "fr", True, "complaint", "reply", "vous", "",
    )  # fmt: skip
    assert seen.reason == "A complaint."
    assert read("Ma commande est arrivée percée", reader="fr").reason == "Une plainte."


@pytest.mark.parametrize(
    ("text", "platform", "options", "register"),
    [
        ("C'est quoi vos heures?", "bluesky", {}, "vous"),
        ("Vous êtes ouverts lundi?", "bluesky", {}, "vous"),
        ("T'es ouvert lundi?", "bluesky", {}, "tu"),
        ("C'est ouvert lundi?", "bluesky", {}, "tu"),
        ("C'est ouvert lundi?", "linkedin", {}, "vous"),
        ("Le sac est arrivé percé", "bluesky", {}, "vous"),
        ("C'est ouvert lundi?", "bluesky", {"person": "maude"}, "vous"),
        ("T'es ouvert lundi?", "bluesky", {"person": "maude"}, "vous"),
        ("Are you open?", "bluesky", {}, None),
        ("C'est ouvert lundi?", "bluesky", {"chosen_language": "en"}, None),
        ("Are you open?", "bluesky", {"chosen_language": "fr"}, "tu"),
    ],
)
def test_tu_and_vous(text: str, platform: str, options: dict[str, str], register: str | None) -> None:
    """Vous to who says vous; else what the person speaking keeps to, then the situation, the network, the house."""
    assert read(text, platform, **options).register == register


@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("Ma fille est allergique aux amandes, y en a-tu dans le brownie?", "Maude Lavigne"),
        ("Got sick after your muffin", "Maude Lavigne"),
        ("Mon avocat va communiquer avec vous.", "Maude Lavigne"),
        ("Je suis journaliste, je voudrais une entrevue.", "Maude Lavigne"),
    ],
)
def test_hand_over(text: str, to: str) -> None:
    """Health, law and press are for a person of the house, who is named with the reason."""
    seen = read(text)

    assert seen.answer == "hand_over"
    assert seen.to == to
    assert seen.reason.startswith(f"For {to}: ")
    assert read(text, reader="fr").reason.startswith(f"Pour {to}\u00a0: ")


@pytest.mark.parametrize(
    "text",
    [
        "Votre toast à l'avocat était excellent",
        "I work in the hospital next door, best coffee around",
        "I'd happily sue whoever invented pumpkin spice",
    ],
)
def test_hand_over_exceptions(text: str) -> None:
    """Words of a hand-over inside one of its exceptions call for nobody."""
    assert read(text).answer == "reply"


def test_press_is_a_situation_of_its_own() -> None:
    """A press request is told as such, so that vous is kept and no emoji is used."""
    seen = read("Je suis journaliste et je prépare un article.")

    assert (seen.situation, seen.register) == ("press", "vous")


def test_other_languages_and_none() -> None:
    """A foreign language is kept as detected; where there is none, the brand's first is taken and said."""
    assert read("¿A qué hora abren los domingos? Me gustaría pasar.").language == "es"
    assert (read("☕☕").language, read("☕☕").detected) == ("fr", False)
    assert (read("Hello there friend", chosen_language="fr").language, read("Hi", chosen_language="fr").detected) == (
        "fr",
        False,
    )
