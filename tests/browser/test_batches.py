"""Ten replies drafted in the background: begun on the page, seen from any other, gone on with when it is closed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.desk import Office
from assistant.wording import say
from tests.browser.conftest import REPLY_EN, Visitor, answer
from tests.browser.monday import monday
from tests.browser.serving import desk_served, opened
from tests.browser.test_inbox import open_inbox
from tests.desk.town import Book, Town
from tests.scripted_server import Scripted, ScriptedServer, words

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

Visit = Callable[..., Visitor]


def slowly(body: dict[str, object]) -> Scripted:
    """The model's answer, a word at a time."""
    said = answer(body)
    return said if "response_format" in body else Scripted(pieces=words(REPLY_EN), delay=0.03)


@pytest.fixture
def model() -> Iterator[ScriptedServer]:
    """The model's server."""
    with ScriptedServer(slowly) as server:
        yield server


@pytest.fixture
def town() -> Town:
    """The network, with forty people waiting."""
    return monday()


@pytest.fixture
def offices() -> list[Office]:
    """The office behind the page, once it is served."""
    return []


@pytest.fixture
def address(
    model: ScriptedServer, indexed_home: Path, sample_folder: Path, town: Town, offices: list[Office]
) -> Iterator[str]:
    """Address of the page, with the network in memory and the background at work."""
    with (
        opened(model, indexed_home, sample_folder, user="Maude") as papillon,
        desk_served(papillon, Book(town)) as (address, office),
    ):
        offices.append(office)
        with office.at_work("fr"):
            yield address


def test_ten_replies_go_on_without_the_page(visit: Visit, town: Town, offices: list[Office]) -> None:
    """Begun in one page, which is closed; another one, in another language and size, shows how far it is; at the end
    ten drafts answer the ten most urgent, and nothing was published."""
    visitor = open_inbox(visit, "fr-CA")
    visitor.page.get_by_text(say("ui.inbox_many", "fr", n=10)).click()
    visitor.page.wait_for_selector(".batch progress")
    visitor.page.wait_for_function("document.querySelector('.batch progress')?.value >= 1", timeout=60_000)
    visitor.photograph("batch-fr-1280")
    visitor.page.close()

    other = open_inbox(visit, "en-CA", width=390, dark=True)
    other.page.wait_for_selector("#inbox-batches :is(.batch, .notice)", timeout=20_000)
    other.photograph("batch-en-390-dark")
    other.page.wait_for_selector("#inbox-batches .notice", timeout=90_000)
    other.photograph("batch-done-en-390-dark")

    assert say("ui.inbox_many_done_many", "en", n=10) in other.page.locator("#inbox-batches").inner_text()
    (job,) = offices[0].jobs.list()
    assert (job.state, job.done, job.total, len(job.drafts)) == ("SUCCESS", 10, 10, 10)
    drafts = offices[0].desk.list(("draft",))
    assert len({one.content.answering.post.uri for one in drafts if one.content.answering}) == 10
    assert {one.by for one in drafts} == {"Maude"}
    assert town.posts == {}


def test_it_is_stopped_from_the_page(visit: Visit, offices: list[Office]) -> None:
    """Stop leaves what was drafted and says so; another click takes the next ones."""
    visitor = open_inbox(visit, "en-CA")
    page = visitor.page
    page.get_by_text(say("ui.inbox_many", "en", n=10)).click()
    page.wait_for_function("document.querySelector('.batch progress')?.value >= 1", timeout=60_000)
    page.locator("[data-stop]").click()
    page.wait_for_selector("#inbox-batches .notice")

    (batch,) = offices[0].batching.batches.list()
    assert batch.state == "cancelled"
    assert 1 <= len(batch.drafts) < 10
    visitor.photograph("batch-stopped-en-1280")
    page.get_by_text(say("ui.inbox_many", "en", n=10)).click()
    page.wait_for_selector(".batch progress")
    second, first = offices[0].batching.batches.list()
    assert first.id == batch.id
    drafted = {uri for (_, uri), one in zip(first.messages, first.outcomes, strict=False) if one.draft}
    assert drafted & {uri for _, uri in second.messages} == set()
    offices[0].batching.cancel(second.id, "Maude")
