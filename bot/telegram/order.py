"""Updates of different chats are handled at the same time, those of one chat one after the other."""

import asyncio
from collections.abc import Awaitable
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

MOST_AT_ONCE = 256
"""Updates being handled; more wait."""

MOST_WAITING = 100_000
"""Updates that wait for their chat; they must not take the place of those that could be handled."""


class ByChat(BaseUpdateProcessor):
    """Keeps the order within a chat, so that a slow delivery to one person delays nobody else and no answer overtakes another."""

    def __init__(self) -> None:
        super().__init__(MOST_WAITING)
        self._places = asyncio.Semaphore(MOST_AT_ONCE)
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Wait for the chat's turn, or for the person's where there is no chat, then handle the update."""
        place = (update.effective_chat or update.effective_user) if isinstance(update, Update) else None
        lock = self._locks.setdefault(place.id if place else 0, asyncio.Lock())
        async with lock, self._places:
            await coroutine

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""
