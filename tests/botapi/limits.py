"""Telegram's limits on what a bot sends; each check raises BadRequest, worded as the real server's where known."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from botapi.entities import FormattedText, checked_link, utf16_length
from botapi.errors import BadRequest

TEXT = 4096
CAPTION = 1024
CALLBACK_DATA_BYTES = 64
RESULT_ID_BYTES = 64
RESULTS = 50
OFFSET_BYTES = 64
INLINE_QUERY = 256
BUTTONS = 100
BUTTONS_IN_ROW = 8
TOAST = 200
COMMANDS = 100
COMMAND_DESCRIPTION = 256
NAME = 64
DESCRIPTION = 512
SHORT_DESCRIPTION = 120
PHOTO_BYTES = 10 * 1024 * 1024

BUTTON_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LANGUAGE = re.compile(r"([a-z]{2})?")
_UNREADABLE_MENU = "can't parse MenuButton"
_UNREADABLE_BUTTON = "can't parse inline keyboard button"


@dataclass(frozen=True)
class Command:
    """A row of the command menu."""

    command: str
    description: str


def text(formatted: FormattedText) -> FormattedText:
    """The text of a message: 1 to 4096 UTF-16 units after parsing."""
    if not formatted.text:
        raise BadRequest("text must be non-empty")
    if utf16_length(formatted.text) > TEXT:
        raise BadRequest("message is too long")
    return formatted


def caption(formatted: FormattedText) -> FormattedText:
    """A caption: up to 1024 UTF-16 units after parsing."""
    if utf16_length(formatted.text) > CAPTION:
        raise BadRequest("message caption is too long")
    return formatted


def inline_text(formatted: FormattedText) -> FormattedText:
    """The text of an inline result, within the same limits as that of a message."""
    if not formatted.text:
        raise BadRequest("MESSAGE_EMPTY")
    if utf16_length(formatted.text) > TEXT:
        raise BadRequest("MESSAGE_TOO_LONG")
    return formatted


def inline_caption(formatted: FormattedText) -> FormattedText:
    """The caption of an inline result, within the same limit as that of a message."""
    if utf16_length(formatted.text) > CAPTION:
        raise BadRequest("MEDIA_CAPTION_TOO_LONG")
    return formatted


def result_id(name: str) -> str:
    """The identifier of an inline result: 1 to 64 bytes of UTF-8."""
    if not 1 <= len(name.encode()) <= RESULT_ID_BYTES:
        raise BadRequest("RESULT_ID_INVALID")
    return name


def next_offset(offset: str) -> str:
    """Where the next inline results begin, in the bot's own words: up to 64 bytes of UTF-8."""
    if len(offset.encode()) > OFFSET_BYTES:
        raise BadRequest("NEXT_OFFSET_INVALID")
    return offset


