"""All the doors into Telegram, and what they share."""

from typing import Any

from telegram import Bot, Update
from telegram.ext import BaseHandler

from bot.dialogue.dialogue import Dialogue
from bot.storage.store import Store
from bot.telegram import business, groups, guest, inline, presses, private
from bot.telegram.conversations import Conversations
from bot.telegram.damping import Damper
from bot.telegram.delivery import Delivery
from bot.telegram.desk import Desk
from bot.telegram.pace import Pace
from bot.telegram.pictures import Pictures
from bot.telegram.settings import GroupSettings

_DOORS = (private, presses, groups, inline, guest, business)

UPDATES = tuple(dict.fromkeys(kind for door in _DOORS for kind in door.UPDATES))
"""The kinds of update to ask Telegram for, which remembers them: none comes that was not asked for."""


class Doors:
    """Private chats, buttons, groups and channels, inline mode, guest mode and business chats of one bot."""

    def __init__(self, bot: Bot, dialogue: Dialogue, store: Store, pace: Pace):
        desk = Desk(bot, dialogue, store)
        delivery = Delivery(bot, Pictures(bot, store))
        conversations, settings, damper = Conversations(), GroupSettings(desk), Damper(pace)
        self._dialogue = dialogue
        self._private = private.PrivateChat(desk, delivery, conversations)
        self._presses = presses.Presses(desk, delivery, conversations, settings, damper)
        self._others = (
            groups.Groups(desk, delivery, conversations, settings, damper),
            inline.InlineMode(desk),
            guest.GuestMode(desk),
            business.BusinessChats(desk, delivery),
        )

    def handlers(self) -> list[BaseHandler[Update, Any, Any]]:
        """The handlers of all doors; their filters leave no update to two of them."""
        return [handler for door in (self._private, self._presses, *self._others) for handler in door.handlers()]

    async def language(self, update: Update) -> str:
        """The language in which to tell somebody in a private chat that an update could not be handled."""
        if update.callback_query:
            return await self._presses.language(update.callback_query)
        if update.effective_message:
            return await self._private.language(update.effective_message)
        return self._dialogue.language(None)
