"""`papillon ingest`, `papillon search` and `papillon doctor`."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import chromadb
import pytest

from assistant.assembly import open_papillon
from assistant.settings import load_settings
from tests.chroma_process import running_chroma
from tests.cli.conftest import Papillon
from tests.fault_proxy import Fault, FaultProxy
from tests.scripted_server import ScriptedServer


def test_ingest(mill: Path, papillon: Papillon) -> None:
    """The first ingest adds everything, the second finds nothing changed, a removed file disappears."""
    first = papillon("ingest", "--json")
    second = papillon("ingest", "--json")
    (mill / "guidelines" / "ton.fr.md").unlink()
    third = papillon("ingest", "--json")

    assert (first.code, second.code, third.code) == (0, 0, 0)
    counts = {"added", "updated", "unchanged", "removed", "passages", "repeated", "seconds"}
    assert first.json.keys() == {*counts, "skipped", "archives"}
    assert first.json["added"] == first.json["passages"] == second.json["unchanged"] >= 3
    assert (second.json["added"], second.json["updated"]) == (0, 0)
    assert third.json["removed"] >= 1


def test_ingest_says_what_it_skipped(mill: Path, papillon: Papillon, monkeypatch: pytest.MonkeyPatch) -> None:
    """A binary named .md is left out, and both outputs say which file and why, in the reader's language."""
    (mill / "guidelines" / "photo.md").write_bytes(bytes(range(256)) * 8)
    monkeypatch.setenv("PAPILLON_LANGUAGE", "fr")

    as_json = papillon("ingest", "--json")
    for_people = papillon("ingest")

    (skipped,) = as_json.json["skipped"]
    assert skipped["path"] == "guidelines/photo.md"
    assert skipped["reason"]
    assert "guidelines/photo.md" in for_people.out
    assert "passages" in for_people.out


def test_verify(mill: Path, papillon: Papillon) -> None:
    """A library that is whole agrees: exit 0, and every vector was looked up."""
    papillon("ingest")

    whole = papillon("ingest", "--verify", "--json")
    for_people = papillon("ingest", "--verify")

    assert (whole.code, for_people.code) == (0, 0)
    assert whole.json.keys() == {"passages", "vectors", "looked_up", "found", "seconds", "agree"}
    assert (whole.json["agree"], whole.json["found"]) == (True, [])
    assert whole.json["looked_up"] == whole.json["vectors"] >= 3
    assert "agree" in for_people.out


def test_verify_mends_what_disagrees(mill: Path, papillon: Papillon, tmp_path: Path) -> None:
    """Words that the full-text index lost are named and put back: exit 0, since nothing stays wrong; afterwards the
    passage is found, and a second look finds nothing."""
    papillon("ingest")
    with closing(sqlite3.connect(tmp_path / "home" / "papillon.db")) as database, database:
        assert database.execute("DELETE FROM passages_words WHERE text LIKE '%vouvoi%'").rowcount == 1

    mended = papillon("ingest", "--verify")
    found = papillon("search", "--json", "-k", "1", "vouvoie").json["results"]
    again = papillon("ingest", "--verify", "--json")

    assert (mended.code, mended.out.count("\n! ")) == (0, 1)
    assert found[0]["text"] == "On vouvoie."
    assert (again.code, again.json["found"]) == (0, [])


