"""Whoever looks on in a chat: what a test sees of the bot's doings there."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, NoReturn

from botapi.chats import Room
from botapi.messages import BotMessage, Button, CallbackQuery, Chat, Identity, Message, Toast
from botapi.state import State

WITHIN = 5.0


class Participant:
    """Somebody in a chat, with a name in the record of what happened."""

    def __init__(self, state: State, chat: Chat, name: str) -> None:
        self._state = state
        self._name = name
        self.chat = chat

    def _room(self) -> Room:
        return self._state.chats.room(self.chat)

    def does(self, deed: str) -> None:
        """Record what was done."""
        self._state.journal.deed(self._name, deed)

    def _fail(self, finding: str) -> NoReturn:
        raise AssertionError(f"{self._name}: {finding}\n{self._state.journal.told()}")

    def _press(self, who: Identity, button: str | Button, message: Message, told: Mapping[str, Any]) -> CallbackQuery:
        """Press a button under the message as it is now; `told` is how the bot gets to know which message that is."""
        buttons = [each for row in message.buttons() for each in row]
        pressed = next((each for each in buttons if button in (each, each.text, each.value)), None)
        if pressed is None:
            self._fail(f"no button {button!r} under message {message.message_id}, only {buttons}")
        if pressed.action != "callback_data":
            self._fail(f"button {pressed.text!r} tells the bot nothing: it is a {pressed.action}")
        self.does(f"presses {pressed.text!r} under message {message.message_id}")
        query = self._state.chats.ask(message, pressed.value)
        self._state.push(
            "callback_query",
            {"id": query.id, "from": who.json(), **told, "chat_instance": str(message.chat.id), "data": query.data},
        )
        return query

    def toast(self, query: CallbackQuery, within: float = WITHIN) -> Toast:
        """What the bot answers to a pressed button; the text is empty if it only stops the button's blinking."""
        with self._state.lock:
            toasts = self._state.chats.toasts
            if not self._state.wait_for(lambda: query.id in toasts, within):
                self._fail(f"the button is still blinking after {within} s")
            return toasts[query.id]


class Onlooker(Participant):
    """Somebody who sees what the bot does in a chat.

    That is seen once and in order: `replies`, `edited` and `hears_nothing` go on where the last look ended. What does not
    come in time is an AssertionError that tells everything that happened on the server.
    """

    def __init__(self, state: State, chat: Chat, name: str) -> None:
        super().__init__(state, chat, name)
        self._heard = 0
        self._seen_edits: defaultdict[int, int] = defaultdict(int)

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

    def screen(self) -> tuple[BotMessage, ...]:
        """The bot's messages that stand in the chat now, edits made and deleted ones gone."""
        with self._state.lock:
            messages = self._room().messages.values()
            return tuple(message.as_bot_message() for message in messages if message.is_own)

    def actions(self) -> tuple[str, ...]:
        """The chat actions that the bot has shown, such as `typing`, in order."""
        with self._state.lock:
            return tuple(self._room().actions)

    def _unheard(self) -> list[BotMessage]:
        return self._room().sent[self._heard :]
