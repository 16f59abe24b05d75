"""Reading a brand's folder into the database and the index."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import BadInput, BadKnowledge, Cancelled, IndexHeld, StorageFull, Unreachable
from assistant.library import Library
from assistant.records import IngestReport
from assistant.wording import say

from .conftest import POSTS, WordCounts, write_posts

Opener = Callable[..., Library]


def counts(report: IngestReport) -> tuple[int, int, int, int]:
    """Added, updated, unchanged, removed."""
    return report.added, report.updated, report.unchanged, report.removed


def test_everything_in_the_folder_becomes_passages(library: Library) -> None:
    """Facts by language, sections of guidelines, posts, replies, and a person's voice and posts."""
    overview = library.overview()

    assert overview.by_kind == {"fact": 2, "guideline": 3, "post": 2, "reply": 1, "voice": 1}
    assert overview.by_platform == {"": 6, "bluesky": 1, "mastodon": 1, "x": 1}
    assert overview.by_person == {"": 7, "lea": 2}
    assert overview.by_language == {"en": 2, "fr": 7}


def test_a_passage_knows_where_it_comes_from(library: Library) -> None:
    """File, section, date, author, network and language are kept, and the id is stable."""
    guideline = library.passage("guidelines/plaintes.fr.md#plaintes/sac-percé")
    fact = library.passage("brand.toml#hours.fr")
    reply = library.passage("posts/bluesky.jsonl#p1")

    assert guideline is not None
    assert (
        guideline.path,
        guideline.section,
        guideline.language,
    ) == ("guidelines/plaintes.fr.md", ("Plaintes", "Sac percé"), "fr")
    assert fact is not None
    assert (
        fact.kind,
        fact.path,
        fact.section,
        fact.text,
    ) == ("fact", "brand.toml", ("heures / hours",), "Le moulin ouvre à 8 h.")
    assert reply is not None
    assert reply.answered is not None
    assert (
        reply.platform,
        reply.date.date().isoformat() if reply.date else "",
        reply.answered.author,
    ) == ("bluesky", "2025-03-18", "zoe.example")


def test_a_second_ingest_embeds_nothing(library: Library, embedder: WordCounts) -> None:
    """What has not changed is neither read nor embedded again."""
    embedder.texts.clear()

    report = library.ingest()

    assert counts(report) == (0, 0, 9, 0)
    assert embedder.texts == []


def test_only_what_changed_is_embedded(library: Library, folder: Path, embedder: WordCounts) -> None:
    """In a file with one new and one changed post, the third is left as it is."""
    embedder.texts.clear()
    changed = POSTS[1] | {"text": "Rye is back."}
    write_posts(folder / "posts" / "bluesky.jsonl", [POSTS[0], changed, POSTS[1] | {"id": "p3", "text": "New one."}])

    report = library.ingest()

    assert counts(report) == (1, 1, 8, 0)
    assert embedder.texts == ["Rye is back.", "New one."]
    assert library.passage("posts/bluesky.jsonl#p2").text == "Rye is back."  # type: ignore[union-attr]


def test_what_is_not_embedded_may_change_freely(library: Library, folder: Path, embedder: WordCounts) -> None:
    """A new count of likes is kept without embedding the text again."""
    embedder.texts.clear()
    write_posts(folder / "posts" / "bluesky.jsonl", [POSTS[0] | {"likes": 99}, POSTS[1]])

    report = library.ingest()

    assert counts(report) == (0, 1, 8, 0)
    assert embedder.texts == []
    assert library.passage("posts/bluesky.jsonl#p1").likes == 99  # type: ignore[union-attr]


def test_what_was_removed_disappears(library: Library, folder: Path) -> None:
    """A file and a line that are gone are found no more, in any index."""
    (folder / "guidelines" / "plaintes.fr.md").unlink()
    write_posts(folder / "posts" / "bluesky.jsonl", [POSTS[1]])

    report = library.ingest()

    assert counts(report) == (0, 0, 5, 4)
    assert library.search("sac percé remplacé", kinds=("guideline", "reply")) == ()
    assert "guidelines/plaintes.fr.md" not in {file.path for file in library.overview().files}


def test_the_brand_file_is_read_again(library: Library, folder: Path) -> None:
    """A fact corrected while Papillon runs is corrected in the library and the brand."""
    text = (folder / "brand.toml").read_text("utf-8").replace("8 h", "9 h")
    (folder / "brand.toml").write_text(text, "utf-8")

    report = library.ingest()

    assert counts(report) == (0, 1, 8, 0)
    assert library.brand.facts[0].texts["fr"] == "Le moulin ouvre à 9 h."


