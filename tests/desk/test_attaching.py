"""What goes out beside a text: pictures, a quote, a link card, who may reply, warnings; frozen with the approval."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from assistant.desk import Desk, with_texts
from assistant.desk.attaching import (
    add_card,
    add_picture,
    add_quote,
    describe_picture,
    let_reply,
    remove_card,
    remove_picture,
    reword_card,
    warn,
)
from assistant.desk.publishing import Publisher
from assistant.errors import BadInput, NotAllowed, ReplyRefused
from assistant.records import Audience, CardUpload, Conversation, Outgoing, Prepared
from assistant.store import Drafts
from tests.desk.conftest import content, post, target
from tests.desk.ledger import Ledger
from tests.networks.pictures import photograph

PHOTO = photograph(64, 48)


class Reader:
    """A network in which one post can be read."""

    def __init__(self, **more: Any) -> None:
        self.found = replace(post("On ouvre à 8 h", key="3kquoted"), **more)

    def read_post(self, reference: str, *, replies: int = 60) -> Conversation:
        assert (reference, replies) == ("https://bsky.app/profile/zoe.test/post/3kquoted", 0)
        return Conversation(self.found, self.found.author)


# ------------------------------------------------------------ pictures


def test_a_picture_is_kept_as_it_will_go_out(desk: Desk, drafts: Drafts) -> None:
    """What the camera wrote into the file is gone from the very bytes that are kept; without a description the draft is
    blocked, with one it is not."""
    exif = Image.Exif()
    exif[0x010F] = "Caméra de Maude"
    file = BytesIO()
    Image.new("RGB", (3000, 1500), "brown").save(file, "JPEG", exif=exif)
    kept = desk.keep(content("Le sac"), "Maude")

    done = add_picture(kept.content, 0, file.getvalue(), "sac.jpg")
    edited = desk.edit(kept.id, 1, done.content, "Maude", pictures=done.pictures)

    ((picture,),) = [part.pictures for part in edited.content.parts]
    data = drafts.picture(picture.digest)
    assert b"Maude" in file.getvalue()
    assert b"Maude" not in data
    assert Image.open(BytesIO(data)).size == (2000, 1000)
    assert "2000" in done.remarks[0]
    assert [(finding.check, finding.level) for finding in edited.findings] == [("alt", "block")]
    assert not edited.ready
    described = desk.edit(kept.id, 2, describe_picture(edited.content, 0, 0, " Un sac brun "), "Maude")
    assert described.ready
    assert described.content.parts[0].pictures[0].alt == "Un sac brun"
    assert drafts.steps(kept.id)[-1].detail["pictures"] == "sac.jpg: Un sac brun"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7 not a picture", "not a picture"),
        (b"", "not a picture"),
        (PHOTO[:-300], "damaged"),
        (b"\0" * 50_000_001, "larger than"),
    ],
    ids=["pdf", "empty", "cut", "large"],
)
def test_what_is_no_picture_is_told(data: bytes, said: str) -> None:
    """A file that is none, is cut off or too large is refused by its name."""
    with pytest.raises(BadInput, match=said) as refused:
        add_picture(content("Le sac"), 0, data, "sac.jpg")
    assert "sac.jpg" in refused.value.text()


def test_four_pictures_and_no_more() -> None:
    """A fifth picture, a description longer than the network takes, and places that are not there are refused."""
    held = content("Le sac")
    for number in range(4):
        held = add_picture(held, 0, PHOTO, f"{number}.jpg", alt=str(number)).content
    with pytest.raises(BadInput, match="5 pictures"):
        add_picture(held, 0, PHOTO, "5.jpg")
    with pytest.raises(BadInput, match="2001"):
        describe_picture(held, 0, 0, "a" * 2001)
    with pytest.raises(BadInput, match="no picture 5"):
        remove_picture(held, 0, 4)
    with pytest.raises(BadInput, match="no post 2"):
        add_picture(held, 1, PHOTO, "6.jpg")
    left = remove_picture(held, 0, 1)
    assert [picture.alt for picture in left.parts[0].pictures] == ["0", "2", "3"]


def test_nothing_goes_out_to_other_networks() -> None:
    """Drafts for networks that the desk does not publish to take nothing: it would be lost."""
    with pytest.raises(BadInput, match="mastodon"):
        add_picture(replace(content("Le sac"), platform="mastodon"), 0, PHOTO, "sac.jpg")


def test_pictures_stay_when_a_thread_gets_shorter(desk: Desk) -> None:
    """The picture of a part that is taken out goes to the one before; too many there block the draft."""
    held = add_picture(content("Un", "Deux"), 1, PHOTO, "sac.jpg", alt="Un sac").content
    shorter = with_texts(held, ["Un et deux"])
    assert [picture.alt for picture in shorter.parts[0].pictures] == ["Un sac"]
    for _ in range(4):
        held = add_picture(held, 0, PHOTO, "autre.jpg", alt="Autre").content
    kept = desk.keep(with_texts(held, ["Tout"]), "Maude")
    assert [finding.check for finding in kept.findings] == ["pictures"]
    assert not kept.ready


# ------------------------------------------------------------ quote, card, audience, warnings


def test_a_quote_is_the_post_as_it_reads_now() -> None:
    """The quoted post's version, author and text are kept; one whose author does not want it quoted is refused."""
    address = " https://bsky.app/profile/zoe.test/post/3kquoted "

    quoting = add_quote(content("Voyez"), address, Reader()).quoting  # type: ignore[arg-type]

    assert quoting is not None
    assert (quoting.author, quoting.text, quoting.post.cid) == ("zoe.test", "On ouvre à 8 h", "cid-3kquoted")
    with pytest.raises(ReplyRefused, match=r"@zoe\.test"):
        add_quote(content("Voyez"), address, Reader(quote_disabled=True))  # type: ignore[arg-type]


