"""What is said about a text beyond its count."""

import string

import pytest

from assistant.platforms import PLATFORMS, Limits, count, review
from assistant.wording import sentences

SPACED = "Une phrase qui dit assez de choses pour remplir un post. "

# network, text, check, level, the part of the text it is about ("" for the whole)
CASES = [
    ("bluesky", "a" * 312, "length", "block", ""),
    ("x", "a" * 300, "length", "block", ""),
    ("threads", "a" * 501, "length", "block", ""),
    ("threads", "é" * 300, "length", "warn", ""),
    ("threads", "😀" * 130, "length", "block", ""),
    ("linkedin", "a" * 3001, "length", "block", ""),
    ("x", "", "empty", "block", ""),
    ("mastodon", " \n", "empty", "warn", ""),
    ("bluesky", "a\0b", "characters", "block", "\0"),
    ("bluesky", "a\ud800b", "characters", "block", "\ud800"),
    ("x", "a\ufeffb", "characters", "block", "\ufeff"),
    ("bluesky", "a\ufeffb", "characters", "warn", "\ufeff"),
    ("youtube", "a <b", "characters", "block", "<"),
    ("x", "a\u202eb", "direction", "warn", "\u202e"),
    ("bluesky", "Une 𝗴𝗿𝗮𝗻𝗱𝗲 nouvelle", "styled_letters", "warn", "𝗴𝗿𝗮𝗻𝗱𝗲"),
    ("instagram", "Voir https://exemple.fr", "link", "warn", "https://exemple.fr"),
    ("threads", " ".join(f"https://a{n}.com" for n in range(6)), "links", "block", "https://a5.com"),
    ("x", "Lisez README.md", "accidental_link", "warn", "README.md"),
    ("bluesky", "merci.world est là", "accidental_link", "warn", "merci.world"),
    ("x", "Merci @ali.bsky.social", "mention", "warn", "@ali.bsky.social"),
    ("instagram", " ".join(f"@u{n}" for n in range(21)), "mentions", "block", "@u20"),
    ("instagram", "#a #b #c #d #e #f", "tags", "block", "#f"),
    ("youtube", " ".join(f"#t{n}x" for n in range(61)), "tags", "warn", "#t60x"),
    ("x", "#a #b #c", "tags", "hint", "#c"),
    ("threads", "#a #b", "tags", "hint", "#b"),
    ("threads", "#" + "a" * 51, "topic", "warn", "#" + "a" * 51),
    ("mastodon", "#fabriqueenfrance", "tag_capitals", "hint", "#fabriqueenfrance"),
    ("x", "$AAPL $TSLA", "cashtags", "warn", "$TSLA"),
    ("mastodon", "न" * 490, "margin", "hint", "न"),
    ("linkedin", SPACED * 5, "fold", "hint", (SPACED * 5)[210:]),
]


@pytest.mark.parametrize(("name", "text", "check", "level", "part"), CASES)
def test_told(name: str, text: str, check: str, level: str, part: str) -> None:
    """Each fault is told with its level, at its place, in both languages."""
    for language in ("en", "fr"):
        found = [finding for finding in review(text, name, language=language) if finding.check == check]
        assert [finding.level for finding in found] == [level]
        assert text[found[0].start : found[0].end] == part
        assert found[0].message.endswith(".")


@pytest.mark.parametrize(
    "text",
    ["Bonjour à tous, voir https://exemple.fr/a.md et www.exemple.shop ou exemple.com #Été", "v1.2.3, 3.14, p. ex."],
)
@pytest.mark.parametrize("name", ["bluesky", "x", "mastodon", "linkedin"])
def test_nothing_to_say_about_a_sound_text(name: str, text: str) -> None:
    """A sound text has no finding."""
    assert review(text, name) == ()


def test_length_says_by_how_much() -> None:
    """The finding names the surplus and the count in words."""
    (finding,) = review("a" * 312, "bluesky")
    assert "by 12:" in finding.message
    assert "312 of 300 characters" in finding.message


def test_bluesky_bytes_are_told_apart() -> None:
    """A text within 300 graphemes may still be too many bytes."""
    (finding,) = [finding for finding in review("👨‍👩‍👧‍👦" * 121, "bluesky") if finding.check == "length"]
    assert "25 bytes" in finding.message


def test_suggestions_can_be_clicked() -> None:
    """Styled letters become plain, a forgotten blank is added, an invisible sign goes."""
    suggested = {finding.check: finding.suggestion for finding in review("𝗴𝗿𝗮𝗻𝗱\ufeff fini.world", "bluesky")}
    assert suggested == {"styled_letters": "grand", "characters": "", "accidental_link": "fini. world"}


def test_pictures() -> None:
    """Missing and over-long alternative texts and too many pictures are told; unknown pictures are not."""
    assert [(f.check, f.level) for f in review("a", "x", alt_texts=("Un verre", "", "é" * 1001))] == [
        ("alt_text", "block"),
        ("alt_text", "warn"),
    ]
    assert [f.check for f in review("a", "bluesky", alt_texts=["b"] * 5)] == ["media"]
    assert [f.check for f in review("a", "instagram", alt_texts=())] == ["media"]
    assert review("a", "instagram") == ()
    assert review("a", "mastodon", alt_texts=["b" * 2000]) == ()
    assert review("a", "mastodon", alt_texts=["b" * 2000], limits=Limits(alt_text=1500))[0].level == "block"


def test_a_text_full_of_one_fault_is_not_a_flood() -> None:
    """A thousand faults of a kind are told a few times."""
    for name in PLATFORMS:
        assert len(review("\0README.md #fabriqueenfrance 𝗴𝗿𝗮 " * 1000, name)) < 40


def test_blocking_findings_and_fits_agree() -> None:
    """What does not fit is told, and what blocks by length does not fit."""
    for name in PLATFORMS:
        for text in ("a" * 281, "é" * 400, "日" * 290, "a" * 70_000):
            told = any(finding.check == "length" for finding in review(text, name))
            assert told is not count(text, name).fits


def test_sentences_take_the_same_values_in_both_languages() -> None:
    """French and English say the same, with French spacing."""
    for texts in sentences("platforms").values():
        places = [
            {field for _, field, _, _ in string.Formatter().parse(texts[language]) if field}
            for language in ("en", "fr")
        ]
        assert places[0] == places[1]
        assert " :" not in texts["fr"].replace("\u00a0:", "")
        assert "« " not in texts["fr"]
