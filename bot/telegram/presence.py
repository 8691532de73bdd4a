"""How the bot presents itself in Telegram: its commands, name and descriptions, for each language and for everybody else."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
    MenuButtonCommands,
)
from telegram.constants import MenuButtonType
from telegram.error import BadRequest, RetryAfter

from bot.dialogue.dialogue import Dialogue
from bot.knowledge.model import Phrases

_IN_GROUPS = ("ask", "topics", "about", "privacy", "help")

COMMANDS: tuple[tuple[BotCommandScope, tuple[str, ...]], ...] = (
    (BotCommandScopeDefault(), ()),
    (BotCommandScopeAllPrivateChats(), ("ask", "topics", "language", "about", "privacy", "help", "settings", "start")),
    (BotCommandScopeAllGroupChats(), _IN_GROUPS),
    (BotCommandScopeAllChatAdministrators(), (*_IN_GROUPS, "settings")),
)
"""The commands that are offered in each scope, none where another scope always goes before."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not set as the phrases say: what it is (the key in phrases.yaml), and how to set it."""

    what: str
    language: str | None
    amend: Callable[[], Awaitable[Any]]


class Presence:
    """Sets what differs from what is set: Telegram lets a bot change its name only a few times a day."""

    def __init__(self, bot: Bot, dialogue: Dialogue):
        """`bot` has no rate limiter: one would wait, and hold back every message, for the hours that Telegram may ask for."""
        self._bot = bot
        self._dialogue = dialogue

    async def introduce(self) -> None:
        """Set commands, name and descriptions in the default language for everybody, in each language for those who use it."""
        async for difference in self.differences():
            await _amend(difference)

    async def differences(self) -> AsyncIterator[Difference]:
        """What is set in Telegram otherwise than it should be."""
        for language in (None, *self._dialogue.knowledge.editions):
            phrases = self._dialogue.phrases(language)
            async for difference in self._commands(language, phrases):
                yield difference
            async for difference in self._texts(language, phrases):
                yield difference
        if (await self._bot.get_chat_menu_button()).type != MenuButtonType.COMMANDS:
            yield Difference("menu button", None, partial(self._bot.set_chat_menu_button, menu_button=MenuButtonCommands()))

    async def _commands(self, language: str | None, phrases: Phrases) -> AsyncIterator[Difference]:
        for scope, names in COMMANDS:
            commands = tuple(BotCommand(name, getattr(phrases.commands, name)) for name in names)
            if await self._bot.get_my_commands(scope, language) != commands:
                amend = partial(self._bot.set_my_commands, commands) if commands else self._bot.delete_my_commands
                yield Difference("commands", language, partial(amend, scope=scope, language_code=language))

    async def _texts(self, language: str | None, phrases: Phrases) -> AsyncIterator[Difference]:
        bot = self._bot
        if phrases.name and (await bot.get_my_name(language)).name != phrases.name:
            yield Difference("name", language, partial(bot.set_my_name, phrases.name, language))
        if phrases.description and (await bot.get_my_description(language)).description != phrases.description:
            yield Difference("description", language, partial(bot.set_my_description, phrases.description, language))
        short = phrases.short_description
        if short and (await bot.get_my_short_description(language)).short_description != short:
            yield Difference("short_description", language, partial(bot.set_my_short_description, short, language))


async def _amend(difference: Difference) -> None:
    """Set one thing; what Telegram refuses is only told: the bot answers as well without it."""
    what = difference.what
    try:
        await difference.amend()
    except BadRequest as error:
        _log.error("Telegram refuses the bot's %s (%s); check `%s` in phrases.yaml.", what, error.message, what)
    except RetryAfter as error:
        _log.warning("Telegram does not let the bot change its %s now (%s); the next start tries again.", what, error.message)
