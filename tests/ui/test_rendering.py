"""The page's HTML: right, and safe whatever it is made of."""

import base64
import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.records import (
    Asked,
    Draft,
    Finding,
    Fit,
    Gathered,
    Hit,
    Idea,
    IngestReport,
    Known,
    KnownFile,
    Level,
    Message,
    Overview,
    Passage,
    Ranked,
    ReplyRequest,
    Revision,
    Sentence,
    Skipped,
    Stage,
    Support,
    VoiceMatch,
)
from assistant.ui.handlers.board import Board, Slot
from assistant.ui.handlers.knowledge import Indexing, Results
from assistant.ui.house import House
from assistant.ui.rendering import drafts, header, knowledge, previews, settings, status
from assistant.ui.rendering.downloads import downloads
from assistant.ui.rendering.figures import day, number, plural, size
from assistant.ui.rendering.marks import finding_list, proof
from assistant.ui.rendering.ranking import ranking
from assistant.ui.rendering.sentences import sentences
from assistant.ui.rendering.understood import understood
from assistant.wording import LANGUAGES

NASTY = "<img src=x onerror=alert(1)>\"'&${x}{{y}}</p>"
levels: st.SearchStrategy[Level] = st.sampled_from(("block", "warn", "hint"))


class Tags(HTMLParser):
    """Collects the tags, attributes and text of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: dict[str, str | None] = {}
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= dict(attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def safe(html: str) -> bool:
    """Whether nothing of `NASTY` became a tag or an attribute."""
    seen = Tags(html)
    return "img" not in seen.tags and not any(name.startswith("on") for name in seen.attributes)


@given(text=st.text(max_size=60), spans=st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70), levels)))
def test_marks_change_nothing_of_the_text(text: str, spans: list[tuple[int, int, Level]]) -> None:
    """Whatever the findings' places, the marked text reads exactly as the text, and only marks are added."""
    html = proof(text, [Finding("c", level, NASTY, start, end) for start, end, level in spans])

    assert unescape(re.sub(r"</?mark[^>]*>", "", html)) == text
    assert set(re.findall(r"<\s*/?\s*([a-zA-Z]+)", html)) <= {"mark"}


def test_overlapping_findings_take_the_gravest_colour() -> None:
    """Where two findings overlap the place has the colour of the graver one and tells both."""
    html = proof("abcdef", [Finding("a", "hint", "first", 0, 4), Finding("b", "block", "second", 2, 6)])

    assert re.findall(r'<mark class="(\w+)" title="([^"]*)">(\w+)</mark>', html) == [
        ("hint", "first", "ab"),
        ("block", "second · first", "cd"),
        ("block", "second", "ef"),
    ]


def test_findings_are_told_gravest_first_and_once() -> None:
    """What is found three times is one line with how often; blocking findings come first."""
    found = [Finding("x", "warn", "« ! »", at, at + 1, "") for at in (1, 3, 5)] + [Finding("y", "block", "long")]

    html = finding_list("a!b!c!", found, "fr")

    assert html.count("<li") == 2
    assert html.index("long") < html.index("×\u00a03" if "×\u00a03" in html else "× 3")
    assert html.count("data-apply") == 1


def test_a_suggestion_carries_what_it_replaces(draft: Draft) -> None:
    """The button knows the place, what stood there and what comes instead; a list that is only read has none."""
    html = finding_list(draft.text, draft.findings, "fr")

    assert 'data-start="21" data-end="34" data-was="n&#x27;hésitez pas" data-suggestion="écris-nous"' in html
    assert "data-apply" not in finding_list(draft.text, draft.findings, "fr", clickable=False)


def test_a_count_is_in_the_networks_unit() -> None:
    """Near and over the limit look different; thousands are grouped as the reader groups them."""
    fits = drafts.meter(Fit("linkedin", "utf16", 2900, 3000, True), "fr")
    over = drafts.meter(Fit("threads", "bytes", 512, 500, False), "en")

    assert 'class="meter near"' in fits
    assert "2\u202f900 / 3\u202f000 caractères" in fits
    assert 'class="meter over"' in over
    assert "512 / 500 bytes" in over
    assert "12 too many" in over


def test_sources_used_come_first_with_their_numbers(draft: Draft) -> None:
    """A used source leads the list and keeps the number it was given; people are called by their names."""
    html = drafts.reasons(draft, "fr", {"maude": "Maude Lavigne"})

    assert html.index('value="2"') < html.index('value="1"')
    assert "Maude Lavigne · 9 mars 2025" in html
    assert "Où est mon sac?" in html
    assert "Tu &amp; vous" in html


