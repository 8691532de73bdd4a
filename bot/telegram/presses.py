"""Pressed buttons, wherever they stand: in private chats, in groups and channels, or in what people brought somewhere else."""

from collections.abc import Sequence
from typing import Any, assert_never

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.ext import BaseHandler, CallbackQueryHandler, ContextTypes

from bot.dialogue.dialogue import Turn
from bot.dialogue.reply import Page
from bot.telegram.asking import topic, words
from bot.telegram.buttons import (
    ChooseGroupLanguage,
    ChooseLanguage,
    ChooseMode,
    OpenAnswer,
    OpenMenu,
    OpenTopic,
    Press,
    Translate,
    decode,
)
from bot.telegram.conversations import Conversations, Sent
from bot.telegram.damping import Admission, Damper
from bot.telegram.delivery import Delivery, Spot
from bot.telegram.desk import Desk
from bot.telegram.rendering import Outgoing, Place
from bot.telegram.settings import GroupSettings

Context = ContextTypes.DEFAULT_TYPE

UPDATES = (Update.CALLBACK_QUERY,)
"""The kinds of update that this door needs."""


class Presses:
    """Does what buttons say."""

    def __init__(self, desk: Desk, delivery: Delivery, conversations: Conversations, settings: GroupSettings, damper: Damper):
        self._desk = desk
        self._delivery = delivery
        self._conversations = conversations
        self._settings = settings
        self._damper = damper

    def handlers(self) -> Sequence[BaseHandler[Update, Context, Any]]:
        """The one handler of all presses."""
        return [CallbackQueryHandler(self._press)]

    async def language(self, query: CallbackQuery) -> str:
        """The language of the message whose button was pressed; else what was chosen in the chat, or the person's."""
        asked = query.message
        background = words(asked) if isinstance(asked, Message) else None
        chosen = await self._desk.chosen_language(asked.chat.id if asked else query.from_user.id)
        spoken = self._conversations.of(asked.chat.id).memory.language if asked else None
        return self._desk.dialogue.hear("", chosen or spoken or query.from_user.language_code, background).language

    async def _press(self, update: Update, context: Context) -> None:
        query = update.callback_query
        if query is None:
            return
        press = decode(query.data or "")
        message = query.message
        if message is None:
            await self._press_inline(query, press)
        elif isinstance(press, ChooseMode | ChooseGroupLanguage):
            await self._choose(query, message.chat.id, press)
        elif message.chat.type == ChatType.PRIVATE:
            await self._delivery.acknowledge(query.id)
            await self._press_in_chat(query, press, Place.PRIVATE)
        elif self._damper.admit(message.chat.id, query.from_user.id) is Admission.ANSWER:
            await self._delivery.acknowledge(query.id)
            await self._press_in_chat(query, press, Place.GROUP)
        else:
            await self._delivery.acknowledge(query.id, self._desk.phrases(await self.language(query)).too_many.plain)

    async def _press_inline(self, query: CallbackQuery, press: Press | None) -> None:
        """A button of an answer that somebody brought into a chat: the answer changes in its place."""
        await self._delivery.acknowledge(query.id)
        if query.inline_message_id:
            _, outgoing = await self._outcome(query, press, Place.INLINE)
            await self._delivery.replace_inline(query.inline_message_id, outgoing)

    async def _press_in_chat(self, query: CallbackQuery, press: Press | None, place: Place) -> None:
        """What a press leads to takes the place of the message, or comes after it."""
        message = query.message
        if message is None:
            return
        turn, outgoing = await self._outcome(query, press, place)
        known = message if isinstance(message, Message) else None
        conversation = self._conversations.of(message.chat.id)
        if known and _is_in_place(press):
            if conversation.is_gone(known.message_id):  # somebody was faster
                return
            asked = known.reply_to_message
            spot = Spot(known.chat.id, asked.message_id if asked else None, topic(known))
            sent = await self._delivery.replace(spot, Sent(known.message_id, has_photo=bool(known.photo)), outgoing)
            conversation.replaced(known.message_id, sent)
        else:
            reply_to = message.message_id if place is Place.GROUP else None
            sent = await self._delivery.send(Spot(message.chat.id, reply_to, topic(known) if known else None), outgoing)
        if turn and place is Place.PRIVATE:
            conversation.memory = turn.memory
        elif turn:
            conversation.said(sent, turn.memory)

    async def _outcome(self, query: CallbackQuery, press: Press | None, place: Place) -> tuple[Turn | None, Outgoing]:
        """What a press leads to, and the turn of the dialogue if it is one."""
        language, dialogue = await self.language(query), self._desk.dialogue
        page: Page | None = None
        match press:
            case ChooseLanguage() if chosen := dialogue.known_language(press.language):
                await self._desk.store.choose_language(query.from_user.id, chosen)
                language, page = chosen, dialogue.page("language_chosen", chosen)
            case OpenAnswer(reference=reference) | Translate(reference=reference):
                if turn := dialogue.open(reference, press.language if isinstance(press, Translate) else language):
                    if isinstance(press, OpenAnswer):
                        self._desk.count(turn)
                    return turn, self._desk.rendered(turn.reply, turn.language, place)
            case OpenTopic():
                page = dialogue.topic(press.topic, language)
            case OpenMenu():
                page = dialogue.page("topics", language)
            case ChooseMode() | ChooseGroupLanguage() | ChooseLanguage() | None:
                pass
            case _:
                assert_never(press)
        return None, self._desk.rendered(page or dialogue.page("gone", language), language, place)

    async def _choose(self, query: CallbackQuery, chat_id: int, press: ChooseMode | ChooseGroupLanguage) -> None:
        """An admin chooses something for a group; others are told that they may not."""
        language = await self.language(query)
        if not await self._settings.may_choose(chat_id, query.from_user.id):
            await self._delivery.acknowledge(query.id, self._desk.phrases(language).only_admins)
            return
        await self._settings.choose(chat_id, press)
        await self._delivery.acknowledge(query.id)
        message = query.message
        if isinstance(message, Message):
            sent = Sent(message.message_id, has_photo=False)
            page = await self._settings.page(message.chat, await self._desk.chosen_language(chat_id) or language)
            await self._delivery.replace(Spot(chat_id, topic=topic(message)), sent, page)


def _is_in_place(press: Press | None) -> bool:
    return isinstance(press, Translate | ChooseLanguage) or (
        isinstance(press, OpenAnswer | OpenTopic | OpenMenu) and press.in_place
    )
