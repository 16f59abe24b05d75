"""`papillon eval search`."""

from pathlib import Path

import pytest

from tests.cli.conftest import Papillon

QUESTIONS = """
format = 1
name = "{name}"
{folder}

[[questions]]
ask = "on tutoie?"
language = "fr"
right = [{{ path = "ton.fr.md", says = "On tutoie" }}]

[[questions]]
ask = "when do complaints get a formal answer, vouvoie"
language = "en"
right = [{{ path = "ton.fr.md", says = "On vouvoie" }}]
"""


def test_a_brands_own_questions_are_found_by_default(mill: Path, papillon: Papillon) -> None:
    """questions.toml beside brand.toml is measured: a table for people, one object for machines."""
    (mill / "questions.toml").write_text(QUESTIONS.format(name="moulin", folder=""), "utf-8")

    for_people = papillon("eval", "search")
    as_json = papillon("eval", "search", "--json", "--each")

    assert (for_people.code, as_json.code) == (0, 0)
    for expected in ("moulin: 2 questions", "dense", "lexical", "fused", "nDCG@10", "hit@5", "MRR", "fr→fr", "en→fr"):
        assert expected in for_people.out
    (one,) = as_json.json["sets"]
    assert as_json.json["embedder"].endswith("words")
    assert (one["name"], one["whole"]["questions"], one["better"] in ("dense", "lexical")) == ("moulin", 2, True)
    assert one["whole"]["rankings"]["fused"]["ndcg"].keys() == {"mean", "low", "high"}
    assert one["whole"]["rankings"]["fused"]["ndcg"]["mean"] == 1.0
    assert [asked["fused"] for asked in one["each"]] == [1.0, 1.0]
    assert {group["name"] for group in one["languages"]} == {"fr→fr", "en→fr"}


def test_a_guide_beside_is_read_for_the_measure_only(mill: Path, papillon: Papillon, tmp_path: Path) -> None:
    """A set with a folder is asked of the guide there; nothing of it enters the brand, and the guide is not touched."""
    guide = tmp_path / "guide"
    (guide / "deep").mkdir(parents=True)
    (guide / "deep" / "ton.fr.md").write_text("# Ton\n\nOn tutoie.\n\n## Ailleurs\n\nOn vouvoie.\n", "utf-8")
    (guide / "deep" / "ton.fr.md").chmod(0o444)
    file = tmp_path / "guide.toml"
    file.write_text(QUESTIONS.format(name="guide", folder='folder = "guide"'), "utf-8")

    measured = papillon("eval", "search", "--questions", str(file), "--json")

    assert measured.code == 0, measured.err
    assert measured.json["sets"][0]["whole"]["questions"] == 2
    assert [path.name for path in guide.rglob("*") if path.is_file()] == ["ton.fr.md"]
    assert papillon("ingest", "--json").json["passages"] == 4


def test_a_guide_that_is_not_there_is_left_out_with_a_reason(mill: Path, papillon: Papillon, tmp_path: Path) -> None:
    """The other sets are measured."""
    assert mill.is_dir()
    (tmp_path / "q").mkdir()
    (tmp_path / "q" / "a.toml").write_text(QUESTIONS.format(name="loin", folder='folder = "nulle-part"'), "utf-8")
    (tmp_path / "q" / "b.toml").write_text(QUESTIONS.format(name="moulin", folder=""), "utf-8")

    measured = papillon("eval", "search", "--questions", str(tmp_path / "q"), "--json")

    assert measured.code == 0
    assert [one["name"] for one in measured.json["sets"]] == ["moulin"]
    (skipped,) = measured.json["skipped"]
    assert skipped["name"] == "loin"
    assert "nulle-part" in skipped["reason"]
    assert "nulle-part" in measured.err


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_questions_is_told(mill: Path, papillon: Papillon, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    """A brand without questions is told where to write them; exit code 2."""
    monkeypatch.setenv("PAPILLON_LANGUAGE", language)

    measured = papillon("eval", "search")

    assert measured.code == 2
    assert str(mill / "questions.toml") in measured.err
    assert measured.out == ""
