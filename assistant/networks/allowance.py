"""How much a server still lets us ask, and what time it says it is: read from the headers of every answer."""

import contextlib
import threading
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

PLENTY = 0.2
"""Share of an allowance under which requests are spread over the rest of its window."""
LONGEST_DELAY = 300.0
"""Seconds. The windows of Bluesky's servers are of five minutes (https://docs.bsky.app/docs/advanced-guides/rate-limits);
the daily ones are told by a 429."""


class Allowance:
    """The newest of what one server said. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._limit = self._remaining = 0
        self._resets = 0.0
        self._skew = 0.0

    def note(self, status: int, headers: Mapping[str, str]) -> None:
        """Take in the headers of an answer (https://www.ietf.org/archive/id/draft-ietf-httpapi-ratelimit-headers-07.html,
        with `ratelimit-reset` as a Unix time)."""
        now = time.time()
        with self._lock:
            with contextlib.suppress(KeyError, TypeError, ValueError):
                self._skew = parsedate_to_datetime(headers["date"]).timestamp() - now
            try:
                limit, remaining = int(headers["ratelimit-limit"]), int(headers["ratelimit-remaining"])
                resets = float(headers["ratelimit-reset"]) - self._skew
            except (KeyError, ValueError):
                return
            # Several allowances run at once: the scarcest that is still running counts.
            if resets <= now or (self._resets > now and limit > self._limit and remaining > self._remaining):
                return
            self._limit, self._remaining, self._resets = limit, 0 if status == 429 else remaining, resets

    def delay(self) -> float:
        """Seconds to wait before the next routine request so that the allowance lasts; 0.0 while there is plenty."""
        with self._lock:
            left = self._resets - time.time()
            if left <= 0 or self._remaining > self._limit * PLENTY:
                return 0.0
            return min(left / (self._remaining + 1), LONGEST_DELAY)

    def skew(self) -> float:
        """Seconds by which the server's clock is ahead of ours; negative when ours is ahead. To the second at best."""
        with self._lock:
            return self._skew
