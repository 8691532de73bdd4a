"""Who talks, where, and what is said: the values that Telegram's messages are made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from botapi.entities import Entity
from botapi.limits import BUTTON_ACTIONS


@dataclass(frozen=True)
class Identity:
    """A person or a bot, as a User object shows them."""

    id: int
    first_name: str
    is_bot: bool = False
    username: str | None = None
    language_code: str | None = None

    def json(self) -> dict[str, Any]:
        """The identity as a User object."""
        return {name: value for name, value in vars(self).items() if value is not None}


# The accounts through which chats speak: a channel in its discussion group, an anonymous administrator, and a channel elsewhere.
TELEGRAM = Identity(777000, "Telegram")
GROUP_ANONYMOUS_BOT = Identity(1087968824, "Group", is_bot=True, username="GroupAnonymousBot")
CHANNEL_BOT = Identity(136817688, "Channel", is_bot=True, username="Channel_Bot")


@dataclass(frozen=True)
class Chat:
    """A chat; `type` is one of Telegram's: private, group, supergroup or channel. `is_forum` is True or left out."""

    id: int
    type: str
    first_name: str | None = None
    username: str | None = None
    title: str | None = None
    is_forum: bool | None = None

    @property
    def is_private(self) -> bool:
        """Whether a person and the bot are alone here."""
        return self.type == "private"

    @property
    def is_group(self) -> bool:
        """Whether the limits of groups hold here."""
        return self.type in {"group", "supergroup"}

    @property
    def is_channel(self) -> bool:
        """Whether the chat itself is who speaks here."""
        return self.type == "channel"

    def json(self) -> dict[str, Any]:
        """The chat as a Chat object."""
        return {name: value for name, value in vars(self).items() if value is not None}


@dataclass(frozen=True)
class Photo:
    """A photo on the server."""

    file_id: str
    file_unique_id: str
    width: int
    height: int
    content: bytes = field(repr=False)

    def json(self) -> list[dict[str, Any]]:
        """The photo as the list of its sizes; there is only one here."""
        return [
            {
                "file_id": self.file_id,
                "file_unique_id": self.file_unique_id,
                "width": self.width,
                "height": self.height,
                "file_size": len(self.content),
            }
        ]


@dataclass(frozen=True)
class Button:
    """A button under a message: what it says and the one thing it does, such as callback_data or url."""

    text: str
    action: str
    value: Any


@dataclass(frozen=True)
class Content:
    """What a person sees of something that the bot wrote; `text` is the caption if there is a photo.

    `html` is the text as the bot wrote it in the HTML parse mode; plain text comes escaped.
    """

    text: str
    entities: tuple[Entity, ...]
    buttons: tuple[tuple[Button, ...], ...]
    photo: Photo | None
    html: str

    def marked(self, type_: str) -> tuple[str, ...]:
        """The pieces of the text that are marked so, such as all that are bold."""
        return tuple(entity.of(self.text) for entity in self.entities if entity.type == type_)


@dataclass(frozen=True)
class BotMessage(Content):
    """What a person sees of a message of the bot's.

    `topic` is the message_thread_id of a forum topic; `silent` messages come without a sound.
    """

    message_id: int
    chat_id: int
    reply_to: int | None
    topic: int | None = None
    silent: bool = False


@dataclass(frozen=True)
class Thread:
    """The thread that a message stands in: a topic of a forum, or the replies to a message of another supergroup.

    `root` is what a message of a topic replies to if it replies to nothing: the service message that opened the topic.
    """

    id: int
    is_topic: bool = False
    root: "Message | None" = None


