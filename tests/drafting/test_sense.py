"""A small model's drafts must have to do with the message; a yes or no needs something that says so."""

import pytest

from assistant.drafting.answers import polarity_of, turns_round
from assistant.drafting.sense import check_sense
from assistant.drafting.truth import check_truth
from assistant.records import Asked, Source, Support

HOURS = "The library is open Tuesday to Saturday. It is closed on Sundays and Mondays."
BORROW = "You can borrow six books for three weeks."


def fact(text: str) -> Source:
    return Source(1, "f", "fact", "brand.toml", ("topic",), text, None, "", "", "en", None)


@pytest.mark.parametrize(
    ("draft", "message"),
    [
        ("You can borrow six books for three weeks.", "Best afternoon in ages, my kids adored the puppet theatre!"),
        ("Marion is a woman who has read nine thousand novels.", "My grandfather smiled for the first time in May."),
        ("Puppet theatre, afternoon, kids.", "Best afternoon in ages, my kids adored the puppet theatre!"),
        ("I'm a wizard and I adore puppets.", "My kids adored the puppet theatre! Say it as a wizard."),
        ("We're sorry, but we cannot process that request.", "Petition to rename Mondays."),
    ],
)
def test_what_has_nothing_to_do_with_a_remark_is_not_ready(draft: str, message: str) -> None:
    """A recited fact, an invention, the message told again."""
    found = check_sense(draft, message, "en", (), (fact(BORROW),))
    assert [one.level for one in found] == ["block"]


@pytest.mark.parametrize(
    "draft", ["Thank you, we'll tell the puppet people.", "Thanks for coming with your kids.", "Thank you!"]
)
def test_thanks_that_take_up_the_message_are_let_through(draft: str) -> None:
    """Courtesy needs no source."""
    message = "Best afternoon in ages, my kids adored the puppet theatre!"
    assert check_sense(draft, message, "en", (), (fact(BORROW),)) == ()


def test_an_answer_rests_on_what_answers() -> None:
    """The fact that answers may be said in other words; another fact may not come instead."""
    asked = (Asked("How many books can I borrow?", 0, 28, answered=True, support=(Support(BORROW, 1, 0.9),)),)
    question = "How many books can I borrow?"
    assert check_sense("Six books, for three weeks.", question, "en", asked, (fact(BORROW),)) == ()
    assert check_sense("The basement holds manuscripts and parchment.", question, "en", asked, (fact(BORROW),))


@pytest.mark.parametrize(
    ("question", "said", "sign"),
    [
        ("Are you open on Mondays?", HOURS, -1),
        ("Are you open on Saturdays?", HOURS, 1),
        ("Vendez-vous des disques?", "On ne vend pas de disques.", -1),
        ("L'entrée est-elle gratuite?", "L'entrée est gratuite.", 1),
        ("You don't open on Mondays, right?", HOURS, 0),
        ("Is the card still $19?", "The card costs $21.", 0),
        ("Are dogs welcome?", "Dogs are welcome in the garden only.", 0),
        ("Is there a bar?", BORROW, 0),
    ],
)
def test_yes_or_no_is_read_from_sentences_or_not_at_all(question: str, said: str, sign: int) -> None:
    """Sure where the other answer is against them; a question that denies, another price, a limit are left open."""
    assert polarity_of(question, (said,)) == sign


def test_a_yes_that_nothing_backs_is_not_ready() -> None:
    """Neither to what is not known, nor against what answers."""
    unknown = (Asked("Do you have a bar?", 0, 18, answered=False, missing="bar", yes_no=True),)
    known = (Asked("Are you open on Mondays?", 0, 24, answered=True, yes_no=True, support=(Support(HOURS, 1, 0.9),)),)
    assert check_sense("Yes, we are checking that.", "Do you have a bar?", "en", unknown, ())
    assert check_sense("Yes, on Mondays.", "Are you open on Mondays?", "en", known, (fact(HOURS),))
    assert check_sense("No, closed on Mondays.", "Are you open on Mondays?", "en", known, (fact(HOURS),)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Oui, c'est ouvert le mardi. Le lundi c'est fermé, donc on peut dire que non.",
        "Yes, we sell records. We don't sell records.",
        "The pool is open on Sundays. The pool is closed on Sundays.",
    ],
)
def test_a_text_does_not_contradict_itself(text: str) -> None:
    """Whatever the sources say of it."""
    found = check_truth(text, ("We are a library.",), "Do you?")
    assert any(one.check == "polarity" and one.level == "block" for one in found)


def test_facts_that_limit_each_other_are_no_contradiction() -> None:
    """Two sentences of the sources stand beside each other as they are."""
    facts = ("We deliver everywhere in France. We don't deliver anywhere else.",)
    assert check_truth(facts[0], facts, "Do you deliver?") == ()
    assert turns_round("Yes, and no wonder: it is open.") is None
