"""Where a passage stands: the page of its document, the web page it was taken from."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("passages", sa.Column("page", sa.Integer, nullable=False, server_default="0"))
    op.add_column("passages", sa.Column("address", sa.Text, nullable=False, server_default=""))
