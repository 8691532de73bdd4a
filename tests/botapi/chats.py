"""The chats that know the bot, with what was said in them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from botapi.clock import Clock
from botapi.connections import Connection
from botapi.errors import BadRequest, Forbidden, Upgraded
from botapi.members import ADMINISTRATORS, PRESENT, Membership
from botapi.messages import BotMessage, CallbackQuery, Chat, Identity, Message, Thread, Toast

CALLBACK_SECONDS = 150

_STRANGERS = 2_000_000
_NO_THREAD = "message thread not found"


@dataclass
class Topic:
    """A topic of a forum; `root` is the service message that opened it."""

    root: Message
    is_closed: bool = False


@dataclass
class Room:
    """One chat: who is there, the messages as they are now, and what the bot did, in order.

    `linked` is the discussion group of a channel and the channel of a discussion group; `forwards` of such a group says as
    which message each post of the channel stands there. `upgraded_to` is the supergroup that a group has become. Of a room
    `elsewhere` the bot knows nothing, and cannot reach it. By way of a business `connection` the bot speaks for its owner.
    """

    chat: Chat
    ids: Iterator[int]
    bot_status: str
    met: bool = False
    members: dict[int, Membership] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    forwards: dict[int, int] = field(default_factory=dict)
    linked: "Room | None" = None
    upgraded_to: "Room | None" = None
    is_elsewhere: bool = False
    connection: Connection | None = None
    sent: list[BotMessage] = field(default_factory=list)
    edits: defaultdict[int, list[BotMessage]] = field(default_factory=lambda: defaultdict(list))
    actions: list[str] = field(default_factory=list)

    @property
    def is_led_by_bot(self) -> bool:
        """Whether the bot is an administrator here."""
        return self.bot_status in ADMINISTRATORS

    @property
    def has_bot(self) -> bool:
        """Whether the bot is here; in a private chat, whether it is not blocked."""
        return self.bot_status in PRESENT

    @property
    def kind(self) -> str:
        """The kind of update by which messages from here come."""
        if self.connection:
            return "business_message"
        return "channel_post" if self.chat.is_channel else "message"

    @property
    def context(self) -> Mapping[str, Any]:
        """What all messages from here tell of how they came."""
        return {"business_connection_id": self.connection.id} if self.connection else {}

    def message(self, message_id: int, purpose: str) -> Message:
        """A message that a request is about, such as the `message to edit`."""
        if message_id not in self.messages:
            raise BadRequest(f"{purpose} not found")
        return self.messages[message_id]

    def place(
        self, reply_to: Message | None, thread_id: int | None, *, by_administrator: bool
    ) -> tuple[Message | None, Thread | None]:
        """Where a new message lands: what it replies to, and in which thread."""
        here = reply_to if reply_to and reply_to.chat.id == self.chat.id else None
        if self.chat.is_forum:
            if topic_id := thread_id or (here.topic if here else None):
                return reply_to, self.topic(topic_id, by_administrator=by_administrator)
        elif self.chat.is_private and thread_id:
            raise BadRequest(_NO_THREAD)
        # Elsewhere a thread that is named is ignored. Replies make threads, also in General, the topic that every forum has.
        if here is None or self.chat.type != "supergroup":
            return reply_to, None
        return reply_to, here.thread or Thread(here.message_id)

    def topic(self, topic_id: int, *, by_administrator: bool) -> Thread:
        """The thread of a topic in which somebody may write."""
        topic = self.topics.get(topic_id)
        if topic is None:
            raise BadRequest(_NO_THREAD)
        if topic.is_closed and not by_administrator:
            raise BadRequest("TOPIC_CLOSED")
        return Thread(topic_id, is_topic=True, root=topic.root)


class Chats:
    """All chats of the bot, and the buttons pressed in them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rooms: dict[int, Room] = {}
        self._elsewhere: dict[tuple[str, str], Room] = {}
        self._people: dict[int, Identity] = {}
        self._queries: dict[str, CallbackQuery] = {}
        self._message_ids = count(101)
        self._query_ids = count(4_000_000_001)
        self._chat_ids = count(1)
        self._album_ids = count(13_000_000_001)
        self.toasts: dict[str, Toast] = {}

    def room(self, chat: Chat) -> Room:
        """The room of a chat, whether or not the bot knows it."""
        if chat.id not in self._rooms:
            # Supergroups and channels number their messages themselves, the first being that they were made.
            ids = count(2) if chat.type in {"supergroup", "channel"} else self._message_ids
            self._rooms[chat.id] = Room(chat, ids, "member" if chat.is_private else "left")
        return self._rooms[chat.id]

    def elsewhere(self, kind: str, title: str) -> Room:
        """The room of a chat of other people, named by its type and title."""
        if (kind, title) not in self._elsewhere:
            if kind == "private":
                chat = Chat(_STRANGERS + len(self._elsewhere), kind, first_name=title)
            else:
                chat = Chat(self.next_id(kind), kind, title=title)
            self._elsewhere[kind, title] = Room(chat, count(2), "left", is_elsewhere=True)
        return self._elsewhere[kind, title]

    def find(self, chat_id: int) -> Room | None:
        """The room of the chat with that identifier, if there is one."""
        return self._rooms.get(chat_id)

    def identifier(self, given: str) -> int:
        """The identifier of the chat that a request names, by its number or, if it is public, by its @username."""
        if not given:
            raise BadRequest("chat_id is empty")
        try:
            return int(given)
        except ValueError:
            named = (room.chat for room in self._rooms.values() if room.chat.username and not room.chat.is_private)
            return next((chat.id for chat in named if given.lower() == f"@{chat.username}".lower()), 0)

    def known(self, chat_id: int) -> Room:
        """The room of a chat that the bot has come across; a bot cannot write to anybody first."""
        room = self.find(chat_id)
        if room is None or not room.met:
            raise BadRequest("chat not found")
        return room

    def readable(self, chat_id: int) -> Room:
        """The room of a chat that the bot can look at: where it is, public ones, and groups where it once was."""
        room = self.known(chat_id)
        if room.chat.type in {"supergroup", "channel"} and (room.bot_status == "kicked" or not room.chat.username):
            _check_presence(room)
        return room

    def inhabited(self, chat_id: int) -> Room:
        """The room of a chat whose members the bot can look at."""
        room = self.readable(chat_id)
        if room.upgraded_to:
            raise Upgraded(room.upgraded_to.chat.id)
        if room.chat.type == "group":
            _check_presence(room)
        return room

    def writable(self, chat_id: int, what: str = "") -> Room:
        """The room of a chat where the bot is welcome and may send such things, such as `text messages`."""
        room = self.inhabited(chat_id)
        _check_presence(room)
        if room.chat.is_channel and not room.is_led_by_bot:
            raise BadRequest("need administrator rights in the channel chat")
        if what and room.bot_status == "restricted":
            raise BadRequest(f"not enough rights to send {what} to the chat")
        return room

    def meet(self, person: Identity) -> None:
        """Remember somebody whom the bot may have heard of."""
        self._people[person.id] = person

    def person(self, user_id: int) -> Identity | None:
        """Somebody whom the bot may have heard of."""
        return self._people.get(user_id)

    def next_id(self, type_: str) -> int:
        """An identifier for a chat of many."""
        number = next(self._chat_ids)
        return -4_000_000_000 - number if type_ == "group" else -1_002_000_000_000 - number

    def next_album_id(self) -> str:
        """An identifier for messages that belong together."""
        return str(next(self._album_ids))

    def ask(self, message: Message, data: str) -> CallbackQuery:
        """A button was pressed."""
        query = CallbackQuery(str(next(self._query_ids)), message.chat.id, message.message_id, data, asked=self._clock.now())
        self._queries[query.id] = query
        return query

    def answer(self, query_id: str, toast: Toast) -> None:
        """The bot answers a pressed button; people see only the first answer."""
        query = self._queries.get(query_id)
        if query is None or self._clock.now() - query.asked > CALLBACK_SECONDS:
            raise BadRequest("query is too old and response timeout expired or query ID is invalid")
        self.toasts.setdefault(query_id, toast)


def _check_presence(room: Room) -> None:
    if room.has_bot:
        return
    if room.chat.is_private:
        raise Forbidden("bot was blocked by the user")
    gone = "was kicked from" if room.bot_status == "kicked" else "is not a member of"
    raise Forbidden(f"bot {gone} the {room.chat.type} chat")
