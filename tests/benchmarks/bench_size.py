"""What a large archive costs: posts a second against the bare embedder, peak memory, search, bytes on disk.

    python tests/benchmarks/bench_size.py [--sizes 10000,50000] [--pages 100] [--synthetic] [--keep FOLDER]
        [--database URL]

Goals (issue A3): 200,000 posts and 2,000 pages in one brand, the whole process under 1 GB, searches with filters under
50 ms at the 95th percentile. Each size is a process of its own, so that its peak (ru_maxrss) is its own. The bare
embedder is measured before and after the ingest in the same process, on texts of the same posts. `--synthetic` takes
vectors made from the words instead of the model's: for the figures of search alone, in a tenth of the time. What is
built is kept with `--keep`, and found there by the next run, which then only searches.

The list by words is made in two ways, on the same queries, one after the other: its filters told to the full-text index
beforehand, as searches do, and looked up in the table of passages for each row, as they did.
"""

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from assistant.library import Index, Library
from assistant.library.folder import find_files
from assistant.library.ranking import CANDIDATES
from assistant.library.reading import Changed, embedded_text, look_at_file
from assistant.model.embeddings import BuiltinEmbedder
from assistant.store import Database, Filters
from assistant.voice.brand import load_brand
from tests.benchmarks.corpus import Writer, write_brand

BARE = 1500
"""Texts the bare embedder is measured on, before and after."""

QUERIES = 200

FILTERS: dict[str, dict[str, Any]] = {
    "no filter": {},
    "kind": {"kinds": ("reply",)},
    "kind, language": {"kinds": ("post",), "language": "fr"},
    "language, network": {"language": "en", "platform": "mastodon"},
    "person": {"person": "lea"},
    "one month": {"since": "2017-05-01", "until": "2017-05-31"},
    "all of them": {"kinds": ("reply",), "language": "fr", "platform": "x", "person": "", "since": "2016-06-01"},
}


class WordVectors:
    """Unit vectors from the words of a text: texts with long words in common are near. No model."""

    id = "benchmark/words"
    dimensions = 512

    def __init__(self) -> None:
        chance = np.random.default_rng(20261125)
        self._words = chance.standard_normal((1 << 14, self.dimensions), dtype=np.float32)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> Any:
        words = text.lower().split()
        rows = self._words[[zlib.crc32(word.encode()) % len(self._words) for word in words]]
        return np.array([1.0 if len(word) > 4 else 0.2 for word in words], dtype=np.float32) @ rows


def milliseconds(call: Callable[[], object], times: int) -> tuple[float, float]:
    """Median and 95th percentile of a call, warm."""
    call()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1]


def peak() -> float:
    """Megabytes this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def some_texts(folder: Path, count: int) -> list[str]:
    """What will be embedded of the first posts of a brand's folder."""
    brand = load_brand(folder)
    found: list[str] = []
    for place in find_files(folder):
        looked = look_at_file(place, brand, None)
        if place.role == "posts" and isinstance(looked, Changed):
            for entry in looked.read().entries:
                found.append(embedded_text(entry.passage))
                if len(found) == count:
                    return found
    return found


def bare(embedder: Any, texts: list[str]) -> float:
    """Texts a second of the embedder and nothing else."""
    start = time.perf_counter()
    for place in range(0, len(texts), 128):
        embedder.embed_documents(texts[place : place + 128])
    return len(texts) / (time.perf_counter() - start)


