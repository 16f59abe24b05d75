"""The questions of a message: found apart in whatever way people ask, none where nothing is asked."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import language
from assistant.drafting.questions import MOST_QUESTIONS, split_questions

LABELLED = tomllib.loads((Path(__file__).parent / "asked.toml").read_text("utf-8"))["messages"]
"""Messages with the questions they ask: a sign, + for a yes or no and ? for an open one, then the question."""


@pytest.mark.parametrize(("message", "expected"), LABELLED, ids=range(len(LABELLED)))
def test_labelled_messages_are_split(message: str, expected: list[str]) -> None:
    """Each labelled message gives exactly its questions, each known as open or as one for a yes or a no."""
    asked = split_questions(message, language.detect(message).code)

    assert [f"{'+' if one.yes_no else '?'} {one.text.strip(' ?¿.!')}" for one in asked] == expected


@given(st.text(max_size=400), st.sampled_from(["fr", "en", "de", "ja", ""]))
def test_spans_lie_in_any_text(text: str, code: str) -> None:
    """Of any text: spans lie in it, in order, none overlaps another, and each is what it says."""
    _check_spans(text, code)


@given(st.lists(st.sampled_from([
    "vous livrez", "est-ce que", "do you", "are you open", "et", "and", ",", "?", "!", ".", "combien", "how much", "si",
    "if",
    "je me demandais", "wondering", "«", "»", "\n", "> ", "Bonjour", "1)", "le lundi", "right", "c'est", "?!", "@a", "https://x.yz/?a=b",
    "1", "2", "3", "(1)", "(2)", "2)", "a)", "b)", "hours", "wifi", "dogs", "svp", "1-", "2-", ":",
]), max_size=40), st.sampled_from(["fr", "en"]))  # fmt: skip
def test_spans_lie_in_texts_made_of_questions(words: list[str], code: str) -> None:
    """The same of texts that are made of what questions are made of."""
    _check_spans(" ".join(words), code)


def _check_spans(text: str, code: str) -> None:
    end = 0
    for one in split_questions(text, code):
        assert end <= one.start < one.end <= len(text)
        assert one.text == text[one.start : one.end]
        assert one.text.strip()
        end = one.end


def test_forty_questions_are_all_found() -> None:
    """Forty questions at once are all found, and no more than that of a hundred."""
    forty = " ".join(f"Do you ship to town {number}?" for number in range(40))

    assert len(split_questions(forty, "en")) == 40
    assert len(split_questions(forty * 3, "en")) == MOST_QUESTIONS


def test_a_quote_of_our_own_post_asks_nothing() -> None:
    """What somebody quotes, in quotation marks or behind >, is not what they ask."""
    assert split_questions("> Have you tried the Guji yet?\nYes and I loved it", "en") == ()
    assert split_questions("Vous écriviez « Avez-vous goûté le Guji? » Oui, merci", "fr") == ()


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("was going to work from yours saturday from like 9:30 til noon, thats cool right?",
         ["was going to work from yours saturday from like 9:30 til noon, thats cool right?"]),
        ("c'est quel bois (érable? merisier?) et fini à quelle huile?",
         ["c'est quel bois (érable? merisier?) et fini à quelle huile?"]),
        ("they argued about the soup all the way home, which for them is the highest compliment there is", []),
        ("ça fait un mois que je regarde vos vélos, c'est pour quand au juste?", ["c'est pour quand au juste?"]),
    ],
)  # fmt: skip
def test_what_only_looks_like_the_end_of_a_question(message: str, asked: list[str]) -> None:
    """An hour is no end, nor a word asked beside in brackets; what goes on with “which” tells; what begins after a
    comma is the question."""
    assert [one.text for one in split_questions(message, "fr")] == asked
