"""The full-text index over passages on PostgreSQL; SQLite has its own since 0001."""

from alembic import op

revision = "0004"
down_revision = "0003"

# What `words` holds, and why no text search configuration makes it: `assistant.store.lexemes`.
FULL_TEXT = (
    """
    CREATE TABLE passages_text (
        number BIGINT PRIMARY KEY REFERENCES passages (number) ON DELETE CASCADE,
        words TSVECTOR NOT NULL,
        length INTEGER NOT NULL
    )
    """,
    "CREATE INDEX ix_passages_text_words ON passages_text USING gin (words)",
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in FULL_TEXT:
            op.execute(statement)
