"""Which addresses are public."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.fetching import is_public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.255.254", "0.1.2.3", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "100.100.100.200", "192.0.0.192", "198.18.0.1", "224.0.0.1", "255.255.255.255",
        "168.63.129.16", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "::ffff:127.0.0.1",
        "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1", "2002:7f00:1::",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "ff02::1", "fec0::1", "3fff::1", "100::1", "5f00::1",
    ],
)  # fmt: skip
def test_not_public(address: str) -> None:
    """Loopback, private, link-local, metadata, carrier, reserved, and whatever carries an IPv4 address inside."""
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "8.8.8.8", "172.15.255.255", "172.32.0.0", "100.63.255.255", "100.128.0.0", "2606:4700::1111",
     "2a00:1450:4007:80e::2004", "2001:4860:4860::8888"],
)  # fmt: skip
def test_public(address: str) -> None:
    """Ordinary servers, and the neighbours of the blocks that are not public."""
    assert is_public(ipaddress.ip_address(address))


@given(st.ip_addresses())
def test_never_more_than_python_allows(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    """What Python's own tables call private, reserved or local is never public."""
    if any(
        (address.is_private, address.is_loopback, address.is_link_local, address.is_multicast, address.is_unspecified)
    ):
        assert not is_public(address)


@given(st.ip_addresses(v=4))
def test_no_way_around_in_ipv6(inner: ipaddress.IPv4Address) -> None:
    """No form of IPv6 address that carries an IPv4 address is public, whatever it carries."""
    number = int(inner)
    mapped, compatible = (0xFFFF << 32) | number, number
    nat64, six_to_four = (0x64FF9B << 96) | number, (0x2002 << 112) | (number << 80)
    for whole in (mapped, compatible, nat64, six_to_four):
        assert not is_public(ipaddress.IPv6Address(whole))
