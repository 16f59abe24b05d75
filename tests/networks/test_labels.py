"""The bot label on the real network: put on the profile and taken off, with everything else left as it was."""

import httpx
import pytest

from assistant.networks import Network
from tests.bluesky_network import BlueskyNetwork, TestAccount
from tests.networks.conftest import Open
from tests.networks.pictures import photograph

pytestmark = pytest.mark.bluesky
PROFILE = "app.bsky.actor.profile"


def record_of(network: BlueskyNetwork, account: TestAccount) -> dict[str, object]:
    """The profile's record as the server holds it."""
    asked = {"repo": account.did, "collection": PROFILE, "rkey": "self"}
    answer = httpx.get(f"{network.pds}/xrpc/com.atproto.repo.getRecord", params=asked)
    return answer.raise_for_status().json()["value"]  # type: ignore[no-any-return]


def labels_of(network: BlueskyNetwork, account: TestAccount, reader: TestAccount) -> list[tuple[str, str]]:
    """The labels on the profile as somebody else sees it, with who set them."""
    network.sync()
    seen = network.client(reader).get_profile(account.did)
    return [(label.val, label.src) for label in seen.labels or []]


def test_the_label_is_put_on_and_taken_off(
    bluesky_network: BlueskyNetwork, customer: TestAccount, open_house: Open
) -> None:
    """Others see the account's own `bot` label; name, picture and another label of its own stay; twice changes
    nothing."""
    ours = bluesky_network.new_account("bots", display_name="Brûlerie", description="Du café.")
    client = bluesky_network.client(ours)
    blob = client.upload_blob(photograph(40, 40)).blob
    wanted = record_of(bluesky_network, ours) | {
        "avatar": blob.model_dump(by_alias=True),
        "labels": {"$type": "com.atproto.label.defs#selfLabels", "values": [{"val": "!no-unauthenticated"}]},
    }
    body = {"repo": ours.did, "collection": PROFILE, "rkey": "self", "record": wanted}
    client.com.atproto.repo.put_record(body)
    before = record_of(bluesky_network, ours)
    us: Network = open_house(ours).us

    assert not us.is_automated()
    assert us.mark_automated(on=True)
    assert not us.mark_automated(on=True)
    assert us.is_automated()
    assert ("bot", ours.did) in labels_of(bluesky_network, ours, customer)
    assert ("!no-unauthenticated", ours.did) in labels_of(bluesky_network, ours, customer)
    with_label = record_of(bluesky_network, ours)
    assert us.mark_automated(on=False)
    assert not us.mark_automated(on=False)
    assert labels_of(bluesky_network, ours, customer) == [("!no-unauthenticated", ours.did)]

    after = record_of(bluesky_network, ours)
    for record in (with_label, after):
        assert {key: value for key, value in record.items() if key != "labels"} == {
            key: value for key, value in before.items() if key != "labels"
        }
    assert after == before
    assert "avatar" in before


def test_an_account_without_a_profile(bluesky_network: BlueskyNetwork, customer: TestAccount, open_house: Open) -> None:
    """One that never wrote a profile gets one that holds the label, and nothing else is made up."""
    ours = bluesky_network.new_account("blank")
    us: Network = open_house(ours).us

    assert us.mark_automated(on=True)
    assert labels_of(bluesky_network, ours, customer) == [("bot", ours.did)]
    assert us.mark_automated(on=False)
    assert set(record_of(bluesky_network, ours)) == {"$type"}
