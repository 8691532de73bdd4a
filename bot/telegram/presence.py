"""How the bot presents itself in Telegram: its commands, name and descriptions, for each language and for everybody else."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from telegram import Bot, BotCommand
from telegram.error import BadRequest, RetryAfter

from bot.dialogue.dialogue import Dialogue

_log = logging.getLogger(__name__)


class Presence:
    """Sets what differs from what is set: Telegram lets a bot change its name only a few times a day."""

    def __init__(self, bot: Bot, dialogue: Dialogue):
        """`bot` has no rate limiter: one would wait, and hold back every message, for the hours that Telegram may ask for."""
        self._bot = bot
        self._dialogue = dialogue

    async def introduce(self) -> None:
        """Set commands, name and descriptions in the default language for everybody, in each language for those who use it."""
        for language in (None, *self._dialogue.knowledge.editions):
            await self._introduce_in(language)

    async def _introduce_in(self, language: str | None) -> None:
        bot, phrases = self._bot, self._dialogue.phrases(language)
        commands = tuple(BotCommand(name, getattr(phrases.commands, name)) for name in type(phrases.commands).model_fields)
        with _only_told("commands"):
            if await bot.get_my_commands(language_code=language) != commands:
                await bot.set_my_commands(commands, language_code=language)
        if phrases.name:
            with _only_told("name"):
                if (await bot.get_my_name(language)).name != phrases.name:
                    await bot.set_my_name(phrases.name, language)
        if phrases.description:
            with _only_told("description"):
                if (await bot.get_my_description(language)).description != phrases.description:
                    await bot.set_my_description(phrases.description, language)
        if phrases.short_description:
            with _only_told("short_description"):
                if (await bot.get_my_short_description(language)).short_description != phrases.short_description:
                    await bot.set_my_short_description(phrases.short_description, language)


@contextmanager
def _only_told(what: str) -> Iterator[None]:
    """What Telegram refuses while one thing is set is only told: the bot answers as well without it."""
    try:
        yield
    except BadRequest as error:
        _log.error("Telegram refuses the bot's %s (%s); check `%s` in phrases.yaml.", what, error.message, what)
    except RetryAfter as error:
        _log.warning("Telegram does not let the bot change its %s now (%s); the next start tries again.", what, error.message)
