"""Posts from JSONL and CSV."""

import json
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.library.readers.columns import guess_columns, guess_day_first
from assistant.library.readers.posts import (
    MOST_REMARKS,
    Circumstances,
    looks_like_csv,
    looks_like_jsonl,
    read_csv,
    read_jsonl,
)
from assistant.records import Message, Post
from assistant.store import Remark

AROUND = Circumstances("", ZoneInfo("America/Toronto"), lambda _: "fr", "posts")


def test_a_whole_line_becomes_a_post() -> None:
    """Every field of our format is kept."""
    line = json.dumps(
        {
            "id": "b-1",
            "date": "2025-03-18T08:12:00-04:00",
            "platform": "bluesky",
            "language": "en",
            "kind": "reply",
            "text": "Yes, Vermont too.",
            "answered": {"author": "zoe.example", "text": "do you ship?"},
            "likes": 12,
            "reposts": 1,
            "replies": 3,
        }
    )
    expected = Post(
        id="b-1",
        text="Yes, Vermont too.",
        platform="bluesky",
        language="en",
        kind="reply",
        date=datetime(2025, 3, 18, 8, 12, tzinfo=timezone(timedelta(hours=-4))),
        person="lea",
        answered=Message("do you ship?", "zoe.example"),
        likes=12,
        reposts=1,
        replies=3,
    )

    assert (expected,) == read_jsonl(line, Circumstances("lea", UTC, lambda _: "", "")).posts


def test_text_alone_is_enough() -> None:
    """What is missing is guessed: the language from the text, the network from the file's name, an id from it all."""
    read = read_jsonl('{"text": "Ouvert"}\n', Circumstances("", UTC, lambda _: "fr", "nos-tweets-twitter"))

    (post,) = read.posts
    assert (post.text, post.platform, post.language, post.kind, post.date) == ("Ouvert", "x", "fr", "post", None)
    assert len(post.id) == 16


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("{", "library.bad_json"),
        ("[" * 100_000, "library.bad_json"),
        ("[1]", "library.not_an_object"),
        ("{}", "library.no_text"),
        ('{"text": "  "}', "library.no_text"),
        ('{"text": 3}', "library.no_text"),
        ('{"text": "a", "date": "hier"}', "library.bad_date"),
        ('{"text": "a", "date": 17}', "library.bad_date"),
        ('{"text": "a", "likes": "many"}', "library.bad_field"),
        ('{"text": "a", "likes": -1}', "library.bad_field"),
        ('{"text": "a", "likes": 1e999}', "library.bad_field"),
        ('{"text": "a", "platform": ["x"]}', "library.bad_field"),
        ('{"text": "a", "answered": [1]}', "library.bad_field"),
        ('{"text": "a", "kind": "story"}', "library.bad_kind"),
        ('{"text": "a", "language": "français"}', "library.bad_language"),
        ('{"text": "b", "id": "one"}', "library.same_id"),
    ],
)
def test_a_bad_line_is_left_out_with_its_number_and_the_rest_goes_on(line: str, key: str) -> None:
    """One bad line never costs the file."""
    text = '{"id": "one", "text": "avant"}\n\n' + line + '\n{"id": "two", "text": "après"}\n'

    read = read_jsonl(text, AROUND)

    assert [post.text for post in read.posts] == ["avant", "après"]
    assert [(key, 3)] == [(remark.key, remark.values["line"]) for remark in read.remarks]


def test_very_many_bad_lines_are_counted() -> None:
    """A file of nonsense makes a bounded report."""
    read = read_jsonl("{}\n" * (MOST_REMARKS + 50), AROUND)

    assert len(read.remarks) == MOST_REMARKS + 1
    assert Remark("library.more_lines", {"count": 50}) == read.remarks[-1]


@given(
    st.lists(st.recursive(st.none() | st.booleans() | st.floats() | st.text() | st.integers(), st.lists, max_leaves=3))
)
def test_no_json_value_breaks_the_reader(values: list[object]) -> None:
    """Whatever stands in the fields, a line is read or told, never raised."""
    names = ("text", "id", "date", "platform", "language", "kind", "answered", "likes", "reposts", "replies")
    line = json.dumps({"text": "a"} | dict(zip(names[1:], values, strict=False)))

    read = read_jsonl(line, AROUND)

    assert len(read.posts) + len(read.remarks) == 1


