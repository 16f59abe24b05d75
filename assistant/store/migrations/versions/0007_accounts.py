"""Accounts on the networks; their sessions are encrypted before they come here."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("brand", sa.String(64)),
        sa.Column("id", sa.String(256)),
        sa.Column("platform", sa.String(32), nullable=False),
        sa.Column("handle", sa.String(256), nullable=False),
        sa.Column("person", sa.String(64), nullable=False, server_default=""),
        sa.Column("service", sa.String(512), nullable=False),
        sa.Column("session", sa.LargeBinary),
        sa.Column("revision", sa.String(64), nullable=False, server_default=""),
        sa.Column("added", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("brand", "id", name="pk_accounts"),
    )
