"""Archives of Mastodon and its kin: what is public, and how it reads."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.library import Library
from assistant.library.archives.markup import text_of_html
from tests.library.archives.exports import ACTOR, FOLLOWERS, PUBLIC, create, outbox, tarred, zipped


def kept(library: Library, path: Path, **wishes: Any) -> tuple[Any, dict[str, Mapping[str, Any]]]:
    report = library.keep_archive(path, **wishes)
    lines = [json.loads(line) for line in (library.folder / report.path).read_text("utf-8").splitlines()]
    return report, {line["id"].rpartition("/")[2]: line for line in lines}


PUBLIC_ACTIVITY = create(8, "<p>zzsecret</p>")


@pytest.mark.parametrize(
    ("activity", "reason"),
    [
        (create(1, "<p>zzsecret</p>", to=[FOLLOWERS], cc=[]), "followers"),
        (create(2, "<p>zzsecret</p>", to=["https://m.example/users/ana"], cc=[]), "direct"),
        (create(3, "<p>zzsecret</p>", to=[], cc=[]), "direct"),
        (create(4, "<p>zzsecret</p>", to=["https://m.example/users/ana"], cc=[FOLLOWERS]), "followers"),
        (create(5, "<p>zzsecret</p>", directMessage=True), "direct"),
        ({**create(7, "<p>zzsecret</p>"), "to": [FOLLOWERS], "cc": []}, "followers"),
        ({**PUBLIC_ACTIVITY, "object": {**PUBLIC_ACTIVITY["object"], "to": [FOLLOWERS], "cc": []}}, "followers"),
        ({**create(9, ""), "type": "Announce", "object": "https://other.example/1"}, "repost"),
    ],
)
def test_what_is_not_for_everybody_stays_out(
    library: Library, tmp_path: Path, activity: Mapping[str, Any], reason: str
) -> None:
    """A post is public only when both its activity and itself say so; all else is counted out by reason."""
    path = tmp_path / "outbox.json"
    path.write_text(outbox([activity, create(50, "<p>Le pain est cuit</p>")]), "utf-8")

    report, posts = kept(library, path)

    assert posts.keys() == {"50"}
    assert {one.reason: one.count for one in report.left_out} == {reason: 1}
    assert "zzsecret" not in (library.folder / report.path).read_text("utf-8")


def test_unlisted_posts_are_public(library: Library, tmp_path: Path) -> None:
    """A post that names the public among its copies only is not shown in timelines, and is for everybody."""
    path = tmp_path / "outbox.json"
    path.write_text(outbox([create(1, "<p>Le pain est cuit</p>", to=[FOLLOWERS], cc=[PUBLIC])]), "utf-8")

    assert kept(library, path)[1].keys() == {"1"}


@pytest.mark.parametrize("packed", ["zip", "tar.gz", "folder", "file"])
def test_the_same_archive_in_every_wrapping_is_one_file(library: Library, tmp_path: Path, packed: str) -> None:
    """Zip, tar, unpacked folder or `outbox.json` alone: the account is known, so all of them become the same file."""
    members = {"outbox.json": outbox([create(1, "<p>Le pain est cuit</p>")]), "actor.json": ACTOR}
    likes = json.dumps({"type": "OrderedCollection", "orderedItems": ["https://other.example/zzsecret"]})
    path = tmp_path.parent / f"{tmp_path.name}-{packed}"
    if packed == "zip":
        zipped(path, members | {"likes.json": likes})
    elif packed == "tar.gz":
        tarred(path, {f"./{name}": text.encode() for name, text in (members | {"likes.json": likes}).items()})
    elif packed == "folder":
        path.mkdir()
        for name, text in members.items():
            (path / name).write_text(text, "utf-8")
    else:
        path.write_text(members["outbox.json"], "utf-8")

    report, posts = kept(library, path)

    assert report.path == "posts/mastodon-archive-moulin-m-example.jsonl"
    assert posts["1"]["address"] == "https://m.example/@moulin/1"


def test_how_a_post_reads(library: Library, tmp_path: Path) -> None:
    """Paragraphs, breaks, cards of names, cut links, warnings, quotations and the choices of a poll."""
    link = (
        '<a href="https://www.moulin.example/la-farine-de-seigle"><span class="invisible">https://www.</span>'
        '<span class="ellipsis">moulin.example/la-fari</span><span class="invisible">ne-de-seigle</span></a>'
    )
    ana = '<span class="h-card"><a href="https://m.example/@ana" class="u-url mention">@<span>ana</span></a></span>'
    tag = '<a href="https://m.example/tags/pain" class="mention hashtag" rel="tag">#<span>pain</span></a>'
    quotation = (
        "<blockquote><p>Le seigle pousse partout</p></blockquote><p>Oui, et chez nous surtout, depuis dix ans.</p>"
    )
    mention = {"type": "Mention", "name": "@ana@m.example", "href": "https://m.example/@ana"}
    parent = "https://other.example/users/ana/statuses/9"
    path = tmp_path / "outbox.json"
    activities = [
        create(1, f"<p>Été &amp; hiver,<br>on moud.</p><p>{link} {tag}</p>"),
        create(2, f"<p>{ana} Oui, lundi!</p>", inReplyTo=parent, tag=[mention]),
        create(3, "<p>Four éteint.</p>", summary="Mauvaise nouvelle"),
        create(4, quotation),
        {
            **create(5, "<p>Quel pain?</p>"),
            "object": {**create(5, "<p>Quel pain?</p>")["object"], "type": "Question", "oneOf": [{"name": "Seigle"}]},
        },
    ]
    path.write_text(outbox(activities), "utf-8")

    report, posts = kept(library, path)
    library.ingest()

    assert posts["1"]["text"] == ("Été & hiver,\non moud.\n\nhttps://www.moulin.example/la-farine-de-seigle #pain")
    assert (posts["2"]["text"], posts["2"]["addressed"]) == ("Oui, lundi!", ["@ana@m.example"])
    assert (posts["2"]["kind"], posts["2"]["reply_to"]) == ("reply", parent)
    assert posts["3"]["text"] == "Mauvaise nouvelle\n\nFour éteint."
    assert posts["5"]["text"] == "Quel pain?\n- Seigle"
    (quoting,) = (post for post in library.posts(platform="mastodon") if post.id.endswith("/4"))
    assert quoting.own_text == "Oui, et chez nous surtout, depuis dix ans."
    assert quoting.text[slice(*quoting.quoted[0])] == "Le seigle pousse partout"
    assert report.left_out == ()


@given(st.text(max_size=300))
def test_no_markup_breaks_the_text(html: str) -> None:
    """Whatever stands in a post, its text comes out, and quotations lie inside of it, one after the other."""
    for whole in (html, f"<blockquote>{html}</blockquote>{html}", f"<p>{html}<blockquote><p>"):
        text, spans = text_of_html(whole)
        assert text == text.strip()
        ends = [0, *(place for span in spans for place in span), len(text)]
        assert ends == sorted(ends)
