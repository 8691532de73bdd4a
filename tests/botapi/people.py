"""The people who write to the bot: what a test lets them do."""

from collections.abc import Mapping
from typing import Any, TypedDict, Unpack
from urllib.parse import parse_qs, urlsplit

from botapi import limits
from botapi.account import Profile
from botapi.callers import Caller
from botapi.entities import Entity, FormattedText
from botapi.files import picture
from botapi.limits import Command
from botapi.messages import BotMessage, Button, CallbackQuery, Chat, Identity, Message, excerpt
from botapi.onlookers import Onlooker, Participant
from botapi.state import State


class Where(TypedDict, total=False):
    """Where a message goes: in reply to another, into a topic of a forum; and the bot in whose name it is sent inline."""

    reply_to: Message | BotMessage | None
    topic: int | None
    via_bot: Identity | None


class Person(Participant):
    """A person in a chat with the bot."""

    def __init__(self, state: State, chat: Chat, identity: Identity) -> None:
        super().__init__(state, chat, identity.first_name)
        self.identity = identity

    @property
    def id(self) -> int:
        """The identifier of the person, and of the person's private chat with the bot."""
        return self.identity.id

    def says(self, text: str, *, mentions_bot: tuple[int, int] | None = None, **where: Unpack[Where]) -> Message:
        """Write a message; `mentions_bot` is where the bot is mentioned by its name alone: an offset and a length."""
        entities: tuple[Entity, ...] = ()
        if mentions_bot:
            with self._state.lock:
                entities = (Entity("text_mention", *mentions_bot, user=self._state.account.identity.json()),)
        return self._sends(f"says {excerpt(text)}", FormattedText(text, entities), **where)

    def edits(self, message: Message, new_text: str) -> Message:
        """Change the text, or the caption, of an own message."""
        with self._state.lock:
            self.does(f"edits message {message.message_id}: {excerpt(new_text)}")
            return self._state.revise(self._room(), message, new_text)

    def deletes(self, message: Message | BotMessage) -> None:
        """Delete a message for everybody, which the bot is not told."""
        with self._state.lock:
            self.does(f"deletes message {message.message_id}")
            del self._room().messages[message.message_id]

    def sends_photo(self, caption: str = "", *, content: bytes | None = None, **where: Unpack[Where]) -> Message:
        """Send a photo."""
        photo = self._photo(content)
        return self._sends(f"sends a photo, caption {excerpt(caption)}", FormattedText(caption), photo, **where)

    def sends_album(self, n: int, caption: str = "", **where: Unpack[Where]) -> tuple[Message, ...]:
        """Send several photos as one album: a message each, the caption on the first."""
        with self._state.lock:
            group = {"media_group_id": self._state.chats.next_album_id()}
            return tuple(
                self._sends(
                    f"sends photo {number + 1} of {n} of an album",
                    FormattedText("" if number else caption),
                    self._photo(None) | group,
                    **where,
                )
                for number in range(n)
            )

    def sends_sticker(self, **where: Unpack[Where]) -> Message:
        """Send a sticker."""
        sticker = {
            "file_id": "CAACAgQAAxkSticker",
            "file_unique_id": "AgADSticker",
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": "👋",
        }
        return self._sends("sends a sticker", FormattedText(""), {"sticker": sticker}, **where)

    def sends_voice(self, caption: str = "", **where: Unpack[Where]) -> Message:
        """Send a voice message."""
        voice = {"file_id": "AwACAgQAAxkVoice", "file_unique_id": "AgADVoice", "duration": 3, "mime_type": "audio/ogg"}
        return self._sends("sends a voice message", FormattedText(caption), {"voice": voice}, **where)

    def presses(self, button: str | Button, message: BotMessage) -> CallbackQuery:
        """Press a button, named by what it says or by its callback data, under the message as it is now."""
        with self._state.lock:
            current = self._room().messages.get(message.message_id)
            if current is None:
                self._fail(f"message {message.message_id} is not there any more")
            return self._press(self.identity, button, current, {"message": current.json()})

    def menu(self) -> tuple[Command, ...]:
        """The commands that the person is offered, by the chat and the person's language."""
        with self._state.lock:
            return self._state.account.menu(self.chat, self.id, self._language(), is_administrator=self._is_administrator())

    def menu_button(self) -> str:
        """What the button beside the field for typing opens: commands, web_app, or by default whatever there is."""
        with self._state.lock:
            return str(self._state.account.menu_button(self.chat.id)["type"])

    def profile(self) -> Profile:
        """The bot's name and descriptions in the person's language."""
        with self._state.lock:
            return self._state.account.profile(self._language())

    def _language(self) -> str:
        return (self.identity.language_code or "").partition("-")[0]

    def _is_administrator(self) -> bool:
        return False

    def speaks_as(self) -> tuple[Identity, Chat | None]:
        """Whom the person's messages are from: the sender, and the chat that speaks through it."""
        return self.identity, None

    def _photo(self, content: bytes | None) -> dict[str, Any]:
        with self._state.lock:
            return {"photo": self._state.files.keep(content or picture()).json()}

    def _sends(
        self, deed: str, formatted: FormattedText, attachment: Mapping[str, Any] | None = None, **where: Unpack[Where]
    ) -> Message:
        with self._state.lock:
            self.does(deed)
            if where.get("topic") and not self.chat.is_forum:
                self._fail("only forums have topics")
            sender, sender_chat = self.speaks_as()
            return self._state.receive(
                self._room(),
                sender,
                formatted,
                by_administrator=self._is_administrator(),
                sender_chat=sender_chat,
                attachment=attachment or {},
                **where,
            )


class User(Person, Onlooker, Caller):
    """A person in a private chat with the bot, who also looks on there, and calls the bot from elsewhere."""

    def __init__(self, state: State, identity: Identity) -> None:
        chat = Chat(identity.id, "private", first_name=identity.first_name, username=identity.username)
        super().__init__(state, chat, identity)

    def __repr__(self) -> str:
        return f"User({self.identity.first_name!r}, id={self.id})"

    def opens(self, payload: str = "") -> Message:
        """Follow a deep link, given whole or as its payload; without one, press the start button."""
        if payload.startswith(("https://t.me/", "http://t.me/")):
            payload = parse_qs(urlsplit(payload).query).get("start", [""])[0]
        if payload:
            limits.start_payload(payload)
        return self.says(f"/start {payload}".strip())

    def blocks(self) -> None:
        """Block the bot, which is told so."""
        with self._state.lock:
            self.does("blocks the bot")
            self._state.bot_becomes(self._room(), self.identity, "kicked")

    def unblocks(self) -> None:
        """Let the bot in again, which is told so."""
        with self._state.lock:
            self.does("unblocks the bot")
            self._state.bot_becomes(self._room(), self.identity, "member")
