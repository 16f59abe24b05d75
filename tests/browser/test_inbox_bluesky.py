"""The whole way in a browser on the real Bluesky servers: an account connected, a mention answered."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.wording import say
from tests.bluesky_network import BlueskyNetwork
from tests.browser.conftest import Visitor
from tests.browser.serving import opened, served
from tests.networks.pictures import photograph
from tests.scripted_server import ScriptedServer

pytestmark = [pytest.mark.browser, pytest.mark.bluesky, pytest.mark.timeout(600)]

Visit = Callable[..., Visitor]


@pytest.fixture
def address(
    model: ScriptedServer, indexed_home: Path, sample_folder: Path, bluesky_network: BlueskyNetwork
) -> Iterator[str]:
    """Address of the page, as `papillon serve` serves it, with the loopback network for Bluesky."""
    from assistant.ui.house import House

    network = {"bluesky_service": bluesky_network.pds, "bluesky_appview": bluesky_network.appview}
    with opened(model, indexed_home, sample_folder, user="Maude", **network) as papillon, papillon.office.at_work("fr"):
        house = House(
            papillon.settings, papillon.brand, papillon.library, papillon.chat, papillon.drafting, papillon.office
        )
        with served(house) as address:
            yield address


def test_from_the_account_to_the_answer(
    visit: Visit, bluesky_network: BlueskyNetwork, sample_folder: Path, tmp_path: Path
) -> None:
    """A wrong password is told in a sentence; the account is connected, the password leaves the page; a mention appears
    without reload; its answer is drafted, given a picture and a quote, approved, published, seen by its author, and
    learnt."""
    ours = bluesky_network.new_account("maison")
    customer = bluesky_network.new_account("odile", display_name="Odile")
    visitor = visit("fr-CA")
    page = visitor.page
    visitor.tab(say("ui.tab_inbox", "fr"))
    page.get_by_text(say("ui.empty_inbox", "fr")).wait_for()
    visitor.photograph("inbox-no-account")

    visitor.tab(say("ui.tab_settings", "fr"))
    page.locator("#account-handle input").fill(ours.handle)
    page.locator("#account-password input").fill("not-the-password")
    page.locator("#account-add").click()
    page.wait_for_selector("#accounts .notice.bad")
    visitor.photograph("accounts-refused")
    page.locator("#account-password input").fill(ours.app_password)
    page.locator("#account-add").click()
    page.wait_for_selector("#accounts .notice.info")
    assert page.locator("#account-password input").input_value() == ""
    assert ours.app_password not in page.content()
    visitor.photograph("accounts")
    page.locator("#account-label").click()
    page.get_by_text("bot_label = true").wait_for()

    visitor.tab(say("ui.tab_inbox", "fr"))
    asked = bluesky_network.post(customer, f"@{ours.handle} mon sac est arrivé percé!")
    page.wait_for_selector(".mail.complaint", timeout=15_000)
    page.locator(".mail button").first.click()
    page.wait_for_selector(".said.asked")
    page.locator("#inbox-go").click()
    page.wait_for_selector("#inbox-card .meter")
    (tmp_path / "sac.jpg").write_bytes(photograph(640, 480))
    with page.expect_file_chooser() as chooser:
        page.locator('[data-go="pick"]').click()
    chooser.value.set_files(tmp_path / "sac.jpg")
    page.locator("[data-alt]").fill("Un sac neuf, refermé")
    advice = bluesky_network.post(customer, "Un sac, ça se referme")
    page.get_by_text(say("ui.beside_quote", "fr"), exact=True).click()
    key = advice.uri.rsplit("/", 1)[-1]
    page.locator(".offers-row details[open] input").fill(f"https://bsky.app/profile/{customer.handle}/post/{key}")
    page.locator('[data-go="quote"]').click()
    page.wait_for_selector(".quoted .cited")
    page.locator("#inbox-approve").click()
    page.wait_for_selector(".state.approved")
    visitor.photograph("inbox-bluesky-approved")
    page.locator("#inbox-publish").click()
    page.wait_for_selector(".state.published")
    page.locator("#inbox-card .trail summary").click()
    visitor.photograph("inbox-bluesky-published")

    bluesky_network.sync()
    (reply,) = bluesky_network.client(customer).get_post_thread(asked.uri).thread.replies
    assert reply.post.author.handle == ours.handle
    assert reply.post.embed.media.images[0].alt == "Un sac neuf, refermé"
    assert reply.post.embed.record.record.uri == advice.uri
    learnt = (sample_folder / "posts" / "published-with-papillon.jsonl").read_text("utf-8")
    assert reply.post.uri in learnt
    page.wait_for_selector(".nothing", timeout=15_000)
