"""Exports of Threads and Instagram, with their letters as Meta writes them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import BadInput
from assistant.library import Library
from assistant.library.archives.meta import undone
from tests.library.archives.exports import mangled, zipped

THREADS = {
    "text_post_app_text_posts": [
        {
            "media": [
                {
                    "uri": "media/1.jpg",
                    "creation_timestamp": 1_700_000_000,
                    "title": "Le seigle est moulu 🌾, à goûter",
                    "cross_post_source": {"source_app": "FB"},
                    "text_app_post": {"is_reply": False},
                }
            ]
        },
        {
            "media": [
                {
                    "uri": "",
                    "creation_timestamp": 1_700_000_100,
                    "title": "@ana Oui, dès lundi matin!",
                    "text_app_post": {"is_reply": True},
                }
            ]
        },
        {
            "title": "Deux photos du four éteint",
            "creation_timestamp": 1_700_000_200,
            "media": [{"uri": "media/2.jpg", "title": ""}, {"uri": "media/3.jpg", "title": ""}],
        },
        {"media": [{"uri": "media/4.jpg", "creation_timestamp": 1_700_000_300, "title": ""}]},
    ]
}
INSTAGRAM = [
    {"media": [{"uri": "media/5.jpg", "creation_timestamp": 1_690_000_000, "title": "Pain d'été, croûte épaisse"}]},
    {
        "media": [{"uri": "media/6.jpg"}, {"uri": "media/7.jpg"}],
        "title": "Trois pains sur la table ce matin",
        "creation_timestamp": 1_690_000_100,
    },
]
COMMENTS = [
    {
        "media_list_data": [{"uri": ""}],
        "string_map_data": {
            "Commentaire": {"value": "@zoe Merci, à très bientôt!"},
            "Propriétaire du média": {"value": "zoe"},
            "Heure": {"timestamp": 1_690_000_500},
        },
    }
]
PROFILE = {"profile_user": [{"string_map_data": {"Nom d’utilisateur": {"value": "moulin"}}}]}
ROOT = "your_instagram_activity"


def dumped(value: Any) -> str:
    """JSON as Meta writes it: only ASCII, letters as the bytes of their UTF-8."""
    return json.dumps(mangled(value))


def kept(library: Library, path: Path) -> tuple[Any, list[Mapping[str, Any]]]:
    report = library.keep_archive(path)
    return report, [json.loads(line) for line in (library.folder / report.path).read_text("utf-8").splitlines()]


def test_threads_and_instagram_in_one_export(library: Library, tmp_path: Path) -> None:
    """Letters are mended, captions found on the post or on its picture, replies told from posts; stories, archived
    posts and messages stay out."""
    path = zipped(
        tmp_path / "meta.zip",
        {
            f"{ROOT}/threads/threads_and_replies.json": dumped(THREADS),
            f"{ROOT}/content/posts_1.json": dumped(INSTAGRAM),
            f"{ROOT}/content/stories.json": dumped(
                {"ig_stories": [{"uri": "s.jpg", "creation_timestamp": 1, "title": "zzsecret"}]}
            ),
            f"{ROOT}/content/archived_posts.json": dumped(
                {
                    "ig_archived_post_media": [
                        {"media": [{"uri": "a.jpg", "creation_timestamp": 2, "title": "zzsecret"}]}
                    ]
                }
            ),
            f"{ROOT}/comments/post_comments_1.json": dumped(COMMENTS),
            f"{ROOT}/messages/inbox/ana/message_1.json": dumped({"messages": [{"content": "zzsecret"}]}),
            "personal_information/personal_information.json": dumped(PROFILE),
        },
    )

    report, lines = kept(library, path)

    assert (report.source, report.path) == ("meta", "posts/meta-archive-moulin.jsonl")
    assert [(line["platform"], line["kind"], line["text"]) for line in lines] == [
        ("instagram", "post", "Pain d'été, croûte épaisse"),
        ("instagram", "post", "Trois pains sur la table ce matin"),
        ("instagram", "reply", "Merci, à très bientôt!"),
        ("threads", "post", "Le seigle est moulu 🌾, à goûter"),
        ("threads", "reply", "Oui, dès lundi matin!"),
        ("threads", "post", "Deux photos du four éteint"),
    ]
    assert lines[2]["addressed"] == ["@zoe"]
    assert lines[3]["date"] == "2023-11-14T22:13:20+00:00"
    assert {one.reason: one.count for one in report.left_out} == {"story": 1, "archived": 1, "no_text": 1}
    assert "zzsecret" not in (library.folder / report.path).read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "value", "source"),
    [("threads_and_replies.json", THREADS, "threads"), ("posts_1.json", INSTAGRAM, "instagram")],
)
def test_one_file_of_an_export(library: Library, tmp_path: Path, name: str, value: object, source: str) -> None:
    """A single file is recognised by what it holds."""
    path = tmp_path / name
    path.write_text(dumped(value), "utf-8")

    assert library.preview_archive(path).source == source


def test_an_export_in_html_is_named_as_one(library: Library, tmp_path: Path) -> None:
    """The format that Meta proposes first cannot be read; the person is told which to choose."""
    path = zipped(tmp_path / "meta.zip", {f"{ROOT}/threads/threads.html": "<html>…</html>", "index.html": "<html>"})

    with pytest.raises(BadInput, match="JSON"):
        library.preview_archive(path)


@given(st.text())
def test_every_text_comes_back(text: str) -> None:
    """Whatever was written, undoing gives it again."""
    encodable = text.encode("utf-8", "ignore").decode("utf-8")

    assert undone(mangled(encodable)) == encodable


@pytest.mark.parametrize("text", ["déjà propre", "prix: 5 €", "Ã", "naïve ☕", ""])
def test_a_text_that_is_right_already_stays(text: str) -> None:
    """Where undoing fails, the original is kept."""
    assert undone(text) == text
