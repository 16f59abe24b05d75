"""How far an ingest is, and how long it will still take."""

import time
from collections import deque
from collections.abc import Callable

from assistant.wording import say

Progress = Callable[[int, int, str, float | None], None]
"""Called with how many passages are done, how many there will be, the file being read, and the seconds left: None
until that can be told. The count of all is an estimate while files are still to be read."""

_LOOK_BACK = 20.0
"""Seconds over which the speed is taken: what was unchanged passed quicker than what is embedded."""

_FIRST_WORD = 2.0
"""Seconds before the first estimate."""


def time_left(seconds: float | None, reader: str) -> str:
    """What a person is told of the time that is left, roughly, as it is a guess; empty when it is not known, or
    nothing is left."""
    if not seconds:
        return ""
    if seconds < 90:
        return say("library.seconds_left", reader, n=max(5, 5 * round(seconds / 5)))
    return say("library.minutes_left", reader, n=round(seconds / 60))


class Pace:
    """Counts what is done and tells it."""

    def __init__(self, tell: Progress | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._tell = tell or (lambda _done, _total, _path, _left: None)
        self._clock = clock
        self._total = 0
        self._done = 0
        self._path = ""
        self._started = clock()
        self._marks: deque[tuple[float, int]] = deque([(self._started, 0)])

    def expect(self, count: int) -> None:
        """So many more passages than was thought; fewer when negative."""
        self._total += count

    def enter(self, path: str) -> None:
        """A file begins; empty at the end."""
        self._path = path
        self._say()

    def advance(self, count: int) -> None:
        """So many more passages are done."""
        self._done += count
        now = self._clock()
        self._marks.append((now, self._done))
        while len(self._marks) > 2 and now - self._marks[0][0] > _LOOK_BACK:
            self._marks.popleft()
        self._say()

    def _say(self) -> None:
        self._tell(self._done, max(self._total, self._done), self._path, self._left())

    def _left(self) -> float | None:
        (first, before), (last, done) = self._marks[0], self._marks[-1]
        if last - self._started < _FIRST_WORD or done == before:
            return None
        return max(0.0, (self._total - done) * (last - first) / (done - before))
