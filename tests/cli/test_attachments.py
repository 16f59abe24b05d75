"""What goes out beside a text, and words that are watched, on the command line."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assembly import Papillon as House
from assistant.assembly import open_papillon
from assistant.records import Account, Draft
from assistant.settings import load_settings
from assistant.store import Accounts
from tests.cli.conftest import ROOT, WORDS, Papillon
from tests.desk.conftest import NOW
from tests.networks.pictures import photograph
from tests.scripted_server import ScriptedServer

TEXT = "Merci, écrivez-nous à bonjour@brulerieducanal.example."


@pytest.fixture
def house(server: ScriptedServer, indexed: Papillon, tmp_path: Path) -> Iterator[House]:
    """The same house as the commands open."""
    settings = load_settings(
        home=tmp_path / "home", knowledge=ROOT / "knowledge", openai_base_url=server.address, model="scripted-1",
        embeddings=WORDS,
    )  # fmt: skip
    with open_papillon(settings) as opened:
        yield opened


@pytest.fixture
def draft(house: House) -> str:
    """The id of a draft on the desk."""
    return house.office.keep(TEXT, Draft(TEXT, "bluesky", "fr", model="scripted-1"), "Maude").id


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A picture file."""
    path = tmp_path / "sac.jpg"
    path.write_bytes(photograph(64, 48))
    return path


def test_a_picture_from_the_file_to_the_approval(indexed: Papillon, draft: str, picture: Path) -> None:
    """Without a description it blocks; described, it is approved; changed again, the approval is gone."""
    attached = indexed("drafts", "attach", draft, "--picture", str(picture), "--user", "Téo", "--json").json
    assert [one["name"] for one in attached["pictures"][0]] == ["sac.jpg"]
    assert not attached["ready"]
    refused = indexed("drafts", "approve", draft)
    assert refused.code == 1
    assert "sac.jpg" in refused.err
    indexed("drafts", "describe", draft, "1", "Un sac percé")
    assert indexed("drafts", "approve", draft, "--json").json["state"] == "approved"
    assert "[picture 1.1] sac.jpg: Un sac percé" in indexed("drafts", "show", draft).out
    again = indexed(
        "drafts", "attach", draft, "--label", "graphic-media", "--replies", "nobody", "--no-quotes", "--json"
    )
    assert (again.json["state"], again.json["approval"]) == ("edited", None)
    assert again.json["labels"] == ["graphic-media"]
    assert again.json["audience"] == {"replies": [], "quotes": False}
    gone = indexed("drafts", "detach", draft, "--picture", "1", "--labels", "--json").json
    assert (gone["pictures"], gone["labels"]) == ([[]], [])
    assert indexed("drafts", "attach", draft, "--replies", "everybody", "--json").json["audience"]["replies"] is None


def test_what_cannot_go_out_is_told(indexed: Papillon, draft: str, picture: Path, tmp_path: Path) -> None:
    """A file that is none or is no picture, descriptions without pictures, addresses of nothing, unknown words: exit 2,
    and the draft is as it was."""
    (tmp_path / "notes.txt").write_text("pas une image", "utf-8")
    for words, said in (
        (("--picture", str(tmp_path / "none.jpg")), "none.jpg"),
        (("--picture", str(tmp_path / "notes.txt")), "notes.txt"),
        (("--alt", "Un sac"), "--alt"),
        (("--quote", "https://example.com/"), "example.com"),
        (("--card", "http://127.0.0.1:9/"), "127.0.0.1"),
        (("--label", "spoiler"), "spoiler"),
        (("--replies", "friends"), "friends"),
        (("--picture", str(picture), "--part", "2"), "2"),
    ):
        done = indexed("drafts", "attach", draft, *words)
        assert (words, done.code) == (words, 2)
        assert said in done.err
    shown = indexed("drafts", "show", draft, "--json").json
    assert (shown["version"], shown["pictures"]) == (1, [[]])


def test_words_are_watched(indexed: Papillon, house: House) -> None:
    """Without an account the way to one is told; then words are added, listed and removed, and unknown ones told."""
    nobody = indexed("inbox", "searches", "add", "brûlerie du canal")
    assert nobody.code == 2
    assert "papillon accounts add" in nobody.err
    assert "papillon inbox searches add" in indexed("inbox", "searches", "list").out
    account = Account("did:plc:us", "us.test", "bluesky", house.brand.id, added=NOW)
    Accounts(house.database, house.brand.id).put(account, b"")

    assert indexed("inbox", "searches", "add", "brûlerie du canal", "--json").json["words"] == "brûlerie du canal"
    assert "@us.test" in indexed("inbox", "searches", "list").out
    found = indexed("inbox", "searches", "list", "--json").json["searches"]
    assert found == [{"account": "did:plc:us", "words": "brûlerie du canal"}]
    assert indexed("inbox", "searches", "remove", "BRÛLERIE du canal", "--account", "us.test").code == 0
    assert indexed("inbox", "searches", "remove", "brûlerie du canal").code == 2
    assert indexed("inbox", "--offline", "--json").json["conversations"] == []
