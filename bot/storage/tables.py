"""The tables, as the newest migration leaves them."""

from sqlalchemy import BigInteger, Column, Integer, MetaData, String, Table

METADATA = MetaData()

CHATS = Table(
    "chats",
    METADATA,
    Column("id", BigInteger, primary_key=True, autoincrement=False, comment="Telegram's id of the chat"),
    Column("language", String(8), comment="what people chose to be answered in"),
    Column("mode", String(16), comment="when the bot speaks in a group"),
)

COUNTS = Table(
    "counts",
    METADATA,
    Column("kind", String(16), primary_key=True, comment="what was counted, such as asked"),
    Column("chat", BigInteger, primary_key=True, autoincrement=False, comment="the chat; 0 where it does not matter"),
    Column("entry", String(64), primary_key=True, comment="the entry's id"),
    Column("number", Integer, nullable=False),
)

PICTURES = Table(
    "pictures",
    METADATA,
    Column("picture", String(96), primary_key=True, comment="the bot's id and a digest of the file"),
    Column("file_id", String(256), nullable=False, comment="by which Telegram knows it"),
)
