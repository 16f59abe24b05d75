"""`papillon facts` as a person types it: a gap is filled once, and known from then on."""

import tomllib
from datetime import date
from pathlib import Path

from tests.cli.conftest import Papillon

FACT = ("facts", "add", "--topic", "Chemex?", "--fr", "Des filtres Chemex, 14 $.", "--en", "Chemex filters, $14.")


def test_a_fact_is_kept_found_listed_and_taken_back(papillon: Papillon, mill: Path) -> None:
    """It stands in brand.toml with its author and today's date, the next search finds it without another ingest, and
    undo takes it out of both."""
    before = (mill / "brand.toml").read_bytes()
    papillon("ingest")
    added = papillon(*FACT, "--by", "Ana", "--json").json["fact"]

    assert (added["id"], added["by"]) == ("chemex", "Ana")
    fact = tomllib.loads((mill / "brand.toml").read_text("utf-8"))["facts"][-1]
    assert (fact["topic"], fact["fr"], fact["en"]) == ("Chemex?", "Des filtres Chemex, 14 $.", "Chemex filters, $14.")
    assert abs((date.today() - fact["since"]).days) <= 1  # noqa: DTZ011 - the day where the person sits
    found = papillon("search", "filtres Chemex", "--kind", "fact", "--language", "fr", "--json").json["results"]
    assert found[0]["text"] == "Des filtres Chemex, 14 $."
    assert [one["id"] for one in papillon("facts", "list", "--json").json["facts"]] == ["hours", "chemex"]
    assert "(Ana, " in papillon("facts", "list").out

    assert papillon("rules", "undo").code == 0
    assert (mill / "brand.toml").read_bytes() == before
    texts = [one["text"] for one in papillon("search", "filtres Chemex", "--json").json["results"]]
    assert "Des filtres Chemex, 14 $." not in texts


def test_a_fact_without_text_is_refused(papillon: Papillon, mill: Path) -> None:
    """Nothing is written, and the sentence says what to give."""
    before = (mill / "brand.toml").read_bytes()
    refused = papillon("facts", "add", "--topic", "Chemex?")

    assert (refused.code, "--fr" in refused.err) == (2, True)
    assert (mill / "brand.toml").read_bytes() == before
