"""The methods with which a bot talks: sending, editing and deleting messages, and answering pressed buttons."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from botapi import composing, limits
from botapi.chats import Room
from botapi.entities import FormattedText
from botapi.errors import BadRequest, Upgraded
from botapi.messages import Message, Toast
from botapi.methods import Method
from botapi.parameters import Parameters

if TYPE_CHECKING:
    from botapi.state import State

_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
# The topic that every forum has; only actions can name it.
_GENERAL = 1
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


def _writable(state: "State", given: Parameters, what: str = "") -> Room:
    """The room that a request is about, where the bot may send such things, be it in its own name or for a business."""
    chat_id = state.chats.identifier(given.text("chat_id"))
    if connection := given.text("business_connection_id"):
        return state.connections.writable(connection, chat_id)
    return state.chats.writable(chat_id, what)


def _replied(state: "State", room: Room, given: Parameters) -> Message | None:
    """The message that the new one replies to."""
    parameters = given.nested("reply_parameters")
    if not parameters:
        return None
    if not isinstance(parameters, Mapping):
        raise BadRequest("object expected as reply parameters")
    if "message_id" not in parameters:
        raise BadRequest('can\'t find field "message_id"')
    if chat_id := parameters.get("chat_id"):
        room = state.chats.readable(int(chat_id))
    message = room.messages.get(int(parameters["message_id"]))
    if message is None and not parameters.get("allow_sending_without_reply"):
        raise BadRequest("message to be replied not found")
    return message


def _send(state: "State", given: Parameters, what: str, formatted: FormattedText, **content: Any) -> dict[str, Any]:
    """Post a message; `what` is how Telegram calls the right to send such ones."""
    room = _writable(state, given, what)
    reply_to, thread = room.place(
        _replied(state, room, given), given.integer("message_thread_id"), by_administrator=room.is_led_by_bot
    )
    is_silent = given.flag("disable_notification")
    return state.post(room, formatted, reply_to=reply_to, thread=thread, is_silent=is_silent, **content).json()


def _send_message(state: "State", given: Parameters) -> dict[str, Any]:
    markup = composing.markup(given)
    return _send(state, given, "text messages", composing.text(given), html=composing.html(given, "text"), markup=markup)


def _send_photo(state: "State", given: Parameters) -> dict[str, Any]:
    markup = composing.markup(given)
    caption = composing.caption(given)
    photo = state.files.photo("photo", given.text("photo"), dict(given.uploads))
    return _send(state, given, "photos", caption, html=composing.html(given, "caption"), photo=photo, markup=markup)


def _send_chat_action(state: "State", given: Parameters) -> bool:
    if given.text("action") not in _ACTIONS:
        raise BadRequest("wrong parameter action in request")
    room = _writable(state, given)
    if given.integer("message_thread_id") != _GENERAL:
        room.place(None, given.integer("message_thread_id"), by_administrator=room.is_led_by_bot)
    room.actions.append(given.text("action"))
    return True


@dataclass(frozen=True)
class _Edited:
    """The message that an edit is about; of an edited inline message the bot is told nothing but that it went well."""

    room: Room
    old: Message
    is_inline: bool = False

    def becomes(self, state: "State", **content: Any) -> dict[str, Any] | bool:
        """Change the message; the result of the request."""
        new = replace(self.old, **content)
        if self.old.content() == new.content():
            raise BadRequest(_NOT_MODIFIED)
        edited = replace(new, edit_date=state.clock.date())
        self.room.messages[edited.message_id] = edited
        self.room.edits[edited.message_id].append(edited.as_bot_message())
        state.relay(edited)
        return self.is_inline or edited.json()


def _editable(state: "State", given: Parameters) -> _Edited:
    """The message that an edit is about; bots edit only their own, and none that brought a keyboard for the chat."""
    if given.text("inline_message_id") and not given.text("chat_id"):
        return _Edited(*state.inline.post(given.text("inline_message_id")), is_inline=True)
    if not given.integer("message_id"):
        raise BadRequest("message identifier is not specified")
    try:
        room = _writable(state, given)
    except Upgraded:
        raise BadRequest("message can't be edited") from None
    message = room.message(given.integer("message_id"), "message to edit")
    if not message.is_own or (message.markup and not message.has_inline_keyboard):
        raise BadRequest("message can't be edited")
    return _Edited(room, message)


def _edit_text(state: "State", given: Parameters) -> dict[str, Any] | bool:
    markup = composing.markup(given, only_inline=True)
    text = composing.text(given)
    edited = _editable(state, given)
    if edited.old.has_media:
        raise BadRequest("there is no text in the message to edit")
    return edited.becomes(state, text=text.text, entities=text.entities, html=composing.html(given, "text"), markup=markup)


def _edit_caption(state: "State", given: Parameters) -> dict[str, Any] | bool:
    markup = composing.markup(given, only_inline=True)
    caption = composing.caption(given)
    edited = _editable(state, given)
    if not edited.old.has_media:
        raise BadRequest("there is no caption in the message to edit")
    html = composing.html(given, "caption")
    return edited.becomes(state, text=caption.text, entities=caption.entities, html=html, markup=markup)


def _edit_media(state: "State", given: Parameters) -> dict[str, Any] | bool:
    markup = composing.markup(given, only_inline=True)
    media = given.nested("media")
    if not isinstance(media, Mapping):
        raise BadRequest("media not found")
    if media.get("type") != "photo":
        # The other types exist, but nothing here keeps them.
        raise BadRequest(f'can\'t parse InputMedia: type "{media.get("type")}" is unsupported')
    described = Parameters(media)
    caption = composing.caption(described)
    edited = _editable(state, given)
    if edited.is_inline and given.uploads:
        raise BadRequest("invalid message content specified")
    photo = state.files.photo("media", str(media.get("media", "")), dict(given.uploads))
    html = composing.html(described, "caption")
    return edited.becomes(state, text=caption.text, entities=caption.entities, html=html, photo=photo, markup=markup)


def _edit_reply_markup(state: "State", given: Parameters) -> dict[str, Any] | bool:
    markup = composing.markup(given, only_inline=True)
    return _editable(state, given).becomes(state, markup=markup)


def _delete_message(state: "State", given: Parameters) -> bool:
    room = state.chats.inhabited(state.chats.identifier(given.text("chat_id")))
    message = room.message(given.integer("message_id"), "message to delete")
    if not (message.is_own or room.chat.is_private or room.is_led_by_bot):
        raise BadRequest("message can't be deleted")
    del room.messages[message.message_id]
    return True


def _answer_callback_query(state: "State", given: Parameters) -> bool:
    limits.toast(given.text("text"))
    state.chats.answer(given.text("callback_query_id"), Toast(given.text("text"), given.flag("show_alert")))
    return True


_SENDING = (
    "business_connection_id chat_id message_thread_id direct_messages_topic_id parse_mode disable_notification "
    "protect_content allow_paid_broadcast message_effect_id suggested_post_parameters reply_parameters reply_markup"
)
_EDITING = "business_connection_id chat_id message_id inline_message_id reply_markup"

METHODS = (
    Method("sendMessage", _send_message, f"{_SENDING} text entities link_preview_options", is_message=True),
    Method(
        "sendPhoto",
        _send_photo,
        f"{_SENDING} photo caption caption_entities show_caption_above_media has_spoiler",
        is_message=True,
    ),
    Method("sendChatAction", _send_chat_action, "business_connection_id chat_id message_thread_id action"),
    Method("editMessageText", _edit_text, f"{_EDITING} text parse_mode entities link_preview_options", is_message=True),
    Method(
        "editMessageCaption",
        _edit_caption,
        f"{_EDITING} caption parse_mode caption_entities show_caption_above_media",
        is_message=True,
    ),
    Method("editMessageMedia", _edit_media, f"{_EDITING} media", is_message=True),
    Method("editMessageReplyMarkup", _edit_reply_markup, _EDITING, is_message=True),
    Method("deleteMessage", _delete_message, "chat_id message_id"),
    Method("answerCallbackQuery", _answer_callback_query, "callback_query_id text show_alert url cache_time"),
)
