"""`papillon ingest` with archives of posts, as a person runs it."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.library.archives.exports import FOLLOWERS, create, outbox, tweet, ytd, zipped

Papillon = Callable[..., Any]


def table(path: Path) -> Path:
    """A table whose columns say nothing."""
    out = io.StringIO()
    csv.writer(out).writerows(
        [["A", "B"], ["2024-03-01", "Écrivez à ana@exemple.ca dès lundi"], ["2024-03-02", "Le four est chaud ce matin"]]
    )
    path.write_text(out.getvalue(), "utf-8")
    return path


def test_an_archive_is_taken_in_and_found(mill: Path, papillon: Papillon, tmp_path: Path) -> None:
    """Its public posts are searchable at once; what was left out and why is in both outputs."""
    posts = [create(1, "<p>Le sarrasin est arrivé du champ</p>"), create(2, "<p>zzsecret</p>", to=[FOLLOWERS], cc=[])]
    path = zipped(tmp_path / "archive.zip", {"outbox.json": outbox(posts)})

    as_json = papillon("ingest", str(path), "--json")
    again = papillon("ingest", str(path))
    found = papillon("search", "sarrasin arrivé du champ", "--platform", "mastodon", "--json")

    assert (as_json.code, again.code) == (0, 0)
    (archive,) = as_json.json["archives"]
    assert (archive["source"], archive["posts"], archive["added"]) == ("mastodon", 1, 1)
    assert [(one["reason"], one["count"]) for one in archive["left_out"]] == [("followers", 1)]
    assert archive["path"] in again.out
    assert "1 for followers only" in again.out
    assert [result["text"] for result in found.json["results"]] == ["Le sarrasin est arrivé du champ"]
    assert not [file for file in mill.rglob("*") if file.is_file() and b"zzsecret" in file.read_bytes()]


def test_a_preview_keeps_nothing(mill: Path, papillon: Papillon, tmp_path: Path) -> None:
    """Columns with examples, counts and posts are shown; the folder is as it was."""
    path = table(tmp_path / "posts.csv")
    before = sorted(mill.rglob("*"))

    for_people = papillon("ingest", str(path), "--preview")
    as_json = papillon("ingest", str(path), "--preview", "--json", "--columns", "text=B,date=", "--mask", "email")

    assert (for_people.code, as_json.code) == (0, 0)
    assert "B → text" in for_people.out
    assert "Le four est chaud ce matin" in for_people.out
    assert as_json.json["columns"][0]["holds"] == ""
    assert as_json.json["masked"] == {"email": 1}
    assert {post["text"] for post in as_json.json["samples"]} == {
        "Écrivez à [email] dès lundi",
        "Le four est chaud ce matin",
    }
    assert sorted(mill.rglob("*")) == before


def test_what_cannot_be_read_exits_with_2_and_the_rest_goes_on(mill: Path, papillon: Papillon, tmp_path: Path) -> None:
    """One sentence on stderr names the file and what to do; the good archive beside it is in."""
    bad = zipped(tmp_path / "photos.zip", {"a.jpg": b"\xff\xd8\xff", "b.jpg": b"\xff\xd8\xff"})
    good = tmp_path / "tweets.js"
    good.write_text(ytd("tweets", [tweet(1, "Le four est chaud ce matin")]), "utf-8")

    done = papillon("ingest", str(bad), str(good))

    assert done.code == 2
    assert "photos.zip" in done.err
    assert "pictures" in done.err
    assert "Traceback" not in done.err
    assert (mill / "posts" / "x-archive.jsonl").is_file()


def test_wishes_that_mean_nothing_are_told(mill: Path, papillon: Papillon, tmp_path: Path) -> None:
    """A column that is not there, a mask that is none, a person nobody knows, a preview of nothing."""
    path = table(tmp_path / "posts.csv")
    for arguments, says in (
        ((str(path), "--preview", "--columns", "text=Z"), "A, B"),
        ((str(path), "--preview", "--columns", "text"), "text=Message"),
        ((str(path), "--preview", "--mask", "name"), "email, phone, order, iban"),
        ((str(path), "--preview", "--person", "nobody"), "nobody"),
        (("--preview",), "ARCHIVE"),
        ((str(tmp_path / "missing.zip"), "--preview"), "missing.zip"),
    ):
        done = papillon("ingest", *arguments)
        assert (done.code, says in done.err) == (2, True), (arguments, done.err)
