"""The people who write to the bot: what a test drives, and what it looks at."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, NoReturn
from urllib.parse import parse_qs, urlsplit

from botapi import limits
from botapi.account import Profile
from botapi.chats import Room
from botapi.files import picture
from botapi.limits import Command
from botapi.messages import BotMessage, Button, CallbackQuery, Chat, Identity, Message, Toast, excerpt
from botapi.state import State

WITHIN = 5.0


class User:
    """A person in a private chat with the bot.

    What the bot does is seen once and in order: `replies`, `edited` and `hears_nothing` go on where the last look
    ended. What does not come in time is an AssertionError that tells everything that happened on the server.
    """

    def __init__(self, state: State, identity: Identity) -> None:
        self._state = state
        self.identity = identity
        self.chat = Chat(identity.id, "private", first_name=identity.first_name, username=identity.username)
        self._heard = 0
        self._seen_edits: defaultdict[int, int] = defaultdict(int)

    def __repr__(self) -> str:
        return f"User({self.identity.first_name!r}, id={self.id})"

    @property
    def id(self) -> int:
        """The identifier of the person, and of the private chat."""
        return self.identity.id

    # What a person does.

    def says(self, text: str, *, reply_to: Message | BotMessage | None = None) -> Message:
        """Write a message."""
        return self._sends(f"says {excerpt(text)}", text=text, reply_to=reply_to)

    def edits(self, message: Message, new_text: str) -> Message:
        """Change the text, or the caption, of an own message."""
        with self._state.lock:
            self._does(f"edits message {message.message_id}: {excerpt(new_text)}")
            return self._state.revise(message, new_text)

    def deletes(self, message: Message | BotMessage) -> None:
        """Delete a message for both sides, which the bot is not told."""
        with self._state.lock:
            self._does(f"deletes message {message.message_id}")
            del self._room().messages[message.message_id]

    def opens(self, payload: str = "") -> Message:
        """Follow a deep link, given whole or as its payload; without one, press the start button."""
        if payload.startswith(("https://t.me/", "http://t.me/")):
            payload = parse_qs(urlsplit(payload).query).get("start", [""])[0]
        if payload:
            limits.start_payload(payload)
        return self.says(f"/start {payload}".strip())

    def sends_photo(self, caption: str = "", *, content: bytes | None = None) -> Message:
        """Send a photo."""
        return self._sends(f"sends a photo, caption {excerpt(caption)}", text=caption, attachment=self._photo(content))

    def sends_album(self, n: int, caption: str = "") -> tuple[Message, ...]:
        """Send several photos as one album: a message each, the caption on the first."""
        with self._state.lock:
            group = {"media_group_id": str(self._state.chats.next_message_id())}
            return tuple(
                self._sends(
                    f"sends photo {number + 1} of {n} of an album",
                    text="" if number else caption,
                    attachment=self._photo(None) | group,
                )
                for number in range(n)
            )

    def sends_sticker(self) -> Message:
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
        return self._sends("sends a sticker", attachment={"sticker": sticker})

    def sends_voice(self, caption: str = "") -> Message:
        """Send a voice message."""
        voice = {"file_id": "AwACAgQAAxkVoice", "file_unique_id": "AgADVoice", "duration": 3, "mime_type": "audio/ogg"}
        return self._sends("sends a voice message", text=caption, attachment={"voice": voice})

    def presses(self, button: str | Button, message: BotMessage) -> CallbackQuery:
        """Press a button, named by what it says or by its callback data, under the message as it is now."""
        with self._state.lock:
            current = self._room().messages.get(message.message_id)
            if current is None:
                self._fail(f"message {message.message_id} is not there any more")
            buttons = [each for row in current.buttons() for each in row]
            pressed = next((each for each in buttons if button in (each, each.text, each.value)), None)
            if pressed is None:
                self._fail(f"no button {button!r} under message {message.message_id}, only {buttons}")
            if pressed.action != "callback_data":
                self._fail(f"button {pressed.text!r} tells the bot nothing: it is a {pressed.action}")
            self._does(f"presses {pressed.text!r} under message {message.message_id}")
            query = self._state.chats.ask(current, pressed.value)
            self._state.push(
                "callback_query",
                {
                    "id": query.id,
                    "from": self.identity.json(),
                    "message": current.json(),
                    "chat_instance": str(self.id),
                    "data": query.data,
                },
            )
            return query

    def blocks(self) -> None:
        """Block the bot, which is told so."""
        self._changes_mind("member", "kicked")

    def unblocks(self) -> None:
        """Let the bot in again, which is told so."""
        self._changes_mind("kicked", "member")

    # What a person sees.

    def replies(self, count: int = 1, within: float = WITHIN) -> tuple[BotMessage, ...]:
        """The bot's next `count` messages in the chat, as they were sent; later ones wait for the next look."""
        with self._state.lock:
            if not self._state.wait_for(lambda: len(self._unheard()) >= count, within):
                self._fail(f"{len(self._unheard())} of {count} messages within {within} s")
            heard = self._unheard()[:count]
            self._heard += count
            return tuple(heard)

    def reply(self, within: float = WITHIN) -> BotMessage:
        """The bot's next message in the chat."""
        return self.replies(1, within)[0]

    def hears_nothing(self, for_seconds: float) -> None:
        """Make sure that the bot sends no message for a while, and that none is left unseen."""
        with self._state.lock:
            if self._state.wait_for(lambda: bool(self._unheard()), for_seconds):
                self._fail(f"{self._unheard()[0].text!r} instead of nothing")

    def edited(self, message: BotMessage, within: float = WITHIN) -> BotMessage:
        """The message after the next edit of it."""
        with self._state.lock:
            edits = self._room().edits[message.message_id]
            seen = self._seen_edits[message.message_id]
            if not self._state.wait_for(lambda: len(edits) > seen, within):
                self._fail(f"message {message.message_id} was not edited within {within} s")
            self._seen_edits[message.message_id] += 1
            return edits[seen]

    def toast(self, query: CallbackQuery, within: float = WITHIN) -> Toast:
        """What the bot answers to a pressed button; the text is empty if it only stops the button's blinking."""
        with self._state.lock:
            toasts = self._state.chats.toasts
            if not self._state.wait_for(lambda: query.id in toasts, within):
                self._fail(f"the button is still blinking after {within} s")
            return toasts[query.id]

    def screen(self) -> tuple[BotMessage, ...]:
        """The bot's messages that stand in the chat now, edits made and deleted ones gone."""
        with self._state.lock:
            messages = self._room().messages.values()
            return tuple(message.as_bot_message() for message in messages if message.sender.is_bot)

    def actions(self) -> tuple[str, ...]:
        """The chat actions that the bot has shown, such as `typing`, in order."""
        with self._state.lock:
            return tuple(self._room().actions)

    def menu(self) -> tuple[Command, ...]:
        """The commands that the person is offered, by the chat and the person's language."""
        with self._state.lock:
            return self._state.account.menu(self.chat, self._language())

    def profile(self) -> Profile:
        """The bot's name and descriptions in the person's language."""
        with self._state.lock:
            return self._state.account.profile(self._language())

    def _language(self) -> str:
        return (self.identity.language_code or "").partition("-")[0]

    def _room(self) -> Room:
        return self._state.chats.room(self.chat)

    def _unheard(self) -> list[BotMessage]:
        return self._room().sent[self._heard :]

    def _photo(self, content: bytes | None) -> dict[str, Any]:
        with self._state.lock:
            return {"photo": self._state.files.keep(content or picture()).json()}

    def _sends(
        self,
        deed: str,
        *,
        text: str = "",
        reply_to: Message | BotMessage | None = None,
        attachment: Mapping[str, Any] | None = None,
    ) -> Message:
        with self._state.lock:
            self._does(deed)
            return self._state.receive(self.chat, self.identity, text, reply_to=reply_to, attachment=attachment)

    def _changes_mind(self, old: str, new: str) -> None:
        with self._state.lock:
            self._does("blocks the bot" if new == "kicked" else "unblocks the bot")
            self._room().blocked = new == "kicked"
            bot = self._state.account.identity.json()
            self._state.push(
                "my_chat_member",
                {
                    "chat": self.chat.json(),
                    "from": self.identity.json(),
                    "date": self._state.clock.date(),
                    "old_chat_member": _membership(bot, old),
                    "new_chat_member": _membership(bot, new),
                },
            )

    def _does(self, deed: str) -> None:
        self._state.journal.deed(self.identity.first_name, deed)

    def _fail(self, finding: str) -> NoReturn:
        raise AssertionError(f"{self.identity.first_name}: {finding}\n{self._state.journal.told()}")


def _membership(bot: dict[str, Any], status: str) -> dict[str, Any]:
    return {"user": bot, "status": status} | ({"until_date": 0} if status == "kicked" else {})
