"""Cosines of words and texts by the built-in embedder."""

import pytest

from assistant.model import nearness
from assistant.model.nearness import Nearness


def test_synonyms_of_two_languages_are_near() -> None:
    """A word lies near its translation and far from an unrelated one; an empty text is near to nothing."""
    ((dog, parking), (empty, _)) = Nearness().between(["chien", ""], ["dog", "parking"])

    assert dog > 0.8
    assert parking < 0.5
    assert empty == 0.0


def test_nothing_is_compared_with_nothing() -> None:
    """No texts on one side give no numbers, and nothing is loaded for them."""
    near = Nearness()

    assert near.between([], ["a"]) == []
    assert near.between(["a", "b"], []) == [[], []]


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """More texts than are remembered are still compared rightly."""
    monkeypatch.setattr(nearness, "MOST_REMEMBERED", 3)
    near = Nearness()
    first = near.between(["dog"], ["chien"])

    near.between(["one", "two"], ["three", "four"])

    assert near.between(["dog"], ["chien"]) == [pytest.approx(first[0])]
