"""How much of the bare embedder's speed is left of an ingest, how quick a second one is, and how long a search takes.

    python tests/benchmarks/bench_ingest.py [posts]

Goals (issue A1): an ingest at 0.8 of the bare embedder's posts a second or better; an ingest of what has not changed in
at most 1/50 of the first one's time; a search in about 10 ms. The posts are taken in round by round, and each round is
measured between two runs of the bare embedder on the same texts, because other work on the machine disturbs both.
"""

import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import count as count_up
from pathlib import Path
from typing import Any

from assistant.library import Index, Library
from assistant.library.splitting import split_sentences
from assistant.model.embeddings import BuiltinEmbedder
from assistant.store import Database
from assistant.voice.brand import load_brand

SAMPLE = Path(__file__).parents[2] / "knowledge" / "brulerie-du-canal"
BATCH = 128
ROUNDS = 5


def made_posts(count: int) -> list[dict[str, object]]:
    """Posts put together from the sentences of two posts of the sample brand, all different."""
    chance = random.Random(20261124)
    posts = [json.loads(line) for file in sorted(SAMPLE.glob("**/*.jsonl")) for line in file.open(encoding="utf-8")]
    by_language = {code: [post for post in posts if post["language"] == code] for code in ("fr", "en")}
    made: dict[str, dict[str, object]] = {}
    while len(made) < count:
        one, other = chance.sample(by_language[chance.choice(("fr", "en"))], 2)
        sentences = [*split_sentences(one["text"]), *split_sentences(other["text"])]
        chance.shuffle(sentences)
        text = " ".join(sentences[: max(2, len(sentences) // 2)])
        if text not in made:
            told = {key: one[key] for key in ("date", "platform", "language")}
            made[text] = {"id": f"made-{len(made)}", "text": text, **told}
    return list(made.values())


def embed_bare(embedder: BuiltinEmbedder, texts: list[str]) -> None:
    """Embed texts in batches, and nothing else."""
    for place in range(0, len(texts), BATCH):
        embedder.embed_documents(texts[place : place + BATCH])


def timed(call: Callable[[], object]) -> tuple[float, float]:
    """Seconds of wall clock and of processor time that a call takes."""
    wall, processor = time.perf_counter(), time.process_time()
    call()
    return time.perf_counter() - wall, time.process_time() - processor


def milliseconds(call: Callable[[], object], times: int = 50) -> tuple[float, float]:
    """Median and 95th percentile of a call, warm."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1]


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    posts = made_posts(count)
    embedder = BuiltinEmbedder()
    embedder.embed_query("prêt")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "brand"
        (folder / "posts").mkdir(parents=True)
        (folder / "brand.toml").write_text('format = 1\nid = "bench"\nname = "Bench"\nlanguages = ["fr", "en"]\n')
        database = Database.open(f"sqlite:///{temporary}/home/papillon.db")
        index = Index(Path(temporary) / "home" / "index", name="benchmark")
        library = Library(folder, load_brand(folder), database, embedder, index)
        library.open_index()

        ratios, work, first = [], [], 0.0
        for number in range(ROUNDS):
            some = posts[number::ROUNDS]
            lines = (json.dumps(post, ensure_ascii=False) + "\n" for post in some)
            (folder / "posts" / f"{number}.jsonl").write_text("".join(lines), "utf-8")
            texts = [str(post["text"]) for post in some]
            before = timed(lambda texts=texts: embed_bare(embedder, texts))
            taken = timed(library.ingest)
            after = timed(lambda texts=texts: embed_bare(embedder, texts))
            bare = (before[0] + after[0]) / 2
            ratios.append(bare / taken[0])
            work.append((before[1] + after[1]) / 2 / taken[1])
            first += taken[0]
            speeds = f"bare {len(some) / bare:4.0f} posts/s, ingest {len(some) / taken[0]:4.0f} posts/s"
            print(f"round {number + 1}: {speeds}")
        second, _ = timed(library.ingest)

        print(f"posts                       {library.overview().passages}")
        print(f"ingest / bare embedder      {statistics.median(ratios):8.2f}    goal >= 0.80    (median of rounds)")
        print(f"  the same in processor time{statistics.median(work):8.2f}")
        print(f"second ingest / first       1/{first / second:<8.0f}  goal <= 1/50    ({second * 1000:.0f} ms)")
        queries = (f"Mon sac {number} est arrivé percé, c'est la deuxième fois" for number in count_up())
        filters: dict[str, Any]
        for name, filters in (("search", {}), ("search, filtered", {"kinds": ("post",), "language": "fr"})):
            middle, high = milliseconds(lambda filters=filters: library.search(next(queries), **filters))
            print(f"{name:<27} {middle:8.1f} ms p50   {high:.1f} ms p95")
        alone, _ = milliseconds(lambda: embedder.embed_query(next(queries)))
        print(f"  of which the embedder     {alone:8.1f} ms p50")
        library.close()
        database.close()


if __name__ == "__main__":
    main()
