"""Facts cut to what a question asks: whole items of a list only, never a value apart from its thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.claims import claims_of
from assistant.drafting.trimming import answering, trim

BAGS = "Sacs de 340 g : Écluse et Lachine 18 $, Nuit blanche 19 $, décaf Péage 20 $, Colombie Huila 21 $, Guji 22 $."
COUNTER = "At the counter: filter $3.25, espresso $3.50, cortado $4.50, latte $5.25."
HOURS = "The café is open Tuesday to Friday from 7 am to 6 pm, Saturday and Sunday from 8 am to 5 pm."
HEURES = "Le café est ouvert du mardi au vendredi de 7 h à 18 h, le samedi et le dimanche de 8 h à 17 h."
PLAIN = "Les commandes partent le mardi et le vendredi."


@pytest.mark.parametrize(
    ("sentence", "question", "left"),
    [
        (BAGS, "le huila y'est tu encore à 19 le sac?", "Sacs de 340 g : Colombie Huila 21 $."),
        (BAGS, "c'est combien Lachine pis le Guji?", "Sacs de 340 g : Écluse et Lachine 18 $, Guji 22 $."),
        (COUNTER, "how much is a cortado", "At the counter: cortado $4.50."),
        (HOURS, "are you open on Sunday?", "The café is open Saturday and Sunday from 8 am to 5 pm."),
        (HOURS, "what time do you close wednesday", "The café is open Tuesday to Friday from 7 am to 6 pm."),
        (
            HEURES,
            "vous fermez à quelle heure le dimanche",
            "Le café est ouvert le samedi et le dimanche de 8 h à 17 h.",
        ),
        (HEURES, "jeudi matin vous êtes là?", "Le café est ouvert du mardi au vendredi de 7 h à 18 h."),
    ],
)
def test_only_what_is_asked_is_left(sentence: str, question: str, left: str) -> None:
    """The items that the question names, after the words that the list begins with."""
    assert trim(sentence, question) == left


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        (BAGS, "combien coûte un sac?"),
        (HOURS, "what are your hours?"),
        (HOURS, "are you open on Mondays?"),
        (PLAIN, "ça part le vendredi?"),
        ("", "quoi?"),
    ],
)
def test_what_is_no_list_or_not_named_stays_whole(sentence: str, question: str) -> None:
    """A question about none of the items, or a sentence without a value in each, leaves it as it is."""
    assert trim(sentence, question) == sentence


def test_a_sentence_beside_the_best_must_be_about_the_question() -> None:
    """What only stands in the same passage is left out when it has no word of the question."""
    parts = [(HOURS, True), ("It is closed on Mondays: that's a roasting day.", False)]

    assert answering(parts, "are you open on Sunday?") == ["The café is open Saturday and Sunday from 8 am to 5 pm."]
    assert answering(parts, "open mondays?")[1:] == ["It is closed on Mondays: that's a roasting day."]


def test_what_the_message_names_counts_where_the_question_names_nothing() -> None:
    """“Sunday morning! When do you open” asks about Sunday."""
    (left,) = answering([(HOURS, True)], "when do you open", "we'd be six, Sunday morning! when do you open")

    assert left == "The café is open Saturday and Sunday from 8 am to 5 pm."


@given(st.sampled_from([BAGS, COUNTER, HOURS, HEURES, PLAIN]), st.text(max_size=80))
def test_nothing_is_added(sentence: str, question: str) -> None:
    """Whatever is asked, what is left are words of the sentence, and its values."""
    left = trim(sentence, question)

    assert set(left.split()) <= {*sentence.split(), *(f"{word.rstrip(',')}." for word in sentence.split())}
    assert {claim.value for claim in claims_of(left)} <= {claim.value for claim in claims_of(sentence)}
