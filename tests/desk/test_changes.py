"""Changes of a brand's files on approval: shown, made, kept, taken back; nothing half-written."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.desk.changes import Changes
from assistant.errors import BadInput, Unreachable
from assistant.store import Database, Edits
from assistant.voice.brand import Brand, load_brand
from assistant.voice.edits import read_edit

TRAIT = {"kind": "add_trait", "language": "en", "text": "no greeting, ever"}


@pytest.fixture
def adopted() -> list[Brand]:
    """The brands that the house was told to go on with."""
    return []


@pytest.fixture
def changes(sample_folder: Path, tmp_path: Path, adopted: list[Brand]) -> Iterator[Changes]:
    database = Database.open(f"sqlite:///{tmp_path / 'papillon.db'}")
    yield Changes(sample_folder, Edits(database, "brulerie-du-canal"), adopted.append)
    database.close()


def make(changes: Changes, author: str = "Ana", **edit: Any) -> Brand:
    return changes.make(changes.preview(read_edit(edit)), author)


def test_a_preview_writes_nothing(changes: Changes, sample_folder: Path) -> None:
    """What would change is shown as lines and as the brand it would give; the file is as it was."""
    before = (sample_folder / "brand.toml").read_bytes()
    shown = changes.preview(read_edit(TRAIT))

    assert shown.lines == ('+   "no greeting, ever",',)
    assert "no greeting, ever" in shown.brand.voice.traits["en"]
    assert (sample_folder / "brand.toml").read_bytes() == before
    assert changes.history() == ()


def test_an_approved_change_is_made_kept_and_told(changes: Changes, sample_folder: Path, adopted: list[Brand]) -> None:
    """The file says it, the history says who and what, the house goes on with the new brand."""
    make(changes, **TRAIT)

    assert "no greeting, ever" in load_brand(sample_folder).voice.traits["en"]
    assert [(one.author, one.edit, one.undone) for one in changes.history()] == [("Ana", TRAIT, None)]
    assert "no greeting, ever" in adopted[-1].voice.traits["en"]


def test_undo_gives_the_files_back_one_by_one(changes: Changes, sample_folder: Path, adopted: list[Brand]) -> None:
    """Each undo takes the newest standing change back, byte for byte, also of a person's file; then there is none."""
    file, person = sample_folder / "brand.toml", sample_folder / "people" / "teo" / "person.toml"
    before = (file.read_bytes(), person.read_bytes())
    make(changes, **TRAIT)
    make(changes, **TRAIT, person="teo")

    changes.undo()
    assert person.read_bytes() == before[1]
    assert file.read_bytes() != before[0]
    changes.undo()
    assert (file.read_bytes(), person.read_bytes()) == before
    assert "no greeting, ever" not in adopted[-1].voice.traits["en"]
    assert all(one.undone for one in changes.history())
    with pytest.raises(BadInput, match="No change"):
        changes.undo()


def test_a_file_that_changed_meanwhile_is_not_overwritten(changes: Changes, sample_folder: Path) -> None:
    """What somebody else wrote between showing and accepting, or since, is never lost."""
    shown = changes.preview(read_edit(TRAIT))
    file = sample_folder / "brand.toml"
    file.write_text(file.read_text("utf-8") + "\n# by hand\n", "utf-8")

    with pytest.raises(BadInput, match="has changed"):
        changes.make(shown, "Ana")
    make(changes, **TRAIT)
    file.write_text(file.read_text("utf-8") + "\n# by hand again\n", "utf-8")
    with pytest.raises(BadInput, match="by hand"):
        changes.undo()
    assert file.read_text("utf-8").endswith("# by hand again\n")


@pytest.mark.parametrize(
    ("fails", "passes", "said"),
    [("Hello.", "Yes.", "does not catch"), ("Hi there.", "Hi there!", "should let pass")],
)
def test_a_rule_that_does_not_hold_is_refused(
    changes: Changes, sample_folder: Path, fails: str, passes: str, said: str
) -> None:
    """A rule whose own sentences do not do what they say never reaches the file."""
    rule = {"id": "hi", "kind": "banned", "words": ["hi there"], "reason": {}, "fails": fails, "passes": passes}

    with pytest.raises(BadInput, match=said):
        make(changes, kind="add_rule", rule=rule)
    assert all(one.id != "hi" for one in load_brand(sample_folder).rules)


def test_a_folder_that_cannot_be_written_is_told(changes: Changes, sample_folder: Path) -> None:
    """Nothing is half-written where there is no room or no right: the person is told and the history stays empty."""
    shown = changes.preview(read_edit(TRAIT))
    moved = shutil.move(sample_folder, sample_folder.with_name("elsewhere"))

    with pytest.raises((BadInput, Unreachable)):
        changes.make(shown, "Ana")
    assert changes.history() == ()
    assert "no greeting, ever" not in load_brand(Path(moved)).voice.traits["en"]
