"""Rows of our tables: words and slots in the order in which they are said."""

from importlib.resources import files

import pytest
import regex

from assistant.voice.decisions import every_house
from assistant.voice.rows import form_of, slots
from assistant.voice.spans import has_form, spelled_as, unaccented

SLOTS = {"limb": ["thumb", "little finger", "pouce"], "hurt": ["broke*", "s'est ouvert"]}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("My thumb is quite BROKEN", True),
        ("her little  finger, well, broke", True),
        ("il sest ouvert le pouce", False),
        ("le pouce, il s’est ouvert", True),
        ("mon pouce sest ouvert", True),
        ("my thumb is fine. the cup broke", False),
        ("thumbs broke", False),
    ],
)
def test_a_row_is_said_in_its_order(text: str, found: bool) -> None:
    """Words stand whole and in order inside a sentence; a star ends any way, an apostrophe may be left out."""
    assert has_form(form_of("{limb} … {hurt}", SLOTS), text) is found


def test_a_long_gap_goes_beyond_a_sentence() -> None:
    """`……` may go on in the next sentence, and `|` parts what may stand in the same place."""
    row = form_of("ouch|aïe …… {hurt}", SLOTS)

    assert has_form(row, "Aïe. Et puis la tasse: broke!")
    assert not has_form(row, "broke it, ouch")
    with pytest.raises(KeyError):
        form_of("{nobody}", SLOTS)


def test_every_slot_stands_in_a_row() -> None:
    """No words are kept that no rule reads, and every rule's patterns can be read."""
    rules = files("assistant.voice").joinpath("every_house.toml").read_text("utf-8")

    assert [name for name in slots() if f"{{{name}}}" not in rules] == []
    assert all(regex.compile(form.replace("{name}", "x")) for rule in every_house().hand_over for form in rule.forms)


def test_who_writes_without_accents_is_read_without() -> None:
    """Only then: where a text has an accent its writer means the others, too."""
    assert spelled_as("jai ete brulee", ["brûlée", "à boutte"]) == ("brulee", "a boutte")
    assert spelled_as("j'ai été brulee", ["brûlée"]) == ("brûlée",)
    assert unaccented("Ça brûle à l’Hôpital") == "Ca brule a l’Hopital"
