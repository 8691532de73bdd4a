"""Telegram Business: accounts whose owners let the bot answer in their place, and what the bot may do there."""

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from botapi.clock import Clock
from botapi.errors import BadRequest
from botapi.messages import Identity
from botapi.methods import Method
from botapi.parameters import Parameters

if TYPE_CHECKING:
    from botapi.chats import Room
    from botapi.state import State

REPLY_SECONDS = 24 * 3600


@dataclass
class Connection:
    """The bot's connection with one account, and the rooms of the owner's chats with customers, by the customer."""

    id: str
    owner: Identity
    date: int
    can_reply: bool
    is_enabled: bool = True
    rooms: "dict[int, Room]" = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        """The connection as a BusinessConnection object."""
        return {
            "id": self.id,
            "user": self.owner.json(),
            "user_chat_id": self.owner.id,
            "date": self.date,
            "is_enabled": self.is_enabled,
            "rights": {"can_reply": True} if self.can_reply else {},
        }


class Connections:
    """All connections of the bot."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._numbers = count(1)
        self._connections: dict[str, Connection] = {}

    def connect(self, owner: Identity, *, can_reply: bool) -> Connection:
        """An owner connects the bot."""
        connection = Connection(f"BusinessConnection{next(self._numbers):04}", owner, self._clock.date(), can_reply)
        self._connections[connection.id] = connection
        return connection

    def find(self, name: str) -> Connection:
        """The connection of that identifier, whether or not it still holds."""
        if name not in self._connections:
            raise BadRequest("BUSINESS_CONNECTION_INVALID")
        return self._connections[name]

    def writable(self, name: str, chat_id: int) -> "Room":
        """The room of a customer where the bot may write: one where the customer did so within the last 24 hours."""
        connection = self.find(name)
        if not connection.is_enabled:
            raise BadRequest("BUSINESS_CONNECTION_INVALID")
        if not connection.can_reply:
            raise BadRequest("not enough rights to send messages on behalf of the business account")
        room = connection.rooms.get(chat_id)
        if room is None:
            raise BadRequest("BUSINESS_PEER_INVALID")
        heard = [message.date for message in room.messages.values() if message.sender and message.sender.id == chat_id]
        if not heard or self._clock.date() - max(heard) > REPLY_SECONDS:
            raise BadRequest("BUSINESS_PEER_USAGE_MISSING")
        return room


def _get_business_connection(state: "State", given: Parameters) -> dict[str, Any]:
    return state.connections.find(given.text("business_connection_id")).json()


METHODS = (Method("getBusinessConnection", _get_business_connection, "business_connection_id"),)
