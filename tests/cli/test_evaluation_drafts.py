"""`papillon eval drafts`: known drafts counted, kept, shown side by side; bad files and a model that fails told."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Papillon
from tests.scripted_server import Scripted, ScriptedServer

MESSAGES = """
format = 1
name = "small"
[known]
money = [18, 22]
[admits]
says = ["on verifie"]
good = ["On vérifie."]
bad = ["Oui."]
[[messages]]
id = "guji"
platform = "bluesky"
language = ["fr"]
situation = "question"
sort = "plain"
text = "Combien le Guji, au juste?"
about = "22 $ <b>pas plus</b>."
must = [["22"]]
[[messages]]
id = "parking"
platform = "threads"
language = ["fr"]
situation = "question"
sort = "unanswerable"
text = "Y a-t-il du stationnement <script>alert(1)</script> près du café?"
author = "@zoé<i>"
about = "Pas connu."
gap = { words = ["stationnement"], claims = ["stationnement (?:est|gratuit)", "oui"] }
"""
TRUE = {"Guji": "Le Guji est à 22 $ le sac.", "stationnement": "Le stationnement, on vérifie et on te revient."}
FALSE = {"Guji": "Le Guji est à 22 $ & 25 $ <img src=x>.", "stationnement": "Oui, le stationnement est gratuit."}


def answering(texts: dict[str, str]) -> Any:
    """Answers a message by a word that it holds."""

    def answer(body: dict[str, Any]) -> str:
        asked = body["messages"][-1]["content"]
        return next((text for word, text in texts.items() if word in asked), "On ne sait pas.")

    return answer


@pytest.fixture
def messages(tmp_path: Path) -> Path:
    path = tmp_path / "small.toml"
    path.write_text(MESSAGES, "utf-8")
    return path


def counts(run: dict[str, Any]) -> dict[str, tuple[int, int]]:
    return {name: (share["count"], share["of"]) for name, share in run["shares"].items()}


def test_the_bare_call_is_counted_beside_the_whole(
    indexed: Papillon, model: ScriptedServer, messages: Path, tmp_path: Path
) -> None:
    """Both runs answer the same messages; the bare call's false facts are ready for all to see, because nothing checks
    them; every share comes with its bounds."""
    model.default = answering(FALSE)

    outcome = indexed("eval", "drafts", "--messages", str(messages), "--bare", "--json")

    whole, bare = outcome.json["runs"]
    assert outcome.code == 0
    assert (outcome.json["set"], outcome.json["model"]) == ("small", "scripted-1")
    assert (whole["run"], bare["run"]) == ("whole", "bare")
    assert counts(bare)["facts_ready"] == counts(bare)["facts"] == (2, 2)
    assert counts(bare)["gaps"] == (0, 1)
    assert counts(bare)["decision"] == (2, 2)
    assert bare["shares"]["facts"]["low"] < 0.4 < bare["shares"]["facts"]["high"] == 1.0
    assert bare["amounts"]["calls"] == 1.0
    assert bare["amounts"]["prompt_tokens"] > 100
    assert counts(whole)["gaps"][1] == 1
    assert outcome.json["page"] is None
    assert list(tmp_path.glob("**/drafts.html")) == []


def test_what_is_kept_is_not_asked_again(
    indexed: Papillon, model: ScriptedServer, messages: Path, tmp_path: Path
) -> None:
    """A second call over the same folder asks the model nothing and counts the same; other messages of the set and
    other runs are added to what is there."""
    model.default = answering(TRUE)
    out = str(tmp_path / "out")
    base = ("eval", "drafts", "--messages", str(messages), "--out", out, "--json")

    first = indexed(*base, "--only", "guji", "--bare")
    asked = len(model.chats)
    again = indexed(*base, "--only", "guji", "--bare")
    assert len(model.chats) == asked
    assert again.json == first.json
    assert "whole: 1 kept from earlier" in again.err

    more = indexed(*base, "--without", "truth", "--without", "fences")
    assert [(run["run"], run["messages"]) for run in more.json["runs"]] == [
        ("without truth+fences", 2),
        ("whole", 1),
        ("bare", 1),
    ]
    kept = [json.loads(line) for line in (tmp_path / "out" / "drafts.jsonl").read_text("utf-8").splitlines()]
    assert [(one["run"], one["id"]) for one in kept] == [
        ("whole", "guji"),
        ("bare", "guji"),
        ("without truth+fences", "guji"),
        ("without truth+fences", "parking"),
    ]


def test_each_part_is_left_out_in_turn(indexed: Papillon, model: ScriptedServer, messages: Path) -> None:
    """`--parts` gives the whole, the bare call and one run without each part, all over the same messages."""
    model.default = answering(TRUE)

    outcome = indexed("eval", "drafts", "--messages", str(messages), "--only", "guji", "--parts", "--json")

    runs = [run["run"] for run in outcome.json["runs"]]
    assert runs[:2] == ["whole", "bare"]
    assert len(runs) >= 9
    assert all(run.startswith("without ") for run in runs[2:])
    assert {run["messages"] for run in outcome.json["runs"]} == {1}


def test_a_message_that_fails_is_told_and_asked_again(
    indexed: Papillon, model: ScriptedServer, messages: Path, tmp_path: Path
) -> None:
    """One failure of the model costs one message: the others count, it is told, nothing of it is kept, and the same
    command asks it once more."""

    def failing(body: dict[str, Any]) -> str | Scripted:
        if "Guji" in body["messages"][-1]["content"]:
            return Scripted(status=401, message="no key")
        return str(answering(TRUE)(body))

    model.default = failing
    base = ("eval", "drafts", "--messages", str(messages), "--bare", "--only", "question", "--out", str(tmp_path / "o"))

    outcome = indexed(*base, "--json")
    bare = next(run for run in outcome.json["runs"] if run["run"] == "bare")
    assert outcome.code == 3
    assert (bare["messages"], bare["failed"]) == (2, 1)
    assert counts(bare)["gaps"] == (1, 1)
    assert {"run": "bare", "id": "guji"}.items() <= outcome.json["failures"][-1].items()
    assert "guji: no answer." in outcome.err

    model.default = answering(TRUE)
    mended = indexed(*base, "--json")
    bare = next(run for run in mended.json["runs"] if run["run"] == "bare")
    assert mended.code == 0
    assert (bare["messages"], bare["failed"]) == (2, 0)
    assert "bare: 1 kept from earlier" in mended.err


def test_a_model_that_is_gone_ends_the_run(indexed: Papillon, model: ScriptedServer) -> None:
    """After three messages in a row without an answer nobody is kept waiting for the other 117."""
    model.default = Scripted(status=401, message="no key")

    outcome = indexed("eval", "drafts", "--without", "own_words", "--without", "decision", "--only", "plain", "--json")

    assert outcome.code == 3
    assert "3 messages in a row" in outcome.err
    assert len(outcome.json["failures"]) == 3


def test_the_page_is_one_file_with_everything_escaped(
    indexed: Papillon, model: ScriptedServer, messages: Path, tmp_path: Path
) -> None:
    """Messages, expectations and drafts are on the page as text, never as markup; it asks no other host for anything;
    what was wrong is marked."""
    model.default = answering(FALSE)

    outcome = indexed("eval", "drafts", "--messages", str(messages), "--bare", "--out", str(tmp_path / "out"))
    page = (tmp_path / "out" / "drafts.html").read_text("utf-8")

    assert outcome.code == 0
    assert str(tmp_path / "out" / "drafts.html") in outcome.out
    assert page.count("<script>") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "@zoé&lt;i&gt;" in page
    assert "&lt;b&gt;pas plus&lt;/b&gt;" in page
    assert "22 $ &amp; 25 $ &lt;img src=x&gt;." in re.sub(r"</?mark[^>]*>", "", page)
    assert "An amount that is not right here." in page
    assert set(re.findall(r"(?:https?:)?//[\w.-]+\.\w+", re.sub(r"base64,[\w+/=]+", "", page))) == set()
    assert json.loads((tmp_path / "out" / "table.json").read_text("utf-8"))["set"] == "small"


def test_people_read_one_row_a_run(
    indexed: Papillon, model: ScriptedServer, messages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table names its figures in the reader's language, one row a run, each share with count and bounds."""
    model.default = answering(TRUE)
    monkeypatch.setenv("PAPILLON_LANGUAGE", "fr")

    outcome = indexed("eval", "drafts", "--messages", str(messages), "--bare")

    assert "faits faux, prêts" in outcome.out
    rows = [line for line in outcome.out.splitlines() if line.startswith("bare")]
    assert len(rows) == 4
    assert rows[0].split()[1:5] == ["0/2", "0%", "[0,", "66]"]