def test_a_card_is_a_proposal() -> None:
    """Title and description can be reworded; a picture that cannot be read is left out and told; pictures and a card do
    not go together."""
    page = CardUpload("https://brulerie.example/", "Accueil", "Du café", PHOTO)

    done = add_card(content("Voyez"), 0, page.address, read=lambda _: page)
    reworded = reword_card(done.content, 0, "La  brûlerie", "")
    broken = add_card(content("Voyez"), 0, page.address, read=lambda _: replace(page, picture=b"no"))

    card = reworded.parts[0].card
    assert card is not None
    assert (card.title, card.description, card.digest) == ("La brûlerie", "", done.pictures[0][0].digest)
    assert broken.content.parts[0].card is not None
    assert broken.content.parts[0].card.digest == ""
    assert "without its picture" in broken.remarks[0]
    with pytest.raises(BadInput, match="one or the other"):
        add_picture(done.content, 0, PHOTO, "sac.jpg")
    with pytest.raises(BadInput, match="one or the other"):
        add_card(add_picture(content("a"), 0, PHOTO, "sac.jpg").content, 0, page.address, read=lambda _: page)
    assert remove_card(reworded, 0).parts[0].card is None
    with pytest.raises(BadInput, match="no link card"):
        reword_card(content("a"), 0, "Titre", "")


def test_who_may_reply() -> None:
    """Everybody, nobody, or groups; a reply has no say; unknown groups and warnings are named."""
    assert let_reply(content("a"), ("following", "mentioned")).audience == Audience(("mentioned", "following"))
    assert let_reply(content("a"), (), quotes=False).audience == Audience((), quotes=False)
    assert let_reply(let_reply(content("a"), (), quotes=False), None).audience == Audience(None, quotes=False)
    with pytest.raises(BadInput, match="friends"):
        let_reply(content("a"), ("friends",))
    with pytest.raises(BadInput, match="began the thread"):
        let_reply(content("a", target=target()), ("mentioned",))
    assert warn(content("a"), ("graphic-media", "nudity")).labels == ("nudity", "graphic-media")
    with pytest.raises(BadInput, match="spoiler"):
        warn(content("a"), ("spoiler",))


# ------------------------------------------------------------ approval and publishing


@pytest.mark.parametrize(
    "change",
    [
        lambda held: describe_picture(held, 0, 0, "Autre chose"),
        lambda held: remove_picture(held, 0, 0),
        lambda held: let_reply(held, ()),
        lambda held: warn(held, ("nudity",)),
        lambda held: replace(held, quoting=target()),
    ],
    ids=["alt", "picture", "audience", "label", "quote"],
)
def test_an_approval_freezes_all_of_it(desk: Desk, drafts: Drafts, change: Any) -> None:
    """Whatever is changed beside the text takes the approval away, so that nothing goes out that nobody approved."""
    done = add_picture(content("Le sac"), 0, PHOTO, "sac.jpg", alt="Un sac")
    kept = desk.keep(done.content, "Maude", pictures=done.pictures)
    desk.approve(kept.id, 1, "Maude")

    edited = desk.edit(kept.id, 1, change(kept.content), "Téo")

    assert (edited.state, edited.approval) == ("edited", None)
    with pytest.raises(NotAllowed):
        Publisher(drafts, lambda _: Ledger()).publish(kept.id, "Maude")  # type: ignore[arg-type, return-value]


class Press(Ledger):
    """A network that remembers what it was to prepare."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Outgoing] = []
        self.require_alt = True

    def prepare(self, parts: Any, **options: Any) -> Prepared:
        self.asked = list(parts)
        self.require_alt = options["require_alt"]
        self.audience = options["audience"]
        return super().prepare(parts, **options)


def test_all_of_it_is_sent(desk: Desk, drafts: Drafts) -> None:
    """Pictures with their bytes, card, quote, warnings and audience reach the network as they were approved."""
    first = add_picture(content("Un", "Deux"), 0, PHOTO, "sac.jpg", alt="Un sac")
    page = CardUpload("https://brulerie.example/", "Accueil", "Du café", PHOTO)
    second = add_card(first.content, 1, page.address, read=lambda _: page)
    held = warn(let_reply(replace(second.content, quoting=target()), ()), ("nudity",))
    kept = desk.keep(held, "Maude", pictures=(*first.pictures, *second.pictures))
    desk.approve(kept.id, 1, "Maude")
    press = Press()

    Publisher(drafts, lambda _: press).publish(kept.id, "Maude")  # type: ignore[arg-type, return-value]

    one, two = press.asked
    assert [(picture.alt, picture.data) for picture in one.pictures] == [("Un sac", first.pictures[0][1])]
    assert one.quoting == target().post
    assert two.quoting is None
    assert two.card == CardUpload("https://brulerie.example/", "Accueil", "Du café", second.pictures[0][1])
    assert one.labels == ("nudity",)
    assert press.audience == Audience(())
    assert press.require_alt


def test_without_a_description_only_with_a_reason(desk: Desk, drafts: Drafts) -> None:
    """A picture without a description is refused at approval; with a reason, kept in the trail, it goes out so."""
    done = add_picture(content("Le sac"), 0, PHOTO, "sac.jpg")
    kept = desk.keep(done.content, "Maude", pictures=done.pictures)
    with pytest.raises(NotAllowed, match=r"sac\.jpg"):
        desk.approve(kept.id, 1, "Maude")
    desk.approve(kept.id, 1, "Maude", reason="motif purement décoratif")
    press = Press()

    assert Publisher(drafts, lambda _: press).publish(kept.id, "Maude").state == "published"  # type: ignore[arg-type, return-value]
    assert not press.require_alt
