"""Files of posts that are read post by post give what they would give whole."""

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assistant.errors import Cancelled
from assistant.library import Library
from assistant.library.folder import Found
from assistant.library.readers.encodings import NotText, decode_text, open_text
from assistant.library.reading import LARGE, look_at_file, read_file
from assistant.store import Filters
from assistant.voice.brand import load_brand

from .conftest import WordCounts, write_posts

Opener = Callable[..., Library]

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@example(b"\xef")
@example(b"\xff\xfe\x00\x00")
@given(TEXTS.flatmap(lambda text: ENCODINGS.map(lambda name: text.encode(name, "replace"))) | st.binary(max_size=300))
def test_a_file_is_the_same_text_whole_and_line_by_line(tmp_path: Path, data: bytes) -> None:
    """Whatever the bytes: both ways of reading give the same text, or both say that it is none."""
    (tmp_path / "x.csv").write_bytes(data)
    try:
        whole = decode_text(data)
    except NotText:
        with pytest.raises(NotText):
            open_text(tmp_path / "x.csv")
        return

    with open_text(tmp_path / "x.csv") as file:
        assert file.read() == whole


def table(rows: int) -> str:
    """A French spreadsheet larger than what is held whole; the one sure date stands at its end."""
    said = "Le moulin tourne et la meule chante, venez nous voir au marché du samedi. " * 3
    lines = [f'{number};"{said}\n{number}";03/04/2024\n' for number in range(rows)]
    return "id;texte;date\n" + "".join(lines) + f"dernier;{said};04/25/2024\nvide;;01/01/2024\n"


@pytest.mark.parametrize("suffix", ["jsonl", "csv"])
def test_a_large_file_gives_the_same_passages_and_remarks(folder: Path, suffix: str) -> None:
    """Post by post: the same passages in the same order, and the same to say about bad lines, as held whole."""
    file = folder / "posts" / f"archive.{suffix}"
    if suffix == "csv":
        file.write_bytes(table(9000).encode("cp1252"))
    else:
        rows = [json.dumps({"id": f"n{number}", "text": f"numéro {number} " + "mot " * 60}) for number in range(8000)]
        file.write_text("\r\n".join([*rows, "{", rows[0], '{"text": ""}']), "utf-8")
    brand = load_brand(folder)
    found = Found(f"posts/archive.{suffix}", file, "posts")
    assert file.stat().st_size > LARGE

    changed = look_at_file(found, brand, None)
    whole = read_file(found, file.read_bytes(), brand)
    streamed = changed.read()  # type: ignore[union-attr]

    assert list(streamed.entries) == list(whole.entries)
    assert sorted(map(str, streamed.remarks)) == sorted(map(str, whole.remarks))
    assert len(whole.remarks) >= 1


def test_a_large_binary_file_is_said_to_be_one(folder: Path) -> None:
    """A picture named .jsonl is told, however large."""
    file = folder / "posts" / "archive.jsonl"
    file.write_bytes(b"\x89PNG\r\n" + bytes(LARGE))

    read = look_at_file(Found("posts/archive.jsonl", file, "posts"), load_brand(folder), None).read()  # type: ignore[union-attr]

    assert list(read.entries) == []
    assert [remark.key for remark in read.remarks] == ["library.binary"]


def test_what_is_put_down_is_not_there_before_the_end(open_library: Opener, folder: Path) -> None:
    """While an ingest runs, neither words nor meaning nor counts show any of it; after it, all of it is there."""
    library = open_library(WordCounts(dimensions=512))
    library.ingest()
    write_posts(folder / "posts" / "x.jsonl", [{"id": f"n{n}", "text": f"tapioca numéro{n}"} for n in range(700)])
    seen: list[tuple[int, int, int]] = []

    def look() -> None:
        time.sleep(0.05)  # the writer is a thread of its own: let it put the batch down
        with library._passages.view() as view:
            words = view.lexical("tapioca", Filters(), 10)
        seen.append((library.overview().passages, len(words), len(library.search("tapioca numéro3", kinds=("post",)))))

    before = len(library.search("tapioca numéro3", kinds=("post",)))
    library.embedder.before_batch = look  # type: ignore[attr-defined]
    library.ingest()

    assert len(seen) >= 5
    assert set(seen) == {(9, 0, before)}
    assert library.overview().passages == 709
    assert "posts/x.jsonl#n3" in {hit.passage.id for hit in library.search("tapioca numéro3", k=3)}


def test_what_a_stopped_ingest_left_lying_is_cleared(library: Library, folder: Path, embedder: WordCounts) -> None:
    """The rows of an ingest that was stopped are gone after the next one, and their vectors are used."""
    write_posts(folder / "posts" / "x.jsonl", [{"id": f"n{n}", "text": f"numéro {n}"} for n in range(600)])
    cancel = threading.Event()
    embedder.before_batch = lambda: cancel.set() if len(embedder.texts) > 300 else None
    with pytest.raises(Cancelled):
        library.ingest(cancel=cancel)
    embedded = len(embedder.texts)

    library.ingest()

    with library._passages.database.read() as connection:
        brands = connection.exec_driver_sql("SELECT brand, count(*) FROM passages GROUP BY brand").all()
    assert [tuple(row) for row in brands] == [("moulin", 609)]
    assert len(embedder.texts) == 609
    assert embedded > 300


def test_vectors_that_nobody_needs_any_more_are_gone(library: Library, folder: Path) -> None:
    """A text that changed leaves no vector behind; one that another passage shares stays."""
    shared = [{"id": name, "text": "la même farine"} for name in ("a", "b")]
    write_posts(folder / "posts" / "x.jsonl", [*shared, {"id": "c", "text": "seule"}])
    library.ingest()
    write_posts(folder / "posts" / "x.jsonl", [shared[0]])
    library.ingest()

    with library._passages.database.read() as connection:
        unused = "SELECT count(*) FROM vectors WHERE number NOT IN (SELECT vector FROM passages)"
        assert connection.exec_driver_sql(unused).scalar() == 0
    assert library.search("la même farine")[0].passage.id == "posts/x.jsonl#a"
