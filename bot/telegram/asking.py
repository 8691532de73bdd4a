"""What a message asks, of whom, and who asks it."""

import re
from dataclasses import dataclass

from telegram import Bot, Message, MessageEntity
from telegram.constants import MessageEntityType

_COMMAND = re.compile(r"/(?P<name>[A-Za-z0-9_]+)(?:@(?P<bot>\w+))?(?:\s+(?P<rest>.*))?", re.DOTALL)

_AROUND = " \t\r\n,;:-–—"
"""What is left around a mention that is taken out."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command to this bot, and what stands behind it."""

    name: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """A message that speaks to the bot: what it says besides, and whose message it points at.

    `continues` is the message of the bot's that it replies to.
    """

    said: str
    pointed_at: Message | None = None
    continues: Message | None = None


def words(message: Message) -> str:
    """The text or caption of a message."""
    return (message.text or message.caption or "").strip()


def command(message: Message, username: str) -> Command | None:
    """The command that a message is, if it is one; None for no command, or for one to another bot."""
    found = _COMMAND.fullmatch(words(message))
    if found is None or (found["bot"] and found["bot"].lower() != username.lower()):
        return None
    return Command(found["name"].lower(), (found["rest"] or "").strip())


def without_command(message: Message) -> str:
    """The words of a message, without a command to whomever before them."""
    found = _COMMAND.fullmatch(words(message))
    return (found["rest"] or "").strip() if found else words(message)


def is_from_person(message: Message) -> bool:
    """Whether somebody has written a message: no other bot, no automatic forward, nobody who let a bot write it.

    An admin who stays anonymous and a channel that writes in a group come with a bot in their place, and are people.
    """
    if message.via_bot or message.is_automatic_forward or message.sender_business_bot:
        return False
    return message.sender_chat is not None or (message.from_user is not None and not message.from_user.is_bot)


def person(message: Message) -> int:
    """A number for whoever wrote a message: a person's, or that of the chat in whose name it was written."""
    if message.sender_chat:
        return message.sender_chat.id
    return message.from_user.id if message.from_user else message.chat_id


def language_code(message: Message) -> str | None:
    """The language of the Telegram of whoever wrote a message, where it is known."""
    return message.from_user.language_code if message.from_user and not message.sender_chat else None


def replied_to(message: Message) -> Message | None:
    """The message that another replies to: none for what only stands in a topic of a forum, which Telegram makes look alike."""
    asked = message.reply_to_message
    return None if asked is None or asked.forum_topic_created else asked


def background(message: Message) -> str | None:
    """The words of the message that another replies to."""
    asked = replied_to(message)
    return words(asked) if asked else None


def topic(message: Message) -> int | None:
    """The topic that a message stands in, of a forum or of a private chat."""
    return message.message_thread_id if message.is_topic_message else None


def is_to_nobody(message: Message) -> bool:
    """Whether a message is addressed to nobody in particular: it mentions nobody, and replies to nobody's message but a post."""
    asked = replied_to(message)
    if asked and not asked.is_automatic_forward:
        return False
    return not _mentions(message)


def address(message: Message, bot: Bot) -> Address | None:
    """How a message speaks to the bot: by /ask, by a mention, or by a reply to it; None if it does not."""
    asked = replied_to(message)
    is_own = asked is not None and asked.from_user is not None and asked.from_user.id == bot.id
    pointed_at = asked if asked and not is_own and is_from_person(asked) and without_command(asked) else None
    continues = asked if is_own else None
    given = command(message, bot.username)
    if given:
        return Address(given.rest, pointed_at, continues) if given.name == "ask" else None
    without = _without_mention(message, bot)
    if without is not None:
        return Address(without, pointed_at, continues)
    is_command = words(message).startswith("/")
    return Address(words(message), None, continues) if continues and words(message) and not is_command else None


def _without_mention(message: Message, bot: Bot) -> str | None:
    """The words of a message without the mentions of the bot; None if it is not mentioned."""
    mentions = [
        entity
        for entity, text in _mentions(message).items()
        if (entity.user.id == bot.id if entity.user else text.lower() == f"@{bot.username}".lower())
    ]
    if not mentions:
        return None
    return _without(message.text or message.caption or "", mentions).strip(_AROUND)


def _mentions(message: Message) -> dict[MessageEntity, str]:
    """The mentions of people and bots in a message, and how they are written."""
    if not words(message):
        return {}
    parse = message.parse_entities if message.text else message.parse_caption_entities
    return parse([MessageEntityType.MENTION, MessageEntityType.TEXT_MENTION])


def _without(text: str, entities: list[MessageEntity]) -> str:
    """The text without some parts of it, which Telegram counts in UTF-16 units."""
    units = text.encode("utf-16-le")
    for entity in sorted(entities, key=lambda one: -one.offset):
        units = units[: 2 * entity.offset] + units[2 * (entity.offset + entity.length) :]
    return re.sub(" {2,}", " ", units.decode("utf-16-le"))
