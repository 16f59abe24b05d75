"""Cosines of words and texts by the built-in embedder."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.model import remembered
from assistant.model.embeddings import BuiltinEmbedder, Vector
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
    monkeypatch.setattr(remembered, "MOST_REMEMBERED", 3)
    near = Nearness()
    first = near.between(["dog"], ["chien"])

    near.between(["one", "two"], ["three", "four"])

    assert near.between(["dog"], ["chien"]) == [pytest.approx(first[0])]


class Counting(BuiltinEmbedder):
    """The built-in embedder, which tells what it read."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []

    def embed_documents(self, texts: Sequence[str]) -> list[Vector]:
        """Vectors, and their texts noted."""
        self.read += texts
        return super().embed_documents(list(texts))


def test_what_is_learnt_is_read_once_for_all_starts(tmp_path: Path) -> None:
    """Texts of the house are read from the file at the next start; others are never written to it."""
    place = tmp_path / "words" / "house.npz"
    first = Nearness(Counting(), place)
    first.between(["a customer's secret"], ["dog"])
    first.learn(["dog", "parking", "dog"])
    again = Counting()
    second = Nearness(again, place)

    assert second.between(["dog"], ["parking"]) == first.between(["dog"], ["parking"])
    assert again.read == []
    assert b"secret" not in place.read_bytes()

    second.learn(["dog", "chien"])
    third = Counting()
    Nearness(third, place).between(["dog", "chien"], ["parking"])
    assert third.read == ["parking"]


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 half a file", b"text"])
def test_a_damaged_file_is_read_anew(tmp_path: Path, damage: bytes) -> None:
    """What cannot be read is none, and is written again."""
    place = tmp_path / "house.npz"
    place.write_bytes(damage)
    Nearness(Counting(), place).learn(["dog"])
    reader = Counting()
    Nearness(reader, place).between(["dog"], ["dog"])

    assert reader.read == []


def test_vectors_of_another_embedder_are_not_taken(tmp_path: Path) -> None:
    """A newer release may measure otherwise."""
    place = tmp_path / "house.npz"
    older = Counting()
    older.id = "use-multilingual-v2/0"
    Nearness(older, place).learn(["dog"])
    reader = Counting()
    Nearness(reader, place).between(["dog"], ["dog"])

    assert reader.read == ["dog"]


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    """It is read again at the next start; that is told in the log."""
    (tmp_path / "words").write_bytes(b"")
    near = Nearness(Counting(), tmp_path / "words" / "house.npz")

    near.learn(["dog"])

    assert near.between(["dog"], ["dog"]) == [[pytest.approx(1.0)]]
