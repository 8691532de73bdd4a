"""Sending messages and replacing them, with what Telegram does not allow or no longer finds."""

import os
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from telegram import Bot, InputMediaPhoto, LinkPreviewOptions, Message, PhotoSize, ReplyParameters
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest

from bot.telegram.conversations import Sent
from bot.telegram.pictures import Pictures
from bot.telegram.rendering import Outgoing

_OUT_OF_REACH = ("not found", "can't be edited", "message_id_invalid")
"""What Telegram says of a message that was deleted or is too old to be edited."""

_QUESTION_GONE = "message to be replied not found"
_UNKNOWN_FILE = ("wrong file identifier", "wrong remote file", "file reference")
"""What Telegram says of a file_id that it does not know any more."""

_NO_PICTURES = (
    "to send photos",
    "photo_invalid",
    "image_process_failed",
    "chat_send_photos_forbidden",
    "chat_send_media_forbidden",
)
"""What Telegram says where no pictures may be sent, or of a file that it takes for none: then the answer comes without."""

_Showing = Callable[[str | bytes], Coroutine[Any, Any, Message]]
"""Shows a picture, given by its file_id or its content."""

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where to say something: in a chat, as a reply to a message of it, in a topic, in whose name.

    If it is to be said `only_as_reply`, it is not where that message is gone.
    """

    chat_id: int
    reply_to: int | None = None
    topic: int | None = None
    business: str | None = None
    only_as_reply: bool = False


class QuestionGoneError(Exception):
    """A message that was to be answered was deleted meanwhile."""


class Delivery:
    """Brings messages into chats."""

    def __init__(self, bot: Bot, pictures: Pictures):
        self._bot = bot
        self._pictures = pictures

    async def send(self, spot: Spot, outgoing: Outgoing) -> Sent:
        """Send a message; raises QuestionGoneError if it was only to be a reply, and what it replies to is not there any more."""
        try:
            message = await self._send(spot, outgoing)
        except BadRequest as error:
            if spot.only_as_reply and _QUESTION_GONE in error.message.lower():
                raise QuestionGoneError from error
            raise
        return Sent(message.message_id, has_photo=bool(message.photo))

    async def _send(self, spot: Spot, outgoing: Outgoing) -> Message:
        reply = ReplyParameters(spot.reply_to, allow_sending_without_reply=not spot.only_as_reply) if spot.reply_to else None
        place = {"message_thread_id": spot.topic, "business_connection_id": spot.business, "reply_parameters": reply}
        picture = _picture(outgoing)

        async def send(photo: str | bytes) -> Message:
            return await self._bot.send_photo(
                spot.chat_id,
                photo,
                outgoing.html,
                parse_mode=ParseMode.HTML,
                reply_markup=outgoing.keyboard,
                **place,  # type: ignore[arg-type]
            )

        if picture:
            try:
                return await self._with_picture(spot, picture, send)
            except BadRequest as error:
                if not any(reason in error.message.lower() for reason in _NO_PICTURES):
                    raise
        return await self._bot.send_message(
            spot.chat_id,
            outgoing.html,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=outgoing.keyboard,
            **place,  # type: ignore[arg-type]
        )

    async def _with_picture(self, spot: Spot, picture: Path, show: _Showing) -> Message:
        """Show a picture that Telegram may have already; otherwise it is uploaded, once."""
        content = picture.read_bytes()
        if known := await self._pictures.file_id(content):
            try:
                return await show(known)
            except BadRequest as error:
                if not any(reason in error.message.lower() for reason in _UNKNOWN_FILE):
                    raise
        await self._bot.send_chat_action(  # the one thing here that takes seconds
            spot.chat_id, ChatAction.UPLOAD_PHOTO, message_thread_id=spot.topic, business_connection_id=spot.business
        )
        message = await show(content)
        sizes: tuple[PhotoSize, ...] = message.photo
        self._pictures.uploaded(content, sizes[-1].file_id)
        return message

    async def replace(self, spot: Spot, sent: Sent, outgoing: Outgoing) -> Sent:
        """Put a message in the place of an earlier one; where that cannot be edited, send it anew."""
        if sent.has_photo is not bool(_picture(outgoing)):
            instead = await self.send(spot, outgoing)
            if not spot.business:  # where only the owner deletes
                await _unless(
                    ("message to delete not found", "message can't be deleted"),
                    self._bot.delete_message,
                    spot.chat_id,
                    sent.message_id,
                )
            return instead
        try:
            await self._edit(spot, sent, outgoing)
        except BadRequest as error:
            if "not modified" in error.message:
                return sent
            if not any(reason in error.message.lower() for reason in _OUT_OF_REACH):
                raise
            return await self.send(spot, outgoing)
        return sent

    async def _edit(self, spot: Spot, sent: Sent, outgoing: Outgoing) -> None:
        """Make a text another text, or a picture another picture."""
        picture = _picture(outgoing)
        if picture is None:
            await self._bot.edit_message_text(
                outgoing.html,
                spot.chat_id,
                sent.message_id,
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=outgoing.keyboard,
                business_connection_id=spot.business,
            )
            return

        async def edit(photo: str | bytes) -> Message:
            media = InputMediaPhoto(photo, outgoing.html, ParseMode.HTML)
            edited = await self._bot.edit_message_media(
                media, spot.chat_id, sent.message_id, reply_markup=outgoing.keyboard, business_connection_id=spot.business
            )
            if not isinstance(edited, Message):
                raise TypeError("a message of a chat comes back when it is edited")
            return edited

        await self._with_picture(spot, picture, edit)

    async def replace_inline(self, inline_message_id: str, outgoing: Outgoing) -> None:
        """Change a message that a person has brought into some chat."""
        await _unless(
            ("not modified", "message_id_invalid"),
            self._bot.edit_message_text,
            outgoing.html,
            inline_message_id=inline_message_id,
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


async def _unless(harmless: tuple[str, ...], call: Callable[..., Coroutine[Any, Any, Any]], *arguments: Any, **more: Any) -> None:
    """Call Telegram; what it refuses for a harmless reason is as good as done."""
    try:
        await call(*arguments, **more)
    except BadRequest as error:
        if not any(reason in error.message.lower() for reason in harmless):
            raise
