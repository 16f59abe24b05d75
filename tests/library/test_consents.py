"""Nothing of somebody who has not agreed is in the library, and what was is gone at once."""

from pathlib import Path

import pytest

from assistant.library import Library
from assistant.voice.people import withdraw_consent


def mentions(library: Library) -> int:
    """Passages of Lea that a search and the posts give."""
    found = [hit for hit in library.search("la meule tourne", 50) if hit.passage.person == "lea"]
    return len(found) + len(library.posts(person="lea"))


def person_file(library: Library) -> Path:
    return library.folder / "people" / "lea" / "person.toml"


def test_withdrawing_empties_every_index(library: Library) -> None:
    """At the next action posts, words and vectors of somebody who withdrew are gone, and the file says why."""
    library.ingest()
    library.open_index()
    assert mentions(library) >= 2
    assert library.keep_consents() is not None
    assert library.keep_consents() is None
    withdraw_consent(library.folder, "lea")

    brand = library.keep_consents()

    assert brand is not None
    assert mentions(library) == 0
    assert library.overview().by_person.get("lea") is None
    kept = {file.path: file.skipped for file in library.overview("fr").files}
    assert "a retiré son accord le" in kept["people/lea/posts.jsonl"][0]
    assert library.overview().notices == ()
    assert library.ingest().unchanged > 0
    assert mentions(library) == 0


def test_a_removed_person_is_forgotten(library: Library) -> None:
    """A folder that was deleted by hand is noticed at the next action."""
    library.ingest()
    library.keep_consents()
    for file in (library.folder / "people" / "lea").iterdir():
        file.unlink()
    (library.folder / "people" / "lea").rmdir()

    library.keep_consents()

    assert mentions(library) == 0
    assert "lea" not in library.overview().by_person


def test_consent_given_again_is_read_again(library: Library) -> None:
    """With the withdrawal taken out of the file, the next ingest learns the posts."""
    before = person_file(library).read_text("utf-8")
    withdraw_consent(library.folder, "lea")
    first = library.ingest(reader="en")
    assert mentions(library) == 0
    assert any("withdrew on" in one.reason for one in first.skipped)

    person_file(library).write_text(before, "utf-8")
    library.ingest()

    assert mentions(library) >= 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('id = "lea"\nname = "Léa"\n', "has not agreed"),
        ('id = "zoe"\nname = "Zoé"\n', "no person.toml with the id"),
        ("name = [", "no person.toml with the id"),
    ],
)
def test_without_consent_nothing_is_read(library: Library, text: str, reason: str) -> None:
    """No consent, another id, a broken file: the person's files are left out and told, the brand's own are read."""
    person_file(library).write_text(text, "utf-8")

    report = library.ingest()

    assert report.passages > 0
    assert {one.path for one in report.skipped} >= {"people/lea/posts.jsonl", "people/lea/voice.fr.md"}
    assert any(reason in one.reason for one in report.skipped)
    assert mentions(library) == 0
    assert ("TOML" in " ".join(library.overview().notices)) is (text == "name = [")


def test_what_another_process_still_holds_is_not_found(library: Library) -> None:
    """When the index cannot be changed from here, what it holds of somebody who withdrew is hidden all the same."""
    library.ingest()
    withdraw_consent(library.folder, "lea")
    passages = library.overview().by_person["lea"]

    library.brand = library._people.load()

    assert passages >= 2
    assert mentions(library) == 0
    assert library.count_posts(person="lea") == 0
