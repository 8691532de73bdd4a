"""What all doors share: in which language somebody is answered, how a reply looks there, and that it is counted."""

from telegram import Bot, CopyTextButton, InlineKeyboardButton, Message

from bot.dialogue.dialogue import Dialogue, Memory, Turn
from bot.dialogue.reply import Answer, Shown, Unknown
from bot.knowledge.model import Phrases
from bot.storage.store import Store
from bot.telegram import links
from bot.telegram.asking import Address, background, without_command
from bot.telegram.buttons import Translate
from bot.telegram.rendering import Button, Outgoing, Place, Row, render

LONGEST_QUERY = 256
"""Characters of an inline query (Bot API)."""

ASKED, CHOSEN, SHADOW = "asked", "chosen", "shadow"
"""What is counted of each entry: answers, inline results that were chosen, and in each group what would have been answered."""


class Desk:
    """Stands between the dialogue and the doors."""

    def __init__(self, bot: Bot, dialogue: Dialogue, store: Store):
        self.bot = bot
        self.dialogue = dialogue
        self.store = store

    async def chosen_language(self, chat_id: int) -> str | None:
        """The language that was chosen in a chat, if the knowledge base has it; a private chat has the number of its person."""
        return self.dialogue.known_language((await self.store.settings(chat_id)).language)

    def phrases(self, language: str) -> Phrases:
        """The bot's own sentences."""
        return self.dialogue.phrases(language)

    def page(self, name: str, language: str, place: Place = Place.PRIVATE) -> Outgoing:
        """A page by the name of its text in the phrases."""
        return self.rendered(self.dialogue.page(name, language), language, place)

    def rendered(self, shown: Shown, language: str, place: Place = Place.PRIVATE) -> Outgoing:
        """A reply or page as it looks in a place, with what leads to other languages and takes it elsewhere."""
        languages: list[Button] = []
        sharing: Row = []
        if isinstance(shown, Answer | Unknown) and shown.reference and place is not Place.BUSINESS:
            languages = [
                (self.phrases(other).language_name, Translate(other, shown.reference))
                for other in self.dialogue.also_in(shown.reference, language)
            ]
            sharing = self._sharing(shown.reference, language, place)
        return render(shown, self.phrases(language), self.dialogue.knowledge.folder, place, languages, sharing)

    def _sharing(self, reference: str, language: str, place: Place) -> list[InlineKeyboardButton]:
        """A button that brings the answer into another chat, and a link to it: to copy it, or away from the bot to follow it."""
        phrases, payload = self.phrases(language), links.payload(reference)
        link = links.private_chat(self.bot.username, payload) if payload else None
        question = self.dialogue.question(reference, language)
        row = []
        if self.bot.bot.supports_inline_queries and len(question) <= LONGEST_QUERY:
            row.append(InlineKeyboardButton(phrases.share, switch_inline_query=question))
        elif link:
            row.append(InlineKeyboardButton(phrases.share, url=links.share(link, question)))
        if link and place is Place.PRIVATE:
            row.append(InlineKeyboardButton(phrases.copy_link, copy_text=CopyTextButton(link)))
        elif link:
            row.append(InlineKeyboardButton(phrases.open_chat, url=link))
        return row

    def reply(
        self, message: Message, spoken_to: Address, wished: str | None, memory: Memory | None = None
    ) -> tuple[Turn | None, Message]:
        """What to say to a message that speaks to the bot, and to which message: its own words, or those that it points at.

        Where its own words have no answer, and those that it points at have one, these are what is asked. There is nothing to say
        where nothing is asked.
        """
        turn = self.ask(message, spoken_to.said, wished, memory) if spoken_to.said else None
        pointed_at = spoken_to.pointed_at
        if pointed_at is None or (turn and _is_answer(turn)):
            return turn, message
        there = self.ask(pointed_at, without_command(pointed_at), wished)
        return (there, pointed_at) if turn is None or _is_answer(there) else (turn, message)

    def ask(self, message: Message, question: str, wished: str | None, memory: Memory | None = None) -> Turn:
        """The reply to a question in a message, in `wished` where neither it nor what it replies to tells a language."""
        return self.dialogue.ask(question, memory, wished, background(message))

    def count(self, turn: Turn) -> None:
        """Count what was answered."""
        if isinstance(turn.reply, Answer | Unknown):
            for entry in turn.reply.entries:
                self.store.count(ASKED, entry.id)


def _is_answer(turn: Turn) -> bool:
    return isinstance(turn.reply, Answer | Unknown)
