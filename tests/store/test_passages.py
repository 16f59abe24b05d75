"""Passages, their vectors, and files."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from assistant.records import Message, Passage
from assistant.store import Change, Database, Entry, Filters, Passages, Remark, StoredFile

REPLY = Entry(
    Passage(
        id="posts/x.jsonl#1",
        kind="reply",
        path="posts/x.jsonl",
        text="Oui, jusqu'à 18 h. ☕",
        section=(),
        language="fr",
        platform="x",
        person="lea",
        date=datetime(2025, 3, 18, 8, 12, tzinfo=timezone(timedelta(hours=-4))),
        answered=Message("Ouvert?", "zoe.example"),
        likes=4,
        position=3,
    ),
    digest="d1",
    post="1",
    reposts=2,
    replies=1,
)
GUIDELINE = Entry(
    Passage("g#a", "guideline", "g.md", "On tutoie.", ("Ton", "« Tu »"), "fr", page=12, address="https://a.example/"),
    digest="d2",
)


@pytest.fixture
def passages(database: Database) -> Passages:
    """One brand's passages, with two vectors ready."""
    passages = Passages(database, "b")
    passages.add_vectors("e", {"d1": b"\0\0\x80?", "d2": b"\0\0\0\0"})
    return passages


def test_a_passage_comes_back_as_it_was(passages: Passages) -> None:
    """Every field survives, the offset of the date, emoji and the answered message included."""
    passages.apply(Change("e", 1, [REPLY, GUIDELINE]))

    assert passages.entries() == {"g#a": GUIDELINE, "posts/x.jsonl#1": REPLY}
    assert REPLY.passage == passages.passage("posts/x.jsonl#1")
    assert timedelta(hours=-4) == passages.entries()["posts/x.jsonl#1"].passage.date.utcoffset()  # type: ignore[union-attr]
    assert None is passages.passage("unknown")


def test_brands_do_not_see_each_other(database: Database, passages: Passages) -> None:
    """Two brands in one database keep their own passages, files and searches."""
    other = Passages(database, "c")
    passages.apply(Change("e", 1, [GUIDELINE], files=[StoredFile("g.md", "x", 1, 1.0)]))

    assert other.entries() == {}
    assert other.files() == {}
    with other.view() as view:
        assert view.lexical("tutoie", Filters(), 5) == []
        assert list(view.vectors([])) == []
        assert list(view.columns()) == []


def test_a_change_without_its_vector_changes_nothing(passages: Passages) -> None:
    """A passage whose vector is missing is refused and what was there stays."""
    passages.apply(Change("e", 1, [GUIDELINE]))

    with pytest.raises(LookupError):
        passages.apply(Change("e", 1, [Entry(REPLY.passage, "unknown")], removed=["g#a"]))

    assert list(passages.entries()) == ["g#a"]


def test_the_generation_changes_with_every_change(passages: Passages) -> None:
    """An index can tell that the passages are no longer those it holds."""
    first = passages.apply(Change("e", 1, [GUIDELINE]))
    second = passages.apply(Change("e", 1, [REPLY]))

    assert first != second
    state = passages.state()
    assert state is not None
    assert (second, "") == (state.generation, state.indexed)
    assert timedelta(minutes=1) > datetime.now(UTC) - state.ingested


def test_files_keep_what_is_to_be_said_about_them(passages: Passages) -> None:
    """Remarks are kept as keys and values, so that they can be told in any language later."""
    file = StoredFile("posts/x.csv", "abc", 12, 1700000000.5, (Remark("library.bad_date", {"line": 3, "value": "é"}),))
    passages.apply(Change("e", 1, files=[file]))

    assert {"posts/x.csv": file} == passages.files()

    passages.touch(removed=["posts/x.csv"])

    assert passages.files() == {}


def test_vectors_are_known_by_embedder(passages: Passages) -> None:
    """The vector of one embedder is never taken for that of another."""
    assert passages.missing_vectors("e", ["d1", "d2"]) == []
    assert passages.missing_vectors("other", ["d1", "d9", "d1"]) == ["d1", "d9"]
    assert list(passages.read_vectors("e", ["d1", "d1"])) == [(["d1"], [b"\0\0\x80?"])]


def test_unused_vectors_can_be_forgotten(passages: Passages) -> None:
    """What a passage needs stays, the rest goes."""
    passages.apply(Change("e", 1, [GUIDELINE]))

    passages.prune_vectors(["d2", "d9"])
    assert passages.missing_vectors("e", ["d1", "d2"]) == []

    passages.prune_vectors()
    assert passages.missing_vectors("e", ["d1", "d2"]) == ["d1"]


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (Filters(), {"posts/x.jsonl#1", "g#a"}),
        (Filters(kinds=("guideline", "fact")), {"g#a"}),
        (Filters(language="en"), set()),
        (Filters(platform="x"), {"posts/x.jsonl#1"}),
        (Filters(person="lea"), {"posts/x.jsonl#1"}),
        (Filters(person=""), {"g#a"}),
        (Filters(since=datetime(2025, 3, 18, tzinfo=UTC).timestamp()), {"posts/x.jsonl#1"}),
        (Filters(until=datetime(2025, 3, 18, tzinfo=UTC).timestamp()), set()),
    ],
)
def test_filters_hold_in_the_list_by_words(passages: Passages, filters: Filters, ids: set[str]) -> None:
    """The full-text index sees only what passes a filter. (The dense side: tests/library/test_nearest.py.)"""
    passages.apply(Change("e", 1, [REPLY, GUIDELINE]))

    with passages.view() as view:
        lexical = view.passages(view.lexical("tutoie ouvert", filters, 10))

    assert ids == {passage.id for passage in lexical.values()}


def test_posts_are_newest_first_and_filtered(passages: Passages) -> None:
    """Only posts and replies come, with what only a post has."""
    passages.apply(Change("e", 1, [REPLY, GUIDELINE]))

    assert passages.posts() == (REPLY,)
    assert passages.posts(person="lea", platform="x", language="fr", kind="reply") == (REPLY,)
    assert passages.posts(person="") == ()
    assert passages.posts(kind="post") == ()
