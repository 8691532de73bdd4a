"""The chats that know the bot, with what was said in them."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count

from botapi.clock import Clock
from botapi.errors import BadRequest, Forbidden
from botapi.messages import BotMessage, CallbackQuery, Chat, Message, Toast

CALLBACK_SECONDS = 150


@dataclass
class Room:
    """One chat: the messages as they are now, and what the bot did, in order."""

    chat: Chat
    met: bool = False
    blocked: bool = False
    messages: dict[int, Message] = field(default_factory=dict)
    sent: list[BotMessage] = field(default_factory=list)
    edits: defaultdict[int, list[BotMessage]] = field(default_factory=lambda: defaultdict(list))
    actions: list[str] = field(default_factory=list)

    def message(self, message_id: int, purpose: str) -> Message:
        """A message that a request is about, such as the `message to edit`."""
        if message_id not in self.messages:
            raise BadRequest(f"{purpose} not found")
        return self.messages[message_id]


class Chats:
    """All chats of the bot, and the buttons pressed in them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rooms: dict[int, Room] = {}
        self._queries: dict[str, CallbackQuery] = {}
        self._message_ids = count(101)
        self._query_ids = count(4_000_000_001)
        self.toasts: dict[str, Toast] = {}

    def room(self, chat: Chat) -> Room:
        """The room of a chat, whether or not the bot knows it."""
        return self._rooms.setdefault(chat.id, Room(chat))

    def find(self, chat_id: int) -> Chat | None:
        """The chat with that identifier, if there is one."""
        room = self._rooms.get(chat_id)
        return room.chat if room else None

    def known(self, chat_id: int) -> Room:
        """The room of a chat, if anybody ever wrote to the bot there; a bot cannot write first."""
        room = self._rooms.get(chat_id)
        if room is None or not room.met:
            raise BadRequest("chat not found")
        return room

    def writable(self, chat_id: int) -> Room:
        """The room of a chat where the bot is welcome."""
        room = self.known(chat_id)
        if room.blocked:
            raise Forbidden("bot was blocked by the user")
        return room

    def next_message_id(self) -> int:
        """An identifier for a message; private chats and small groups share one sequence."""
        return next(self._message_ids)

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
