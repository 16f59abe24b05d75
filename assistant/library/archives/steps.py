"""How far a conversion is, and whether it is to stop."""

import threading
import time

from assistant.errors import Cancelled
from assistant.library.archives.streams import CHUNK
from assistant.library.pace import Progress

_FIRST_WORD = 2.0
"""Seconds before the first estimate of the time left."""


class Steps:
    """Progress and stop: called for every chunk read and for every some posts."""

    def __init__(self, name: str, progress: Progress | None, cancel: threading.Event | None) -> None:
        self.total = 1
        self._name = name
        self._progress = progress or (lambda _done, _total, _path, _left: None)
        self._started = time.monotonic()
        self._cancel = cancel
        self._read = 0
        self._told = 0.0

    def look(self) -> None:
        """
        Raises:
            Cancelled: a person pressed stop.
        """
        if self._cancel is not None and self._cancel.is_set():
            raise Cancelled("library.archive_cancelled")

    def chunk(self) -> None:
        """One more chunk of the archive is read: the first half of the work."""
        self.look()
        self._read += CHUNK
        self._tell(min(self._read, self.total // 2))

    def settled(self, posts: int, of: int) -> None:
        """So many posts are joined and compared: the second half."""
        self.look()
        self._tell(self.total // 2 + self.total // 2 * posts // max(of, 1))

    def done(self) -> None:
        self._progress(self.total, self.total, "", None)

    def _tell(self, done: int) -> None:
        now = time.monotonic()
        if now - self._told > 0.2:
            self._told = now
            passed = now - self._started
            left = passed * (self.total - done) / done if passed > _FIRST_WORD and done else None
            self._progress(min(done, self.total - 1), self.total, self._name, left)