def inline_keyboard(rows: Any) -> None:
    """Buttons under a message: 100 in all, 8 in a row, each with a text and exactly one thing to do."""
    if not _is_list(rows) or not all(_is_list(row) for row in rows):
        raise BadRequest('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    for row in rows:
        for button in row:
            _inline_button(button)
    if sum(len(row) for row in rows) > BUTTONS or any(len(row) > BUTTONS_IN_ROW for row in rows):
        raise BadRequest("reply markup is too long")


def callback_data(data: str) -> None:
    """What a button sends back: 1 to 64 bytes of UTF-8."""
    if not 1 <= len(data.encode()) <= CALLBACK_DATA_BYTES:
        raise BadRequest("BUTTON_DATA_INVALID")


def toast(text: str) -> None:
    """The answer to a pressed button: up to 200 characters."""
    if utf16_length(text) > TOAST:
        raise BadRequest("MESSAGE_TOO_LONG")


def start_payload(payload: str) -> None:
    """What a deep link carries: 1 to 64 of A-Z, a-z, 0-9, _ and -; Telegram's programs do not follow other links."""
    if not _PAYLOAD.fullmatch(payload):
        raise BadRequest("START_PARAM_INVALID")


def commands(listed: Any) -> tuple[Command, ...]:
    """A command menu: up to 100 of them, names of 1 to 32 of a-z, 0-9 and _, descriptions of 1 to 256 characters."""
    if not _is_list(listed):
        raise BadRequest("expected an Array of BotCommand")
    if len(listed) > COMMANDS:
        raise BadRequest("BOT_COMMANDS_TOO_MUCH")
    return tuple(_command(command) for command in listed)


def menu_button(button: Any) -> None:
    """The button beside the field where a person types: default, commands, or a web app with a text and an https address."""
    if not isinstance(button, Mapping):
        raise BadRequest(f"{_UNREADABLE_MENU}: MenuButton must be an Object")
    if button.get("type") not in {"default", "commands", "web_app"}:
        raise BadRequest(f"{_UNREADABLE_MENU}: Unsupported type specified")
    if button["type"] == "web_app":
        if not str(button.get("text") or "").strip():
            raise BadRequest("menu button text must be non-empty")
        web_app = button.get("web_app")
        if not isinstance(web_app, Mapping) or not str(web_app.get("url")).startswith("https://"):
            raise BadRequest("menu button Web App URL is invalid: Only HTTPS links are allowed")


def name(text: str) -> None:
    """The bot's name: up to 64 characters."""
    if utf16_length(text) > NAME:
        raise BadRequest("BOT_TITLE_INVALID")


def description(text: str) -> None:
    """What an empty chat with the bot shows: up to 512 characters."""
    if utf16_length(text) > DESCRIPTION:
        raise BadRequest("DESCRIPTION_TOO_LONG")


def short_description(text: str) -> None:
    """What the bot's profile shows: up to 120 characters."""
    if utf16_length(text) > SHORT_DESCRIPTION:
        raise BadRequest("ABOUT_TOO_LONG")


def language_code(code: str) -> None:
    """The language of commands and descriptions: two letters, or nothing for everybody else."""
    if not _LANGUAGE.fullmatch(code):
        raise BadRequest("invalid language code specified")


def photo(size: int) -> None:
    """An uploaded photo: up to 10 MB."""
    if not size:
        raise BadRequest("file must be non-empty")
    if size > PHOTO_BYTES:
        raise BadRequest(f"file of size {size} bytes is too big for a photo; the maximum size is {PHOTO_BYTES} bytes")


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _inline_button(button: Any) -> None:
    if not isinstance(button, Mapping):
        raise BadRequest(f"{_UNREADABLE_BUTTON}: InlineKeyboardButton must be an Object")
    if "text" not in button:
        raise BadRequest(f'{_UNREADABLE_BUTTON}: Can\'t find field "text"')
    if not str(button["text"]).strip():
        raise BadRequest("inline keyboard button text must be non-empty")
    actions = [action for action in BUTTON_ACTIONS if button.get(action) is not None]
    if not actions:
        raise BadRequest(f"{_UNREADABLE_BUTTON}: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        # The real server takes the first and drops the others without a word; the documentation allows one.
        raise BadRequest(f"{_UNREADABLE_BUTTON}: more than one action specified: {', '.join(actions)}")
    if actions == ["callback_data"]:
        callback_data(str(button["callback_data"]))
    if actions == ["url"]:
        _button_url(str(button["url"]))


def _button_url(url: str) -> None:
    try:
        parts = urlsplit(checked_link(url))
    except ValueError as error:
        raise BadRequest(f"inline keyboard button URL '{url}' is invalid: {error}") from error
    if parts.hostname in {"t.me", "telegram.me"}:
        # The real server does not look, but nothing happens when such a link with a bad payload is opened.
        for payload in parse_qs(parts.query).get("start", ()):
            start_payload(payload)


def _command(given: Any) -> Command:
    if not isinstance(given, Mapping):
        raise BadRequest("can't parse BotCommand: expected an Object")
    for field in ("command", "description"):
        if field not in given:
            raise BadRequest(f"can't parse BotCommand: Can't find field \"{field}\"")
    command = Command(str(given["command"]).strip(), str(given["description"]).strip())
    if not command.command:
        raise BadRequest("command must be non-empty")
    if not _COMMAND.fullmatch(command.command):
        raise BadRequest("BOT_COMMAND_INVALID")
    if not command.description:
        raise BadRequest("command description must be non-empty")
    if utf16_length(command.description) > COMMAND_DESCRIPTION:
        raise BadRequest(f"command description length must not exceed {COMMAND_DESCRIPTION}")
    return command
