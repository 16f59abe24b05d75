"""A repository streamed to the disk, from the real PDS."""

from pathlib import Path

import libipld
import pytest

from assistant.errors import BadInput, NetworkUnreachable, StorageFull, Unreachable
from assistant.networks import Network
from assistant.records import Outgoing
from tests.fault_proxy import Fault, FaultProxy
from tests.networks.conftest import House

pytestmark = pytest.mark.bluesky


def texts(path: Path) -> set[str]:
    _, blocks = libipld.decode_car(path.read_bytes())
    return {
        one["text"] for one in blocks.values() if isinstance(one, dict) and one.get("$type") == "app.bsky.feed.post"
    }


def test_all_of_it_or_what_is_new(us: Network, tmp_path: Path) -> None:
    """The whole repository comes as a CAR file; since a revision, only what is newer."""
    us.publish(us.prepare([Outgoing("Avant la première.")]))
    whole = us.export(tmp_path / "whole.car")
    us.publish(us.prepare([Outgoing("Après la première.")]))

    newer = us.export(tmp_path / "newer.car", since=whole.revision)

    assert "Avant la première." in texts(tmp_path / "whole.car")
    assert "Après la première." in texts(tmp_path / "newer.car")
    assert "Avant la première." not in texts(tmp_path / "newer.car")
    assert whole.size == (tmp_path / "whole.car").stat().st_size
    assert us.revision() == newer.revision != whole.revision


def test_nothing_is_fetched_when_nothing_changed(house: House, tmp_path: Path) -> None:
    """After an import the same revision is not fetched again, unless asked for."""
    account = house.book.account()
    exported = house.book.export(account, tmp_path / "a.car")
    assert exported is not None
    house.book.imported(exported)

    assert house.book.export(account, tmp_path / "b.car") is None
    assert house.book.export(account, tmp_path / "c.car", anew=True) is not None
    house.us.publish(house.us.prepare([Outgoing("Du nouveau.")]))
    assert house.book.export(account, tmp_path / "d.car") is not None


def test_too_large_or_cut_leaves_nothing(shaky: Network, faulty_pds: FaultProxy, tmp_path: Path) -> None:
    """A repository over the limit, a connection that breaks, and a place that cannot be written leave no file."""
    with pytest.raises(BadInput, match="MB"):
        shaky.export(tmp_path / "a.car", most_bytes=10)
    faulty_pds.plan(Fault("cut"), path="getRepo")
    with pytest.raises(NetworkUnreachable):
        shaky.export(tmp_path / "b.car")
    with pytest.raises((Unreachable, StorageFull)):
        shaky.export(tmp_path / "nowhere" / "c.car")

    assert list(tmp_path.glob("*.car*")) == []
