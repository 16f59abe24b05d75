"""Rules found in the guidelines, as the page shows them: accepted or set aside one by one, escaped, taken back."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.desk.changes import Changes
from assistant.drafting.proposals import Proposal, Reading
from assistant.errors import Cancelled, ModelUnavailable
from assistant.store import Database, Edits
from assistant.ui.handlers.rules import Guides, read_guides, set_aside, take, take_back
from assistant.ui.house import House
from assistant.ui.rendering.rules import proposals, rules_in_force
from assistant.voice.brand import Brand, load_brand
from assistant.voice.edits import AddRule, SetEmoji
from assistant.voice.policies import EmojiPolicy

RULE = {
    "id": "guide-synergy", "kind": "banned", "language": "en", "words": ["<synergy>"], "reason": {"en": "No."},
    "fails": "<synergy>", "passes": "No.",
}  # fmt: skip
RULES = (
    Proposal("a", AddRule.model_validate({"rule": RULE}), "Never <say> it.", "guidelines/voice.en.md", ("Voice",),
             "wording", ("Our <post>",), 2, ("It <collides>.",)),
    Proposal("b", SetEmoji(at_most=3), "Three emoji.", "guidelines/voice.en.md", (), "model"),
)  # fmt: skip


@pytest.fixture
def reading(house: House, sample_folder: Path, tmp_path: Path) -> Iterator[House]:
    """The house with a brand that can be changed, and two rules in its guidelines."""
    database = Database.open(f"sqlite:///{tmp_path / 'papillon.db'}")
    changes = Changes(sample_folder, Edits(database, "brulerie-du-canal"))
    events = (*RULES, Reading(1, 1, 2, "The model <left>."))
    yield replace(house, changes=changes, propose=lambda *_, **__: iter(events))
    database.close()


def read(house: House, **events: Any) -> list[Guides]:
    return list(read_guides(house, "en", threading.Event(), with_model=True))


def test_what_was_found_is_told_and_escaped(reading: House) -> None:
    """Each rule with its sentence, its section, the posts that break it and the rules it collides with."""
    pictures = read(reading)
    drawn = proposals(pictures[-1], "en")

    assert [one.state for one in pictures] == ["running", "running", "done"]
    for piece in ("&lt;synergy&gt;", "Never &lt;say&gt; it.", "Our &lt;post&gt;", "It &lt;collides&gt;.", "Voice"):
        assert piece in drawn
    assert "2 of your own posts" in drawn
    assert "The model &lt;left&gt;." in drawn
    assert drawn.count("read by the model") == 1
    assert "<synergy>" not in drawn


def test_rules_are_taken_one_by_one(reading: House, sample_folder: Path) -> None:
    """Only the accepted rule reaches the file; one set aside leaves the list; undo takes the newest back."""
    before = (sample_folder / "brand.toml").read_bytes()
    taken = take(reading, read(reading)[-1], 0, "en")

    assert [one.taken for one in taken.found] == [True, False]
    brand = load_brand(sample_folder)
    assert brand.rules[-1].id == "guide-synergy"
    assert brand.emoji.at_most == 1
    assert "In brand.toml" in proposals(taken, "en")
    assert take(reading, taken, 0, "en") == taken
    aside = set_aside(taken, 1)
    assert "Three emoji" not in proposals(aside, "en")
    back = take_back(reading, aside, "en")
    assert [one.taken for one in back.found] == [False, False]
    assert (sample_folder / "brand.toml").read_bytes() == before
    assert take_back(reading, back, "fr").problem


def test_a_rule_that_cannot_be_taken_says_why(reading: House, sample_folder: Path) -> None:
    """A file that was broken meanwhile is not touched, and the rule says what is wrong."""
    guides = read(reading)[-1]
    (sample_folder / "brand.toml").write_text("format = ", "utf-8")

    refused = take(reading, guides, 0, "en")
    assert refused.found[0].problem
    assert "notice bad" in proposals(refused, "en")
    assert (sample_folder / "brand.toml").read_text("utf-8") == "format = "


@pytest.mark.parametrize(
    ("failure", "state"),
    [(Cancelled("drafting.cancelled"), "stopped"), (ModelUnavailable("model.gone", server="x"), "failed")],
)
def test_a_reading_that_ends_early_keeps_what_it_found(reading: House, failure: Exception, state: str) -> None:
    """Stopped or failed, the rules found so far stay."""

    def events(*_: Any, **__: Any) -> Iterator[Any]:
        yield RULES[0]
        yield Reading(1, 2)
        raise failure

    last = read(replace(reading, propose=events))[-1]
    assert (last.state, len(last.found)) == (state, 1)


def test_rules_in_force_say_what_is_wrong() -> None:
    """The rules of the sample brand are told in sentences; two that collide and one that fails are told first."""
    brand = load_brand(Path(__file__).parents[2] / "knowledge" / "brulerie-du-canal")
    drawn = rules_in_force(brand, "fr")
    assert f"{len(brand.rules)} règles en vigueur" in drawn
    assert "notice" not in drawn
    broken = Brand.model_validate(
        {
            "format": 1, "id": "b", "name": "B", "languages": ["en"],
            "rules": [
                RULE | {"id": "one", "words": ["x"], "fails": "y", "passes": "z"},
                RULE | {"id": "two", "kind": "required", "words": ["x"], "fails": "z", "passes": "x"},
            ],
        }
    )  # fmt: skip
    told = rules_in_force(broken.model_copy(update={"emoji": EmojiPolicy()}), "en")
    assert "cannot both be kept" in told
    assert "does not do what its own sentences say" in told
