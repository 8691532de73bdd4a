"""Whether the live bot is set up as it should be, and in plain words what to do where it is not.

What only @BotFather can change is told at every start; the rest is looked at when somebody asks.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum

import httpx
from telegram import Bot, User, WebhookInfo
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError

from bot.dialogue.dialogue import Dialogue
from bot.telegram.presence import Presence

CLOCKS_APART = 10.0
"""Seconds that the clocks of this machine and of Telegram may differ."""

LISTENING = 5.0
"""Seconds in which another copy of the bot asks for messages again, and so shows that it is there."""

BREAK = 0.5
"""Seconds between two looks at messages that nobody has fetched yet."""

MANY_WAITING = 100
"""Messages that wait to be fetched; with more, nobody seems to fetch them."""


class Grade(StrEnum):
    """How a finding is marked."""

    FINE = "ok"
    HINT = "note"
    """Something that may be so on purpose."""

    WRONG = "FIX"


@dataclass(frozen=True, slots=True)
class Finding:
    """How something is, and what to do about it."""

    grade: Grade
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}".rstrip()


def abilities(me: User) -> Iterator[Finding]:
    """What only @BotFather can change, as far as Telegram tells it."""
    if me.supports_inline_queries:
        yield Finding(Grade.FINE, "Inline mode is on.")
    else:
        yield Finding(
            Grade.WRONG,
            f"Inline mode is off: nobody can look up answers by typing @{me.username} in other chats.",
            "Send /setinline to @BotFather, choose the bot, and send a hint such as: Ask about the Japan Center",
        )
    if me.can_read_all_group_messages:
        yield Finding(Grade.FINE, "Privacy mode is off: in groups the bot sees every message.")
    else:
        yield Finding(
            Grade.HINT,
            "Privacy mode is on: in groups the bot sees only what is addressed to it, so that it cannot answer other questions.",
            "If it is to, send /setprivacy to @BotFather, choose the bot and Disable, then remove it from its groups and add "
            "it again; or make it an admin there.",
        )
    if me.supports_guest_queries:
        yield Finding(Grade.FINE, "Guest mode is on.")
    else:
        yield Finding(
            Grade.HINT,
            "Guest mode is off: nobody can call the bot into a chat that it is not in.",
            "If they are to, turn on guest mode in @BotFather (/mybots, the bot, Bot Settings).",
        )
    if not me.can_join_groups:
        yield Finding(
            Grade.HINT,
            "The bot cannot be added to groups.",
            "If it is to be, send /setjoingroups to @BotFather, choose the bot and Enable.",
        )
    if not me.can_connect_to_business:
        yield Finding(
            Grade.HINT,
            "The bot cannot be connected to a business account.",
            "If it is to answer for one, turn on Business Mode in @BotFather (/mybots, the bot, Bot Settings).",
        )


class Doctor:
    """Looks at the live bot."""

    def __init__(self, bot: Bot, dialogue: Dialogue, api_url: str, updates: tuple[str, ...]):
        """`updates` are the kinds of update that the bot needs."""
        self._bot = bot
        self._dialogue = dialogue
        self._api_url = api_url
        self._updates = updates

    async def examine(self) -> AsyncIterator[Finding]:
        """Everything that can be told about the bot, as it is found out; only the first thing if the bot cannot be reached."""
        try:
            await self._bot.initialize()
        except InvalidToken:
            yield Finding(
                Grade.WRONG,
                "Telegram refuses the token.",
                "Get a valid one from @BotFather (/mybots, the bot, API Token) and set it as TELEGRAM__TOKEN.",
            )
            return
        except TelegramError as error:
            yield Finding(
                Grade.WRONG, f"Telegram cannot be reached at {self._api_url} ({_short(error)}).", "Check the network and api_url."
            )
            return
        try:
            yield Finding(Grade.FINE, f"The token is good: this is @{self._bot.username}.")
            yield await self._clock()
            for finding in abilities(self._bot.bot):
                yield finding
            async for finding in self._messages():
                yield finding
            yield await self._presence()
        except TelegramError as error:
            yield Finding(Grade.WRONG, f"Telegram has stopped answering ({_short(error)}).", "Try again in a moment.")
        finally:
            await self._bot.shutdown()

    async def _clock(self) -> Finding:
        """Whether this machine and Telegram agree what time it is: otherwise secure connections fail, and messages look old."""
        async with httpx.AsyncClient() as client:
            try:
                told = (await client.get(self._api_url)).headers.get("date")
            except httpx.HTTPError as error:
                raise NetworkError(str(error)) from error
        apart = (datetime.now(UTC) - parsedate_to_datetime(told)).total_seconds() if told else 0.0
        if abs(apart) <= CLOCKS_APART:
            return Finding(Grade.FINE, "The clock is right.")
        return Finding(
            Grade.WRONG,
            f"The clock of this machine is {abs(apart):.0f} seconds {'ahead' if apart > 0 else 'behind'}.",
            "Let it be set by a time server (on Linux: timedatectl set-ntp true).",
        )

    async def _messages(self) -> AsyncIterator[Finding]:
        """Who gets the bot's messages, and which."""
        info = await self._bot.get_webhook_info()
        if info.url:
            yield Finding(
                Grade.WRONG,
                f"A webhook is set, to {info.url}: messages go there, and not to a bot that fetches them.",
                "If another program has set it, stop that; `python -m bot run` removes it when it starts.",
            )
        else:
            yield Finding(Grade.FINE, "No webhook is set: the bot fetches its messages.")
            yield await self._other_copy(info)
        if info.allowed_updates and set(info.allowed_updates) != set(self._updates):  # none named is the usual set
            missing = ", ".join(kind for kind in self._updates if kind not in info.allowed_updates) or "none"
            yield Finding(
                Grade.WRONG,
                f"Telegram was last asked for other kinds of messages than this version needs (missing: {missing}).",
                "Start the bot once: python -m bot run",
            )

    async def _other_copy(self, info: WebhookInfo) -> Finding:
        """Whether some copy of the bot runs: it fetches messages again as soon as this look at them has interrupted it."""
        until = time.monotonic() + LISTENING
        try:
            while (left := until - time.monotonic()) > 0:
                if await self._bot.get_updates(limit=1, timeout=int(left)):
                    await asyncio.sleep(BREAK)
        except Conflict:
            return Finding(
                Grade.HINT,
                "A copy of the bot is running with this token (and was interrupted for a moment).",
                "If you have not started it, or have started two, stop all but one: they take each other's messages.",
            )
        if info.pending_update_count > MANY_WAITING:
            return Finding(
                Grade.WRONG,
                f"No copy of the bot is running, and {info.pending_update_count} messages wait for one.",
                "Start it: python -m bot run",
            )
        return Finding(Grade.FINE, "No other copy of the bot is running.")

    async def _presence(self) -> Finding:
        """Whether people see the names, descriptions and commands that phrases.yaml has."""
        presence = Presence(self._bot, self._dialogue)
        stale = [f"{one.what} ({one.language or 'for everybody'})" for one in presence.settings() if not await one.is_right()]
        if not stale:
            return Finding(Grade.FINE, "Name, descriptions, commands and menu button are up to date.")
        return Finding(
            Grade.WRONG,
            f"Not as in phrases.yaml: {', '.join(dict.fromkeys(stale))}.",
            "Start the bot once, which sets them: python -m bot run",
        )


def _short(error: TelegramError) -> str:
    return error.message.partition(". ")[0]  # what follows may be a whole page
