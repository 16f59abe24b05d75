"""The desk: kept drafts, the audit trail that only grows, pictures, what was received, saved searches, lessons."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

ONLY_GROWS = "the audit trail only grows"
SQLITE = [
    f"CREATE TRIGGER steps_{verb.lower()} BEFORE {verb} ON steps BEGIN SELECT RAISE(ABORT, '{ONLY_GROWS}'); END"
    for verb in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    f"CREATE FUNCTION steps_only_grow() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION '{ONLY_GROWS}'; END $$ "
    "LANGUAGE plpgsql",
    "CREATE TRIGGER steps_only_grow BEFORE UPDATE OR DELETE ON steps FOR EACH ROW EXECUTE FUNCTION steps_only_grow()",
]


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(32)),
        sa.Column("brand", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("answering", sa.String(512), nullable=False, server_default=""),
        sa.Column("due", sa.Float),
        sa.Column("changed", sa.Float, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("prepared", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
    )
    op.create_index("ix_drafts_brand_state", "drafts", ["brand", "state"])
    op.create_index("ix_drafts_answering", "drafts", ["answering"])
    op.create_table(
        "steps",
        sa.Column("number", NUMBER),
        sa.Column("draft", sa.String(32), sa.ForeignKey("drafts.id", name="fk_steps_draft"), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_steps"),
    )
    op.create_index("ix_steps_draft", "steps", ["draft"])
    op.create_table(
        "attachments",
        sa.Column("digest", sa.String(128)),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_attachments"),
    )
    op.create_table(
        "received",
        sa.Column("account", sa.String(256)),
        sa.Column("uri", sa.String(512)),
        sa.Column("conversation", sa.String(512), nullable=False),
        sa.Column("standing", sa.String(16), nullable=False),
        sa.Column("urgency", sa.String(16), nullable=False),
        sa.Column("arrived", sa.Float, nullable=False),
        sa.Column("read", sa.Integer, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("account", "uri", name="pk_received"),
    )
    op.create_index("ix_received_account_standing", "received", ["account", "standing"])
    op.create_index("ix_received_conversation", "received", ["conversation"])
    op.create_table(
        "watches",
        sa.Column("account", sa.String(256)),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("account", name="pk_watches"),
    )
    op.create_table(
        "searches",
        sa.Column("account", sa.String(256)),
        sa.Column("words", sa.String(256)),
        sa.PrimaryKeyConstraint("account", "words", name="pk_searches"),
    )
    op.create_table(
        "lessons",
        sa.Column("brand", sa.String(64)),
        sa.Column("id", sa.String(64)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("brand", "id", name="pk_lessons"),
    )
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}.get(op.get_bind().dialect.name, [])
    for statement in statements:
        op.execute(statement)
