"""What was published is learnt once, unlearnt when withdrawn, and recorded with who did what."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.desk import Desk
from assistant.desk.learning import FILE, Learning
from assistant.desk.publishing import Publisher
from assistant.desk.record import as_csv, as_json, person_share, records
from assistant.errors import IndexHeld
from assistant.library.readers.posts import Circumstances, read_jsonl
from assistant.records import Draft, KeptDraft, Source
from tests.desk.conftest import content, target
from tests.desk.ledger import Ledger


@pytest.fixture
def published(desk: Desk) -> KeptDraft:
    """A reply drafted by the model, edited by Téo, approved by Maude and published."""
    source = Source(1, "a", "fact", "brand.toml", (), "On remplace.", used=True)
    drafted = Draft("Bonjour! On remplace le sac.", "bluesky", "fr", model="tiny", sources=(source,))
    kept = desk.keep(content("Bonjour! On remplace le sac.", target=target()), "Maude", drafted=drafted)
    edited = desk.edit(kept.id, 1, "On remplace votre sac.", "Téo")
    desk.approve(kept.id, edited.version, "Maude")
    return Publisher(desk.drafts, lambda _: Ledger()).publish(kept.id, "Maude")  # type: ignore[arg-type, return-value]


def test_a_published_reply_is_in_the_library_once(published: KeptDraft, tmp_path: Path) -> None:
    """It stands in the brand's posts with the message answered, as the library's own reader reads it; learning again
    changes nothing; withdrawing takes it out, and other lines stay."""
    taken: list[Sequence[Path]] = []
    learning = Learning(tmp_path, taken.append)
    file = tmp_path / "posts" / FILE
    file.parent.mkdir()
    file.write_text('{"id": "x", "text": "autre"}\n', "utf-8")

    learning.learn(published)
    learning.learn(published)

    read = read_jsonl(file.read_text("utf-8"), Circumstances("", UTC, lambda _: "fr"))
    assert read.remarks == ()
    assert [post.id for post in read.posts] == ["x", published.posts[0].uri]
    post = read.posts[1]
    assert (post.text, post.kind, post.platform, post.language) == ("On remplace votre sac.", "reply", "bluesky", "fr")
    assert post.answered is not None
    assert post.answered.text == "Mon sac est percé"
    assert taken == [[file], [file]]
    learning.forget(published)
    assert [json.loads(line)["id"] for line in file.read_text("utf-8").splitlines()] == ["x"]


def test_a_persons_reply_is_theirs(published: KeptDraft, tmp_path: Path) -> None:
    """What a person of the house said goes into that person's folder."""
    (tmp_path / "people" / "maude").mkdir(parents=True)

    Learning(tmp_path, lambda _: None).learn(replace(published, person="maude"))

    assert (tmp_path / "people" / "maude" / FILE).exists()
    assert not (tmp_path / "posts").exists()


def test_a_held_index_does_not_stop_publishing(published: KeptDraft, tmp_path: Path) -> None:
    """When another process holds the index the line is kept, and read at the next ingest."""

    def held(_: Sequence[Path]) -> None:
        raise IndexHeld("store.no_draft", id="x")

    Learning(tmp_path, held).learn(published)

    assert (tmp_path / "posts" / FILE).exists()


def test_an_ending_without_a_line_end_is_mended(published: KeptDraft, tmp_path: Path) -> None:
    """A file whose last line was left without its end keeps that line whole."""
    file = tmp_path / "posts" / FILE
    file.parent.mkdir()
    file.write_text('{"id": "x", "text": "autre"}', "utf-8")

    Learning(tmp_path, lambda _: None).learn(published)

    assert len([json.loads(line) for line in file.read_text("utf-8").splitlines()]) == 2


def test_the_record_says_who_did_what(desk: Desk, published: KeptDraft) -> None:
    """Each row names who kept, edited and approved, the model, the sources that were used and a person's share."""
    (row,) = records(desk.drafts, "moulin")

    assert row["drafted_by"] == "model"
    assert (row["model"], row["kept_by"], row["edited_by"], row["approved_by"]) == ("tiny", "Maude", ["Téo"], "Maude")
    assert row["sources"] == ["brand.toml"]
    assert row["person_share"] == pytest.approx(1 / 5)
    assert row["answered_text"] == "Mon sac est percé"


def test_the_record_as_files(desk: Desk, published: KeptDraft) -> None:
    """CSV and JSON hold the same; a text that looks like a formula stays a text."""
    row = records(desk.drafts, "moulin")[0] | {"text": "=1+1"}

    (read,) = csv.DictReader(io.StringIO(as_csv([row]).decode("utf-8-sig")))

    assert read["text"] == "'=1+1"
    assert read["edited_by"] == "Téo"
    assert json.loads(as_json([row]))["records"][0]["text"] == "=1+1"


@pytest.mark.parametrize(
    ("written", "final", "share"),
    [("a b c d", "a b c d", 0.0), ("a b c d", "a b c e", 0.25), ("a b", "x y", 1.0), ("a b c d", "a b", 0.0)],
)
def test_a_persons_share(written: str, final: str, share: float) -> None:
    """The share of the final text's words that are not the model's; taking words out adds none."""
    assert person_share(written, final, by_model=True) == share
    assert person_share(written, final, by_model=False) == 1.0


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_share_is_a_share(written: str, final: str) -> None:
    """Between 0 and 1, whatever the texts; 0 for a text that went out as it was written."""
    assert 0 <= person_share(written, final, by_model=True) <= 1
    if written.split():
        assert person_share(written, written, by_model=True) in (0.0, 1.0)


def test_nothing_is_learnt_of_what_is_not_out(published: KeptDraft, tmp_path: Path) -> None:
    """A draft without posts leaves no file."""
    Learning(tmp_path, lambda _: None).learn(replace(published, posts=()))

    assert not (tmp_path / "posts").exists()