def test_a_broken_brand_file_stops_the_ingest_in_words(library: Library, folder: Path) -> None:
    """The error names the file; the library stays as it was."""
    (folder / "brand.toml").write_text("format = ", "utf-8")

    with pytest.raises(BadKnowledge, match=r"brand\.toml"):
        library.ingest()

    assert library.overview().passages == 9


def test_only_the_paths_given_are_looked_at(library: Library, folder: Path) -> None:
    """With a path, nothing elsewhere is read, and nothing elsewhere disappears."""
    (folder / "guidelines" / "plaintes.fr.md").unlink()
    write_posts(folder / "posts" / "x.jsonl", [POSTS[1] | {"id": "n"}])

    report = library.ingest([folder / "posts"])

    assert counts(report) == (1, 0, 2, 0)
    assert report.passages == 10
    assert library.ingest([folder / "guidelines"]).removed == 3


def test_a_path_outside_of_the_folder_is_copied_in(library: Library, folder: Path, tmp_path: Path) -> None:
    """A file given from elsewhere becomes part of the brand's knowledge."""
    (tmp_path / "crise.fr.md").write_text("# Crise\n\nOn appelle Maude.\n", "utf-8")

    report = library.ingest([tmp_path / "crise.fr.md"])

    assert counts(report) == (1, 0, 0, 0)
    assert (folder / "guidelines" / "crise.fr.md").is_file()


