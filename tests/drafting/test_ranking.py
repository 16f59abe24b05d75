"""Best first: what blocks, what no source says, the voice, then how a draft came about."""

import pytest

from assistant.drafting.budget import LARGE, SMALL
from assistant.drafting.gaps import admits_gap, check_gaps
from assistant.drafting.ranking import best_first, order_drafts
from assistant.records import Approach, Asked, Band, Draft, Drafted, Finding, Level, Ranked, VoiceMatch

TEXTS = (
    "We ship to Vermont, it takes five to nine days.",
    "Closed on Mondays: that's when we roast.",
    "Ask Camille at the counter, she keeps a bag aside.",
)


def draft(number: int = 0, approach: Approach = "free", band: Band = "unknown", **findings: Level) -> Draft:
    """A draft with findings by check and level."""
    found = tuple(Finding(check, level, "…") for check, level in findings.items())
    return Draft(TEXTS[number], "bluesky", "en", approach=approach, findings=found, voice=VoiceMatch(band))


def order(*drafts: Draft) -> tuple[int, ...]:
    return order_drafts(dict(enumerate(drafts)), SMALL.order).order


def test_nothing_that_blocks_comes_first() -> None:
    """Two remarks are better than one finding that blocks."""
    assert order(draft(0, facts="block"), draft(1, emoji="warn", length="warn")) == (1, 0)


def test_what_no_source_says_weighs_more_than_the_voice() -> None:
    """A name that stands nowhere is worse than a text off the voice."""
    assert order(draft(0, facts="warn"), draft(1, band="off", voice="warn")) == (1, 0)


def test_the_voice_weighs_more_than_remarks() -> None:
    """Off the voice comes after a text in the voice with an emoji too many."""
    assert order(draft(0, band="off"), draft(1, band="in_range", emoji="warn")) == (1, 0)


def test_equal_drafts_come_in_the_order_of_the_budget() -> None:
    """A small model's text comes after the house's own sentences, a large one's before."""
    drafts = {0: draft(0, "facts"), 1: draft(1, "free"), 2: draft(2, "own_words")}

    assert order_drafts(drafts, SMALL.order).order == (2, 0, 1)
    assert order_drafts(drafts, LARGE.order).order == (1, 2, 0)


def test_the_same_in_other_words_is_no_choice() -> None:
    """A draft that says nearly what the first says goes behind one that differs."""
    drafts = {0: draft(0, "facts"), 1: draft(0, "free"), 2: draft(2, "person")}

    assert order_drafts(drafts, SMALL.order).order == (0, 2, 1)


@pytest.mark.parametrize("reader", ["en", "fr"])
def test_the_reason_tells_what_sets_the_first_apart(reader: str) -> None:
    """One sentence, in the reader's language; none where there is one draft."""
    blocked = order_drafts({0: draft(0, facts="block"), 1: draft(1)}, SMALL.order, reader)
    by_approach = order_drafts({0: draft(0, "facts"), 1: draft(1)}, SMALL.order, reader)

    assert blocked.reason != by_approach.reason
    assert blocked.reason.endswith(".")
    assert order_drafts({0: draft(0)}, SMALL.order, reader).reason == ""


def test_the_drafts_of_a_run_come_best_first() -> None:
    """As the run ranked them; a draft that came after the ranking, or without one, keeps its place."""
    one, two = draft(0), draft(1)

    assert best_first([Drafted(0, one), Drafted(1, two), Ranked((1, 0))]) == (two, one)
    assert best_first([Drafted(1, two), Drafted(0, one)]) == (one, two)
    assert best_first([Ranked(())]) == ()


# ---------------------------------------------------------------- gaps

MATCHA = Asked("avez-vous du matcha?", answered=False, missing="matcha")
HOURS = Asked("êtes-vous ouverts?", answered=True)


@pytest.mark.parametrize(
    "text",
    [
        "Pour le matcha, on vérifie et on te revient ici.",
        "On ne sait pas encore pour le matcha.",
        "We’ll check about the matcha and get back to you.",
        "Matcha: let me ask Teo first.",
    ],
)
def test_a_gap_may_be_admitted_in_many_ways(text: str) -> None:
    """Looking it up, asking somebody, coming back: each says that the answer is not there yet."""
    assert check_gaps(text, [HOURS, MATCHA]) == ()


@pytest.mark.parametrize(
    "text", ["Oui, on a du matcha.", "No matcha here, sorry.", "Le café est ouvert. Reviens nous voir!"]
)
def test_an_answer_that_nothing_backs_blocks(text: str) -> None:
    """Whatever it says of the gap, yes or no or nothing, the text may not go out, and the gap is named."""
    (finding,) = check_gaps(text, [HOURS, MATCHA], "fr")

    assert finding.level == "block"
    assert "matcha" in finding.message


def test_nothing_is_asked_of_a_text_without_gaps() -> None:
    """Where all is answered, or nothing was asked, there is nothing to admit."""
    assert check_gaps("On est ouverts.", [HOURS]) == ()
    assert check_gaps("Merci!", []) == ()


def test_the_brand_may_say_it_in_its_own_words() -> None:
    """The sentence of brand.toml counts, whatever is filled in."""
    own = ["{missing} : la réponse arrive après la torréfaction."]

    assert not admits_gap("Matcha : la réponse arrive après la torréfaction.")
    assert admits_gap("Matcha : la réponse arrive après la torréfaction.", own)
