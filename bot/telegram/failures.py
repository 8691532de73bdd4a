"""What to do when something fails while an update is handled: log first, tell the person second, and never fail in doing so."""

import logging
from collections.abc import Awaitable, Callable

from telegram import Update
from telegram.constants import ChatType
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import ContextTypes

from bot.dialogue.dialogue import Dialogue
from bot.telegram.delivery import QuestionGoneError

_SHUT = ("topic_closed", "topic_deleted", "thread not found", "not enough rights", "chat_write_forbidden", "chat not found")
"""What Telegram says where the bot may not speak, or not there, any more."""

_log = logging.getLogger(__name__)


class Failures:
    """Handles errors by kind.

    Forbidden    the person has blocked the bot, or a group has removed it: nothing to mend, noted at INFO
    BadRequest   where the bot may not speak, or the topic is gone: the same, as are ChatMigrated and QuestionGoneError
    RetryAfter   still refused after the limiter's patience: a warning, since more messages would only make it worse
    NetworkError Telegram is out of reach, or TimedOut: a warning
    InvalidToken the token was revoked: a warning here, since whoever polls says what to do about it
    otherwise    a fault of ours: logged with its traceback, and the person is asked to try again
    """

    def __init__(self, dialogue: Dialogue, language: Callable[[Update], Awaitable[str]]):
        """`language` tells in which one an update is to be answered."""
        self._dialogue = dialogue
        self._language = language

    async def handle(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Called by the library with whatever a handler raised."""
        match context.error:
            case Forbidden() | ChatMigrated():
                _log.info("Not delivered: %s", context.error.message)
            case QuestionGoneError():
                _log.info("Not delivered: the question is gone")
            case RetryAfter() | TimedOut() | InvalidToken():
                _log.warning("Not delivered: %s", context.error.message)
            case NetworkError() if type(context.error) is NetworkError:  # its subclass BadRequest is our fault
                _log.warning("Not delivered: %s", context.error.message)
            case BadRequest(message=said) if any(reason in said.lower() for reason in _SHUT):
                _log.info("Not delivered: %s", said)
            case error:
                _log.error("An update could not be handled", exc_info=error)
                await self._apologise(update, context)

    async def _apologise(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Only in a private chat: elsewhere it would be one more thing that nobody asked for."""
        if not isinstance(update, Update) or update.effective_chat is None or not _is_private(update):
            return
        apology = self._dialogue.phrases(await self._language(update)).failure
        try:
            await context.bot.send_message(update.effective_chat.id, apology.plain)
        except TelegramError as error:
            _log.warning("The apology was not delivered either: %s", error.message)


def _is_private(update: Update) -> bool:
    """Whether an update comes from the bot's own chat with a person, not from one that the bot is only let into."""
    chat, message = update.effective_chat, update.effective_message
    return chat is not None and chat.type == ChatType.PRIVATE and not (message and message.business_connection_id)
