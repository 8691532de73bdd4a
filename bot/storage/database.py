"""The database: SQLite or PostgreSQL by its address, its tables brought up to date, and the queries. Fails where it fails."""

import asyncio
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, make_url, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.tables import CHATS

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

    async def language(self, chat_id: int) -> str | None:
        """The language that was chosen in a chat."""
        async with self._engine.connect() as connection:
            found: str | None = await connection.scalar(select(CHATS.c.language).where(CHATS.c.id == chat_id))
            return found

    async def choose_language(self, chat_id: int, language: str) -> None:
        """Keep the language that was chosen in a chat."""
        values = self._insert(CHATS).values(id=chat_id, language=language)
        async with self._engine.begin() as connection:
            await connection.execute(values.on_conflict_do_update(index_elements=[CHATS.c.id], set_={"language": language}))

    async def close(self) -> None:
        """Let go of all connections."""
        await self._engine.dispose()
        await asyncio.sleep(ENDING)


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
