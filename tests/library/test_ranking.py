"""The order of what a search found."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.library.ranking import CANDIDATES, scores, without_copies
from assistant.records import Passage


def passages(*texts: str, likes: int = 0) -> dict[int, Passage]:
    """Passages numbered from 0."""
    return {n: Passage(f"p{n}", "post", "x", text, likes=likes) for n, text in enumerate(texts)}


def order(query: str, dense: dict[int, float], lexical: list[int], found: dict[int, Passage]) -> list[int]:
    """Numbers, best first."""
    given = scores(query, dense, lexical, found)
    return sorted(given, key=lambda number: (-given[number], number))


@pytest.mark.parametrize(
    ("query", "right"),
    [
        ("remboursment d'un sac", "Un remboursement prend trois jours."),
        ("acessibility", "Accessibilité des publications"),
        ("microemballage", "Le micro-emballage du café"),
    ],
)
def test_spellings_decide_where_whole_words_do_not(query: str, right: str) -> None:
    """A typing mistake, a word that French and English share, a compound: equally near otherwise, the one spelt alike
    comes first."""
    found = passages("La meule tourne le lundi.", right, "Une farine de seigle.")

    assert order(query, dict.fromkeys(found, 0.3), [], found)[0] == 1


def test_meaning_words_and_spellings_add_up() -> None:
    """First in every list is best; near in meaning alone is better than far."""
    found = passages("sac percé", "un sac", "farine", "meule")

    assert order("sac percé", {0: 0.6, 2: 0.4, 3: 0.1}, [0, 1], found)[0] == 0
    assert order("zzz", {2: 0.4, 3: 0.1}, [], found)[:2] == [2, 3]


def test_the_scale_of_cosines_does_not_matter() -> None:
    """An embedder whose cosines all lie near 0.85 gives the order that one from 0 to 1 gives."""
    found = passages(*(f"texte {n}" for n in range(60)))
    wide = {n: 0.9 - n / 100 for n in range(60)}
    narrow = {n: 0.88 - n / 2000 for n in range(60)}

    assert order("texte 40", wide, [40], found) == order("texte 40", narrow, [40], found)


def test_without_vectors_words_alone_give_the_order() -> None:
    """When there is nothing to compare meanings with."""
    found = passages("sac de farine", "sac percé par la meule")

    assert order("sac percé", {}, [1, 0], found) == [1, 0]


def test_between_equals_the_newer_and_the_better_received() -> None:
    """Dates and likes decide between passages that are otherwise the same, and not against one that fits."""
    text = "Oui, on livre à Gatineau."
    found = {
        0: Passage("a", "reply", "x", text, date=datetime(2021, 1, 1, tzinfo=UTC), likes=3),
        1: Passage("b", "reply", "x", text, date=datetime(2025, 1, 1, tzinfo=UTC), likes=3),
        2: Passage("c", "reply", "x", text, date=datetime(2021, 1, 1, tzinfo=UTC), likes=300),
        3: Passage("d", "reply", "x", "Bonne fête!", date=datetime(2025, 6, 1, tzinfo=UTC), likes=900),
    }

    given = order("livrez-vous à Gatineau", {0: 0.5, 1: 0.5, 2: 0.5, 3: 0.45}, [0, 1, 2], found)

    assert given[-1] == 3
    assert given.index(1) < given.index(0)
    assert given.index(2) < given.index(0)


def test_nearly_the_same_comes_last_and_the_same_not_at_all() -> None:
    """A copy word for word is dropped; a copy with another greeting goes behind everything else."""
    text = "le sarrasin de la ferme Tremblay est moulu ce matin"
    ordered = list(passages(f"Salut! {text}", f"Allô! {text}", f"Salut!  {text.upper()}", "autre chose").values())

    assert without_copies(ordered, 10) == [0, 3, 1]
    assert without_copies(ordered, 1) == [0]


def test_short_texts_are_no_copies() -> None:
    """Two short answers that share most words say different things."""
    assert without_copies(list(passages("Oui, mardi.", "Oui, jeudi.").values()), 5) == [0, 1]


@given(st.text(max_size=60), st.lists(st.text(max_size=40), max_size=8), st.data())
def test_scores_are_bounded_whatever_is_asked(query: str, texts: list[str], data: st.DataObject) -> None:
    """Any query over any texts: each passage has a score between 0 and 1.7."""
    found = passages(*texts, likes=2)
    numbers = list(found)
    dense = {n: data.draw(st.floats(-1, 1)) for n in numbers[::2]}
    dense = dict(sorted(dense.items(), key=lambda item: -item[1]))

    given_scores = scores(query, dense, numbers[1::2], found)

    assert given_scores.keys() == found.keys()
    assert all(0 <= score <= 1.7 + 1e-9 for score in given_scores.values())


def test_a_long_query_over_long_passages_is_quick_enough_to_bound() -> None:
    """Only the first words of a query are cut into pieces, so its length does not count."""
    query = " ".join(f"mot{n}" for n in range(20_000))
    found = passages(*("mot1 mot2 " * 90 for _ in range(CANDIDATES)))

    assert len(scores(query, {}, [], found)) == CANDIDATES
