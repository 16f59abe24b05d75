"""Whether two messages ask the very same thing, on pairs labelled by hand."""

import tomllib
from pathlib import Path

import pytest

from assistant.assembly import Papillon
from assistant.drafting.nearness import compare_questions, core_of, kind_of

PAIRS = tomllib.loads((Path(__file__).parent / "same_question.toml").read_text("utf-8"))["groups"]


@pytest.mark.parametrize("half", ["made_on", "measured_on"])
def test_no_other_question_is_taken_for_the_same(sample: Papillon, half: str) -> None:
    """Both ways round, no pair of different questions is called the same; a third of the same ones at least are found
    on either half. Missing one costs a draft, taking a wrong one answers something else."""
    found = missed = 0
    wrong = []
    for group in PAIRS:
        if group["half"] != half:
            continue
        for same, texts in ((True, group["same"]), (False, group["other"])):
            for text in texts:
                for one, other in ((group["asked"], text), (text, group["asked"])):
                    near = compare_questions(one, other, sample.library.likeness)
                    if same:
                        found, missed = found + near.same, missed + (not near.same)
                    elif near.same:
                        wrong.append((one, other))
    assert not wrong
    assert found * 3 >= found + missed


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("how much extra for oat", "price"),
        ("Combien de temps on laisse infuser?", "duration"),
        ("à quelle heure fermez-vous", "time"),
        ("Pourquoi fermez-vous le lundi?", "why"),
        ("La carte-cadeau, ça expire-tu?", "able"),
        ("Mon sac est arrivé percé.", "tell"),
    ],
)
def test_what_a_sentence_asks_for(text: str, kind: str) -> None:
    """A price, a length of time, an hour, a reason and a yes are told apart."""
    assert kind_of(text) == kind


def test_a_thin_question_is_about_the_sentence_before_it() -> None:
    """« Vous faites quoi? » asks nothing without what stands before it."""
    assert "déchiré" in core_of("Sac de Huila reçu déchiré. Vous faites quoi?")


def test_nothing_is_near_to_nothing() -> None:
    """Empty texts, signs and emoji ask nothing."""
    assert not compare_questions("", "").same
    assert not compare_questions("☕☕", "☕☕").same
    assert not compare_questions("do you ship to Vermont?", "?!").same
