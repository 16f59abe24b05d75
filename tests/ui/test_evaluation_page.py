"""The page of `papillon eval drafts`: what it says of each draft, whatever became of it."""

import re
from pathlib import Path

import pytest

from assistant.drafting.evaluation import Answered
from assistant.drafting.evaluation_figures import cases, row
from assistant.drafting.expectations import read_messages
from assistant.records import Finding
from assistant.ui.rendering.evaluation import evaluation_page

MESSAGES = read_messages(Path(__file__).parents[2] / "knowledge" / "brulerie-du-canal" / "messages.toml")


def page(reader: str, *runs: tuple[Answered, ...]) -> str:
    by_run = {some[0].run: cases(some, MESSAGES) for some in runs}
    rows = [row(run, some) for run, some in by_run.items()]
    return evaluation_page("set", "model-1", rows, by_run, {("bare", "fr-metro"): "lost"}, reader)


def article(page: str, name: str) -> str:
    found = re.search(rf'<article id="{name}".*?</article>', page, re.DOTALL)
    assert found is not None
    return found[0]


WHOLE = (
    Answered(
        "whole",
        "fr-metro",
        "",
        "reply",
        text="Place-Saint-Henri, huit minutes à pied.",
        ready=True,
        fits=True,
        calls=1,
        seconds=2.5,
        first_visible=1.25,
        prompt_tokens=300,
        completion_tokens=20,
    ),
    Answered("whole", "hand-en-sick", "", "hand_over", reason="Health: Maude answers."),
    Answered("whole", "host-fr-consignes", "", "reply", withheld="It shows the prompt."),
    Answered("whole", "en-maine", "", "reply", failure="The server is gone.", exit_code=3),
)
BARE = (
    Answered(
        "bare",
        "fr-metro",
        "",
        "reply",
        text="Get off at Charlevoix, a 5 min walk.",
        fits=False,
        findings=(Finding("facts", "block", "Charlevoix is in no source", 11, 21),),
    ),
)


def test_drafts_stand_side_by_side_with_their_marks() -> None:
    """A right draft has no mark; a false one says what is false, missing, too long, in which language it should be, and
    where the checks found it; cost and verdict stand below; a run that was not asked says so."""
    shown = page("en", WHOLE, BARE)
    right, wrong = re.findall(r'<section class="run[^>]*>.*?</section>', article(shown, "fr-metro"), re.DOTALL)

    assert "does not say" not in right
    assert "2.5 s, first words after 1.2 s, 300 tokens read, 20 written" in right
    assert 'class="run wrong"' in wrong
    for said in ("does not say", "does not fit", "language: French", "blocked", "The model prefers “whole”"):
        assert said in wrong, said
    assert '<mark class="block" title="Charlevoix is in no source">Charlevoix</mark>' in wrong
    assert "Not asked." in article(shown, "hand-en-sick")


def test_what_gave_no_draft_says_why() -> None:
    """Handed over, withheld, or without an answer of the model: each with its reason in place of a text."""
    shown = page("en", WHOLE, BARE)

    assert "Health: Maude answers." in article(shown, "hand-en-sick")
    assert "Withheld: It shows the prompt." in article(shown, "host-fr-consignes")
    assert "No answer of the model: The server is gone." in article(shown, "en-maine")
    assert "data-wrong" not in article(shown, "hand-en-sick")


@pytest.mark.parametrize(("reader", "said"), [("en", "without an answer"), ("fr", "sans réponse")])
def test_the_figures_are_in_the_readers_language(reader: str, said: str) -> None:
    """One row a run, its failures told, each share with its count and bounds."""
    shown = page(reader, WHOLE, BARE)
    table = re.search(r"<table>.*?</table>", shown, re.DOTALL)

    assert table is not None
    assert table[0].count('<th scope="row">') == 2
    assert f"1 {said}" in table[0]
    assert "1/1 · 21–100" in table[0]
    assert f'<html lang="{reader}">' in shown
