"""Pictures that Telegram already has: each file is uploaded once, and named by its file_id from then on."""

import hashlib

from telegram import Bot

from bot.storage.store import Store


class Pictures:
    """Remembers by which file_id the bot's Telegram knows a file, as long as its content is the same."""

    def __init__(self, bot: Bot, store: Store):
        self._bot = bot
        self._store = store

    async def file_id(self, content: bytes) -> str | None:
        """By which file_id to send a picture; None if it has to be uploaded."""
        return await self._store.picture(self._name(content))

    def uploaded(self, content: bytes, file_id: str) -> None:
        """Remember a picture that was just uploaded."""
        self._store.keep_picture(self._name(content), file_id)

    def _name(self, content: bytes) -> str:
        """A name for a picture; a file_id is good for one bot only."""
        return f"{self._bot.id}:{hashlib.sha256(content).hexdigest()}"
