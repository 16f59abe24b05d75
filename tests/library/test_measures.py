"""The measures of a ranking against values made by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.library.measures import difference, interval, score_ranking


def test_a_perfect_ranking_scores_one() -> None:
    """The right passages first, the better one before the other."""
    scores = score_ranking([[0], [1], []], [3, 1])

    assert (scores.ndcg, scores.hit, scores.mrr) == (1.0, 1.0, 1.0)


def test_ndcg_by_hand() -> None:
    """Grades 3 and 1 found at ranks 4 and 2: (1/log2 3 + 7/log2 5) / (7/log2 2 + 1/log2 3) = 0.4777."""
    scores = score_ranking([[], [1], [], [0]], [3, 1])

    gained = 1 / math.log2(3) + 7 / math.log2(5)
    ideal = 7 / math.log2(2) + 1 / math.log2(3)
    assert scores.ndcg == pytest.approx(gained / ideal)
    assert scores.ndcg == pytest.approx(0.4777, abs=0.0001)
    assert (scores.hit, scores.mrr) == (1.0, 0.5)


def test_a_right_passage_counts_once() -> None:
    """Two halves of the section that answers do not count twice."""
    twice = score_ranking([[0], [0], [1]], [3, 2])
    once = score_ranking([[0], [], [1]], [3, 2])

    assert twice == once


@pytest.mark.parametrize(("rank", "hit", "mrr"), [(5, 1.0, 0.2), (6, 0.0, 1 / 6), (10, 0.0, 0.1), (11, 0.0, 0.0)])
def test_only_the_first_ten_results_count(rank: int, hit: float, mrr: float) -> None:
    """hit@5 looks at five results, the others at ten."""
    scores = score_ranking([[]] * (rank - 1) + [[0]], [3])

    assert (scores.hit, scores.mrr) == (hit, pytest.approx(mrr))
    assert scores.ndcg == pytest.approx(1 / math.log2(rank + 1) if rank <= 10 else 0.0)


def test_nothing_found_scores_nothing() -> None:
    """An empty list is no error."""
    scores = score_ranking([], [3])

    assert (scores.ndcg, scores.hit, scores.mrr) == (0.0, 0.0, 0.0)


@given(
    st.lists(st.lists(st.integers(0, 3), max_size=3), max_size=15), st.lists(st.integers(1, 3), min_size=4, max_size=4)
)
def test_scores_lie_between_nothing_and_one(grades: list[list[int]], right: list[int]) -> None:
    """Whatever is found."""
    scores = score_ranking(grades, right)

    assert all(0.0 <= value <= 1.0 + 1e-9 for value in (scores.ndcg, scores.hit, scores.mrr))


def test_an_interval_holds_its_mean_and_shrinks_with_more_questions() -> None:
    """The bounds of 0 and 1 in equal parts: about half the standard error of a coin, 1.96 * 0.5 / sqrt(n)."""
    few, many = interval([0.0, 1.0] * 8), interval([0.0, 1.0] * 128)

    assert few.mean == many.mean == 0.5
    assert few.low < many.low < 0.5 < many.high < few.high
    assert many.high - 0.5 == pytest.approx(1.96 * 0.5 / 16, rel=0.15)
    assert interval([0.7, 0.7]).low == pytest.approx(0.7)


def test_a_difference_is_paired() -> None:
    """A question that is hard for both does not blur what one gains over the other."""
    other = [0.0, 1.0] * 20

    gain = difference([value + 0.1 for value in other], other)

    assert (gain.low, gain.mean, gain.high) == pytest.approx((0.1, 0.1, 0.1))
