"""Every network counts as it does itself."""

import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import BadInput
from assistant.platforms import PLATFORMS, Limits, count, describe, measure, platform
from assistant.platforms.units import clusters, graphemes, utf8, utf16
from assistant.platforms.youtube import tags_length
from assistant.wording import sentences

FAMILY = "👨\u200d👩\u200d👧\u200d👦"
TRICKY = st.text(
    st.sampled_from("a é\u0301\u200d\ufe0f\u20e3\U0001f1eb\U0001f1f7👩❤🏽\u1100\u1161\u0600क\u094d字。.\r\n☺©1#@/")
    | st.characters(),
    max_size=40,
)

# text, then graphemes, UTF-8 bytes, UTF-16 units
UNITS = [
    ("", 0, 0, 0),
    ("été", 3, 5, 3),
    ("e\u0301te\u0301", 3, 7, 5),
    (FAMILY, 1, 25, 11),
    ("🇫🇷🇫", 2, 12, 6),
    ("a\r\nb", 3, 4, 4),
    ("\u0301\r\n\u0301", 3, 6, 4),
    ("👍🏽", 1, 8, 4),
    ("한국", 2, 6, 2),
    ("1️⃣", 1, 7, 3),
]

# text, then X's weight, Mastodon's count
WEIGHTS = [
    ("Bonjour à tous", 14, 14),
    ("…•€→™", 10, 5),
    ("“ ” ‘ ’ – —", 11, 11),
    ("日本語", 6, 3),
    ("cafe\u0301", 4, 4),
    (FAMILY, 2, 1),
    ("❤\ufe0f\u200d🔥", 2, 1),
    ("👩\u200d💩", 5, 1),
    ("🇫🇷", 2, 1),
    ("🇽🇽", 4, 1),
    ("☺\ufe0f☺☺\ufe0e", 8, 3),
    ("©©\ufe0f", 3, 2),
    ("1️⃣", 2, 1),
    ("https://example.com/a/very/long/path?with=a&query=b", 23, 23),
    ("voir https://a.co.", 29, 29),
    ("example.com", 23, 11),
    ("README.md", 23, 9),
    ("v1.2.3", 6, 6),
    ("@alice@example.social salut", 27, 12),
    ("見てhttps://a.co", 27, 25),
    ("https://example.com/aを見て", 29, 23),
    ("gemini://example.com/", 21, 23),
    ("https://xn--" + "a" * 70 + ".com", 86, 86),
]


@pytest.mark.parametrize(("text", "clusters_", "bytes_", "units"), UNITS)
def test_units(text: str, clusters_: int, bytes_: int, units: int) -> None:
    """Graphemes, bytes and UTF-16 units are those of the standards."""
    assert (graphemes(text), utf8(text), utf16(text)) == (clusters_, bytes_, units)


@pytest.mark.parametrize(("text", "x", "mastodon"), WEIGHTS)
def test_weights(text: str, x: int, mastodon: int) -> None:
    """X weighs signs, links and emoji; Mastodon shortens links with a scheme and remote mentions."""
    assert (count(text, "x").count, count(text, "mastodon").count) == (x, mastodon)


@given(TRICKY)
def test_graphemes_are_those_of_the_standard(text: str) -> None:
    """The quick count and the walk agree with the plain application of the standard."""
    spans = [match.span() for match in regex.finditer(r"\X", text)]
    assert list(clusters(text)) == spans
    assert graphemes(text) == len(spans)


@given(TRICKY)
def test_x_counts_composed_and_decomposed_text_alike(text: str) -> None:
    """X normalises before it counts, so both forms of an accent weigh the same."""
    assert count(unicodedata.normalize("NFD", text), "x").count == count(unicodedata.normalize("NFC", text), "x").count


@given(st.text(st.sampled_from("abcdefgh"), min_size=1, max_size=60))
def test_a_longer_path_costs_nothing(path: str) -> None:
    """On X and Mastodon a link costs 23 however long it is; elsewhere it costs its length."""
    for name in PLATFORMS:
        grown = count(f"vu https://a.co/{path}z", name).count - count(f"vu https://a.co/{path}", name).count
        assert grown == (0 if name in ("x", "mastodon") else 1)


@given(TRICKY)
def test_one_more_letter_costs_one(text: str) -> None:
    """A blank and a letter are never free."""
    for name in PLATFORMS:
        if text.strip():
            assert count(f"{text} \nz", name).count >= count(f"{text} \n", name).count + 1


