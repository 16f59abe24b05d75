"""Consent: who has given it, who takes it back, and files of people that are written or broken."""

from datetime import date
from pathlib import Path

import pytest

from assistant.errors import BadInput, BadKnowledge, Unreachable
from assistant.voice.brand import load_brand
from assistant.voice.people import add_person, lending, speakers, standing, withdraw_consent

BRAND = 'format = 1\nid = "b"\nname = "B"\nlanguages = ["fr"]\n'
WITH = """# kept as it is
id = "lou"
name = "Lou"   # and this

[consent]
given_by = "Lou"
date = 2025-01-10
for = { fr = "essais" }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A brand with Lou, who agreed."""
    (tmp_path / "people" / "lou").mkdir(parents=True)
    (tmp_path / "brand.toml").write_text(BRAND, "utf-8")
    (tmp_path / "people" / "lou" / "person.toml").write_text(WITH, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("consent", "day", "expected"),
    [
        ("", date(2025, 6, 1), "none"),
        ("date = 2025-01-10", date(2025, 6, 1), "given"),
        ("date = 2025-01-10", date(2025, 1, 10), "given"),
        ("date = 2025-01-10", date(2025, 1, 9), "none"),
        ("date = 2025-01-10\nwithdrawn = 2025-05-01", date(2025, 4, 30), "given"),
        ("date = 2025-01-10\nwithdrawn = 2025-05-01", date(2025, 5, 1), "withdrawn"),
    ],
)
def test_consent_holds_from_its_day_to_its_withdrawal(folder: Path, consent: str, day: date, expected: str) -> None:
    """Without consent or before it there is none; from the day it is withdrawn it is gone."""
    table = f'[consent]\ngiven_by = "Lou"\n{consent}\nfor = {{ fr = "x" }}\n' if consent else ""
    (folder / "people" / "lou" / "person.toml").write_text(f'id = "lou"\nname = "Lou"\n{table}', "utf-8")

    brand = load_brand(folder)

    assert standing(brand.people[0], day) == expected
    assert (len(speakers(brand, day)), "lou" in lending(brand, day)) == (int(expected == "given"), expected == "given")
    assert "" in lending(brand, day)


def test_withdrawing_changes_nothing_else(folder: Path) -> None:
    """The day is written into the file; comments and layout stay; a second time is refused, as is nobody."""
    day = withdraw_consent(folder, "lou", date(2026, 2, 3))

    text = (folder / "people" / "lou" / "person.toml").read_text("utf-8")
    assert day == date(2026, 2, 3)
    assert text.replace("withdrawn = 2026-02-03\n", "") == WITH
    with pytest.raises(BadInput, match="2026-02-03"):
        withdraw_consent(folder, "lou")
    with pytest.raises(BadInput, match="nobody"):
        withdraw_consent(folder, "zoe")
    with pytest.raises(BadInput, match="person's id"):
        withdraw_consent(folder, "../lou")


def test_nothing_to_withdraw(folder: Path) -> None:
    """Somebody who never agreed has nothing to take back."""
    (folder / "people" / "lou" / "person.toml").write_text('id = "lou"\nname = "Lou"\n', "utf-8")

    with pytest.raises(BadInput, match="never gave consent"):
        withdraw_consent(folder, "lou")


def test_a_new_person(folder: Path) -> None:
    """The file written is one that the brand reads, with the consent given; ids and halves of consent are checked."""
    add_person(
        folder,
        "zoe",
        'Zoé "Z" Roy',
        role={"fr": "barista"},
        languages=("fr", "en"),
        accounts={"bluesky": "zoe.example"},
        consent_by="Zoé Roy",
        consent_for={"fr": "essais"},
        on=date(2025, 3, 1),
    )
    add_person(folder, "max", "Max")

    brand = load_brand(folder)
    zoe, newcomer = brand.person("zoe"), brand.person("max")
    assert zoe is not None
    assert newcomer is not None
    assert (zoe.name, zoe.languages, zoe.accounts) == ('Zoé "Z" Roy', ("fr", "en"), {"bluesky": "zoe.example"})
    assert zoe.consent is not None
    assert zoe.consent.for_ == {"fr": "essais"}
    assert standing(zoe) == "given"
    assert standing(newcomer) == "none"
    for arguments, problem in (
        (("zoe", "Zoé"), "already"),
        (("Zoé", "Zoé"), "person's id"),
        (("eve", " "), "needs a name"),
    ):
        with pytest.raises(BadInput, match=problem):
            add_person(folder, *arguments)
    with pytest.raises(BadInput, match="both, or neither"):
        add_person(folder, "eve", "Eve", consent_by="Eve")
    assert not (folder / "people" / "eve").exists()


def test_a_folder_that_takes_no_files(folder: Path) -> None:
    """What cannot be written is said, and nothing is left behind."""
    (folder / "people" / "max").write_text("a file where a folder should be", "utf-8")

    with pytest.raises(Unreachable, match="cannot be written"):
        add_person(folder, "max", "Max")


def test_a_broken_file_leaves_the_rest(folder: Path) -> None:
    """Somebody whose file is broken is left out and told, line and all; without a list it is an error."""
    (folder / "people" / "zoe").mkdir()
    (folder / "people" / "zoe" / "person.toml").write_text('id = "zoe"\nname = 3\n', "utf-8")
    broken: list[BadKnowledge] = []

    brand = load_brand(folder, broken=broken)

    assert [person.id for person in brand.people] == ["lou"]
    assert "person.toml, line 2: name" in broken[0].text()
    with pytest.raises(BadKnowledge):
        load_brand(folder)
