"""Private chats: updates in, questions to the dialogue, replies out. Only translation; what to say is decided elsewhere."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import BaseHandler, CommandHandler, ContextTypes, MessageHandler, filters

from bot.dialogue.dialogue import Memory, Turn
from bot.telegram import links
from bot.telegram.asking import background, command, language_code, topic, without_command, words
from bot.telegram.buttons import ChooseLanguage
from bot.telegram.conversations import Answered, Conversations
from bot.telegram.delivery import Delivery, Spot
from bot.telegram.desk import Desk
from bot.telegram.rendering import render

Context = ContextTypes.DEFAULT_TYPE

UPDATES = (Update.MESSAGE, Update.EDITED_MESSAGE)
"""The kinds of update that this door needs."""

PAGES = ("help", "about", "privacy", "topics")
"""Commands that show a page of the same name."""

_PRIVATE = filters.ChatType.PRIVATE
_OWN_WORDS = _PRIVATE & ~filters.VIA_BOT
_NEW = _OWN_WORDS & filters.UpdateType.MESSAGE
_EDITED = _OWN_WORDS & filters.UpdateType.EDITED_MESSAGE
_WORDS = filters.TEXT | filters.CAPTION


class PrivateChat:
    """Answers in private chats."""

    def __init__(self, desk: Desk, delivery: Delivery, conversations: Conversations):
        self._desk = desk
        self._delivery = delivery
        self._conversations = conversations

    def handlers(self) -> Sequence[BaseHandler[Update, Context, Any]]:
        """All handlers; the first that fits an update has it, so commands stand before text and everything else comes last.

        The filters name the kind of update, since a plain text filter would also take guest, business and channel messages.
        """
        return [
            CommandHandler("start", self._start, _NEW),
            CommandHandler("ask", self._ask, _NEW),
            CommandHandler("language", self._choose_language, _NEW),
            CommandHandler("settings", self._settings, _NEW),
            *(CommandHandler(name, self._page, _NEW) for name in PAGES),
            MessageHandler(_EDITED & _WORDS, self._edited),
            MessageHandler(_NEW & filters.COMMAND, self._page),
            MessageHandler(_NEW & _WORDS, self._question),
            MessageHandler(_NEW & ~filters.StatusUpdate.ALL, self._not_text),
        ]

    async def language(self, message: Message) -> str:
        """The language to answer a message in that is no question: of the message that it replies to.

        Where there is none, it is the one that was chosen, or else that of the conversation, or of the person's Telegram.
        """
        return self._desk.dialogue.hear("", await self._wished(message), background(message)).language

    async def _start(self, update: Update, context: Context) -> None:
        """/start greets; with what a link to an answer carries, it opens that answer."""
        message = _message(update)
        language = await self.language(message)
        turn = self._desk.dialogue.open(links.reference(context.args[0]), language) if context.args else None
        if turn:
            await self._say_turn(message, turn)
        else:
            await self._say(message, "greeting", language)

    async def _page(self, update: Update, context: Context) -> None:
        """/help, /about and the like; an unknown command gets the help too."""
        message = _message(update)
        given = command(message, self._desk.bot.username)
        await self._say(message, given.name if given and given.name in PAGES else "help", await self.language(message))

    async def _choose_language(self, update: Update, context: Context) -> None:
        """/language offers the languages that there are."""
        message = _message(update)
        language, dialogue = await self.language(message), self._desk.dialogue
        named = [(self._desk.phrases(one).language_name, ChooseLanguage(one)) for one in dialogue.knowledge.editions]
        page = dialogue.page("choose_language", language)
        outgoing = render(page, self._desk.phrases(language), dialogue.knowledge.folder, languages=named)
        await self._delivery.send(_spot(message), outgoing)

    async def _settings(self, update: Update, context: Context) -> None:
        """/settings is for groups: here a button leads to one."""
        message = _message(update)
        language = await self.language(message)
        button = InlineKeyboardButton(self._desk.phrases(language).add_to_group, url=links.into_group(self._desk.bot.username))
        page = replace(self._desk.page("settings_alone", language), keyboard=InlineKeyboardMarkup.from_button(button))
        await self._delivery.send(_spot(message), page)

    async def _ask(self, update: Update, context: Context) -> None:
        """/ask with a question, or in reply to one."""
        message = _message(update)
        if _question(message):
            await self._question(update, context)
        else:
            await self._say(message, "ask_what", await self.language(message))

    async def _question(self, update: Update, context: Context) -> None:
        message = _message(update)
        given = command(message, self._desk.bot.username)
        if given and given.name in PAGES:  # as a caption
            await self._page(update, context)
            return
        conversation = self._conversations.of(message.chat_id)
        conversation.album = message.media_group_id
        await self._say_turn(message, await self._turn(message, conversation.memory))

    async def _edited(self, update: Update, context: Context) -> None:
        """An edited question edits its answer; one whose answer is forgotten is answered in reply to it.

        It means what it would have meant when it was asked. What has the same words as before, as where a link gets its preview,
        is let be.
        """
        message = _message(update)
        conversation = self._conversations.of(message.chat_id)
        answer = conversation.answer_to(message.message_id)
        if not _question(message) or (answer and answer.words == words(message)):
            return
        before = answer.before if answer else conversation.memory
        turn = await self._turn(message, before)
        outgoing = self._desk.rendered(turn.reply, turn.language)
        if answer:
            sent = await self._delivery.replace(_spot(message), answer.sent, outgoing)
        else:
            sent = await self._delivery.send(replace(_spot(message), reply_to=message.message_id), outgoing)
        if answer is None or conversation.is_last(message.message_id):
            conversation.memory = turn.memory
        conversation.answered(message.message_id, Answered(sent, words(message), before))

    async def _not_text(self, update: Update, context: Context) -> None:
        """Stickers, voice and the like get one line; an album, which comes as several messages, gets one in all."""
        message = _message(update)
        conversation = self._conversations.of(message.chat_id)
        if message.media_group_id is None or message.media_group_id != conversation.album:
            conversation.album = message.media_group_id
            await self._say(message, "not_text", await self.language(message))

    async def _turn(self, message: Message, memory: Memory) -> Turn:
        """The reply to a question, in its language, or else in the one that it is to be answered in."""
        return self._desk.ask(message, _question(message), await self._wished(message), memory)

    async def _wished(self, message: Message) -> str | None:
        """The language that was chosen in the chat; else that of the conversation so far; else that of the person's Telegram."""
        chosen = await self._desk.chosen_language(message.chat_id)
        return chosen or self._conversations.of(message.chat_id).memory.language or language_code(message)

    async def _say_turn(self, message: Message, turn: Turn) -> None:
        sent = await self._delivery.send(_spot(message), self._desk.rendered(turn.reply, turn.language))
        conversation = self._conversations.of(message.chat_id)
        conversation.answered(message.message_id, Answered(sent, words(message), conversation.memory))
        conversation.memory = turn.memory
        self._desk.count(turn)

    async def _say(self, message: Message, page: str, language: str) -> None:
        await self._delivery.send(_spot(message), self._desk.page(page, language))


def _message(update: Update) -> Message:
    message = update.effective_message
    if message is None:  # the filters let only messages through
        raise TypeError("an update without a message")
    return message


def _spot(message: Message) -> Spot:
    """Where to answer a message: beside it."""
    return Spot(message.chat_id, topic=topic(message))


def _question(message: Message) -> str:
    """What is asked: the text or caption, without /ask; of a bare /ask, the message that it replies to."""
    asked = message.reply_to_message
    return without_command(message) or (without_command(asked) if asked and words(message) else "")
