"""Record keys: well formed, ascending, never the same."""

import re
import threading

from assistant.networks import new_keys


def test_keys_are_timestamp_identifiers() -> None:
    """A key has 13 letters of the sortable base 32, and the first one leaves the sign bit free
    (https://atproto.com/specs/tid)."""
    keys = new_keys(50)

    assert all(re.fullmatch(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}", key) for key in keys)


def test_keys_ascend_and_differ() -> None:
    """Keys sort in the order in which they were made, also when several threads ask at once."""
    made: list[tuple[str, ...]] = []
    threads = [threading.Thread(target=lambda: made.extend(new_keys(3) for _ in range(200))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    every = [key[:11] for keys in made for key in keys]
    assert all(list(keys) == sorted(keys) for keys in made)
    assert len(set(every)) == len(every) == 4 * 200 * 3
