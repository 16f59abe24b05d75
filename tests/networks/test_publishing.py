"""Publishing on the real network: what was prepared is what stands there, once."""

import json
from datetime import UTC, datetime

import pytest

from assistant.errors import BadInput, NetworkRefused, PostChanged, PostGone, ReplyRefused
from assistant.networks import Network, new_keys
from assistant.records import Audience, CardUpload, Outgoing, PostRef, Upload
from tests.bluesky_network import BlueskyNetwork, TestAccount
from tests.fault_proxy import FaultProxy
from tests.networks.pictures import photograph

pytestmark = pytest.mark.bluesky


def ref(sent: object) -> PostRef:
    return PostRef(sent.uri, sent.cid)  # type: ignore[attr-defined]


def test_a_post_with_facets_and_language(us: Network, bluesky_network: BlueskyNetwork, customer: TestAccount) -> None:
    """Links, mentions and tags are byte ranges at the right place behind accents and emoji; the language is the
    text's own and not English; the record's name by content was known before it was sent."""
    text = f"Été 🦋 merci @{customer.handle} ! Voyez https://exemple.ca/menu et #CaféLocal"
    prepared = us.prepare([Outgoing(text)])

    published = us.publish(prepared)
    bluesky_network.sync()

    assert published.posts == prepared.posts
    assert not published.already
    post = us.read_post(published.addresses[0]).post
    assert (post.uri, post.cid, post.text) == (prepared.posts[0].uri, prepared.posts[0].cid, text)
    assert post.languages == ("fr",)
    assert post.links == ("https://exemple.ca/menu",)
    assert post.mentions == (customer.did,)
    record = json.loads(prepared.records[0].value)
    shown = [text.encode()[f["index"]["byteStart"] : f["index"]["byteEnd"]].decode() for f in record["facets"]]
    assert shown == [f"@{customer.handle}", "https://exemple.ca/menu", "#CaféLocal"]


def test_a_mention_of_nobody_is_told(us: Network) -> None:
    """A handle that belongs to nobody stays text, and the person is told before anything is sent."""
    prepared = us.prepare([Outgoing("Bravo @personne-du-tout.test, à bientôt")], reader="fr")

    assert "facets" not in json.loads(prepared.records[0].value)
    assert len(prepared.remarks) == 1
    assert "@personne-du-tout.test" in prepared.remarks[0]


def test_a_reply_has_the_right_root_and_parent(
    us: Network, bluesky_network: BlueskyNetwork, brand: TestAccount, customer: TestAccount
) -> None:
    """A reply deep in a thread points to the thread's first post and to the very post it answers."""
    first = bluesky_network.post(customer, f"Bonjour @{brand.handle}, mon colis est percé.")
    second = bluesky_network.reply(customer, "Et le café est par terre.", first)

    published = us.publish(us.prepare([Outgoing("Pardon, on le remplace.", answering=ref(second))]))
    bluesky_network.sync()

    post = us.read_post(published.posts[0].uri).post
    assert post.root == ref(first)
    assert post.parent == ref(second)


def test_a_thread_in_one_write(us: Network, bluesky_network: BlueskyNetwork) -> None:
    """Three parts, the second with a picture, are written in one commit, each answering the one before."""
    keys = new_keys(3)
    parts = [
        Outgoing("1/3 Trois cafés pour l'automne."),
        Outgoing("2/3 Celui-ci vient d'Éthiopie.", pictures=(Upload(photograph(), "Une tasse sur un comptoir"),)),
        Outgoing("3/3 Bonne dégustation!"),
    ]
    prepared = us.prepare(parts, keys=keys)

    us.publish(prepared)
    bluesky_network.sync()

    last = us.read_post(prepared.posts[2].uri)
    assert [record.key for record in prepared.records] == list(keys)
    assert [one.uri for one in last.above] == [one.uri for one in prepared.posts[:2]]  # type: ignore[union-attr]
    assert last.post.root == prepared.posts[0]
    assert last.post.parent == prepared.posts[1]
    assert us.read_posts([prepared.posts[1].uri])[prepared.posts[1].uri].pictures[0].alt == "Une tasse sur un comptoir"