def test_of_a_folder_from_elsewhere_what_can_be_read_is_taken(library: Library, folder: Path, tmp_path: Path) -> None:
    """A bad file among those given is told and does not keep the others out."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "crise.fr.md").write_text("# Crise\n\nOn appelle Maude.\n", "utf-8")
    (elsewhere / "charte.pdf").write_bytes(b"%PDF-1.7")
    (elsewhere / "logo.md").write_bytes(b"\x89PNG\r\n\x1a\n")

    report = library.ingest([elsewhere])

    assert counts(report) == (1, 0, 0, 0)
    assert {Path(skip.path).name for skip in report.skipped} == {"charte.pdf", "logo.md"}


def test_a_path_that_does_not_exist_is_bad_input(library: Library) -> None:
    """A misspelt path is an error, not an ingest of nothing."""
    with pytest.raises(BadInput, match="nowhere"):
        library.ingest(["nowhere.md"])


def test_what_is_left_out_is_told_with_its_place(library: Library, folder: Path) -> None:
    """A binary, a link, an unknown kind and a bad line are named with the reason, in the reader's language."""
    (folder / "guidelines" / "logo.md").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    (folder / "guidelines" / "boucle").symlink_to(folder)
    with (folder / "posts" / "bluesky.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"text": ""}\n')

    report = library.ingest(reader="fr")

    assert {
        "guidelines/boucle": say("library.link", "fr"),
        "guidelines/logo.md": say("library.binary", "fr"),
        "posts/bluesky.jsonl:3": say("library.no_text", "fr"),
    } == {skip.path: skip.reason for skip in report.skipped}
    assert report.skipped == library.ingest(reader="fr").skipped


def test_posts_in_windows_1252_are_read(library: Library, folder: Path) -> None:
    """A CSV file as an old spreadsheet writes it comes in with its accents."""
    (folder / "posts" / "anciens.csv").write_bytes("Texte;Date\nL'été, « enfin »;18/06/2024\n".encode("cp1252"))

    library.ingest()

    assert "L'été, « enfin »" in {post.text for post in library.posts()}


def test_progress_is_told(open_library: Opener, embedder: WordCounts) -> None:
    """Progress runs from none to all, names the file, and never runs backwards."""
    steps: list[tuple[int, int, str]] = []

    open_library(embedder).ingest(progress=lambda done, total, path, _left: steps.append((done, total, path)))

    assert steps[0][0] == 0
    assert "brand.toml" in {path for _, _, path in steps}
    assert [done for done, _, _ in steps] == sorted(done for done, _, _ in steps)
    assert all(done <= total for done, total, _ in steps)
    assert steps[-1] == (9, 9, "")


def test_an_ingest_can_be_stopped(library: Library, folder: Path, embedder: WordCounts) -> None:
    """Stopped half-way, the library is as it was; the next ingest does not embed again what was embedded."""
    write_posts(folder / "posts" / "x.jsonl", [{"id": f"n{n}", "text": f"numéro {n} rien"} for n in range(300)])
    cancel = threading.Event()
    embedder.texts.clear()
    embedder.before_batch = lambda: cancel.set() if embedder.texts else None

    with pytest.raises(Cancelled):
        library.ingest(cancel=cancel)

    done = len(embedder.texts)
    assert 0 < done < 300
    assert library.overview().passages == 9
    assert [hit.passage.id for hit in library.search("rye flour", k=1)] == ["posts/bluesky.jsonl#p2"]

    embedder.before_batch = lambda: None
    assert library.ingest().passages == 309
    assert len(embedder.texts) == 300


def test_an_embedder_that_fails_leaves_the_library_as_it_was(
    library: Library, folder: Path, embedder: WordCounts
) -> None:
    """When the embedding server is gone in the middle, nothing has changed and the error is told."""

    def fail() -> None:
        raise Unreachable("library.chroma_unreachable", url="http://127.0.0.1:9")

    write_posts(folder / "posts" / "bluesky.jsonl", [{"id": "n", "text": "nouveau"}])
    embedder.before_batch = fail

    with pytest.raises(Unreachable):
        library.ingest()

    assert library.passage("posts/bluesky.jsonl#p1") is not None
    assert library.overview().passages == 9


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_full_disk_leaves_the_library_as_it_was(library: Library, folder: Path) -> None:
    """Out of room while the passages are written, the old ones are still there and searchable."""
    text = "mot " * 2000
    write_posts(folder / "posts" / "x.jsonl", [{"id": f"n{n}", "text": f"{n} {text}"} for n in range(200)])
    database = library._passages.database
    with database.read() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    from sqlalchemy import event

    event.listen(database._engine, "begin", lambda c: c.exec_driver_sql(f"PRAGMA max_page_count = {pages + 40}"))

    with pytest.raises(StorageFull):
        library.ingest()

    assert library.overview().passages == 9
    assert library.search("rye flour")


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from library_conftest import WordCounts
from assistant.library import Index, Library
from assistant.store import Database
from assistant.voice.brand import load_brand
folder, home = Path({folder!r}), Path({home!r})
embedder = WordCounts()
embedder.before_batch = lambda: print(len(embedder.texts), flush=True)
database = Database.open({url!r})
library = Library(folder, load_brand(folder), database, embedder, Index(home / "index"))
library.ingest()
"""


@pytest.mark.parametrize("moment", [(2, 0.0), (4, 0.0), (4, 0.15)], ids=["early", "late", "about to be done"])
def test_killed_at_any_moment_the_library_is_old_or_new(  # noqa: PLR0917
    library: Library, open_library: Opener, folder: Path, tmp_path: Path, database_url: str, moment: tuple[int, float]
) -> None:
    """A process killed in an ingest leaves the passages of before or of after it, and every index mends itself."""
    library.close()
    write_posts(folder / "posts" / "bluesky.jsonl", [{"id": f"n{n}", "text": f"numéro{n} tout"} for n in range(400)])
    shutil.copy(Path(__file__).with_name("conftest.py"), tmp_path / "library_conftest.py")
    script = KILLED.format(tests=str(tmp_path), folder=str(folder), home=str(tmp_path / "home"), url=database_url)
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    batch, seconds = moment
    for _ in range(batch):
        process.stdout.readline()
    time.sleep(seconds)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()

    again = open_library(WordCounts())
    ids = set(again._passages.entries())
    new = {f"posts/bluesky.jsonl#n{n}" for n in range(400)}
    old = {"posts/bluesky.jsonl#p1", "posts/bluesky.jsonl#p2"}

    assert (new <= ids and not old & ids) or (old <= ids and not new & ids)
    again.ingest()
    again.open_index()
    assert new <= set(again._passages.entries())
    assert again._shelf is not None
    assert again._shelf.count == 407
    assert again.search("numéro123 tout")[0].passage.id == "posts/bluesky.jsonl#n123"


def test_another_embedder_needs_a_rebuild(library: Library, open_library: Opener, embedder: WordCounts) -> None:
    """Vectors of two models are never mixed: the ingest says what to run, the search goes by words and says so."""
    library.close()
    other = open_library(WordCounts("words/2", dimensions=32))

    with pytest.raises(BadInput, match="papillon ingest --rebuild"):
        other.ingest()
    hits = other.search("rye flour")

    assert hits[0].passage.id == "posts/bluesky.jsonl#p2"
    assert {None} == {hit.dense for hit in hits}
    assert any("words/1" in notice and "words/2" in notice for notice in other.overview().notices)


def test_a_rebuild_embeds_everything_with_the_other_embedder(
    library: Library, open_library: Opener, embedder: WordCounts
) -> None:
    """After a rebuild all vectors are of the new embedder, and those of the old one are gone."""
    library.close()
    new = WordCounts("words/2", dimensions=32)
    other = open_library(new)

    report = other.ingest(rebuild=True)

    assert counts(report) == (0, 9, 0, 0)
    assert len(new.texts) == 9
    assert other.search("rye flour")[0].dense == 1
    assert other.overview().notices == ()
    with other._passages.database.read() as connection:
        assert connection.exec_driver_sql("SELECT DISTINCT embedder FROM vectors").all() == [("words/2",)]


def test_a_stopped_rebuild_keeps_the_old_vectors(library: Library, open_library: Opener) -> None:
    """A rebuild that does not finish leaves the library of the old embedder whole."""
    library.close()
    cancel = threading.Event()
    new = WordCounts("words/2", dimensions=32)
    new.before_batch = cancel.set

    with pytest.raises(Cancelled):
        open_library(new).ingest(rebuild=True, cancel=cancel)
    open_library_again = open_library(WordCounts())

    assert open_library_again.search("rye flour")[0].dense == 1


def test_an_embedder_that_gives_other_vectors_than_it_says_is_refused(open_library: Opener) -> None:
    """A server that answers with vectors of another length cannot spoil the library."""
    liar = WordCounts()
    liar.dimensions = 32
    library = open_library(liar)
    liar._vector = lambda _text: [1.0] * 16  # type: ignore[method-assign]

    with pytest.raises(BadInput, match="16"):
        library.ingest()


def test_another_process_holding_the_index_is_named(library: Library, open_library: Opener, folder: Path) -> None:
    """A second Papillon cannot ingest, is told who holds the index, and searches the database itself, never stale."""
    library.close()
    holder = open_library(WordCounts(), name="papillon serve")
    write_posts(folder / "posts" / "x.jsonl", [{"id": "n", "text": "tapioca du jour"}])
    holder.ingest()
    second = open_library(WordCounts(), name="papillon ingest")

    with pytest.raises(IndexHeld, match=f"papillon serve.*{os.getpid()}"):
        second.ingest()
    second.open_index()

    assert second.search("tapioca du jour")[0].passage.id == "posts/x.jsonl#n"
    assert any("papillon serve" in notice for notice in second.overview().notices)
    (folder / "posts" / "x.jsonl").unlink()
    holder.ingest()
    assert "posts/x.jsonl#n" not in [hit.passage.id for hit in second.search("tapioca du jour")]


def test_the_index_is_free_again_when_its_owner_is_gone(library: Library, open_library: Opener) -> None:
    """Closing, or dying, lets the next process own the index."""
    library.close()

    assert open_library(WordCounts()).ingest().unchanged == 9


def test_two_threads_may_ask_for_an_ingest_at_once(open_library: Opener, folder: Path) -> None:
    """Two browser tabs that re-index: one works, the other waits and finds nothing to do."""
    library = open_library(WordCounts())
    reports: list[IngestReport] = []
    threads = [threading.Thread(target=lambda: reports.append(library.ingest())) for _ in range(2)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(counts(report) for report in reports) == [(0, 0, 9, 0), (9, 0, 0, 0)]


def test_searches_during_an_ingest_see_the_old_or_the_new_library(
    library: Library, folder: Path, embedder: WordCounts
) -> None:
    """Every answer given while an ingest runs is of one state, never of half of both."""
    old = {f"old{n}" for n in range(20)}
    new = {f"new{n}" for n in range(20)}
    write_posts(folder / "posts" / "x.jsonl", [{"id": name, "text": f"essai commun {name}"} for name in sorted(old)])
    library.ingest()
    seen: list[set[str]] = []
    stop = threading.Event()

    def search() -> None:
        while not stop.is_set():
            hits = library.search("essai commun", k=20, kinds=("post",))
            seen.append({hit.passage.id.partition("#")[2] for hit in hits})

    searchers = [threading.Thread(target=search) for _ in range(2)]
    for thread in searchers:
        thread.start()
    for names in (new, old, new):
        rows = [{"id": name, "text": f"essai commun {name}"} for name in sorted(names)]
        write_posts(folder / "posts" / "x.jsonl", rows)
        embedder.before_batch = lambda: time.sleep(0.05)
        library.ingest()
    stop.set()
    for thread in searchers:
        thread.join()

    assert len(seen) > 10
    assert all(answer in (old, new) for answer in seen)
    assert new == seen[-1] or new == {
        hit.passage.id.partition("#")[2] for hit in library.search("essai commun", k=20, kinds=("post",))
    }


def test_a_report_can_be_printed_as_json(library: Library) -> None:
    """The report holds plain values only, as the command line's contract asks."""
    import dataclasses

    report = library.ingest()

    assert json.loads(json.dumps(dataclasses.asdict(report)))["unchanged"] == 9
