"""How fast messages go out: within Telegram's rates, and never before a silence that Telegram has asked for is over."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable, Coroutine
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

IN_ALL, IN_ALL_SECONDS = 25, 1.0
"""Messages and seconds; Telegram takes 30 a second in all."""

IN_GROUP, IN_GROUP_SECONDS = 19, 60.0
"""Messages and seconds; Telegram takes 20 a minute in a group, changes of messages included."""

PATIENCE = 3
"""How often a message that Telegram asked to hold back (429) is tried again, each time after the seconds it asked for."""

MARGIN = 0.1
"""Seconds added to a silence, since clocks differ."""

MOST_PLACES = 10_000
"""Chats of which the last minute is kept in mind."""

Clock = Callable[[], float]
"""Tells the time in seconds, from whenever on."""

_EVERYWHERE = 0


class Pace(BaseRateLimiter[None]):
    """Holds back what would be too fast, chat by chat: who waits delays nobody else."""

    def __init__(self, clock: Clock):
        self._clock = clock
        self._sent: OrderedDict[int | str, deque[float]] = OrderedDict()
        self._silent_until: dict[int | str, float] = {}

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
        chat = data.get("chat_id") or _EVERYWHERE
        is_message = chat != _EVERYWHERE and endpoint != "sendChatAction" and endpoint.startswith(("send", "edit"))
        for attempt in range(PATIENCE + 1):
            await self._turn(chat, is_message=is_message)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                self._silent_until[chat] = self._clock() + seconds(error) + MARGIN
                if attempt == PATIENCE:
                    raise
        raise AssertionError("the last attempt returns or raises")

    async def _turn(self, chat: int | str, *, is_message: bool) -> None:
        """Wait until the next request may go there, and count it."""
        while (wait := self._wait(chat, is_message=is_message)) > 0:
            await asyncio.sleep(wait)
        if is_message:
            now = self._clock()
            self._of(_EVERYWHERE).append(now)
            self._of(chat).append(now)

    def _wait(self, chat: int | str, *, is_message: bool) -> float:
        """Seconds until then, as it looks now."""
        now = self._clock()
        waits = [self._silent_until.get(chat, now) - now]
        if waits[0] <= 0:
            self._silent_until.pop(chat, None)
        if is_message:
            waits.append(_wait(self._of(_EVERYWHERE), now, IN_ALL, IN_ALL_SECONDS))
            if _is_group(chat):
                waits.append(_wait(self._of(chat), now, IN_GROUP, IN_GROUP_SECONDS))
        return max(waits)

    def _of(self, chat: int | str) -> deque[float]:
        """When messages went there, those of last minute at least."""
        sent = self._sent.setdefault(chat, deque(maxlen=max(IN_ALL, IN_GROUP)))
        self._sent.move_to_end(chat)
        if len(self._sent) > MOST_PLACES:
            self._sent.popitem(last=False)
        return sent

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""


def seconds(error: RetryAfter) -> float:
    """How long Telegram wants to be left alone."""
    wait = error.retry_after
    return wait if isinstance(wait, int) else wait.total_seconds()


def _is_group(chat: int | str) -> bool:
    """Whether the limits of groups hold there; a name instead of a number is a public group's or channel's."""
    return isinstance(chat, str) or chat < 0


def _wait(sent: deque[float], now: float, most: int, period: float) -> float:
    """How many seconds until another message fits into the last `period` of them."""
    return period - (now - sent[-most]) if len(sent) >= most else 0.0
