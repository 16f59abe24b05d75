"""Compose addresses carry the text unharmed."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.platforms import PLATFORMS, compose_url
from assistant.platforms.facebook import share_url as facebook_share
from assistant.platforms.linkedin import share_url as linkedin_share

BASES = {
    "bluesky": "https://bsky.app/intent/compose",
    "threads": "https://www.threads.com/intent/post",
    "mastodon": "https://piaille.fr/share",
    "x": "https://x.com/intent/post",
    "linkedin": "https://www.linkedin.com/feed/",
}


def opened(address: str) -> tuple[str, dict[str, str]]:
    parts = urlsplit(address)
    query = {name: values[0] for name, values in parse_qs(parts.query, strict_parsing=True).items()}
    return f"{parts.scheme}://{parts.netloc}{parts.path}", query


@given(st.text(min_size=1).filter(lambda text: text.isprintable()) | st.just("50 % & +1 #a\nC:\\x 👩‍👩‍👧‍👦 é?=;"))
def test_the_text_arrives_as_it_is(text: str) -> None:
    """Decoded once, the address gives the text back on every network that takes one."""
    for name, base in BASES.items():
        address, query = opened(compose_url(text, name, server="piaille.fr"))
        assert address == base
        assert query["text"] == text


def test_blanks_and_signs_are_encoded_for_every_reader() -> None:
    """A blank is %20, a plus %2B, a line break %0A."""
    assert compose_url("a b+c\n", "bluesky").endswith("?text=a%20b%2Bc%0A")


def test_x_takes_the_post_that_is_answered() -> None:
    """By its id or by its address."""
    for post in ("525001166233403393", "https://x.com/alice/status/525001166233403393/"):
        assert opened(compose_url("reply", "x", reply_to=post))[1]["in_reply_to"] == "525001166233403393"


def test_networks_without_a_compose_address_have_none() -> None:
    """Instagram, TikTok and YouTube have none, Mastodon needs a server, Facebook a link."""
    assert {name for name in PLATFORMS if not compose_url("bonjour", name)} == {
        "instagram", "tiktok", "youtube", "mastodon", "facebook",
    }  # fmt: skip
    assert opened(compose_url("Lisez exemple.fr !", "facebook"))[1] == {"u": "https://exemple.fr"}


@pytest.mark.parametrize("server", ["piaille.fr", "https://piaille.fr/", " http://piaille.fr "])
def test_a_mastodon_server_may_be_written_any_way(server: str) -> None:
    """Scheme, slash and blanks do not matter."""
    assert compose_url("a", "mastodon", server=server) == "https://piaille.fr/share?text=a"


def test_links_can_be_shared_alone() -> None:
    """LinkedIn and Facebook have a page that takes a link and no text."""
    assert opened(linkedin_share("https://example.com/?a=1&b=2"))[1] == {"url": "https://example.com/?a=1&b=2"}
    assert opened(facebook_share("https://example.com/ü"))[1] == {"u": "https://example.com/ü"}


def test_a_broken_character_breaks_no_address() -> None:
    """A lone surrogate becomes a question mark; the finding tells it."""
    assert compose_url("a\ud800", "x").endswith("text=a%3F")
