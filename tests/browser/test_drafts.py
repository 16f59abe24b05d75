"""The drafts of a reply as a person meets them: some there at once, the best first, each with its reasons.

The library, the checks and the desk are the real ones; the reply's events are played, so that a test decides when each
draft is there and how they are ranked.
"""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from assistant.records import (
    Asked,
    Delta,
    Draft,
    Drafted,
    Event,
    Failed,
    Finding,
    Fit,
    Gathered,
    Ranked,
    ReplyRequest,
    Restarted,
    Revision,
    Sentence,
    Source,
    Stage,
    Support,
    Usage,
)
from assistant.wording import say
from tests.browser.conftest import Visitor
from tests.browser.serving import opened, served
from tests.scripted_server import ScriptedServer

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

Visit = Callable[..., Visitor]

MESSAGE = {
    "fr": "Salut! Livrez-vous au Vermont, et êtes-vous ouverts le lundi? Et le sac de chanvre, il est lavable?",
    "en": "Hi! Do you ship to Vermont, and are you open on Mondays? And the hemp bag, is it washable?",
}
SHIPS = {
    "fr": "On expédie partout au Canada et aux États-Unis, en 4 à 8 jours.",
    "en": "We ship across Canada and to the United States, in 4 to 8 days.",
}
CLOSED = {"fr": "Le comptoir est fermé le lundi.", "en": "The counter is closed on Mondays."}
CHECKED = {"fr": "Pour le lavage du sac, je vérifie.", "en": "About washing the bag, I am checking."}
ASKED = {
    "fr": ("Livrez-vous au Vermont", "êtes-vous ouverts le lundi", "il est lavable"),
    "en": ("Do you ship to Vermont", "are you open on Mondays", "is it washable"),
}
MISSING = {"fr": "si le sac de chanvre se lave", "en": "whether the hemp bag can be washed"}
WHY = {
    "fr": "Dit tout ce qui est demandé avec vos propres phrases.",
    "en": "Says all that is asked, in your own sentences.",
}
THANKS = {"fr": "Merci de demander!", "en": "Thanks for asking!"}


def sources(code: str) -> tuple[Source, ...]:
    return (
        Source(1, "a", "fact", "brand.toml", ("facts", "shipping"), SHIPS[code], language=code, used=True),
        Source(2, "b", "guideline", f"guidelines/comptoir.{code}.md", ("Horaire",), CLOSED[code], language=code),
        Source(3, "c", "reply", "posts/bluesky.jsonl", (), SHIPS[code], platform="bluesky", language=code),
    )


def said(code: str, *parts: tuple[str, int], approach: Any = "facts", **more: Any) -> Draft:
    """A draft of these sentences, each with the number of its source, 0 for none."""
    text, spans = "", []
    for words, source in parts:
        start = len(text) + bool(text)
        text = f"{text} {words}".strip()
        spans.append(Sentence(start, len(text), (Support(words, source, 0.9),) if source else ()))
    model = "" if approach in {"own_words", "facts", "holding"} else "scripted-1"
    return Draft(
        text, "bluesky", code, sources=sources(code), fits=Fit("bluesky", "graphemes", len(text), 300, True),
        approach=approach, sentences=tuple(spans), model=model, **more,
    )  # fmt: skip


def drafts(code: str) -> tuple[Draft, ...]:
    """Without a model: from a past reply, from facts. By it: the fact first, with one rewriting; the person first."""
    bad = SHIPS[code].replace("8", "5")
    at = bad.index("5")
    wrong = Finding("facts", "block", say("drafting.not_known", code, what="5"), at, at + 1)
    brief = said(
        code, (SHIPS[code], 1), (CLOSED[code], 2), approach="brief",
        revisions=(Revision(bad, (wrong,)),), usage=Usage(800, 60, 700, 0.6, 5.6),
    )  # fmt: skip
    doubt = Finding("register", "warn", say("drafting.promise", code, what=CHECKED[code][:8]), 0, 8)
    person = said(code, (THANKS[code], 0), (CLOSED[code], 2), approach="person", usage=Usage(800, 40, 700, 0.5, 3.5))
    return (
        said(code, (THANKS[code], 0), (SHIPS[code], 3), approach="own_words"),
        said(code, (SHIPS[code], 1), (CLOSED[code], 2), (CHECKED[code], 0)),
        replace(brief, findings=()),
        replace(person, findings=(doubt,)),
    )


def gathered(code: str, **changes: Any) -> Gathered:
    texts = (SHIPS[code], CLOSED[code])
    asked = [
        Asked(question, 0, 5, yes_no=True, support=(Support(text, number, 0.8),))
        for number, (question, text) in enumerate(zip(ASKED[code], texts, strict=False), 1)
    ]
    asked.append(Asked(ASKED[code][2], 0, 5, yes_no=True, answered=False, missing=MISSING[code]))
    return replace(Gathered(code, "question", "reply", "", sources(code), asked=tuple(asked)), **changes)


