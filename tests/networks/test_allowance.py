"""How a server's headers slow polling down."""

import time

from assistant.networks.allowance import LONGEST_DELAY, Allowance


def headers(limit: int, remaining: int, seconds: float, **more: str) -> dict[str, str]:
    window = {"ratelimit-limit": str(limit), "ratelimit-remaining": str(remaining)}
    return window | {"ratelimit-reset": str(int(time.time() + seconds))} | more


def test_no_word_no_wait() -> None:
    """A server that says nothing, or nonsense, slows nobody down."""
    allowance = Allowance()
    allowance.note(200, {})
    allowance.note(200, {"ratelimit-limit": "many", "ratelimit-remaining": "", "ratelimit-reset": "soon"})

    assert allowance.delay() == 0.0


def test_plenty_is_no_reason_to_wait() -> None:
    """While more than a fifth is left there is nothing to wait."""
    allowance = Allowance()
    allowance.note(200, headers(3000, 2000, 100))

    assert allowance.delay() == 0.0


def test_the_rest_is_spread_over_the_window() -> None:
    """With little left, the wait grows; refused, we wait until the window ends, and no longer than five minutes."""
    allowance = Allowance()
    allowance.note(200, headers(3000, 9, 100))
    assert 9 <= allowance.delay() <= 11

    allowance.note(429, headers(3000, 3, 100))
    assert 90 <= allowance.delay() <= 101

    allowance.note(429, headers(300, 0, 80_000))
    assert allowance.delay() == LONGEST_DELAY


def test_the_scarcest_of_several_counts() -> None:
    """A route's own small allowance is not forgotten because the next answer tells of a large one."""
    allowance = Allowance()
    allowance.note(200, headers(30, 1, 100))
    allowance.note(200, headers(3000, 2999, 100))

    assert allowance.delay() > 40


def test_a_wrong_clock_does_not_matter() -> None:
    """The window's end is the server's time: a clock that is an hour off neither waits an hour nor forgets to wait."""
    for hours in (-1, 1):
        allowance = Allowance()
        there = time.time() + 3600 * hours
        date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(there))
        allowance.note(200, headers(3000, 9, 3600 * hours + 100, date=date))

        assert 8 <= allowance.delay() <= 12
        assert abs(allowance.skew() - 3600 * hours) < 3