def measure(folder: Path, home: Path, options: argparse.Namespace) -> dict[str, Any]:
    """One size, in this process."""
    from datetime import date

    embedder: Any = WordVectors() if options.synthetic else BuiltinEmbedder()
    embedder.embed_query("prêt")
    texts = some_texts(folder, BARE)
    database = Database.open(options.database or f"sqlite:///{home}/papillon.db")
    library = Library(
        folder, load_brand(folder), database, embedder, Index(home / "index", url=options.chroma, name="benchmark")
    )
    result: dict[str, Any] = {"before MB": peak()}
    if library.empty:
        library.open_index()
        result["bare before"] = bare(embedder, texts)
        start = time.perf_counter()
        report = library.ingest(progress=None if options.quiet else told())
        result["ingest s"] = time.perf_counter() - start
        result["passages"] = report.passages
        result["ingest"] = report.passages / result["ingest s"]
        result["bare after"] = bare(embedder, texts)
        result["ratio"] = result["ingest"] / ((result["bare before"] + result["bare after"]) / 2)
        result["peak MB"] = peak()
        start = time.perf_counter()
        library.ingest()
        result["second ingest s"] = time.perf_counter() - start
    else:
        start = time.perf_counter()
        library.open_index()
        result["opened s"] = time.perf_counter() - start
    for name in ("first search ms", "first search, unprepared ms"):
        start = time.perf_counter()
        library.search("prêt")
        result[name] = (time.perf_counter() - start) * 1000
        library._sketches.forget()
    writer, chance = Writer(7), random.Random(7)
    asked = [writer.text(chance.choice(("fr", "en")), 1, 2) for _ in range(QUERIES + 1)]
    for name, given in FILTERS.items():
        filters = {
            key: date.fromisoformat(value) if key in ("since", "until") else value for key, value in given.items()
        }
        queries = iter(asked)
        middle, high = milliseconds(
            lambda filters=filters, queries=queries: library.search(next(queries), **filters), QUERIES
        )
        result[f"search, {name}"] = (middle, high)
    queries = iter(asked)
    result |= words_in_two_ways(library, asked)
    result["  of which the embedder"] = milliseconds(lambda: embedder.embed_query(next(queries) + "."), QUERIES)
    result["peak MB with searches"] = peak()
    library.close()
    database.close()
    result["database MB"] = sum(file.stat().st_size for file in home.glob("papillon.db*")) / 1e6
    result["Chroma MB"] = sum(file.stat().st_size for file in (home / "index").rglob("*") if file.is_file()) / 1e6
    return result


def words_in_two_ways(library: Library, asked: list[str]) -> dict[str, tuple[float, float]]:
    """The list by words with filters told beforehand, and looked up for each row."""
    result = {}
    for name, filters in {"no filter": Filters(), "kind, language": Filters(("post",), "fr")}.items():
        with library._passages.view() as view:
            marks = library._sketches.passing(view, filters).marks
            for way, given in (("told", marks), ("looked up", None)):
                queries = iter(asked)
                result[f"words, {name}, {way}"] = milliseconds(
                    lambda filters=filters, given=given, queries=queries: view.lexical(
                        next(queries), filters, CANDIDATES, given
                    ),
                    QUERIES,
                )
    return result


def told() -> Callable[[int, int, str, float | None], None]:
    """Progress on stderr, now and then."""
    last = [0.0]

    def tell(done: int, total: int, _path: str, left: float | None) -> None:
        if time.monotonic() - last[0] > 20:
            last[0] = time.monotonic()
            sys.stderr.write(f"  {done}/{total}, {left or 0:.0f} s left, {peak():.0f} MB at most\n")

    return tell


def main() -> None:
    """Measure each size in a process of its own, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="2000", help="posts, separated by commas")
    parser.add_argument("--pages", type=int, default=-1, help="guidelines; by default one for every hundred posts")
    parser.add_argument("--synthetic", action="store_true", help="vectors from words instead of the model's")
    parser.add_argument("--keep", type=Path, help="folder where what is built is kept, and looked for")
    parser.add_argument("--database", default="", help="address of a PostgreSQL database, which should be empty")
    parser.add_argument("--chroma", default="", help="address of a Chroma server")
    parser.add_argument("--quiet", action="store_true", help="no progress")
    parser.add_argument("--one", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        folder, home = (Path(part) for part in options.one.split(os.pathsep))
        sys.stdout.write(json.dumps(measure(folder, home, options)))
        return
    for size in (int(part) for part in options.sizes.split(",")):
        with tempfile.TemporaryDirectory(prefix="papillon-bench-") as temporary:
            place = options.keep / str(size) if options.keep else Path(temporary)
            folder, home = place / "bench", place / "home"
            if not folder.exists():
                write_brand(folder, size, size // 100 if options.pages < 0 else options.pages, files=5)
            said = subprocess.run(
                [sys.executable, __file__, *sys.argv[1:], "--one", f"{folder}{os.pathsep}{home}"],
                stdout=subprocess.PIPE,
                check=True,
            ).stdout
        print(f"{size} posts")
        for name, value in json.loads(said).items():
            if isinstance(value, list):
                print(f"  {name:<32} {value[0]:10.1f} ms p50 {value[1]:10.1f} ms p95")
            else:
                print(f"  {name:<32} {value:10.2f}" if value < 10 else f"  {name:<32} {value:10.0f}")


if __name__ == "__main__":
    main()
