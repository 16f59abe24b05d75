"""Places that a text names, and where they lie."""

import pytest

from assistant.drafting.concepts import concept_of, plainly
from assistant.drafting.places import places_of


@pytest.mark.parametrize(
    ("text", "named", "within"),
    [
        ("How long to Vancouver usually?", ["Vancouver"], "CA"),
        ("shipping to toronto how much", ["toronto"], "CA-ON"),
        ("un sac a ma soeur a burlington vermont", ["burlington", "vermont"], "US-VT"),
        ("shipping to portland (the maine one)", ["portland", "maine"], "US"),
        ("im in Hamilton ON and it's cold", ["Hamilton", "ON"], "CA-ON"),
        ("my folks in Portland, ME", ["Portland", "ME"], "US"),
        ("TURN IT ON OR OFF", [], ""),
        ("is there a point where shipping to BC becomes free", ["BC"], "CA-BC"),
        ("just give it to ME already", [], ""),
        ("combien pour faire livrer 2 sacs à Gaspé", ["Gaspé"], "CA-QC"),
        ("jreste a ste-agathe-des-monts, vous livrez?", ["ste-agathe-des-monts"], "CA-QC"),
        ("livrez-vous à Verdun", ["Verdun"], "CA-QC"),
        ("on habite à Quimperlé", ["Quimperlé"], "FR"),
        ("On déménage à Lyon", ["Lyon"], "FR"),
        ("Versendet ihr nach Hamburg?", ["Hamburg"], "DE"),
        ("la livraison aux États-Unis", ["États-Unis"], "US"),
    ],
)
def test_a_place_lies_in_its_region(text: str, named: list[str], within: str) -> None:
    """Cities, provinces, states and countries in both languages; a region named beside a city tells which is meant."""
    found = places_of(text)

    assert [text[one.start : one.end] for one in found] == named
    assert all(within in one.within for one in found)


@pytest.mark.parametrize("text", ["is it nice to meet you", "send it to us", "what is in reading now"])
def test_common_words_are_no_places(text: str) -> None:
    """Words in small letters that are also names of cities or codes of countries are words."""
    assert [text[one.start : one.end] for one in places_of(text)] in ([], ["reading"])


def test_words_of_one_meaning() -> None:
    """Words of either language share a concept; a turn of phrase is read as a word of one; « livre » is no shipping."""
    assert concept_of("send") == concept_of("livraison") == concept_of("livrez") != ""
    assert concept_of("livre") == ""
    assert "remboursement" in plainly("can I get my money back?")
    assert concept_of("wheelchair") == concept_of("rampe")
