"""The test network and the proxy do what the other tests rely on."""

import httpx
import pytest

from tests.bluesky_network import BlueskyNetwork
from tests.fault_proxy import HTML_ERROR, Fault, FaultProxy, too_many

pytestmark = pytest.mark.bluesky
SERVER = "/xrpc/com.atproto.server.describeServer"


def test_a_mention_arrives(bluesky_network: BlueskyNetwork) -> None:
    """Real servers: what one account posts, the AppView tells the other one."""
    brand, customer = bluesky_network.new_account("brand"), bluesky_network.new_account("customer")
    sent = bluesky_network.post(customer, f"Bonjour @{brand.handle}, mon café?")

    told = bluesky_network.client(brand).app.bsky.notification.list_notifications().notifications

    assert [(one.reason, one.uri) for one in told] == [("mention", sent.uri)]


def test_the_proxy_passes_on(faulty_pds: FaultProxy) -> None:
    """Without a fault planned the proxy is not noticed, and it remembers what it saw."""
    answer = httpx.get(faulty_pds.address + SERVER)

    assert answer.json()["availableUserDomains"] == [".test"]
    assert [(one.method, one.path, one.status) for one in faulty_pds.seen] == [("GET", SERVER, 200)]


@pytest.mark.parametrize(("kind", "forwarded"), [("drop_before", 0), ("drop_after", 200), ("cut", 200)])
def test_the_proxy_hangs_up(faulty_pds: FaultProxy, kind: str, forwarded: int) -> None:
    """It can hang up before or after the server got the request, or in the middle of the answer; then it is well."""
    faulty_pds.plan(Fault(kind), path="describeServer")  # type: ignore[arg-type]

    with pytest.raises(httpx.TransportError):
        httpx.get(faulty_pds.address + SERVER)

    assert faulty_pds.seen[0].status == forwarded
    assert httpx.get(faulty_pds.address + SERVER).status_code == 200


def test_the_proxy_answers_itself(faulty_pds: FaultProxy) -> None:
    """It can answer in the place of the server, and double a request."""
    for fault in (HTML_ERROR, too_many(3), Fault("answer_after", status=503), Fault("duplicate")):
        faulty_pds.plan(fault)

    answers = [httpx.get(faulty_pds.address + SERVER) for _ in range(4)]

    assert [one.status_code for one in answers] == [502, 429, 503, 200]
    assert "Bad Gateway" in answers[0].text
    assert [one.status for one in faulty_pds.seen] == [0, 0, 200, 200]
