"""The brand's file: what it holds, and what is said when it is broken."""

from pathlib import Path
from typing import Any

import pytest

from assistant.errors import BadKnowledge
from assistant.voice.brand import Brand, FormOfAddress, brand_folders, load_brand, text_in

GOOD = """format = 1
id = "moulin"
name = "Le Moulin"
languages = ["fr", "en"]

[register]
default = "tu"
platforms = { linkedin = "vous" }
situations = { complaint = "vous" }

[[rules]]
id = "no-zut"
kind = "banned"
words = ["zut"]
reason = { fr = "Non.", en = "No." }
fails = "zut"
passes = "bon"

[[facts]]
id = "hours"
topic = "heures"
fr = "On ouvre à 8 h."
en = "We open at 8 am."
since = 2026-01-01
"""
PERSON = 'id = "zoe"\nname = "Zoé Roy"\nlanguages = ["fr"]\nregister = "vous"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "people" / "zoe").mkdir(parents=True)
    (tmp_path / "brand.toml").write_text(GOOD, "utf-8")
    (tmp_path / "people" / "zoe" / "person.toml").write_text(PERSON, "utf-8")
    return tmp_path


def refused(folder: Path) -> BadKnowledge:
    with pytest.raises(BadKnowledge) as caught:
        load_brand(folder)
    assert caught.value.exit_code == 2
    return caught.value


def test_a_brand_with_its_people(folder: Path) -> None:
    """The file's tables and each person's file make one brand; a fact's languages are its two-letter keys."""
    brand = load_brand(folder)

    assert brand.facts[0].texts == {"fr": "On ouvre à 8 h.", "en": "We open at 8 am."}
    assert brand.person("zoe") is not None
    assert brand.person("nobody") is None
    assert brand.person("") is None
    assert brand.rules[0].level == "warn"


def test_a_byte_order_mark_is_fine(folder: Path) -> None:
    """A file saved by a Windows editor, with its mark at the beginning and its line ends, is read."""
    (folder / "brand.toml").write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())

    assert load_brand(folder).name == "Le Moulin"


@pytest.mark.parametrize(
    ("changed", "to", "line", "told"),
    [
        ('name = "Le Moulin"', 'nmae = "Le Moulin"', "line", "name"),
        ('name = "Le Moulin"\n', 'name = "Le Moulin"\nslogan = "x"\n', "line 4", "slogan"),
        ('default = "tu"', 'default = "toi"', "line 7", "register.default"),
        ("format = 1", "format = 2", "line 1", "format"),
        ('kind = "banned"', 'kind = "forbidden"', "line 13", "rules.1.kind"),
        ('words = ["zut"]', 'word = ["zut"]', "line", "rules.1"),
        ('fails = "zut"\n', "", "line 11", "rules.1.fails"),
        ('id = "no-zut"', 'id = "No Zut!"', "line 12", "rules.1.id"),
        ('languages = ["fr", "en"]', "languages = []", "line 4", "languages"),
        ("since = 2026-01-01", 'since = "yesterday"', "line 24", "facts.1.since"),
    ],
)
def test_a_wrong_value_is_told_with_its_place(folder: Path, changed: str, to: str, line: str, told: str) -> None:
    """A misspelt key or a wrong value is refused with the file, the line and what was expected."""
    (folder / "brand.toml").write_text(GOOD.replace(changed, to), "utf-8")

    for language, word in (("en", "line"), ("fr", "ligne")):
        text = refused(folder).text(language)
        assert "brand.toml" in text
        assert told in text
        assert line.replace("line", word) in text


@pytest.mark.parametrize(
    ("broken", "line"),
    [('name = "Le Moulin', 3), ("name = Le Moulin", 3), ('name = "Le Moulin"\nname = "Deux"', 4)],
)
def test_broken_toml_is_told_with_file_and_line(folder: Path, broken: str, line: int) -> None:
    """TOML that cannot be read names the file and the line."""
    (folder / "brand.toml").write_text(GOOD.replace('name = "Le Moulin"', broken), "utf-8")

    text = str(refused(folder))

    assert str(folder / "brand.toml") in text
    assert f"line {line}" in text


def test_two_with_one_id_are_refused(folder: Path) -> None:
    """Two facts, rules or people with one id are refused, naming the table and the id."""
    (folder / "brand.toml").write_text(f'{GOOD}\n[[facts]]\nid = "hours"\ntopic = "x"\nfr = "x"\n', "utf-8")

    error = refused(folder)

    assert (error.values["table"], error.values["id"]) == ("facts", "hours")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """A folder without brand.toml says which file is missing and where to copy one from."""
    text = str(refused(tmp_path))

    assert str(tmp_path / "brand.toml") in text
    assert "sample" in text


def test_another_encoding_is_told(folder: Path) -> None:
    """A file that is not UTF-8 says so, and where it stops being it."""
    (folder / "brand.toml").write_bytes(GOOD.encode("cp1252"))

    error = refused(folder)

    assert error.values["byte"] == GOOD.encode("cp1252").index(b"\xe0")
    assert "UTF-8" in str(error)


def test_a_folder_in_its_place_is_told(folder: Path) -> None:
    """A folder named brand.toml is told as a file that cannot be read."""
    (folder / "brand.toml").unlink()
    (folder / "brand.toml").mkdir()

    assert "brand.toml" in str(refused(folder))


def test_a_broken_person_is_told_with_their_file(folder: Path) -> None:
    """A mistake in a person's file names that file and not the brand's."""
    (folder / "people" / "zoe" / "person.toml").write_text(PERSON.replace('"vous"', '"thou"'), "utf-8")

    text = str(refused(folder))

    assert "person.toml, line 4" in text


@pytest.mark.parametrize(
    ("rule", "needs"),
    [({"kind": "pattern"}, "pattern"), ({"kind": "banned"}, "words"), ({"kind": "preferred", "words": ["x"]}, "use")],
)
def test_a_rule_without_its_part_is_refused(rule: dict[str, Any], needs: str) -> None:
    """A rule without the words or the pattern it works with is refused at once, not silently without effect."""
    with pytest.raises(ValueError, match=f"{needs} = "):
        Brand.model_validate(
            {"format": 1, "id": "b", "name": "B", "languages": ["fr"],
             "rules": [{"id": "r", "reason": {}, "fails": "", "passes": "", **rule}]}
        )  # fmt: skip


def test_form_of_address() -> None:
    """A situation wins over a network, which wins over the default."""
    form = FormOfAddress(default="tu", platforms={"linkedin": "vous", "x": "tu"}, situations={"complaint": "vous"})

    assert form.choose("bluesky", "praise") == "tu"
    assert form.choose("linkedin", "praise") == "vous"
    assert form.choose("x", "complaint") == "vous"


def test_text_in_a_language() -> None:
    """The text in the language asked for, else the first there is, else none."""
    assert text_in({"fr": "un", "en": "one"}, "en") == "one"
    assert text_in({"fr": "un"}, "en") == "un"
    assert text_in({}, "en") == ""


def test_brand_folders(tmp_path: Path) -> None:
    """Folders with a brand.toml are brands, by name; a missing knowledge folder holds none."""
    for name in ("b", "a", "no-brand"):
        (tmp_path / name).mkdir()
    for name in ("b", "a"):
        (tmp_path / name / "brand.toml").touch()

    assert [path.name for path in brand_folders(tmp_path)] == ["a", "b"]
    assert brand_folders(tmp_path / "missing") == ()
