"""Noticing a small model that says the same thing over and over."""

# Five times in a row, over at least 200 characters: no text meant for a reader does that, not even a row of emoji.
_TIMES = 5
_SPAN = 200
_LONGEST = 400
_EVERY = 40


class RepetitionGuard:
    """Reads an answer piece by piece. One object an answer."""

    def __init__(self) -> None:
        self._tail = ""
        self._unread = 0

    def repeats(self, piece: str) -> bool:
        """Take in the next piece; True once the text ends in a block, of up to 400 characters, said five times over."""
        self._tail = (self._tail + piece)[-_TIMES * _LONGEST :]
        self._unread += len(piece)
        if self._unread < _EVERY:
            return False
        self._unread = 0
        return ends_in_repetition(self._tail)


def ends_in_repetition(text: str) -> bool:
    """Whether the end of `text` is one block repeated at least five times over at least 200 characters."""
    if len(text) < _SPAN:
        return False
    backwards = text[::-1]
    same = _same_as_start(backwards)
    return any(
        same[period] + period >= max(_SPAN, _TIMES * period) for period in range(1, min(_LONGEST, len(text) - 1) + 1)
    )


def _same_as_start(text: str) -> list[int]:
    """For each place, how many characters from there equal the start of `text` (Gusfield's Z array)."""
    length = len(text)
    same = [0] * length
    left = right = 0
    for place in range(1, length):
        if place < right:
            same[place] = min(right - place, same[place - left])
        while place + same[place] < length and text[same[place]] == text[place + same[place]]:
            same[place] += 1
        if place + same[place] > right:
            left, right = place, place + same[place]
    return same
