"""What a gap is called: a few words of the question, without what is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.gap_names import MOST_CHARACTERS, name_gap


@pytest.mark.parametrize(
    ("question", "covered", "name"),
    [
        ("Avez-vous du matcha?", "", "matcha"),
        ("Livrez-vous en France?", "", "livraison en France"),
        ("is there wheelchair parking?", "", "wheelchair parking"),
        ("are you open on December 24?", "open", "opening on December 24"),
        ("Do you have wifi and parking?", "wifi", "parking"),
        ("Combien coûte la liseuse?", "", "liseuse"),
        ("Réparez-vous les moulins?", "", "réparation des moulins"),
        ("what grinder do you recommend?", "", "grinder"),
        ("Acceptez-vous Interac?", "", "paiement par Interac"),
        ("vous acceptez les chiens?", "", "chiens"),
        ("Pourquoi?", "", "Pourquoi"),
        ("C'est combien?", "", "prix"),
    ],
)
def test_a_gap_is_named_in_the_words_of_the_question(question: str, covered: str, name: str) -> None:
    """The missing thing with the small words around it; a verb becomes its noun, what is covered is left out."""
    assert name_gap(question, covered.split(), "fr" if "C'est" in question else "en") == name


@given(st.text(min_size=1, max_size=300))
def test_a_name_is_never_empty(question: str) -> None:
    """Whatever is asked: a name, short unless the question is one single unbroken word."""
    name = name_gap(question, ())

    assert name
    assert len(name) <= max(MOST_CHARACTERS, len(question) if not question.strip() else 0)
