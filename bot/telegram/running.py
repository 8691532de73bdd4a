"""Running the bot by long polling: connecting, saying plainly what is wrong, and stopping cleanly."""

import asyncio
import contextlib
import logging
import signal
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from telegram import Bot
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import Application, ApplicationBuilder
from telegram.request import HTTPXRequest

from bot.dialogue.dialogue import Dialogue
from bot.storage.database import Database
from bot.storage.store import Store
from bot.telegram.doctor import Doctor, Finding, Grade, abilities
from bot.telegram.doors import UPDATES, Doors
from bot.telegram.failures import Failures
from bot.telegram.order import ByChat
from bot.telegram.pace import Clock, Pace, seconds
from bot.telegram.presence import Presence

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds between attempts to reach Telegram; the pause doubles from the first to the longest."""

REFUSED = 2
"""Exit code when Telegram refuses the token."""

_log = logging.getLogger(__name__)

App = Application[Any, Any, Any, Any, Any, Any]
Result = TypeVar("Result")


def run(dialogue: Dialogue, database: Database, token: str, api_url: str) -> int:
    """Answer until SIGINT or SIGTERM; the exit code: 0, or 2 when Telegram refuses the token."""

    async def answer() -> int:
        return await _Run(dialogue, Store(database), token, api_url, time.monotonic).until_stopped()

    return asyncio.run(answer())


def examine(dialogue: Dialogue, token: str, api_url: str, tell: Callable[[Finding], None]) -> int:
    """Look at the live bot and tell what is found; the exit code: 0, or 1 if something is to be done."""

    async def look() -> int:
        bot = Bot(token, base_url=f"{api_url}/bot")
        worst = Grade.FINE
        async for finding in Doctor(bot, dialogue, api_url, UPDATES).examine():
            tell(finding)
            worst = finding.grade if finding.grade is Grade.WRONG else worst
        return 1 if worst is Grade.WRONG else 0

    return asyncio.run(look())


def application(
    dialogue: Dialogue, store: Store, token: str, api_url: str, clock: Clock, polling: HTTPXRequest | None = None
) -> App:
    """All doors of a bot, behind which updates are handled in their order and messages go out at the right pace.

    `polling` makes the requests for updates, if they are to be watched.
    """
    pace = Pace(clock)
    app: App = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{api_url}/bot")
        .base_file_url(f"{api_url}/file/bot")
        .get_updates_request(polling or HTTPXRequest())
        .rate_limiter(pace)
        .concurrent_updates(ByChat())
        .build()
    )
    doors = Doors(app.bot, dialogue, store, pace)
    app.add_handlers(doors.handlers())
    app.add_error_handler(Failures(dialogue, doors.language).handle)
    return app


class _TokenWatch(HTTPXRequest):
    """Notices when Telegram refuses the token of a bot that is already running."""

    def __init__(self, refused: Callable[[], None]):
        super().__init__()
        self._refused = refused

    async def do_request(self, *arguments: Any, **options: Any) -> tuple[int, bytes]:
        status, payload = await super().do_request(*arguments, **options)
        if status == 401:  # Unauthorized: revoked, since it was good at the start
            self._refused()
        return status, payload


class _Run:
    """One run of the program."""

    def __init__(self, dialogue: Dialogue, store: Store, token: str, api_url: str, clock: Clock):
        self._store = store
        self._api_url = api_url
        self._stop = asyncio.Event()
        self._refused = False
        self._app = application(dialogue, store, token, api_url, clock, _TokenWatch(self._refuse))
        unlimited = Bot(token, base_url=f"{api_url}/bot", request=self._app.bot.request)
        self._presence = Presence(unlimited, dialogue)

    async def until_stopped(self) -> int:
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, self._stop.set)
        await self._store.open()
        try:
            if await self._reached(self._app.initialize):
                await self._serve()
        except InvalidToken:
            self._refuse()
        finally:
            await self._app.shutdown()
            await self._store.close()
        return REFUSED if self._refused else 0

    async def _serve(self) -> None:
        for finding in abilities(self._app.bot.bot):
            if finding.grade is not Grade.FINE:
                _log.warning("%s", finding)
        if not await self._reached(self._presence.introduce):
            return
        if self._app.updater is None:
            raise TypeError("an application without an updater")
        await self._app.start()
        await self._app.updater.start_polling(bootstrap_retries=-1, allowed_updates=UPDATES, error_callback=self._polling_failed)
        _log.info("Answering as @%s", self._app.bot.username)
        await self._stop.wait()
        await self._app.updater.stop()
        await self._app.stop()

    async def _reached(self, call: Callable[[], Awaitable[Result]]) -> bool:
        """Call Telegram until it can be reached; False if the program was stopped meanwhile."""
        pause = FIRST_PAUSE
        while not self._stop.is_set():
            try:
                await call()
                return True
            except RetryAfter as error:
                await self._pause(seconds(error))
            except NetworkError as error:
                self._unreachable(error, pause)
                await self._pause(pause)
                pause = min(LONGEST_PAUSE, pause * 2)
        return False

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), seconds)

    def _polling_failed(self, error: TelegramError) -> None:
        """Called for each failed poll; the library tries again by itself, with growing pauses."""
        if isinstance(error, Conflict):
            _log.error("Another copy of the bot runs with the same token; stop one of the two.")
        else:
            self._unreachable(error, None)

    def _unreachable(self, error: TelegramError, pause: float | None) -> None:
        _log.warning(
            "Telegram cannot be reached at %s (%s); trying again%s.",
            self._api_url,
            error.message.partition(". ")[0],  # what follows may be a whole page
            f" in {pause:.0f} s" if pause else "",
        )

    def _refuse(self) -> None:
        if not self._refused:
            _log.error(
                "Telegram refuses the token; get a valid one from @BotFather (/mybots, API Token) and set it as TELEGRAM__TOKEN."
            )
        self._refused = True
        self._stop.set()
