"""A long text becomes posts that fit, read well, and give the text back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.platforms import PLATFORMS, Limits, count, find, review, split

STORY = (
    "Nous ouvrons enfin les portes de l’atelier ! Après 18 mois de travaux (et 1 250 000 € investis), la manufacture "
    "accueille le public du mardi au samedi, de 10 h à 18 h. M. Durand, maître verrier, y montre chaque geste : "
    "cueillir, souffler, recuire. « On ne triche pas avec le feu. » Il faut trois ans pour apprendre.\n\n"
    "Réservez sur https://exemple.fr/visites/printemps-2026?source=fil avant le 3 mai. Places limitées à 12 personnes, "
    "gratuit pour les moins de 18 ans, @verrerie@piaille.fr répond à vos questions. À bientôt 👩‍👩‍👧‍👦🇫🇷 ! #Verre\n\n"
    "En bonus, notre catalogue complet. Il compte 340 références… et elles sont toutes recyclables."
)
WORDS = st.sampled_from(
    [
        "mot",
        "été,",
        "fin.",
        "«",
        "»",
        "(note)",
        "https://a.co/chemin/long",
        "@ami@piaille.fr",
        "#Tag",
        "👩‍👩‍👧‍👦",
        "12 300 €",
        "日本語。",
        "a" * 90,
        "\n\n",
        "\n",
    ]
)


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", ["bluesky", "threads", "mastodon", "x"])
@pytest.mark.parametrize("markers", [False, True])
def test_a_story_becomes_a_thread(name: str, markers: bool) -> None:
    """Every part fits, ends where a sentence ends, and keeps links, mentions, tags, numbers and emoji whole."""
    parts = split(STORY, name, markers=markers)
    assert len(parts) > 1
    assert all(count(part, name).fits for part in parts)
    if markers:
        assert all(part.endswith(f" {number}/{len(parts)}") for number, part in enumerate(parts, 1))
        parts = tuple(part.rpartition(" ")[0] for part in parts)
    for part in parts:
        assert part.endswith((".", "!", "»", "#Verre"))
        assert part.count("«") == part.count("»")
    for whole in ("1 250 000 €", "M. Durand", "👩‍👩‍👧‍👦🇫🇷", "https://exemple.fr/visites/printemps-2026?source=fil"):
        assert any(whole in part for part in parts)


def test_a_text_that_fits_is_one_part() -> None:
    """No thread and no marker for a short text; no part at all without text."""
    assert split(" Bonjour ", "x", markers=True) == ("Bonjour",)
    assert split(" \n", "x") == ()


def test_posts_are_even() -> None:
    """Two posts of like length rather than a full one and a leftover."""
    text = " ".join(f"Voici la phrase numéro {number}." for number in range(10, 23))
    first, second = split(text, "bluesky")
    assert abs(len(first) - len(second)) < 40


def test_paragraphs_are_kept() -> None:
    """A cut falls between paragraphs when it can."""
    paragraph = "Une phrase. Une autre phrase plus longue, avec une incise. " * 3
    assert split(f"{paragraph.strip()}\n\n{paragraph.strip()}", "bluesky") == (paragraph.strip(), paragraph.strip())


def test_an_endless_word_is_cut_between_graphemes() -> None:
    """A word longer than a post is cut, never inside an emoji sequence."""
    parts = split("👩‍👩‍👧‍👦" * 200, "threads")
    assert all(count(part, "threads").fits and set(part.split("👩‍👩‍👧‍👦")) == {""} for part in parts)


def test_a_link_longer_than_a_post_is_cut_only_where_it_counts_in_full() -> None:
    """X shortens links, so a long one stays whole there; Bluesky has no choice."""
    link = "https://exemple.fr/" + "a" * 400
    text = "Une phrase. " * 25 + link
    assert any(part.endswith(link) for part in split(text, "x"))
    assert all(count(part, "bluesky").fits for part in split(text, "bluesky"))


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=80), st.sampled_from(PLATFORMS), st.booleans())
def test_the_parts_give_the_text_back(words: list[str], name: str, markers: bool) -> None:
    """Every part fits, and together they hold every character of the text in order."""
    text = " ".join(words)
    limits = Limits(length=120)
    parts = split(text, name, limits=limits, markers=markers)
    assert all(count(part, name, limits=limits).fits for part in parts)
    if markers and len(parts) > 1:
        parts = tuple(part.removesuffix(f" {number}/{len(parts)}") for number, part in enumerate(parts, 1))
    assert squeezed("".join(parts)) == squeezed(text)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=60))
def test_what_must_stay_whole_does(words: list[str]) -> None:
    """No link, mention or tag of the text is lost in a thread."""
    text = " ".join(words)
    limits = Limits(length=140)
    whole = [entity.text for entity in find(text, "mastodon")]
    kept = [entity.text for part in split(text, "mastodon", limits=limits) for entity in find(part, "mastodon")]
    assert kept == whole


@pytest.mark.parametrize(
    "unit", ["#a!", "a.co?!", "@[", "a \t", "(a.b", "\U0001f1e6", "1.", "日.日", "a.com_", "\u0301"]
)
def test_long_hostile_text_is_measured(unit: str) -> None:
    """Repeated 20,000 times, no text takes the square of its length: each would take minutes."""
    text = unit + unit[-1] * 20_000 + unit * 20_000
    for name in ("bluesky", "x", "mastodon", "linkedin"):
        assert count(text, name).count
        find(text, name)
        review(text, name)


def test_hostile_text_is_cut_in_time() -> None:
    """A long text without any place to cut is cut all the same."""
    for unit in ("@", "1.", "#1", "日.日", "\u0301", "\U0001f1e6", "a.com_", "("):
        parts = split(unit * 3000, "x")
        assert squeezed("".join(parts)) == unit * 3000
