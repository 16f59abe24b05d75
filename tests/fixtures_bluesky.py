"""The real Bluesky network and a proxy that makes faults, as fixtures; `tests/conftest.py` names this module."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.bluesky_network import BlueskyNetwork
    from tests.fault_proxy import FaultProxy


@pytest.fixture(scope="session")
def bluesky_network() -> Iterator["BlueskyNetwork"]:
    """The network, started once. The first run ever installs it: `python tests/atproto_network/install.py` does that
    ahead of time. Mark tests that use it with `pytest.mark.bluesky`."""
    from tests.atproto_network.install import NotHere
    from tests.bluesky_network import BlueskyNetwork

    try:
        network = BlueskyNetwork()
    except NotHere as reason:
        pytest.skip(str(reason))
    yield network
    network.stop()


@pytest.fixture
def faulty_pds(bluesky_network: "BlueskyNetwork") -> Iterator["FaultProxy"]:
    """A proxy in front of the PDS, to be told what to do wrong."""
    from tests.fault_proxy import FaultProxy

    with FaultProxy(bluesky_network.pds) as proxy:
        yield proxy


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The first test on the network may wait for its installation."""
    for item in items:
        if item.get_closest_marker("bluesky") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(600))
