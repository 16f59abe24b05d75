"""A community manager's morning, in both languages: the three jobs on the real page."""

import base64
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.wording import say
from tests.browser.conftest import POST_EN, POST_FR, REPLY_EN, REPLY_FR, SHORTER, TONE, Visitor
from tests.scripted_server import Scripted, ScriptedServer, words

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

Visit = Callable[..., Visitor]

MESSAGE_FR = "Ma commande #4821 est arrivée percée, c'est la deuxième fois. Vous faites quoi?"
MESSAGE_EN = "My order #4821 arrived torn, and it's the second time. What will you do?"


def card(visitor: Visitor, draft: str = "#reply-0") -> str:
    """The text in the box of a draft."""
    return str(visitor.page.locator(f"{draft} textarea").input_value())


@pytest.mark.parametrize(
    ("locale", "message", "expected", "width", "dark"),
    [
        ("fr-CA", MESSAGE_FR, REPLY_FR, 1280, False),
        ("en-CA", MESSAGE_EN, REPLY_EN, 1280, True),
        ("fr-CA", MESSAGE_FR, REPLY_FR, 390, True),
        ("en-CA", MESSAGE_EN, REPLY_EN, 390, False),
    ],
    ids=["fr", "en-dark", "fr-phone-dark", "en-phone"],
)
def test_a_reply(  # noqa: PLR0917 - one column of the table each
    visit: Visit, locale: str, message: str, expected: str, width: int, dark: bool
) -> None:
    """A pasted message becomes two drafts with count, sources and an address that opens the network with the text."""
    code = locale[:2]
    visitor = visit(locale, width=width, dark=dark)
    page = visitor.page

    assert page.locator("html").get_attribute("lang") == code
    visitor.photograph(f"reply-empty-{code}-{width}{'-dark' * dark}")
    page.get_by_label(say("ui.message", code)).fill(message)
    page.keyboard.press("Control+Enter")
    top = visitor.drafted()

    assert card(visitor, top).replace("\u00a0", " ") == expected
    pressed = page.locator("[data-correct=situation][aria-pressed=true]")
    assert pressed.all_inner_texts() == [say("ui.situation_complaint", code)]
    assert f"{len(expected)} / 300" in page.locator(f"{top} .meter").inner_text()
    link = page.locator(f"{top} a.act").get_attribute("href") or ""
    assert link.startswith("https://bsky.app/intent/compose?text=")
    assert "bonjour%40brulerieducanal.example" in link
    sources = page.locator(f"{top} .sources")
    assert not sources.locator("li").first.is_visible()
    sources.locator("summary").click()
    kinds = " ".join(sources.locator(".kind").all_inner_texts())
    assert say("ui.kind_guideline", code) in kinds
    assert say("ui.kind_reply", code) in kinds
    page.locator(f"{top} .figures summary").click()
    assert re.search(r"1[,\u202f]800", page.locator(f"{top} .figures").inner_text())
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    sources.locator("summary").click()
    visitor.photograph(f"reply-{code}-{width}{'-dark' * dark}")


def test_an_edit_is_checked_and_a_suggestion_applied(visit: Visit) -> None:
    """Typing, deleting and pasting refresh count and findings; one click replaces what a finding is about."""
    visitor = visit("fr-CA")
    page = visitor.page
    page.get_by_label("Le message reçu").fill("Vous avez du décaf?")
    page.locator("#reply-go").click()
    top = visitor.drafted()
    box, checks = page.locator(f"{top} textarea"), page.locator(f"{top} .checks")

    box.fill("🚲 Notre déca du Chiapas est de retour.")
    checks.get_by_text("38 / 300").wait_for()
    assert checks.locator("mark").inner_text() == "déca"
    visitor.photograph("edit-fr")
    checks.locator("[data-apply]").click()
    checks.get_by_text("39 / 300").wait_for()

    assert box.input_value() == "🚲 Notre décaf du Chiapas est de retour."
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    box.press("Control+A")
    box.press("Delete")
    checks.get_by_text("0 / 300").wait_for()
    box.fill("a" * 301)
    checks.get_by_text("1 de trop").wait_for()


