"""An account with Telegram Business: what a test lets its owner and the customers do, and what it sees of the bot there."""

from itertools import count

from botapi.chats import Room
from botapi.connections import Connection
from botapi.entities import FormattedText
from botapi.messages import BotMessage, Chat, Identity, Message, excerpt
from botapi.onlookers import Onlooker, Participant
from botapi.people import Person
from botapi.state import State


class BusinessChat(Person, Onlooker):
    """A customer in the private chat with the owner of the account, where the bot answers in the owner's name."""

    def __init__(self, state: State, identity: Identity, connection: Connection) -> None:
        chat = Chat(identity.id, "private", first_name=identity.first_name, username=identity.username)
        super().__init__(state, chat, identity)
        self._connection = connection

    def __repr__(self) -> str:
        return f"BusinessChat({self.identity.first_name!r} with {self._connection.owner.first_name!r}, id={self.id})"

    def _room(self) -> Room:
        return self._connection.rooms.setdefault(self.id, Room(self.chat, count(501), "member", connection=self._connection))

    def owner_says(self, text: str, *, reply_to: Message | BotMessage | None = None) -> Message:
        """Write a message as the owner, who is told to the bot as anybody else."""
        with self._state.lock:
            owner = self._connection.owner
            self._state.journal.deed(owner.first_name, f"says {excerpt(text)} to {self.identity.first_name}")
            return self._state.receive(self._room(), owner, FormattedText(text), reply_to=reply_to)

    def deletes(self, message: Message | BotMessage) -> None:
        """Delete a message for both sides, which the bot is told here."""
        with self._state.lock:
            super().deletes(message)
            deleted = {"chat": self.chat.json(), "message_ids": [message.message_id]}
            self._state.push("deleted_business_messages", {"business_connection_id": self._connection.id} | deleted)


class Business(Participant):
    """An account that is connected to the bot."""

    def __init__(self, state: State, owner: Identity, *, can_reply: bool) -> None:
        super().__init__(state, Chat(owner.id, "private", first_name=owner.first_name, username=owner.username), owner.first_name)
        self._customers: dict[int, BusinessChat] = {}
        with self._state.lock:
            if not state.account.abilities["can_connect_to_business"]:
                self._fail("the bot cannot be connected: it has not can_connect_to_business")
            self._connection = state.connections.connect(owner, can_reply=can_reply)
            self._tell("connects the bot")

    def __repr__(self) -> str:
        return f"Business({self._connection.owner.first_name!r}, id={self.id!r})"

    @property
    def id(self) -> str:
        """The identifier of the connection."""
        return self._connection.id

    def customer(self, user: Person) -> BusinessChat:
        """Somebody's private chat with the owner."""
        return self._customers.setdefault(user.id, BusinessChat(self._state, user.identity, self._connection))

    def disables(self) -> None:
        """Disconnect the bot, which is told so, and from then on nothing else."""
        with self._state.lock:
            self._connection.is_enabled = False
            self._tell("disconnects the bot")

    def enables(self) -> None:
        """Connect the bot again."""
        with self._state.lock:
            self._connection.is_enabled = True
            self._tell("connects the bot again")

    def forbids_reply(self) -> None:
        """Let the bot read, and no longer write."""
        self._lets_reply(False)

    def allows_reply(self) -> None:
        """Let the bot write again."""
        self._lets_reply(True)

    def _lets_reply(self, can_reply: bool) -> None:
        with self._state.lock:
            self._connection.can_reply = can_reply
            self._tell(f"{'lets' if can_reply else 'forbids'} the bot {'' if can_reply else 'to '}write")

    def _tell(self, deed: str) -> None:
        self.does(deed)
        self._state.push("business_connection", self._connection.json())
