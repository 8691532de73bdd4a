"""How the bot presents itself in Telegram: its commands, name and descriptions, for each language and for everybody else."""

import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

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

Text = Literal["name", "description", "short_description"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Setting:
    """Something that people see of the bot: what it is (a key of phrases.yaml), what it should be, and how to read and set it."""

    what: str
    language: str | None
    wanted: Any
    read: Callable[[], Awaitable[Any]]
    write: Callable[[], Awaitable[Any]]

    async def is_right(self) -> bool:
        """Whether it is in Telegram as it should be."""
        return bool(await self.read() == self.wanted)


class Presence:
    """Sets what differs from what is set: Telegram lets a bot change its name only a few times a day."""

    def __init__(self, bot: Bot, dialogue: Dialogue):
        """`bot` has no rate limiter: one would wait, and hold back every message, for the hours that Telegram may ask for."""
        self._bot = bot
        self._dialogue = dialogue

    async def introduce(self) -> None:
        """Set commands, name and descriptions in the default language for everybody, in each language for those who use it."""
        for setting in self.settings():
            with _only_told(setting.what):
                if not await setting.is_right():
                    await setting.write()

    def settings(self) -> Iterator[Setting]:
        """All that there is to set."""
        for language in (None, *self._dialogue.knowledge.editions):
            phrases = self._dialogue.phrases(language)
            yield from self._commands(language, phrases)
            yield from self._texts(language, phrases)
        bot, button = self._bot, MenuButtonCommands()
        yield Setting(
            "menu button", None, button, bot.get_chat_menu_button, partial(bot.set_chat_menu_button, menu_button=button)
        )

    def _commands(self, language: str | None, phrases: Phrases) -> Iterator[Setting]:
        bot = self._bot
        for scope, names in COMMANDS:
            commands = tuple(BotCommand(name, getattr(phrases.commands, name)) for name in names)
            write = partial(bot.set_my_commands, commands) if commands else bot.delete_my_commands
            yield Setting(
                "commands",
                language,
                commands,
                partial(bot.get_my_commands, scope, language),
                partial(write, scope=scope, language_code=language),
            )

    def _texts(self, language: str | None, phrases: Phrases) -> Iterator[Setting]:
        bot = self._bot
        texts: tuple[tuple[Text, Callable[..., Awaitable[Any]], Callable[..., Awaitable[Any]]], ...] = (
            ("name", bot.get_my_name, bot.set_my_name),
            ("description", bot.get_my_description, bot.set_my_description),
            ("short_description", bot.get_my_short_description, bot.set_my_short_description),
        )
        for what, get, set_ in texts:
            if wanted := getattr(phrases, what):
                yield Setting(what, language, wanted, partial(_text, what, get, language), partial(set_, wanted, language))


async def _text(what: Text, get: Callable[..., Awaitable[Any]], language: str | None) -> Any:
    """A text as it is set, out of the object that Telegram answers with."""
    return getattr(await get(language), what)


@contextmanager
def _only_told(what: str) -> Iterator[None]:
    """What Telegram refuses while one thing is set is only told: the bot answers as well without it."""
    try:
        yield
    except BadRequest as error:
        _log.error("Telegram refuses the bot's %s (%s); check `%s` in phrases.yaml.", what, error.message, what)
    except RetryAfter as error:
        _log.warning("Telegram does not let the bot change its %s now (%s); the next start tries again.", what, error.message)
