"""Blocks become passages."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.library.readers.blocks import Block
from assistant.library.splitting import MOST_WORDS, split_blocks, split_sentences

SENTENCES = st.lists(
    st.integers(1, 40).map(lambda words: "Mot" + " mot" * (words - 1) + "."), min_size=1, max_size=40
).map(" ".join)
BLOCKS = st.lists(
    st.one_of(
        st.builds(Block, st.just("paragraph"), st.sampled_from([("A",), ("A", "B")]), st.tuples(SENTENCES)),
        st.builds(
            Block,
            st.just("list"),
            st.just(("A",)),
            st.lists(st.integers(1, 30).map(lambda n: "- " + "mot " * n), min_size=1, max_size=30).map(
                lambda items: tuple(item.rstrip() for item in items)
            ),
        ),
    ),
    max_size=8,
)


@given(BLOCKS)
def test_nothing_is_lost_and_nothing_repeated(blocks: list[Block]) -> None:
    """The words of the passages, in order, are the words of the document."""
    given_words = " ".join(unit for block in blocks for unit in block.units).split()

    assert given_words == " ".join(piece.text for piece in split_blocks(blocks)).split()


@given(BLOCKS)
def test_passages_are_short_and_end_where_sentences_end(blocks: list[Block]) -> None:
    """No passage is longer than the limit, and none ends in mid-sentence."""
    for piece in split_blocks(blocks):
        assert len(piece.text.split()) <= MOST_WORDS
        assert piece.text.endswith(".") or piece.text.split("\n")[-1].lstrip().startswith("- ")


def test_a_long_section_is_cut_in_equal_parts() -> None:
    """Two parts of about a hundred words each, not one full and one tiny."""
    text = " ".join("Une phrase de dix mots, ni plus ni moins, voilà." for _ in range(20))

    lengths = [len(piece.text.split()) for piece in split_blocks([Block("paragraph", ("A",), (text,))])]

    assert len(lengths) == 2
    assert max(lengths) - min(lengths) <= 20


def test_a_sentence_longer_than_the_limit_stays_whole() -> None:
    """Never in mid-sentence, even when that makes a long passage."""
    text = "mot " * 300 + "fin."

    assert [text] == [piece.text for piece in split_blocks([Block("paragraph", (), (text,))])]


def test_what_a_colon_announces_stays_with_it() -> None:
    """A sentence that ends with a colon is not parted from the first item of its list."""
    filler = " ".join(["Dix mots qui ne servent à rien ici, vraiment rien."] * 16)
    blocks = [
        Block("paragraph", (), (filler,)),
        Block("paragraph", (), ("Toujours dire :",)),
        Block("list", (), tuple("- " + "mot " * 9 + "fin" for _ in range(12))),
    ]

    pieces = split_blocks(blocks)

    assert len(pieces) > 1
    assert not any(piece.text.rstrip().endswith(":") for piece in pieces)


def test_a_cut_table_repeats_its_header() -> None:
    """Each part of a table can be read alone."""
    rows = tuple(f"| réseau {number} | {'mot ' * 8}|" for number in range(40))

    pieces = split_blocks([Block("table", (), rows, "| réseau | limite |")])

    assert len(pieces) > 1
    assert all(piece.text.startswith("| réseau | limite |\n") for piece in pieces)
    assert list(rows) == [row for piece in pieces for row in piece.text.split("\n")[1:]]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Un. Deux! Trois? Quatre…", 4),
        ("On ouvre à 8 h. On ferme à 18 h.", 2),
        ("C'est 3.50 $ le sac. Merci.", 2),
        ("M. Roy et Mme. Côté arrivent.", 1),
        ("Voir p. ex. Montréal.", 1),
        ("Écrivez, e.g. Monday or i.e. Tuesday.", 1),
        ("Le sac no. 4 est percé.", 1),
        ("Ah non. 4 sacs.", 2),
        ("« Ça va? » dit-elle. Oui.", 2),
        ("« Ça va. » Puis elle part.", 2),
        ("(Fin.) Suite.", 2),
        ("Rien à la fin", 1),
        ("Vraiment ?! Oui !", 2),
        ("Allez sur brulerie.example. Merci.", 2),
        ("J. S. Bach jouait.", 1),
    ],
)
def test_sentences(text: str, count: int) -> None:
    """Abbreviations, hours, prices and quotations do not cut a sentence; ends do."""
    assert count == len(split_sentences(text))


@given(st.text(alphabet="Aa .!?…»\"')\n\u00a0é1", max_size=80))
def test_sentences_lose_nothing(text: str) -> None:
    """Put together again, the sentences are the text."""
    assert re.sub(r"\s", "", text) == re.sub(r"\s", "", "".join(split_sentences(text)))