def test_what_is_typed_as_html_stays_text(visit: Visit) -> None:
    """A message, a draft and a search written as HTML or as a template run nothing."""
    visitor = visit("en-CA")
    page = visitor.page
    nasty = '<img src=x onerror="window.caught=1"> ${window.caught=2} {{constructor}} <script>window.caught=3</script>'
    page.get_by_label("The message you received").fill(nasty)
    page.locator("#reply-go").click()
    top = visitor.drafted()
    page.locator(f"{top} textarea").fill(f"{nasty} we're thrilled")
    page.locator(f"{top} mark").first.wait_for()
    page.locator(f"{top} [data-discuss]").click()
    visitor.ask_chat(nasty)
    page.wait_for_selector("#chat .bot")
    visitor.done("chat-go")
    visitor.tab("Knowledge")
    page.locator("#knowledge-query input").fill(nasty)
    page.keyboard.press("Enter")
    page.wait_for_selector(".results li, #knowledge-results .notice")

    assert page.evaluate("window.caught === undefined")


def test_the_switch_of_language_keeps_what_was_typed(visit: Visit) -> None:
    """From French to English: labels, findings and tabs change, the message, the author and the edited draft stay."""
    visitor = visit("fr-CA")
    page = visitor.page
    page.get_by_label("Le message reçu").fill(MESSAGE_FR)
    page.get_by_label("Qui l'a écrit (facultatif)").fill("@sam")
    page.locator("#reply-go").click()
    top = visitor.drafted()
    page.locator(f"{top} textarea").fill("N'hésitez pas à nous écrire.")
    page.locator(f"{top} mark").wait_for()

    page.locator("#reader label").nth(1).click()
    page.get_by_role("tab", name="Knowledge").wait_for()
    page.locator(top).get_by_text("Must change").first.wait_for()

    assert page.get_by_label("The message you received").input_value() == MESSAGE_FR
    assert page.get_by_label("Who wrote it (optional)").input_value() == "@sam"
    assert card(visitor, top) == "N'hésitez pas à nous écrire."
    assert page.locator("html").get_attribute("lang") == "en"
    assert "ready" in page.locator(".standing").inner_text()
    visitor.photograph("switched-en")
    page.reload()
    page.wait_for_selector("html.ready")
    assert page.locator("html").get_attribute("lang") == "en"


def test_posts_and_ideas(visit: Visit) -> None:
    """A topic becomes a post for each network and language, then ideas that can be taken away as files."""
    visitor = visit("fr-CA")
    page = visitor.page
    visitor.tab("Publications et idées")
    page.get_by_label("De quoi s'agit-il?").fill("Nuit blanche revient jeudi")
    panel = page.locator(".tabitem:visible")
    for chip in ("X", "Anglais"):
        panel.get_by_text(chip, exact=True).click()
    page.locator("#posts-go").click()
    page.wait_for_selector("#posts-3 .meter")
    visitor.done("posts-go")

    titles = page.locator(".card h3:visible").all_inner_texts()
    assert titles == ["Bluesky · français", "X · français", "Bluesky · anglais", "X · anglais"]
    said = [text.replace("\u00a0", " ") for text in page.locator(".preview .said:visible").all_inner_texts()]
    assert said == [POST_FR, POST_FR, POST_EN, POST_EN]
    assert page.locator(".preview .entity").first.inner_text() == "#NuitBlanche"
    visitor.photograph("posts-fr")

    page.locator("#ideas-number input").fill("3")
    page.locator("#ideas-go").click()
    page.wait_for_selector(".idea:nth-child(3) .meter")
    visitor.done("ideas-go")
    assert page.locator(".card:visible").count() == 0
    assert page.locator(".idea h3").count() == 3
    link = page.locator("a[download='papillon.jsonl']").get_attribute("href") or ""
    lines = base64.b64decode(link.partition("base64,")[2]).decode().splitlines()
    assert [json.loads(line)["title"] for line in lines] == page.locator(".idea h3").all_inner_texts()
    visitor.photograph("ideas-fr")
    page.locator(".idea [data-discuss]").nth(1).click()
    page.wait_for_selector("#chat-draft textarea")
    assert page.locator("#chat-draft textarea").input_value()


