"""People who turn to the bot from chats where it may not be: what a test lets them do there, and what it sees."""

import zlib
from dataclasses import dataclass, field
from typing import Literal

from botapi import limits
from botapi.chats import Room
from botapi.entities import FormattedText
from botapi.guest import GuestQuery
from botapi.inline import InlineAnswer, InlineQuery, InlineResult
from botapi.messages import BotMessage, Button, CallbackQuery, Identity, Message, excerpt
from botapi.onlookers import WITHIN, Participant
from botapi.state import State

_STRANGERS = 3_000_000_000


@dataclass(frozen=True, kw_only=True)
class InlinePost(BotMessage):
    """A message of the bot's that somebody else has posted, as it was then.

    Without buttons it has no `inline_message_id`, so that the bot cannot edit it.
    """

    inline_message_id: str | None
    state: State = field(repr=False, compare=False)
    room: Room = field(repr=False, compare=False)

    @property
    def edits(self) -> tuple[BotMessage, ...]:
        """The message after each edit so far."""
        with self.state.lock:
            return tuple(self.room.edits[self.message_id])

    def now(self) -> BotMessage:
        """The message as it is now."""
        return (self, *self.edits)[-1]

    def edited(self, times: int = 1, within: float = WITHIN) -> BotMessage:
        """The message after so many edits."""
        with self.state.lock:
            if not self.state.wait_for(lambda: len(self.room.edits[self.message_id]) >= times, within):
                told = self.state.journal.told()
                raise AssertionError(f"{len(self.edits)} of {times} edits of {self.text!r} within {within} s\n{told}")
            return self.room.edits[self.message_id][times - 1]


class Caller(Participant):
    """Somebody who looks answers up from any chat, and calls the bot into chats where it is not."""

    identity: Identity

    def types(self, query: str, *, offset: str = "", chat_type: str = "private") -> InlineQuery:
        """Type something after the bot's name, in a chat of that type; the bot gets to know if its inline mode is on."""
        with self._state.lock:
            if len(query) > limits.INLINE_QUERY:
                self._fail(f"no more than {limits.INLINE_QUERY} characters can be typed")
            self.does(f"types {excerpt(query)} after the bot's name")
            asked = self._state.inline.ask(self.identity, query, offset, chat_type)
            self._call(
                "supports_inline_queries",
                "inline_query",
                {
                    "id": asked.id,
                    "from": self.identity.json(),
                    "query": asked.text,
                    "offset": asked.offset,
                    "chat_type": asked.chat_type,
                },
            )
            return asked

    def results(self, query: InlineQuery, within: float = WITHIN) -> InlineAnswer:
        """What the bot offers for what was typed."""
        with self._state.lock:
            answers = self._state.inline.answers
            if not self._state.wait_for(lambda: query.id in answers, within):
                self._fail(f"no results for {query.text!r} within {within} s")
            return answers[query.id]

    def sees_no_results(self, query: InlineQuery, for_seconds: float) -> None:
        """Make sure that the bot does not answer what was typed, not even with an empty list."""
        with self._state.lock:
            answers = self._state.inline.answers
            if self._state.wait_for(lambda: query.id in answers, for_seconds):
                self._fail(f"{len(answers[query.id].results)} results for {query.text!r} instead of no answer")

    def chooses(self, result: InlineResult, answer: InlineAnswer, *, chat: Participant | None = None) -> InlinePost:
        """Post a result, into a chat of other people unless one is given; the bot reads it as a message where it is."""
        with self._state.lock:
            if result not in answer.results:
                self._fail(f"result {result.id!r} is not among those for {answer.query.text!r}")
            self.does(f"chooses {result.title or result.id!r}")
            room = self._room_for(answer.query, chat)
            written = result.message
            message = self._state.receive(
                room,
                self.identity,
                FormattedText(written.text, written.entities),
                html=written.html,
                photo=written.photo,
                markup=result.markup,
                via_bot=self._state.account.identity,
            )
            chosen = {"result_id": result.id, "from": self.identity.json(), "query": answer.query.text}
            post = self._post(room, message, self._state.inline.enter(room, message) if message.has_inline_keyboard else None)
            if post.inline_message_id:
                chosen["inline_message_id"] = post.inline_message_id
            self._state.push("chosen_inline_result", chosen)
            return post

    def summons(
        self,
        text: str,
        *,
        chat_title: str = "Some group",
        reply_to: "tuple[str, str] | InlinePost | None" = None,
        kind: Literal["private", "group", "supergroup"] = "supergroup",
    ) -> GuestQuery:
        """Call the bot into a chat of other people, if its guest mode is on.

        Where the call replies to something, that is what a stranger said, given as first name and text, or what the bot
        said before as a guest.
        """
        with self._state.lock:
            self.does(f"calls the bot into {chat_title!r}: {excerpt(text)}")
            room = self._state.chats.elsewhere(kind, chat_title)
            replied: BotMessage | Message | None = None
            if isinstance(reply_to, InlinePost):
                room, replied = reply_to.room, reply_to
            elif reply_to:
                name, said = reply_to
                stranger = Identity(_STRANGERS + zlib.crc32(name.encode()), name)
                replied = self._state.receive(room, stranger, FormattedText(said))
            query_id = self._state.guests.next_id()
            message = self._state.receive(
                room, self.identity, FormattedText(text), reply_to=replied, context={"guest_query_id": query_id}
            )
            query = GuestQuery(query_id, self.identity, message, room)
            self._state.guests.call(query)
            self._call("supports_guest_queries", "guest_message", message.json())
            return query

    def guest_reply(self, query: GuestQuery, within: float = WITHIN) -> InlinePost:
        """What the bot says where it was called."""
        with self._state.lock:
            answers = self._state.guests.answers
            if not self._state.wait_for(lambda: query.id in answers, within):
                self._fail(f"no answer to {query.message.text!r} within {within} s")
            name, message = answers[query.id]
            return self._post(query.room, message, name)

    def hears_no_guest_reply(self, query: GuestQuery, for_seconds: float) -> None:
        """Make sure that the bot says nothing where it was called."""
        with self._state.lock:
            answers = self._state.guests.answers
            if self._state.wait_for(lambda: query.id in answers, for_seconds):
                self._fail(f"{answers[query.id][1].text!r} instead of nothing")

    def presses_inline(self, button: str | Button, post: InlinePost) -> CallbackQuery:
        """Press a button under a message that the bot knows only by its inline_message_id, as it is now."""
        with self._state.lock:
            message = post.room.messages.get(post.message_id)
            if message is None or post.inline_message_id is None:
                self._fail(f"message {post.message_id} is not there any more, or never had buttons")
            return self._press(self.identity, button, message, {"inline_message_id": post.inline_message_id})

    def _call(self, ability: str, kind: str, body: dict[str, object]) -> None:
        """Tell the bot, if BotFather has let it hear such things."""
        if self._state.account.abilities.get(ability):
            self._state.push(kind, body)
        else:
            self._state.journal.deed("server", f"drops the update: the bot has not {ability}")

    def _room_for(self, query: InlineQuery, chat: Participant | None) -> Room:
        if chat:
            return self._state.chats.room(chat.chat)
        if query.chat_type == "sender":
            return self._room()
        return self._state.chats.elsewhere(query.chat_type, "Somebody" if query.chat_type == "private" else "Some group")

    def _post(self, room: Room, message: Message, inline_message_id: str | None) -> InlinePost:
        seen = vars(message.as_bot_message())
        return InlinePost(**seen, inline_message_id=inline_message_id, state=self._state, room=room)
