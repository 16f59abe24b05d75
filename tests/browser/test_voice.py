"""The Voice tab and the line that says who should answer, in both languages and both widths."""

from collections.abc import Callable

import pytest

from assistant.wording import say
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

Visit = Callable[..., Visitor]


@pytest.mark.parametrize(
    ("locale", "width", "dark"),
    [("fr-CA", 1280, False), ("en-CA", 1280, True), ("fr-CA", 390, True), ("en-CA", 390, False)],
    ids=["fr", "en-dark", "fr-phone-dark", "en-phone"],
)
def test_a_voice_is_seen(visit: Visit, locale: str, width: int, dark: bool) -> None:
    """The brand's portrait, then a person's; a habit shows its posts; a text is tried; nothing runs over the screen."""
    code = locale[:2]
    visitor = visit(locale, width=width, dark=dark)
    page = visitor.page
    visitor.tab(say("ui.tab_voice", code))
    page.locator(".portrait-head").wait_for()
    assert page.locator(".portrait-head h2").inner_text() == "Brûlerie du Canal"
    assert "119" in page.locator(".portrait-head .lead").inner_text()
    visitor.photograph(f"voice-{code}-{width}{'-dark' * dark}")

    page.get_by_role("tabpanel").get_by_text("Maude Lavigne", exact=True).first.click()
    page.locator(".portrait-head h2", has_text="Maude").wait_for()
    habit = page.locator(".habit-groups details.habit").first
    assert not habit.locator("blockquote").first.is_visible()
    habit.locator("summary").click()

    assert habit.locator("blockquote").count() == 3
    assert habit.locator("blockquote").first.is_visible()
    assert page.locator(".dots-row").count() >= 5
    page.locator("#voice-text textarea").fill("Bonjour!!! Voici un texte pour voir.")
    page.locator("#voice-go").click()
    page.locator("#voice-weighed .voice").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    visitor.photograph(f"voice-maude-{code}-{width}{'-dark' * dark}")


def test_the_switch_of_language_draws_the_voice_again(visit: Visit) -> None:
    """From French to English the portrait is told in English; the chosen voice stays."""
    visitor = visit("fr-CA")
    page = visitor.page
    visitor.tab("Voix")
    page.get_by_text("Longueur et rythme").wait_for()
    page.locator("#reader label").nth(1).click()
    page.get_by_text("Length and rhythm").wait_for()

    assert page.get_by_text("Longueur et rythme").count() == 0


def test_who_should_answer_is_one_click(visit: Visit) -> None:
    """Leaving the message proposes Teo with his posts; one click chooses his voice on every tab."""
    visitor = visit("en-CA")
    page = visitor.page
    page.get_by_label("The message you received").fill("What do you listen for when first crack starts?")
    page.keyboard.press("Tab")
    line = page.locator(".who-line .who").first
    line.wait_for()
    assert "Teo" in line.inner_text()
    line.locator("summary").click()
    assert "crack" in line.locator("blockquote").first.inner_text()
    visitor.photograph("who-en")

    line.locator("[data-voice]").click()
    page.locator("#standing", has_text="Teo").wait_for()
    visitor.tab("Voice")
    page.locator(".portrait-head h2", has_text="Teo").wait_for()


def test_withdrawing_asks_first(visit: Visit) -> None:
    """The button is there for a person only, and nothing happens before the second click."""
    visitor = visit("en-CA")
    page = visitor.page
    visitor.tab("Voice")
    page.locator(".portrait-head").wait_for()
    assert not page.locator("#voice-withdraw").is_visible()
    page.get_by_role("tabpanel").get_by_text("Camille Roy-Nguyen", exact=True).first.click()
    page.locator("#voice-withdraw").wait_for()
    page.locator("#voice-withdraw").click()
    page.locator("#voice-confirm").wait_for()

    assert "leave the library at once" in page.locator("#voice-told").inner_text()
