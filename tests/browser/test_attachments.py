"""Beside a draft's text on the real page: pictures described, a quote, who may reply; and words that are watched."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.desk import Office
from assistant.records import Draft
from assistant.wording import say
from tests.browser.conftest import Visitor
from tests.browser.serving import desk_served, opened
from tests.desk.town import Book, Town
from tests.networks.pictures import photograph
from tests.scripted_server import ScriptedServer

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

Visit = Callable[..., Visitor]
TEXT = "Merci pour votre semaine avec nous. https://brulerieducanal.example"


class Square(Town):
    """A network in which posts can be found by their address."""

    def read_post(self, reference: str, *, replies: int = 60) -> object:
        if reference.startswith("https://bsky.app/"):
            reference = next((one.uri for one in self.said if one.address == reference), reference)
        return super().read_post(reference, replies=replies)


class Directory(Book):
    """Our accounts, and reading by address."""

    def read_post(self, reference: str, *, replies: int = 60) -> object:
        return self.town.read_post(reference, replies=replies)


@pytest.fixture
def town() -> Square:
    """The network, with somebody who wrote to us and somebody who did not."""
    town = Square()
    said = town.say("Vos nouveaux sacs sont <b>superbes</b>, bravo!", "odile.test")
    town.said[0] = replace(said, author=replace(said.author, name="Odile"))
    town.found = [
        replace(said, uri="at://did:plc:tom/app.bsky.feed.post/3kz", cid="z", text="Un bon café rue Masson?",
                author=replace(said.author, id="did:plc:tom", handle="tom.test", name="Tom"))
    ]  # fmt: skip
    return town


@pytest.fixture
def offices() -> list[Office]:
    """The office behind the page, once it is served."""
    return []


@pytest.fixture
def address(
    model: ScriptedServer, indexed_home: Path, sample_folder: Path, town: Square, offices: list[Office]
) -> Iterator[str]:
    """Address of the page, with the network in memory and a draft on the desk."""
    with (
        opened(model, indexed_home, sample_folder, user="Maude") as papillon,
        desk_served(papillon, Directory(town)) as (address, office),
    ):
        offices.append(office)
        office.keep(TEXT, Draft(TEXT, "bluesky", "fr", model="scripted-1"), "Maude")
        yield address


def open_draft(visit: Visit, locale: str, *, width: int = 1280, dark: bool = False) -> Visitor:
    """The page with the draft open."""
    code = locale[:2]
    visitor: Visitor = visit(locale, width=width, dark=dark)
    visitor.tab(say("ui.tab_inbox", code))
    visitor.page.get_by_text(say("ui.inbox_show_drafts", code), exact=True).click()
    visitor.page.locator(".mail button").first.click()
    visitor.page.wait_for_selector(".beside-text")
    return visitor


@pytest.mark.parametrize(
    ("locale", "width", "dark"),
    [("fr-CA", 1280, False), ("en-CA", 1280, True), ("fr-CA", 390, True), ("en-CA", 390, False)],
    ids=["fr", "en-dark", "fr-phone-dark", "en-phone"],
)
def test_what_goes_out_beside_the_text(  # noqa: PLR0917 - one column of the table each
    visit: Visit, town: Square, offices: list[Office], tmp_path: Path, locale: str, width: int, dark: bool
) -> None:
    """Pictures are added from files, one that is none is told, a description is asked for and kept with the approval;
    a post is quoted by its address and shown; who may reply is chosen; all of it is frozen, and what is taken out again
    wants another approval."""
    code = locale[:2]
    visitor = open_draft(visit, locale, width=width, dark=dark)
    page, desk = visitor.page, offices[0].desk
    (draft,) = desk.list(("draft",))
    name = f"{code}-{width}{'-dark' * dark}"
    visitor.photograph(f"beside-empty-{name}")
    (tmp_path / "sac.jpg").write_bytes(photograph(900, 600))
    (tmp_path / "tasse.png").write_bytes(photograph(300, 500, "PNG"))
    (tmp_path / "facture.jpg").write_bytes(b"%PDF-1.7")

    with page.expect_file_chooser() as chooser:
        page.locator('[data-go="pick"]').click()
    chooser.value.set_files([tmp_path / one for one in ("sac.jpg", "facture.jpg", "tasse.png")])
    page.wait_for_function("document.querySelectorAll('.pictures li').length === 2")
    assert "facture.jpg" in page.locator("#inbox-notice").inner_text()
    assert page.locator("#inbox-card .finding.block").count() == 2
    page.locator('[data-alt="0:0"]').fill('Trois sacs bruns sur le comptoir, "fermés" d\'un ruban')
    page.locator('[data-alt="0:1"]').fill("Une tasse <vide>")
    page.get_by_text(say("ui.beside_quote", code), exact=True).click()
    page.locator(".offers-row details[open] input").fill(town.said[0].address)
    page.locator('[data-go="quote"]').click()
    page.wait_for_selector(".quoted .cited")
    assert "<b>superbes</b>" in page.locator(".quoted .cited").inner_text()
    assert page.locator('[data-alt="0:1"]').input_value() == "Une tasse <vide>"
    page.get_by_text(say("ui.beside_replies", code)).click()
    page.get_by_text(say("ui.replies_mentioned", code), exact=True).click()
    assert say("ui.replies_mentioned", code) in page.locator(".choice summary span").first.inner_text()
    visitor.photograph(f"beside-{name}")
    page.locator("#inbox-approve").click()
    page.wait_for_selector(".state.approved")
    visitor.photograph(f"beside-approved-{name}")

    approved = desk.get(draft.id)
    assert approved.approval is not None
    first, second = approved.content.parts[0].pictures
    assert (first.alt, second.alt) == ('Trois sacs bruns sur le comptoir, "fermés" d\'un ruban', "Une tasse <vide>")
    assert approved.content.quoting is not None
    assert approved.content.quoting.post == town.said[0].ref
    assert approved.content.audience.replies == ("mentioned",)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.locator('[data-alt="0:1"]').fill("Une tasse pleine")
    page.locator("#inbox-publish").click()
    page.get_by_text(say("ui.inbox_unsaved", code)).wait_for()
    assert town.posts == {}
    page.locator('[data-go="unpicture"]').last.click()
    page.wait_for_selector(".state.edited")
    assert len(desk.get(draft.id).content.parts[0].pictures) == 1
    page.locator("#inbox-approve").click()
    page.wait_for_selector(".state.approved")
    page.locator("#inbox-publish").click()
    page.wait_for_selector(".state.published")
    assert page.locator(".beside-text textarea").count() == 0
    visitor.photograph(f"beside-published-{name}")
    assert len(town.posts) == 1


def test_a_card_that_cannot_be_read(visit: Visit, offices: list[Office]) -> None:
    """The first link of the text is offered for a card; an address inside our own network is refused in words, and the
    text that was typed is still there."""
    visitor = open_draft(visit, "fr-CA")
    page = visitor.page
    page.locator("#inbox-card textarea").first.fill("Autre texte")
    page.get_by_text(say("ui.beside_card", "fr"), exact=True).click()
    field = page.locator(".offers-row details[open] input")
    assert field.input_value() == "https://brulerieducanal.example"
    field.fill("http://127.0.0.1:1/")
    field.press("Enter")
    page.wait_for_selector("#inbox-notice .notice.bad")

    assert "127.0.0.1" in page.locator("#inbox-notice").inner_text()
    assert page.locator("#inbox-card textarea").first.input_value() == "Autre texte"
    (draft,) = offices[0].desk.list()
    assert draft.text.startswith("Merci pour votre semaine")


@pytest.mark.parametrize(("locale", "width", "dark"), [("fr-CA", 1280, False), ("en-CA", 390, True)])
def test_words_are_watched(visit: Visit, offices: list[Office], locale: str, width: int, dark: bool) -> None:
    """Typed and sent with Enter, words are watched and looked for at once; what they found stands in the list; the ×
    watches them no more."""
    code = locale[:2]
    visitor: Visitor = visit(locale, width=width, dark=dark)
    page = visitor.page
    visitor.tab(say("ui.tab_inbox", code))
    page.get_by_text(say("ui.searches", code)).click()
    page.locator(".watched input").fill('café <i>"rue Masson"</i>')
    page.locator(".watched input").press("Enter")
    page.wait_for_selector(".watched li")
    assert page.locator(".watched .term").inner_text() == 'café <i>"rue Masson"</i>'
    page.wait_for_function("document.querySelectorAll('.mail').length === 2", timeout=15_000)
    assert "Un bon café rue Masson?" in page.locator(".mails").inner_text()
    visitor.photograph(f"watched-{code}-{width}{'-dark' * dark}")
    page.locator(".watched .take-out").click()
    page.wait_for_function("!document.querySelector('.watched li')")

    assert offices[0].searches.list() == ()
    assert page.locator(".mail").count() == 2
