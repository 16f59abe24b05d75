"""Edits of a brand's files: the right lines change, no other does, and what cannot be meant is refused."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import BadInput, BadKnowledge
from assistant.voice.editing import apply_edit
from assistant.voice.edits import read_edit

SAMPLE = Path(__file__).parents[2] / "knowledge" / "brulerie-du-canal"
BRAND = (SAMPLE / "brand.toml").read_text("utf-8")
TEO = (SAMPLE / "people" / "teo" / "person.toml").read_text("utf-8")
BARE = 'format = 1\nid = "b"\nname = "B"\nlanguages = ["fr"]\n'
RULE = {
    "id": "no-hi", "kind": "banned", "language": "en", "words": ["hi there"], "level": "warn",
    "reason": {"en": 'No "greeting".', "fr": "Pas de salut."}, "fails": "Hi there, yes.", "passes": "Yes.",
}  # fmt: skip


def edited(file: str, /, **edit: Any) -> str:
    return apply_edit(file, read_edit(edit))


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = before.split("\n"), after.split("\n")
    return [line for line in old if line not in new], [line for line in new if line not in old]


def test_a_rule_goes_to_the_end_of_the_rules() -> None:
    """A new rule stands after the last one and before the next chapter; no other line changes; taking it out again
    gives the file back as it was."""
    after = edited(BRAND, kind="add_rule", rule=RULE)

    assert changed_lines(BRAND, after)[0] == []
    assert tomllib.loads(after)["rules"][-1]["id"] == "no-hi"
    assert after.index('id = "no-hi"') < after.index("when a person must take over")
    assert edited(after, kind="remove_rule", id="no-hi") == BRAND


@pytest.mark.parametrize(
    ("edit", "line"),
    [
        ({"kind": "add_trait", "language": "fr", "text": "pas de salutation"}, '  "pas de salutation",'),
        ({"kind": "set_register", "register": "vous", "platform": "bluesky"}, None),
        ({"kind": "set_register", "register": "vous"}, 'default = "vous"'),
        ({"kind": "set_emoji", "at_most": 2}, "at_most = 2"),
        ({"kind": "set_hashtags", "platform": "x", "at_most": 0}, None),
        ({"kind": "add_trait", "language": "fr", "text": "nommer le sac", "situation": "complaint"}, None),
    ],
)
def test_one_line_changes(edit: dict[str, Any], line: str | None) -> None:
    """A trait, a form of address or a number changes its own line; comments and order stay."""
    gone, new = changed_lines(BRAND, edited(BRAND, **edit))

    assert len(new) == 1
    assert len(gone) <= 1
    assert line is None or new == [line]


def test_a_trait_is_taken_out() -> None:
    """The trait goes, the others stay."""
    text = "one precise fact beats any amount of enthusiasm"

    gone, new = changed_lines(BRAND, edited(BRAND, kind="remove_trait", language="en", text=text))

    assert (len(gone), new) == (1, [])


def test_a_person_has_a_file_of_their_own() -> None:
    """An edit with a person changes their file, at its top level."""
    edit = read_edit({"kind": "add_trait", "language": "en", "text": "no greeting", "person": "teo"})

    assert edit.path == "people/teo/person.toml"
    assert "no greeting" in tomllib.loads(apply_edit(TEO, edit))["traits"]["en"]
    vous = edited(TEO, kind="set_register", register="vous", person="teo")
    assert tomllib.loads(vous)["register"] == "vous"


@pytest.mark.parametrize(
    "edit",
    [
        {"kind": "add_trait", "language": "fr", "text": "court"},
        {"kind": "set_emoji", "at_most": 1},
        {"kind": "set_hashtags", "platform": "x", "at_most": 1},
        {"kind": "set_register", "register": "tu", "platform": "x"},
        {"kind": "add_rule", "rule": RULE},
    ],
)
def test_a_file_without_the_table_gets_it(edit: dict[str, Any]) -> None:
    """The first trait, rule or number of a brand makes its table."""
    after = edited(BARE, **edit)

    assert after.startswith(BARE.rstrip("\n"))
    assert tomllib.loads(after) != tomllib.loads(BARE)


@pytest.mark.parametrize(
    ("edit", "key"),
    [
        ({"kind": "add_rule", "rule": RULE | {"id": "no-hype-en"}}, "voice.rule_exists"),
        ({"kind": "remove_rule", "id": "none"}, "voice.no_such_rule"),
        ({"kind": "remove_trait", "language": "fr", "text": "rien de tel"}, "voice.no_such_trait"),
        ({"kind": "add_trait", "language": "fr", "text": "court", "situation": "praise"}, "voice.no_such_tone"),
        ({"kind": "set_emoji", "at_most": 1}, "voice.edit_changes_nothing"),
        ({"kind": "set_register", "register": "tu"}, "voice.edit_changes_nothing"),
        ({"kind": "set_emoji", "at_most": -1}, "voice.bad_edit"),
        ({"kind": "fly"}, "voice.bad_edit"),
        ({"kind": "add_rule", "rule": RULE | {"kind": "preferred"}}, "voice.bad_edit"),
        ("nonsense", "voice.bad_edit"),
    ],
)
def test_what_cannot_be_meant_is_refused(edit: Any, key: str) -> None:
    """An edit that changes nothing, names what is not there or means nothing is told."""
    with pytest.raises(BadInput) as caught:
        apply_edit(BRAND, read_edit(edit))

    assert caught.value.key == key
    assert caught.value.text("fr") != caught.value.text("en")


def test_an_unusual_layout_is_left_to_a_person() -> None:
    """A file whose rules are one inline array is not guessed at: nothing is broken, the person is told."""
    text = BARE + 'rules = [{ id = "a", kind = "banned", words = ["x"], reason = {}, fails = "x", passes = "y" }]\n'

    with pytest.raises(BadInput) as caught:
        edited(text, kind="add_rule", rule=RULE)

    assert caught.value.key == "voice.edit_by_hand"


def test_a_broken_file_is_told_and_left() -> None:
    """A file that is no TOML is named with what is wrong, not edited."""
    with pytest.raises(BadKnowledge) as caught:
        edited("format = ", kind="set_emoji", at_most=3)

    assert "brand.toml" in str(caught.value)


words = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=3, max_size=40).filter(str.strip)


@settings(max_examples=30)
@given(words, words)
def test_any_text_comes_back_as_it_was_said(trait: str, word: str) -> None:
    """Quotation marks, backslashes and any script survive the writing."""
    after = edited(BRAND, kind="add_trait", language="en", text=trait)
    assert trait in tomllib.loads(after)["voice"]["traits"]["en"]

    after = edited(BRAND, kind="add_rule", rule=RULE | {"words": [word]})
    assert tomllib.loads(after)["rules"][-1]["words"] == [word]


FACT = {
    "topic": "Avez-vous des filtres Chemex?",
    "texts": {"fr": "Des filtres\n Chemex, 14 $ la boîte.", "en": 'Chemex "filters", $14.'},
}


def test_a_fact_goes_to_the_end_of_the_facts() -> None:
    """A new fact stands after the last one, with who said it and when; no other line changes; a second one on the same
    topic gets its own id."""
    after = edited(BRAND, kind="add_fact", **FACT, by="Ana", since="2026-11-25")

    assert changed_lines(BRAND, after)[0] == []
    assert tomllib.loads(after)["facts"][-1] == {
        "id": "avez-vous-des-filtres-chemex", "topic": FACT["topic"], "fr": "Des filtres Chemex, 14 $ la boîte.",
        "en": 'Chemex "filters", $14.', "by": "Ana", "since": date(2026, 11, 25),
    }  # fmt: skip
    assert tomllib.loads(edited(after, kind="add_fact", **FACT))["facts"][-1]["id"] == "avez-vous-des-filtres-chemex-2"
    assert tomllib.loads(edited(BARE, kind="add_fact", **FACT))["facts"][0]["id"] == "avez-vous-des-filtres-chemex"


@pytest.mark.parametrize(
    "fact",
    [
        FACT | {"id": "hours"},
        FACT | {"texts": {}},
        FACT | {"texts": {"fr": " "}},
        FACT | {"texts": {"french": "Oui."}},
        FACT | {"texts": {"fr": "x" * 601}},
        FACT | {"topic": "  "},
        FACT | {"person": "teo"},
        FACT | {"since": "hier"},
    ],
)
def test_a_fact_that_is_none_is_refused(fact: dict[str, Any]) -> None:
    """An id that is taken, no text, a text that is none or a page long, no topic, a fact of one person, no date."""
    with pytest.raises(BadInput):
        edited(BRAND, kind="add_fact", **fact)


@given(st.text(min_size=2, max_size=60), st.text(min_size=2, max_size=200))
def test_any_fact_is_written_so_that_it_reads_back(topic: str, text: str) -> None:
    """Quotation marks, signs, other scripts, line ends: what was typed is what the file says, or it is refused."""
    try:
        after = edited(BARE, kind="add_fact", topic=topic, texts={"fr": text})
    except BadInput:
        return

    assert tomllib.loads(after)["facts"][0]["fr"] == " ".join(text.split())
