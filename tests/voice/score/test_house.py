"""The voices of a house: learnt once for each state of the library, kept on disk without pickle, gone when old."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from assistant.assembly import open_papillon
from assistant.records import Post
from assistant.settings import load_settings
from assistant.voice.score import HouseVoices, VoiceScorer
from assistant.voice.score.storage import load_model, save_model
from tests.voice.score.conftest import Voices

TEXT = "On a torréfié lundi, le sac sera au comptoir mardi matin."


@dataclass
class Shelf:
    """Posts as a library would give them, and how often they were asked for."""

    voices: Voices
    generation: str = "a"
    people: tuple[str, ...] = ("camille", "maude", "teo")
    asked: list[tuple[str, str]] = field(default_factory=list)

    def posts(self, person: str, language: str, most: int) -> Sequence[Post]:
        self.asked.append((person, language))
        return self.voices.get((person, language), [])[:most] if person in ("", *self.people) else []

    def house(self, folder: Path | None = None) -> HouseVoices:
        return HouseVoices(self.posts, lambda: self.generation, lambda: self.people, folder)


@pytest.fixture
def shelf(voices: Voices) -> Shelf:
    return Shelf(voices)


def test_a_voice_is_learnt_once_for_each_state(shelf: Shelf) -> None:
    """The posts are read once, and again when the library has changed."""
    house = shelf.house()
    first = house.score(TEXT, language="fr")
    asked = len(shelf.asked)
    house.score(TEXT, language="fr")
    assert len(shelf.asked) == asked

    shelf.generation = "b"
    assert house.score(TEXT, language="fr") == first
    assert len(shelf.asked) == 2 * asked


def test_a_voice_on_disk_is_the_voice_that_was_learnt(shelf: Shelf, tmp_path: Path) -> None:
    """A second process gives the same judgement without reading a post."""
    learnt = shelf.house(tmp_path).score(TEXT, language="fr", kind="reply", reader="fr")
    shelf.asked.clear()
    again = shelf.house(tmp_path).score(TEXT, language="fr", kind="reply", reader="fr")

    assert again == learnt
    assert shelf.asked == []
    assert [path.suffix for path in tmp_path.iterdir()] == [".npz"]


def test_files_hold_no_pickle(shelf: Shelf, tmp_path: Path) -> None:
    """Every array of the file reads with pickle forbidden."""
    shelf.house(tmp_path).scorer("", "fr")
    (path,) = tmp_path.iterdir()
    with np.load(path, allow_pickle=False) as stored:
        assert all(stored[name].dtype.kind in "fiu" for name in stored.files)


@pytest.mark.parametrize("damage", [b"", b"not a zip", None])
def test_a_damaged_file_is_learnt_anew(damage: bytes | None, shelf: Shelf, tmp_path: Path) -> None:
    """Empty, foreign or cut short: the voice is learnt again and the file mended."""
    learnt = shelf.house(tmp_path).score(TEXT, language="fr")
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-500] if damage is None else damage)

    assert shelf.house(tmp_path).score(TEXT, language="fr") == learnt
    assert load_model(path) is not None


def test_a_folder_that_cannot_be_written_is_no_hindrance(shelf: Shelf, tmp_path: Path) -> None:
    """A file in the place of the folder: the voice is learnt in memory."""
    (tmp_path / "voices").write_text("in the way")

    assert shelf.house(tmp_path / "voices").score(TEXT, language="fr").band != "unknown"


def test_a_person_who_left_leaves_nothing(shelf: Shelf, tmp_path: Path) -> None:
    """With the next state of the library their model is gone, on disk too, and so are all that were learnt against
    them; they are not judged any more."""
    house = shelf.house(tmp_path)
    assert house.score(TEXT, language="fr", person="maude").band != "unknown"
    house.scorer("", "fr")
    assert len(list(tmp_path.iterdir())) == 2

    shelf.people, shelf.generation = ("camille", "teo"), "b"
    house.forget_old()

    assert list(tmp_path.iterdir()) == []
    gone = house.score(TEXT, language="fr", person="maude")
    assert (gone.band, gone.posts, gone.references) == ("unknown", 0, ())


def test_too_few_posts_write_no_file(shelf: Shelf, tmp_path: Path) -> None:
    """What was not learnt is not kept."""
    assert shelf.house(tmp_path).score(TEXT, language="de").band == "unknown"
    assert not tmp_path.exists() or list(tmp_path.iterdir()) == []


def test_saving_is_whole_or_not_at_all(voices: Voices, tmp_path: Path) -> None:
    """Where the file cannot be put in place, nothing half-written stays."""
    model = VoiceScorer.fit(voices["", "en"], language="en").model
    assert model is not None
    (tmp_path / "model.npz").mkdir()
    (tmp_path / "model.npz" / "x").write_text("not empty")

    with pytest.raises(OSError, match="model"):
        save_model(model, tmp_path / "model.npz")

    assert [path.name for path in tmp_path.iterdir()] == ["model.npz"]


def test_an_ingest_forgets_a_person_at_once(indexed_home: Path, sample_folder: Path) -> None:
    """A person's folder deleted and the brand read again: no file of the old state is left when ingest returns."""
    settings = load_settings(
        home=indexed_home, knowledge=sample_folder.parent, openai_base_url="http://127.0.0.1:9/v1", model="none"
    )
    with open_papillon(settings) as papillon:
        folder = indexed_home / "voices" / papillon.brand.id
        assert papillon.drafting.scorers.score(TEXT, language="fr", person="maude").band != "unknown"
        before = {path.name for path in folder.iterdir()}
        assert any("maude" in name for name in before)
        for name in ("posts.jsonl", "voice.md", "person.toml"):
            (sample_folder / "people" / "maude" / name).unlink()

        papillon.library.ingest()

        assert before.isdisjoint(path.name for path in folder.iterdir())
        assert papillon.drafting.scorers.score(TEXT, language="fr", person="maude").posts == 0
