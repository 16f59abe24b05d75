"""The address of a Bluesky post pasted instead of a message, on the real network and the real page."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.assembly import Papillon
from assistant.wording import say
from tests.bluesky_network import BlueskyNetwork, TestAccount
from tests.browser.conftest import Visitor
from tests.browser.serving import opened, served
from tests.scripted_server import ScriptedServer

pytestmark = [pytest.mark.browser, pytest.mark.bluesky]


@pytest.fixture(scope="module")
def shop(bluesky_network: BlueskyNetwork) -> TestAccount:
    """The brand's account."""
    return bluesky_network.new_account("shop", display_name="Brûlerie du Canal")


@pytest.fixture(scope="module")
def customer(bluesky_network: BlueskyNetwork) -> TestAccount:
    """Somebody who writes."""
    return bluesky_network.new_account("josee", display_name="Josée Parent")


@pytest.fixture
def houses() -> list[Papillon]:
    """The house behind the page, once it is served."""
    return []


@pytest.fixture
def address(  # noqa: PLR0917 - fixtures
    model: ScriptedServer,
    indexed_home: Path,
    sample_folder: Path,
    bluesky_network: BlueskyNetwork,
    shop: TestAccount,
    houses: list[Papillon],
) -> Iterator[str]:
    """Address of the page, with the brand's account connected."""
    from assistant.ui.house import House

    network = {"bluesky_service": bluesky_network.pds, "bluesky_appview": bluesky_network.appview}
    with opened(model, indexed_home, sample_folder, user="Maude", **network) as papillon:
        papillon.networks.add(shop.handle, shop.app_password)
        houses.append(papillon)
        house = House(
            papillon.settings, papillon.brand, papillon.library, papillon.chat, papillon.drafting, papillon.office
        )
        with served(house) as address:
            yield address


@pytest.mark.parametrize(
    ("locale", "width", "dark"),
    [("fr-CA", 1280, False), ("en-CA", 1280, True), ("fr-CA", 390, True), ("en-CA", 390, False)],
    ids=["fr", "en-dark", "fr-phone-dark", "en-phone"],
)
def test_an_address_instead_of_a_message(  # noqa: PLR0917 - one column of the table each
    visit: Callable[..., Visitor],
    bluesky_network: BlueskyNetwork,
    customer: TestAccount,
    houses: list[Papillon],
    model: ScriptedServer,
    locale: str,
    width: int,
    dark: bool,
) -> None:
    """The post and its thread are shown above the drafts, escaped; they are in what the model reads; a draft that is
    kept answers that very post, and nothing is published."""
    code = locale[:2]
    first = bluesky_network.post(customer, "J'ai commandé un sac d'Écluse la semaine passée.", langs=["fr"])
    second = bluesky_network.reply(customer, "Il est arrivé percé. <b>Y a du café partout</b>.", first, langs=["fr"])
    visitor = visit(locale, width=width, dark=dark)
    page = visitor.page
    link = f"https://bsky.app/profile/{customer.handle}/post/{second.uri.split('/')[-1]}"

    page.locator("#reply-message textarea").fill(link)
    page.locator("#reply-go").click()
    page.wait_for_selector(".read-here .said.asked")
    top = visitor.drafted()
    visitor.photograph(f"link-{code}-{width}{'-dark' * dark}")

    assert "semaine passée" in page.locator(".read-here .said.above").inner_text()
    assert "<b>Y a du café partout</b>" in page.locator(".read-here .said.asked").inner_text()
    asked = "\n".join(str(one.body["messages"][-1]["content"]) for one in model.chats)
    assert "> @" + customer.handle in asked
    assert "> Il est arrivé percé." in asked
    page.locator(f"{top} [data-keep]").click()
    page.wait_for_selector(f"{top} >> text={say('ui.desk_kept_there', code)}")
    (kept,) = houses[0].office.desk.list()
    assert kept.content.answering is not None
    assert kept.content.answering.post.uri == second.uri
    assert kept.content.account
    assert kept.state == "draft"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert visitor.elsewhere == []


def test_an_address_of_nothing(visit: Callable[..., Visitor], customer: TestAccount) -> None:
    """An address whose post is gone is one sentence where the person looks."""
    visitor = visit("fr-CA")
    link = f"https://bsky.app/profile/{customer.handle}/post/3l22222222222"

    visitor.page.locator("#reply-message textarea").fill(link)
    visitor.page.locator("#reply-go").click()

    visitor.page.wait_for_selector("#reply-status .notice.bad")
    assert "supprimée" in visitor.page.locator("#reply-status").inner_text()
