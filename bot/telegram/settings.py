"""/settings: what the admins of a group, and nobody else, choose for it."""

from collections.abc import Iterable, Mapping

from telegram import Chat, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest

from bot.knowledge.markup import Markup, join
from bot.telegram.buttons import ChooseGroupLanguage, ChooseMode, encode
from bot.telegram.desk import SHADOW, Desk
from bot.telegram.modes import Mode
from bot.telegram.rendering import Outgoing, html

MOST_COUNTED = 5
"""Answers that are shown of those that would have been given."""

A_ROW = 2

_CHOSEN = "✓ "
_ADMINS = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)


class GroupSettings:
    """What is chosen for groups, and who may choose it."""

    def __init__(self, desk: Desk):
        self._desk = desk

    async def mode(self, chat_id: int) -> Mode:
        """When to speak in a group."""
        return Mode.of((await self._desk.store.settings(chat_id)).mode)

    async def choose(self, chat_id: int, press: ChooseMode | ChooseGroupLanguage) -> None:
        """Keep what an admin has chosen; a language that is not there any more stands for none."""
        if isinstance(press, ChooseMode):
            await self._desk.store.choose_mode(chat_id, Mode.of(press.mode))
        else:
            await self._desk.store.choose_language(chat_id, self._desk.dialogue.known_language(press.language))

    async def may_choose(self, chat_id: int, user_id: int) -> bool:
        """Whether a person is an admin of the group now."""
        return await self._status(chat_id, user_id) in _ADMINS

    async def is_from_admin(self, message: Message) -> bool:
        """Whether an admin wrote a message in a group, be it anonymously, in the name of the group."""
        if message.sender_chat:
            return message.sender_chat.id == message.chat_id
        return message.from_user is not None and await self.may_choose(message.chat_id, message.from_user.id)

    async def _status(self, chat_id: int, user_id: int) -> str | None:
        try:
            return (await self._desk.bot.get_chat_member(chat_id, user_id)).status
        except BadRequest:  # somebody who was never there
            return None

    async def page(self, chat: Chat, language: str) -> Outgoing:
        """What is chosen now, and what can be."""
        phrases = self._desk.phrases(language)
        mode, chosen = await self.mode(chat.id), await self._desk.chosen_language(chat.id)
        parts = [phrases.settings]
        if not await self._sees_everything(chat):
            parts.append(phrases.settings_blind)
        if counted := self._counted(await self._desk.store.counts(SHADOW, chat.id), language):
            parts.append(join((phrases.settings_counted, Markup.of(counted)), "\n"))
        modes = [_button(getattr(phrases, f"mode_{one.value}"), ChooseMode(one), chosen=one is mode) for one in Mode]
        names = {None: phrases.any_language} | {
            one: self._desk.phrases(one).language_name for one in self._desk.dialogue.knowledge.editions
        }
        languages = [_button(name, ChooseGroupLanguage(one), chosen=one == chosen) for one, name in names.items()]
        rows = [*_in_rows(modes), *_in_rows(languages)]
        return Outgoing(html(join(parts)), InlineKeyboardMarkup(rows))

    async def _sees_everything(self, chat: Chat) -> bool:
        """Whether Telegram shows the bot what is not addressed to it."""
        bot = self._desk.bot
        return bool(bot.bot.can_read_all_group_messages) or await self._status(chat.id, bot.id) in _ADMINS

    def _counted(self, counted: Mapping[str, int], language: str) -> str:
        """The answers that would have been given most often, one a line."""
        titles = {entry: self._desk.dialogue.title(entry, language) for entry in counted}
        ranked = sorted((entry for entry, title in titles.items() if title), key=lambda entry: -counted[entry])
        return "\n".join(f"{counted[entry]} × {titles[entry]}" for entry in ranked[:MOST_COUNTED])


def _button(name: str, press: ChooseMode | ChooseGroupLanguage, *, chosen: bool) -> InlineKeyboardButton:
    return InlineKeyboardButton(f"{_CHOSEN if chosen else ''}{name}", callback_data=encode(press))


def _in_rows(buttons: Iterable[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    listed = list(buttons)
    return [listed[start : start + A_ROW] for start in range(0, len(listed), A_ROW)]
