"""Modes of groups, how often entries were asked for, and pictures that Telegram already has."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column and two tables."""
    op.add_column("chats", sa.Column("mode", sa.String(16), comment="when the bot speaks in a group"))
    op.create_table(
        "counts",
        sa.Column("kind", sa.String(16), primary_key=True, comment="what was counted, such as asked"),
        sa.Column("chat", sa.BigInteger, primary_key=True, autoincrement=False, comment="the chat; 0 where it does not matter"),
        sa.Column("entry", sa.String(64), primary_key=True, comment="the entry's id"),
        sa.Column("number", sa.Integer, nullable=False),
    )
    op.create_table(
        "pictures",
        sa.Column("picture", sa.String(96), primary_key=True, comment="the bot's id and a digest of the file"),
        sa.Column("file_id", sa.String(256), nullable=False, comment="by which Telegram knows it"),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("pictures")
    op.drop_table("counts")
    op.drop_column("chats", "mode")
