"""What is damaged, hostile or something else: a clear refusal, and nothing half-stored."""

import errno
import io
import json
import os
import signal
import struct
import subprocess
import sys
import tarfile
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.errors import BadInput, Cancelled, PapillonError, StorageFull
from assistant.library import Library
from assistant.library.archives import container as containers
from assistant.library.archives.container import open_container
from assistant.library.archives.recognition import what_is_held
from tests.library.archives.exports import ACTOR, create, outbox, tarred, tweet, ytd, zipped


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def unchanged(library: Library) -> Iterator[None]:
    """The brand's folder is, byte for byte, as it was before."""
    before = files_of(library.folder)
    yield
    assert files_of(library.folder) == before


def refused(library: Library, path: Path, reader: str = "en") -> str:
    """Why an archive is refused, the same for a look and for keeping."""
    with pytest.raises(BadInput) as looked:
        library.preview_archive(path, reader=reader)
    with pytest.raises(BadInput) as kept:
        library.keep_archive(path, reader=reader)
    assert looked.value.text(reader) == kept.value.text(reader)
    return kept.value.text(reader)


# ---------------------------------------------------------------- something else


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ({f"IMG_{n}.jpg": b"\xff\xd8\xff" for n in range(3)}, "pictures"),
        ({"word/document.xml": b"<w/>", "[Content_Types].xml": b"<t/>"}, "Word"),
        ({"xl/workbook.xml": b"<w/>", "[Content_Types].xml": b"<t/>"}, "CSV"),
        ({"a.zip": b"PK\x03\x04", "b.zip": b"PK\x03\x04"}, "each of them"),
        ({"your_facebook_activity/posts/your_posts_1.json": b"[{}]"}, "Facebook"),
        ({"messages.csv": b"CONVERSATION ID,FROM,TO,DATE,CONTENT\n1,a,b,c,zzsecret\n"}, "private messages"),
        ({"notes/a.txt": b"x", "notes/b.bin": b"y", "c.html": b"<p>"}, "many kinds"),
        ({}, "empty"),
    ],
)
@pytest.mark.usefixtures("unchanged")
def test_an_archive_of_another_kind_is_named(
    library: Library, tmp_path: Path, members: dict[str, bytes], says: str
) -> None:
    """A person who gives the wrong file is told what it seems to be and what to give instead, in both languages."""
    path = zipped(tmp_path.parent / f"{tmp_path.name}.zip", members)

    assert says in refused(library, path)
    assert refused(library, path, "fr") != refused(library, path)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.7 zzsecret", "PDF"),
        (b"\x89PNG\r\n", "pictures"),
        (b"SQLite format 3\x00", "database"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"<!DOCTYPE html><html></html>", "web pages"),
        (b'{"some": "thing"}', "JSON file"),
        (b"Bonjour, tout le monde.\n\nUn texte.", "table|running text"),
        (b"nom,prix\nfarine,3\n", "no column"),
        (b"CONVERSATION ID,FROM,TO,DATE,CONTENT\n1,a,b,c,d\n", "private messages"),
        (b"\x00\x01\x02\x03" * 50, "no text"),
    ],
)
@pytest.mark.usefixtures("unchanged")
def test_a_file_of_another_kind_is_named(library: Library, tmp_path: Path, data: bytes, says: str) -> None:
    """One file that is no archive is named by what stands in it, whatever it is called."""
    path = tmp_path / "tweets.js"
    path.write_bytes(data)

    assert any(one in refused(library, path) for one in says.split("|"))


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_no_beginning_breaks_the_recognition(head: bytes) -> None:
    """Whatever a file begins with, it is sorted somewhere."""
    for start in (b"", b"{", b"[{", b"window.YTD.tweets.part0 = [", b"Date,ShareLink\n", b"\xff\xfe"):
        assert isinstance(what_is_held(start + head), str)


# ---------------------------------------------------------------- damaged


@pytest.mark.usefixtures("unchanged")
def test_a_cut_archive_is_refused_wherever_it_is_cut(library: Library, tmp_path: Path) -> None:
    """A download that stopped is said to be one; no half of it is kept."""
    posts = [create(n, f"<p>Le pain numéro {n} est cuit</p>") for n in range(200)]
    whole = zipped(tmp_path / "whole.zip", {"outbox.json": outbox(posts), "actor.json": ACTOR}).read_bytes()
    packed = tarred(tmp_path / "whole.tar.gz", {"outbox.json": outbox(posts).encode()}).read_bytes()
    script = ytd("tweets", [tweet(n, f"Le pain {n} est cuit") for n in range(50)]).encode()
    cut = tmp_path / "cut"
    for data in (whole, packed, script):
        for part in (0.2, 0.5, 0.9, 0.99):
            cut.write_bytes(data[: int(len(data) * part)])
            assert "cut" in refused(library, cut)


