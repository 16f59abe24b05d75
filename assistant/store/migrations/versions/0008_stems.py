"""Both full-text indexes hold stems of French and English words. Made from the stored passages; nothing is embedded."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from assistant.store.fts5 import joined_stems
from assistant.store.lexemes import lexemes

revision = "0008"
down_revision = "0007"

BATCH = 1000

SQLITE_OLD = (
    "DROP TRIGGER passages_inserted",
    "DROP TRIGGER passages_deleted",
    "DROP TRIGGER passages_updated",
    "DROP TABLE passages_text",
)
SQLITE = (
    """
    CREATE TABLE passages_words (
        number INTEGER PRIMARY KEY, text TEXT NOT NULL, section TEXT NOT NULL, answered TEXT NOT NULL
    )
    """,
    # The words come folded and cut; a stem may be in any script, so marks within a word are part of it.
    """
    CREATE VIRTUAL TABLE passages_text USING fts5(
        text, section, answered,
        content='passages_words', content_rowid='number', tokenize='unicode61 remove_diacritics 0'
    )
    """,
    """
    CREATE TRIGGER passages_words_inserted AFTER INSERT ON passages_words BEGIN
        INSERT INTO passages_text(rowid, text, section, answered)
        VALUES (new.number, new.text, new.section, new.answered);
    END
    """,
    """
    CREATE TRIGGER passages_words_deleted AFTER DELETE ON passages_words BEGIN
        INSERT INTO passages_text(passages_text, rowid, text, section, answered)
        VALUES ('delete', old.number, old.text, old.section, old.answered);
    END
    """,
    """
    CREATE TRIGGER passages_deleted AFTER DELETE ON passages BEGIN
        DELETE FROM passages_words WHERE number = old.number;
    END
    """,
)
ADD = "INSERT INTO passages_words (number, text, section, answered) VALUES (:number, :text, :section, :answered)"
CHANGE = "UPDATE passages_text SET words = CAST(:words AS tsvector), length = :length WHERE number = :number"


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        for statement in (*SQLITE_OLD, *SQLITE):
            op.execute(statement)
        for rows in _passages(connection):
            connection.execute(sa.text(ADD), [_stems(row) for row in rows])
    elif connection.dialect.name == "postgresql":
        for rows in _passages(connection):
            connection.execute(sa.text(CHANGE), [_words(row) for row in rows])


def _passages(connection: sa.Connection) -> Iterator[list[dict[str, Any]]]:
    last = -1
    query = sa.text(
        "SELECT number, text, section, answered FROM passages WHERE number > :last ORDER BY number LIMIT :most"
    )
    while rows := connection.execute(query, {"last": last, "most": BATCH}).mappings().all():
        last = rows[-1]["number"]
        yield [
            {
                "number": row["number"],
                "text": row["text"],
                "section": "\n".join(json.loads(row["section"])),
                "answered": row["answered"] or "",
            }
            for row in rows
        ]


def _stems(row: dict[str, Any]) -> dict[str, Any]:
    return {"number": row["number"]} | {name: joined_stems(row[name]) for name in ("text", "section", "answered")}


def _words(row: dict[str, Any]) -> dict[str, Any]:
    words, length = lexemes(row["section"], f"{row['text']}\n{row['answered']}")
    return {"number": row["number"], "words": words, "length": length}