def test_the_chat_answers_with_sources_and_reworks_a_draft(visit: Visit) -> None:
    """A question is answered with the guidelines it cites; "shorter" changes the draft brought from Reply, and back."""
    visitor = visit("fr-CA")
    page = visitor.page
    page.get_by_label("Le message reçu").fill(MESSAGE_FR)
    page.locator("#reply-go").click()
    top = visitor.drafted()
    drafted = card(visitor, top)
    page.locator(f"{top} [data-discuss]").click()
    desk, text = page.locator("#chat-draft textarea"), page.locator("#chat-text textarea")
    page.wait_for_function("document.querySelector('#chat-draft textarea')?.value")
    assert desk.input_value() == drafted

    text.fill("Est-ce qu'on tutoie sur LinkedIn?")
    page.keyboard.press("Control+Enter")
    page.locator("#chat .bot details").wait_for()
    visitor.done("chat-go")
    assert TONE in page.locator("#chat .bot").first.inner_text().replace("\u00a0", " ")
    page.locator("#chat .bot summary").first.click()
    assert "guidelines/" in page.locator("#chat .bot .sources").first.inner_text()

    text.fill("plus court")
    page.locator("#chat-go").click()
    page.wait_for_function("before => document.querySelector('#chat-draft textarea')?.value !== before", arg=drafted)
    visitor.done("chat-go")
    assert desk.input_value().replace("\u00a0", " ") == SHORTER
    visitor.photograph("chat-fr")
    page.locator("#chat-back").click()
    page.wait_for_function("before => document.querySelector('#chat-draft textarea')?.value === before", arg=drafted)


def test_knowledge_is_searched_added_to_and_read_again(visit: Visit, sample_folder: Path) -> None:
    """The tab counts what is known, finds passages with file and section, and takes a new guideline in."""
    visitor = visit("en-CA", width=390)
    page = visitor.page
    visitor.tab("Knowledge")
    page.wait_for_selector(".total b")
    before = int(page.locator(".total b").inner_text())
    page.locator("#knowledge-query input").fill("oat milk")
    page.keyboard.press("Enter")
    page.wait_for_selector(".results li")
    assert "brand.toml" in page.locator(".results").inner_text()

    files = [{"name": "snow.md", "mimeType": "text/markdown", "buffer": b"# Snow days\n\nWe say when we open late."}]
    page.locator("#knowledge-upload input[type=file], input[type=file]").first.set_input_files(files)
    page.locator(".offer").get_by_text("Snow days").wait_for()
    assert not list(sample_folder.rglob("snow.md"))
    page.locator("#knowledge-keep").click()
    page.wait_for_function("before => Number(document.querySelector('.total b').textContent) > before", arg=before)
    page.locator("#knowledge-query input").fill("snow days")
    page.keyboard.press("Enter")
    page.locator(".results").get_by_text("guidelines/snow.md").wait_for()
    visitor.photograph("knowledge-en-390")


def test_settings_say_what_is_in_use(visit: Visit) -> None:
    """Model, brand, people, networks and folders are named."""
    visitor = visit("fr-CA")
    visitor.tab("Réglages")
    body = visitor.page.locator(".block.settings")
    body.get_by_text("Maude Lavigne").wait_for()

    assert "scripted-1" in body.inner_text()
    assert "brand.toml" in body.inner_text()
    visitor.photograph("settings-fr")


def test_a_person_must_answer_this_one(visit: Visit) -> None:
    """A message about an allergy shows who should answer, above the drafts."""
    visitor = visit("fr-CA", dark=True)
    page = visitor.page
    page.get_by_label("Le message reçu").fill("Ma fille a fait une réaction, elle est allergique aux amandes.")
    page.locator("#reply-go").click()
    page.wait_for_selector(".hand-over")
    visitor.done("reply-go")

    assert "Maude" in page.locator(".hand-over").inner_text()
    visitor.photograph("hand-over-fr-dark")


def test_stop_keeps_what_was_written(visit: Visit, model: ScriptedServer) -> None:
    """Stopped in mid-sentence, the run ends at once and its text is there to go on with, checked."""
    model.script(Scripted(pieces=words("Bonjour " * 400), delay=0.05))
    visitor = visit("fr-CA")
    page = visitor.page
    page.get_by_label("Le message reçu").fill("Allo?")
    page.locator("#reply-go").click()
    page.wait_for_function("document.querySelector('#reply-0 textarea')?.value.length > 20")
    page.keyboard.press("Escape")
    visitor.done("reply-go")
    page.locator("#reply-status", has_text="Arrêté").wait_for()

    assert card(visitor).startswith("Bonjour Bonjour")
    assert page.locator("#reply-0 .meter").is_visible()


