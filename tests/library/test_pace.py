"""How far an ingest is, and how long it will still take."""

import pytest

from assistant.library.pace import Pace, time_left

Told = tuple[int, int, str, float | None]


def paced(*steps: tuple[float, int], expected: int) -> list[Told]:
    """What is told when so much is done at these moments."""
    now, told = [0.0], list[Told]()
    pace = Pace(lambda *said: told.append(said), clock=lambda: now[0])
    pace.expect(expected)
    pace.enter("posts/x.jsonl")
    for moment, count in steps:
        now[0] = moment
        pace.advance(count)
    return told


def test_the_time_left_follows_the_speed() -> None:
    """At 100 a second, 700 of 1,000 take 7 seconds; before the first two seconds nothing is guessed."""
    told = paced((1.0, 100), (3.0, 200), expected=1000)

    assert [left for *_, left in told[:2]] == [None, None]
    assert told[-1] == (300, 1000, "posts/x.jsonl", pytest.approx(7.0))


def test_what_passed_quickly_before_does_not_count() -> None:
    """100,000 unchanged posts in five seconds say nothing of the speed of the 1,000 that are embedded after."""
    told = paced((5.0, 100_000), *((5.0 + second, 10) for second in range(1, 41)), expected=101_000)

    assert told[-1][3] == pytest.approx(60.0, rel=0.1)


def test_more_than_was_thought_is_never_more_than_all() -> None:
    """When a file gives more than was expected of it, the total grows with what is done."""
    assert paced((3.0, 50), expected=10)[-1][:2] == (50, 50)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(None, ""), (0.0, ""), (0.2, "about 5 s left"), (42, "about 40 s left"), (400, "about 7 min left")],
)
def test_a_person_is_told_roughly(seconds: float | None, said: str) -> None:
    """Seconds by fives, then minutes; nothing once all is done."""
    assert time_left(seconds, "en") == said
