"""Guest mode (Bot API 10.0): somebody mentions the bot in a chat that it is not in, and it answers once."""

from collections.abc import Sequence
from typing import Any

from telegram import Update
from telegram.error import BadRequest
from telegram.ext import BaseHandler, ContextTypes, MessageHandler, filters

from bot.telegram.asking import Address, address, is_from_person, language_code, words
from bot.telegram.desk import Desk
from bot.telegram.inline import article

Context = ContextTypes.DEFAULT_TYPE

UPDATES = (Update.GUEST_MESSAGE,)
"""The kinds of update that this door needs."""

RESULT = "guest"
"""The id of the one result; nobody sees it."""


class GuestMode:
    """Answers where the bot is only called in. Nothing is remembered: the chat's number may be that of another chat here."""

    def __init__(self, desk: Desk):
        self._desk = desk

    def handlers(self) -> Sequence[BaseHandler[Update, Context, Any]]:
        """The one handler of guest messages."""
        return [MessageHandler(filters.UpdateType.GUEST_MESSAGE, self._called)]

    async def _called(self, update: Update, context: Context) -> None:
        """One reply: to the message that the mention replies to, or to what the mention says itself."""
        message = update.guest_message
        if message is None or message.guest_query_id is None or not is_from_person(message):
            return
        desk = self._desk
        chosen = await desk.chosen_language(message.from_user.id) if message.from_user else None
        wished = chosen or language_code(message)
        turn, _ = desk.reply(message, address(message, desk.bot) or Address(words(message)), wished)
        language = turn.language if turn else desk.dialogue.language(wished)
        shown = turn.reply if turn else desk.dialogue.page("greeting", language)
        try:
            await desk.bot.answer_guest_query(message.guest_query_id, article(desk, shown, language, RESULT, desk.bot.first_name))
        except BadRequest as error:
            if "query is too old" not in error.message.lower():
                raise
        if turn:
            desk.count(turn)
