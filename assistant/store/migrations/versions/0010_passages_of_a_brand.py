"""The passages of a brand in the order of their numbers, to read them all without going to and fro in the table."""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_index("ix_passages_brand", "passages", ["brand"])
