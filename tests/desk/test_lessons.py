"""Lessons from people's changes: found when they recur, shown with evidence, learnt only when a person says so."""

from pathlib import Path

import pytest

from assistant.desk import Desk
from assistant.desk.changes import Changes
from assistant.desk.lessons import Teaching, find_lessons
from assistant.errors import BadInput, NotAllowed
from assistant.records import Draft, KeptDraft
from assistant.store import Database, Edits, Lessons
from assistant.voice.brand import load_brand
from assistant.voice.rules import check_rules
from tests.desk.conftest import content

PHRASE = "Nous restons à votre entière disposition"


def let_go(desk: Desk, before: str, after: str, language: str = "fr") -> KeptDraft:
    """A draft of the model as a person let it go."""
    kept = desk.keep(content(before), "Maude", drafted=Draft(before, "bluesky", language, model="tiny"))
    edited = desk.edit(kept.id, 1, after, "Téo")
    return desk.approve(kept.id, edited.version, "Maude")


def kinds(desk: Desk) -> list[tuple[str, str]]:
    return [(lesson.kind, lesson.phrase) for lesson in find_lessons(desk.list())]


@pytest.fixture
def teaching(database: Database, desk: Desk, sample_folder: Path) -> Teaching:
    """The lessons of a brand with a copy of the sample's file."""
    changes = Changes(sample_folder, Edits(database, "moulin"))
    return Teaching("moulin", desk.drafts, Lessons(database, "moulin"), changes)


def test_a_phrase_taken_out_three_times(desk: Desk) -> None:
    """The longest run of words that people took out in three drafts is proposed, with those drafts as evidence."""
    for number in range(3):
        let_go(desk, f"Le sac numéro {number} part. {PHRASE}.", f"Le sac numéro {number} part.")

    (lesson,) = find_lessons(desk.list())

    assert (lesson.kind, lesson.phrase, lesson.seen) == ("phrase", PHRASE, 3)
    assert lesson.text == f"Ne pas écrire «\u00a0{PHRASE}\u00a0»."
    assert len(lesson.evidence) == 3


def test_twice_is_no_pattern_and_what_is_mostly_kept_is_none(desk: Desk) -> None:
    """Two drafts are chance; words that people leave in as often as not teach nothing."""
    for number in range(2):
        let_go(desk, f"Sac {number}. {PHRASE}.", f"Sac {number}.")
    assert kinds(desk) == []
    let_go(desk, f"Sac 3. {PHRASE}.", "Sac 3.")
    for number in range(3):
        let_go(desk, f"Tasse {number} bleue. {PHRASE}.", f"Tasse {number}. {PHRASE}.")

    assert ("phrase", PHRASE) not in kinds(desk)


def test_greetings_emoji_and_length(desk: Desk) -> None:
    """A greeting, emoji or exclamation marks that always go, and texts that are always shortened, are told in words."""
    subjects = ("le sac", "la tasse", "ce moulin", "un filtre", "votre colis")
    for subject in subjects:
        long = f"Bonjour Zoé! On remplace {subject} dès demain matin et sans aucuns frais 🙂"
        let_go(desk, long, f"On remplace {subject}.")

    assert {kind for kind, _ in kinds(desk)} >= {"greeting", "emoji", "shortened"}


def test_languages_are_apart(desk: Desk) -> None:
    """Two changes in French and one in English are no pattern of three."""
    for language in ("fr", "fr", "en"):
        let_go(desk, f"Ok {language}. {PHRASE}.", f"Ok {language}.", language)

    assert kinds(desk) == []


def test_nothing_is_learnt_in_silence(desk: Desk, teaching: Teaching, sample_folder: Path) -> None:
    """Looking proposes and changes no file; accepting writes a rule that fails what was written and passes what a
    person made of it; it is not proposed again."""
    for number in range(3):
        let_go(desk, f"Le sac numéro {number} part. {PHRASE}.", f"Le sac numéro {number} part.")
    before = (sample_folder / "brand.toml").read_text("utf-8")
    (lesson,) = teaching.look()
    assert (sample_folder / "brand.toml").read_text("utf-8") == before

    taken = teaching.accept(lesson.id, "Maude")

    brand = load_brand(sample_folder)
    found = check_rules(f"Merci. {PHRASE}.", brand, platform="bluesky", language="fr")
    assert any(finding.check == f"rule:lesson-{lesson.id.removeprefix('phrase-')}" for finding in found)
    assert (taken.state, taken.by) == ("accepted", "Maude")
    assert teaching.look() == ()
    with pytest.raises(NotAllowed, match="decided already"):
        teaching.accept(lesson.id, "Téo")


def test_a_lesson_in_ones_own_words(desk: Desk, teaching: Teaching, sample_folder: Path) -> None:
    """Reworded, a lesson becomes a trait in those words."""
    for subject in ("le sac", "la tasse", "ce moulin", "un filtre"):
        let_go(desk, f"Bonjour Zoé! On remplace {subject}.", f"On remplace {subject}.")
    lesson = next(one for one in teaching.look() if one.kind == "greeting")

    teaching.accept(lesson.id, "Maude", "On entre dans le vif du sujet.")

    assert "On entre dans le vif du sujet." in load_brand(sample_folder).voice.traits["fr"]


def test_a_dismissed_lesson_stays_dismissed(desk: Desk, teaching: Teaching, sample_folder: Path) -> None:
    """No means no, also when more drafts show the same."""
    before = (sample_folder / "brand.toml").read_text("utf-8")
    for number in range(3):
        let_go(desk, f"Sac numéro {number}. {PHRASE}.", f"Sac numéro {number}.")
    (lesson,) = teaching.look()
    teaching.dismiss(lesson.id, "Maude")
    let_go(desk, f"Sac numéro 4. {PHRASE}.", "Sac numéro 4.")

    assert teaching.look() == ()
    assert (sample_folder / "brand.toml").read_text("utf-8") == before
    with pytest.raises(BadInput, match="papillon lessons list"):
        teaching.dismiss("nope", "Maude")
