"""The tables, as the newest migration leaves them."""

from sqlalchemy import BigInteger, Column, MetaData, String, Table

METADATA = MetaData()

CHATS = Table(
    "chats",
    METADATA,
    Column("id", BigInteger, primary_key=True, autoincrement=False, comment="Telegram's id of the chat"),
    Column("language", String(8), comment="what people chose to be answered in"),
)
