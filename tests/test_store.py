"""What is kept outlives a restart, on SQLite and on PostgreSQL alike; and nobody waits for a database that is slow or gone."""

import asyncio
import logging
import multiprocessing
import os
import sqlite3
import time
from collections.abc import Coroutine, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.database import ChatSettings, Database, driver_url
from bot.storage.store import MOST_CHATS, PATIENCE, Store
from bot.storage.tables import METADATA
from databases import PROGRAMS, PostgreSQL

CHAT, OTHER = 7, -1001234567890123

NEEDED = "BOT_TESTS_NEED_POSTGRESQL"
"""An environment variable: where it is set, a PostgreSQL that is not there is a failure."""


@pytest.fixture(scope="module")
def postgresql() -> Iterator[PostgreSQL]:
    """A running PostgreSQL."""
    if PROGRAMS is None:
        missing = "PostgreSQL is not installed (apt-get install postgresql)"
        pytest.fail(missing) if os.environ.get(NEEDED) else pytest.skip(missing)
    server = PostgreSQL()
    yield server
    server.remove()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/bot.db"
    server: PostgreSQL = request.getfixturevalue("postgresql")
    asyncio.run(_emptied(server.url))
    return server.url


async def _emptied(url: str) -> None:
    engine = create_async_engine(driver_url(url))
    async with engine.begin() as connection:
        await connection.execute(text("DROP SCHEMA public CASCADE"))
        await connection.execute(text("CREATE SCHEMA public"))
    await engine.dispose()


async def opened(url: str) -> Store:
    """A store whose tables are there."""
    store = Store(Database(url))
    await store.open()
    await until(lambda: store.is_ready)
    return store


async def until(happened: Any, seconds: float = 10.0) -> None:
    """Wait until something has happened."""
    async with asyncio.timeout(seconds):
        while not happened():
            await asyncio.sleep(0.01)


async def seconds(awaited: Coroutine[Any, Any, Any]) -> float:
    """How long something takes."""
    started = time.monotonic()
    await awaited
    return time.monotonic() - started


async def kept(url: str, chat: int) -> str | None:
    """What another copy of the bot, or this one after a restart, finds."""
    store = await opened(url)
    try:
        return (await store.settings(chat)).language
    finally:
        await store.close()


def test_a_choice_outlives_a_restart(url: str) -> None:
    """What was chosen is found by the next run; the last choice counts, and each chat has its own."""

    async def choose() -> None:
        store = await opened(url)
        assert (await store.settings(CHAT)).language is None
        for chat, language in ((CHAT, "ja"), (OTHER, "en"), (CHAT, "ru")):
            await store.choose_language(chat, language)
            assert (await store.settings(chat)).language == language
        await store.close()

    asyncio.run(choose())
    assert asyncio.run(kept(url, CHAT)) == "ru"
    assert asyncio.run(kept(url, OTHER)) == "en"
    assert asyncio.run(kept(url, 8)) is None


def test_killed_right_after_the_choice(url: str) -> None:
    """A choice is saved before the person reads that it was."""
    copy = multiprocessing.get_context("spawn").Process(target=_choose_and_die, args=(url,))
    copy.start()
    copy.join()
    assert copy.exitcode == 9
    assert asyncio.run(kept(url, CHAT)) == "ja"


def _choose_and_die(url: str) -> None:
    async def choose() -> None:
        store = await opened(url)
        await store.choose_language(CHAT, "ja")
        os._exit(9)

    asyncio.run(choose())