@given(TRICKY)
def test_measure_never_fails_on_text(text: str) -> None:
    """Whatever the text, every network measures it."""
    for name in PLATFORMS:
        measured = measure(text, name)
        assert measured.count == count(text, name).count
        assert measured.graphemes == graphemes(text)


@pytest.mark.parametrize("text", ["\ud800", "a\0b", "\ufeff", "\u202eabc", "   ", "\r\n", ""])
def test_bad_characters_are_findings(text: str) -> None:
    """Lone surrogates, NUL, byte order marks, direction signs and blank text are told, never raised."""
    for name in PLATFORMS:
        assert measure(text, name).findings


def test_x_refuses_what_it_cannot_show() -> None:
    """An empty text and a byte order mark do not fit on X, however short."""
    assert not count("", "x").fits
    assert not count("a\ufeff", "x").fits
    assert count("a", "x").fits


def test_bluesky_has_two_limits() -> None:
    """300 graphemes of families are 7,500 bytes, which Bluesky refuses; 120 are 3,000 and fit."""
    assert count(FAMILY * 120, "bluesky").fits
    assert not count(FAMILY * 121, "bluesky").fits
    assert not count("a" * 301, "bluesky").fits


def test_a_content_warning_counts_in_full_on_mastodon() -> None:
    """The warning is added to the post, and links in it are not shortened."""
    warning = "https://example.com/a/long/path/of/a/link"
    assert count("salut", "mastodon", warning=warning).count == len(warning) + 5


def test_a_server_may_change_limits() -> None:
    """Mastodon's own configuration wins over the defaults, for the length and for links."""
    limits = Limits.from_mastodon(
        {"statuses": {"max_characters": 5000, "characters_reserved_per_url": 30}, "media_attachments": {}}
    )
    fit = count("https://a.co " + "x" * 600, "mastodon", limits=limits)
    assert (fit.count, fit.limit, fit.fits) == (631, 5000, True)
    assert count("x" * 20_000, "x", limits=Limits(length=25_000)).fits


@pytest.mark.parametrize("value", [0, -1, "500", True, 1.5])
def test_a_limit_is_a_number(value: object) -> None:
    """A server that answers nonsense is an error that names the limit."""
    with pytest.raises(BadInput, match="length"):
        Limits.from_mastodon({"statuses": {"max_characters": value}})


@pytest.mark.parametrize(
    ("name", "field", "text", "fits"),
    [
        ("youtube", "title", "a" * 100, True),
        ("youtube", "title", "", False),
        ("youtube", "title", "a < b", False),
        ("youtube", "", "é" * 2501, False),
        ("tiktok", "photo_title", "😀" * 46, False),
        ("linkedin", "comment", "a" * 1250, True),
        ("threads", "topic_tag", "R&D", False),
        ("threads", "topic_tag", "open source", True),
        ("bluesky", "tag", "x" * 65, False),
    ],
)
def test_fields_have_their_own_rules(name: str, field: str, text: str, fits: bool) -> None:
    """Each field of a network has its own limit, unit and forbidden characters."""
    assert count(text, name, field=field).fits is fits


def test_youtube_tags_cost_quotes_and_commas() -> None:
    """A tag with a blank costs two more, and commas count."""
    assert tags_length(["Foo-Baz", "Foo Baz"]) == 17
    assert tags_length([]) == 0


def test_unknown_names_are_told_with_the_known_ones() -> None:
    """A network or a field that is not there is an error that lists what is."""
    for call in (lambda: platform("myspace"), lambda: count("a", "myspace"), lambda: measure("a", "")):
        with pytest.raises(BadInput, match="bluesky, threads, mastodon, x"):
            call()
    with pytest.raises(BadInput, match="description, title"):
        count("a", "youtube", field="body")


def test_platforms_are_complete() -> None:
    """The networks are in the promised order, each with a source for every number."""
    assert PLATFORMS == (
        "bluesky", "threads", "mastodon", "x", "linkedin", "instagram", "facebook", "tiktok", "youtube",
    )  # fmt: skip
    for name in PLATFORMS:
        rules = platform(name)
        assert rules.id == name
        assert rules.source
        assert rules.certainty in "ABCD"
        for fact in [*rules.facts.values(), *(field.limit for field in rules.fields.values())]:
            assert fact.value > 0
            assert fact.source


def test_counts_in_words() -> None:
    """A count can be told in both languages in the network's unit."""
    assert describe(count("a" * 285, "bluesky")) == "285 of 300 characters"
    assert describe(count("é", "threads"), "fr") == "2 octets sur 500"
    assert {f"count_{platform(name).unit}" for name in PLATFORMS} <= set(sentences("platforms"))
