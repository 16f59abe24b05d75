"""Passages with their vectors, files, the full-text index over passages, and conversations."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# The folding of accents and the column names must match `assistant.store.fulltext`.
FULL_TEXT = """
CREATE VIRTUAL TABLE passages_text USING fts5(
    text, section, answered,
    content='passages', content_rowid='number', tokenize='unicode61 remove_diacritics 2'
)
"""
INSERTED = """
CREATE TRIGGER passages_inserted AFTER INSERT ON passages BEGIN
    INSERT INTO passages_text(rowid, text, section, answered)
    VALUES (new.number, new.text, new.section, new.answered);
END
"""
DELETED = """
CREATE TRIGGER passages_deleted AFTER DELETE ON passages BEGIN
    INSERT INTO passages_text(passages_text, rowid, text, section, answered)
    VALUES ('delete', old.number, old.text, old.section, old.answered);
END
"""
UPDATED = """
CREATE TRIGGER passages_updated AFTER UPDATE OF text, section, answered ON passages BEGIN
    INSERT INTO passages_text(passages_text, rowid, text, section, answered)
    VALUES ('delete', old.number, old.text, old.section, old.answered);
    INSERT INTO passages_text(rowid, text, section, answered)
    VALUES (new.number, new.text, new.section, new.answered);
END
"""


def upgrade() -> None:
    op.create_table(
        "libraries",
        sa.Column("brand", sa.String(64)),
        sa.Column("embedder", sa.String(200), nullable=False),
        sa.Column("dimensions", sa.Integer, nullable=False),
        sa.Column("generation", sa.String(32), nullable=False),
        sa.Column("indexed", sa.Text, nullable=False, server_default=""),
        sa.Column("ingested", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("brand", name="pk_libraries"),
    )
    op.create_table(
        "files",
        sa.Column("brand", sa.String(64)),
        sa.Column("path", sa.String(1024)),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("modified", sa.Float, nullable=False),
        sa.Column("remarks", sa.Text, nullable=False, server_default="[]"),
        sa.PrimaryKeyConstraint("brand", "path", name="pk_files"),
    )
    op.create_table(
        "vectors",
        sa.Column("number", NUMBER),
        sa.Column("embedder", sa.String(200), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("floats", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_vectors"),
        sa.UniqueConstraint("embedder", "digest", name="uq_vectors_embedder"),
    )
    op.create_table(
        "passages",
        sa.Column("number", NUMBER),
        sa.Column("brand", sa.String(64), nullable=False),
        sa.Column("id", sa.String(1200), nullable=False),
        sa.Column("vector", NUMBER, sa.ForeignKey("vectors.number", name="fk_passages_vector"), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("path", sa.String(1024), nullable=False),
        sa.Column("section", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("platform", sa.String(32), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("date", sa.String(40)),
        sa.Column("instant", sa.Float),
        sa.Column("answered", sa.Text),
        sa.Column("answered_author", sa.Text),
        sa.Column("post", sa.Text, nullable=False),
        sa.Column("likes", sa.Integer, nullable=False),
        sa.Column("reposts", sa.Integer, nullable=False),
        sa.Column("replies", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_passages"),
        sa.UniqueConstraint("brand", "id", name="uq_passages_brand"),
    )
    op.create_index("ix_passages_brand_path", "passages", ["brand", "path"])
    op.create_index("ix_passages_vector", "passages", ["vector"])
    op.create_table(
        "messages",
        sa.Column("number", NUMBER),
        sa.Column("conversation", sa.String(200), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_messages"),
    )
    op.create_index("ix_messages_conversation", "messages", ["conversation"])
    if op.get_bind().dialect.name == "sqlite":
        for statement in (FULL_TEXT, INSERTED, DELETED, UPDATED):
            op.execute(statement)
