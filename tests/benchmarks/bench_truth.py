"""How long it takes to hold a draft against the facts, beside what was checked before: names and numbers only.

.venv/bin/python -m tests.benchmarks.bench_truth
"""

import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from assistant.drafting.checks import Job, check_statements
from assistant.voice.brand import load_brand

KNOWLEDGE = Path(__file__).parents[2] / "knowledge" / "brulerie-du-canal"


def milliseconds(check: Callable[[str, str], object], replies: list[tuple[str, str]]) -> float:
    """The median time of one reply."""
    times = []
    for text, message in replies:
        start = time.perf_counter()
        check(text, message)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def main() -> None:
    """Print both times for texts never seen, and again for the same ones, as the page asks while one types."""
    brand = load_brand(KNOWLEDGE)
    lines = [line for path in sorted(KNOWLEDGE.glob("posts/*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    posts = [post for post in map(json.loads, lines) if post["kind"] == "reply"]
    replies = [(post["text"], (post.get("answered") or {}).get("text", "")) for post in posts]

    def whole(text: str, message: str) -> object:
        return check_statements(text, brand, Job("bluesky", "fr", message=message))

    def without(text: str, message: str) -> object:
        return check_statements(text, brand, Job("bluesky", "fr", message=message, truth=False))

    whole("On se voit samedi.", "")
    before, first, again = (milliseconds(check, replies) for check in (without, whole, whole))
    print(
        f"{len(replies)} replies, median ms each: names and numbers {before:.2f}, whole {first:.2f}, again {again:.2f}"
    )


if __name__ == "__main__":
    main()
