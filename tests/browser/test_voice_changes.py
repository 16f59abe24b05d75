"""The voice made visible and changed in the real page: a draft beside the plain one, a lasting wish tried, accepted."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import PLAIN_EN, PLAIN_FR

pytestmark = pytest.mark.browser

MESSAGE = {
    "fr-CA": ("Le message reçu", "Mes deux sacs d'Écluse sont arrivés percés, commande 4821."),
    "en-CA": ("The message you received", "Both my bags of Écluse arrived torn, order 4821."),
}


@pytest.mark.parametrize(("locale", "plain", "width"), [("fr-CA", PLAIN_FR, 1280), ("en-CA", PLAIN_EN, 390)])
def test_the_same_draft_without_the_voice(visit: Callable[..., Any], locale: str, plain: str, width: int) -> None:
    """One button puts the plainly written text beside the draft, both marked; a new run takes it away again."""
    visitor = visit(locale, width=width, dark=width < 500)
    page = visitor.page
    label, message = MESSAGE[locale]
    page.get_by_label(label).fill(message)
    page.locator("#reply-go").click()
    top = visitor.drafted()
    page.locator(f"{top} [data-beside]").click()
    page.locator(f"{top} .beside .sides").wait_for()
    sides = page.locator(f"{top} .beside .side p")

    assert sides.nth(0).inner_text() == page.locator(f"{top} textarea").input_value()
    assert sides.nth(1).inner_text().replace("\u00a0", " ") == plain
    assert page.locator(f"{top} .beside .side.own mark").count() > 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    visitor.photograph(f"beside-{locale}-{width}")
    page.locator("#reply-go").click()
    page.wait_for_selector(f"{top} .beside .sides", state="detached")
    top = visitor.drafted()
    assert page.locator(f"{top} .beside .sides").count() == 0


@pytest.mark.parametrize(("locale", "width"), [("fr-CA", 1280), ("en-CA", 390)])
def test_a_lasting_wish_is_seen_tried_accepted_and_taken_back(
    visit: Callable[..., Any], sample_folder: Path, locale: str, width: int
) -> None:
    """The chat proposes the change and writes nothing; three messages show what it does; accepted it is in the file,
    taken back the file is as it was, byte for byte."""
    french = locale.startswith("fr")
    file = sample_folder / "brand.toml"
    before = file.read_bytes()
    visitor = visit(locale, width=width, dark=width < 500)
    page = visitor.page
    visitor.tab("Discuter" if french else "Chat")
    wish = "Désormais, on finit toujours sur un fait." if french else "From now on, always end on a fact."
    visitor.ask_chat(wish)
    page.locator("#chat-change .lines li").first.wait_for()
    visitor.done("chat-go")

    assert file.read_bytes() == before
    page.locator("#chat-change [data-does=try]").click()
    page.locator("#chat-change .trial").nth(2).wait_for()
    page.locator("#chat-change [data-does=accept]").wait_for(state="visible")
    visitor.photograph(f"change-{locale}-{width}")
    page.locator("#chat-change [data-does=accept]").click()
    page.locator("#chat-change [data-does=undo]").wait_for(state="visible")
    traits = tomllib.loads(file.read_text("utf-8"))["voice"]["traits"]
    assert "finir sur un fait" in traits["fr"]
    assert "end on a fact" in traits["en"]
    page.locator("#chat-change [data-does=undo]").click()
    page.locator("#chat-change [data-does=undo]").wait_for(state="hidden")
    assert file.read_bytes() == before
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("locale", "width"), [("fr-CA", 390), ("en-CA", 1280)])
def test_rules_of_the_guidelines_are_accepted_one_by_one(
    visit: Callable[..., Any], sample_folder: Path, locale: str, width: int
) -> None:
    """The Voice tab reads the guidelines and shows each rule with its sentence; the accepted one is in the file and in
    force, the last change can be taken back."""
    file = sample_folder / "brand.toml"
    before = file.read_bytes()
    visitor = visit(locale, width=width, dark=width > 500)
    page = visitor.page
    visitor.tab("Voix" if locale.startswith("fr") else "Voice")
    page.locator("#rules-in-force summary").wait_for()
    page.locator("#rules-read").click()
    page.locator("#rules-found .proposal").first.wait_for()
    visitor.done("rules-read")

    assert file.read_bytes() == before
    assert "guidelines/" in page.locator("#rules-found .proposal .from").first.inner_text()
    visitor.photograph(f"rules-{locale}-{width}")
    page.locator("#rules-found [data-does=take]").first.click()
    page.locator("#rules-found .is-taken").wait_for()
    assert len(tomllib.loads(file.read_text("utf-8"))["rules"]) == before.decode("utf-8").count("[[rules]]") + 1
    page.locator("#rules-undo").click()
    page.locator("#rules-found .is-taken").wait_for(state="detached")
    assert file.read_bytes() == before
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
