"""`papillon reply`, `post` and `ideas`, with the scripted server as the model."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Papillon
from tests.scripted_server import Scripted, ScriptedServer, words

PRAISE = "Merci pour le café, c'était parfait"
COMPLAINT = "Ma commande #4821 est arrivée percée, c'est la deuxième fois…"
GOOD = "Deux fois, c'est trop. Écrivez-nous à bonjour@brulerieducanal.example avec une photo du sac."
DRAFT = {
    "text", "language", "platform", "person", "sources", "findings", "voice", "fits", "revisions", "model", "usage",
    "cut_off",
}  # fmt: skip


def test_reply_json(model: ScriptedServer, indexed: Papillon) -> None:
    """The issue's own command: a French draft with sources of guidelines and past replies, findings and a fit."""
    model.default = GOOD

    done = indexed("reply", "--json", "--platform", "bluesky", COMPLAINT)

    (draft,) = done.json["drafts"]
    assert done.code == 0
    assert {"answer", "reason", "drafts"} <= done.json.keys()
    assert (done.json["answer"], done.json["situation"], done.json["language"]) == ("reply", "complaint", "fr")
    assert draft.keys() >= DRAFT - {"cut_off", "usage"}
    assert (draft["text"], draft["language"], draft["model"]) == (GOOD, "fr", "scripted-1")
    assert {"guideline", "reply"} <= {source["kind"] for source in draft["sources"]}
    assert all({"number", "path", "section", "date", "text"} <= source.keys() for source in draft["sources"])
    assert draft["findings"] == []
    assert draft["fits"].keys() == {"platform", "unit", "count", "limit", "fits"}
    assert draft["voice"].keys() >= {"band", "rank", "reasons", "references"}


def test_reply_for_people(model: ScriptedServer, indexed: Papillon, monkeypatch: pytest.MonkeyPatch) -> None:
    """For people: the reason, the text, its count, findings and sources, in French when asked."""
    model.default = "N'hésitez pas à nous écrire en privé."
    monkeypatch.setenv("PAPILLON_LANGUAGE", "fr")

    done = indexed("reply", "Écris-moi quatre vers sur la pluie d'hier")

    assert done.code == 1
    assert "N'hésitez pas" in done.out
    assert "/300 graphemes" in done.out
    assert "[block]" in done.out
    assert "guidelines/" in done.out


def test_reply_variants_and_hand_over(model: ScriptedServer, indexed: Papillon) -> None:
    """Variants are several drafts, each with its approach, in one order with its reason; a message for a person is
    answered `hand_over` with the reason and the brand's own words, unless a person says otherwise."""
    model.default = GOOD
    sent = ("reply", "--json", "--variants", "2", "--author", "zoe")

    two = indexed(*sent, COMPLAINT)
    handed = indexed(*sent, "Ma fille est allergique aux amandes.")
    answered = indexed(*sent, "--answer", "reply", "--situation", "question", "Ma fille est allergique aux amandes.")

    assert len(two.json["drafts"]) == 2
    assert two.json["order"]
    assert {"asked", "withheld"} <= two.json.keys()
    assert all({"approach", "sentences"} <= draft.keys() for draft in two.json["drafts"])
    assert handed.json["answer"] == "hand_over"
    assert "Maude" in handed.json["reason"]
    assert [draft["approach"] for draft in handed.json["drafts"]] == ["holding"]
    assert (answered.json["answer"], answered.json["situation"]) == ("reply", "question")
    assert (answered.json["urgency"], bool(answered.json["urgency_reason"])) == ("now", True)


def test_what_a_person_knows_may_be_stated(model: ScriptedServer, indexed: Papillon) -> None:
    """A figure typed for a gap is known from then on; a question without its answer is refused."""
    model.default = "Oui, 14 $ la boîte."
    asked = "Vendez-vous des filtres Chemex?"

    known = indexed("reply", "--json", "--known", f"{asked}=Oui, 14 $ la boîte.", asked).json["drafts"]
    assert known
    assert [one["message"] for draft in known for one in draft["findings"] if "14" in one["message"]] == []
    for wrong in ("no sign", "=14 $", "question="):
        refused = indexed("reply", "--known", wrong, asked)
        assert refused.code == 2
        assert wrong in refused.err


def test_silence_gives_no_draft(model: ScriptedServer, indexed: Papillon) -> None:
    """Where no reply is right nothing is drafted, the reason is told and the model is not asked."""
    done = indexed("reply", "--json", "--answer", "no_reply", COMPLAINT)

    assert (done.code, done.json["answer"], done.json["drafts"]) == (0, "no_reply", [])
    assert model.chats == []


def test_reply_lines(model: ScriptedServer, indexed: Papillon) -> None:
    """Many messages, with threads of texts or objects; bad lines are errors at their place."""
    model.default = "We do ship there, write to us privately."
    lines: list[Any] = [
        {"message": "Do you ship to Vermont?", "thread": ["Hello", {"text": "Hi!", "author": "zoe"}]},
        {"message": ""},
        {"thread": []},
        {"message": "Do you ship to Ohio?", "thread": "no list"},
        {"message": "Do you ship to Ohio?", "known": "Yes"},
        {"message": "Do you ship to Ohio?", "situation": "storm"},
        {"message": "Do you ship to Maine?", "platform": "x", "known": [{"question": "To Maine?", "text": "Yes"}]},
    ]

    done = indexed("reply", "--jsonl", stdin="\n".join(json.dumps(line) for line in lines))

    assert [next(iter(line)) for line in done.lines] == ["answer", *["error"] * 5, "answer"]
    assert done.code == 2
    assert done.lines[-1]["drafts"][0]["platform"] == "x"
    assert "> zoe: Hi!" in model.chats[0].body["messages"][-1]["content"]