def test_publishing_again_changes_nothing(us: Network, bluesky_network: BlueskyNetwork, brand: TestAccount) -> None:
    """The same publication sent three times is one post; the later calls say that it was there already."""
    prepared = us.prepare([Outgoing("Une seule fois."), Outgoing("Et sa suite.")])
    before = bluesky_network.client(brand).app.bsky.feed.post.list(brand.did, limit=100).records

    said = [us.publish(prepared).already for _ in range(3)]

    after = bluesky_network.client(brand).app.bsky.feed.post.list(brand.did, limit=100).records
    assert said == [False, True, True]
    # The account has more than a page of posts from other tests: the newest hundred, by address.
    assert set(after) - set(before) == {post.uri for post in prepared.posts}


def test_what_stands_is_found(us: Network) -> None:
    """Asked about a publication, the server that holds the account tells whether it stands, without any index."""
    prepared = us.prepare([Outgoing("Est-ce là?")])
    assert us.find(prepared) is None

    us.publish(prepared)

    found = us.find(prepared)
    assert found is not None
    assert found.posts == prepared.posts


def test_other_content_under_the_key_is_never_overwritten(us: Network) -> None:
    """Two different texts with one key: the first one stands, the second is refused and changes nothing."""
    keys = new_keys()
    first = us.prepare([Outgoing("Le premier.")], keys=keys)
    second = us.prepare([Outgoing("Un autre.")], keys=keys)
    us.publish(first)

    with pytest.raises(NetworkRefused):
        us.publish(second)

    assert us.find(first) is not None


def test_quote_and_card_and_labels(us: Network, bluesky_network: BlueskyNetwork, customer: TestAccount) -> None:
    """A quote with a link card and a content warning arrives with all three."""
    quoted = bluesky_network.post(customer, "Le meilleur café de Montréal?")
    card = CardUpload("https://exemple.ca/menu", "Le menu", "Tous nos cafés", photograph(300, 200))
    part = Outgoing("Nous, en toute modestie.", quoting=ref(quoted), card=card, labels=("graphic-media",))

    published = us.publish(us.prepare([part]))
    bluesky_network.sync()

    post = us.read_post(published.posts[0].uri).post
    assert post.quoted is not None
    assert post.quoted.uri == quoted.uri
    assert post.card is not None
    assert (post.card.address, post.card.title, post.card.description) == (
        "https://exemple.ca/menu",
        "Le menu",
        "Tous nos cafés",
    )
    assert post.labels == ("graphic-media",)


def test_an_audience(us: Network, bluesky_network: BlueskyNetwork, customer: TestAccount) -> None:
    """A post that takes no replies and no quotes tells the others so, and our own checks read it."""
    published = us.publish(us.prepare([Outgoing("Sans réponse.")], audience=Audience(replies=(), quotes=False)))
    bluesky_network.sync()

    seen = bluesky_network.client(customer).get_posts([published.posts[0].uri]).posts[0]

    assert seen.viewer.reply_disabled is True
    assert seen.viewer.embedding_disabled is True


def test_deleting(us: Network, bluesky_network: BlueskyNetwork) -> None:
    """A thread is deleted whole, and deleting it again is no fault; somebody else's post is refused."""
    prepared = us.prepare([Outgoing("Oups"), Outgoing("encore")], audience=Audience(replies=()))
    us.publish(prepared)

    us.delete(prepared.posts)
    us.delete(prepared.posts)
    bluesky_network.sync()

    assert us.find(prepared) is None
    assert us.read_posts([one.uri for one in prepared.posts]) == {}
    with pytest.raises(BadInput):
        us.delete([PostRef("at://did:plc:aaaaaaaaaaaaaaaaaaaaaaaa/app.bsky.feed.post/3l22222222222", "x")])


