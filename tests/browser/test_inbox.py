"""A community manager's Monday: forty messages, the most urgent first, a draft edited, approved and published."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.desk import Office
from assistant.wording import say
from tests.browser.conftest import REPLY_FR, Visitor
from tests.browser.monday import monday
from tests.browser.serving import desk_served, opened
from tests.desk.town import Book, Town
from tests.scripted_server import ScriptedServer

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

Visit = Callable[..., Visitor]


@pytest.fixture
def town() -> Town:
    """The network."""
    return monday()


@pytest.fixture
def offices() -> list[Office]:
    """The office behind the page, once it is served."""
    return []


@pytest.fixture
def address(
    model: ScriptedServer, indexed_home: Path, sample_folder: Path, town: Town, offices: list[Office]
) -> Iterator[str]:
    """Address of the page, with the network in memory."""
    with (
        opened(model, indexed_home, sample_folder, user="Maude") as papillon,
        desk_served(papillon, Book(town), teaching=True) as (address, office),
    ):
        offices.append(office)
        yield address


def open_inbox(visit: Visit, locale: str, *, width: int = 1280, dark: bool = False) -> Visitor:
    visitor: Visitor = visit(locale, width=width, dark=dark)
    visitor.tab(say("ui.tab_inbox", locale[:2]))
    visitor.page.wait_for_selector(".mail")
    return visitor


def line(visitor: Visitor, who: str) -> None:
    """Open the conversation with somebody."""
    visitor.page.locator(".mail button", has_text=who).first.click()
    visitor.page.wait_for_selector(".said.asked")


def words_fill_their_buttons(visitor: Visitor) -> bool:
    """Whether the buttons under a message and under the list are one line high and no wider than their words."""
    found = visitor.page.evaluate(
        """[...document.querySelectorAll('#inbox .quiet-acts button')].filter((one) => one.offsetWidth).map((one) => {
            const words = document.createRange();
            words.selectNodeContents(one);
            const text = words.getBoundingClientRect();
            return [one.offsetHeight < 50, one.offsetWidth - text.width < 40];
        })"""
    )
    return len(found) >= 4 and all(all(one) for one in found)


@pytest.mark.parametrize(
    ("locale", "width", "dark"),
    [("fr-CA", 1280, False), ("en-CA", 1280, True), ("fr-CA", 390, True), ("en-CA", 390, False)],
    ids=["fr", "en-dark", "fr-phone-dark", "en-phone"],
)
def test_the_morning(  # noqa: PLR0917 - one column of the table each
    visit: Visit, town: Town, offices: list[Office], locale: str, width: int, dark: bool
) -> None:
    """The list says why, who, what and since when; a conversation opens with what is above; one click drafts, an edit
    is checked, approved and published in the account's name, and the message is answered."""
    code = locale[:2]
    visitor = open_inbox(visit, locale, width=width, dark=dark)
    page = visitor.page
    name = f"{code}-{width}{'-dark' * dark}"
    first = page.locator(".mail").first

    assert say("ui.mail_safety", code) in first.inner_text()
    assert page.locator(".mail").count() == 40
    visitor.photograph(f"inbox-{name}")
    line(visitor, "Josée Parent")
    assert "Écluse est de retour" in page.locator(".said.above").inner_text()
    assert "Une enveloppe pleine" in page.locator(".said.asked .alt").inner_text()
    assert "On ouvre chaque sac" in page.locator(".said.asked .cited").inner_text()
    assert words_fill_their_buttons(visitor)
    page.locator("#inbox-go").click()
    page.wait_for_selector("#inbox-card .meter")
    assert page.locator("#inbox-card textarea").first.input_value().replace("\u00a0", " ") == REPLY_FR
    visitor.photograph(f"inbox-draft-{name}")

    page.locator("#inbox-card textarea").first.fill(
        "On remplace le sac, écrivez-nous à bonjour@brulerieducanal.example."
    )
    page.locator("#inbox-approve").click()
    page.wait_for_selector(".state.approved")
    assert town.posts == {}
    visitor.photograph(f"inbox-approved-{name}")
    page.locator("#inbox-publish").click()
    page.wait_for_selector(".state.published")
    visitor.photograph(f"inbox-published-{name}")

    (record,) = town.posts.values()
    assert record.startswith("On remplace le sac")
    (draft,) = offices[0].desk.list()
    assert draft.approval is not None
    assert draft.approval.by == "Maude"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if width < 500:
        page.locator("#inbox-back").click()
    page.wait_for_function("document.querySelectorAll('.mail').length === 39")


def test_by_when_is_said_in_one_click(visit: Visit, offices: list[Office]) -> None:
    """The list stands under by when; praise that a person calls urgent moves under the first word, and back."""
    visitor = open_inbox(visit, "fr-CA")
    page = visitor.page
    groups = [one.replace("\n", " ").lower() for one in page.locator(".mails .group").all_inner_texts()]
    assert [one.rsplit(" ", 1)[0] for one in groups] == [
        say(f"ui.urgent_{one}", "fr") for one in ("now", "today", "later")
    ]
    line(visitor, "Léa")
    assert say("drafting.urgency_nothing_asked", "fr") in page.locator("#inbox-conversation .reason").inner_text()

    page.locator('#inbox-conversation [data-correct="urgency"][data-value="now"]').click()
    page.locator("#inbox-conversation .option.back").wait_for()

    above = page.locator(".mails > li").all_inner_texts()
    today = next(place for place, one in enumerate(above) if one.lower().startswith(say("ui.urgent_today", "fr")))
    assert any("Léa" in one for one in above[:today])
    (said,) = [one for one in offices[0].inbox.list() if one.first.post.author.name == "Léa"]
    assert (said.first.urgency, said.first.hurried_by) == ("now", "Maude")
    visitor.photograph("inbox-urgency-fr")
    page.locator("#inbox-conversation .option.back").click()
    page.wait_for_function("!document.querySelector('#inbox-conversation .option.back')")
    assert offices[0].inbox.named(said.first.uri)[0].urgency == "later"


def test_lessons_are_proposed_and_taken(visit: Visit, offices: list[Office]) -> None:
    """Under the drafts stand the lessons of what people took out, with the drafts that show it; reworded and accepted,
    one stands in the brand's file; dismissed, it is gone."""
    from assistant.records import Draft

    desk = offices[0]
    for number in range(3):
        text = f"Le sac {number} part. Nous restons à votre entière disposition."
        kept = desk.keep(text, Draft(text, "bluesky", "fr", model="scripted-1"), "Maude")
        edited = desk.desk.edit(kept.id, 1, f"Le sac {number} part.", "Téo")
        desk.desk.approve(kept.id, edited.version, "Maude", reason="test")
    visitor = open_inbox(visit, "fr-CA")
    page = visitor.page
    page.get_by_text(say("ui.inbox_show_drafts", "fr"), exact=True).click()
    page.wait_for_selector(".lesson")
    page.locator(".lesson summary").click()
    visitor.photograph("lessons-fr")
    page.locator('[data-say="accept"]').click()
    page.wait_for_function("!document.querySelector('.lesson')")

    assert offices[0].teaching is not None
    (taken,) = offices[0].teaching.lessons.list(("accepted",))
    assert (taken.by, taken.phrase) == ("Maude", "Nous restons à votre entière disposition")
