"""Chats and the language that was chosen in them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "chats",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False, comment="Telegram's id of the chat"),
        sa.Column("language", sa.String(8), comment="what people chose to be answered in"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("chats")