@pytest.mark.usefixtures("unchanged")
def test_a_changed_byte_is_seen(library: Library, tmp_path: Path) -> None:
    """A zip whose content does not have its checksum is damaged."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as file:
        file.writestr("outbox.json", outbox([create(n, "<p>Le pain est cuit</p>") for n in range(50)]))
    path.write_bytes(path.read_bytes().replace(b"est cuit", b"est brul", 1))

    assert "damaged" in refused(library, path)


@pytest.mark.usefixtures("unchanged")
def test_an_encrypted_zip_says_what_to_do(library: Library, tmp_path: Path) -> None:
    """Python cannot ask for a password here: the person unpacks it and gives the folder."""
    path = zipped(tmp_path / "a.zip", {"outbox.json": outbox([])})
    data = bytearray(path.read_bytes())
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.index(signature) + at
        data[place] |= 1
    path.write_bytes(bytes(data))

    assert "password" in refused(library, path)


def test_other_encodings_come_in_right(library: Library, tmp_path: Path) -> None:
    """A JSON file that is partly Windows-1252, one with a mark, and one in UTF-16 are read; letters are right."""
    said = (
        outbox([create(1, "<p>Été au moulin</p>")]).encode().replace(b"\\u00c9", b"\xc9").replace(b"\\u00e9", b"\xe9")
    )
    assert b"\xc9t\xe9" in said
    for data in (
        said,
        b"\xef\xbb\xbf" + outbox([create(1, "<p>Été au moulin</p>")]).encode(),
        outbox([create(1, "<p>Été au moulin</p>")]).encode("utf-16"),
    ):
        path = tmp_path / "outbox.json"
        path.write_bytes(data)

        (post,) = library.preview_archive(path).samples

        assert post.text == "Été au moulin"


# ---------------------------------------------------------------- hostile


@pytest.mark.usefixtures("unchanged")
def test_a_bomb_is_not_unpacked(library: Library, tmp_path: Path) -> None:
    """A member, or a whole tar, that swells far beyond any text is refused before it fills anything."""
    zeros = b'{"type":"OrderedCollection","orderedItems":[' + b" " * 120_000_000
    small = zipped(tmp_path / "bomb.zip", {"outbox.json": zeros})
    packed = tarred(tmp_path / "bomb.tar.gz", {"outbox.json": zeros})
    assert small.stat().st_size < 1_000_000

    for path in (small, packed):
        assert "unpacks to far more" in refused(library, path)


@pytest.mark.usefixtures("unchanged")
def test_too_many_entries_are_refused_before_they_are_listed(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The listing's own figures are looked at first: a listing of millions is never read."""
    path = zipped(tmp_path / "a.zip", {"a.txt": "a"})
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x05\x06")
    struct.pack_into("<I", data, at + 12, 2_000_000_000)
    path.write_bytes(bytes(data))
    many = tmp_path / "many.zip"
    with zipfile.ZipFile(many, "w") as file:
        for number in range(50):
            file.writestr(f"{number}.txt", "a")
    monkeypatch.setattr(containers, "MOST_MEMBERS", 40)

    assert "40" in refused(library, path)
    assert "40" in refused(library, many)
    assert "40" in refused(library, tarred(tmp_path / "many.tar.gz", {f"{n}.txt": b"a" for n in range(50)}))


def test_names_and_links_lead_nowhere(library: Library, tmp_path: Path) -> None:
    """Names that climb out and links are left aside and told; nothing outside is read or written."""
    secret = tmp_path.parent / f"{tmp_path.name}-secret.json"
    secret.write_text(outbox([create(9, "<p>zzsecret</p>")]), "utf-8")
    good = outbox([create(1, "<p>Le pain est cuit</p>")])
    members = {"outbox.json": good, f"../{secret.name}": good.replace("pain", "zzsecret"), "/etc/outbox.json": good}
    in_zip = zipped(tmp_path / "a.zip", members)
    in_tar = tmp_path / "a.tar.gz"
    with tarfile.open(in_tar, "w:gz") as file:
        link = tarfile.TarInfo("likes.json")
        link.type, link.linkname = tarfile.SYMTYPE, str(secret)
        file.addfile(link)
        info = tarfile.TarInfo("./outbox.json")
        info.size = len(good.encode())
        file.addfile(info, io.BytesIO(good.encode()))
    unpacked = tmp_path / "unpacked"
    unpacked.mkdir()
    (unpacked / "outbox.json").write_text(good, "utf-8")
    (unpacked / "more.json").symlink_to(secret)

    for path in (in_zip, in_tar, unpacked):
        seen = library.preview_archive(path)
        assert [post.text for post in seen.samples] == ["Le pain est cuit"]
        assert any("unsafe" in warning for warning in seen.warnings)


