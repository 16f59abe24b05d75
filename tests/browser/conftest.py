"""The real page in headless Chromium: real library, drafting and server; only the model's answers are scripted.

Chromium's flags and path: the browser's own background services are off, so that any request to another host is ours.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.serving import opened, served
from tests.scripted_server import Scripted, ScriptedServer, words

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = Path("/usr/bin/chromium")
OUTPUT = Path(__file__).parents[1] / "output"
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()

REPLY_FR = (
    "Deux sacs percés, c'est deux de trop. Écrivez-nous à bonjour@brulerieducanal.example avec une photo et le numéro "
    "de commande : on remplace ou on rembourse, à votre choix."
)
REPLY_EN = (
    "Two torn bags is two too many. Write to bonjour@brulerieducanal.example with a photo and your order number: "
    "we replace or refund it, your choice."
)
POST_FR = "Nuit blanche revient jeudi. 19 $ les 340 g, jusqu'en février. Mélasse et chocolat noir. #NuitBlanche"
POST_EN = "Nuit blanche is back on Thursday. $19 for 340 g, until February. #NuitBlanche"
PLAIN_FR = "Nous sommes désolés pour vos sacs percés. Écrivez-nous à bonjour@brulerieducanal.example avec une photo."
PLAIN_EN = "We are sorry about your torn bags. Write to bonjour@brulerieducanal.example with a photo."
SHORTER = "Écrivez-nous à bonjour@brulerieducanal.example avec une photo : remplacé ou remboursé."
PLACED = """() => {
  const ranking = document.querySelector(".answers .ranking[data-final]");
  return ranking && JSON.stringify(JSON.parse(ranking.dataset.order)) === ranking.closest(".answers").dataset.placed;
}"""
"""The button can be pressed again some milliseconds before the drafts stand in the order that the server told."""
TONE = "Sur LinkedIn, la maison dit « vous » [1]."


def answer(body: dict[str, Any]) -> Scripted:
    """What the model says: by what it was asked to be, in the language it was asked in."""
    system = str(body["messages"][0]["content"])
    asked = str(body["messages"][-1]["content"])
    french = not re.search(r"\b(?:You|Your|The)\b", system)
    if "response_format" in body:
        properties = body["response_format"]["json_schema"]["schema"]["properties"]
        if "rules" in properties:
            return Scripted(pieces=('{"rules": []}',))
        if "ideas" not in properties:
            return Scripted(pieces=(json.dumps({"fr": "finir sur un fait", "en": "end on a fact"}),))
        most = properties["ideas"].get("maxItems", 3)
        ideas = [{"title": f"Idée numéro {n}", "angle": f"La scène numéro {n} au comptoir."} for n in range(most)]
        return Scripted(pieces=(json.dumps({"ideas": ideas}),))
    if "neutral language" in system or "langue simple et neutre" in system:
        text = PLAIN_FR if french else PLAIN_EN
    elif "plus court" in asked or "shorter" in asked:
        text = SHORTER
    elif "tutoie" in asked or "LinkedIn?" in asked:
        text = TONE
    elif "Nuit blanche revient" in asked or "Nuit blanche is back" in asked:
        text = POST_FR if french else POST_EN
    else:
        text = REPLY_FR if french else REPLY_EN
    return Scripted(pieces=words(text), delay=0.01, prompt_tokens=2300, completion_tokens=60, cached_tokens=1800)


@pytest.fixture
def model() -> Iterator[ScriptedServer]:
    """The model's server."""
    with ScriptedServer(answer) as server:
        yield server


@pytest.fixture
def address(model: ScriptedServer, indexed_home: Path, sample_folder: Path) -> Iterator[str]:
    """Address of the page, served for this test."""
    from assistant.ui.house import House

    with opened(model, indexed_home, sample_folder) as papillon:
        house = House(
            papillon.settings,
            papillon.brand,
            papillon.library,
            papillon.chat,
            papillon.drafting,
            papillon.office,
            papillon.changes,
            papillon.weigh_doubts,
            papillon.propose_rules,
        )
        with served(house) as address:
            yield address


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """Chromium without a window."""
    if not CHROMIUM.exists():
        pytest.skip("no /usr/bin/chromium: apt-get install chromium")
    api = pytest.importorskip("playwright.sync_api", reason="the playwright package is not installed")
    with api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield chromium
        chromium.close()


class Visitor:
    """A person at the page: their language, their screen, and all that their browser asked for."""

    def __init__(self, context: "BrowserContext", address: str) -> None:
        self.page: Page = context.new_page()
        self.elsewhere: list[str] = []
        self.problems: list[str] = []
        self.page.on("request", lambda request: self._note(request.url, address))
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("console", lambda said: self.problems.append(said.text) if said.type == "error" else None)
        self.page.goto(address)
        self.page.wait_for_selector("html.ready")

    def _note(self, url: str, address: str) -> None:
        if not url.startswith((f"{address}/", "data:", "blob:")):
            self.elsewhere.append(url)

    def tab(self, name: str) -> None:
        """Open a tab by its title."""
        self.page.get_by_role("tab", name=name, exact=True).click()

    def ask_chat(self, text: str) -> None:
        """Write into the chat's box and send. A box that is shown for the first time is set to its own value some
        30 ms later, which undoes what is typed faster than that: only a test is so fast."""
        box = self.page.locator("#chat-text textarea")
        box.wait_for()
        self.page.wait_for_timeout(500)
        box.fill(text)
        self.page.locator("#chat-go").click()

    def done(self, go: str) -> None:
        """Wait until a run has ended: its button can be pressed again."""
        self.page.wait_for_selector(f"#{go}:not([disabled])")

    def drafted(self) -> str:
        """Wait until the drafts of a reply are done and in their order; the selector of the one on top."""
        self.page.wait_for_selector("[id^=reply-] .meter", state="attached")
        self.done("reply-go")
        self.page.wait_for_function(PLACED)
        boxes = [one.bounding_box() for one in self.page.locator(".answers:visible > .card").all()]
        return f"#reply-{min((box['y'], index) for index, box in enumerate(boxes) if box)[1]}"

    def photograph(self, name: str) -> None:
        """Save what is seen under tests/output/."""
        OUTPUT.mkdir(exist_ok=True)
        self.page.wait_for_timeout(300)
        self.page.screenshot(path=OUTPUT / f"{name}.png", full_page=True)


@pytest.fixture
def visit(browser: "Browser", address: str) -> Iterator[Any]:
    """Opens the page as a new visitor: `visit(locale, width=, dark=)`. Each is checked for requests to elsewhere."""
    contexts: list[BrowserContext] = []
    visitors: list[Visitor] = []

    def open_page(locale: str = "fr-CA", *, width: int = 1280, dark: bool = False) -> Visitor:
        context = browser.new_context(
            locale=locale,
            color_scheme="dark" if dark else "light",
            viewport={"width": width, "height": 844 if width < 500 else 900},
            reduced_motion="reduce",
        )
        contexts.append(context)
        visitors.append(Visitor(context, address))
        return visitors[-1]

    yield open_page
    for context in contexts:
        context.close()
    assert [url for visitor in visitors for url in visitor.elsewhere] == []
    assert [problem for visitor in visitors for problem in visitor.problems] == []
