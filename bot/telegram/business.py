"""Telegram Business: in the chats of an account that it is connected to, the bot answers what it is sure of, as its owner."""

from collections.abc import Sequence
from typing import Any

from telegram import BusinessConnection, Message, Update
from telegram.error import BadRequest
from telegram.ext import BaseHandler, BusinessConnectionHandler, ContextTypes, MessageHandler, filters

from bot.telegram.asking import is_from_person, language_code, words
from bot.telegram.conversations import Answered, Conversations
from bot.telegram.delivery import Delivery, Spot
from bot.telegram.desk import Desk
from bot.telegram.rendering import Place

Context = ContextTypes.DEFAULT_TYPE

UPDATES = (Update.BUSINESS_CONNECTION, Update.BUSINESS_MESSAGE, Update.EDITED_BUSINESS_MESSAGE)
"""The kinds of update that this door needs."""

_MESSAGES = filters.UpdateType.BUSINESS_MESSAGE | filters.UpdateType.EDITED_BUSINESS_MESSAGE


class BusinessChats:
    """Answers the customers of an account."""

    def __init__(self, desk: Desk, delivery: Delivery):
        self._desk = desk
        self._delivery = delivery
        self._conversations = Conversations()
        self._connections: dict[str, BusinessConnection] = {}

    def handlers(self) -> Sequence[BaseHandler[Update, Context, Any]]:
        """All handlers."""
        return [
            BusinessConnectionHandler(self._connected),
            MessageHandler(_MESSAGES & (filters.TEXT | filters.CAPTION), self._heard),
        ]

    async def _connected(self, update: Update, context: Context) -> None:
        """An account was connected, disconnected, or has changed what the bot may do."""
        if connection := update.business_connection:
            self._connections[connection.id] = connection

    async def _may_answer(self, message: Message, name: str) -> bool:
        """Whether a message is a customer's, and the owner lets the bot answer; after a restart Telegram is asked for that."""
        if name not in self._connections:
            self._connections[name] = await self._desk.bot.get_business_connection(name)
        connection = self._connections[name]
        is_customer = message.from_user is not None and message.from_user.id != connection.user.id
        return is_customer and connection.is_enabled and bool(connection.rights and connection.rights.can_reply)

    async def _heard(self, update: Update, context: Context) -> None:
        message = update.effective_message
        if message is None or message.business_connection_id is None or not is_from_person(message):
            return
        if await self._may_answer(message, message.business_connection_id):
            await self._answer(message, message.business_connection_id, is_edit=update.edited_business_message is not None)

    async def _answer(self, message: Message, connection: str, *, is_edit: bool) -> None:
        """Answer what is sure; an edited question changes the answer that it got, and gets none where it had none."""
        conversation = self._conversations.of((connection, message.chat_id))
        answer = conversation.answer_to(message.message_id)
        if is_edit and (answer is None or answer.words == words(message)):
            return
        turn = self._desk.ask(message, words(message), language_code(message), conversation.memory)
        if not self._desk.dialogue.is_sure(turn):
            return
        conversation.memory = turn.memory
        spot = Spot(message.chat_id, business=connection)
        outgoing = self._desk.rendered(turn.reply, turn.language, Place.BUSINESS)
        try:
            sent = await (self._delivery.replace(spot, answer.sent, outgoing) if answer else self._delivery.send(spot, outgoing))
        except BadRequest as error:
            if "business" not in error.message.lower():  # the connection has ended meanwhile
                raise
            self._connections.pop(connection, None)
            return
        conversation.answered(message.message_id, Answered(sent, words(message)))
        self._desk.count(turn)