@dataclass(frozen=True)
class Message:
    """A message as the server keeps it.

    `sender` is None in channels. `is_own` marks the bot's messages. `attachment` holds the media fields that a message
    from elsewhere can have, `service` what a service message tells, `forwarded` where an automatic forward comes from,
    `context` by which business connection or guest query it came.
    """

    message_id: int
    chat: Chat
    sender: Identity | None
    date: int
    text: str = ""
    entities: tuple[Entity, ...] = ()
    html: str = ""
    photo: Photo | None = None
    attachment: Mapping[str, Any] = field(default_factory=dict)
    markup: Mapping[str, Any] | None = None
    reply_to: "Message | None" = None
    edit_date: int | None = None
    is_own: bool = False
    is_silent: bool = False
    sender_chat: Chat | None = None
    signature: str | None = None
    via_bot: Identity | None = None
    thread: Thread | None = None
    service: Mapping[str, Any] = field(default_factory=dict)
    forwarded: Mapping[str, Any] = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)

    @property
    def topic(self) -> int | None:
        """The message_thread_id of the forum topic that the message stands in."""
        return self.thread.id if self.thread and self.thread.is_topic else None

    @property
    def has_media(self) -> bool:
        """Whether the text is a caption."""
        return self.photo is not None or bool(self.attachment)

    @property
    def has_inline_keyboard(self) -> bool:
        """Whether there are buttons under the message."""
        return bool(self.markup and self.markup.get("inline_keyboard"))

    def content(self) -> tuple[object, ...]:
        """What has to differ for an edit to be one."""
        return self.text, self.entities, self.photo, self.markup or None

    def buttons(self) -> tuple[tuple[Button, ...], ...]:
        """The buttons under the message."""
        return buttons(self.markup)

    def as_bot_message(self) -> BotMessage:
        """The message as a test looks at it."""
        return BotMessage(
            message_id=self.message_id,
            chat_id=self.chat.id,
            text=self.text,
            entities=self.entities,
            buttons=self.buttons(),
            reply_to=self.reply_to.message_id if self.reply_to else None,
            photo=self.photo,
            html=self.html,
            topic=self.topic,
            silent=self.is_silent,
        )

    def json(self, *, with_reply: bool = True) -> dict[str, Any]:
        """The message as a Message object; the message that it replies to comes without its own."""
        body: dict[str, Any] = {
            "message_id": self.message_id,
            "chat": self.chat.json(),
            "date": self.date,
            **self.attachment,
            **self.service,
            **self.forwarded,
            **self.context,
        }
        for name, who in (("from", self.sender), ("sender_chat", self.sender_chat), ("via_bot", self.via_bot)):
            if who:
                body[name] = who.json()
        if self.signature:
            body["author_signature"] = self.signature
        if self.thread:
            body["message_thread_id"] = self.thread.id
            if self.thread.is_topic:
                body["is_topic_message"] = True
        if self.edit_date:
            body["edit_date"] = self.edit_date
        if self.photo:
            body["photo"] = self.photo.json()
        if self.text:
            body["caption" if self.has_media else "text"] = self.text
        if self.entities:
            body["caption_entities" if self.has_media else "entities"] = [entity.json() for entity in self.entities]
        if self.has_inline_keyboard:
            # Other keyboards belong to the chat, not to the message, and are not shown.
            body["reply_markup"] = self.markup
        replied = self.reply_to or (self.thread.root if self.thread else None)
        if replied and with_reply:
            body["reply_to_message"] = replied.json(with_reply=False)
        return body


@dataclass(frozen=True)
class CallbackQuery:
    """A pressed button that waits for the bot's answer; `asked` is in seconds of the server's clock."""

    id: str
    chat_id: int
    message_id: int
    data: str
    asked: float


@dataclass(frozen=True)
class Toast:
    """The bot's answer to a pressed button; without a text only the button stops blinking."""

    text: str
    show_alert: bool


def excerpt(value: object, longest: int = 160) -> str:
    """Text or another value as a line of a log shows it: on one line, and cut if it is long."""
    shown = repr(value)
    return shown if len(shown) <= longest else f"{shown[:longest]}…"


def buttons(markup: Mapping[str, Any] | None) -> tuple[tuple[Button, ...], ...]:
    """The buttons of an inline keyboard, row by row."""
    rows = markup.get("inline_keyboard", ()) if markup else ()
    return tuple(tuple(_button(button) for button in row) for row in rows)


def _button(given: Mapping[str, Any]) -> Button:
    action = next(action for action in BUTTON_ACTIONS if given.get(action) is not None)
    return Button(str(given["text"]), action, given[action])
