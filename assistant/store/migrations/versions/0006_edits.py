"""Changes that people approved in a brand's files."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "edits",
        sa.Column("number", NUMBER),
        sa.Column("brand", sa.String(64), nullable=False),
        sa.Column("path", sa.String(1024), nullable=False),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("edit", sa.Text, nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
        sa.Column("made", sa.Float, nullable=False),
        sa.Column("undone", sa.Float),
        sa.PrimaryKeyConstraint("number", name="pk_edits"),
    )
    op.create_index("ix_edits_brand", "edits", ["brand"])