@dataclass
class Stream:
    """What the reply's events are, and what each run was asked. `gate` lets the rest of them come."""

    events: Callable[[str], Iterator[Any]] = lambda _: iter(())
    asked: list[ReplyRequest] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)


class Played:
    """The real drafting room, but for the events of a reply."""

    def __init__(self, room: Any, stream: Stream) -> None:
        self._room = room
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._room, name)

    def reply(self, request: ReplyRequest, cancel: threading.Event | None = None) -> Iterator[Event]:
        self._stream.asked.append(request)
        for event in self._stream.events(request.reader):
            while event is None and not self._stream.gate.wait(0.02):
                if cancel is not None and cancel.is_set():
                    return
            if event is not None:
                yield event


@pytest.fixture
def stream() -> Stream:
    """The events of the reply."""
    return Stream()


@pytest.fixture
def address(model: ScriptedServer, indexed_home: Path, sample_folder: Path, stream: Stream) -> Iterator[str]:
    """Address of the page, served for this test."""
    from assistant.ui.house import House

    with opened(model, indexed_home, sample_folder) as papillon:
        room: Any = Played(papillon.drafting, stream)
        house = House(
            papillon.settings, papillon.brand, papillon.library, papillon.chat, room, papillon.office, papillon.changes
        )
        with served(house) as address:
            yield address
            stream.gate.set()


def whole(code: str) -> Iterator[Any]:
    """Two drafts at once; then, when the gate opens, two by the model; then the order."""
    first, second, third, fourth = drafts(code)
    yield Stage("understanding", total=4)
    yield gathered(code)
    yield Drafted(0, first)
    yield Drafted(1, second)
    yield Stage("writing", 2, 4)
    time.sleep(0.1)
    yield Delta(2, THANKS[code])
    yield None
    yield Restarted(2, third.revisions[0].findings)
    yield Drafted(2, third)
    yield Drafted(3, fourth)
    yield Ranked((1, 2, 0, 3), WHY[code])


def ask(visitor: Visitor, code: str) -> None:
    visitor.page.get_by_label(say("ui.message", code)).fill(MESSAGE[code])
    visitor.page.keyboard.press("Control+Enter")


def seen(visitor: Visitor) -> list[str]:
    """The drafts on the screen, from top to bottom, by id."""
    found = [one.bounding_box() for one in visitor.page.locator(".answers:visible > .card").all()]
    return [f"reply-{index}" for _, index in sorted((box["y"], index) for index, box in enumerate(found) if box)]


@pytest.mark.parametrize(
    ("code", "width", "dark"), [("fr", 1280, False), ("en", 1280, True), ("fr", 390, True), ("en", 390, False)]
)
def test_drafts_are_there_at_once_and_the_best_is_first(
    visit: Visit, stream: Stream, code: str, width: int, dark: bool
) -> None:
    """Two drafts can be taken while others are written, the third is folded; ranked, the best is first, with why."""
    stream.events = whole
    visitor = visit(f"{code}-CA", width=width, dark=dark)
    page = visitor.page
    ask(visitor, code)
    page.locator("#reply-1 .meter").wait_for()
    page.locator("[data-unfold]", has_text="1").wait_for()

    assert seen(visitor) == ["reply-0", "reply-1"]
    assert page.locator("#reply-0 [data-copy]").is_visible()
    visitor.photograph(f"drafts-coming-{code}-{width}{'-dark' * dark}")
    page.mouse.move(1, 1)
    stream.gate.set()
    visitor.done("reply-go")
    page.locator("#reply-1 .first").wait_for()

    assert seen(visitor) == ["reply-1", "reply-2"]
    assert WHY[code] in page.locator("#reply-1").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    visitor.photograph(f"drafts-{code}-{width}{'-dark' * dark}")
    page.locator("[data-unfold]").click()
    assert seen(visitor) == ["reply-1", "reply-2", "reply-0", "reply-3"]
    page.locator("#reply-2 .revisions summary").click()
    assert page.locator("#reply-2 .side").count() == 2
    page.locator("#reply-2 .sentence").first.click()
    page.locator("#reply-1 .sentence").nth(2).focus()
    visitor.photograph(f"drafts-all-{code}-{width}{'-dark' * dark}")


