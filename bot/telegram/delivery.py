"""Sending messages and replacing them, with what Telegram does not allow or no longer finds."""

import os
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from telegram import Bot, InputMediaPhoto, LinkPreviewOptions, ReplyParameters
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest

from bot.telegram.conversations import Sent
from bot.telegram.rendering import Outgoing

_OUT_OF_REACH = ("not found", "can't be edited", "message_id_invalid")
"""What Telegram says of a message that was deleted or is too old to be edited."""

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Delivery:
    """Brings messages into chats."""

    def __init__(self, bot: Bot):
        self._bot = bot

    async def send(self, chat_id: int, outgoing: Outgoing, reply_to: int | None = None) -> Sent:
        """Send a message, as a reply where `reply_to` names a message that is still there."""
        reply = ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None
        if picture := _picture(outgoing):
            await self._bot.send_chat_action(chat_id, ChatAction.UPLOAD_PHOTO)  # the one thing here that takes seconds
            message = await self._bot.send_photo(
                chat_id,
                picture,
                outgoing.html,
                parse_mode=ParseMode.HTML,
                reply_markup=outgoing.keyboard,
                reply_parameters=reply,
            )
            return Sent(message.message_id, has_photo=True)
        message = await self._bot.send_message(
            chat_id,
            outgoing.html,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=outgoing.keyboard,
            reply_parameters=reply,
        )
        return Sent(message.message_id, has_photo=False)

    async def replace(self, chat_id: int, sent: Sent, outgoing: Outgoing) -> Sent:
        """Put a message in the place of an earlier one; where that cannot be edited, send it anew."""
        if sent.has_photo is not bool(_picture(outgoing)):
            await _unless(
                ("message to delete not found", "message can't be deleted"),
                self._bot.delete_message,
                chat_id,
                sent.message_id,
            )
            return await self.send(chat_id, outgoing)
        try:
            await self._edit(chat_id, sent, outgoing)
        except BadRequest as error:
            if "not modified" in error.message:
                return sent
            if not any(reason in error.message.lower() for reason in _OUT_OF_REACH):
                raise
            return await self.send(chat_id, outgoing)
        return sent

    async def _edit(self, chat_id: int, sent: Sent, outgoing: Outgoing) -> None:
        """Make a text another text, or a picture another picture."""
        if picture := _picture(outgoing):
            await self._bot.send_chat_action(chat_id, ChatAction.UPLOAD_PHOTO)
            media = InputMediaPhoto(picture.read_bytes(), outgoing.html, ParseMode.HTML)
            await self._bot.edit_message_media(media, chat_id, sent.message_id, reply_markup=outgoing.keyboard)
        else:
            await self._bot.edit_message_text(
                outgoing.html,
                chat_id,
                sent.message_id,
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=outgoing.keyboard,
            )

    async def acknowledge(self, query_id: str, toast: str | None = None) -> None:
        """Stop the blinking of a pressed button; presses that Telegram has given up on are let be."""
        await _unless(("query is too old", "query_id_invalid"), self._bot.answer_callback_query, query_id, toast)


def _picture(outgoing: Outgoing) -> Path | None:
    """The picture to show, if its file is there: no answer is held back by one that is gone."""
    return outgoing.photo if outgoing.photo and os.path.isfile(outgoing.photo) else None


async def _unless(harmless: tuple[str, ...], call: Callable[..., Coroutine[Any, Any, Any]], *arguments: Any) -> None:
    """Call Telegram; what it refuses for a harmless reason is as good as done."""
    try:
        await call(*arguments)
    except BadRequest as error:
        if not any(reason in error.message.lower() for reason in harmless):
            raise
