"""A web page by address as a guideline: fetched from a real server, kept as Markdown, cited with its address."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import BadInput
from assistant.fetching import Reach
from assistant.library import Library
from assistant.library.readers.markdown import front_matter
from assistant.library.webpages import is_address
from tests.fetching.conftest import Site, always, loopback, page

PAGE = """<!doctype html><html lang="fr"><head><title>Notre ton</title><script>var a = 1;</script></head><body>
<nav><a href="/">Accueil</a> <a href="/prix">Tarifs et livraison</a></nav>
<main><article><h1>Notre ton de voix</h1>
<p>Nous écrivons simplement, sans jargon, et nous répondons à chaque message dans la journée, même le samedi.</p>
<h2>À éviter</h2><ul><li>Les points d'exclamation en série</li><li>Le mot « révolutionnaire »</li></ul>
<table><tr><th>Dire</th><th>Éviter</th></tr><tr><td>café de spécialité</td><td>kawa</td></tr></table>
</article></main><div class="cookie-banner">Nous utilisons des témoins. Accepter tout.</div>
<footer>© 2026 Le Moulin, tous droits réservés. Infolettre.</footer></body></html>"""


@pytest.fixture
def site() -> Iterator[Site]:
    """A server without encryption."""
    site = Site()
    yield site
    site.close()


@pytest.fixture
def reach() -> Reach:
    """Every name leads to loopback."""
    return Reach(loopback, frozenset({"http"}), None, resolve=always("127.0.0.1"))


def test_a_page_is_kept_with_its_main_text_and_where_it_is_from(
    library: Library, folder: Path, site: Site, reach: Reach
) -> None:
    """Headings, lists and tables stay; menu, banner and footer do not; what is found in it names the page."""
    site.pages["/ton"] = page(PAGE.encode(), "text/html; charset=utf-8")

    kept = library.add_page(site.url("/ton"), reach=reach)
    library.ingest()

    text = kept.read_text("utf-8")
    told = front_matter(text)
    assert kept.relative_to(folder).as_posix() == "guidelines/web/site.example-ton.md"
    assert (told["address"], told["language"]) == (site.url("/ton"), "fr")
    assert told["title"] in ("Notre ton", "Notre ton de voix")
    assert len(told["fetched"]) == 10
    assert all(word in text for word in ("## À éviter", "- Les points d'exclamation", "kawa", "même le samedi"))
    assert not any(word in text for word in ("Accueil", "Tarifs", "témoins", "Infolettre", "var a"))
    found = library.search("répondre à chaque message dans la journée", kinds=("guideline",))[0].passage
    assert (found.address, found.section[0], found.language) == (site.url("/ton"), "Notre ton de voix", "fr")


def test_asked_again_a_page_is_refreshed_in_place(library: Library, folder: Path, site: Site, reach: Reach) -> None:
    """The same address updates its file, wherever a person has moved it."""
    site.pages["/ton"] = page(PAGE.encode())
    first = library.add_page(site.url("/ton"), reach=reach)
    moved = folder / "guidelines" / "notre-ton.fr.md"
    first.rename(moved)
    site.pages["/ton"] = page(PAGE.replace("la journée", "l'heure").encode())

    again = library.add_page(site.url("/ton"), reach=reach)

    assert again == moved
    assert "dans l'heure" in moved.read_text("utf-8")
    assert not first.exists()


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-8", "no-such-encoding"])
def test_a_page_in_another_encoding_is_read(library: Library, site: Site, reach: Reach, encoding: str) -> None:
    """The server's word on the encoding holds; where it means nothing the page's own does."""
    real = "utf-8" if encoding.startswith("no-") else encoding
    site.pages["/"] = page(
        PAGE.replace("<head>", f'<head><meta charset="{real}">').encode(real), f"text/html; charset={encoding}"
    )

    assert "même le samedi" in library.add_page(site.url(), reach=reach).read_text("utf-8")


def test_what_is_no_page_leaves_nothing_behind(library: Library, folder: Path, site: Site, reach: Reach) -> None:
    """A page that a script fills, another kind of file and an address of this machine are told, in the reader's
    language, and nothing is written."""
    before = sorted(folder.rglob("*"))
    site.pages["/empty"] = page(b"<html><body><div id=app></div><script>go()</script></body></html>")
    site.pages["/pdf"] = page(b"%PDF-1.4", "application/pdf")

    with pytest.raises(BadInput, match="aucun texte"):
        library.add_page(site.url("/empty"), "fr", reach=reach)
    with pytest.raises(BadInput, match="application/pdf"):
        library.add_page(site.url("/pdf"), reach=reach)
    with pytest.raises(BadInput, match="public internet"):
        library.add_page("https://127.0.0.1/")
    report = library.ingest(["https://127.0.0.1/", folder / "guidelines"])

    assert [entry.path for entry in report.skipped] == ["https://127.0.0.1/"]
    assert sorted(folder.rglob("*")) == before


def test_addresses_are_told_apart_from_paths() -> None:
    """Only what begins as one is an address."""
    assert is_address("https://a.example/x")
    assert is_address("HTTP://a.example")
    assert not is_address(Path("https/x"))
    assert not is_address("guidelines/https.md")
