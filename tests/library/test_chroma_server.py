"""The same library over a real Chroma server: by setting only, shared by processes."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from langchain_core.embeddings import Embeddings

from assistant.library import Index, Library
from assistant.store import Database
from assistant.voice.brand import load_brand
from tests.chroma_process import running_chroma

from .conftest import WordCounts, write_posts

pytestmark = pytest.mark.chroma_server

Opener = Callable[..., Library]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A running Chroma server."""
    with running_chroma() as url:
        yield url


@pytest.fixture
def opened(server: str, tmp_path: Path, folder: Path) -> Iterator[Opener]:
    """Opens libraries over the server, each as a process of its own would: its own home for the index, one database."""
    libraries: list[tuple[Library, Database]] = []

    def open_one(embedder: Embeddings | None = None) -> Library:
        database = Database.open(f"sqlite:///{tmp_path}/papillon.db")
        index = Index(tmp_path / f"home{len(libraries)}" / "index", url=server)
        library = Library(folder, load_brand(folder), database, embedder or WordCounts(dimensions=512), index)  # type: ignore[arg-type]
        libraries.append((library, database))
        return library

    yield open_one
    for library, database in libraries:
        library._index.forget(library.brand.id, library.embedder.id)
        library.close()
        database.close()


def many(folder: Path, count: int, word: str = "tapioca") -> None:
    """So many posts, all different."""
    write_posts(
        folder / "posts" / "x.jsonl", [{"id": f"n{n}", "text": f"{word} numéro{n} mot{n % 7}"} for n in range(count)]
    )


def disagreements(library: Library) -> list[tuple[str, int, bool]]:
    """What a verification finds, but for records that Chroma's graph lost out of reach: with vectors that are as much
    alike as these, there are always some, and they are added again."""
    return [(one.part, one.count, one.mended) for one in library.verify().found if "by themselves" not in one.problem]


def test_a_library_over_a_server_finds_what_it_would_find(opened: Opener, folder: Path) -> None:
    """Ingest, search through Chroma, change, remove: as with Chroma in the process."""
    many(folder, 900)
    library = opened()
    library.ingest()

    assert library._shelf is not None
    assert (library._shelf.count, library._shelf.failure) == (909, "")
    assert library.search("tapioca numéro777 mot0")[0].passage.id == "posts/x.jsonl#n777"

    many(folder, 800)
    library.ingest()

    assert library._shelf.count == 809
    assert library.overview().notices == ()
    assert disagreements(library) == []


def test_two_processes_share_a_server_without_stale_answers(opened: Opener, folder: Path) -> None:
    """What one process takes in, the other finds at once, and goes on using the server once it has caught up."""
    many(folder, 900)
    first, second = opened(), opened()
    first.ingest()
    second.open_index()
    many(folder, 900, "manioc")

    first.ingest()

    assert second.search("manioc numéro5 mot5")[0].passage.id == "posts/x.jsonl#n5"
    assert second._shelf is not None
    assert second._shelf.holds(second.generation)
    assert second.overview().notices == ()


def test_a_server_that_lost_vectors_is_mended(opened: Opener, folder: Path) -> None:
    """Vectors that somebody deleted from, or added to, the server: verified, told and mended."""
    many(folder, 900)
    library = opened()
    library.ingest()
    shelf = library._shelf
    assert shelf is not None
    ids = shelf._collection.get(limit=40, include=[])["ids"]
    shelf._collection.delete(ids=ids)
    shelf._collection.add(ids=["stranger"], embeddings=[[1.0] * 256])

    assert disagreements(library) == [("index", 41, True)]
    assert disagreements(library) == []


def test_collections_of_others_on_a_server_are_left_alone(opened: Opener, folder: Path, server: str) -> None:
    """Of a shared server, only this brand's own old collections are removed."""
    library = opened()
    library.ingest()
    client = library._index._opened()
    for name in ("moulin-0123456789ab", "autre-0123456789ab", "moulin-notes"):
        client.get_or_create_collection(name, embedding_function=None)

    found = library.verify().found

    names = {collection.name for collection in client.list_collections()}
    assert [(one.part, one.count) for one in found] == [("leftovers", 1)]
    assert {"autre-0123456789ab", "moulin-notes"} <= names
    assert "moulin-0123456789ab" not in names
    for name in ("autre-0123456789ab", "moulin-notes"):
        client.delete_collection(name)
