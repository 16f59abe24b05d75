"""Candidates by narrowed vectors and by signs, compared exactly afterwards."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.library import Library
from assistant.library.narrowing import NARROW, narrow
from assistant.library.nearest import Sources, nearest
from assistant.library.sketches import Sketches
from assistant.records import Passage
from assistant.store import Change, Database, Entry, Filters, Passages

from .conftest import WordCounts, write_posts

Opener = Callable[..., Library]

START = datetime(2024, 1, 1, tzinfo=UTC)


def some_vectors(count: int, width: int = 512) -> np.ndarray:
    """Unit vectors in clusters, as texts are; the same at each run."""
    chance = np.random.default_rng(7)
    middles = chance.standard_normal((40, width))
    rows = middles[chance.integers(0, 40, count)] + 0.6 * chance.standard_normal((count, width))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture
def passages(database_url: str) -> Passages:
    """3,000 passages with vectors of 512 numbers, of several kinds, languages and people, one a day."""
    passages = Passages(Database.open(database_url), "b")
    rows = some_vectors(3000)
    passages.add_vectors("e", {f"d{number}": row.tobytes() for number, row in enumerate(rows)})
    kept = [
        Entry(
            Passage(
                id=f"p{number}",
                kind="reply" if number % 3 else "post",
                path="x",
                text=f"texte {number}",
                language=("fr", "en")[number % 2],
                platform=("x", "bluesky", "mastodon")[number % 3],
                person="lea" if number % 50 == 0 else "",
                date=START + timedelta(days=number) if number % 10 else None,
            ),
            f"d{number}",
        )
        for number in range(3000)
    ]
    passages.apply(Change("e", 512, kept))
    return passages


def passes(passage: Passage, filters: Filters) -> bool:
    """Whether a passage passes, as the filters are described."""
    wanted = {"language": filters.language, "platform": filters.platform}
    at = passage.date.timestamp() if passage.date else float("nan")
    return (
        (not filters.kinds or passage.kind in filters.kinds)
        and all(not said or getattr(passage, name) == said for name, said in wanted.items())
        and (filters.person is None or passage.person == filters.person)
        and (filters.since is None or at >= filters.since)
        and (filters.until is None or at <= filters.until)
    )


FILTERS = pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(kinds=("reply",)),
        Filters(kinds=("reply",), language="fr", platform="mastodon"),
        Filters(person="lea"),
        Filters(person=""),
        Filters(since=START.timestamp(), until=(START + timedelta(days=400)).timestamp()),
        Filters(kinds=("fact",)),
        Filters(language="de"),
    ],
)


@FILTERS
def test_signs_bring_what_an_exact_search_finds(passages: Passages, filters: Filters) -> None:
    """Without Chroma, with any filter: the ten best of the passages that pass are those of comparing them all."""
    rows = some_vectors(3000)
    query = rows[5] + 0.2 * rows[17]
    query /= np.linalg.norm(query)
    with passages.view() as view:
        found = nearest(view, query, filters, 50, Sources(None, Sketches()))
        told = view.passages(list(found))
    names = [passage.id for passage in passages.of_kinds(("post", "reply")) if passes(passage, filters)]
    exact = sorted(names, key=lambda name: -float(rows[int(name[1:])] @ query))[:10]

    assert [told[number].id for number in found][:10] == exact
    assert all(abs(cosine - float(rows[int(told[n].id[1:])] @ query)) < 1e-5 for n, cosine in found.items())


@FILTERS
def test_words_are_looked_for_in_what_passes(passages: Passages, filters: Filters) -> None:
    """The list by words is the same, in the same order, whether the filters are looked up by the database or told to it
    as marks; passages of another brand in the same database are in neither."""
    other = Passages(passages.database, "other")
    other.apply(Change("e", 512, [Entry(Passage("o", "reply", "x", "texte 7 texte"), "d7")]))
    sketches = Sketches()
    with passages.view() as view:
        for query in ("texte", "texte 7", "2999", "rien"):
            marks = sketches.passing(view, filters).marks
            assert view.lexical(query, filters, 50, marks) == view.lexical(query, filters, 50)
        found = view.lexical("texte", filters, 50, sketches.passing(view, filters).marks)
        told = view.passages(found)

    assert len(found) == min(50, sum(passes(passage, filters) for passage in passages.of_kinds(("post", "reply"))))
    assert all(passes(told[number], filters) for number in found)


def test_filters_are_prepared_anew_after_a_change(passages: Passages) -> None:
    """What passes is remembered for a state of the library, not from one to the next, and not for ever so many."""
    sketches = Sketches()
    with passages.view() as view:
        before = [sketches.passing(view, Filters(person="lea")) for _ in range(2)]
        for day in range(20):
            sketches.passing(view, Filters(since=float(day)))
        after = sketches.passing(view, Filters(person="lea"))
    passages.apply(Change("e", 512, [Entry(Passage("n", "post", "x", "nouveau", person="lea"), "d3")]))
    with passages.view() as view:
        anew = sketches.passing(view, Filters(person="lea"))

    assert before[0] is before[1] is not after
    assert (len(before[0].places), len(after.places), len(anew.places)) == (60, 60, 61)


def test_after_an_ingest_no_search_waits(open_library: Opener, folder: Path) -> None:
    """A library that has searched reads what an ingest brought at its end, not at the next search; one that has not
    searched reads nothing."""
    library = open_library(WordCounts(dimensions=512))
    library.ingest()
    assert library._sketches._sketch is None
    library.search("farine")

    write_posts(folder / "posts" / "x.jsonl", [{"id": "n", "text": "tapioca du jour"}])
    library.ingest()

    sketch = library._sketches._sketch
    assert sketch is not None
    assert (sketch.generation, len(sketch.numbers)) == (library.generation, 10)


def test_signs_are_read_anew_only_for_what_is_new(passages: Passages) -> None:
    """After a change the sketch holds exactly the new state; vectors that were known are not read again."""
    sketches = Sketches()
    with passages.view() as view:
        before = sketches.of(view)
    row = some_vectors(3001)[3000]
    passages.add_vectors("e", {"new": row.tobytes()})
    passages.apply(Change("e", 512, [Entry(Passage("n", "post", "x", "nouveau"), "new")], removed=["p0", "p1"]))
    with passages.view() as view:
        read: list[int] = []
        real = view.vectors
        view.vectors = lambda numbers: (read.append(len(numbers)), real(numbers))[1]  # type: ignore[method-assign, assignment, func-returns-value]
        after = sketches.of(view)
        view.vectors = real  # type: ignore[method-assign]
        found = nearest(view, row, Filters(), 5, Sources(None, sketches))
        best = view.passages(list(found))

    assert (len(before.numbers), len(after.numbers)) == (3000, 2999)
    assert read == [1]
    assert best[next(iter(found))].id == "n"


@settings(max_examples=30, deadline=None)
@given(st.sampled_from([1, 16, 255, 256, 257, 512, 1536]), st.integers(1, 20))
def test_narrowed_vectors_are_as_near_as_before(width: int, count: int) -> None:
    """Any width: at most 256 numbers, length 1, a vector of zeros stays one, and cosines change little."""
    rows = some_vectors(count + 1, width)
    rows[-1] = 0

    narrowed = narrow(rows)

    assert narrowed.shape == (count + 1, min(width, NARROW))
    assert np.allclose(np.linalg.norm(narrowed[:-1], axis=1), 1, atol=1e-5)
    assert not narrowed[-1].any()
    assert np.abs(narrowed @ narrowed.T - rows @ rows.T).max() < 0.35


def test_a_narrowed_vector_is_the_same_at_each_run() -> None:
    """What was indexed yesterday is compared with a query of today: the signs never change."""
    assert narrow(np.arange(512, dtype=np.float32).reshape(1, -1))[0, :3].tolist() == pytest.approx(
        [-0.0385704, 0.0385704, -0.0385704], abs=1e-6
    )


def test_records_out_of_reach_are_added_again(open_library: Opener, folder: Path) -> None:
    """A vector that Chroma counts and does not find is added again by a probe of all, which says so."""
    library = open_library(WordCounts(dimensions=512))
    library.ingest()
    shelf = library._shelf
    assert shelf is not None
    with library._passages.view() as view:
        digests = view.digests()
    lost = sorted(digests)[3]
    # What the index holds for it is another vector: it is out of reach by its own.
    shelf._collection.update(ids=[lost], embeddings=narrow(some_vectors(1)))

    first, second = (
        shelf.probe(digests, lambda wanted: library._passages.read_vectors("words/1", wanted), every=1) for _ in "12"
    )

    assert (first.looked_up, first.lost, first.still_lost) == (9, 1, 0)
    assert (second.looked_up, second.lost, second.still_lost) == (9, 0, 0)


def test_what_the_index_does_not_find_is_found_all_the_same(open_library: Opener, folder: Path) -> None:
    """A passage that is out of reach in Chroma's graph comes first for its own text."""
    write_posts(folder / "posts" / "x.jsonl", [{"id": f"n{n}", "text": f"numéro{n} mot{n % 7}"} for n in range(900)])
    library = open_library(WordCounts(dimensions=512))
    library.ingest()
    entry = library._passages.entries()["posts/bluesky.jsonl#p2"]
    assert library._shelf is not None
    library._shelf._collection.update(ids=[entry.digest], embeddings=narrow(some_vectors(1)))

    hit = library.search("Fresh rye flour came off the stones this morning.")[0]

    assert (hit.passage.id, hit.dense) == ("posts/bluesky.jsonl#p2", 1)
