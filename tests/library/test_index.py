"""Chroma is an index that can always be made again."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import BadSetting, Unreachable
from assistant.library import Index, Library
from assistant.library.shelf import collection_name

from .conftest import WordCounts, write_posts

Opener = Callable[..., Library]


def damage_nothing(chroma: Path) -> None:
    """Leave it."""


def remove(chroma: Path) -> None:
    """The whole folder is gone."""
    shutil.rmtree(chroma)


def garble(chroma: Path) -> None:
    """Its database is no database any more."""
    (chroma / "chroma.sqlite3").write_bytes(b"\x13" * 20_000)


def empty(chroma: Path) -> None:
    """Its database is empty."""
    (chroma / "chroma.sqlite3").write_bytes(b"")


def remove_graph(chroma: Path) -> None:
    """The files of its graph are gone: Chroma itself does not notice."""
    for inside in chroma.iterdir():
        if inside.is_dir():
            shutil.rmtree(inside)


def garble_graph(chroma: Path) -> None:
    """The files of its graph are noise."""
    for file in chroma.glob("*/*"):
        file.write_bytes(b"\x13" * 500)


@pytest.mark.parametrize("damage", [damage_nothing, remove, garble, empty, remove_graph, garble_graph])
def test_a_damaged_index_is_made_again_without_embedding(
    open_library: Opener, folder: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    """Whatever happened to Chroma's folder, opening it gives an index that holds and finds everything."""
    write_posts(folder / "posts" / "x.jsonl", [{"id": f"n{n}", "text": f"numéro{n} mot{n % 7}"} for n in range(1200)])
    first = open_library(WordCounts(dimensions=512))
    first.ingest()
    first.close()
    damage(tmp_path / "home" / "index" / "chroma")
    embedder = WordCounts(dimensions=512)

    again = open_library(embedder)
    again.open_index()

    assert embedder.texts == []
    assert again._shelf is not None
    assert (again._shelf.count, again._shelf.failure) == (1209, "")
    hit = again.search("numéro777 mot0")[0]
    assert (hit.passage.id, hit.dense) == ("posts/x.jsonl#n777", 1)


def test_an_ingest_of_nothing_new_makes_a_missing_index_again(
    library: Library, open_library: Opener, tmp_path: Path
) -> None:
    """Deleting the index folder costs nothing but an ingest."""
    library.close()
    shutil.rmtree(tmp_path / "home" / "index")
    embedder = WordCounts()

    again = open_library(embedder)
    again.ingest()

    assert embedder.texts == []
    assert again._shelf is not None
    assert again._shelf.count == 9


def test_an_older_copy_of_the_index_is_noticed(
    library: Library, open_library: Opener, folder: Path, tmp_path: Path
) -> None:
    """An index put back from a backup holds as many vectors, but not the right ones: it is mended."""
    library.close()
    chroma = tmp_path / "home" / "index" / "chroma"
    shutil.copytree(chroma, tmp_path / "backup")
    changed = open_library(WordCounts())
    (folder / "guidelines" / "plaintes.fr.md").write_text("# Autre\n\n## A\n\nun\n\n## B\n\ndeux\n\n## C\n\ntrois\n")
    changed.ingest()
    changed.close()
    shutil.rmtree(chroma)
    shutil.copytree(tmp_path / "backup", chroma)

    again = open_library(WordCounts())
    again.open_index()

    with again._passages.view() as view:
        digests = view.digests()
    assert again._shelf is not None
    assert digests == set(again._shelf._collection.get(include=[])["ids"])


def test_chroma_and_the_database_give_the_same_answers(open_library: Opener, folder: Path) -> None:
    """Searching through Chroma or through the exact scan finds the same passages in the same order."""
    rows = [{"id": f"n{n}", "text": f"mot{n % 13} terme{n % 17} nom{n}", "language": "fr"} for n in range(300)]
    write_posts(folder / "posts" / "x.jsonl", rows)
    library = open_library(WordCounts(dimensions=512))
    library.ingest()

    for query, filters in (
        ("mot3 terme5 nom123", {}),
        ("mot7 terme2", {"person": ""}),
        ("la meule", {"person": "lea"}),
    ):
        through_chroma = [(hit.passage.id, hit.dense) for hit in library.search(query, **filters)[:3]]
        shelf, library._shelf = library._shelf, None
        through_scan = [(hit.passage.id, hit.dense) for hit in library.search(query, **filters)[:3]]
        library._shelf = shelf

        assert through_chroma[0] == through_scan[0]


def test_a_library_that_has_not_opened_chroma_searches_all_the_same(library: Library, open_library: Opener) -> None:
    """A single search from the command line needs not wait for Chroma to load."""
    library.close()
    other = open_library(WordCounts())

    hits = other.search("fresh rye flour")

    assert None is other._shelf
    assert (hits[0].passage.id, hits[0].dense) == ("posts/bluesky.jsonl#p2", 1)
    assert other.overview().notices == ()


def test_collections_have_names_that_chroma_takes() -> None:
    """One collection for each brand and embedder, whatever characters an embedder's id has."""
    names = {collection_name(brand, model) for brand in ("a", "a-b") for model in ("openai/text é:3", "use/1")}

    assert len(names) == 4
    assert all(3 <= len(name) <= 100 and name.replace("-", "").isalnum() for name in names)


def test_a_chroma_server_that_does_not_answer_is_said(open_library: Opener, folder: Path, tmp_path: Path) -> None:
    """With an address of a server that is not there, the ingest says so and names the setting."""
    library = open_library(WordCounts())
    library._index = Index(tmp_path / "index", url="http://127.0.0.1:9")

    with pytest.raises(Unreachable, match="PAPILLON_CHROMA_URL"):
        library.ingest()


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://host", "http://", "http://host:port"])
def test_a_chroma_address_that_means_nothing_is_a_bad_setting(tmp_path: Path, url: str) -> None:
    """A misspelt address is told from a server that is down."""
    with pytest.raises(BadSetting, match="PAPILLON_CHROMA_URL"):
        Index(tmp_path, url=url).shelf("b", "e")


def test_a_chroma_server_that_is_down_does_not_stop_searches(library: Library, tmp_path: Path) -> None:
    """Searches go through the database, and the overview says why."""
    library._index = Index(tmp_path / "index", url="http://127.0.0.1:9")
    library._shelf = None

    library.open_index()

    assert library.search("fresh rye flour")[0].dense == 1
    assert any("127.0.0.1:9" in notice for notice in library.overview().notices)
