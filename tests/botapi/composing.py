"""What a bot writes: texts, captions and buttons, read from a request or from an object in it."""

from collections.abc import Mapping
from html import escape
from typing import Any

from botapi import limits
from botapi.entities import Entity, EntityError, FormattedText, parse
from botapi.errors import BadRequest
from botapi.parameters import Parameters


def formatted(given: Parameters, name: str, entities: str) -> FormattedText:
    """A text as people will see it, whatever its length; a parse mode makes Telegram ignore the given entities."""
    written = given.text(name)
    match given.text("parse_mode").lower():
        case "html":
            try:
                read = parse(written)
            except EntityError as error:
                raise BadRequest(str(error)) from error
        case "" | "none":
            read = FormattedText(written, tuple(_entity(entity) for entity in given.nested(entities) or ()))
        case _:
            # Markdown exists, but nothing here reads it.
            raise BadRequest("unsupported parse_mode")
    return read.trimmed().with_found()


def text(given: Parameters) -> FormattedText:
    """The text of a message."""
    if not given.text("text"):
        raise BadRequest("message text is empty")
    return limits.text(formatted(given, "text", "entities"))


def caption(given: Parameters) -> FormattedText:
    """The caption of a photo."""
    return limits.caption(formatted(given, "caption", "caption_entities"))


def html(given: Parameters, name: str) -> str:
    """The text as the bot wrote it, for tests; entities that were given apart from it are not put in."""
    return given.text(name) if given.text("parse_mode").lower() == "html" else escape(given.text(name), quote=False)


def markup(given: Parameters, *, only_inline: bool = False) -> Mapping[str, Any] | None:
    """The buttons under a message, or a keyboard for the chat."""
    keyboard = given.nested("reply_markup")
    if not keyboard:
        return None
    if not isinstance(keyboard, Mapping):
        raise BadRequest("object expected as reply markup")
    if only_inline and "inline_keyboard" not in keyboard:
        raise BadRequest("inline keyboard expected")
    if "inline_keyboard" in keyboard:
        limits.inline_keyboard(keyboard["inline_keyboard"])
        return keyboard if any(keyboard["inline_keyboard"]) else None
    return keyboard


def _entity(given: Mapping[str, Any]) -> Entity:
    try:
        return Entity(
            str(given["type"]),
            int(given["offset"]),
            int(given["length"]),
            given.get("url"),
            given.get("language"),
            given.get("custom_emoji_id"),
        )
    except (KeyError, TypeError, ValueError):
        raise BadRequest("can't parse MessageEntity: field missing or of the wrong type") from None
