"""How fast messages go out: within Telegram's rates, and never before a silence that Telegram has asked for is over."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

IN_ALL, IN_ALL_SECONDS = 20, 1.0
"""Messages and seconds; Telegram takes about 30 a second in all."""

IN_GROUP, IN_GROUP_SECONDS = 19, 60.0
"""Messages and seconds; Telegram takes 20 a minute in a group, changes of messages included."""

PATIENCE = 3
"""How often a message that Telegram asked to hold back (429) is tried again, each time after the seconds it asked for."""

MARGIN = 0.1
"""Seconds added to a silence, since clocks differ."""

MOST_PLACES = 10_000
"""Chats of which the last minute is kept in mind."""

LOOK_AGAIN, NAP = 0.02, 0.25
"""Seconds between looks whether one of the messages on their way came through, and the most that is slept at once."""

Clock = Callable[[], float]
"""Tells the time in seconds, from whenever on."""

_EVERYWHERE = 0


class _Window:
    """The messages of a while: when those that came through did so, the oldest first, and how many are on their way."""

    def __init__(self) -> None:
        self.through: deque[float] = deque()
        self.on_their_way = 0

    def wait(self, now: float, most: int, period: float) -> float:
        """Seconds until another message fits in, as it looks now.

        A message counts from when it is sent until `period` seconds after it came through: Telegram counts it somewhere between.
        """
        while self.through and now - self.through[0] >= period:
            self.through.popleft()
        if len(self.through) + self.on_their_way < most:
            return 0.0
        return period - (now - self.through[0]) if self.through else LOOK_AGAIN


class Pace(BaseRateLimiter[None]):
    """Holds back what would be too fast, chat by chat: who waits delays nobody else."""

    def __init__(self, clock: Clock):
        self._clock = clock
        self._windows: OrderedDict[int | str, _Window] = OrderedDict()
        self._silent_until: dict[int | str, float] = {}

    def now(self) -> float:
        """The time in seconds, from whenever on."""
        return self._clock()

    def has_room(self, group_id: int) -> bool:
        """Whether a group's own limits let a message in now; what waits because of all other chats waits a moment only."""
        now = self._clock()
        return self._silence(group_id, now) <= 0 and self._window(group_id).wait(now, IN_GROUP, IN_GROUP_SECONDS) <= 0

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> Any:
        """Call Telegram when it is time; raises RetryAfter once the patience is exhausted."""
        chat = data.get("chat_id") or data.get("inline_message_id") or endpoint
        is_message = "chat_id" in data and endpoint != "sendChatAction" and endpoint.startswith(("send", "edit"))
        for attempt in range(PATIENCE + 1):
            while (wait := self._wait(chat, is_message=is_message)) > 0:
                await asyncio.sleep(min(wait, NAP))
            try:
                with self._counted(chat, is_message=is_message):
                    return await callback(*args, **kwargs)
            except RetryAfter as error:
                self._silent_until[chat] = self._clock() + seconds(error) + MARGIN
                if attempt == PATIENCE:
                    raise
        raise AssertionError("the last attempt returns or raises")

    def _wait(self, chat: int | str, *, is_message: bool) -> float:
        """Seconds until a request may go there, as it looks now."""
        now = self._clock()
        waits = [self._silence(chat, now)]
        if is_message:
            waits.append(self._window(_EVERYWHERE).wait(now, IN_ALL, IN_ALL_SECONDS))
            if _is_group(chat):
                waits.append(self._window(chat).wait(now, IN_GROUP, IN_GROUP_SECONDS))
        return max(waits)

    def _silence(self, chat: int | str, now: float) -> float:
        """Seconds for which Telegram still wants to be left alone there; not above 0 where it does not."""
        left = self._silent_until.get(chat, now) - now
        if left <= 0:
            self._silent_until.pop(chat, None)
        return left

    @contextmanager
    def _counted(self, chat: int | str, *, is_message: bool) -> Iterator[None]:
        """Count a message, in all and in its group, while it is on its way and for a while after that."""
        windows = [self._window(_EVERYWHERE), *([self._window(chat)] if _is_group(chat) else [])] if is_message else []
        for window in windows:
            window.on_their_way += 1
        try:
            yield
        finally:
            for window in windows:
                window.on_their_way -= 1
                window.through.append(self._clock())

    def _window(self, chat: int | str) -> _Window:
        window = self._windows.setdefault(chat, _Window())
        self._windows.move_to_end(chat)
        if len(self._windows) > MOST_PLACES:
            self._windows.popitem(last=False)
        return window

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""


def seconds(error: RetryAfter) -> float:
    """How long Telegram wants to be left alone."""
    wait = error.retry_after
    return wait if isinstance(wait, int) else wait.total_seconds()


def _is_group(chat: int | str) -> bool:
    """Whether the limits of groups hold there."""
    return isinstance(chat, int) and chat < 0
