"""`papillon ingest --verify`: every passage looked up, and what disagrees mended."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text

from assistant.errors import BadInput, IndexHeld
from assistant.library import Library

from .conftest import WordCounts, write_posts

Opener = Callable[..., Library]


def parts(library: Library) -> list[tuple[str, int, bool]]:
    """What a verification finds."""
    return [(one.part, one.count, one.mended) for one in library.verify().found]


def test_a_library_that_is_whole_agrees(library: Library) -> None:
    """Nothing is found, and every vector was looked up."""
    verified = library.verify()

    assert (verified.passages, verified.vectors, verified.looked_up, verified.found) == (9, 9, 9, ())
    assert verified.agree


def test_a_full_text_index_that_disagrees_is_made_again(library: Library) -> None:
    """Words that the index lost are found again."""
    database = library._passages.database
    with database.write() as connection:
        if database.dialect == "sqlite":
            connection.exec_driver_sql("INSERT INTO passages_text (passages_text) VALUES ('delete-all')")
        else:
            connection.exec_driver_sql("UPDATE passages_text SET words = ''::tsvector")
    assert library.search("rye flour", by="lexical") == ()

    found = parts(library)

    assert [(part, mended) for part, _, mended in found] == [("words", True)]
    assert library.search("rye flour", by="lexical")[0].passage.id == "posts/bluesky.jsonl#p2"
    assert parts(library) == []


@pytest.mark.parametrize("table", ["passages_words", "passages_text"])
def test_words_of_a_passage_that_are_gone_are_put_back(library: Library, table: str) -> None:
    """A passage whose words are missing from the index, or from what it is made of, is found by its words again."""
    database = library._passages.database
    if database.dialect == "postgresql" and table == "passages_words":
        pytest.skip("a table of SQLite")
    statement = {
        "sqlite passages_words": "DELETE FROM passages_words WHERE text LIKE '%flour%'",
        "sqlite passages_text": "INSERT INTO passages_text (passages_text, rowid, text, section, answered) "
        "SELECT 'delete', number, text, section, answered FROM passages_words WHERE text LIKE '%flour%'",
        "postgresql passages_text": "DELETE FROM passages_text USING passages "
        "WHERE passages.number = passages_text.number AND passages.id = 'posts/bluesky.jsonl#p2'",
    }[f"{database.dialect} {table}"]
    with database.write() as connection:
        connection.execute(text(statement))

    assert parts(library) == [("words", 1, True)]
    assert library.search("rye flour", by="lexical")[0].passage.id == "posts/bluesky.jsonl#p2"
    assert parts(library) == []


def test_vectors_that_are_cut_short_are_made_again(library: Library, embedder: WordCounts) -> None:
    """A vector of the wrong length is embedded again, and only that one."""
    digest = library._passages.entries()["posts/bluesky.jsonl#p2"].digest
    library._passages.add_vectors(embedder.id, {digest: b"\0" * 12})
    embedder.texts.clear()

    assert parts(library)[0] == ("vectors", 1, True)
    assert embedder.texts == ["Fresh rye flour came off the stones this morning."]
    assert library.search("Fresh rye flour")[0].passage.id == "posts/bluesky.jsonl#p2"
    assert parts(library) == []


def test_passages_with_a_vector_of_another_embedder_get_their_own(library: Library, embedder: WordCounts) -> None:
    """They are embedded again and point to it; a library that had searched before finds them by meaning."""
    entry = library._passages.entries()["posts/bluesky.jsonl#p2"]
    library._passages.add_vectors("other/1", {entry.digest: np.ones(64, dtype="<f4").tobytes()})
    database = library._passages.database
    with database.write() as connection:
        connection.exec_driver_sql(
            "UPDATE passages SET vector = (SELECT number FROM vectors WHERE embedder = 'other/1') "
            "WHERE id = 'posts/bluesky.jsonl#p2'"
        )
    library.search("Fresh rye flour")

    assert parts(library)[0] == ("vectors", 1, True)
    hit = library.search("Fresh rye flour came off the stones this morning.", by="dense")[0]
    assert (hit.passage.id, round(hit.similarity or 0, 4)) == ("posts/bluesky.jsonl#p2", 1.0)
    assert parts(library) == []


def test_an_index_that_lost_and_gained_vectors_is_mended(library: Library) -> None:
    """Both are counted; afterwards Chroma holds exactly the database's vectors."""
    shelf = library._shelf
    assert shelf is not None
    shelf._collection.delete(ids=shelf._collection.get(limit=3, include=[])["ids"])
    shelf._collection.add(ids=["stranger"], embeddings=[[1.0] * 64])

    assert parts(library) == [("index", 4, True)]
    assert parts(library) == []


def test_collections_and_folders_of_what_is_gone_are_removed(library: Library, tmp_path: Path) -> None:
    """A brand that is no more, an embedder of before, and the folders that Chroma leaves behind."""
    client = library._index._opened()
    for name in ("gone-0123456789ab", "moulin-0123456789ab"):
        collection = client.get_or_create_collection(name, embedding_function=None)
        collection.add(ids=["a"], embeddings=[[1.0, 0.0]])
    chroma = tmp_path / "home" / "index" / "chroma"
    stray = chroma / "7d7a1c3e-2f0f-4c93-9f3a-1f8f6f1f0b11"
    stray.mkdir()
    (stray / "data_level0.bin").write_bytes(b"x" * 100)
    (tmp_path / "home" / "index" / "damaged-1-abcd").mkdir()

    found = parts(library)

    assert [part for part, _, _ in found] == ["leftovers"]
    assert not stray.exists()
    assert not list((tmp_path / "home" / "index").glob("damaged-*"))
    assert [one.name for one in client.list_collections()] == [library._shelf._collection.name]  # type: ignore[union-attr]
    assert library.search("Fresh rye flour")[0].passage.id == "posts/bluesky.jsonl#p2"
    assert parts(library) == []


def test_rows_left_by_a_killed_ingest_are_cleared(library: Library) -> None:
    """What an ingest put down and never made true is gone after a verification."""
    entry = library._passages.entries()["posts/bluesky.jsonl#p2"]
    library._passages.staging("words/1").put([entry], {})

    library.verify()

    with library._passages.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM passages").scalar() == 9


def test_a_library_without_passages_has_nothing_to_verify(open_library: Opener) -> None:
    """Before the first ingest that is said."""
    with pytest.raises(BadInput, match="papillon ingest"):
        open_library(WordCounts()).verify()


def test_another_process_holding_the_index_is_named(library: Library, open_library: Opener) -> None:
    """Verifying beside a running page says who holds the index."""
    with pytest.raises(IndexHeld, match="test"):
        open_library(WordCounts()).verify()


def test_a_reader_of_an_older_index_says_so(library: Library, open_library: Opener, folder: Path) -> None:
    """When the database has moved on and this process's index has not, searches are right and the overview says why
    they are slower."""
    write_posts(folder / "posts" / "y.jsonl", [{"id": "n", "text": "tapioca du jour"}])
    shelf = library._shelf
    assert shelf is not None
    library.ingest()
    shelf.generation = "an older one"

    assert library.search("tapioca du jour")[0].passage.id == "posts/y.jsonl#n"
    assert any("older state" in notice for notice in library.overview("en").notices)
