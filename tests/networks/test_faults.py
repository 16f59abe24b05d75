"""What goes wrong between us and the server loses nothing and doubles nothing."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from atproto import Session

from assistant.errors import (
    NetworkRateLimited,
    NetworkRefused,
    NetworkUnreachable,
    OutcomeUnknown,
    PapillonError,
    Unreachable,
)
from assistant.networks import Network
from assistant.networks.bluesky import Bluesky
from assistant.networks.wire import SignedWire
from assistant.records import Account, Outgoing, Prepared, Published
from tests.bluesky_network import BlueskyNetwork, TestAccount
from tests.fault_proxy import HTML_ERROR, Fault, FaultProxy, Seen, too_many
from tests.networks.conftest import Open

pytestmark = pytest.mark.bluesky

WRITE = "com.atproto.repo.applyWrites"
NEVER_SENT = [Fault("drop_before"), HTML_ERROR, Fault("answer", status=500), Fault("answer", status=503, body="")]
SENT = [Fault("drop_after"), Fault("cut"), Fault("answer_after", status=504, body="<html>Gateway Timeout</html>")]


def texts_of(network: BlueskyNetwork, account: TestAccount) -> list[str]:
    """All posts of an account as its own server has them, with cursor."""
    client, found, cursor = network.client(account), [], None
    while True:
        page = client.com.atproto.repo.list_records(
            {"repo": account.did, "collection": "app.bsky.feed.post", "limit": 100, "cursor": cursor}
        )
        found += [one.value.text for one in page.records]
        cursor = page.cursor
        if not cursor:
            return found


def insist(us: Network, prepared: Prepared, most: int = 12) -> Published:
    """Publishes as the desk does: the same records again until the outcome is known."""
    for _ in range(most):
        try:
            return us.publish(prepared)
        except Unreachable:
            continue
    raise AssertionError("never published")


@pytest.mark.parametrize("fault", NEVER_SENT + SENT, ids=lambda one: f"{one.kind}-{one.status}")
def test_an_unclear_outcome_is_told_as_unclear(
    shaky: Network, faulty_pds: FaultProxy, bluesky_network: BlueskyNetwork, brand: TestAccount, fault: Fault
) -> None:
    """Whatever answer got lost, the call says either what stands on the server or that it cannot know; a second try
    gives the same one post."""
    text = f"Incident {random.random()}"
    prepared = shaky.prepare([Outgoing(text)])
    faulty_pds.plan(fault, path=WRITE)

    try:
        first = shaky.publish(prepared)
    except OutcomeUnknown:
        assert fault in NEVER_SENT
    else:
        assert fault in SENT
        assert first.already
    again = insist(shaky, prepared)

    assert again.posts == prepared.posts
    assert texts_of(bluesky_network, brand).count(text) == 1


def test_a_doubled_request_is_one_post(
    shaky: Network, faulty_pds: FaultProxy, bluesky_network: BlueskyNetwork, brand: TestAccount
) -> None:
    """A request that a proxy sends twice writes once; the refusal of the second is not taken for a failure."""
    prepared = shaky.prepare([Outgoing("Deux fois la même requête.")])
    faulty_pds.plan(Fault("duplicate"), path=WRITE)

    assert shaky.publish(prepared).posts == prepared.posts
    assert texts_of(bluesky_network, brand).count("Deux fois la même requête.") == 1


def test_a_wait_is_told_in_seconds_and_nothing_is_retried(shaky: Network, faulty_pds: FaultProxy) -> None:
    """A 429 says how long to wait; we do not ask again by ourselves."""
    prepared = shaky.prepare([Outgoing("Patience.")])
    faulty_pds.plan(too_many(42), path=WRITE)
    before = len(faulty_pds.requests(WRITE))

    with pytest.raises(NetworkRateLimited) as told:
        shaky.publish(prepared)

    assert 38 <= int(str(told.value.values["seconds"])) <= 42
    assert len(faulty_pds.requests(WRITE)) == before + 1


def test_refused_input_is_never_retried(shaky: Network, faulty_pds: FaultProxy) -> None:
    """A 4xx is an answer: told with the server's reason, sent once."""
    prepared = shaky.prepare([Outgoing("Refus.")])
    body = '{"error":"InvalidRequest","message":"Record/text must not be sad"}'
    faulty_pds.plan(Fault("answer", status=400, body=body), path=WRITE)

    with pytest.raises(NetworkRefused, match="must not be sad"):
        shaky.publish(prepared)

    assert len(faulty_pds.requests(WRITE)) == 1


def test_two_workers_at_once(open_house: Open, bluesky_network: BlueskyNetwork, brand: TestAccount) -> None:
    """Eight workers that publish the same thing at the same moment make one post of it."""
    us = open_house(brand).us
    text = f"Tous ensemble {random.random()}"
    prepared = us.prepare([Outgoing(text)])

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda _: insist(us, prepared), range(8)))

    assert {one.posts for one in outcomes} == {prepared.posts}
    assert texts_of(bluesky_network, brand).count(text) == 1


