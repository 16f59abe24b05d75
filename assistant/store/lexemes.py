"""The full-text index of PostgreSQL: what is kept of a passage's words, and how it is asked.

Words are folded and cut to stems here, not by a text search configuration of the server: so both databases find the
same passages, and no extension (unaccent) is needed. PostgreSQL's own ranks know nothing of how rare a word is; so the
sum of BM25 is made in SQL, from the rows that match each word.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, text

from assistant.records import Passage
from assistant.store.fulltext import index_terms
from assistant.store.rows import Entry

MOST_WORDS = 20_000
"""Different words kept of one passage. A tsvector may hold 1 MB
(https://www.postgresql.org/docs/15/textsearch-limitations.html)."""

LONGEST_WORD = 100
"""Letters of a word that are kept; a lexeme may have 2,046 bytes (same page). Nobody asks for a longer one whole."""

_ADD = text(
    "INSERT INTO passages_text (number, words, length) "
    "SELECT passages.number, CAST(:words AS tsvector), :length FROM passages "
    "WHERE passages.brand = :brand AND passages.id = :id"
)

# BM25 (Robertson and Zaragoza, 2009) with k1 = 1.2 and b = 0.75 as FTS5 has it
# (https://www.sqlite.org/fts5.html#the_bm25_function).
# Each word counts once a passage, half as much again in a heading.
_RANKED = text("""
WITH asked AS (
    SELECT i, CAST(said AS tsquery) AS query FROM unnest(CAST(:queries AS text[])) WITH ORDINALITY AS given (said, i)
), hits AS MATERIALIZED (
    SELECT asked.i, passages.number, passages_text.length,
           CASE WHEN ts_filter(passages_text.words, '{a}') @@ asked.query THEN 1.5 ELSE 1.0 END AS heading
    FROM asked
    JOIN passages_text ON passages_text.words @@ asked.query
    JOIN passages ON passages.number = passages_text.number
    WHERE passages.brand = :brand
      AND passages.kind = ANY (CAST(:kinds AS text[]))
      AND (CAST(:language AS text) IS NULL OR passages.language = :language)
      AND (CAST(:platform AS text) IS NULL OR passages.platform = :platform)
      AND (CAST(:person AS text) IS NULL OR passages.person = :person)
      AND (CAST(:since AS float) IS NULL OR passages.instant >= :since)
      AND (CAST(:until AS float) IS NULL OR passages.instant <= :until)
), weights AS (
    SELECT hits.i, ln(1 + (known.total - count(*) + 0.5) / (count(*) + 0.5)) AS weight
    FROM hits CROSS JOIN (SELECT count(*) AS total FROM passages WHERE brand = :brand) AS known
    GROUP BY hits.i, known.total
), average AS (
    SELECT avg(length) AS length FROM hits
)
SELECT hits.number
FROM hits JOIN weights USING (i) CROSS JOIN average
GROUP BY hits.number
ORDER BY sum(
    weights.weight * hits.heading * 2.2 / (hits.heading + 1.2 * (0.25 + 0.75 * hits.length / average.length))
) DESC, hits.number
LIMIT :most
""")


_COUNT = text("SELECT count(*) FROM passages_text WHERE words @@ CAST(:query AS tsquery)")


def keep_words(connection: Connection, brand: str, entries: Sequence[Entry]) -> None:
    """Put the words of passages that were just added into the index."""
    rows = [
        {"brand": brand, "id": entry.passage.id, "words": words, "length": length}
        for entry in entries
        for words, length in [lexemes_of(entry)]
    ]
    if rows:
        connection.execute(_ADD, rows)


def ranked(connection: Connection, stems: Sequence[str], **values: Any) -> list[int]:
    """Numbers of the passages with any of these stems, best first. `values` are the brand, how many at most, and the
    values of the filters."""
    if not stems:
        return []
    values["kinds"] = list(values["kinds"])
    queries = [f"'{stem[:LONGEST_WORD]}'" for stem in stems]
    return list(connection.execute(_RANKED, {"queries": queries} | values).scalars())


def count_of(connection: Connection, stem: str) -> int:
    """How many passages have a stem."""
    return int(connection.execute(_COUNT, {"query": f"'{stem[:LONGEST_WORD]}'"}).scalar_one())


def lexemes(section: str, said: str) -> tuple[str, int]:
    """A tsvector as text, with the stems of headings marked, and how many words there are."""
    headings = {word[:LONGEST_WORD] for word in index_terms(section)}
    words = index_terms(said)
    others = dict.fromkeys(word[:LONGEST_WORD] for word in words)
    kept = [f"{word}:1A" for word in sorted(headings)] + [f"{word}:1" for word in others if word not in headings]
    return " ".join(kept[:MOST_WORDS]), len(words) + len(headings)


def lexemes_of(entry: Entry) -> tuple[str, int]:
    """What the index holds of a passage."""
    return lexemes("\n".join(entry.passage.section), _said(entry.passage))


def _said(passage: Passage) -> str:
    return f"{passage.text}\n{passage.answered.text if passage.answered is not None else ''}"