def test_a_failing_line_does_not_stop_the_others(model: ScriptedServer, indexed: Papillon) -> None:
    """When the model breaks off on one line, that line is an error and the next is answered."""
    model.script(Scripted(pieces=words("We do"), ending="drop"))
    model.default = "We do ship there, write to us privately."
    lines = [{"message": "Your winter lights are lovely"}, {"message": "Your terrace is lovely too"}]

    done = indexed("reply", "--jsonl", stdin="\n".join(json.dumps(line) for line in lines))

    assert [next(iter(line)) for line in done.lines] == ["error", "answer"]
    assert done.code == 3


def test_a_model_that_is_gone(without_model: Papillon, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that does not answer: exit 3, one sentence that names it, in the reader's language."""
    monkeypatch.setenv("PAPILLON_LANGUAGE", "fr")

    done = without_model("reply", "--json", "Écris-moi quatre vers sur la pluie d'hier")

    assert (done.code, done.out) == (3, "")
    assert len(done.err.strip().splitlines()) == 1
    assert "127.0.0.1:9" in done.err


def test_own_words_need_no_model(without_model: Papillon) -> None:
    """The brand's own words for such a message are there without a model; that it does not answer is told."""
    done = without_model("reply", "--json", PRAISE)

    assert done.code == 0
    assert {draft["approach"] for draft in json.loads(done.out)["drafts"]} == {"holding"}
    assert "127.0.0.1:9" in done.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("reply", ""), "no message"),
        (("reply", "x" * 100_000), "100000"),
        (("reply", "--platform", "friendster", "Hello"), "friendster"),
        (("reply", "--person", "nobody", "Hello"), "nobody"),
        (("reply", "--variants", "9", "Hello"), "between 1 and 3"),
        (("post", "--topic", " "), "topic"),
        (("ideas", "--topic", "Café", "--n", "99"), "between 1 and 60"),
        (("ideas", "--topic", "Café", "--out", "ideas.docx"), ".csv"),
    ],
    ids=lambda value: value[-1][:12] if isinstance(value, tuple) else value[:12],
)
def test_bad_input(model: ScriptedServer, indexed: Papillon, arguments: tuple[str, ...], told: str) -> None:
    """Bad input ends with 2 and one sentence; the model is not asked, nothing is on stdout."""
    done = indexed(*arguments)

    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert len(done.err.strip().splitlines()) == 1
    assert model.chats == []


def test_post_json(model: ScriptedServer, indexed: Papillon) -> None:
    """One draft for each network."""
    model.default = "Le décaf Péage est de retour."

    done = indexed("post", "--json", "--platform", "bluesky", "--platform", "x", "--topic", "Le retour du décaf Péage")

    assert done.code == 0
    assert [draft["platform"] for draft in done.json["drafts"]] == ["bluesky", "x"]
    assert all(draft.keys() >= DRAFT - {"cut_off", "usage"} for draft in done.json["drafts"])


def thinker(body: dict[str, Any]) -> str | Scripted:
    if "response_format" in body:
        ideas = [{"title": f"Titre {number}", "angle": "Un geste."} for number in (1, 2)]
        return Scripted(pieces=(json.dumps({"ideas": ideas}),))
    return "Le décaf, « Péage », est de retour; venez."


IDEAS = ("ideas", "--topic", "Le décaf", "--n", "2", "--language", "fr", "--platform", "x", "--platform", "threads")


def test_ideas_json(model: ScriptedServer, indexed: Papillon) -> None:
    """Ideas carry every key of the contract that this version fills."""
    model.default = thinker

    done = indexed(*IDEAS, "--json")

    assert done.code == 0
    assert [idea["platform"] for idea in done.json["ideas"]] == ["x", "threads"]
    assert done.json["ideas"][0].keys() >= {
        "id", "title", "angle", "text", "platform", "language", "person", "date", "sources", "findings",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["ideas.csv", "ideas.jsonl"])
def test_ideas_to_a_file(model: ScriptedServer, indexed: Papillon, tmp_path: Path, name: str) -> None:
    """Ideas are written to the file as rows or lines that read back, accents and commas whole."""
    model.default = thinker
    path = tmp_path / name

    done = indexed(*IDEAS, "--out", str(path))

    text = path.read_text("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines())) if name.endswith("csv") else [
        json.loads(line) for line in text.splitlines()
    ]  # fmt: skip
    assert done.code == 0
    assert [row["title"] for row in rows] == ["Titre 1", "Titre 2"]
    assert "Péage" in rows[0]["text"]
    assert str(path) in done.err


def test_a_file_that_cannot_be_written(model: ScriptedServer, indexed: Papillon, tmp_path: Path) -> None:
    """A folder that there is not ends with 2 and says so."""
    model.default = thinker

    done = indexed(*IDEAS, "--out", str(tmp_path / "missing" / "ideas.csv"))

    assert done.code == 2
    assert "ideas.csv" in done.err
