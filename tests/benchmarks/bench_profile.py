"""How long the profile of a voice takes, beside reading the same texts alone.

    python tests/benchmarks/bench_profile.py [posts]

Goals (issue A4): a profile of 10,000 posts in under 20 s; of 200,000 posts no longer than of those measured.
"""

import sys
import time
from collections.abc import Callable
from typing import Any

from assistant.records import Post
from assistant.voice.profile import MOST_POSTS, measure_voice
from assistant.voice.statements import statements
from assistant.voice.texts import read
from tests.benchmarks.bench_ingest import made_posts


def seconds(call: Callable[[], Any]) -> tuple[float, Any]:
    """Wall clock of a call, and what it gives."""
    start = time.perf_counter()
    given = call()
    return time.perf_counter() - start, given


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    made = made_posts(count)
    posts = [
        Post(str(one["id"]), str(one["text"]), str(one["platform"]), "fr", "reply" if place % 2 else "post")
        for place, one in enumerate(made)
    ]
    measure_voice(posts[:50], language="fr")
    reading, _ = seconds(lambda: [read(post) for post in posts])
    whole, profile = seconds(lambda: measure_voice(posts, language="fr"))
    telling, told = seconds(lambda: statements(profile, "fr"))
    many = posts * max(1, 200_000 // len(posts))
    bounded, sampled = seconds(lambda: measure_voice(many, language="fr"))
    print(f"{profile.posts} posts: {whole:.1f} s    goal < 20 s    ({whole / reading:.1f} times reading them alone)")
    print(f"{len(told)} statements told in {telling * 1000:.0f} ms")
    share = f"{bounded / whole:.2f} of the time of {profile.posts}"
    print(f"{len(many)} posts, {sampled.posts} measured (at most {MOST_POSTS}): {bounded:.1f} s, {share}")


if __name__ == "__main__":
    main()