def test_a_text_written_without_sources_says_so() -> None:
    """No source is a fact to tell, not an empty list."""
    assert "Écrit sans source" in drafts.reasons(Draft("a", "x", "fr"), "fr", {})


def test_open_carries_the_text_to_the_network(draft: Draft) -> None:
    """The link opens the network's own page with the text, in a tab that cannot look back; it posts nothing."""
    html = drafts.actions(draft, "en")

    assert re.search(
        r'href="https://bsky\.app/intent/compose\?text=[^"]+" target="_blank" rel="noopener noreferrer"', html
    )
    assert drafts.actions(replace(draft, text="  "), "en") == ""


@pytest.mark.parametrize("reader", LANGUAGES)
def test_nothing_from_outside_becomes_a_tag(reader: str, draft: Draft, house: House) -> None:
    """Texts, messages, files, reasons, names and suggestions that are written as HTML stay text, everywhere."""
    brand = house.brand.model_copy(update={"name": NASTY, "accounts": {"bluesky": NASTY}})
    source = replace(draft.sources[1], text=NASTY, path=NASTY, section=(NASTY,), person=NASTY, answered=Message(NASTY))
    finding = Finding("c", "warn", NASTY, 0, 9, NASTY)
    nasty = replace(
        draft,
        text=NASTY,
        sources=(source,),
        findings=(finding,),
        voice=VoiceMatch("off", 0.1, (NASTY,)),
        revisions=(Revision(NASTY, (finding,)),),
        model=NASTY,
        language=NASTY,
        cut_off=True,
        sentences=(Sentence(0, 9, (Support(NASTY, 2),)), Sentence(10, 20, (Support(NASTY),)), Sentence(21, 30)),
    )
    asked = ReplyRequest(Message(NASTY), "x", language=NASTY, known=(Known(NASTY, NASTY, NASTY),))
    slot = Slot(text=NASTY, draft=nasty, idea=Idea("1", NASTY, NASTY, nasty), stage="done")
    questions = (
        Asked(NASTY, answered=False, missing=NASTY),
        Asked(NASTY, support=(Support(NASTY, 2),)),
        Asked(NASTY, support=(Support(NASTY),)),
    )
    gathered = Gathered(NASTY, "press", "hand_over", NASTY, (source,), (NASTY,), questions)
    passage = Passage("1", "reply", NASTY, NASTY, (NASTY,), answered=Message(NASTY), person=NASTY)
    files = (KnownFile(NASTY, 1, (NASTY,)),)
    told = Overview("b", 1, {"fact": 1}, {NASTY: 1}, {NASTY: 1}, {NASTY: 1}, files, notices=(NASTY,))
    pages = [
        drafts.head(slot, NASTY, reader),
        drafts.checks(nasty, reader, discuss=1),
        drafts.reasons(nasty, reader, {}),
        previews.preview(nasty, brand, reader),
        previews.idea_list((slot, Slot(problem=NASTY), Slot(text=NASTY, stage="writing")), brand, reader, running=True),
        understood(Board(gathered=gathered), reader, request=asked, languages=(NASTY,), names={"p": NASTY}),
        understood(Board(gathered=replace(gathered, answer="reply")), reader),
        sentences(nasty, reader, {}, NASTY),
        ranking(Board((slot, slot), wanted=1, appeared=(0, 1), ranked=Ranked((1, 0), NASTY)), reader),
        drafts.head(replace(slot, place=1, why=NASTY), NASTY, reader, told=True),
        drafts.withheld(NASTY, reader),
        status.drafting(Board((Slot(problem=NASTY), slot), "done", wanted=1, appeared=(1,)), reader),
        status.status(Board(state="failed", problem=NASTY), reader),
        status.line("failed", "", NASTY, reader),
        header.masthead(brand),
        header.standing(brand, "", house.chat.describe(reader), reader),
        settings.settings_page(house.settings, brand, house.chat.describe(reader), reader),
        knowledge.overview_page(told, brand, reader),
        knowledge.results_list(Results((Hit(passage, 1.0),), NASTY), reader, {}),
        knowledge.results_list(Results((), NASTY), reader, {}),
        knowledge.indexing(Indexing(path=NASTY), reader),
        knowledge.indexing(Indexing("done", report=IngestReport(skipped=(Skipped(NASTY, NASTY),))), reader),
        downloads((slot,), reader),
    ]

    assert all(pages)
    assert [page for page in pages if not safe(page)] == []


