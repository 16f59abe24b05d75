"""Beside a draft's text: what the page sends is read with care, drawn escaped, and kept together with the text."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.desk import Office, open_office
from assistant.desk.attaching import add_picture
from assistant.records import Audience, CardAttachment, Content, Draft, Part, PostRef, Target
from assistant.store import Database
from assistant.ui.handlers import attachments, inbox
from assistant.ui.handlers.fields import Fields, applied, read_fields
from assistant.ui.handlers.inbox import Seen
from assistant.ui.rendering.attachments import beside
from assistant.voice.brand import load_brand
from assistant.wording import say
from tests.conftest import SAMPLE
from tests.desk.conftest import Checker
from tests.desk.test_answering import Script
from tests.desk.town import Book, Town
from tests.networks.pictures import photograph

PHOTO = photograph(64, 48)
QUOTED = Target(PostRef("at://x/y/z", "cid"), "zoe.test", "<script>alert(1)</script>")


def held(**more: Any) -> Content:
    """A post with a picture."""
    return replace(add_picture(Content((Part("Le sac"),), "bluesky"), 0, PHOTO, '"><b>.jpg').content, **more)


# ------------------------------------------------------------ what the page sends

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=12,
)
keys = st.sampled_from(["alts", "cards", "replies", "quotes", "labels", "part", "0:0", "9:9", "x"])


@given(st.dictionaries(keys, anything, max_size=6))
def test_whatever_is_sent_breaks_nothing(sent: dict[str, Any]) -> None:
    """Any JSON gives fields; those that mean something are taken, and the text and pictures are as they were."""
    from assistant.errors import BadInput

    try:
        content = applied(held(), read_fields(json.dumps(sent)))
    except BadInput:
        return
    assert content.text == "Le sac"
    assert [picture.digest for picture in content.parts[0].pictures] == [held().parts[0].pictures[0].digest]


def test_what_is_no_json_is_nothing() -> None:
    """Half a message, a list and nothing at all leave the draft alone."""
    for sent in ("", '{"alts": {"0:0"', "[1, 2]", "null"):
        assert read_fields(sent) == Fields()
        assert applied(held(), read_fields(sent)) == held()


def test_each_field_is_taken() -> None:
    """Descriptions, the card's words, who may reply and warnings; a reply has no say in who may reply."""
    card = CardAttachment("https://brulerie.example/", "Accueil")
    two = replace(held(), parts=(*held().parts, Part("Deux", card=card)))
    sent = json.dumps({
        "alts": {"0:0": " Un sac "}, "cards": {"1": {"title": "La brûlerie", "description": "Du café"}},
        "replies": ["followers"], "quotes": False, "labels": ["nudity"], "part": 1,
    })  # fmt: skip

    content = applied(two, read_fields(sent))

    assert content.parts[0].pictures[0].alt == "Un sac"
    assert content.parts[1].card == replace(card, title="La brûlerie", description="Du café")
    assert content.audience == Audience(("followers",), quotes=False)
    assert content.labels == ("nudity",)
    assert read_fields(sent).part == 1
    reply = replace(two, answering=QUOTED)
    assert applied(reply, read_fields(sent)).audience == Audience(None, quotes=False)


# ------------------------------------------------------------ drawn


def test_it_is_drawn_escaped() -> None:
    """File names, descriptions, quoted words and card titles are text; only an editable draft has fields."""
    one = held(quoting=QUOTED, labels=("porn",), audience=Audience((), quotes=False))
    part = replace(one.parts[0], pictures=(replace(one.parts[0].pictures[0], alt='</textarea><img src="x">'),))
    content = replace(one, parts=(part, Part("Deux", card=CardAttachment("https://a.example/", '"><i>', "<u>"))))
    for editable in (True, False):
        shown = beside(content, {part.pictures[0].digest: b"jpeg"}, [], "fr", editable=editable)
        for raw in ("<script>", "<b>.jpg", '<img src="x">', "<i>", "<u>"):
            assert raw not in shown
        assert ("<textarea" in shown) == editable
        assert say("ui.warning_porn", "fr") in shown
        assert say("ui.replies_nobody", "fr") in shown


