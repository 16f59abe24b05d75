"""Speed of the score: one text, and learning 1,000 and 10,000 posts, beside plain likeness to every past post.

python tests/benchmarks/bench_voice.py
"""

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from assistant.records import Post
from assistant.voice.cliches import check_cliches
from assistant.voice.score import VoiceScorer
from assistant.voice.score.background import background_posts


def made_up_posts(count: int) -> list[Post]:
    """Posts of three sentences drawn from the shipped background: as varied as real ones, never twice the same."""
    draw = random.Random(7)
    sentences = [part for post in background_posts("fr") for part in post.text.split(". ") if len(part) > 20]
    start = datetime(2024, 1, 1, tzinfo=UTC)
    texts = [". ".join(draw.sample(sentences, 3)) for _ in range(count)]
    return [Post(f"p{n}", text, "x", "fr", "post", start + timedelta(hours=n)) for n, text in enumerate(texts)]


def milliseconds(work: Callable[[], object], times: int) -> float:
    """Median time of one call."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return 1000 * float(np.median(taken))


def main() -> None:
    """Print the figures."""
    text = made_up_posts(1)[0].text
    for count in (1_000, 10_000):
        posts = made_up_posts(count)
        begun = time.perf_counter()
        scorer = VoiceScorer.fit(posts, language="fr")
        learnt = time.perf_counter() - begun
        begun = time.perf_counter()
        naive = TfidfVectorizer(analyzer="char", ngram_range=(3, 5), max_features=10_000)
        past = naive.fit_transform(post.text for post in posts)
        indexed = time.perf_counter() - begun
        scored = milliseconds(lambda judge=scorer: judge.score(text, reader="fr"), 200)
        alike = milliseconds(lambda index=past, model=naive: index.dot(model.transform([text]).T).max(), 50)
        print(
            f"{count:>6} posts: learnt in {learnt:.1f} s (naive index {indexed:.1f} s, {learnt / indexed:.1f}x);",
            end=" ",
        )
        print(f"one text {scored:.2f} ms (naive likeness {alike:.2f} ms, {alike / scored:.1f}x)")
    print(f"clichés of one text: {milliseconds(lambda: check_cliches(text, 'fr'), 200):.3f} ms")


if __name__ == "__main__":
    main()
