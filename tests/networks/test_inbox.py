"""The inbox on the real network: what arrives, in how many requests, and what was answered already."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from atproto import models

from assistant.errors import BadInput
from assistant.networks import Network
from assistant.records import Outgoing, PostRef
from tests.bluesky_network import BlueskyNetwork, TestAccount
from tests.fault_proxy import Fault, FaultProxy
from tests.networks.conftest import House, Open

pytestmark = pytest.mark.bluesky


@pytest.fixture
def fresh(bluesky_network: BlueskyNetwork, open_house: Open) -> tuple[TestAccount, Network]:
    """An account of the test's own, with an empty inbox."""
    account = bluesky_network.new_account("desk")
    return account, open_house(account).us


def test_mentions_replies_and_quotes(
    fresh: tuple[TestAccount, Network], bluesky_network: BlueskyNetwork, customer: TestAccount
) -> None:
    """Mentions, replies and quotes arrive with their posts; likes do not; a reply that also mentions us is one
    notification, a mention."""
    account, us = fresh
    network = bluesky_network
    ours = network.post(account, "Bonjour à vous")
    mention = network.post(customer, f"Allô @{account.handle}")
    reply = network.reply(customer, "Bonjour!", ours)
    both = network.reply(customer, f"@{account.handle} et encore", ours)
    quote = network.post(customer, "Voyez", embed=models.AppBskyEmbedRecord.Main(record=models.create_strong_ref(ours)))
    network.client(customer).like(ours.uri, ours.cid)
    network.sync()

    page = us.notifications()

    found = {one.uri: one for one in page.notifications}
    assert {uri: one.reason for uri, one in found.items()} == {
        mention.uri: "mention",
        reply.uri: "reply",
        both.uri: "mention",
        quote.uri: "quote",
    }
    assert found[reply.uri].subject == ours.uri
    assert all(one.post is not None and one.post.uri == one.uri for one in page.notifications)
    assert [one.indexed for one in page.notifications] == sorted((one.indexed for one in found.values()), reverse=True)


def test_a_mention_is_shown_soon(
    fresh: tuple[TestAccount, Network], bluesky_network: BlueskyNetwork, customer: TestAccount
) -> None:
    """From the customer's post to the inbox it takes under two seconds, without any waiting for the index."""
    account, us = fresh
    client = bluesky_network.client(customer)
    text = f"Vite @{account.handle}"
    began = time.monotonic()
    client.send_post(text, facets=client.detect_facets(text))

    while not us.notifications().notifications:
        assert time.monotonic() - began < 2
        time.sleep(0.05)


def test_seen_is_shared_with_bluesky(
    fresh: tuple[TestAccount, Network], bluesky_network: BlueskyNetwork, customer: TestAccount
) -> None:
    """What was seen here is seen in Bluesky's own app too, and the other way round."""
    account, us = fresh
    bluesky_network.post(customer, f"Allô @{account.handle}")
    assert us.unread() == 1
    assert not us.notifications().notifications[0].read

    us.mark_seen(datetime.now(UTC))

    page = us.notifications()
    assert us.unread() == 0
    assert page.notifications[0].read
    assert page.seen is not None
    assert bluesky_network.client(account).app.bsky.notification.get_unread_count().count == 0


def test_answered_here_or_elsewhere(
    fresh: tuple[TestAccount, Network], bluesky_network: BlueskyNetwork, customer: TestAccount
) -> None:
    """A mention that we answered is known as answered, whether from here or in another app; when the answer is deleted
    it is open again. A like is known too."""
    account, us = fresh
    network = bluesky_network
    sent = [network.post(customer, f"Question {number} @{account.handle}") for number in range(4)]
    here = us.publish(us.prepare([Outgoing("Ici.", answering=PostRef(sent[0].uri, sent[0].cid))]))
    elsewhere = network.reply(account, "Ailleurs.", sent[1])
    liked = us.like(PostRef(sent[2].uri, sent[2].cid))
    network.reply(customer, "Pas nous.", sent[3])
    network.sync()

    found = {one.uri: one for one in us.notifications().notifications}
    assert found[sent[0].uri].answered == here.posts[0].uri
    assert found[sent[1].uri].answered == elsewhere.uri
    assert [found[one.uri].answered for one in sent[2:]] == ["", ""]
    assert found[sent[2].uri].post.liked == liked  # type: ignore[union-attr]

    network.client(account).delete_post(elsewhere.uri)
    network.sync()
    again = {one.uri: one.answered for one in us.notifications().notifications}
    assert again[sent[1].uri] == ""
    assert again[sent[0].uri] == here.posts[0].uri


