"""All that the server knows, behind one lock: requests come from its own threads, people from the test's."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from botapi.account import Account
from botapi.chats import Chats, Room, Topic
from botapi.clock import Clock
from botapi.connections import Connections
from botapi.entities import FormattedText, find_entities
from botapi.errors import Upgraded
from botapi.faults import Faults
from botapi.files import Files
from botapi.flood import Flood
from botapi.guest import Guests
from botapi.inline import Inline
from botapi.journal import Journal
from botapi.members import Membership
from botapi.messages import TELEGRAM, BotMessage, Chat, Identity, Message, Thread
from botapi.privacy import is_meant_for
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
        self.inline = Inline(self.clock)
        self.guests = Guests()
        self.connections = Connections(self.clock)

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

    def bot_in(self, room: Room) -> Membership:
        """What the bot is in a chat."""
        return Membership(self.account.identity, room.bot_status)

    def bot_becomes(self, room: Room, by: Identity, status: str) -> None:
        """Somebody changes what the bot is in a chat, which the bot is told."""
        old = self.bot_in(room)
        room.bot_status = status
        room.met = room.met or not room.chat.is_private
        self._tell_change("my_chat_member", room, by, old, self.bot_in(room))

    def member_becomes(self, room: Room, by: Identity, new: Membership) -> None:
        """Somebody changes what a person is in a chat; only a bot that leads the chat is told."""
        old = room.members.get(new.user.id) or replace(new, status="left")
        room.members[new.user.id] = new
        if room.is_led_by_bot:
            self._tell_change("chat_member", room, by, old, new)

    def receive(
        self,
        room: Room,
        sender: Identity | None,
        formatted: FormattedText,
        *,
        reply_to: Message | BotMessage | None = None,
        topic: int | None = None,
        by_administrator: bool = False,
        is_surely_heard: bool = False,
        **content: Any,
    ) -> Message:
        """Somebody writes into a chat: the message is stored, and the bot gets an update if the message is for it."""
        if room.upgraded_to:
            raise Upgraded(room.upgraded_to.chat.id)
        replied = room.message(reply_to.message_id, "message to be replied") if reply_to else None
        replied, thread = room.place(replied, topic, by_administrator=by_administrator)
        message = Message(
            message_id=next(room.ids),
            chat=room.chat,
            sender=sender,
            date=self.clock.date(),
            text=formatted.text,
            entities=formatted.with_found().entities,
            reply_to=replied,
            thread=thread,
            **{"context": room.context} | content,
        )
        self._arrives(room, message, is_surely_heard=is_surely_heard)
        self.relay(message)
        return message

    def announce(
        self,
        room: Room,
        sender: Identity,
        sender_chat: Chat | None,
        service: Mapping[str, Any],
        *,
        topic: int | None = None,
        opens_topic: bool = False,
    ) -> Message:
        """A service message appears in a chat, or in a topic, or as the first message of a new topic."""
        message_id = next(room.ids)
        _, thread = room.place(None, topic, by_administrator=True)
        message = Message(
            message_id=message_id,
            chat=room.chat,
            sender=sender,
            sender_chat=sender_chat,
            date=self.clock.date(),
            thread=Thread(message_id, is_topic=True) if opens_topic else thread,
            service=service,
        )
        if opens_topic:
            room.topics[message_id] = Topic(message)
        self._arrives(room, message)
        return message

    def revise(self, room: Room, message: Message, text: str) -> Message:
        """Somebody edits a message: the bot gets an update with the new version."""
        current = room.message(message.message_id, "message to edit")
        edited = replace(current, text=text, entities=find_entities(text), edit_date=self.clock.date())
        self._arrives(room, edited)
        self.relay(edited)
        return edited

    def post(self, room: Room, formatted: FormattedText, **content: Any) -> Message:
        """The bot writes into a chat; in a channel it is the channel that speaks, in a business chat its owner."""
        me = self.account.identity
        context = dict(room.context)
        if room.connection:
            context["sender_business_bot"] = me.json()
        message = Message(
            message_id=next(room.ids),
            chat=room.chat,
            sender=None if room.chat.is_channel else room.connection.owner if room.connection else me,
            sender_chat=room.chat if room.chat.is_channel else None,
            date=self.clock.date(),
            text=formatted.text,
            entities=formatted.entities,
            is_own=True,
            **{"context": context} | content,
        )
        room.messages[message.message_id] = message
        room.sent.append(message.as_bot_message())
        self.relay(message)
        return message

    def relay(self, post: Message) -> None:
        """A post of a channel that has a discussion group appears there, too, and changes there when it does in the channel."""
        group = self.chats.room(post.chat).linked if post.chat.is_channel else None
        if group is None:
            return
        is_new = post.message_id not in group.forwards
        if is_new:
            group.forwards[post.message_id] = next(group.ids)
        forward_id = group.forwards[post.message_id]
        if not is_new and forward_id not in group.messages:
            return
        origin = {"type": "channel", "date": post.date, "chat": post.chat.json(), "message_id": post.message_id}
        if post.signature:
            origin["author_signature"] = post.signature
        forward = replace(
            post,
            message_id=forward_id,
            chat=group.chat,
            sender=TELEGRAM,
            signature=None,
            markup=None,
            reply_to=None,
            is_own=False,
            forwarded={"is_automatic_forward": True, "forward_origin": origin},
        )
        self._arrives(group, forward)

    def _arrives(self, room: Room, message: Message, *, is_surely_heard: bool = False) -> None:
        """A message of somebody else's stands in the chat; whether the bot gets to know depends on what it is there."""
        room.messages[message.message_id] = message
        if room.is_elsewhere or not (room.chat.is_private or room.has_bot):
            return
        if room.connection and not room.connection.is_enabled:
            self.journal.deed("server", f"message {message.message_id} is not told: the bot was disconnected")
            return
        if not is_surely_heard and not self._hears(room, message):
            self.journal.deed("server", f"message {message.message_id} is not for a bot in privacy mode")
            return
        room.met = True
        if message.sender:
            self.chats.meet(message.sender)
            if room.chat.is_private:
                room.members[message.sender.id] = Membership(message.sender, "member")
        if message.sender_chat:
            self.chats.room(message.sender_chat).met = True
        self.push(f"edited_{room.kind}" if message.edit_date else room.kind, message.json())

    def _hears(self, room: Room, message: Message) -> bool:
        hears_everything = not room.chat.is_group or room.is_led_by_bot or self.account.abilities["can_read_all_group_messages"]
        return hears_everything or is_meant_for(self.account.identity, message)

    def _tell_change(self, kind: str, room: Room, by: Identity, old: Membership, new: Membership) -> None:
        self.push(
            kind,
            {
                "chat": room.chat.json(),
                "from": by.json(),
                "date": self.clock.date(),
                "old_chat_member": old.json(room.chat),
                "new_chat_member": new.json(room.chat),
            },
        )