def test_leaving_ends_the_call_to_the_model(visit: Visit, model: ScriptedServer) -> None:
    """A closed tab does not keep the model busy: its request is dropped."""
    model.script(Scripted(pieces=words("Bonjour " * 2000), delay=0.05))
    visitor = visit("fr-CA")
    page = visitor.page
    page.get_by_label("Le message reçu").fill("Allo?")
    page.locator("#reply-go").click()
    page.wait_for_function("document.querySelector('#reply-0 textarea')?.value.length > 20")

    page.close()

    assert model.chats[0].gone.wait(15)


def test_a_dying_model_is_told_and_loses_nothing(visit: Visit, model: ScriptedServer) -> None:
    """When the server dies in mid-stream the text stays and one sentence says what happened; no traceback."""
    model.script(*[Scripted(pieces=words("On regarde ça tout de suite"), delay=0.01, ending="drop")] * 6)
    visitor = visit("fr-CA")
    page = visitor.page
    page.get_by_label("Le message reçu").fill("Allo?")
    page.locator("#reply-go").click()
    page.wait_for_selector(".notice.bad")
    visitor.done("reply-go")

    shown = page.locator(".answers:visible").inner_text()
    assert "Traceback" not in shown
    assert say("ui.done_none", "fr") in shown
    assert page.locator("#reply-0 .card-head ~ .notice.bad").is_visible()
    assert page.locator("#reply-0 .sources").is_visible()
    assert "On regarde" in card(visitor)
    visitor.photograph("model-gone-fr")


def test_bad_messages_are_refused_in_words(visit: Visit) -> None:
    """Nothing, and a hundred thousand characters, each get one sentence."""
    visitor = visit("fr-CA")
    page = visitor.page
    page.locator("#reply-go").click()
    page.locator("#reply-status .notice").wait_for()
    assert say("ui.reply_no_message", "fr") in page.locator("#reply-status").inner_text()
    page.get_by_label("Le message reçu").fill("x" * 100_000)
    page.locator("#reply-go").click()
    page.locator("#reply-status").get_by_text("100").wait_for()


def test_two_tabs_do_not_mix(visit: Visit) -> None:
    """Two pages draft at the same time; each shows the answer to its own message."""
    french, english = visit("fr-CA"), visit("en-CA")
    french.page.get_by_label("Le message reçu").fill(MESSAGE_FR)
    english.page.get_by_label("The message you received").fill(MESSAGE_EN)
    french.page.locator("#reply-go").click()
    english.page.locator("#reply-go").click()
    tops = [visitor.drafted() for visitor in (french, english)]

    assert card(french, tops[0]).replace("\u00a0", " ") == REPLY_FR
    assert card(english, tops[1]) == REPLY_EN


def test_the_page_by_keyboard(visit: Visit) -> None:
    """From the message, Tab reaches author, networks, voice, language, wish, versions and the button, each named and
    visibly focused; the arrows choose a network."""
    visitor = visit("en-CA")
    page = visitor.page
    page.get_by_label("The message you received").click()
    seen = []
    for _ in range(7):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                """() => { const e = document.activeElement;
                const ring = getComputedStyle(e.matches('input[type=radio]') ? e.closest('label') : e);
                return [e.ariaLabel || e.labels?.[0]?.innerText.trim() || e.innerText,
                        ring.outlineStyle !== 'none' && parseFloat(ring.outlineWidth) >= 2]; }"""
            )
        )
        if seen[-1][0] == "Bluesky":
            page.keyboard.press("ArrowRight")
            page.wait_for_timeout(100)

    assert [name for name, _ in seen] == [
        "Who wrote it (optional)",
        "Bluesky",
        "Brûlerie du Canal",
        "The message's own",
        "Your wish (optional)",
        "2",
        "Draft a reply",
    ]
    assert [name for name, ring in seen if not ring] == []
    assert page.get_by_label("Threads").first.is_checked()
