"""Each network finds links, mentions and tags its own way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.platforms import PLATFORMS, facets, find
from assistant.platforms.bluesky import shortened
from assistant.platforms.linkedin import escape, little_text, unescape
from assistant.platforms.threads import links

# network, text, what is found: kind letter and value
FOUND = [
    ("x", "Voyez example.com.", ["l:https://example.com"]),
    ("x", "見てhttps://a.co/b", ["l:https://a.co/b"]),
    ("x", "(https://fr.wikipedia.org/wiki/Verre_(matériau))", ["l:https://fr.wikipedia.org/wiki/Verre_(matériau)"]),
    ("x", "HTTPS://EXAMPLE.COM", ["l:HTTPS://EXAMPLE.COM"]),
    ("x", "fin.Début v1.2.3 photo.jpg", []),
    ("x", "moi@example.com", []),
    ("x", "https://localhost:3000 https://u:p@a.co", []),
    ("x", "https://t.co/abc?amp=1", ["l:https://t.co/abc?amp=1"]),
    ("x", "https://twitter.vermögensberater", ["l:https://twitter.vermögensberater"]),
    ("x", "@alice et ＠bob, pas a@b ni @élan", ["m:alice", "m:bob"]),
    ("x", "@alice@example.com", []),
    ("x", "#été #100Jours #123 a#b (#oui) #日本 #un#deux", ["t:été", "t:100Jours", "t:oui", "t:日本"]),
    ("x", "$AAPL $brk.b US$5", ["c:AAPL", "c:BRK.B"]),
    ("x", "https://a.co/@alice/#tag", ["l:https://a.co/@alice/#tag"]),
    ("x", "été.fr et été.fr", ["l:https://té.fr", "l:https://été.fr"]),
    ("x", "яt.co:8080/a exemple.fr?b=1", ["l:https://t.co:8080/a", "l:https://exemple.fr"]),
    ("x", "日\u200e日README.md", ["l:https://README.md"]),
    ("x", "$İ $été", []),
    ("bluesky", "Voyez example.com.", ["l:https://example.com"]),
    ("bluesky", "Voyez exemple.fr\u00a0!", ["l:https://exemple.fr"]),
    ("bluesky", "見てhttps://a.co HTTP://a.co [https://a.co]", []),
    ("bluesky", "(https://a.co)", ["l:https://a.co"]),
    ("bluesky", "http://localhost:3000!", ["l:http://localhost:3000"]),
    ("bluesky", "README.md ASP.NET", ["l:https://README.md"]),
    ("bluesky", "@ali.bsky.social, (@b.test) @alice a@b.com", ["m:ali.bsky.social", "m:b.test"]),
    (
        "bluesky",
        "#été #tag-x ##a #C++ #.NET #123 (#non) ＃tag",
        ["t:été", "t:tag-x", "t:#a", "t:C++", "t:.NET", "t:tag"],
    ),
    ("bluesky", "$aapl", ["c:$AAPL"]),
    ("mastodon", "example.com https://example.com/aを見て", ["l:https://example.com/aを見て"]),
    ("mastodon", "@alice @bob@piaille.fr ＠non =@non", ["m:alice", "m:bob@piaille.fr"]),
    ("mastodon", "#été (#non) #123 ＃tag #a·b #un#deux", ["t:été", "t:tag", "t:a·b", "t:un"]),
    ("threads", "www.exemple.fr @alice.b. #un", ["l:https://www.exemple.fr", "m:alice.b", "t:un"]),
    ("linkedin", "@personne https://a.co #un", ["l:https://a.co", "t:un"]),
    ("instagram", "@alice_b #été", ["m:alice_b", "t:été"]),
]


@pytest.mark.parametrize(("name", "text", "found"), FOUND)
def test_found(name: str, text: str, found: list[str]) -> None:
    """What a network makes of the same signs differs; the traps are in the table."""
    assert [f"{entity.kind[0]}:{entity.value}" for entity in find(text, name)] == found


@given(st.lists(st.sampled_from([*"ab1 .@#$/:()_-\né日＃＠", "https://a.co/", "@a.bsky.social", "#tag", "$AB"])))
def test_entities_are_sorted_and_do_not_overlap(pieces: list[str]) -> None:
    """On every network entities follow each other and say the text they cover."""
    text = "".join(pieces)
    for name in PLATFORMS:
        end = 0
        for entity in find(text, name):
            assert end <= entity.start < entity.end
            assert text[entity.start : entity.end] == entity.text
            end = entity.end


@given(
    st.lists(
        st.sampled_from(
            ["été ", "👩‍👩‍👧 ", "https://a.co/é ", "@a.bsky.social ", "#日本 ", "＃tag ", "$AB ", "x.com\n", "(", ") "]
        )
    )
)
def test_facets_decode_to_what_they_claim(pieces: list[str]) -> None:
    """A facet's bytes are the UTF-8 of its link, mention or tag; facets are sorted and apart."""
    text = "".join(pieces)
    data = text.encode()
    end = 0
    for facet in facets(text):
        assert end <= facet.start < facet.end <= len(data)
        covered = data[facet.start : facet.end].decode()
        end = facet.end
        if facet.kind == "link":
            assert facet.value in (covered, f"https://{covered}")
        elif facet.kind == "mention":
            assert covered == f"@{facet.value}"
        else:
            assert covered.upper().endswith(facet.value.upper())


def test_threads_counts_different_links() -> None:
    """The same link twice is one, and the attached link counts when the text does not hold it."""
    assert links("www.example.com www.example.com www.test.com", "www.test.com") == 2
    assert links("sans lien", "https://a.com") == 1


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a_b (c) @moi", "a\\_b \\(c\\) \\@moi"),
        ("déjà \\(fait\\)", "déjà \\\\\\(fait\\\\\\)"),
        ("＃pleine chasse", "＃pleine chasse"),
    ],
)
def test_little_text_escapes_every_reserved_character(text: str, escaped: str) -> None:
    """LinkedIn's API cuts a post at the first reserved character that is not escaped."""
    assert escape(text) == escaped
    assert unescape(escaped) == text


@given(st.text())
def test_unescaping_gives_the_text_back(text: str) -> None:
    """Escaping loses nothing."""
    assert unescape(escape(text)) == text


def test_little_text_keeps_elements() -> None:
    """Mentions and hashtags keep their meaning, all else is escaped."""
    assert little_text("x*y @[Devtestco](urn:li:organization:2414183) #1 #a_b {hashtag|\\#|c}") == (
        "x\\*y @[Devtestco](urn:li:organization:2414183) \\#1 #a\\_b {hashtag|\\#|c}"
    )


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Lisez https://exemple.fr/collections/ete?a=1 vite", "Lisez exemple.fr/collections/... vite"),
        ("https://exemple.fr/court", "exemple.fr/court"),
        ("https://exemple.fr/", "exemple.fr"),
        ("https://moi:x@exemple.fr:8080/a", "exemple.fr:8080/a"),
        ("https://[", "https://["),
    ],
)
def test_bluesky_may_show_links_short(text: str, short: str) -> None:
    """The text shows host and short path, the facet keeps the full address over the short text's bytes."""
    shown, found = shortened(text)
    assert shown == short
    (link,) = [entity for entity in find(text, "bluesky") if entity.kind == "link"]
    assert [facet.value for facet in found] == [link.value]
    assert found[0].start == link.start
    assert shown.encode()[found[0].end :].decode() == text[link.end :]
