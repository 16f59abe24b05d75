"""What is asked matched with what is stated, by the taught head of the built-in embedder."""

from pathlib import Path

import numpy as np
import pytest

from assistant.model.embeddings import BuiltinEmbedder, _encoder
from assistant.model.matching import Matcher
from assistant.model.token_states import MOST_PIECES, WIDTH


@pytest.fixture(scope="module")
def embedder() -> BuiltinEmbedder:
    return BuiltinEmbedder()


@pytest.mark.parametrize(
    "text", ["Bonjour, c'est ouvert lundi?", "ok", "🥐🥐", "Livrez-vous à vélo jusqu'à Verdun, le samedi?"]
)
def test_the_states_are_those_of_the_embedder(embedder: BuiltinEmbedder, text: str) -> None:
    """Summed and read by the embedder's own last layers, the states of the pieces make the vector that it makes: what
    is read of its weights here is what it reads itself."""
    _, states, _ = embedder.token_states(["Une autre phrase.", text, "and one after it"])
    backend = _encoder()._model

    pooled = states.sum(axis=0) / np.sqrt(len(states))
    first = np.maximum(pooled @ backend.d0, 0)
    second = np.maximum(pooled @ backend.p1 + first @ backend.d1, 0)
    found = np.tanh(second @ backend.p3 + np.maximum(second @ backend.d2, 0) @ backend.d3)

    assert states.shape[1] == WIDTH
    assert found / np.linalg.norm(found) == pytest.approx(embedder.embed_query(text), abs=1e-3)


def test_a_long_text_is_read_so_far_and_an_empty_one_not(embedder: BuiltinEmbedder) -> None:
    """The first pieces of a long text, none of white space, and what cannot be encoded does not stop it."""
    long, empty, broken = embedder.token_states(["mot " * 500, " \n", "ouvert \ud800 lundi"])

    assert long.shape == (MOST_PIECES, WIDTH)
    assert empty.shape == (0, WIDTH)
    assert len(broken) > 2
    assert embedder.token_states([]) == []


@pytest.mark.parametrize(
    ("asked", "right", "wrong"),
    [
        (
            "that's a lot of money at once, any way to split it up",
            "payment We accept debit and credit. Bills above $300 can be paid in three instalments.",
            "surgery The clinic operates on Tuesdays and Thursdays.",
        ),
        (
            "jfinis à 17h15, ai-je le temps d'arriver?",
            "heures La boutique est ouverte du mardi au vendredi de 9 h à 18 h.",
            "livraison Les colis partent le mardi et le vendredi.",
        ),
        (
            "front steps + my bad hip = no thanks. any other way in?",
            "accès L'entrée a deux marches; la porte arrière a une rampe et une sonnette.",
            "adresse Nous sommes au 412, 3e Avenue, à côté de l'église.",
        ),
    ],
)
def test_what_answers_lies_nearer_than_what_speaks_of_the_same(
    embedder: BuiltinEmbedder, asked: str, right: str, wrong: str
) -> None:
    """A question lies nearer to its answer, said in other words, than to a text that shares its own."""
    ((answer, other),) = Matcher(embedder).between([asked], [right, wrong])

    assert -1.0 <= other < answer <= 1.0


def test_nothing_answers_nothing(embedder: BuiltinEmbedder) -> None:
    """No texts on one side give no numbers; an empty one is near to nothing."""
    matcher = Matcher(embedder)

    assert matcher.between([], ["a"]) == []
    assert matcher.between(["a"], []) == [[]]
    assert matcher.between([""], ["Ouvert lundi."]) == [[0.0]]


def test_what_a_house_states_is_read_once_for_all_starts(tmp_path: Path, embedder: BuiltinEmbedder) -> None:
    """What was learnt is read from its file at the next start, and what people ask is never written to it."""
    place = tmp_path / "words" / "house-stated.npz"
    first = Matcher(embedder, place)
    first.between(["a customer's secret"], ["Open on Mondays."])
    first.learn(["Open on Mondays."])

    with np.load(place) as stored:
        told = stored["told"].tobytes().decode()

    assert "Open on Mondays." in told
    assert "secret" not in told
    again = Matcher(BuiltinEmbedder(), place).between(["ouvert lundi?"], ["Open on Mondays."])
    assert again == [[pytest.approx(first.between(["ouvert lundi?"], ["Open on Mondays."])[0][0], abs=1e-5)]]
