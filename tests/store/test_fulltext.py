"""Any text as a query of the full-text index."""

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, insert
from sqlalchemy import text as sql

from assistant.records import Message, Passage
from assistant.store import Change, Database, Entry, Filters, Passages, fts5, tables, view
from assistant.store.fulltext import MOST_TERMS, query_stems, search_terms
from assistant.store.rows import entry_values
from assistant.store.tables import vectors


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
    assert query_stems("est-ce que vous avez the and of") == ()


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


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("wifi", "Le Wi-Fi est gratuit"),
        ("drop-down", "a dropdown menu"),
        ("un bon coeur", "Le cœur du café"),
        ("livrer", "On livre le lundi"),
        ("e-mail", "By email only"),
        ("refunded", "A refund takes three days"),
        ("qu'aujourd'hui", "Aujourd’hui seulement"),
        ("allergenes", "Les allergènes de la cuisine"),
    ],
)
def test_stems_compounds_and_elisions_are_found(database: Database, query: str, text: str) -> None:
    """Endings of both languages, compounds written either way, ligatures, and words behind an apostrophe."""
    passages = Passages(database, "b")
    keep(passages, text, "rien à voir")

    assert found(passages, query) == ["p0"]


def test_a_heading_counts_more_than_the_text(sqlite: Database) -> None:
    """Of two passages with the same words, the one that has the word in its heading comes first."""
    passages = Passages(sqlite, "b")
    passages.add_vectors("e", {"d": b"\0\0\0\0"})
    kept = [
        Entry(Passage("text", "guideline", "x", "mouture du grain", section=("autre",)), "d"),
        Entry(Passage("heading", "guideline", "x", "autre du grain", section=("mouture",)), "d"),
    ]
    passages.apply(Change("e", 1, kept))

    assert found(passages, "mouture") == ["heading", "text"]


def test_of_a_word_in_very_many_passages_the_newest_are_ranked(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A word that is in more passages than may be ranked costs no more than the budget."""
    monkeypatch.setattr(view, "BUDGETS", (3,))
    passages = Passages(sqlite, "b")
    keep(passages, *(f"sac {number}" for number in range(9)))

    assert set(found(passages, "sac")) == {"p6", "p7", "p8"}


def test_an_older_database_is_indexed_anew_from_its_passages(empty_database_url: str) -> None:
    """A database made before the stems is upgraded when it is opened: its passages are found by other endings of their
    words, its vectors are as they were, and what is removed is not found any more."""
    engine = create_engine(empty_database_url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(fts5.__file__).with_name("migrations")))
        config.attributes["connection"] = connection
        command.upgrade(config, "0007")
        number = connection.execute(
            insert(vectors).returning(vectors.c.number), {"embedder": "e", "digest": "d", "floats": b"\1\2\3\4"}
        ).scalar_one()
        for n, text in enumerate(("La torréfaction du lundi", "Un sac")):
            entry = Entry(Passage(f"p{n}", "reply", "x", text, ("Tarifs",), answered=Message("livrez-vous?")), "d")
            connection.execute(insert(tables.passages), entry_values("b", entry, number))
        if connection.dialect.name == "postgresql":
            old = "INSERT INTO passages_text SELECT number, CAST('vieux:1' AS tsvector), 1 FROM passages"
            connection.execute(sql(old))
    engine.dispose()

    database = Database.open(empty_database_url)
    passages = Passages(database, "b")

    assert found(passages, "torréfactions") == ["p0"]
    assert set(found(passages, "livrer")) == set(found(passages, "tarif")) == {"p0", "p1"}
    assert found(passages, "vieux") == []
    assert list(passages.read_vectors("e", ["d"])) == [(["d"], [b"\1\2\3\4"])]
    passages.apply(Change("e", 1, [], removed=["p0"]))
    assert found(passages, "torréfaction") == []
    database.close()