def test_a_text_in_hand_stays_where_it_is(visit: Visit, stream: Stream) -> None:
    """Whoever edits a draft while others are written keeps it in place, as typed; the best comes below, and one click
    puts it first."""
    stream.events = whole
    visitor = visit("en-CA")
    page = visitor.page
    ask(visitor, "en")
    page.locator("[data-unfold]", has_text="1").wait_for()
    box = page.locator("#reply-0 textarea")
    box.fill("Yes, we do ship to Vermont.")
    page.locator("#reply-0 .meter", has_text="27 / 300").wait_for()
    stream.gate.set()
    visitor.done("reply-go")
    page.locator("#reply-1 .first").wait_for()

    assert seen(visitor) == ["reply-0", "reply-1"]
    assert box.input_value() == "Yes, we do ship to Vermont."
    page.locator("[data-arrange]").click()
    assert seen(visitor) == ["reply-1", "reply-2"]
    page.locator("[data-unfold]").click()
    assert box.input_value() == "Yes, we do ship to Vermont."


@pytest.mark.parametrize(("code", "width"), [("fr", 390), ("en", 1280)])
def test_what_was_understood_is_corrected_and_a_gap_filled(
    visit: Visit, stream: Stream, sample_folder: Path, code: str, width: int
) -> None:
    """One click on another situation drafts anew, on another urgency not; the answer typed into a gap is used, and can
    be kept as a fact."""
    stream.events = lambda reader: iter([gathered(reader), Drafted(0, drafts(reader)[1]), Ranked((0,))])
    visitor = visit(f"{code}-CA", width=width, dark=width > 500)
    page = visitor.page
    ask(visitor, code)
    page.locator("#reply-0 .meter").wait_for()
    visitor.done("reply-go")
    page.locator('[data-correct="situation"][data-value="press"]').click()
    visitor.done("reply-go")
    page.wait_for_function("document.querySelectorAll('[data-correct=situation].back').length === 1")
    assert [one.situation for one in stream.asked] == [None, "press"]
    page.locator('[data-correct="urgency"][data-value="now"]').click()
    page.locator('[data-correct="urgency"][data-value="now"][aria-pressed="true"]').wait_for()
    assert say("ui.decided_by_you", code) in page.locator("#reply-understood .reason").inner_text()
    assert page.locator("#reply-0 .meter").count() == 1
    assert len(stream.asked) == 2

    page.locator("#reply-understood .gap summary").click()
    page.locator("[data-use]").click()
    assert len(stream.asked) == 2
    answer = "Le sac se lave à l'eau froide." if code == "fr" else "The bag can be washed in cold water."
    page.locator(".gap-form textarea").fill(answer)
    page.locator(".gap-form input").fill("Teo")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    visitor.photograph(f"gap-{code}-{width}")
    page.locator("[data-fact]").click()
    page.locator("#fact-change .lines .added").first.wait_for()
    assert answer in page.locator("#fact-change").inner_text()
    visitor.photograph(f"fact-{code}-{width}")
    before = (sample_folder / "brand.toml").read_text("utf-8")
    page.locator("#fact-change [data-does=accept]").click()
    page.locator("#fact-change [data-does=undo]").wait_for()
    assert answer in (sample_folder / "brand.toml").read_text("utf-8")
    assert answer not in before
    page.locator("[data-use]").click()
    visitor.done("reply-go")
    for _ in range(100):
        if stream.asked[-1].known:
            break
        page.wait_for_timeout(100)

    assert [(one.question, one.text, one.by) for one in stream.asked[-1].known] == [(ASKED[code][2], answer, "Teo")]
    assert (stream.asked[-1].situation, stream.asked[-1].urgency) == ("press", "now")


@pytest.mark.parametrize(("code", "width", "dark"), [("fr", 1280, True), ("en", 390, False)])
def test_a_small_model_that_was_spared_is_one_click(
    visit: Visit, stream: Stream, code: str, width: int, dark: bool
) -> None:
    """Fewer drafts than wanted say why, under the last one; a click asks the model all the same."""
    stream.events = lambda reader: iter([gathered(reader), Drafted(0, drafts(reader)[1]), Ranked((0,), spared=1)])
    visitor = visit(f"{code}-CA", width=width, dark=dark)
    page = visitor.page
    ask(visitor, code)
    page.locator("#reply-0 .meter").wait_for()
    visitor.done("reply-go")

    assert say("drafting.spared", code) in page.locator(".ranking-line .spared").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    visitor.photograph(f"spared-{code}-{width}{'-dark' * dark}")
    page.get_by_role("button", name=say("ui.ask_model_too", code)).click()
    visitor.done("reply-go")
    for _ in range(100):
        if len(stream.asked) == 2:
            break
        page.wait_for_timeout(100)

    assert [one.model_too for one in stream.asked] == [False, True]