@pytest.mark.chroma_server
def test_verify_of_what_cannot_be_mended(mill: Path, papillon: Papillon, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Chroma server that lost a vector and takes no new ones: exit 1, the disagreement is said to stay, and searches
    go through the database. Once the server takes it, it is mended: exit 0."""
    with running_chroma() as url, FaultProxy(url) as proxy:
        monkeypatch.setenv("PAPILLON_CHROMA_URL", proxy.address)
        papillon("ingest")
        host, _, port = url.removeprefix("http://").partition(":")
        (collection,) = chromadb.HttpClient(host, int(port)).list_collections()
        collection.delete(ids=collection.get(limit=1, include=[])["ids"])
        proxy.always = lambda seen: Fault("answer") if seen.path.endswith("/add") else None

        stays = papillon("ingest", "--verify", "--json")
        for_people = papillon("ingest", "--verify")
        found = papillon("search", "--json", "-k", "1", "vouvoie").json["results"]
        proxy.always = None
        mended = papillon("ingest", "--verify", "--json")
        whole = papillon("ingest", "--verify", "--json")

    assert (stays.code, for_people.code, mended.code, whole.code) == (1, 1, 0, 0)
    assert (stays.json["agree"], [(one["part"], one["mended"]) for one in stays.json["found"]]) == (
        False,
        [("index", False)],
    )
    assert "\n✗ " in for_people.out
    assert found[0]["text"] == "On vouvoie."
    assert [(one["part"], one["mended"]) for one in mended.json["found"]] == [("index", True)]
    assert whole.json["found"] == []


def test_verify_before_the_first_ingest_is_wrong_use(mill: Path, papillon: Papillon) -> None:
    """Nothing was read yet: one sentence, exit 2."""
    done = papillon("ingest", "--verify")

    assert done.code == 2
    assert "papillon ingest" in done.err


def test_first_use_reads_the_knowledge_and_says_so(mill: Path, papillon: Papillon) -> None:
    """A search in a fresh home ingests first, said on stderr; stdout holds only the answer."""
    done = papillon("search", "--json", "À quelle heure ouvrez-vous?")

    assert done.code == 0
    assert str(mill) in done.err
    assert any("8 h" in result["text"] for result in done.json["results"])


def test_search(indexed: Papillon) -> None:
    """Results have every key of the contract; filters hold; for people they are readable lines."""
    done = indexed("search", "--json", "-k", "4", "--kind", "reply", "--language", "fr", "sac arrivé percé")

    results = done.json["results"]
    assert done.code == 0
    assert len(results) == 4
    assert all(
        result.keys()
        == {
            "id",
            "kind",
            "path",
            "section",
            "page",
            "address",
            "date",
            "author",
            "platform",
            "language",
            "text",
            "score",
        }
        for result in results
    )
    assert {(result["kind"], result["language"]) for result in results} == {("reply", "fr")}
    assert results == sorted(results, key=lambda result: -result["score"])

    shown = indexed("search", "--kind", "guideline", "plaintes")
    assert "guidelines/" in shown.out


def test_search_by_person(indexed: Papillon) -> None:
    """A person's own passages, or with an empty person the brand's."""
    of_maude = indexed("search", "--json", "--person", "maude", "--kind", "post", "le bail").json["results"]
    of_brand = indexed("search", "--json", "--person", "", "--kind", "post", "le bail").json["results"]

    assert {result["author"] for result in of_maude} == {"maude"}
    assert {result["author"] for result in of_brand} == {""}


def test_search_lines(indexed: Papillon) -> None:
    """Many searches at once, a bad line in between."""
    lines = [json.dumps({"query": "décaf", "k": 2}), "{", json.dumps({"query": "hours", "kinds": ["fact"]})]

    done = indexed("search", "--jsonl", stdin="\n".join(lines))

    assert done.code == 2
    assert len(done.lines[0]["results"]) == 2
    assert done.lines[1]["error"]["line"] == 2
    assert {result["kind"] for result in done.lines[2]["results"]} == {"fact"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("search",), "no text"),
        (("search", "--kind", "recipe", "x"), "recipe"),
        (("search", "-k", "0", "x"), "-k"),
        (("--brand",), "--brand"),
        (("dance",), "dance"),
        (("search", "--brand", "nobody", "x"), "brulerie-du-canal"),
    ],
)
def test_wrong_use(papillon: Papillon, words: tuple[str, ...], told: str) -> None:
    """Wrong use ends with 2 and says what was wrong; nothing is printed on stdout."""
    done = papillon(*words)

    assert (done.code, done.out) == (2, "")
    assert told in done.err


def test_a_broken_brand_is_one_sentence(mill: Path, papillon: Papillon) -> None:
    """A misspelt key ends with 2 and one sentence that names the file and the line."""
    (mill / "brand.toml").write_text((mill / "brand.toml").read_text("utf-8").replace("topic", "topik"), "utf-8")

    done = papillon("search", "x")

    assert done.code == 2
    assert "brand.toml, line" in done.err
    assert len(done.err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("PAPILLON_PORT", "many", "PAPILLON_PORT"),
        ("PAPILLON_KNOWLEDGE", "/nowhere/at/all", "/nowhere/at/all"),
        ("PAPILLON_EMBEDDINGS", "magic", "PAPILLON_EMBEDDINGS"),
    ],
)
def test_a_bad_setting_is_one_sentence(
    papillon: Papillon, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, told: str
) -> None:
    """A setting that cannot be used ends with 2, named as the user wrote it, in French too."""
    monkeypatch.setenv(variable, value)
    english = papillon("search", "x")
    monkeypatch.setenv("PAPILLON_LANGUAGE", "fr")
    french = papillon("search", "x")

    assert (english.code, french.code) == (2, 2)
    assert told in english.err
    assert told in french.err
    assert english.err != french.err


def test_an_index_that_another_process_holds(indexed: Papillon) -> None:
    """While the page holds the index, an ingest ends with 3 and names the holder; a search still answers and says on
    stderr how."""
    with open_papillon(load_settings(), name="papillon serve") as page:
        page.library.open_index()
        refused = indexed("ingest")
        answered = indexed("search", "--json", "-k", "2", "sac percé")
        looked = indexed("doctor", "--json")

    assert (refused.code, refused.out) == (3, "")
    assert "papillon serve" in refused.err
    assert answered.code == 0
    assert len(answered.json["results"]) == 2
    assert "papillon serve" in answered.err
    assert [part["state"] for part in looked.json["parts"] if part["name"] == "library"] == ["warning"]


def test_doctor_in_good_health(model: ScriptedServer, indexed: Papillon) -> None:
    """With everything there, each part is ok and the end is 0."""
    done = indexed("doctor", "--json")

    assert done.code == 0, done.out
    assert done.json["ok"] is True
    assert {part["name"] for part in done.json["parts"]} == {
        "brand", "rules", "database", "library", "embedder", "model",
    }  # fmt: skip
    assert {part["state"] for part in done.json["parts"]} == {"ok"}
    assert all(part.keys() == {"name", "state", "detail", "fix"} for part in done.json["parts"])


def test_doctor_finds_a_missing_model(without_model: Papillon) -> None:
    """A server that is gone is told with how to fix it, and the end is 3; the other parts are still looked at."""
    done = without_model("doctor", "--json")

    states = {part["name"]: part for part in done.json["parts"]}
    assert done.code == 3
    assert states["model"]["state"] == "missing"
    assert "OPENAI" in states["model"]["fix"]
    assert states["library"]["state"] == "ok"


def test_doctor_finds_a_wrong_rule_and_an_empty_library(mill: Path, papillon: Papillon) -> None:
    """A rule whose sentences say otherwise, and knowledge that is not indexed, are warnings with what to do."""
    text = (mill / "brand.toml").read_text("utf-8")
    (mill / "brand.toml").write_text(text.replace('fails = "zut"', 'fails = "flûte"'), "utf-8")

    done = papillon("doctor")

    assert "no-zut" in done.out
    assert "flûte" in done.out
    assert "papillon ingest" in done.out
    assert "! rules" in done.out


def test_doctor_changes_nothing(mill: Path, papillon: Papillon) -> None:
    """Looking does not index."""
    assert mill
    papillon("doctor")

    parts = papillon("doctor", "--json").json["parts"]
    assert [part["state"] for part in parts if part["name"] == "library"] == ["warning"]
