"""What is remembered of each chat while the program runs: the dialogue's memory, and which answer belongs to which question."""

from collections import OrderedDict
from dataclasses import dataclass, field

from bot.dialogue.dialogue import Memory

MOST_CHATS = 10_000
MOST_ANSWERS_OF_CHAT = 50


@dataclass(frozen=True, slots=True)
class Sent:
    """A message of the bot's, and whether it is a picture with a caption, which Telegram edits differently."""

    message_id: int
    has_photo: bool


@dataclass(slots=True)
class Conversation:
    """One chat: what the dialogue remembers, the answers by the id of the question, and the album that was answered last."""

    memory: Memory = field(default_factory=Memory)
    album: str | None = None
    _answers: OrderedDict[int, Sent] = field(default_factory=OrderedDict)

    def answered(self, question_id: int, sent: Sent) -> None:
        """Remember which answer a question got."""
        self._answers[question_id] = sent
        while len(self._answers) > MOST_ANSWERS_OF_CHAT:
            self._answers.popitem(last=False)

    def replaced(self, message_id: int, sent: Sent) -> None:
        """Remember that a message gave way to another, which then is the answer in its place."""
        for question_id, answer in self._answers.items():
            if answer.message_id == message_id:
                self._answers[question_id] = sent

    def answer_to(self, question_id: int) -> Sent | None:
        """The answer that a question got, if it was recent."""
        return self._answers.get(question_id)


class Conversations:
    """The conversations of all chats; those unheard of for longest are forgotten first."""

    def __init__(self) -> None:
        self._chats: OrderedDict[int, Conversation] = OrderedDict()

    def of(self, chat_id: int) -> Conversation:
        """The conversation of a chat, a new one if there was none."""
        conversation = self._chats.pop(chat_id, None) or Conversation()
        self._chats[chat_id] = conversation
        if len(self._chats) > MOST_CHATS:
            self._chats.popitem(last=False)
        return conversation
