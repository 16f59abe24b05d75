"""The full-text index of SQLite: what is kept of a passage's words.

FTS5 indexes the stems that `fulltext` makes, not the text itself: it has no stemmer for French. The stems stand in a
table of their own, so that the index can be made anew without reading or embedding anything.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, text

from assistant.store.fulltext import index_terms
from assistant.store.rows import Entry

_ADD = text(
    "INSERT INTO passages_words (number, text, section, answered) "
    "SELECT number, :text, :section, :answered FROM passages WHERE brand = :brand AND id = :id"
)


def keep_stems(connection: Connection, brand: str, entries: Sequence[Entry]) -> None:
    """Put the words of passages that were just added into the index."""
    rows = [{"brand": brand, "id": entry.passage.id} | stems_of(entry) for entry in entries]
    if rows:
        connection.execute(_ADD, rows)


def stems_of(entry: Entry) -> dict[str, str]:
    """What the index holds of a passage, by column."""
    return {
        "text": joined_stems(entry.passage.text),
        "section": joined_stems("\n".join(entry.passage.section)),
        "answered": joined_stems(entry.passage.answered.text if entry.passage.answered is not None else ""),
    }


def joined_stems(said: str) -> str:
    """What the index holds of a text."""
    return " ".join(index_terms(said))
