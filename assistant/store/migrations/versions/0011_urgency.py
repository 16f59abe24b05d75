"""What a message of the inbox is stands apart from by when it wants an answer."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

URGENCIES = {"safety": "now", "several": "now", "hand_over": "today", "complaint": "today", "question": "today"}
"""By when a message of a kind wants an answer where nothing else is known of it; every other kind: later."""


def upgrade() -> None:
    received = sa.table("received", *(sa.column(name) for name in ("account", "uri", "urgency", "record")))
    connection = op.get_bind()
    for account, uri, text in connection.execute(
        sa.select(received.c.account, received.c.uri, received.c.record)
    ).all():
        record = json.loads(text)
        kind = record.get("urgency", "other")
        urgency = URGENCIES.get(kind, "later")
        kept = json.dumps(record | {"kind": kind, "urgency": urgency}, ensure_ascii=False)
        connection.execute(
            sa.update(received)
            .where(received.c.account == account, received.c.uri == uri)
            .values(urgency=urgency, record=kept)
        )
