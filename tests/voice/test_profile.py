"""What is measured of a voice, and what is said about a text that is unlike it."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.records import Post
from assistant.voice.profile import ENOUGH_POSTS, compare, measure_voice

ROOT = Path(__file__).parents[2]


def post(number: int, text: str, person: str = "", language: str = "fr", kind: str = "post") -> Post:
    return Post(f"p{number}", text, "bluesky", language, "reply" if kind == "reply" else "post", person=person)


def people_posts(person: str) -> list[Post]:
    path = ROOT / "knowledge" / "brulerie-du-canal" / "people" / person / "posts.jsonl"
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [Post(one["id"], one["text"], one["platform"], one["language"], one["kind"], person=person) for one in lines]


def test_a_profile_counts_what_it_is_of() -> None:
    """Only the posts of that person in that language count; habits are shares of them, with examples."""
    posts = [
        post(1, "On t'attend. On a du café!"),
        post(2, "Tu passes quand tu veux.", kind="reply"),
        post(3, "We open at 8.", language="en"),
        post(4, "Je pense.", person="zoe"),
        post(5, "C'est prêt."),
        post(6, "On ferme."),
    ]

    profile = measure_voice(posts, language="fr")

    assert (profile.posts, profile.replies, profile.enough) == (4, 1, False)
    assert profile.habit("on") == 0.5
    assert profile.habit("tu") == 0.5
    assert profile.habit("exclamation") == 0.25
    assert profile.habit("je") == 0.0
    assert profile.habit("we") == 0.0
    assert {habit.name: habit.examples for habit in profile.habits}["on"] == ("p1", "p6")
    assert measure_voice(posts, person="zoe", language="fr").habit("je") == 1.0


def test_openings_and_closings_are_those_that_recur() -> None:
    """How texts begin and end is told when it happens more than once."""
    profile = measure_voice([post(1, "Bon matin à tous."), post(2, "Bon matin, Laval!"), post(3, "Salut à tous.")])

    assert profile.openings == (("bon matin", 2),)
    assert profile.closings == (("à tous", 2),)


def test_nothing_to_measure() -> None:
    """Without posts the figures are zero and nothing is enough."""
    profile = measure_voice([], language="fr")

    assert (profile.posts, profile.characters.median, profile.enough) == (0, 0, False)
    assert compare("N'importe quoi!", profile).reasons == ()


@given(st.lists(st.text(max_size=60), max_size=12))
def test_spreads_are_ordered(texts: list[str]) -> None:
    """Whatever the texts, low is under middle is under high, and shares are between 0 and 1."""
    profile = measure_voice([post(number, text) for number, text in enumerate(texts)], language="fr")

    for spread in (profile.characters, profile.sentences, profile.sentence_words):
        assert spread.low <= spread.median <= spread.high
    assert all(0 <= habit.share <= 1 for habit in profile.habits)


def test_few_posts_do_not_judge() -> None:
    """Under fifty posts nothing is said against a text."""
    posts = [post(number, "Court.") for number in range(ENOUGH_POSTS - 1)]

    assert compare("Long! " * 99, measure_voice(posts, language="fr")).reasons == ()
    assert compare("Long! " * 99, measure_voice([*posts, post(99, "Court.")], language="fr")).reasons != ()


@pytest.mark.parametrize("reader", ["en", "fr"])
def test_reasons_are_plain_and_few(reader: str) -> None:
    """What is unlike the voice is told in at most three reasons, in the reader's language, without a verdict."""
    profile = measure_voice([post(number, "Il fait beau.") for number in range(60)], language="fr")

    match = compare("On vous attend!!! Je t'en prie… " * 20, profile, reader=reader)

    assert len(match.reasons) == 3
    assert match.band == "unknown"
    assert (" fois plus long" if reader == "fr" else "times as long") in match.reasons[0]


def test_the_sample_people_sound_different() -> None:
    """The measured habits tell the founder, the roaster and the barista apart."""
    measured = {name: measure_voice(people_posts(name), person=name) for name in ("maude", "teo", "camille")}
    french = {
        name: measure_voice(people_posts(name), person=name, language="fr") for name in ("maude", "teo", "camille")
    }

    assert measured["maude"].habit("exclamation") == 0
    assert measured["maude"].characters.median > 1.5 * min(one.characters.median for one in measured.values())
    assert french["maude"].habit("tu") < 0.1
