"""What the bot keeps, as the rest of it sees that: never in the way when the database is slow, locked or gone."""

import asyncio
import contextlib
import logging
import time
from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from bot.storage.database import ChatSettings, Database

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
"""Chats whose choices are kept in mind."""

Found = TypeVar("Found")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Known:
    """What was chosen in a chat, and until when (in seconds of the monotonic clock) it need not be read again."""

    settings: ChatSettings
    until: float


class Store:
    """Keeps what people have chosen, and counts. What cannot be saved at once is saved as soon as the database is back."""

    def __init__(self, database: Database):
        self._database = database
        self._chats: OrderedDict[int, _Known] = OrderedDict()
        self._pictures: dict[str, str] = {}
        self._unsaved: dict[int, dict[str, str | None]] = {}
        """By chat, the settings that were chosen and are not saved yet: others may have been chosen elsewhere, or before."""
        self._unsaved_moves: dict[int, int] = {}
        self._unsaved_pictures: set[str] = set()
        self._uncounted: Counter[tuple[str, int, str]] = Counter()
        self._saving = asyncio.Lock()
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
        if self.has_unsaved:
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
        """Whether something is only in this program's memory yet."""
        return bool(self._unsaved or self._unsaved_moves or self._unsaved_pictures or self._uncounted)

    async def settings(self, chat_id: int) -> ChatSettings:
        """What was chosen in a chat; nothing, if that cannot be told quickly."""
        known = self._chats.get(chat_id)
        if known and (known.until > time.monotonic() or chat_id in self._unsaved):
            return known.settings
        found = await self._quickly(self._database.settings, chat_id)
        if found is None:
            return known.settings if known else ChatSettings()
        self.remember(chat_id, found[0])
        return found[0]

    async def choose_language(self, chat_id: int, language: str | None) -> None:
        """Keep the language that was chosen in a chat; it holds at once, whatever becomes of the database."""
        await self._choose(chat_id, language=language)

    async def choose_mode(self, chat_id: int, mode: str) -> None:
        """Keep when to speak in a group; it holds at once, whatever becomes of the database."""
        await self._choose(chat_id, mode=mode)

    async def _choose(self, chat_id: int, **chosen: str | None) -> None:
        self.remember(chat_id, replace(await self.settings(chat_id), **chosen))
        self._unsaved[chat_id] = {**self._unsaved.get(chat_id, {}), **chosen}
        await self._save_now()

    async def move(self, old: int, new: int) -> None:
        """A chat has got another number, as a group does that becomes a supergroup: what was chosen there goes with it."""
        settings = await self.settings(old)
        self._chats.pop(old, None)
        if settings != ChatSettings() and await self.settings(new) == ChatSettings():
            self.remember(new, settings)
        if old in self._unsaved:
            self._unsaved[new] = self._unsaved.pop(old)
        self._unsaved_moves[old] = new
        await self._save_now()

    def count(self, kind: str, entry: str, chat_id: int = 0) -> None:
        """Count an entry, for a chat or for all; it is saved as soon as the database has time for it."""
        self._uncounted[kind, chat_id, entry] += 1
        self._wanted.set()

    async def counts(self, kind: str, chat_id: int = 0) -> Mapping[str, int]:
        """How often each entry was counted, as far as that can be told quickly."""
        try:  # what is just being saved would be counted twice, or not at all
            await asyncio.wait_for(self._saving.acquire(), PATIENCE)
        except TimeoutError:
            return self._unsaved_counts(kind, chat_id)
        try:
            found = await self._quickly(self._database.counts, kind, chat_id)
            return Counter(found[0] if found else {}) + self._unsaved_counts(kind, chat_id)
        finally:
            self._saving.release()

    def _unsaved_counts(self, kind: str, chat_id: int) -> Counter[str]:
        mine = {entry: number for (what, where, entry), number in self._uncounted.items() if (what, where) == (kind, chat_id)}
        return Counter(mine)

    async def picture(self, picture: str) -> str | None:
        """By which file_id Telegram knows a picture; None if it does not, or if that cannot be told quickly."""
        if picture not in self._pictures:
            found = await self._quickly(self._database.picture, picture)
            if found is None or found[0] is None:
                return None
            self._pictures[picture] = found[0]
        return self._pictures[picture]

    def keep_picture(self, picture: str, file_id: str) -> None:
        """Keep by which file_id Telegram knows a picture; it is saved as soon as the database has time for it."""
        self._pictures[picture] = file_id
        self._unsaved_pictures.add(picture)
        self._wanted.set()

    def remember(self, chat_id: int, settings: ChatSettings) -> None:
        """Bear in mind what is chosen in a chat, without saving it."""
        self._chats[chat_id] = _Known(settings, time.monotonic() + FRESH)
        self._chats.move_to_end(chat_id)
        if len(self._chats) > MOST_CHATS:
            self._chats.popitem(last=False)

    def _read_anew(self, chat_id: int) -> None:
        """What is in mind of a chat may be a part only of what is kept of it."""
        if known := self._chats.get(chat_id):
            self._chats[chat_id] = replace(known, until=time.monotonic())

    async def _quickly(self, call: Callable[..., Awaitable[Found]], *arguments: Any) -> tuple[Found] | None:
        """What the database says, if it can be asked now."""
        return await self._attempt(call, *arguments) if self._ready and not self._down else None

    async def _save_now(self) -> None:
        if not self._ready or self._down or not await self._attempt(self._save):
            self._wanted.set()

    async def _save(self) -> None:
        async with self._saving:
            for old, new in list(self._unsaved_moves.items()):
                await self._database.move(old, new)
                self._unsaved_moves.pop(old, None)
            for chat_id, chosen in list(self._unsaved.items()):
                await self._database.choose(chat_id, chosen)
                if self._unsaved.get(chat_id) == chosen:  # and nothing more meanwhile
                    del self._unsaved[chat_id]
                    self._read_anew(chat_id)
            for picture in list(self._unsaved_pictures):
                await self._database.keep_picture(picture, self._pictures[picture])
                self._unsaved_pictures.discard(picture)
            if counted := self._uncounted.copy():
                await self._database.count(counted)
                self._uncounted -= counted

    async def _attempt(
        self, call: Callable[..., Awaitable[Found]], *arguments: Any, patience: float = PATIENCE
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
