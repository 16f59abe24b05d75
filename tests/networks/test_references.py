"""Addresses of posts and accounts, as people paste them."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import BadInput
from assistant.networks import is_reference
from assistant.networks.references import key_of, owner_of, parse_handle, parse_reference, web_address

DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz"


@pytest.mark.parametrize(
    ("pasted", "actor"),
    [
        ("https://bsky.app/profile/name.bsky.social/post/3kdgeujwlq32y", "name.bsky.social"),
        ("  <https://bsky.app/profile/Name.bsky.social/post/3kdgeujwlq32y>\n", "name.bsky.social"),
        ("bsky.app/profile/name.bsky.social/post/3kdgeujwlq32y", "name.bsky.social"),
        ("http://www.bsky.app/profile/name.bsky.social/post/3kdgeujwlq32y/", "name.bsky.social"),
        ("https://bsky.app/profile/name.bsky.social/post/3kdgeujwlq32y?ref_src=embed#x", "name.bsky.social"),
        ("https://bsky.app/profile/name.bsky.social/post/3kdgeujwlq32y/liked-by", "name.bsky.social"),
        ("https://bsky.app/profile/name.bsky.social/post/3kdgeujwlq32y.", "name.bsky.social"),
        (f"https://bsky.app/profile/{DID}/post/3kdgeujwlq32y", DID),
        (f"https://bsky.app/profile/{DID.replace(':', '%3A')}/post/3kdgeujwlq32y", DID),
        (f"at://{DID}/app.bsky.feed.post/3kdgeujwlq32y", DID),
        ("at://name.bsky.social/app.bsky.feed.post/3kdgeujwlq32y", "name.bsky.social"),
        ("https://deer.social/profile/did:web:exemple.ca/post/3kdgeujwlq32y", "did:web:exemple.ca"),
    ],
)
def test_an_address_of_a_post(pasted: str, actor: str) -> None:
    """A post is found by every form its address takes, with what apps and people put around it."""
    found = parse_reference(pasted)

    assert (found.actor, found.key) == (actor, "3kdgeujwlq32y")
    assert found.uri(DID) == f"at://{DID}/app.bsky.feed.post/3kdgeujwlq32y"
    assert is_reference(pasted)


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        "Bonjour!",
        "name.bsky.social",
        "https://bsky.app/profile/name.bsky.social",
        "https://bsky.app.exemple.ca/profile/name.bsky.social/post/3kdgeujwlq32y",
        "https://exemple.ca/profile/name.bsky.social/post/3kdgeujwlq32y",
        "ftp://bsky.app/profile/name.bsky.social/post/3kdgeujwlq32y",
        "https://bsky.app/profile/name/post/3kdgeujwlq32y",
        "https://bsky.app/profile/name.bsky.social/post/..",
        "https://bsky.app/profile/name.bsky.social/post/3k dg",
        "https://bsky.app/profile/name.bsky.social/feed/3kdgeujwlq32y",
        "https://[bsky.app/profile/name.bsky.social/post/3kdgeujwlq32y",
        f"at://{DID}/app.bsky.feed.like/3kdgeujwlq32y",
        f"at://{DID}/app.bsky.feed.post",
        "Voyez https://bsky.app/profile/name.bsky.social/post/3kdgeujwlq32y ici",
    ],
)
def test_no_address_of_a_post(pasted: str) -> None:
    """Everything else, look-alikes too, is a message and not an address."""
    assert not is_reference(pasted)
    with pytest.raises(BadInput, match="is not the address"):
        parse_reference(pasted)


@given(st.text(max_size=200))
def test_any_text_is_told(text: str) -> None:
    """Whatever is pasted is an address or a handle, or refused as bad input; nothing else comes out."""
    for parse in (parse_reference, parse_handle):
        with contextlib.suppress(BadInput):
            assert parse(text)


@pytest.mark.parametrize(
    "typed", ["", "@", "maude", "maude@exemple.ca", "maude bsky.social", "a..b", "-a.b", "https://x"]
)
def test_no_handle(typed: str) -> None:
    """What is no handle is refused with the form of one."""
    with pytest.raises(BadInput, match="looks like name"):
        parse_handle(typed)


def test_parts_of_an_address() -> None:
    """An at:// address gives its owner and key back; a handle that lost its account is not put in a web address."""
    uri = f"at://{DID}/app.bsky.feed.post/3kdgeujwlq32y"

    assert (owner_of(uri), key_of(uri)) == (DID, "3kdgeujwlq32y")
    assert web_address("name.test", DID, uri) == "https://bsky.app/profile/name.test/post/3kdgeujwlq32y"
    assert web_address("handle.invalid", DID, uri) == f"https://bsky.app/profile/{DID}/post/3kdgeujwlq32y"
