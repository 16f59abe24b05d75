"""Record keys that we choose ourselves, before anything is sent: the same key is the same post."""

import secrets
import threading
import time

_LETTERS = "234567abcdefghijklmnopqrstuvwxyz"
_LENGTH = 13
_lock = threading.Lock()
_last = 0


def new_keys(count: int = 1) -> tuple[str, ...]:
    """Keys for so many records, ascending and never given twice by this process: timestamp identifiers
    (https://atproto.com/specs/tid: 53 bits of microseconds, 10 random bits, in base 32 that sorts)."""
    global _last  # noqa: PLW0603 - the clock may stand still or go back; keys may not
    with _lock:
        first = max(time.time_ns() // 1000, _last + 1)
        _last = first + count - 1
    clock = secrets.randbelow(1024)
    return tuple(key_of_number((moment << 10) | clock) for moment in range(first, first + count))


def key_of_number(number: int) -> str:
    """The key that stands for a number below 2^63."""
    return "".join(_LETTERS[(number >> shift) & 31] for shift in range(5 * (_LENGTH - 1), -1, -5))
