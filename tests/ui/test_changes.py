"""A proposed change and a comparison as the page shows them: escaped, told, refused in words."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.desk.changes import Changes
from assistant.drafting.comparison import compare_texts
from assistant.errors import Cancelled, ModelUnavailable
from assistant.records import Delta, Draft, Message, Stage, Trial
from assistant.store import Database, Edits
from assistant.ui.handlers.beside import write_plain
from assistant.ui.handlers.changes import Proposed, accept, show_change, try_on_messages, undo
from assistant.ui.house import House
from assistant.ui.rendering.comparisons import beside, change
from assistant.voice.brand import load_brand

EDIT = {"kind": "add_trait", "language": "en", "text": "<b>no greeting</b>"}
TRIAL = Trial(
    Message("Where <is> it?"),
    "Here <it> was.",
    Draft("Old & plain.", "bluesky", "en"),
    Draft("New <i>.", "bluesky", "en"),
    compare_texts("New <i>.", "Old & plain."),
)


class Events:
    """Drafting that plays events for trials and comparisons."""

    def __init__(self, *events: Any) -> None:
        self.events = events

    def _play(self) -> Iterator[Any]:
        for event in self.events:
            if isinstance(event, BaseException):
                raise event
            yield event

    def try_change(self, *_: Any) -> Iterator[Any]:
        return self._play()

    def without_voice(self, *_: Any) -> Iterator[Any]:
        return self._play()


@pytest.fixture
def changing(house: House, sample_folder: Path, tmp_path: Path) -> Iterator[House]:
    """The house with a brand's folder that can be changed."""
    database = Database.open(f"sqlite:///{tmp_path / 'papillon.db'}")
    yield replace(house, changes=Changes(sample_folder, Edits(database, "brulerie-du-canal")))
    database.close()


def test_a_change_is_shown_made_and_taken_back(changing: House, sample_folder: Path) -> None:
    """What is shown is what is written; nothing of it is HTML of its own."""
    before = (sample_folder / "brand.toml").read_bytes()
    shown = show_change(changing, EDIT, "fr")
    drawn = change(shown, "fr")

    assert shown.state == "shown"
    assert "&lt;b&gt;no greeting" in drawn
    assert "<b>no" not in drawn
    assert (sample_folder / "brand.toml").read_bytes() == before
    made = accept(changing, shown, "fr")
    assert made.state == "made"
    assert "<b>no greeting</b>" in load_brand(sample_folder).voice.traits["en"]
    assert undo(changing, made, "fr").state == "undone"
    assert (sample_folder / "brand.toml").read_bytes() == before


def test_a_change_that_cannot_be_made_says_why(changing: House, house: House, sample_folder: Path) -> None:
    """Nothing to change, a file changed meanwhile, no file to change: each in a sentence, nothing written."""
    assert show_change(changing, {"kind": "set_emoji", "at_most": 1}, "en").state == "refused"
    assert show_change(house, EDIT, "en").problem
    shown = show_change(changing, EDIT, "en")
    file = sample_folder / "brand.toml"
    file.write_text(file.read_text("utf-8").replace("traits.en = [", 'traits.en = ["no greeting at all", '), "utf-8")
    late = accept(changing, replace(shown, lines=("+ something else",)), "en")
    assert (late.state, bool(late.problem)) == ("shown", True)
    assert "<b>" not in file.read_text("utf-8")


def test_trials_are_drawn_with_their_differences(changing: House) -> None:
    """Each message, both answers with what differs marked, and what was really said; all of it escaped."""
    house = replace(changing, drafting=Events(Stage("writing", 0, 1), TRIAL))  # type: ignore[arg-type]
    pictures = list(try_on_messages(house, show_change(house, EDIT, "en"), "en", threading.Event()))
    drawn = change(pictures[-1], "en")

    assert [one.state for one in pictures] == ["trying", "trying", "trying", "tried"]
    assert "Where &lt;is&gt; it?" in drawn
    assert "Here &lt;it&gt; was." in drawn
    assert "<mark>New &lt;i&gt;</mark>" in drawn


@pytest.mark.parametrize(("ending", "problem"), [(Cancelled("drafting.cancelled"), False), (None, True)])
def test_a_trial_that_ends_early_keeps_what_there_is(changing: House, ending: Any, problem: bool) -> None:
    """Stopped or failed, the answers so far stay and the change can still be accepted."""
    failure = ending or ModelUnavailable("model.gone", server="x")
    house = replace(changing, drafting=Events(TRIAL, failure))  # type: ignore[arg-type]
    last = list(try_on_messages(house, show_change(house, EDIT, "en"), "en", threading.Event()))[-1]

    assert (last.state, len(last.trials), bool(last.problem)) == ("tried", 1, problem)


def test_the_plain_text_streams_then_both_stand_side_by_side(house: House) -> None:
    """While it is written the plain text is shown alone, then beside the draft; a failure is told."""
    draft = Draft("Ours <i>.", "bluesky", "en")
    playing = Events(Delta(0, "Plain & "), Delta(0, "simple."), compare_texts(draft.text, "Plain & simple."))
    pictures = list(
        write_plain(
            replace(house, drafting=playing),  # type: ignore[arg-type]
            draft, "topic", "post", "en", cancel=threading.Event(), pause=0,
        )
    )  # fmt: skip

    assert [one.state for one in pictures] == ["running", "running", "running", "done"]
    assert "Plain &amp; " in beside(pictures[1], "en", "en")
    assert "Ours &lt;i&gt;" in beside(pictures[-1], "en", "en")
    failing = replace(house, drafting=Events(ModelUnavailable("model.gone", server="x")))  # type: ignore[arg-type]
    last = list(write_plain(failing, draft, "t", "post", "fr", cancel=threading.Event()))[-1]
    assert last.state == "failed"
    assert "notice bad" in beside(last, "fr", "fr")


def test_nothing_is_drawn_of_nothing() -> None:
    """Without a change there is no card."""
    assert change(Proposed(), "en") == ""
