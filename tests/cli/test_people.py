"""`papillon people`: consent on the command line, and who should answer."""

import json
from pathlib import Path

from tests.cli.conftest import Papillon

POSTS = [
    {"id": f"z{n}", "platform": "bluesky", "language": "fr", "text": f"La meule numéro {n} tourne rond ce matin."}
    for n in range(4)
]


def lend(folder: Path) -> None:
    (folder / "people" / "zoe" / "posts.jsonl").write_text("\n".join(json.dumps(one) for one in POSTS), "utf-8")


def test_a_person_comes_and_leaves(papillon: Papillon, mill: Path) -> None:
    """Added with consent, their posts are learnt; withdrawn, all is forgotten at once, and drafts are refused."""
    consent = ("--consent-by", "Zoé Roy", "--consent-for", "Papillon peut lire ses publications.")
    added = papillon("people", "add", "zoe", "--name", "Zoé Roy", "--account", "bluesky=zoe.example", *consent)
    lend(mill)
    papillon("ingest")
    before = papillon("people", "list", "--json").json["people"][0]
    shown = papillon("people", "show", "zoe")
    voice = papillon("voice", "show", "--person", "zoe", "--language", "fr", "--json").json["profiles"][0]

    gone = papillon("people", "withdraw", "zoe", "--date", "2026-01-02", "--json")
    after = papillon("people", "list", "--json").json["people"][0]
    empty = papillon("voice", "show", "--person", "zoe", "--language", "fr", "--json").json["profiles"][0]
    refused = papillon("reply", "--platform", "bluesky", "--person", "zoe", "Elle tourne?")

    assert added.code == 0
    assert (before["consent"], before["texts"], before["agreed"]["given_by"]) == ("given", 4, "Zoé Roy")
    assert "Zoé Roy (zoe)" in shown.out
    assert "Papillon peut lire ses publications." in shown.out
    assert voice["posts"] == 4
    assert gone.json | {"notice": ""} == {
        "id": "zoe", "withdrawn": "2026-01-02", "forgotten": 4, "remaining": 0, "notice": "",
    }  # fmt: skip
    assert (after["consent"], after["texts"]) == ("withdrawn", 0)
    assert empty["posts"] == 0
    assert (refused.code, "withdrew on 2026-01-02" in refused.err) == (2, True)
    assert papillon("search", "meule", "--kind", "post", "--json").json["results"] == []


def test_without_consent_nothing_is_learnt(papillon: Papillon, mill: Path) -> None:
    """Somebody written down without consent is listed as such; their files are left out and told."""
    added = papillon("people", "add", "zoe", "--name", "Zoé")
    lend(mill)
    ingested = papillon("ingest", "--json")
    refused = papillon("reply", "--platform", "bluesky", "--person", "zoe", "Elle tourne?")

    assert "without consent" in added.out
    assert "has not agreed" in ingested.json["skipped"][0]["reason"]
    assert papillon("people", "list").out.startswith("zoe: Zoé, no consent")
    assert (refused.code, "has not agreed" in refused.err) == (2, True)


def test_a_removed_folder_is_forgotten_at_the_next_command(papillon: Papillon, mill: Path) -> None:
    """A person's folder deleted by hand: the next command forgets them without being asked."""
    papillon("people", "add", "zoe", "--name", "Zoé", "--consent-by", "Zoé", "--consent-for", "Tout.")
    lend(mill)
    papillon("ingest")
    assert papillon("search", "meule", "--kind", "post", "--json").json["results"] != []
    for file in (mill / "people" / "zoe").iterdir():
        file.unlink()
    (mill / "people" / "zoe").rmdir()

    assert papillon("search", "meule", "--kind", "post", "--json").json["results"] == []
    assert papillon("people", "list", "--json").json == {"people": []}


def test_bad_input_is_told(papillon: Papillon, mill: Path) -> None:
    """A bad id, half a consent, a bad day, nobody of that name: exit 2 and what to do. A broken file is told, the rest
    goes on."""
    told = {
        "person's id": papillon("people", "add", "Zoé", "--name", "Zoé"),
        "both, or neither": papillon("people", "add", "zoe", "--name", "Zoé", "--consent-by", "Zoé"),
        "network=name": papillon("people", "add", "zoe", "--name", "Zoé", "--account", "bluesky"),
        "no day": papillon("people", "withdraw", "zoe", "--date", "demain"),
        "nobody with the id": papillon("people", "withdraw", "zoe"),
        "Nobody here": papillon("people", "show", "zoe"),
    }
    (mill / "people" / "zoe").mkdir(parents=True)
    (mill / "people" / "zoe" / "person.toml").write_text("id = [", "utf-8")
    listed = papillon("people", "list")

    assert {problem: done.code for problem, done in told.items()} == dict.fromkeys(told, 2)
    assert [problem for problem, done in told.items() if problem not in done.err and problem != "Nobody here"] == []
    assert listed.code == 0
    assert "person.toml is not valid TOML" in listed.err


def test_who_should_answer(without_model: Papillon) -> None:
    """The person is named with the posts that prove it; weak evidence leaves it to the house; piped text works."""
    found = without_model("people", "who", "What do you listen for when first crack starts?")
    record = without_model("people", "who", "--platform", "linkedin", "--json", stdin="First crack, when is it?").json
    house = without_model("people", "who", "Do you ship to France?")
    wrong = without_model("people", "who", "First crack?", "--platform", "friendster")

    assert found.out.startswith("→ Teodros")
    assert "crack" in found.out.split("\n")[1]
    assert record["best"] != "teo"
    assert {one["person"] for one in record["speakers"]} == {"", "camille", "maude", "teo"}
    assert "no account on LinkedIn" in next(one["reason"] for one in record["speakers"] if one["person"] == "teo")
    assert house.out.startswith("Nobody fits better than the house")
    assert wrong.code == 2
