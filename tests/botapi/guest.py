"""Guest mode: somebody calls the bot into a chat where it is not, and it says one thing there."""

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from botapi.entities import FormattedText
from botapi.errors import BadRequest
from botapi.inline import TOO_OLD, read_result
from botapi.messages import Identity, Message
from botapi.methods import Method
from botapi.parameters import Parameters

if TYPE_CHECKING:
    from botapi.chats import Room
    from botapi.state import State


@dataclass(frozen=True)
class GuestQuery:
    """A message that calls the bot."""

    id: str
    caller: Identity
    message: Message
    room: "Room" = field(repr=False, compare=False)


class Guests:
    """The queries, and by what message of the bot's each was answered: its inline_message_id and the message."""

    def __init__(self) -> None:
        self._ids = count(4_600_000_001)
        self._queries: dict[str, GuestQuery] = {}
        self.answers: dict[str, tuple[str, Message]] = {}

    def next_id(self) -> str:
        """An identifier for a query."""
        return str(next(self._ids))

    def call(self, query: GuestQuery) -> None:
        """Somebody calls the bot."""
        self._queries[query.id] = query

    def open_query(self, query_id: str) -> GuestQuery:
        """The query of that identifier, if it still waits for an answer."""
        if query_id not in self._queries or query_id in self.answers:
            raise BadRequest(TOO_OLD)
        return self._queries[query_id]


def _answer_guest_query(state: "State", given: Parameters) -> dict[str, Any]:
    result = read_result(state, "answerGuestQuery", given.nested("result"))
    query = state.guests.open_query(given.text("guest_query_id"))
    written = result.message
    message = state.post(
        query.room,
        FormattedText(written.text, written.entities),
        html=written.html,
        photo=written.photo,
        markup=result.markup,
        reply_to=query.message,
        thread=query.message.thread,
        context={"guest_bot_caller_user": query.caller.json()},
    )
    name = state.inline.enter(query.room, message)
    state.guests.answers[query.id] = name, message
    return {"inline_message_id": name}


METHODS = (Method("answerGuestQuery", _answer_guest_query, "guest_query_id result"),)
