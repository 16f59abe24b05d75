"""Posts that say the same, in one file or in several."""

import dataclasses
import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.library import Library
from assistant.library.readers.posts import Circumstances, read_jsonl
from assistant.library.sameness import said, same_key
from assistant.records import Message, Place, Post
from tests.library.conftest import write_posts

AROUND = Circumstances("", ZoneInfo("America/Toronto"), lambda _: "fr", "posts")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Le moulin rouvre lundi matin! https://a.example/1", "Le moulin rouvre lundi matin https://bit.ly/x"),
        ("Le moulin rouvre lundi matin #Farine #Laval", "Le moulin rouvre lundi matin"),
        ("Merci @moulin@mstdn.example pour la belle visite", "Merci @moulin.bsky.social pour la belle visite"),
        ("𝗟𝗲 𝗺𝗼𝘂𝗹𝗶𝗻 rouvre lundi matin", "Le moulin  rouvre\nLundi matin…"),
    ],
)
def test_copies_for_several_networks_say_the_same(one: str, other: str) -> None:
    """Links, closing tags, handles, fancy letters, case and punctuation differ between the copies of one post."""
    assert said(one) == said(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Merci! https://a.example/1", "Merci! https://a.example/2"),
        ("Le moulin ouvre à 8 h lundi", "Le moulin ouvre à 9 h lundi"),
        ("🎉", "🍞"),
        ("#Farine", "#Laval"),
    ],
)
def test_other_figures_or_few_words_do_not_say_the_same(one: str, other: str) -> None:
    """A figure makes another post; where there are hardly any words, links and tags are what is said."""
    assert said(one) != said(other)


@given(st.text(max_size=60))
def test_what_is_said_is_never_nothing(text: str) -> None:
    """Only a text of blanks has nothing to compare."""
    assert bool(said(text)) == bool(text.strip())


def test_the_same_answer_to_another_message_is_another_reply() -> None:
    """A stock reply is kept with each message that it answered, and apart for each person."""
    post = Post("1", "Merci beaucoup!", "x", "fr", "reply", answered=Message("Bravo pour le pain"))

    keys = {
        same_key(dataclasses.replace(post, **change))
        for change in ({}, {"answered": Message("Belle farine")}, {"answered": None}, {"person": "lea"})
    }

    assert len(keys) == 4


def test_a_post_in_two_files_is_learnt_once_with_its_places(library: Library, folder: Path) -> None:
    """A cross-post that stands in two files is counted, given once, and says where else it was published."""
    fresh = "Fresh rye flour came off the stones this morning"
    row = {"id": "m1", "platform": "mastodon", "text": f"{fresh} #rye", "address": "https://m.example/1"}
    write_posts(folder / "posts" / "mastodon.jsonl", [row | {"date": "2025-06-01T09:00:00-04:00"}])

    report = library.ingest()

    (post,) = (post for post in library.posts(person="") if post.text.startswith(fresh))
    assert (report.added, report.repeated) == (1, 1)
    assert post.id == "p2"
    assert [(place.platform, place.address, place.id) for place in post.places] == [
        ("mastodon", "https://m.example/1", "m1")
    ]
    assert [post.id for post in library.posts(person="", platform="mastodon")] == ["m1"]

    (folder / "posts" / "mastodon.jsonl").unlink()

    assert library.ingest().repeated == 0


def test_all_that_a_converted_archive_says_of_a_post_comes_back(library: Library, folder: Path) -> None:
    """Address, what it answers, whom it is addressed to, what it quotes, its places and its length in posts."""
    text = "D'accord. RT @ana: le pain manque"
    row = {
        "id": "x1",
        "platform": "x",
        "kind": "reply",
        "language": "fr",
        "text": text,
        "address": "https://x.com/moulin/status/1",
        "reply_to": "https://x.com/ana/status/0",
        "addressed": ["@ana"],
        "quoted": [[10, len(text)]],
        "places": [
            {"platform": "bluesky", "address": "https://b.example/2", "date": "2025-06-01T13:00:00Z", "id": "b2"}
        ],
        "parts": 3,
    }
    write_posts(folder / "posts" / "x.jsonl", [row])
    library.ingest()

    (post,) = (post for post in library.posts() if post.id == "x1")

    assert (post.address, post.reply_to, post.addressed, post.parts) == (
        "https://x.com/moulin/status/1",
        "https://x.com/ana/status/0",
        ("@ana",),
        3,
    )
    assert post.own_text == "D'accord."
    assert post.places == (Place("bluesky", "https://b.example/2", datetime(2025, 6, 1, 13, tzinfo=UTC), "b2"),)
    passage = library.passage("posts/x.jsonl#x1")
    assert passage is not None
    assert (passage.address, passage.quoted) == (post.address, ((10, len(text)),))


@pytest.mark.parametrize(
    "field",
    [
        {"quoted": [[0, 99]]},
        {"quoted": [[3, 1]]},
        {"quoted": "all"},
        {"places": [3]},
        {"places": {"a": 1}},
        {"places": [{"date": "hier"}]},
        {"addressed": 3},
        {"parts": -1},
        {"address": ["a"]},
    ],
)
def test_a_field_that_means_nothing_costs_its_line_only(field: dict[str, object]) -> None:
    """What an edited file may hold is read or told."""
    read = read_jsonl(json.dumps({"text": "Oui, lundi"} | field) + '\n{"text": "ensuite"}', AROUND)

    assert [post.text for post in read.posts] == ["ensuite"]
    assert len(read.remarks) == 1
