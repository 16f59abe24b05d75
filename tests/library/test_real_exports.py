"""The real exports of ../shared/data come in right, and nothing of them that must not."""

import json
from pathlib import Path

import pytest

from assistant.library import Library
from assistant.store import Filters
from assistant.store.tables import metadata

DATA = Path(__file__).parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real exports of ../shared/data are not here")

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"


def test_linkedin_shares_have_their_own_line_ends(library: Library, folder: Path) -> None:
    """No quote-newline-quote is left, bare shares are counted out, every date is in UTC, every address whole."""
    report = library.keep_archive(DATA / "export-linkedin" / "Shares.csv")

    lines = [json.loads(line) for line in (folder / report.path).read_text("utf-8").splitlines()]
    left_out = {one.reason: one.count for one in report.left_out}
    assert left_out == {"bare_share": 7, "duplicate": 2}
    assert report.posts == len(lines) == 101 - 7 - 2
    assert not [line for line in lines if '"\n"' in line["text"]]
    assert all(line["date"].endswith("+00:00") and "urn:li:" in line["address"] for line in lines)
    (meditation,) = (line for line in lines if line["text"].startswith("I'm off for a 10-day"))
    assert meditation["date"] == "2025-07-01T14:33:22+00:00"
    assert meditation["text"].split("\n")[1:3] == [
        "",
        "𝗪𝗛𝗔𝗧? A 10-day residential meditation. No phone, laptop, or speaking. https://www.dhamma.org/",
    ]


def test_not_one_private_mastodon_post_is_anywhere(library: Library, folder: Path, tmp_path: Path) -> None:
    """Posts for followers and direct messages are in no file of the brand, no table, no full-text index and not in
    Chroma, neither their ids nor their words."""
    whole = json.loads((DATA / "export-mastodon" / "outbox.json").read_text("utf-8"))
    posts = [one["object"] for one in whole["orderedItems"] if one["type"] == "Create"]
    private = [post for post in posts if PUBLIC not in [*post["to"], *post["cc"]]]
    assert len(private) == 14
    for number, post in enumerate(private):
        # Their words were taken out of the file before it was shared.
        post["content"] = f"<p>zzsecret{number} is between you and me</p>"
    given = tmp_path.parent / f"{tmp_path.name}-given"
    given.mkdir(exist_ok=True)
    outbox = given / "outbox.json"
    outbox.write_text(json.dumps(whole), "utf-8")

    report = library.ingest([outbox])
    library.open_index()

    (archive,) = report.archives
    left_out = {one.reason: one.count for one in archive.left_out}
    assert (left_out["direct"], left_out["repost"]) == (14, 13)
    assert sum(left_out.values()) + archive.posts + archive.joined - archive.threads == 95 + 13
    files = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    with library._passages.database.read() as connection:
        tables = {name: str(connection.execute(table.select()).all()) for name, table in metadata.tables.items()}
    for post in private:
        number = post["id"].rpartition("/")[2]
        assert number.encode() not in files
        assert [name for name, rows in tables.items() if number in rows] == []
    assert b"zzsecret" not in files
    assert [name for name, rows in tables.items() if "zzsecret" in rows] == []
    with library._passages.view() as view:
        assert view.lexical("zzsecret1", Filters(), 10) == []
        assert view.lexical("hawksworx", Filters(), 10)


def test_mastodon_replies_lose_their_address_and_links_are_whole(library: Library, folder: Path) -> None:
    """The names a reply begins with are its address; a link cut in three spans is one link; no markup is left."""
    report = library.keep_archive(DATA / "export-mastodon" / "outbox.json")

    lines = [json.loads(line) for line in (folder / report.path).read_text("utf-8").splitlines()]
    replies = [line for line in lines if line["kind"] == "reply"]
    assert len(replies) == report.replies > 50
    assert not [line["text"] for line in replies if line["text"].startswith("@")]
    assert all(line["reply_to"].startswith("http") for line in replies)
    assert sum(bool(line.get("addressed")) for line in replies) > 50
    assert any("https://www.hawksworx.com/feed.xml" in line["text"] for line in lines)
    assert not [
        line["text"] for line in lines if "<p>" in line["text"] or "…http" in line["text"] or "&amp;" in line["text"]
    ]


def test_a_table_with_other_encodings_and_american_dates(library: Library, folder: Path) -> None:
    """The Obama table is no UTF-8, has HTML entities and dates with the month first: read, and told how."""
    seen = library.preview_archive(DATA / "posts-en-obama" / "BarackObama.csv")

    holds = {column.name: column.holds for column in seen.columns}
    assert holds == {
        "created_at": "date", "text": "text", "url": "address", "replies": "replies", "retweets": "reposts",
        "favorites": "likes", "user": "",
    }  # fmt: skip
    assert seen.first is not None
    assert seen.last is not None
    assert (seen.first.year, seen.last.year) == (2014, 2017)
    assert seen.by_platform == {"x": seen.posts}
    assert seen.posts > 2700
    assert not list((folder / "posts").glob("*archive*"))


def test_converted_again_it_is_the_same_file(library: Library, folder: Path) -> None:
    """The same archive again changes not a byte, and the next ingest finds nothing new."""
    outbox = DATA / "export-mastodon" / "outbox.json"
    first = library.ingest([outbox])
    before = (folder / first.archives[0].path).read_bytes()

    second = library.ingest([outbox])

    assert (folder / first.archives[0].path).read_bytes() == before
    (archive,) = second.archives
    assert (archive.added, archive.updated, archive.unchanged) == (0, 0, archive.posts)
    assert (second.added, second.updated, second.removed) == (0, 0, 0)