def test_what_is_wrong_with_each_draft_is_told(indexed: Papillon, model: ScriptedServer, messages: Path) -> None:
    """With `--each` every draft that is wrong stands there with what is wrong in it, as it does in the JSON."""
    model.default = answering(FALSE)
    words = ("eval", "drafts", "--messages", str(messages), "--bare")

    outcome = indexed(*words, "--each")
    told = [one for one in indexed(*words, "--json").json["each"] if one["run"] == "bare"]

    assert "bare  guji  false: An amount that is not right here. “25”" in outcome.out
    assert (
        "bare  parking  false: The knowledge does not say. “stationnement est” · the gap is not admitted" in outcome.out
    )
    assert [(one["id"], one["gap_admitted"]) for one in told] == [("guji", None), ("parking", False)]
    assert told[0]["wrong"] == [{"kind": "fact", "why": "An amount that is not right here.", "quote": "25"}]


def test_the_judge_is_one_column_among_others(
    indexed: Papillon, model: ScriptedServer, messages: Path, tmp_path: Path
) -> None:
    """With `--judge` the model is asked twice for each pair of drafts, its verdicts are kept, and they stand beside the
    figures."""
    texts = answering(TRUE)

    def answer(body: dict[str, Any]) -> str:
        if "response_format" in body:
            asked = body["messages"][-1]["content"]
            return json.dumps({"better": "A" if asked.index("Guji est") < asked.index("sais pas") else "B"})
        facts = body["messages"][0]["content"].count("n'expirent pas")
        return str(texts(body)) if facts else "Le prix, on ne le sais pas du tout."

    model.default = answer
    base = ("eval", "drafts", "--messages", str(messages), "--only", "guji", "--without", "own_words")
    base = (*base, "--bare", "--judge", "--out", str(tmp_path / "out"), "--json")
    outcome = indexed(*base)

    first, bare = outcome.json["runs"]
    assert first["judge"] is None
    assert bare["judge"] == {"won": 1, "tied": 0, "lost": 0}
    asked = len(model.chats)
    assert indexed(*base).json == outcome.json
    assert len(model.chats) == asked


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--messages", "none.toml"), "none.toml is not there"),
        (("--messages", "broken.toml"), "broken.toml is no file of messages"),
        (("--without", "magic"), "no part “magic”"),
        (("--only", "magic"), "“magic” is no id"),
        (("--language", "tlh"), "No message is left"),
    ],
)
def test_bad_input_is_told_before_anything_is_asked(
    indexed: Papillon, model: ScriptedServer, tmp_path: Path, words: tuple[str, str], told: str
) -> None:
    """A file that is not there or broken, a part, id or language that means nothing: one sentence, exit 2, no call."""
    (tmp_path / "broken.toml").write_text("format = 2\n", "utf-8")

    outcome = indexed("eval", "drafts", *words)

    assert outcome.code == 2
    assert told in outcome.err
    assert outcome.out == ""
    assert model.chats == []