def test_nothing_is_offered_that_cannot_go_out() -> None:
    """Four pictures are the most, pictures and a card exclude each other, a reply has no audience of its own, and other
    networks take nothing."""
    full = held()
    for number in range(3):
        full = add_picture(full, 0, PHOTO, f"{number}.jpg").content
    assert 'data-go="pick"' in beside(held(), {}, [], "en", editable=True)
    assert 'data-go="pick"' not in beside(full, {}, [], "en", editable=True)
    assert 'data-go="card"' not in beside(held(), {}, [], "en", editable=True)
    bare = Content((Part("a"),), "bluesky")
    assert 'value="https://a.example/"' in beside(bare, {}, ["https://a.example/"], "en", editable=True)
    assert "who-replies" in beside(bare, {}, [], "en", editable=True)
    reply = beside(replace(bare, answering=QUOTED), {}, [], "en", editable=True)
    assert "who-replies" not in reply
    assert say("ui.beside_quotes", "en") in reply
    assert beside(replace(bare, platform="mastodon"), {}, [], "en", editable=True) == ""
    assert beside(bare, {}, [], "en", editable=False) == ""


# ------------------------------------------------------------ kept


class Room(Script, Checker):
    """A drafting room: the script drafts, the checker checks."""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office over a database of its own."""
    address = f"sqlite:///{tmp_path}/papillon.db"
    database = Database.open(address)
    return open_office(load_brand(SAMPLE), database, Room(), Book(Town()), address=address)  # type: ignore[arg-type]


@pytest.fixture
def seen(office: Office) -> Seen:
    """What the page has open: a draft."""
    kept = office.keep("Le sac", Draft("Le sac", "bluesky", "fr"), "Maude")
    return Seen(kept.content.account, "", kept.id, 1)


def test_a_picture_is_kept_with_what_is_typed(office: Office, seen: Seen, tmp_path: Path) -> None:
    """Adding files keeps the text in the box too, in one step; what is no picture is told, and the rest is there."""
    (tmp_path / "sac.jpg").write_bytes(PHOTO)
    (tmp_path / "notes.jpg").write_text("non")
    files = [str(tmp_path / name) for name in ("notes.jpg", "sac.jpg", "gone.jpg")]

    screen = attachments.add_pictures(office, seen, "Le sac est là", "", files, "Maude", "en")

    assert screen.draft is not None
    assert (screen.draft.text, screen.draft.version, screen.level) == ("Le sac est là", 2, "bad")
    assert [picture.name for picture in screen.draft.content.parts[0].pictures] == ["sac.jpg"]
    assert "notes.jpg" in screen.notice
    assert "gone.jpg" in screen.notice
    sent = json.dumps({"alts": {"0:0": "Un sac"}})
    approved = inbox.approve(office, screen.seen, "Le sac est là", sent, "Maude", "en")
    assert approved.draft is not None
    assert (approved.draft.state, approved.draft.content.parts[0].pictures[0].alt) == ("approved", "Un sac")


def test_two_people_at_once_lose_nothing(office: Office, seen: Seen, tmp_path: Path) -> None:
    """Who adds to an older version is told, and the words in the box and the fields are still there."""
    office.desk.edit(seen.draft, 1, "Texte de Téo", "Téo")
    (tmp_path / "sac.jpg").write_bytes(PHOTO)
    sent = json.dumps({"labels": ["nudity"]})

    screen = attachments.add_pictures(office, seen, "À moi", sent, [str(tmp_path / "sac.jpg")], "Maude", "en")

    assert (screen.level, screen.text, screen.sent) == ("warn", "À moi", sent)
    assert "Téo" in screen.notice
    assert office.desk.get(seen.draft).content.parts == (Part("Texte de Téo"),)


def test_a_click_on_what_is_gone(office: Office, seen: Seen) -> None:
    """A picture that is not there, an address that is none: told in words; an unknown click is none."""
    for said in (["unpicture", "0", "0"], ["unpicture", "x", "y"], ["card", "0", "ftp://a"]):
        screen = attachments.act(office, seen, "Le sac", "", said, "Maude", "en")
        assert screen.level == "bad"
        assert screen.notice
    assert attachments.act(office, seen, "Le sac", "", ["dance"], "Maude", "en").notice == ""
    assert office.desk.get(seen.draft).version == 1


def test_what_is_typed_and_not_kept_is_not_published(office: Office, seen: Seen) -> None:
    """A choice that was made after the approval stops the publication until it is kept and approved."""
    inbox.approve(office, seen, "Le sac", "", "Maude", "en")

    screen = inbox.publish(office, seen, "Le sac", json.dumps({"replies": []}), "Maude", "en")

    assert screen.notice == say("ui.inbox_unsaved", "en")
    assert office.desk.get(seen.draft).state == "approved"