def test_csv_with_french_columns_and_semicolons() -> None:
    """A table as a French spreadsheet writes it: separator, names, day-first dates, decimal spaces."""
    text = (
        "Date de publication;Réseau;Texte du post;J'aime;Partages;Type\n"
        '18/03/2025 08:12;X (Twitter);"Ouvert; oui, ""demain""\nà 8 h";1 204;3;Réponse\n'
        "04/11/2025;Bluesky;Fermé lundi;;;Publication\n"
    )

    read = read_csv(text, AROUND)

    assert read.remarks == ()
    first, second = read.posts
    assert first.text == 'Ouvert; oui, "demain"\nà 8 h'
    assert (first.platform, first.kind, first.likes, first.reposts) == ("x", "reply", 1204, 3)
    assert datetime(2025, 3, 18, 12, 12, tzinfo=UTC) == first.date
    assert (second.platform, second.kind) == ("bluesky", "post")
    assert datetime(2025, 11, 4, tzinfo=ZoneInfo("America/Toronto")) == second.date


def test_csv_of_replies_keeps_the_message_answered() -> None:
    """With a column for our answer, the message is what was answered."""
    read = read_csv("message,reply,author\nOuvert?,Oui,zoe.example\n", AROUND)

    (post,) = read.posts
    assert ("Oui", "reply", Message("Ouvert?", "zoe.example")) == (post.text, post.kind, post.answered)


@pytest.mark.parametrize(
    ("header", "places"),
    [
        ("Date,ShareLink,ShareCommentary,SharedUrl", {"date": 0, "text": 2}),
        ("tweet_id,created_at,full_text,favorite_count", {"id": 0, "date": 1, "text": 2, "likes": 3}),
        ("Message;Date;Langue", {"text": 0, "date": 1, "language": 2}),
        ("Réponse;Message reçu", {"text": 0, "answered": 1}),
        ("Post;Comments", {"text": 0, "replies": 1}),
        ("a;b", {}),
    ],
)
def test_columns_are_guessed_from_their_names(header: str, places: dict[str, int]) -> None:
    """The names that tools and people give are recognised, in both languages."""
    assert places == dict(guess_columns(header.replace(";", ",").split(",")))


@pytest.mark.parametrize(
    ("dates", "french", "guess"),
    [
        (["13/04/2025", "02/03/2025"], False, (True, True)),
        (["02/13/2025", "02/03/2025"], True, (False, True)),
        (["02/03/2025"], True, (True, False)),
        (["02/03/2025"], False, (False, False)),
        (["2025-03-02"], False, (False, True)),
    ],
)
def test_day_or_month_first(dates: list[str], french: bool, guess: tuple[bool, bool]) -> None:
    """One unmistakable date decides for the column; without one, the guess is not sure."""
    assert guess == guess_day_first(dates, french=french)


def test_a_guess_about_dates_is_told_and_leaves_nothing_out() -> None:
    """Dates that could be read both ways are read, and the person is told how."""
    read = read_csv("text,date\na,04/11/2025 3:05 PM\n", AROUND)

    assert datetime(2025, 4, 11, 15, 5, tzinfo=ZoneInfo("America/Toronto")) == read.posts[0].date
    assert [Remark("library.dates_month_first", {}, left_out=False)] == list(read.remarks)


def test_bad_csv_lines_are_told_with_their_number() -> None:
    """Line numbers count the lines of the file, also after a text of several lines."""
    read = read_csv('text,date\n"a\nb",2025-01-01\n,2025-01-02\nc,someday\n', AROUND)

    assert [post.text for post in read.posts] == ["a\nb"]
    assert [(r.key, r.values["line"]) for r in read.remarks] == [("library.no_text", 4), ("library.bad_date", 5)]


def test_csv_without_a_text_column_is_left_out_whole() -> None:
    """A table of something else is not guessed at; the columns found are named."""
    read = read_csv("nom;prix\nÉcluse;18\n", AROUND)

    assert read.posts == ()
    assert [Remark("library.no_text_column", {"columns": "nom, prix"})] == list(read.remarks)


@given(st.text(max_size=200))
def test_no_text_breaks_the_csv_reader(text: str) -> None:
    """Whatever the file holds, it is read or told."""
    read_csv("text,date\n" + text.replace("\r", ""), AROUND)
    read_csv(text.replace("\r", ""), AROUND)


@pytest.mark.parametrize(
    ("text", "jsonl", "csv"),
    [
        ('{"text": "a"}', True, False),
        ('\n\n{"text": "a"}\n{', True, False),
        ("text,date\na,b", False, True),
        ("# Ton\n\nOn dit, parfois.", False, False),
        ("texte", False, False),
    ],
)
def test_what_a_file_of_posts_looks_like(text: str, jsonl: bool, csv: bool) -> None:
    """An upload is told from a guideline by what it holds."""
    assert (jsonl, csv) == (looks_like_jsonl(text), looks_like_csv(text))
