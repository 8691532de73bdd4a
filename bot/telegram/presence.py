"""How the bot presents itself in Telegram: its commands, name and descriptions, for each language and for everybody else."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Bot, BotCommand
from telegram.error import BadRequest, RetryAfter

from bot.dialogue.dialogue import Dialogue

_log = logging.getLogger(__name__)


class Presence:
    """Sets what differs from what is set: Telegram lets a bot change its name only a few times a day."""

    def __init__(self, bot: Bot, dialogue: Dialogue):
        self._bot = bot
        self._dialogue = dialogue

    async def introduce(self) -> None:
        """Set commands, name and descriptions in the default language for everybody, in each language for those who use it."""
        for language in (None, *self._dialogue.knowledge.editions):
            phrases = self._dialogue.phrases(language)
            commands = [BotCommand(name, getattr(phrases.commands, name)) for name in type(phrases.commands).model_fields]
            if list(await self._bot.get_my_commands(language_code=language)) != commands:
                await self._set("commands", self._bot.set_my_commands, commands, language)
            if phrases.name and (await self._bot.get_my_name(language)).name != phrases.name:
                await self._set("name", self._bot.set_my_name, phrases.name, language)
            if phrases.description and (await self._bot.get_my_description(language)).description != phrases.description:
                await self._set("description", self._bot.set_my_description, phrases.description, language)
            short = phrases.short_description
            if short and (await self._bot.get_my_short_description(language)).short_description != short:
                await self._set("short_description", self._bot.set_my_short_description, short, language)

    @staticmethod
    async def _set(what: str, call: Callable[..., Awaitable[Any]], value: Any, language: str | None) -> None:
        """Set one thing. The bot answers as well without it, so what Telegram refuses is only told."""
        try:
            await call(value, language_code=language)
        except BadRequest as error:
            _log.error("Telegram refuses the bot's %s (%s); check `%s` in phrases.yaml.", what, error.message, what)
        except RetryAfter as error:
            _log.warning("Telegram does not let the bot change its %s now (%s); the next start tries again.", what, error.message)