def test_liking_twice_is_one_like(
    fresh: tuple[TestAccount, Network], bluesky_network: BlueskyNetwork, customer: TestAccount
) -> None:
    """A like that is repeated, even before the index knows of it, is one like, and can be taken back."""
    account, us = fresh
    sent = bluesky_network.post(customer, f"Merci @{account.handle}!")
    ref = PostRef(sent.uri, sent.cid)

    first = us.like(ref)
    assert us.like(ref) == first
    bluesky_network.sync()
    assert us.like(ref) == first
    assert us.read_posts([sent.uri])[sent.uri].likes == 1

    us.unlike(ref)
    us.unlike(ref)
    bluesky_network.sync()
    assert us.read_posts([sent.uri])[sent.uri].liked == ""


def test_a_thousand_notifications_in_a_bounded_number_of_requests(
    bluesky_network: BlueskyNetwork, open_house: Open, customer: TestAccount, faulty_pds: FaultProxy
) -> None:
    """1,000 notifications take a request for each 100, one for each 25 posts, and few for our own answers."""
    network = bluesky_network
    account = network.new_account("busy")
    us = open_house(account, service=faulty_pds.address).us
    facet = models.AppBskyRichtextFacet.Main(
        index=models.AppBskyRichtextFacet.ByteSlice(byte_start=0, byte_end=5),
        features=[models.AppBskyRichtextFacet.Mention(did=account.did)],
    )
    began = datetime.now(UTC) - timedelta(hours=1)  # one each second: the AppView's pages go by the time
    writes = models.ComAtprotoRepoApplyWrites
    for start in range(0, 1000, 200):
        batch = [
            writes.Create(
                collection="app.bsky.feed.post",
                value={
                    "$type": "app.bsky.feed.post",
                    "text": f"@vous {number}",
                    "createdAt": (began + timedelta(seconds=number)).isoformat(timespec="milliseconds"),
                    "facets": [facet.model_dump(by_alias=True, exclude_none=True)],
                },
            )
            for number in range(start, start + 200)
        ]
        network.client(customer).com.atproto.repo.apply_writes(writes.Data(repo=customer.did, writes=batch))
    network.sync()
    newest = us.notifications(limit=1).notifications[0]
    us.publish(us.prepare([Outgoing("Vu.", answering=PostRef(newest.uri, newest.cid))]))
    network.sync()
    faulty_pds.seen.clear()

    found, cursor = [], ""
    while True:
        page = us.notifications(cursor=cursor, limit=100)
        found += page.notifications
        cursor = page.cursor
        if not cursor:
            break

    assert len({one.uri for one in found}) == 1000
    assert all(one.post is not None for one in found)
    assert [one.uri for one in found if one.answered] == [newest.uri]
    assert len(faulty_pds.seen) <= 11 + 40 + 2


def test_saved_searches(house: House, bluesky_network: BlueskyNetwork, customer: TestAccount) -> None:
    """Posts that match a query are found; an empty query is refused."""
    sent = bluesky_network.post(customer, "J'ai goûté au café zibeline ce matin")

    assert sent.uri in [one.uri for one in house.us.search("zibeline").posts]
    with pytest.raises(BadInput):
        house.us.search("  ")


def test_polling_slows_down_when_the_server_is_short(
    bluesky_network: BlueskyNetwork, open_house: Open, brand: TestAccount, faulty_pds: FaultProxy
) -> None:
    """While the server has plenty left there is nothing to wait; when its headers say that little is left, the rest is
    spread over the window."""
    us = open_house(brand, service=faulty_pds.address).us
    us.unread()
    assert us.delay() == 0.0

    headers = {"ratelimit-limit": "3000", "ratelimit-remaining": "9", "ratelimit-policy": "3000;w=300"}
    headers["ratelimit-reset"] = str(int(time.time()) + 100)
    faulty_pds.plan(Fault("answer", status=200, body='{"count":0}', headers=headers))
    us.unread()

    assert 8 <= us.delay() <= 11
