"""The messages that drafts are measured with: what they cover, and that their patterns mean what they should."""

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from assistant.drafting.expectations import Always, Expectation, ExpectationSet, read_messages
from assistant.drafting.marks import admits, breaks, mark
from assistant.library.folder import MESSAGES_FILE, find_files
from assistant.voice.brand import load_brand

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "knowledge" / "brulerie-du-canal"
COUNTED = FOLDER / MESSAGES_FILE
TO_TUNE = ROOT / "tests" / "eval" / "drafts_dev.toml"
THEATRE = ROOT / "tests" / "eval" / "houses" / "theatre"
BLIND = THEATRE / MESSAGES_FILE
HELD_OUT = ROOT / "tests" / "eval" / "drafts_held_out.toml"
LATER = sorted((ROOT / "tests" / "eval").glob("drafts_blind_*.toml"))
"""Further sets written blind, each by somebody who had read no other."""


@cache
def messages(path: Path) -> ExpectationSet:
    return read_messages(path)


def each_message() -> list[tuple[ExpectationSet, Expectation]]:
    return [
        (messages(path), one) for path in (COUNTED, TO_TUNE, HELD_OUT, BLIND, *LATER) for one in messages(path).messages
    ]


def each_rule() -> list[tuple[ExpectationSet, Always]]:
    return [(messages(path), rule) for path in (COUNTED, BLIND) for rule in messages(path).always]


def test_the_messages_cover_what_was_asked_for() -> None:
    """120 messages, both languages equally, every situation, and as many of each sort as the measure needs."""
    asked = messages(COUNTED).messages
    languages = Counter(one.language[0] if len(one.language) == 1 else "" for one in asked)
    sorts = Counter(one.sort for one in asked)

    assert len(asked) == 120
    assert languages["fr"] == languages["en"] == 52
    assert sorts == {
        "plain": 34,
        "unanswerable": 20,
        "odd": 16,
        "hostile": 15,
        "hand_over": 15,
        "trap": 10,
        "silence": 10,
    }
    assert {one.situation for one in asked} == {
        "question", "complaint", "praise", "joke", "spam", "attack", "crisis", "lead", "press", "other",
    }  # fmt: skip
    assert sum(bool(one.good and one.bad) for one in asked) >= 40


def test_the_messages_to_tune_with_are_others() -> None:
    """30 messages, each sort among them, and not one text of the set that counts."""
    tuned, counted = messages(TO_TUNE), messages(COUNTED)

    assert len(tuned.messages) == 30
    assert {one.sort for one in tuned.messages} == {one.sort for one in counted.messages}
    assert {one.text for one in tuned.messages} & {one.text for one in counted.messages} == set()
    assert {one.id for one in tuned.messages} & {one.id for one in counted.messages} == set()
    assert tuned.always == counted.always


def test_the_messages_to_a_house_that_nothing_was_tuned_on() -> None:
    """60 messages to a made-up theatre, half in each language, written blind: none stands in the other files."""
    blind = messages(BLIND)
    others = [one for path in (COUNTED, TO_TUNE) for one in messages(path).messages]

    assert len(blind.messages) == 60
    assert Counter(one.language for one in blind.messages) == {("fr",): 30, ("en",): 30}
    assert {one.sort for one in blind.messages} == {one.sort for one in others}
    assert {one.text for one in blind.messages} & {one.text for one in others} == set()
    assert {one.id for one in blind.messages} & {one.id for one in others} == set()
    assert all(len(one.bad) >= 2 and (len(one.good) >= 2 or one.sort == "silence") for one in blind.messages)


def test_the_messages_held_out_are_others() -> None:
    """120 messages, each sort and situation among them, and not one text of the other sets."""
    held, others = messages(HELD_OUT), (messages(COUNTED), messages(TO_TUNE))

    assert len(held.messages) == 120
    assert {one.sort for one in held.messages} == {one.sort for one in others[0].messages}
    assert {one.situation for one in held.messages} == {one.situation for one in others[0].messages}
    assert {one.text for one in held.messages} & {one.text for other in others for one in other.messages} == set()
    assert {one.id for one in held.messages} & {one.id for other in others for one in other.messages} == set()
    assert held.always == others[0].always
    assert all(len(one.bad) >= 3 and (len(one.good) >= 3 or one.sort == "silence") for one in held.messages)