def test_the_start_waits_for_what_is_kept(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first question after a restart, which may have waited for it, is answered as was chosen before."""
    monkeypatch.setattr("bot.storage.store.OPENING", 30.0)

    async def choose() -> None:
        store = await opened(url)
        await store.choose_language(CHAT, "ja")
        await store.close()

    async def ask() -> str | None:
        store = Store(Database(url))
        await store.open()
        language = (await store.settings(CHAT)).language
        await store.close()
        return language

    asyncio.run(choose())
    assert asyncio.run(ask()) == "ja"


def test_several_copies_start_at_once(url: str) -> None:
    """All find the tables in the end, whoever made them."""
    with ProcessPoolExecutor(3, multiprocessing.get_context("spawn")) as copies:
        assert list(copies.map(_found, [url] * 3)) == [None] * 3


def _found(url: str) -> str | None:
    return asyncio.run(kept(url, CHAT))


def test_what_is_chosen_goes_with_a_group_that_becomes_a_supergroup(url: str) -> None:
    """Mode, language and counts are found by the new number, at once and after a restart; the new one's own choice stays."""
    both, own = ChatSettings("ru", "confident"), ChatSettings(mode="off")

    async def become() -> None:
        store = await opened(url)
        await store.choose_language(CHAT, "ru")
        await store.choose_mode(CHAT, "confident")
        store.count("shadow", "shops-list", CHAT)
        await until(lambda: not store.has_unsaved)
        await store.move(CHAT, OTHER)
        assert await store.settings(OTHER) == both
        assert await store.settings(CHAT) == ChatSettings()
        await store.choose_mode(1, "shadow")
        await store.choose_mode(2, "off")
        await store.move(1, 2)
        await store.close()

    async def look() -> None:
        store = await opened(url)
        assert [await store.settings(chat) for chat in (CHAT, OTHER, 2)] == [ChatSettings(), both, own]
        assert await store.counts("shadow", OTHER) == {"shops-list": 1}
        await store.close()

    asyncio.run(become())
    asyncio.run(look())


def test_a_choice_keeps_the_others(url: str) -> None:
    """What is chosen while nothing can be read overwrites nothing else."""

    async def choose() -> ChatSettings:
        store = await opened(url)
        await store.choose_mode(CHAT, "off")
        await store.close()
        late = Store(Database(url))
        await late.choose_language(CHAT, "ja")
        await late.open()
        await until(lambda: late.is_ready and not late.has_unsaved)
        found = await late.settings(CHAT)
        await late.close()
        return found

    assert asyncio.run(choose()) == ChatSettings("ja", "off")


def test_counts_add_up(url: str) -> None:
    """What is counted is there at once, by kind and chat, and adds to what was counted before a restart."""

    async def count() -> list[Mapping[str, int]]:
        store = await opened(url)
        for entry in ("shops-list", "teas-list", "shops-list"):
            store.count("asked", entry)
        store.count("chosen", "teas-list")
        store.count("asked", "teas-list", CHAT)
        found = [await store.counts("asked"), await store.counts("chosen"), await store.counts("asked", CHAT)]
        await store.close()
        return found

    assert asyncio.run(count()) == [{"shops-list": 2, "teas-list": 1}, {"teas-list": 1}, {"teas-list": 1}]
    assert asyncio.run(count()) == [{"shops-list": 4, "teas-list": 2}, {"teas-list": 2}, {"teas-list": 2}]


class Lingering(Database):
    """A database that takes its time to say that something was counted."""

    def __init__(self, url: str, linger: float):
        super().__init__(url)
        self.linger = linger
        self.committed = False

    async def count(self, more: Mapping[tuple[str, int, str], int]) -> None:
        """The same, later."""
        await super().count(more)
        self.committed = True
        await asyncio.sleep(self.linger)


@pytest.mark.parametrize("linger", [PATIENCE / 4, 2 * PATIENCE])
def test_what_is_being_saved_counts_once(url: str, linger: float) -> None:
    """A count that is asked for while it is being saved is not doubled; nobody waits long for that, nor is the store given up."""

    async def count() -> Mapping[str, int]:
        database = Lingering(url, linger)
        store = Store(database)
        await store.open()
        await until(lambda: store.is_ready)
        store.count("asked", "shops-list")
        await until(lambda: database.committed)
        found = await store.counts("asked")
        assert store.is_reached
        await store.close()
        return found

    assert asyncio.run(count()) == {"shops-list": 1}


def test_pictures_are_remembered(url: str) -> None:
    """A picture's file_id outlives a restart, and a newer one takes its place."""

    async def keep() -> None:
        store = await opened(url)
        assert await store.picture("1:a") is None
        for file_id in ("first", "second"):
            store.keep_picture("1:a", file_id)
            assert await store.picture("1:a") == file_id
        await store.close()

    async def find() -> str | None:
        store = await opened(url)
        found = await store.picture("1:a")
        await store.close()
        return found

    asyncio.run(keep())
    assert asyncio.run(find()) == "second"


def test_the_tables_are_those_of_the_newest_migration(url: str) -> None:
    """Nothing in the tables was changed without a migration for it; and migrating twice changes nothing."""

    def differences(connection: Connection) -> list[Any]:
        return list(compare_metadata(MigrationContext.configure(connection), METADATA))

    async def compare() -> list[Any]:
        database = Database(url)
        for _ in range(2):
            await database.migrate()
        await database.close()
        engine = create_async_engine(driver_url(url))
        async with engine.connect() as connection:
            found = await connection.run_sync(differences)
        await engine.dispose()
        return found

    assert asyncio.run(compare()) == []


def test_a_locked_database(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """While another program holds the file, a choice holds at once and nobody waits; it is saved once the file is free."""
    caplog.set_level(logging.INFO)
    url = f"sqlite:///{tmp_path}/bot.db"

    async def choose() -> None:
        store = await opened(url)
        other = sqlite3.connect(tmp_path / "bot.db", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        assert await seconds(store.choose_language(CHAT, "ja")) < PATIENCE + 1
        assert (await store.settings(CHAT)).language == "ja"
        assert await seconds(store.settings(OTHER)) < PATIENCE + 1
        other.execute("ROLLBACK")
        other.close()
        await until(lambda: not store.has_unsaved, 20)
        await store.close()

    asyncio.run(choose())
    assert asyncio.run(kept(url, CHAT)) == "ja"
    told = [record.getMessage() for record in caplog.records if record.name == "bot.storage.store"]
    assert len(told) == 2
    assert told[0].startswith("The store cannot be reached (")
    assert told[1] == "The store is back."


def test_a_database_that_goes_and_comes_back(postgresql: PostgreSQL, caplog: pytest.LogCaptureFixture) -> None:
    """What is known stays known, what is chosen meanwhile is saved afterwards; nothing tells the password."""
    caplog.set_level(logging.DEBUG)
    asyncio.run(_emptied(postgresql.url))

    async def choose() -> None:
        store = await opened(postgresql.url)
        await store.choose_language(CHAT, "ja")
        postgresql.stop()
        assert (await store.settings(CHAT)).language == "ja"
        assert (await store.settings(OTHER)).language is None
        await store.choose_language(OTHER, "ru")
        assert (await store.settings(OTHER)).language == "ru"
        assert store.has_unsaved
        postgresql.start()
        await until(lambda: not store.has_unsaved, 30)
        await store.close()

    asyncio.run(choose())
    assert asyncio.run(kept(postgresql.url, OTHER)) == "ru"
    assert "secret-word" not in caplog.text


def test_tables_of_a_newer_version(url: str, caplog: pytest.LogCaptureFixture) -> None:
    """A bot that was set back to an earlier version leaves them alone, tells so, and keeps choices in mind."""

    async def renewed() -> None:
        engine = create_async_engine(driver_url(url))
        async with engine.begin() as connection:
            await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        await engine.dispose()

    async def choose() -> None:
        store = Store(Database(url))
        await store.open()
        await store.choose_language(CHAT, "ja")
        assert (await store.settings(CHAT)).language == "ja"
        assert not store.is_ready
        await store.close()

    asyncio.run(kept(url, CHAT))
    asyncio.run(renewed())
    asyncio.run(choose())
    told = [record.getMessage() for record in caplog.records if record.name == "bot.storage.store"]
    assert told == [
        "The store cannot be reached (Can't locate revision identified by '9999'); questions are answered without it."
    ]


@pytest.mark.parametrize("gone", ["postgresql://127.0.0.1:1/bot", "sqlite:////no/such/folder/bot.db"])
def test_a_database_that_was_never_there(gone: str, caplog: pytest.LogCaptureFixture) -> None:
    """The bot runs without it, and keeps choices in mind; that it is gone is told once, and never that it is back."""
    caplog.set_level(logging.INFO)

    async def choose() -> None:
        store = Store(Database(gone))
        await store.open()
        assert (await store.settings(CHAT)).language is None
        await store.choose_language(CHAT, "ja")
        assert (await store.settings(CHAT)).language == "ja"
        await store.close()

    async def come_and_go() -> None:
        store = Store(Database(gone))
        await store.open()
        await store.close()

    for run in (choose, come_and_go):
        caplog.clear()
        asyncio.run(run())
        assert [record.levelname for record in caplog.records if record.name == "bot.storage.store"] == ["WARNING"]


class Slow(Database):
    """A database that takes its time, or fails."""

    def __init__(self, url: str):
        super().__init__(url)
        self.delay = 0.0
        self.asked = 0

    async def migrate(self) -> None:
        await asyncio.sleep(self.delay)
        await super().migrate()

    async def settings(self, chat_id: int) -> ChatSettings:
        self.asked += 1
        await asyncio.sleep(self.delay)
        return await super().settings(chat_id)

    async def reach(self) -> None:
        if self.delay:
            raise OperationalError("SELECT 1", {}, OSError("slow"))
        await super().reach()


def test_a_slow_database(tmp_path: Path) -> None:
    """One question waits a moment; the next ones do not, until the database is quick again."""

    async def ask() -> None:
        database = Slow(f"sqlite:///{tmp_path}/bot.db")
        store = Store(database)
        await store.open()
        await until(lambda: store.is_ready)
        await store.choose_language(CHAT, "ja")
        database.delay, database.asked = 60, 0
        assert await seconds(store.settings(1)) < PATIENCE + 1
        for chat in range(102, 150):
            assert (await store.settings(chat)).language is None
        assert database.asked == 1
        assert (await store.settings(CHAT)).language == "ja"
        database.delay = 0
        await until(lambda: store.is_reached, 20)
        assert (await store.settings(1)).language is None
        assert database.asked == 2
        await store.close()

    asyncio.run(ask())


def test_a_start_with_a_slow_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The start does not wait for long, nor does the end; what is chosen before the tables are there holds."""
    monkeypatch.setattr("bot.storage.store.OPENING", 0.1)

    async def choose() -> None:
        database = Slow(f"sqlite:///{tmp_path}/bot.db")
        database.delay = 60
        store = Store(database)
        await store.open()
        await store.choose_language(CHAT, "ja")
        assert (await store.settings(CHAT)).language == "ja"
        assert (store.is_ready, store.has_unsaved) == (False, True)
        await store.close()

    asyncio.run(choose())


def test_what_is_read_is_kept_in_mind(tmp_path: Path) -> None:
    """The database is not asked for every message; of very many chats, those unheard of for longest are read anew."""

    async def ask() -> None:
        database = Slow(f"sqlite:///{tmp_path}/bot.db")
        store = Store(database)
        await store.open()
        await until(lambda: store.is_ready)
        for _ in range(3):
            await store.settings(CHAT)
        assert database.asked == 1
        for chat in range(100, 101 + MOST_CHATS):
            store.remember(chat, ChatSettings("en"))
        await store.settings(CHAT)
        assert database.asked == 2
        await store.close()

    asyncio.run(ask())


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("sqlite:///bot.db", "sqlite+aiosqlite:///bot.db"),
        ("sqlite:////data/bot.db", "sqlite+aiosqlite:////data/bot.db"),
        ("postgres://a:b@host:5432/name", "postgresql+psycopg://a:b@host:5432/name"),
        ("postgresql://a:b@host/name?sslmode=require", "postgresql+psycopg://a:b@host/name?sslmode=require"),
    ],
)
def test_addresses(url: str, driver: str) -> None:
    """As platforms write them."""
    assert driver_url(url).render_as_string(hide_password=False) == driver


@pytest.mark.parametrize("url", ["", "bot.db", "mysql://host/name", "postgresql://host:port/name", "sqlite+aiosqlite:///bot.db"])
def test_what_is_no_address(url: str) -> None:
    """It says what one looks like."""
    with pytest.raises(ValueError, match=r"should be an address such as sqlite:///bot\.db"):
        driver_url(url)