@pytest.mark.usefixtures("unchanged")
def test_a_record_without_end_does_not_fill_the_memory(library: Library, tmp_path: Path) -> None:
    """A text of 40 million characters, or brackets in brackets, is no post."""
    endless = tmp_path / "endless.js"
    endless.write_text(
        'window.YTD.tweets.part0 = [{"tweet": {"id_str": "1", "full_text": "' + "a" * 40_000_000, "utf-8"
    )
    assert "far longer" in refused(library, endless)
    deep = tmp_path / "deep.js"
    deep.write_text('window.YTD.tweets.part0 = [{"tweet": ' + "[" * 200_000 + "]" * 200_000 + "}]", "utf-8")
    with pytest.raises(BadInput):
        library.preview_archive(deep)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    st.lists(
        st.recursive(
            st.none()
            | st.booleans()
            | st.floats(allow_nan=False)
            | st.text(max_size=20)
            | st.integers(-(10**25), 10**25),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(
                        "tweet id_str full_text created_at entities urls media url expanded_url edit_info "
                        "edit editTweetIds type object to cc content id tag name summary inReplyTo contentMap likes "
                        "totalItems oneOf "
                        "title creation_timestamp uri text_app_post is_reply string_map_data value timestamp".split()
                    ),
                    inner,
                    max_size=6,
                )
            ),
            max_leaves=12,
        ),
        max_size=6,
    )
)
def test_no_json_breaks_a_reader(library: Library, tmp_path: Path, items: list[Any]) -> None:
    """Whatever stands where posts should, it is read, counted out, or refused; never thrown."""
    good = create(1, "<p>Le pain est cuit</p>")
    given_files = {
        "x.js": ytd("tweets", items),
        "m.json": outbox([good, *({**good, "object": item} for item in items), *items]),
        "t.json": json.dumps({"text_post_app_text_posts": items}),
        "i.json": json.dumps([{"media": [{"uri": "a", "creation_timestamp": 1}]}, *items]),
    }
    for name, text in given_files.items():
        path = tmp_path / name
        path.write_text(text, "utf-8")
        try:
            seen = library.preview_archive(path)
        except BadInput:
            continue
        assert seen.posts >= 0


# ---------------------------------------------------------------- stopped


@pytest.mark.usefixtures("unchanged")
def test_stopped_it_leaves_nothing(library: Library, tmp_path: Path) -> None:
    """Stop is heard while an archive is read; the folder is as it was."""
    path = tmp_path.parent / f"{tmp_path.name}.js"
    path.write_text(ytd("tweets", [tweet(n, f"Le pain {n} est cuit") for n in range(5000)]), "utf-8")
    cancel = threading.Event()

    def stop(done: int, total: int, _name: str, _left: float | None) -> None:
        cancel.set()

    with pytest.raises(Cancelled):
        library.keep_archive(path, progress=stop, cancel=cancel)


@pytest.mark.usefixtures("unchanged")
def test_a_full_disk_leaves_nothing(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Out of room while the file of posts is written, the folder is as it was."""
    path = tmp_path.parent / f"{tmp_path.name}.js"
    path.write_text(ytd("tweets", [tweet(n, f"Le pain {n} est cuit") for n in range(50)]), "utf-8")

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(StorageFull):
        library.keep_archive(path)


KILLED = """
import sys
from pathlib import Path
from assistant.library.archives import Steps, Wishes, keep_archive
from assistant.voice.brand import load_brand
folder = Path(sys.argv[1])
tell = lambda done, total, name, left: print(done, flush=True)
keep_archive(folder, Path(sys.argv[2]), load_brand(folder), Wishes(), Steps("x", tell, None), anew=False)
"""


@pytest.mark.parametrize("seconds", [0.0, 0.3, 0.8])
def test_killed_it_leaves_the_file_of_before(library: Library, tmp_path: Path, seconds: float) -> None:
    """Killed at any moment, the file of posts is the old one or the new one, and what may lie about is not read."""
    path = tmp_path.parent / f"{tmp_path.name}.js"
    path.write_text(ytd("tweets", [tweet(1, "Le pain est cuit")]), "utf-8")
    report = library.keep_archive(path)
    old = (library.folder / report.path).read_text("utf-8")
    path.write_text(ytd("tweets", [tweet(n, f"Le pain {n} est cuit") for n in range(4000)]), "utf-8")
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(library.folder), str(path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(seconds)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()

    now = (library.folder / report.path).read_text("utf-8")
    assert now == old or len(now.splitlines()) == 4000
    assert library.ingest().skipped == ()


def test_one_bad_archive_does_not_stop_the_others(library: Library, tmp_path: Path) -> None:
    """Of several paths each is taken in or told."""
    bad = tmp_path / "bad.zip"
    bad.write_bytes(b"PK\x03\x04 and no more")
    good = tmp_path / "good.js"
    good.write_text(ytd("tweets", [tweet(1, "Le pain est cuit")]), "utf-8")

    report = library.ingest([bad, good])

    assert [Path(one.path).name for one in report.skipped] == ["bad.zip"]
    assert [one.path for one in report.archives] == ["posts/x-archive.jsonl"]
    assert library.search("pain cuit", platform="x")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_break_opening(tmp_path: Path, data: bytes) -> None:
    """Whatever follows the first bytes of a zip, a gzip or a tar, it opens or is refused."""
    path = tmp_path / "noise"
    for start in (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b\x08\x00", b"\x00" * 257 + b"ustar", b""):
        path.write_bytes(start + data)
        try:
            with open_container(path) as opened:
                opened.members()
        except PapillonError:
            continue
