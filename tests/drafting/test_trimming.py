"""Facts cut to what a question asks: whole items of a list only, never a value apart from its thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.claims import claims_of
from assistant.drafting.trimming import answering, trim, trim_to_place

BAGS = "Sacs de 340 g : Écluse et Lachine 18 $, Nuit blanche 19 $, décaf Péage 20 $, Colombie Huila 21 $, Guji 22 $."
COUNTER = "At the counter: filter $3.25, espresso $3.50, cortado $4.50, latte $5.25."
HOURS = "The café is open Tuesday to Friday from 7 am to 6 pm, Saturday and Sunday from 8 am to 5 pm."
HEURES = "Le café est ouvert du mardi au vendredi de 7 h à 18 h, le samedi et le dimanche de 8 h à 17 h."
BAR = "Le bar, Côté cour, est ouvert à tout le monde : du mardi au samedi de 17 h à minuit, le dimanche de 15 h à 20 h."
DELAYS = "Count 2 to 4 business days in Québec and Ontario, 4 to 8 elsewhere in Canada, 5 to 9 in the United States."
PLAIN = "Les commandes partent le mardi et le vendredi."


@pytest.mark.parametrize(
    ("sentence", "question", "left"),
    [
        (BAGS, "le huila y'est tu encore à 19 le sac?", "Sacs de 340 g : Colombie Huila 21 $."),
        (BAGS, "c'est combien Lachine pis le Guji?", "Sacs de 340 g : Écluse et Lachine 18 $, Guji 22 $."),
        (BAGS, "combien votre deca", "Sacs de 340 g : décaf Péage 20 $."),
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
    assert answering(parts, "do you roast on the day you're closed?")[1:] == [
        "It is closed on Mondays: that's a roasting day."
    ]


@pytest.mark.parametrize(
    ("parts", "question", "left"),
    [
        (
            [(HOURS, True), ("It is closed on Mondays: that's a roasting day.", False)],
            "open mondays?",
            "The café is closed on Mondays: that's a roasting day.",
        ),
        ([(BAR, True), ("Il est fermé le lundi.", False)], "ouvert lundi soir?", "Le bar est fermé le lundi."),
        (
            [(BAR, True), ("Il est fermé le lundi.", False)],
            "ça ferme à minuit le dimanche?",
            "Le bar, Côté cour, est ouvert à tout le monde : le dimanche de 15 h à 20 h.",
        ),
        (
            [(HOURS, True), ("It is closed on Mondays.", False)],
            "is it closed or open on sunday",
            "The café is open Saturday and Sunday from 8 am to 5 pm.",
        ),
    ],
)
def test_the_day_asked_for_is_answered(parts: list[tuple[str, bool]], question: str, left: str) -> None:
    """The clause about that day alone, with what it is about in the place of “it”; other days are left out."""
    assert answering(parts, question, question) == [left]


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("how long to the United States?", "Count 5 to 9 business days in the United States."),
        ("how long to Vancouver?", "Count 4 to 8 business days elsewhere in Canada."),
        ("ships to Toronto when?", "Count 2 to 4 business days in Québec and Ontario."),
        ("how long does it take?", DELAYS),
        ("how long to Toronto, and to Vermont?", DELAYS),
    ],
)
def test_the_amount_for_the_place_asked_for_is_left(question: str, left: str) -> None:
    """With the unit that only the first of them has; all of them where no place is named, or several are."""
    assert trim_to_place(DELAYS, question) == left


def test_another_form_of_a_name_names_an_item() -> None:
    """“The Ethiopian one” is the Ethiopia."""
    bags = "340 g bags: Lachine $18, Colombia Huila $21, Ethiopia Guji $22."

    assert trim(bags, "what's the ethiopian one") == "340 g bags: Ethiopia Guji $22."


def test_what_the_message_names_counts_where_the_question_names_nothing() -> None:
    """“Sunday morning! When do you open” asks about Sunday."""
    (left,) = answering([(HOURS, True)], "when do you open", "we'd be six, Sunday morning! when do you open")

    assert left == "The café is open Saturday and Sunday from 8 am to 5 pm."


@given(st.sampled_from([BAGS, COUNTER, HOURS, HEURES, BAR, PLAIN]), st.text(max_size=80))
def test_nothing_is_added(sentence: str, question: str) -> None:
    """Whatever is asked, what is left are words of the sentence, and its values."""
    left = trim(sentence, question)

    assert set(left.split()) <= {*sentence.split(), *(f"{word.rstrip(',')}." for word in sentence.split())}
    assert {claim.value for claim in claims_of(left)} <= {claim.value for claim in claims_of(sentence)}


def test_a_sentence_beside_it_about_the_place_in_the_message_stays() -> None:
    """Who has named Boston before gets the sentence about the United States, and not the one about Canada."""
    parts = [("Shipping costs $9 in Canada, free from $60.", True), ("To the United States it's $18.", False)]
    kept = answering(parts, "is shipping free?", "The cart is at $70 and goes to Boston, is shipping free?")
    assert kept == [parts[1][0]]
    assert answering(parts, "is shipping free?", "is shipping free?") == [parts[0][0]]
