"""Previews: what is coloured, where the fold stands, the thread of a text that is too long."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.platforms import find, platform, split
from assistant.records import Draft
from assistant.ui.house import House
from assistant.ui.rendering import previews
from assistant.voice.brand import AccountLimits, Brand

TEXT = (
    "Ça y est\u00a0: l'été est là! 🇨🇦👨‍👩‍👧‍👦\nOn t'attend au https://brulerieducanal.example/terrasse "
    "avec @camille.brulerieducanal.example #TerrasseOuverte"
)
SHOWN = ("bluesky", "threads", "mastodon", "x", "linkedin")


def bare(html: str) -> str:
    """The text a reader sees, without the fold's mark."""
    return unescape(re.sub(r"<[^>]*>", "", re.sub(r'<span class="fold".*?</span>', "", html)))


@pytest.mark.parametrize("name", SHOWN)
def test_each_network_colours_what_it_finds(name: str) -> None:
    """Exactly the entities the network finds are coloured; accents, emoji and line breaks stay."""
    html = previews.linked(TEXT, name, "fr")
    coloured = [unescape(text) for text in re.findall(r'<span class="entity">(.*?)</span>', html)]
    assert coloured == [entity.text for entity in find(TEXT, name)]
    assert bare(html) == TEXT


def test_the_fold_is_marked_where_the_hint_says_and_outside_emoji() -> None:
    """The mark names its number as undocumented and never cuts a family; networks without a hint have none."""
    fact = platform("linkedin").facts["fold"].value
    html = previews.linked("a" * (fact - 2) + "👨‍👩‍👧‍👦" + "b" * 50, "linkedin", "fr")
    assert re.search(r'a<span class="fold"[^>]*non documenté[^>]*>voir plus</span>👨‍👩‍👧‍👦b', html)
    assert "fold" not in previews.linked("a" * fact, "linkedin", "fr")
    assert "fold" not in previews.linked("a" * 290, "bluesky", "en")


def test_a_text_that_is_too_long_is_shown_as_a_thread(house: House) -> None:
    """Every part the splitter makes stands there, numbered, and the reader is told that it is a proposal."""
    text = "Une phrase de terrasse qui compte. " * 20
    html = previews.preview(Draft(text, "bluesky", "fr"), house.brand, "fr")
    parts = split(text, "bluesky")
    assert [bare(said) for said in re.findall(r'<p class="said">(.*?)</p>', html, re.DOTALL)] == list(parts)
    assert re.findall(r'class="part">(.*?)<', html) == [f"{n}/{len(parts)}" for n in range(1, len(parts) + 1)]
    assert "Proposition" in html
    assert "Proposition" not in previews.preview(Draft("Court.", "bluesky", "fr"), house.brand, "fr")


@given(st.text(alphabet="<>&\"'#@a .é\n👨‍👩🇨🇦/:", max_size=400), st.sampled_from(SHOWN))
def test_no_text_becomes_markup(text: str, name: str) -> None:
    """Whatever the text, the only tags are the preview's own, and the text comes back whole."""
    html = previews.linked(text, name, "fr")
    assert set(re.findall(r"<(/?\w*)", html)) <= {"span", "/span"}
    assert bare(html) == text


def test_a_server_that_takes_more_needs_no_thread() -> None:
    """A text that is too long for Mastodon is one post on a server of the brand's own that takes 5,000 characters."""
    text = "Il fait beau au bord du canal. " * 30
    brand = Brand(format=1, id="moulin", name="Moulin", languages=("fr",))
    own = brand.model_copy(update={"limits": {"mastodon": AccountLimits(length=5000)}})

    assert previews.preview(Draft(text, "mastodon", "fr"), brand, "fr").count("Moulin") > 1
    assert previews.preview(Draft(text, "mastodon", "fr"), own, "fr").count("Moulin") == 1
