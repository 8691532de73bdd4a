"""The database: SQLite or PostgreSQL by its address, its tables brought up to date, and the queries. Fails where it fails."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, delete, make_url, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.tables import CHATS, COUNTS, PICTURES

LOCKED = 0.3
"""Seconds that SQLite waits for a lock of another process."""

CONNECTING = 5
"""Seconds that PostgreSQL may take to accept a connection."""

ENDING = 0.1
"""Seconds in which the threads of SQLite's connections end; one that ends after the event loop complains about that."""

MIGRATION_LOCK = 5_276_914
"""Any number that no other program takes for an advisory lock: of several copies that start at once, one changes the tables."""

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}
_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def driver_url(url: str) -> URL:
    """The address with the driver that is used for it; raises ValueError where it is no address of a known database."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # the latter for a port that is no number
        parsed = URL.create("")
    if parsed.drivername not in _DRIVERS:
        raise ValueError("should be an address such as sqlite:///bot.db or postgresql://user:password@host/name")
    return parsed.set(drivername=_DRIVERS[parsed.drivername])


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """What was chosen in a chat: the language of answers where a message tells none, and in a group when to speak."""

    language: str | None = None
    mode: str | None = None


class Database:
    """The tables of one database; every method raises what the toolkit or its driver raises when it cannot be reached."""

    def __init__(self, url: str):
        """`url` begins with sqlite:///, postgres:// or postgresql://, else ValueError is raised; nothing is connected yet."""
        address = driver_url(url)
        patience = {"timeout": LOCKED} if address.get_backend_name() == "sqlite" else {"connect_timeout": CONNECTING}
        self._engine = create_async_engine(address, connect_args=patience, pool_pre_ping=True)
        self._insert = _INSERT[self._engine.dialect.name]

    @property
    def secrets(self) -> list[str]:
        """What must not be logged: the password, if there is one."""
        return [str(self._engine.url.password)] if self._engine.url.password else []

    async def migrate(self) -> None:
        """Make the tables, or change those of an earlier version."""
        async with self._engine.begin() as connection:
            if self._engine.dialect.name == "postgresql":
                await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
            await connection.run_sync(_upgrade)

    async def reach(self) -> None:
        """Nothing, if the database can be reached."""
        async with self._engine.connect() as connection:
            await connection.execute(select(1))

    async def settings(self, chat_id: int) -> ChatSettings:
        """What was chosen in a chat."""
        async with self._engine.connect() as connection:
            found = (await connection.execute(select(CHATS.c.language, CHATS.c.mode).where(CHATS.c.id == chat_id))).first()
            return ChatSettings(*found) if found else ChatSettings()

    async def choose(self, chat_id: int, chosen: Mapping[str, str | None]) -> None:
        """Keep what was chosen in a chat, by the names of its settings; the others stay."""
        values = self._insert(CHATS).values(id=chat_id, **chosen)
        async with self._engine.begin() as connection:
            await connection.execute(values.on_conflict_do_update(index_elements=[CHATS.c.id], set_=dict(chosen)))

    async def move(self, old: int, new: int) -> None:
        """Give all that is kept of a chat to the one that it has become, where nothing is kept of that one yet."""
        known = select(CHATS.c.id).where(CHATS.c.id == new).exists()
        counted = select(COUNTS.c.chat).where(COUNTS.c.chat == new).exists()
        async with self._engine.begin() as connection:
            await connection.execute(update(CHATS).where(CHATS.c.id == old, ~known).values(id=new))
            await connection.execute(delete(CHATS).where(CHATS.c.id == old))
            await connection.execute(update(COUNTS).where(COUNTS.c.chat == old, ~counted).values(chat=new))

    async def counts(self, kind: str, chat_id: int) -> dict[str, int]:
        """How often each entry was counted."""
        query = select(COUNTS.c.entry, COUNTS.c.number).where(COUNTS.c.kind == kind, COUNTS.c.chat == chat_id)
        async with self._engine.connect() as connection:
            return {row.entry: row.number for row in await connection.execute(query)}

    async def count(self, more: Mapping[tuple[str, int, str], int]) -> None:
        """Add to how often entries were counted, by kind, chat and entry: all of it, or nothing if that fails."""
        async with self._engine.begin() as connection:
            for (kind, chat_id, entry), number in more.items():
                values = self._insert(COUNTS).values(kind=kind, chat=chat_id, entry=entry, number=number)
                sum_of_both = {"number": COUNTS.c.number + values.excluded.number}
                await connection.execute(values.on_conflict_do_update(index_elements=list(COUNTS.primary_key), set_=sum_of_both))

    async def picture(self, picture: str) -> str | None:
        """By which file_id Telegram knows a picture."""
        async with self._engine.connect() as connection:
            found: str | None = await connection.scalar(select(PICTURES.c.file_id).where(PICTURES.c.picture == picture))
            return found

    async def keep_picture(self, picture: str, file_id: str) -> None:
        """Keep by which file_id Telegram knows a picture."""
        values = self._insert(PICTURES).values(picture=picture, file_id=file_id)
        async with self._engine.begin() as connection:
            newer = {"file_id": file_id}
            await connection.execute(values.on_conflict_do_update(index_elements=[PICTURES.c.picture], set_=newer))

    async def close(self) -> None:
        """Let go of all connections."""
        await self._engine.dispose()
        await asyncio.sleep(ENDING)


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
