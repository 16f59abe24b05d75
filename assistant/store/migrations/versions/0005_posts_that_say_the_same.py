"""What a post answers and quotes, its other places, and which posts say the same."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("passages", sa.Column("details", sa.Text, nullable=False, server_default="{}"))
    op.add_column("passages", sa.Column("same", sa.String(32), nullable=False, server_default=""))
    op.create_index("ix_passages_brand_same", "passages", ["brand", "same"])
