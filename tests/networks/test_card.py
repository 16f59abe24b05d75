"""The preview of a page: what the page says of itself, read safely."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import BadInput
from assistant.fetching import Reach
from assistant.networks import read_card
from assistant.networks.card import head_of
from tests.fetching.conftest import Site, always, loopback, page
from tests.networks.pictures import photograph

HEAD = """<!doctype html><html><head><title>Menu | Brûlerie</title>
<meta property="og:title" content="Le menu d'automne &amp; ses cafés">
<meta content="Trois cafés,
   une tarte." property="og:description"><meta property="og:image" content="/tasse.jpg">
</head><body><title>Autre</title><meta property="og:title" content="plus tard"></body></html>"""


@pytest.fixture
def site() -> Iterator[Site]:
    """A web site on loopback."""
    site = Site()
    yield site
    site.close()


@pytest.fixture
def reach() -> Reach:
    """Every name leads to loopback."""
    return Reach(allowed=loopback, schemes=frozenset({"http", "https"}), ports=None, resolve=always("127.0.0.1"))


def test_title_description_and_picture(site: Site, reach: Reach) -> None:
    """The card holds what the page's head says, in one line each, and the picture it names."""
    site.pages = {"/menu": page(HEAD.encode()), "/tasse.jpg": page(photograph(), "image/jpeg")}

    card = read_card(site.url("/menu"), reach=reach)

    assert card.address == site.url("/menu")
    assert (card.title, card.description) == ("Le menu d'automne & ses cafés", "Trois cafés, une tarte.")
    assert card.picture == photograph()


@pytest.mark.parametrize(
    ("body", "kind", "title"),
    [
        (b"<title>Menu</title>", "text/html", "Menu"),
        ("<title>Été</title>".encode("latin-1"), "text/html; charset=iso-8859-1", "Été"),
        ('<meta charset="windows-1252"><title>Caf\u00e9 \u20ac</title>'.encode("cp1252"), "text/html", "Café €"),
        (b"<title>x" + b"y" * 5000, "text/html", "x" + "y" * 298 + "…"),
        (b"nothing", "text/html; charset=klingon", "site.example"),
    ],
)
def test_pages_that_say_little(site: Site, reach: Reach, body: bytes, kind: str, title: str) -> None:
    """Without a preview of its own the page's title stands, in whatever letters it is written; else its host."""
    site.pages = {"/": page(body, kind)}

    card = read_card(site.url("/"), reach=reach)

    assert card.title.partition(":")[0] == title
    assert card.picture == b""


def test_a_picture_that_cannot_be_had_is_left_out(site: Site, reach: Reach) -> None:
    """A card goes without its picture when that is missing, is a page, or lies where nobody may look."""
    for picture in ("/missing.jpg", "/menu", "file:///etc/passwd", "http://169.254.169.254/latest", "//[", "data:x"):
        site.pages = {"/menu": page(HEAD.replace("/tasse.jpg", picture).encode())}
        strict = Reach(allowed=loopback, schemes=frozenset({"http"}), ports=None, resolve=always("127.0.0.1"))

        card = read_card(site.url("/menu"), reach=strict)

        assert (card.title, card.picture) == ("Le menu d'automne & ses cafés", b"")


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/", "https://localhost/", "https://192.168.1.1/", "file:///x", "x"]
)
def test_our_own_network_is_not_looked_at(address: str) -> None:
    """An address inside our network is refused before anything is asked there."""
    with pytest.raises(BadInput):
        read_card(address)


@given(st.text(max_size=400))
def test_any_page_can_be_read(text: str) -> None:
    """Whatever a page holds, its head is read without a fault."""
    assert head_of(f"<meta name=description content='{text}'>{text}") is not None
