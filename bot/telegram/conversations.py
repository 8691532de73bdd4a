"""What is remembered of each chat while the program runs: the dialogue's memory, and which answer belongs to which question."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from bot.dialogue.dialogue import Memory

Value = TypeVar("Value")

MOST_CHATS = 10_000
MOST_ANSWERS_OF_CHAT = 50


@dataclass(frozen=True, slots=True)
class Sent:
    """A message of the bot's, and whether it is a picture with a caption, which Telegram edits differently."""

    message_id: int
    has_photo: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """How a question was answered: by which message, what its words were then, and what was remembered before it."""

    sent: Sent
    words: str
    before: Memory = field(default_factory=Memory)


@dataclass(slots=True)
class Conversation:
    """One chat: what the dialogue remembers, the answers by the id of the question, and the album that was answered last.

    Where many people talk, each answer has a memory of its own, which whoever replies to it goes on from.
    """

    memory: Memory = field(default_factory=Memory)
    album: str | None = None
    _answers: OrderedDict[int, Answered] = field(default_factory=OrderedDict)
    _memories: OrderedDict[int, Memory] = field(default_factory=OrderedDict)
    _gone: OrderedDict[int, bool] = field(default_factory=OrderedDict)

    def answered(self, question_id: int, answered: Answered) -> None:
        """Remember which answer a question got."""
        _keep(self._answers, question_id, answered)

    def replaced(self, message_id: int, sent: Sent) -> None:
        """Remember that a message gave way to another, which then is the answer in its place."""
        for question_id, answer in self._answers.items():
            if answer.sent.message_id == message_id:
                self._answers[question_id] = replace(answer, sent=sent)
        if sent.message_id != message_id:
            _keep(self._gone, message_id, value=True)

    def is_gone(self, message_id: int) -> bool:
        """Whether a message of the bot's gave way to another."""
        return message_id in self._gone

    def answer_to(self, question_id: int) -> Answered | None:
        """The answer that a question got, if it was recent."""
        return self._answers.get(question_id)

    def is_last(self, question_id: int) -> bool:
        """Whether a question is the last one that was answered."""
        return next(reversed(self._answers), None) == question_id

    def said(self, sent: Sent, memory: Memory) -> None:
        """Remember what a message of the bot's was about."""
        _keep(self._memories, sent.message_id, memory)

    def after(self, message_id: int) -> Memory:
        """What to go on from in reply to a message of the bot's."""
        return self._memories.get(message_id, Memory())


def _keep(kept: OrderedDict[int, Value], key: int, value: Value) -> None:
    kept[key] = value
    while len(kept) > MOST_ANSWERS_OF_CHAT:
        kept.popitem(last=False)


class Conversations:
    """The conversations of all chats; those unheard of for longest are forgotten first."""

    def __init__(self) -> None:
        self._chats: OrderedDict[Hashable, Conversation] = OrderedDict()

    def of(self, chat: Hashable) -> Conversation:
        """The conversation of a chat, by its number or whatever else names it; a new one if there was none."""
        conversation = self._chats.pop(chat, None) or Conversation()
        self._chats[chat] = conversation
        if len(self._chats) > MOST_CHATS:
            self._chats.popitem(last=False)
        return conversation