def test_links_and_tags_are_shown_as_the_network_makes_them() -> None:
    """A hashtag and a handle look like links; the rest, line breaks included, stays as typed."""
    html = previews.linked("Allo #Café\net @maude.bsky.social <3", "bluesky")

    assert '<span class="entity">#Café</span>\net <span class="entity">@maude.bsky.social</span> &lt;3' in html


def test_a_preview_stands_under_the_right_account(house: House) -> None:
    """The brand posts under its handle, a person under their name, and Mastodon's server is taken from the handle."""
    assert "@brulerieducanal.example" in previews.preview(Draft("a", "bluesky", "fr"), house.brand, "fr")
    assert "Maude" in previews.preview(Draft("a", "bluesky", "fr", "maude"), house.brand, "fr")
    assert previews.home_server(house.brand, "mastodon", "") == "cafe.example"
    assert previews.home_server(house.brand, "bluesky", "") == ""


def test_status_counts_and_ends() -> None:
    """While it runs it says which of how many; at the end, how many and how long; stopped, what is kept."""
    slots = (Slot(draft=Draft("a", "x", "fr")), Slot())

    running = status.status(Board(slots, "running", stage=Stage("writing", 1, 2)), "fr")
    assert "2 sur 2 · Rédaction…" in running
    assert '<progress max="2" value="1">' in running
    assert "1 texte prêt en 2,5" in status.status(Board(slots, "done", seconds=2.5), "fr")
    assert "Stopped. 1 of 2 finished" in status.status(Board(slots, "stopped"), "en")


def test_a_person_must_answer_is_a_banner() -> None:
    """When a message is not for a machine, the page says so with the reason; otherwise it does not."""
    gathered = Gathered("fr", "complaint", "hand_over", "Santé", ())

    html = understood(Board(gathered=gathered), "fr")

    assert "À passer à quelqu'un" in unescape(html)
    assert "Santé" in html
    assert re.findall(r'data-correct="answer" data-value="(\w+)"', html) == ["reply", "no_reply"]
    assert "hand-over" not in understood(Board(gathered=replace(gathered, answer="reply")), "fr")


def test_downloads_hold_the_finished_texts_only() -> None:
    """The links carry the files themselves; without a finished text there is no link."""
    slots = (Slot(draft=Draft("Un", "x", "fr")), Slot(text="à moitié"))

    html = downloads(slots, "fr")
    data = [base64.b64decode(part).decode() for part in re.findall(r'base64,([^"]+)"', html)]

    assert len(data) == 2
    assert all("Un" in text and "moitié" not in text for text in data)
    assert downloads((Slot(text="à moitié"),), "fr") == ""


def test_the_model_in_use_is_named_with_its_state_and_origin(house: House) -> None:
    """The header names model, place and state; the settings its origin, licence, size, and that larger is better."""
    card = house.chat.describe("fr")
    top = header.standing(house.brand, "maude", card, "fr")
    page = settings.settings_page(house.settings, house.brand, card, "fr")

    assert "tiny" in top
    assert "intégré" in top
    assert "démarrage…" in top
    assert "Maude Lavigne" in top
    assert all(word in page for word in ("PyPI", "Apache-2.0", "1,1\u00a0Go", "Un plus grand modèle écrit mieux"))


def test_figures_follow_the_reader() -> None:
    """Numbers, dates, sizes and plurals are written as French or English readers write them."""
    assert number(1234.5, "en", 1) == "1,234.5"
    assert number(1234.5, "fr", 1) == "1\u202f234,5"
    assert day(datetime(2026, 8, 1, tzinfo=UTC), "fr") == "1 août 2026"
    assert size(20_000_000, "en") == "20 MB"
    assert plural("ui.sources_used_{}", 0, "fr") == "0 utilisée"
    assert plural("ui.sources_used_{}", 2, "fr") == "2 utilisées"


def test_a_run_without_a_finished_text_is_not_called_done() -> None:
    """When every draft failed the page does not announce texts that are ready."""
    html = status.status(Board((Slot(problem="Le serveur ne répond plus."),), "done"), "fr")

    assert "Rien n'a pu être terminé" in unescape(html)
