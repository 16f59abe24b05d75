"""Whether a sentence found for a question speaks of the same thing."""

import pytest

from assistant.drafting.coverage import is_covered, to_state
from assistant.model.nearness import Nearness
from assistant.records import Asked, Passage, Support

NONE: frozenset[str] = frozenset()


def asked(text: str, passages: list[Passage], start: int = 0) -> Asked:
    return Asked(text, start, start + len(text), support=tuple(Support(one.text, 1, 0.8) for one in passages))


def facts(*texts: str) -> list[Passage]:
    return [Passage(str(place), "fact", "brand.toml", text) for place, text in enumerate(texts)]


def test_a_percentage_that_the_sentence_does_not_name_is_not_answered() -> None:
    """Juice of 100 % is not any juice; the same percentage is."""
    passages = facts("A glass of juice costs $4.", "A glass of 100% juice costs $6.")
    found = to_state(asked("do you have 100% juice?", passages), "", passages, Nearness(), NONE)
    assert [one.text for one in found.support] == [passages[1].text]
    left = to_state(asked("do you have 50% juice?", passages), "", passages, Nearness(), NONE)
    assert (left.support, left.answered) == ((), False)


def test_a_question_of_one_word_is_about_what_was_named_before_it() -> None:
    """« La carte-cadeau, vous acceptez? » is not answered with what is said of cheques."""
    passages = facts("Les chèques ne sont pas acceptés.", "La carte-cadeau se montre au comptoir.")
    message = "La carte-cadeau, vous acceptez?"
    found = to_state(asked("vous acceptez?", passages, start=16), message, passages, Nearness(), NONE)
    assert found.support[0].text == passages[1].text


@pytest.mark.parametrize(
    ("question", "fact", "covers"),
    [
        ("do you repair laptops?", "We repair laptops and phones.", True),
        ("is the library open on Monday?", "We are closed on Mondays.", True),
        ("do you repair laptops?", "The parking is behind the building.", False),
        ("is that ok?", "Dogs are welcome on the terrace.", False),
    ],
)
def test_a_sentence_covers_a_question_by_its_words_or_its_day(question: str, fact: str, covers: bool) -> None:
    """Being near in meaning alone is not enough."""
    passages = facts(fact)
    assert is_covered(asked(question, passages), question, passages, Nearness(), NONE) is covers
