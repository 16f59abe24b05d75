"""The guard against a model that repeats itself."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.model.repetition import RepetitionGuard, ends_in_repetition


@given(st.text(min_size=1, max_size=400), st.text(max_size=300))
def test_any_block_said_often_enough_is_noticed(block: str, before: str) -> None:
    """Whatever the block, and whatever came before, saying it again and again is noticed."""
    times = max(5, -(-200 // len(block)))
    assert ends_in_repetition(before + block * times)


@given(st.lists(st.integers(0, 10_000_000), min_size=1, max_size=80, unique=True))
def test_lists_of_different_things_are_no_repetition(numbers: list[int]) -> None:
    """Lines built alike with different contents are not taken for a loop."""
    assert not ends_in_repetition("\n".join(f"- Order number {number:08} leaves the roastery." for number in numbers))


@given(st.text(min_size=1, max_size=60), st.integers(1, 30))
def test_pieces_and_whole_agree(block: str, size: int) -> None:
    """The guard, fed in pieces of any size, stops a loop within a few hundred characters of its beginning."""
    guard = RepetitionGuard()
    text = block * 400
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    read = 0
    for piece in pieces:
        read += len(piece)
        if guard.repeats(piece):
            break
    assert read <= min(len(text), max(200, 5 * len(block)) + 2 * (40 + size))


def test_ordinary_emphasis_is_allowed() -> None:
    """A row of emoji or a refrain that a person might write is left alone."""
    assert not ends_in_repetition("Merci ! " + "🎉" * 40)
    assert not ends_in_repetition("Un café, un canal, un matin. " * 4)