@pytest.mark.parametrize("path", LATER, ids=lambda path: path.stem)
def test_the_later_messages_are_others(path: Path) -> None:
    """At least 100 messages, every sort among them, and not one text or id of the sets before."""
    given = messages(path)
    others = [
        one for other in (COUNTED, TO_TUNE, HELD_OUT, *LATER) if other != path for one in messages(other).messages
    ]

    assert len(given.messages) >= 100
    assert {one.sort for one in given.messages} == {one.sort for one in messages(COUNTED).messages}
    assert {one.text for one in given.messages} & {one.text for one in others} == set()
    assert {one.id for one in given.messages} & {one.id for one in others} == set()


@pytest.mark.parametrize(("among", "one"), each_message(), ids=lambda given: getattr(given, "id", ""))
def test_good_answers_pass_and_bad_ones_fail(among: ExpectationSet, one: Expectation) -> None:
    """A sample answer that is right has no mark against it and says all it must; one that is wrong has a mark."""
    for good in one.good:
        marks = mark(good, one, among)
        assert (marks.slips, marks.missing, marks.admitted is not False) == ((), (), True), good
    for bad in one.bad:
        assert mark(bad, one, among).slips, bad
    if one.gap is not None:
        assert not any(mark(bad, one, among).admitted for bad in one.bad)


@pytest.mark.parametrize(("among", "rule"), each_rule(), ids=lambda given: getattr(given, "id", ""))
def test_what_is_always_wrong_is_told_from_what_is_right(among: ExpectationSet, rule: Always) -> None:
    """Each of these finds its wrong sentences and lets its right ones through."""
    assert [one for one in rule.good if breaks(one, rule, among)] == []
    assert [one for one in rule.bad if not breaks(one, rule, among)] == []


@pytest.mark.parametrize("path", [COUNTED, BLIND], ids=lambda path: path.parent.name)
def test_saying_that_one_checks_is_told_from_saying_something(path: Path) -> None:
    """A sentence that says something is being checked or not known, and one that states or asks something else."""
    among = messages(path)
    assert among.admits is not None

    assert [one for one in among.admits.good if not admits(one, among)] == []
    assert [one for one in among.admits.bad if admits(one, among)] == []


@pytest.mark.parametrize(("folder", "at_least"), [(FOLDER, 150), (THEATRE, 40)], ids=["sample", "theatre"])
def test_the_brands_own_words_are_not_wrong(folder: Path, at_least: int) -> None:
    """What is always wrong is found in none of the brand's facts, and in hardly any of its own posts and replies: a
    pattern that takes a true sentence for a false one would count against every draft."""
    among = messages(folder / MESSAGES_FILE)
    rules = [rule for rule in among.always if rule.id != "another-customer"]
    facts = [text for fact in load_brand(folder).facts for text in fact.texts.values()]
    posts = [
        json.loads(line)["text"]
        for path in folder.glob("posts/*.jsonl")
        for line in path.read_text("utf-8").splitlines()
    ]

    assert [(rule.id, text) for text in facts for rule in rules if breaks(text, rule, among)] == []
    assert len(posts) > at_least
    assert [(rule.id, text) for text in posts for rule in rules if breaks(text, rule, among)] == []


@pytest.mark.parametrize("folder", [FOLDER, THEATRE], ids=lambda folder: folder.name)
def test_the_messages_are_not_knowledge(folder: Path) -> None:
    """No search may find the right answers: the file is not read into the library."""
    assert (folder / MESSAGES_FILE).is_file()
    assert [found.path for found in find_files(folder) if "messages" in found.path or "questions" in found.path] == []