def test_two_hundred_publications_through_a_bad_network(
    shaky: Network, faulty_pds: FaultProxy, bluesky_network: BlueskyNetwork, brand: TestAccount
) -> None:
    """A proxy that drops, delays, doubles, cuts and answers with errors loses and doubles none of 200 publications."""
    chance = random.Random(7)
    faults = [*NEVER_SENT, *SENT, Fault("duplicate"), Fault("delay", seconds=0.02), too_many(1)]

    def always(seen: Seen) -> Fault | None:
        return chance.choice(faults) if "com.atproto.repo" in seen.path and chance.random() < 0.3 else None

    run = f"{random.random()}"
    prepared = [shaky.prepare([Outgoing(f"Publication {number} de {run}")]) for number in range(200)]
    faulty_pds.always = always
    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(lambda one: insist(shaky, one, 40), prepared))
    faulty_pds.always = None

    written = [text for text in texts_of(bluesky_network, brand) if text.endswith(run)]
    assert [one.posts for one in outcomes] == [one.posts for one in prepared]
    assert sorted(written) == sorted(f"Publication {number} de {run}" for number in range(200))
    assert sum(seen.fault is not None for seen in faulty_pds.seen) > 40


@pytest.mark.parametrize("fault", [Fault("drop_before"), HTML_ERROR, Fault("answer", status=500, body="oops")])
def test_a_failed_look_can_be_tried_again(shaky: Network, faulty_pds: FaultProxy, fault: Fault) -> None:
    """Reading through a broken server says that the network is unreachable, in one sentence without its HTML."""
    faulty_pds.plan(fault, path="listNotifications")

    with pytest.raises(NetworkUnreachable) as told:
        shaky.notifications()

    assert "<" not in str(told.value)
    assert shaky.notifications().notifications is not None


def test_a_half_sent_picture_is_no_publication(
    shaky: Network, faulty_pds: FaultProxy, bluesky_network: BlueskyNetwork
) -> None:
    """When an upload is lost nothing was published, and that is what is said; the next try uploads anew."""
    from assistant.records import Upload
    from tests.networks.pictures import photograph

    prepared = shaky.prepare([Outgoing("Une tasse", pictures=(Upload(photograph(), "Une tasse"),))])
    faulty_pds.plan(Fault("drop_after"), path="uploadBlob")

    with pytest.raises(NetworkUnreachable):
        shaky.publish(prepared)

    assert shaky.find(prepared) is None
    assert not shaky.publish(prepared).already


def test_an_expired_session_is_renewed_once_and_saved(
    bluesky_network: BlueskyNetwork, brand: TestAccount, faulty_pds: FaultProxy
) -> None:
    """Eight threads that meet an expired token renew it once, under a lock, and the new session is saved before it is
    used; a process that comes later takes the saved one and renews nothing."""
    kept: list[str] = []
    wire = signed_in(bluesky_network, brand, faulty_pds.address, kept)
    late = SignedWire(faulty_pds.address, lambda text, _: kept.append(text), lambda: kept[-1], stay=True)
    late.resume(kept[-1])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: wire.query("app.bsky.notification.getUnreadCount"), range(8)))
    late.query("app.bsky.notification.getUnreadCount")

    assert len(faulty_pds.requests("refreshSession")) == 1
    assert len(kept) == 2
    assert Session.decode(kept[1]).access_jwt != Session.decode(kept[0]).access_jwt


def test_a_publication_with_an_expired_session(
    bluesky_network: BlueskyNetwork, brand: TestAccount, faulty_pds: FaultProxy
) -> None:
    """A session that ran out in between does not stop a publication, and does not double it."""
    wire = signed_in(bluesky_network, brand, faulty_pds.address, [])
    us = Bluesky(wire, Account(brand.did, brand.handle, "bluesky", "b"))
    text = f"Après une longue pause {random.random()}"

    assert not us.publish(us.prepare([Outgoing(text)])).already
    assert texts_of(bluesky_network, brand).count(text) == 1


def signed_in(network: BlueskyNetwork, account: TestAccount, server: str, kept: list[str]) -> SignedWire:
    """A wire whose access token expired an hour ago; `kept` gets the sessions that are saved."""
    saved: list[str] = []
    first = SignedWire(server, lambda text, _: saved.append(text), lambda: "", stay=True)
    first.sign_in(account.handle, account.app_password)
    session = Session.decode(saved[0])
    session.access_jwt = network.access_token(account, -3600)
    kept.append(session.encode())
    wire = SignedWire(server, lambda text, _: kept.append(text), lambda: kept[-1], stay=True)
    wire.resume(kept[0])
    return wire


def test_nothing_listens(open_house: Open, brand: TestAccount, faulty_pds: FaultProxy) -> None:
    """With the server gone every call says so; nothing is thought sent."""
    us = open_house(brand, service=faulty_pds.address).us
    prepared = us.prepare([Outgoing("Personne.")])
    faulty_pds.__exit__()

    for call in (lambda: us.publish(prepared), us.notifications, lambda: us.find(prepared)):
        with pytest.raises(PapillonError) as told:
            call()
        assert type(told.value) is NetworkUnreachable
