"""What a person says of a message against what was understood, and what they know."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from assistant.errors import BadInput
from assistant.records import Known, Message, ReplyRequest
from assistant.ui.handlers.corrections import as_fact, carried, corrected
from assistant.voice.edits import read_edit

REQUEST = ReplyRequest(Message("Livrez-vous au Vermont?"), "bluesky", reader="fr")


def test_each_part_is_corrected_and_taken_back() -> None:
    """Language, situation, answer and urgency are set by a click; an empty value goes back to what is understood."""
    changed = REQUEST
    for said in (("language", "en"), ("situation", "press"), ("answer", "hand_over"), ("urgency", "now")):
        changed = corrected(changed, said)

    assert (changed.language, changed.situation, changed.answer, changed.urgency) == ("en", "press", "hand_over", "now")
    for what in ("language", "situation", "answer", "urgency"):
        changed = corrected(changed, (what, ""))
    assert changed == REQUEST


@pytest.mark.parametrize(
    "said",
    [
        (), ("situation",), ("situation", "storm"), ("answer", "<b>"), ("urgency", "soon"), ("language", "fr; drop"),
        ("wish", "free coffee"),
        ("known", "Question?"), ("known", "Question?", "  "), ("known", "", "Oui"), (["known"], {"x": 1}),
    ],
)  # fmt: skip
def test_what_means_nothing_changes_nothing(said: Any) -> None:
    """The page is not trusted: unknown parts and values, and empty answers, leave the request as it is."""
    assert corrected(REQUEST, said) == REQUEST


def test_the_model_is_asked_all_the_same() -> None:
    """The click under drafts that needed no model asks it too, for this message only."""
    asked = corrected(REQUEST, ("model", "too"))

    assert asked == replace(REQUEST, model_too=True)
    assert not carried(REQUEST, asked).model_too


def test_an_answer_to_a_gap_is_known_with_who_knows_it() -> None:
    """Answers add up, the latest one to a question holds; without a name it is the person at the page."""
    one = corrected(REQUEST, ("known", "Au Vermont?", " Oui ", ""), "Maude")
    two = corrected(one, ("known", "Le lundi?", "Non", "Teo"), "Maude")
    again = corrected(two, ("known", "Au Vermont?", "Oui, en 5 jours", ""), "Maude")

    assert again.known == (Known("Le lundi?", "Non", "Teo"), Known("Au Vermont?", "Oui, en 5 jours", "Maude"))


def test_an_answer_becomes_a_fact_with_who_and_when() -> None:
    """The change names the question, the answer in its language, who knows it and the day."""
    day = date(2026, 11, 25)

    assert as_fact(["Au Vermont?", " Oui ", "", "fr"], "Maude", day) == {
        "kind": "add_fact", "topic": "Au Vermont?", "texts": {"fr": "Oui"}, "by": "Maude", "since": "2026-11-25",
    }  # fmt: skip
    assert as_fact(["Q?", "A", "Teo", "en"], "Maude", day)["by"] == "Teo"
    with pytest.raises(BadInput):
        read_edit(as_fact([], "", day))


def test_what_was_said_of_a_message_holds_for_that_message_only() -> None:
    """Drafted again, the same message keeps its corrections; another one starts anew."""
    before = corrected(corrected(REQUEST, ("situation", "press")), ("known", "Q?", "A"))
    before = corrected(before, ("urgency", "later"))
    other = ReplyRequest(Message("Merci!"), "bluesky")

    assert carried(REQUEST, before).known == (Known("Q?", "A"),)
    assert (carried(REQUEST, before).situation, carried(REQUEST, before).urgency) == ("press", "later")
    assert carried(other, before) == other
    assert carried(other, None) == other
