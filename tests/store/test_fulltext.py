"""Any text as a query of the full-text index."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.records import Passage
from assistant.store import Change, Database, Entry, Filters, Passages
from assistant.store.fulltext import MOST_TERMS, match_expression, search_terms


def keep(passages: Passages, *texts: str) -> None:
    """Store texts as passages p0, p1…"""
    passages.add_vectors("e", {"d": b"\0\0\0\0"})
    kept = [Entry(Passage(f"p{number}", "post", "x", text), "d") for number, text in enumerate(texts)]
    passages.apply(Change("e", 1, kept))


def found(passages: Passages, query: str) -> list[str]:
    """Ids of the passages that the words of a query find, best first."""
    with passages.view() as view:
        numbers = view.lexical(query, Filters(), 10)
        known = view.passages(numbers)
    return [known[number].id for number in numbers]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from('"*():^-+{}ANDORNOTEAR \0')), max_size=60))
def test_no_text_is_a_bad_query(database: Database, query: str) -> None:
    """Whatever a user types, quotes and operators included, the search answers."""
    found(Passages(database, "b"), query.encode("utf-8", "replace").decode())


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("livraisons", "La livraison part mardi"),
        ("LIVRAISON", "nos livraisons"),
        ("perce", "un sac percé"),
        ("percée", "un sac percé"),
        ("percé", "des boîtes percées"),
        ("sacs", "un sac"),
        ("sac", "des sacs"),
        ("4821", "commande #4821"),
        ("éthiopie guji", "Ethiopia Guji"),
        ("l'écluse", "Écluse, assemblage maison"),
        ("cafe\u0301", "Le café"),
    ],
)
def test_words_are_found_whatever_their_accents_case_and_ending(database: Database, query: str, text: str) -> None:
    """French and English words match across accents, capitals, plurals and feminines."""
    passages = Passages(database, "b")
    keep(passages, text, "rien à voir")

    assert found(passages, query) == ["p0"]


@pytest.mark.parametrize(("query", "text"), [("sac", "un sachet"), ("cat", "category"), ("4821", "48215")])
def test_short_words_do_not_match_longer_ones(database: Database, query: str, text: str) -> None:
    """Only long words match by their beginning."""
    passages = Passages(database, "b")
    keep(passages, text)

    assert found(passages, query) == []


def test_stop_words_are_not_looked_for() -> None:
    """The small words of both languages say nothing, a number does."""
    assert search_terms("do you ship it to the Vermont, est-ce que vous 5 avec") == ("ship", "vermont", "5")
    assert match_expression("est-ce que vous avez the and of") == ""


def test_a_very_long_message_is_cut_to_its_first_words() -> None:
    """A message of 100,000 characters makes a query of bounded size."""
    assert len(search_terms(" ".join(f"mot{number}" for number in range(20_000)))) == MOST_TERMS


def test_more_matching_words_rank_higher(database: Database) -> None:
    """The passage with more of the words of the query comes first."""
    passages = Passages(database, "b")
    keep(passages, "un sac de farine", "un sac de farine percé dans la boîte", "la boîte")

    assert found(passages, "sac farine percé boîte") == ["p1", "p0", "p2"]


def test_the_index_follows_changes_and_removals(database: Database) -> None:
    """Text that was replaced or removed is no longer found."""
    passages = Passages(database, "b")
    keep(passages, "ancien vermicelle", "autre")
    passages.apply(Change("e", 1, [Entry(Passage("p0", "post", "x", "nouveau tapioca"), "d")], removed=["p1"]))

    assert found(passages, "vermicelle") + found(passages, "autre") == []
    assert found(passages, "tapioca") == ["p0"]
