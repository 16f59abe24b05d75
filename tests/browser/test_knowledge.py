"""The Knowledge page in a real browser: an archive, a PDF and what cannot be read, seen before anything is kept; a
file removed; guidelines to judge; the posts over time."""

from pathlib import Path
from typing import Any

import pytest

from tests.library import made_documents as made

pytestmark = pytest.mark.browser

CSV = (
    "Corps;Quand;Réseau\n"
    "Nouvel arrivage du Guatemala. Écrivez à zoe@exemple.org;12/03/2025;Bluesky\n"
    "On ferme à 15 h demain.;13/03/2025;Bluesky\n"
)
UPLOAD = "#knowledge-upload input[type=file], input[type=file]"


def test_files_are_seen_before_they_are_kept_and_removed_again(visit: Any, sample_folder: Path) -> None:
    """A PDF tells its sections and pages, a table its posts, which can be masked; a scan is told. Kept, they
    are found with their page; removed, after asking, they are gone."""
    visitor = visit("fr-CA")
    page = visitor.page
    visitor.tab("Connaissances")
    page.wait_for_selector(".timeline svg rect")
    files = [
        {"name": "guide.pdf", "mimeType": "application/pdf", "buffer": made.guide_pdf()},
        {"name": "export.csv", "mimeType": "text/csv", "buffer": CSV.encode()},
        {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": made.scanned_pdf()},
    ]
    page.locator(UPLOAD).first.set_input_files(files)
    page.wait_for_selector(".offer:nth-of-type(3)")
    offers = page.locator("#knowledge-offers").inner_text()
    assert "4\u00a0pages" in offers or "4 pages" in offers
    assert "OCR" in offers
    visitor.photograph("knowledge-offers-fr")
    page.locator("#knowledge-offers").get_by_text("2 publications").wait_for()
    page.get_by_text("Adresses courriel").click()
    page.locator("#knowledge-offers").get_by_text("1 renseignement masqué").wait_for()
    page.locator("#knowledge-keep").click()
    page.locator("#knowledge-status .skipped").get_by_text("scan.pdf").wait_for()
    page.wait_for_function("() => !document.querySelector('.offer')")
    posts = "".join(file.read_text("utf-8") for file in (sample_folder / "posts").glob("*export*"))
    assert "Guatemala" in posts
    assert "zoe@exemple.org" not in posts

    page.locator("#knowledge-query input").fill("Signer du prénom 3")
    page.keyboard.press("Enter")
    page.locator(".results").get_by_text("p.\u00a03").first.wait_for()

    page.locator("#knowledge-removable input").click()
    page.get_by_role("option", name="guidelines/guide.pdf").click()
    page.locator("#knowledge-remove").click()
    assert (sample_folder / "guidelines" / "guide.pdf").exists()
    page.locator("#knowledge-remove-sure").click()
    page.wait_for_function("() => !document.querySelector('#knowledge-remove-sure')?.offsetParent")
    assert not (sample_folder / "guidelines" / "guide.pdf").exists()


@pytest.mark.parametrize(
    ("locale", "tab", "look"),
    [("en-CA", "Knowledge", {"width": 390, "dark": True}), ("fr-CA", "Connaissances", {"width": 1280})],
)
def test_guidelines_are_looked_over(visit: Any, locale: str, tab: str, look: dict[str, Any]) -> None:
    """What is to judge is listed with where it stands; nothing is wider than the screen."""
    visitor = visit(locale, **look)
    page = visitor.page
    visitor.tab(tab)
    promo = "# Promo\n\nLa livraison est gratuite jusqu'au 30 juin 2025.\n"
    files = [{"name": "promo.fr.md", "mimeType": "text/markdown", "buffer": promo.encode()}]
    page.locator(UPLOAD).first.set_input_files(files)
    page.wait_for_selector(".offer")
    page.locator("#knowledge-keep").click()
    page.wait_for_function("() => !document.querySelector('.offer')")
    page.locator("#knowledge-review").click()
    page.locator(".doubts").get_by_text("guidelines/promo.fr.md").wait_for(timeout=60_000)
    visitor.photograph(f"knowledge-review-{locale[:2]}-{look['width']}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
