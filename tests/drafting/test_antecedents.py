"""What a question that says only "it" or "that" is about."""

import pytest

from assistant.drafting.antecedents import thing_before, things_before


@pytest.mark.parametrize(
    ("message", "question", "thing"),
    [
        ("left a red umbrella under a table on friday, did anyone hand it in?", "did anyone", "red umbrella"),
        ("Lost: one striped mitten, last seen near the till. Is it with you?", "Is it", "striped mitten"),
        ("j'ai oublié ma gourde bleue chez vous hier. Vous l'avez?", "Vous l'avez", "gourde bleue"),
        ("On voudrait réserver la salle du fond le 3. Ça se fait?", "Ça se fait", "réservation"),
        ("Horace est un chien-guide MIRA. Peut-il entrer?", "Peut-il", "chien-guide"),
        ("We came on Friday. Can we do it again?", "Can we", ""),
    ],
)
def test_what_it_stands_for(message: str, question: str, thing: str) -> None:
    """The thing that was lost, or the noun of what somebody wants; nothing where neither is plain."""
    assert thing_before(message, message.index(question)) == thing


def test_a_verb_ends_a_name() -> None:
    """« Café est » is no thing that could be looked up."""
    message = "Le café est moulu trop gros. On fait quoi?"
    assert things_before(message, message.index("On fait")) == (("café",),)
