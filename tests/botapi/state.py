"""All that the server knows, behind one lock: requests come from its own threads, people from the test's."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from botapi.account import Account
from botapi.chats import Chats, Room
from botapi.clock import Clock
from botapi.entities import FormattedText, find_entities
from botapi.faults import Faults
from botapi.files import Files
from botapi.flood import Flood
from botapi.journal import Journal
from botapi.messages import BotMessage, Chat, Identity, Message
from botapi.updates import Updates


class State:
    """The world of one bot. Hold `lock` to read or change it; waiting lets go of the lock meanwhile."""

    def __init__(self, bot: Identity, abilities: Mapping[str, Any]) -> None:
        self.lock = threading.Condition()
        self.clock = Clock()
        self.journal = Journal(self.clock)
        self.faults = Faults()
        self.flood = Flood(self.clock, self.journal)
        self.updates = Updates(self.clock)
        self.account = Account(bot, abilities)
        self.chats = Chats(self.clock)
        self.files = Files()

    def changed(self) -> None:
        """Wake everybody who waits for something."""
        self.lock.notify_all()

    def wait_for(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Wait until the condition holds, at most so many seconds, and say whether it does."""
        return self.lock.wait_for(condition, seconds)

    def push(self, kind: str, body: dict[str, Any]) -> None:
        """Queue an update for the bot, or note that the bot does not want its kind."""
        if not self.updates.push(kind, body):
            self.journal.deed("server", f"drops the update: {kind} is not among allowed_updates")
        self.changed()

    def receive(
        self,
        chat: Chat,
        sender: Identity,
        text: str = "",
        *,
        reply_to: Message | BotMessage | None = None,
        attachment: Mapping[str, Any] | None = None,
    ) -> Message:
        """A person writes into a chat: the message is stored and the bot gets an update."""
        room = self.chats.room(chat)
        room.met = True
        message = Message(
            message_id=self.chats.next_message_id(),
            chat=chat,
            sender=sender,
            date=self.clock.date(),
            text=text,
            entities=find_entities(text),
            attachment=attachment or {},
            reply_to=room.message(reply_to.message_id, "message to be replied") if reply_to else None,
        )
        room.messages[message.message_id] = message
        self.push("message", message.json())
        return message

    def revise(self, message: Message, text: str) -> Message:
        """A person edits a message: the bot gets an update with the new version."""
        room = self.chats.known(message.chat.id)
        current = room.message(message.message_id, "message to edit")
        edited = replace(current, text=text, entities=find_entities(text), edit_date=self.clock.date())
        room.messages[message.message_id] = edited
        self.push("edited_message", edited.json())
        return edited

    def post(self, room: Room, formatted: FormattedText, **content: Any) -> Message:
        """The bot writes into a chat."""
        message = Message(
            message_id=self.chats.next_message_id(),
            chat=room.chat,
            sender=self.account.identity,
            date=self.clock.date(),
            text=formatted.text,
            entities=formatted.entities,
            **content,
        )
        room.messages[message.message_id] = message
        room.sent.append(message.as_bot_message())
        return message
