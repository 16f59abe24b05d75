"""`papillon rules` as a person types it: list, propose, accept, change, history, undo."""

import json
import tomllib
from pathlib import Path

import pytest

from tests.cli.conftest import Papillon

GUIDE = '# Words\n\nWe never say "synergy". One emoji at most.\n'


@pytest.fixture
def guided(mill: Path) -> Path:
    """The tiny brand with a guideline that states two rules."""
    (mill / "guidelines" / "words.en.md").write_text(GUIDE, "utf-8")
    return mill


def test_rules_are_proposed_and_accepted_one_by_one(papillon: Papillon, guided: Path) -> None:
    """Proposals cite their section; only the accepted one reaches brand.toml; undo gives the file back."""
    before = (guided / "brand.toml").read_bytes()
    shown = papillon("rules", "propose", "guidelines/words.en.md", "--no-model", "--json").json["proposals"]

    assert [one["edit"]["kind"] for one in shown] == ["add_rule", "set_emoji"]
    assert shown[0]["section"] == ["Words"]
    assert (guided / "brand.toml").read_bytes() == before

    taken = papillon("rules", "propose", "--no-model", "--accept", shown[0]["id"], "--author", "Ana", "--json")
    assert [one["accepted"] for one in taken.json["proposals"]] == [True, False]
    data = tomllib.loads((guided / "brand.toml").read_text("utf-8"))
    assert [rule["id"] for rule in data["rules"]] == ["no-zut", "guide-synergy"]
    assert data["rules"][-1]["source"] == "guidelines/words.en.md › Words"
    assert "emoji" not in data

    kept = papillon("rules", "history", "--json").json["changes"]
    assert [(one["author"], one["path"], one["undone"]) for one in kept] == [("Ana", "brand.toml", None)]
    assert papillon("rules", "undo").code == 0
    assert (guided / "brand.toml").read_bytes() == before
    assert papillon("rules", "undo").code == 2


def test_an_unknown_proposal_or_guideline_is_told(papillon: Papillon, guided: Path) -> None:
    """Ids and files that are not there are named; nothing changes."""
    before = (guided / "brand.toml").read_bytes()
    wrong = papillon("rules", "propose", "--no-model", "--accept", "nope")
    missing = papillon("rules", "propose", "guidelines/none.md", "--no-model")

    assert (wrong.code, missing.code) == (2, 2)
    assert "nope" in wrong.err
    assert "guidelines/none.md" in missing.err
    assert (guided / "brand.toml").read_bytes() == before


def test_a_change_is_previewed_then_made(papillon: Papillon, guided: Path) -> None:
    """--preview shows the lines and writes nothing; without it the file changes; a bulk line that is wrong is told in
    its place and the others are made."""
    edit = json.dumps({"kind": "set_emoji", "at_most": 2})
    shown = papillon("rules", "change", edit, "--preview", "--json").json
    assert shown == {"path": "brand.toml", "lines": ["+ [emoji]", "+ at_most = 2"], "made": False}
    assert "emoji" not in (guided / "brand.toml").read_text("utf-8")

    lines = [edit, json.dumps({"kind": "fly"}), json.dumps({"kind": "add_trait", "language": "en", "text": "short"})]
    done = papillon("rules", "change", "--jsonl", stdin="\n".join(lines)).lines
    assert ["error" in one for one in done] == [False, True, False]
    data = tomllib.loads((guided / "brand.toml").read_text("utf-8"))
    assert (data["emoji"]["at_most"], data["voice"]["traits"]["en"]) == (2, ["short"])


@pytest.mark.parametrize("given", ["", "{", '{"kind": "set_emoji", "at_most": 99}', "[]"])
def test_a_change_that_is_none_is_refused(papillon: Papillon, guided: Path, given: str) -> None:
    """Nothing, broken JSON, a number out of range: one sentence, exit code 2."""
    outcome = papillon("rules", "change", given)

    assert outcome.code == 2
    assert len(outcome.err.strip().splitlines()) == 1


def test_rules_are_listed_with_what_is_wrong(papillon: Papillon, guided: Path) -> None:
    """Each rule says whether it holds; two that collide are named."""
    file = guided / "brand.toml"
    file.write_text(
        file.read_text("utf-8")
        + '\n[[rules]]\nid = "swear"\nkind = "required"\nwords = ["zut"]\nreason = { en = "No." }\n'
        'fails = "bon"\npasses = "Zut."\n',
        "utf-8",
    )
    listed = papillon("rules", "list", "--json").json

    assert {one["id"]: one["holds"] for one in listed["rules"]} == {"no-zut": True, "swear": True}
    assert [{one["one"], one["other"]} for one in listed["contradictions"]] == [{"no-zut", "swear"}]
    assert "no-zut" in papillon("rules", "list").out
    assert "swear" in papillon("doctor").out
