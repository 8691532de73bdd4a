"""Private chats: updates in, questions to the dialogue, replies out. Only translation; what to say is decided elsewhere."""

from collections.abc import Sequence
from typing import Any

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, filters

from bot.dialogue.dialogue import Dialogue, Turn
from bot.dialogue.reply import Answer, Shown, Unknown
from bot.storage.store import Store
from bot.telegram.buttons import ChooseLanguage, OpenAnswer, OpenMenu, OpenTopic, Press, Translate, decode
from bot.telegram.conversations import Conversation, Conversations, Sent
from bot.telegram.delivery import Delivery
from bot.telegram.rendering import Button, Outgoing, render

Context = ContextTypes.DEFAULT_TYPE

UPDATES = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY)
"""The kinds of update to ask Telegram for."""

_PAGES = ("help", "about", "privacy", "topics")
_PRIVATE = filters.ChatType.PRIVATE
_NEW = _PRIVATE & filters.UpdateType.MESSAGE
_EDITED = _PRIVATE & filters.UpdateType.EDITED_MESSAGE
_WORDS = filters.TEXT | filters.CAPTION


class PrivateChat:
    """Answers in private chats."""

    def __init__(self, dialogue: Dialogue, delivery: Delivery, store: Store):
        self._dialogue = dialogue
        self._delivery = delivery
        self._store = store
        self._conversations = Conversations()

    def handlers(self) -> Sequence[BaseHandler[Update, Context, Any]]:
        """All handlers; the first that fits an update has it, so commands stand before text and everything else comes last.

        The filters name the kind of update, since a plain text filter would also take guest, business and channel messages.
        """
        return [
            CommandHandler("start", self._start, _NEW),
            CommandHandler("ask", self._ask, _NEW),
            CommandHandler("language", self._choose_language, _NEW),
            *(CommandHandler(name, self._page, _NEW) for name in _PAGES),
            MessageHandler(_EDITED & _WORDS, self._edited),
            MessageHandler(_NEW & filters.COMMAND, self._page),
            MessageHandler(_NEW & _WORDS, self._question),
            MessageHandler(_NEW & ~filters.StatusUpdate.ALL, self._not_text),
            CallbackQueryHandler(self._press),
        ]

    async def language(self, update: Update) -> str:
        """The language to answer an update in that is no question: of the message that it replies to, or whose button it presses.

        Where there is none, it is the one that was chosen, or else that of the conversation, or of the person's Telegram.
        """
        return self._dialogue.hear("", await self._wished(update), _background(update)).language

    async def _start(self, update: Update, context: Context) -> None:
        """/start greets; with the id of an entry, as from a link, it opens that answer."""
        message = _message(update)
        language = await self.language(update)
        turn = self._dialogue.open(context.args[0], language) if context.args else None
        if turn:
            await self._say_turn(message, turn)
        else:
            await self._say(message, "greeting", language)

    async def _page(self, update: Update, context: Context) -> None:
        """/help, /about and the like; an unknown command gets the help too."""
        message = _message(update)
        name = (message.text or "").split()[0].lstrip("/").partition("@")[0].lower()
        await self._say(message, name if name in _PAGES else "help", await self.language(update))

    async def _choose_language(self, update: Update, context: Context) -> None:
        """/language offers the languages that there are."""
        message = _message(update)
        language = await self.language(update)
        named = [(self._dialogue.phrases(one).language_name, ChooseLanguage(one)) for one in self._dialogue.knowledge.editions]
        page = self._dialogue.page("choose_language", language)
        await self._delivery.send(message.chat_id, self._rendered(page, language, named))

    async def _ask(self, update: Update, context: Context) -> None:
        """/ask with a question, or in reply to one."""
        message = _message(update)
        if _question(message):
            await self._question(update, context)
        else:
            await self._say(message, "ask_what", await self.language(update))

    async def _question(self, update: Update, context: Context) -> None:
        message = _message(update)
        conversation = self._conversations.of(message.chat_id)
        conversation.album = message.media_group_id
        await self._say_turn(message, await self._turn(update, conversation))

    async def _edited(self, update: Update, context: Context) -> None:
        """An edited question edits its answer; one whose answer is forgotten is answered in reply to it."""
        message = _message(update)
        if not _question(message):
            return
        conversation = self._conversations.of(message.chat_id)
        turn = await self._turn(update, conversation)
        outgoing = self._rendered(turn.reply, turn.language)
        answer = conversation.answer_to(message.message_id)
        if answer:
            sent = await self._delivery.replace(message.chat_id, answer, outgoing)
        else:
            sent = await self._delivery.send(message.chat_id, outgoing, reply_to=message.message_id)
        conversation.memory = turn.memory
        conversation.answered(message.message_id, sent)

    async def _not_text(self, update: Update, context: Context) -> None:
        """Stickers, voice and the like get one line; an album, which comes as several messages, gets one in all."""
        message = _message(update)
        conversation = self._conversations.of(message.chat_id)
        if message.media_group_id is None or message.media_group_id != conversation.album:
            conversation.album = message.media_group_id
            await self._say(message, "not_text", await self.language(update))

    async def _press(self, update: Update, context: Context) -> None:
        query = update.callback_query
        chat = update.effective_chat
        if query is None or chat is None or chat.type != ChatType.PRIVATE:
            return
        await self._delivery.acknowledge(query.id)
        press = decode(query.data or "")
        conversation = self._conversations.of(chat.id)
        outgoing = await self._pressed(press, chat.id, await self.language(update), conversation)
        pressed = query.message
        in_place = isinstance(press, Translate | ChooseLanguage) or (press is not None and press.in_place)
        if in_place and isinstance(pressed, Message):
            sent = await self._delivery.replace(chat.id, Sent(pressed.message_id, has_photo=bool(pressed.photo)), outgoing)
            conversation.replaced(pressed.message_id, sent)
        else:
            await self._delivery.send(chat.id, outgoing)

    async def _pressed(self, press: Press | None, chat_id: int, language: str, conversation: Conversation) -> Outgoing:
        """What a press leads to."""
        match press:
            case ChooseLanguage() if chosen := self._dialogue.known_language(press.language):
                await self._store.choose_language(chat_id, chosen)
                return self._rendered(self._dialogue.page("language_chosen", chosen), chosen)
            case OpenAnswer(reference=reference) | Translate(reference=reference):
                wanted = press.language if isinstance(press, Translate) else language
                if turn := self._dialogue.open(reference, wanted):
                    conversation.memory = turn.memory
                    return self._rendered(turn.reply, turn.language)
            case OpenTopic():
                return self._rendered(self._dialogue.topic(press.topic, language), language)
            case OpenMenu():
                return self._rendered(self._dialogue.page("topics", language), language)
        return self._rendered(self._dialogue.page("gone", language), language)

    async def _turn(self, update: Update, conversation: Conversation) -> Turn:
        """The reply to a question, in its language, or else in the one that it is to be answered in."""
        message = _message(update)
        return self._dialogue.ask(_question(message), conversation.memory, await self._wished(update), _background(update))

    async def _wished(self, update: Update) -> str | None:
        """The language that was chosen in the chat; else that of the conversation so far; else that of the person's Telegram."""
        chat, user = update.effective_chat, update.effective_user
        if chat and (chosen := self._dialogue.known_language(await self._store.language(chat.id))):
            return chosen
        spoken = self._conversations.of(chat.id).memory.language if chat else None
        return spoken or (user.language_code if user else None)

    async def _say_turn(self, message: Message, turn: Turn) -> None:
        conversation = self._conversations.of(message.chat_id)
        conversation.memory = turn.memory
        sent = await self._delivery.send(message.chat_id, self._rendered(turn.reply, turn.language))
        conversation.answered(message.message_id, sent)

    async def _say(self, message: Message, page: str, language: str) -> None:
        await self._delivery.send(message.chat_id, self._rendered(self._dialogue.page(page, language), language))

    def _rendered(self, shown: Shown, language: str, languages: Sequence[Button] = ()) -> Outgoing:
        if isinstance(shown, Answer | Unknown) and shown.reference:
            languages = [
                (self._dialogue.phrases(other).language_name, Translate(other, shown.reference))
                for other in self._dialogue.also_in(shown.reference, language)
            ]
        return render(shown, self._dialogue.phrases(language), self._dialogue.knowledge.folder, languages)


def _message(update: Update) -> Message:
    message = update.effective_message
    if message is None:  # the filters let only messages through
        raise TypeError("an update without a message")
    return message


def _background(update: Update) -> str | None:
    """The words of the message that an update replies to, or whose button it presses."""
    if query := update.callback_query:
        asked = query.message
    else:
        asked = update.effective_message.reply_to_message if update.effective_message else None
    return (asked.text or asked.caption) if isinstance(asked, Message) else None


def _question(message: Message) -> str:
    """What is asked: the text or caption, without /ask; of a bare /ask, the message that it replies to."""
    text = (message.text or message.caption or "").strip()
    if not text.startswith("/"):
        return text
    _, *rest = text.split(maxsplit=1)
    asked = message.reply_to_message
    return "".join(rest) or (_question(asked) if asked else "")