def test_the_post_answered_must_still_stand(
    us: Network, bluesky_network: BlueskyNetwork, customer: TestAccount
) -> None:
    """A reply to a post that was deleted meanwhile, or that is not the version that was read, is stopped."""
    sent = bluesky_network.post(customer, "Vous êtes ouverts lundi?")
    with pytest.raises(PostChanged):
        us.prepare([Outgoing("Oui!", answering=PostRef(sent.uri, "bafyreig6piz7ksakkw6uqvk7oesaahewffw5bdmkzuqrg6gp"))])

    bluesky_network.client(customer).delete_post(sent.uri)
    bluesky_network.sync()

    with pytest.raises(PostGone):
        us.prepare([Outgoing("Oui!", answering=ref(sent))])


def test_a_person_who_takes_no_replies(us: Network, bluesky_network: BlueskyNetwork, customer: TestAccount) -> None:
    """A post whose author takes no replies is not answered behind a closed door; the sentence names the author."""
    from atproto import models

    sent = bluesky_network.post(customer, "Je ne veux pas de réponse.")
    gate = models.AppBskyFeedThreadgate.Record(
        post=sent.uri, allow=[], created_at=bluesky_network.client(customer).get_current_time_iso()
    )
    bluesky_network.client(customer).app.bsky.feed.threadgate.create(customer.did, gate, sent.uri.split("/")[-1])
    bluesky_network.sync()

    with pytest.raises(ReplyRefused, match=customer.handle):
        us.prepare([Outgoing("Quand même.", answering=ref(sent))])


@pytest.mark.parametrize(
    ("part", "key"),
    [
        (Outgoing("  "), "empty_text"),
        (Outgoing("x" * 301), "long_text"),
        (Outgoing("👩‍👩‍👧‍👦" * 299), "heavy_text"),
        (Outgoing("a\ud83d"), "broken_text"),
        (Outgoing("Regardez", pictures=(Upload(b"x", ""),)), "no_alt"),
        (Outgoing("Regardez", pictures=(Upload(b"<svg/>", "un logo"),)), "picture_none"),
        (Outgoing("Regardez", pictures=(Upload(photograph(), "é" * 2001),)), "long_alt"),
        (Outgoing("Regardez", pictures=(Upload(photograph(), "x"),) * 5), "many_pictures"),
        (Outgoing("Bonjour", languages=("français",)), "bad_languages"),
        (Outgoing("Bonjour", labels=("spam",)), "bad_label"),
        (Outgoing("Bonjour", card=CardUpload("javascript:alert(1)", "x")), "bad_card"),
    ],
)
def test_what_cannot_be_published_is_refused_first(us: Network, part: Outgoing, key: str) -> None:
    """What no server would take, or a reader could not use, is refused by us with a sentence, before anything is
    sent."""
    with pytest.raises(BadInput) as refused:
        us.prepare([part])

    assert refused.value.key == f"networks.{key}"


@pytest.mark.parametrize("ahead", [-3600, 3600])
def test_a_wrong_clock(shaky: Network, faulty_pds: FaultProxy, bluesky_network: BlueskyNetwork, ahead: int) -> None:
    """With a clock that is an hour off a post bears the server's time, and the person is told."""
    faulty_pds.ahead = ahead
    shaky.unread()

    prepared = shaky.prepare([Outgoing("Quelle heure est-il?")], at=datetime.now(UTC))

    borne = datetime.fromisoformat(json.loads(prepared.records[0].value)["createdAt"])
    assert abs((borne - datetime.now(UTC)).total_seconds() - ahead) < 5
    assert [remark for remark in prepared.remarks if "60 minutes" in remark]


def test_the_given_time_is_borne(us: Network, bluesky_network: BlueskyNetwork) -> None:
    """The time a person chose is the post's own time."""
    at = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)

    published = us.publish(us.prepare([Outgoing("À l'heure dite.")], at=at))
    bluesky_network.sync()

    assert us.read_post(published.posts[0].uri).post.created == at