@pytest.mark.parametrize(("code", "width", "dark"), [("fr", 1280, False), ("en", 390, True)])
def test_a_sentence_that_may_answer_a_gap_is_one_click(
    visit: Visit, stream: Stream, code: str, width: int, dark: bool
) -> None:
    """Under a gap stand the sentences that come near; a click on one asks for drafts with it as the answer."""
    near = (Support(CLOSED[code], 2, 0.42), Support(SHIPS[code], 0, 0.31))
    events = gathered(code)
    asked = tuple(one if one.answered else replace(one, near=near) for one in events.asked)
    stream.events = lambda reader: iter([
        replace(events, asked=asked), Drafted(0, drafts(reader)[1]), Ranked((0,))
    ])  # fmt: skip
    visitor = visit(f"{code}-CA", width=width, dark=dark)
    page = visitor.page
    ask(visitor, code)
    page.locator("#reply-0 .meter").wait_for()
    visitor.done("reply-go")
    choices = page.locator("#reply-understood .near .perhaps")

    assert choices.all_inner_texts() == [CLOSED[code], SHIPS[code]]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    visitor.photograph(f"near-{code}-{width}{'-dark' * dark}")
    choices.first.click()
    visitor.done("reply-go")
    for _ in range(100):
        if stream.asked[-1].known:
            break
        page.wait_for_timeout(100)
    assert [(one.question, one.text) for one in stream.asked[-1].known] == [(ASKED[code][2], CLOSED[code])]


@pytest.mark.parametrize(("code", "width", "dark"), [("fr", 1280, True), ("en", 390, False)])
def test_hand_over_silence_and_a_withheld_text(visit: Visit, stream: Stream, code: str, width: int, dark: bool) -> None:
    """To hand over and to stay silent are decisions with a reason and a way out; a withheld text only says why."""
    reasons = {"fr": "Pour Maude Lavigne : une allergie.", "en": "For Maude Lavigne: an allergy."}

    def events(reader: str) -> Iterator[Any]:
        answer = stream.asked[-1].answer or "hand_over"
        yield gathered(reader, answer=answer, reason=reasons[reader], asked=())
        if answer == "hand_over":
            yield Drafted(0, said(reader, (CLOSED[reader], 2), approach="holding"))
            yield Ranked((0,))
        elif answer == "no_reply":
            yield Ranked(())
        else:
            yield Delta(0, "SECRET GUIDELINES")
            yield Failed(0, say("drafting.withheld", reader, reason="leak"), 1, withheld=True)
            yield Failed(1, "The model is gone.")
            yield Drafted(2, drafts(reader)[0])
            yield Ranked((2,))

    stream.events = events
    visitor = visit(f"{code}-CA", width=width, dark=dark)
    page = visitor.page
    ask(visitor, code)
    page.locator("#reply-0 .meter").wait_for()
    visitor.done("reply-go")
    assert reasons[code] in page.locator(".decision.hand-over").inner_text()
    assert say("drafting.approach_holding", code)[1:] in page.locator("#reply-0 h3").inner_text()
    visitor.photograph(f"decision-{code}-{width}{'-dark' * dark}")
    page.locator(".decision [data-value=no_reply]").click()
    page.locator(".decision.no-reply").wait_for()
    visitor.done("reply-go")
    assert seen(visitor) == []
    assert page.locator("#reply-status").inner_text().strip() == say("ui.done_no_reply", code)
    visitor.photograph(f"silence-{code}-{width}{'-dark' * dark}")
    page.locator(".decision [data-value=reply]").click()
    page.locator("#reply-2 .meter").wait_for()
    visitor.done("reply-go")
    page.locator(".withheld").wait_for()
    page.mouse.move(1, 1)

    assert "SECRET" not in page.locator(".answers:visible").inner_text()
    assert page.locator("#reply-0 textarea").input_value() == ""
    assert seen(visitor) == ["reply-2", "reply-0"]
    assert "The model is gone." in page.locator("#reply-status").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    visitor.photograph(f"withheld-{code}-{width}{'-dark' * dark}")


def test_an_edited_text_keeps_the_sources_of_its_sentences(visit: Visit, stream: Stream) -> None:
    """By keyboard a sentence shows its source; after an edit the sentences are looked up anew against the sources."""
    stream.events = lambda reader: iter([gathered(reader), Drafted(0, drafts(reader)[1]), Ranked((0,))])
    visitor = visit("en-CA")
    page = visitor.page
    ask(visitor, "en")
    page.locator("#reply-0 .meter").wait_for()
    visitor.done("reply-go")
    page.locator("#reply-0 .sentence").nth(1).focus()
    assert "guidelines/comptoir.en.md" in page.locator("#reply-0 .note-of:visible").inner_text()

    page.locator("#reply-0 textarea").fill(f"{CLOSED['en']} See you soon!")
    page.locator("#reply-0 .sentence", has_text="See you soon!").wait_for()
    kinds = [one.get_attribute("class") or "" for one in page.locator("#reply-0 .sentence").all()]
    assert ["backed" in kind for kind in kinds] == [True, False]
    page.locator("#reply-0 .sentence").first.click()
    assert CLOSED["en"] in page.locator("#reply-0 .note-of:visible blockquote").first.inner_text()
