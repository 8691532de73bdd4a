"""What the bot keeps, as the rest of it sees that: never in the way when the database is slow, locked or gone."""

import asyncio
import contextlib
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.storage.database import Database

PATIENCE = 0.5
"""Seconds that a question waits for the database; then it is answered without."""

OPENING = 3.0
"""Seconds that the start waits for the database, so that what was written meanwhile is answered as people have chosen."""

MIGRATION_PATIENCE = 60.0
"""Seconds that bringing the tables up to date may take."""

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds between attempts to reach a database that is gone; the pause doubles from the first to the longest."""

FRESH = 60.0
"""Seconds for which a choice that was read is believed; another copy of the bot may change it meanwhile."""

MOST_CHATS = 10_000
"""Chats whose choice is kept in mind."""

Found = TypeVar("Found")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Choice:
    """The language chosen in a chat, and until when (in seconds of the monotonic clock) it need not be read again."""

    language: str | None
    until: float


class Store:
    """Keeps what people have chosen. What cannot be saved at once is saved as soon as the database is back."""

    def __init__(self, database: Database):
        self._database = database
        self._chats: OrderedDict[int, _Choice] = OrderedDict()
        self._unsaved: dict[int, str] = {}
        self._ready = False
        self._down = False
        self._wanted = asyncio.Event()
        self._tried = asyncio.Event()
        self._keeping: asyncio.Task[None] | None = None
        self._asked: set[asyncio.Future[Any]] = set()

    async def open(self) -> None:
        """Bring the tables up to date; where that takes long or fails, it goes on, and until then nothing seems to be kept."""
        self._wanted.set()
        self._keeping = asyncio.create_task(self._keep())
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._tried.wait(), OPENING)

    async def close(self) -> None:
        """Save what is not saved, as far as that is possible now."""
        if self._keeping:
            self._keeping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeping
        await self._settle()
        if self._unsaved:
            await self._attempt(self._save)
            await self._settle()
        await self._database.close()

    @property
    def is_ready(self) -> bool:
        """Whether the tables are up to date."""
        return self._ready

    @property
    def is_reached(self) -> bool:
        """Whether the database answered when it was last asked."""
        return not self._down

    @property
    def has_unsaved(self) -> bool:
        """Whether a choice is only in this program's memory yet."""
        return bool(self._unsaved)

    async def language(self, chat_id: int) -> str | None:
        """The language that was chosen in a chat; None if there is none, or if that cannot be told quickly."""
        choice = self._chats.get(chat_id)
        if choice and (choice.until > time.monotonic() or chat_id in self._unsaved):
            return choice.language
        found = await self._attempt(self._database.language, chat_id) if self._ready and not self._down else None
        if found is None:
            return choice.language if choice else None
        self.remember(chat_id, found[0])
        return found[0]

    async def choose_language(self, chat_id: int, language: str) -> None:
        """Keep the language that was chosen in a chat; it holds at once, whatever becomes of the database."""
        self.remember(chat_id, language)
        self._unsaved[chat_id] = language
        if not self._ready or self._down or not await self._attempt(self._save):
            self._wanted.set()

    def remember(self, chat_id: int, language: str | None) -> None:
        """Bear in mind what is chosen in a chat, without saving it."""
        self._chats[chat_id] = _Choice(language, time.monotonic() + FRESH)
        self._chats.move_to_end(chat_id)
        if len(self._chats) > MOST_CHATS:
            self._chats.popitem(last=False)

    async def _save(self) -> None:
        for chat_id, language in list(self._unsaved.items()):
            await self._database.choose_language(chat_id, language)
            if self._unsaved.get(chat_id) == language:  # and not chosen anew meanwhile
                del self._unsaved[chat_id]

    async def _attempt(
        self, call: Callable[..., Awaitable[Found]], *arguments: int, patience: float = PATIENCE
    ) -> tuple[Found] | None:
        """What the database says, as the only member of a tuple; None if it fails or is too slow, which is logged once."""
        asking = asyncio.ensure_future(call(*arguments))
        self._asked.add(asking)
        asking.add_done_callback(self._ended)
        try:
            await asyncio.wait((asking,), timeout=patience)
            if not asking.done():
                asking.cancel()  # and its end is not waited for: that can take as long as the database likes
                raise TimeoutError("too slow")
            found = asking.result()
        except Exception as error:  # a driver may raise anything, as may the tables of a newer version
            if not self._down:
                reason = str(error).splitlines()[0] if str(error) else type(error).__name__
                _log.warning("The store cannot be reached (%s); questions are answered without it.", reason)
            self._down = True
            self._wanted.set()
            return None
        if self._down:
            _log.info("The store is back.")
        self._down = False
        return (found,)

    async def _settle(self) -> None:
        """Let what the database is being asked come to its end, if that is soon."""
        if self._asked:
            await asyncio.wait(self._asked, timeout=PATIENCE)

    def _ended(self, asking: asyncio.Future[Any]) -> None:
        self._asked.discard(asking)
        if not asking.cancelled():
            asking.exception()  # which is of no interest any more

    async def _keep(self) -> None:
        """Whenever something is left to do, try until it is done."""
        pause = FIRST_PAUSE
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            done = await self._attempt(self._catch_up, patience=MIGRATION_PATIENCE)
            self._tried.set()
            if done:
                pause = FIRST_PAUSE
            else:
                await asyncio.sleep(pause)
                pause = min(LONGEST_PAUSE, 2 * pause)

    async def _catch_up(self) -> None:
        if self._ready:
            await self._database.reach()
        else:
            await self._database.migrate()
            self._ready = True
        await self._save()
