"""Pictures that Telegram already has: each file is uploaded once, and named by its file_id from then on."""

import hashlib
from functools import lru_cache
from pathlib import Path

from telegram import Bot

from bot.storage.store import Store


class Pictures:
    """Remembers by which file_id the bot's Telegram knows a file, as long as its content is the same."""

    def __init__(self, bot: Bot, store: Store):
        self._bot = bot
        self._store = store

    async def file_id(self, file: Path) -> str | None:
        """By which file_id to send a file; None if it has to be uploaded."""
        return await self._store.picture(self._name(file))

    def uploaded(self, file: Path, file_id: str) -> None:
        """Remember a file that was just uploaded."""
        self._store.keep_picture(self._name(file), file_id)

    def _name(self, file: Path) -> str:
        """A name for the content of a file; a file_id is good for one bot only."""
        return f"{self._bot.id}:{_digest(file, file.stat().st_mtime_ns)}"


@lru_cache
def _digest(file: Path, _changed: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
