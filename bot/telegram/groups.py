"""Groups, their topics, and channels: whom the bot answers there, and when it is silent."""

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Any

from telegram import ChatMember, ChatMemberUpdated, Message, Update
from telegram.constants import ChatMemberStatus
from telegram.error import ChatMigrated
from telegram.ext import BaseHandler, ChatMemberHandler, ContextTypes, MessageHandler, filters

from bot.dialogue.dialogue import Turn
from bot.dialogue.reply import Answer, Smalltalk, Unknown
from bot.telegram.asking import (
    Address,
    Command,
    address,
    background,
    command,
    is_from_person,
    is_to_nobody,
    language_code,
    person,
    topic,
    words,
)
from bot.telegram.conversations import Answered, Conversations, Sent
from bot.telegram.damping import Admission, Damper
from bot.telegram.delivery import Delivery, QuestionGoneError, Spot
from bot.telegram.desk import SHADOW, Desk
from bot.telegram.modes import Mode
from bot.telegram.private import PAGES
from bot.telegram.rendering import Outgoing, Place
from bot.telegram.settings import GroupSettings

Context = ContextTypes.DEFAULT_TYPE

UPDATES = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CHANNEL_POST,
    Update.EDITED_CHANNEL_POST,
    Update.MY_CHAT_MEMBER,
)
"""The kinds of update that these doors need."""

_GROUP = filters.ChatType.GROUPS & (filters.UpdateType.MESSAGE | filters.UpdateType.EDITED_MESSAGE)
_CHANNEL = filters.ChatType.CHANNEL & (filters.UpdateType.CHANNEL_POST | filters.UpdateType.EDITED_CHANNEL_POST)
_WORDS = filters.TEXT | filters.CAPTION

MOVING = 1.0
"""Seconds in which Telegram also tells that a group has become this one, if that is why the bot has come into it."""

_AWAY = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)


class Groups:
    """Answers in groups and channels."""

    def __init__(self, desk: Desk, delivery: Delivery, conversations: Conversations, settings: GroupSettings, damper: Damper):
        self._desk = desk
        self._delivery = delivery
        self._conversations = conversations
        self._settings = settings
        self._damper = damper
        self._moved: dict[int, int] = {}
        """By its number as a group, the number of each supergroup that has become of one, which the bot enters anew, it seems."""

    def handlers(self) -> Sequence[BaseHandler[Update, Context, Any]]:
        """All handlers; the filters name the kinds of update, since plain ones would take guest and business messages too."""
        return [
            ChatMemberHandler(self._membership, ChatMemberHandler.MY_CHAT_MEMBER),
            MessageHandler(filters.ChatType.GROUPS & filters.StatusUpdate.MIGRATE, self._migrated),
            MessageHandler((_GROUP | _CHANNEL) & _WORDS, self._heard),
        ]

    async def _membership(self, update: Update, context: Context) -> None:
        """Somebody has added the bot to a group: it says in one line what it is good for."""
        changed = update.my_chat_member
        if changed is None or changed.chat.type not in ("group", "supergroup") or not _has_come(changed):
            return
        await asyncio.sleep(MOVING)
        if changed.chat.id in self._moved.values():  # the group knows the bot already
            return
        wished = await self._desk.chosen_language(changed.chat.id) or changed.from_user.language_code
        page = self._desk.page("introduction", self._desk.dialogue.language(wished), Place.GROUP)
        await self._send(Spot(changed.chat.id), page)

    async def _migrated(self, update: Update, context: Context) -> None:
        """A group has become a supergroup: what was chosen goes along to its new number."""
        message = update.effective_message
        if message and message.migrate_to_chat_id:
            await self._move(message.chat_id, message.migrate_to_chat_id)
        elif message and message.migrate_from_chat_id:
            await self._move(message.migrate_from_chat_id, message.chat_id)

    async def _move(self, old: int, new: int) -> None:
        """Called for both numbers, so that neither chat goes on before the settings are where they belong."""
        self._moved[old] = new
        await self._desk.store.move(old, new)

    async def _heard(self, update: Update, context: Context) -> None:
        message = update.effective_message
        if message is None or not is_from_person(message):
            return
        is_edit = bool(update.edited_message or update.edited_channel_post)
        mode = await self._settings.mode(message.chat_id)
        given = command(message, self._desk.bot.username)
        if given and given.name == "settings" and message.chat.type != "channel" and not is_edit:
            await self._show_settings(message)
        elif mode is Mode.OFF:
            return
        elif given and given.name in (*PAGES, "start") and mode is not Mode.SHADOW and not is_edit:
            if not (given.name == "start" and given.rest):  # the bot was added by a link, and introduces itself anyway
                await self._show_page(message, given)
        elif spoken_to := address(message, self._desk.bot):
            await self._answer(message, spoken_to, mode, is_edit=is_edit)
        elif mode is not Mode.MENTIONED and not is_edit and not words(message).startswith("/") and is_to_nobody(message):
            await self._overhear(message, mode)

    async def _show_settings(self, message: Message) -> None:
        """/settings: the keyboard for admins, a word for others."""
        language = await self._language(message)
        if await self._settings.is_from_admin(message):
            page = await self._settings.page(message.chat, language)
        else:
            page = Outgoing(self._desk.phrases(language).only_admins)
        await self._say(message, page)

    async def _show_page(self, message: Message, given: Command) -> None:
        """/help, /about and the like."""
        name = "help" if given.name == "start" else given.name
        await self._say(message, self._desk.page(name, await self._language(message), Place.GROUP))

    async def _answer(self, message: Message, spoken_to: Address, mode: Mode, *, is_edit: bool) -> None:
        """Answer who speaks to the bot; if that only points at somebody's message, answer that one."""
        conversation = self._conversations.of(message.chat_id)
        memory = conversation.after(spoken_to.continues.message_id) if spoken_to.continues else None
        turn, asked = self._desk.reply(message, spoken_to, await self._wished(message), memory)
        if mode is Mode.SHADOW:
            self._record(message, turn)
        elif is_edit and (answer := conversation.answer_to(message.message_id)):
            if answer.words != words(message):
                await self._change(message, answer.sent, turn)
        elif turn is None:
            await self._say(message, self._desk.page("ask_what", await self._language(message), Place.GROUP))
        else:
            await self._say_turn(message, turn, asked)

    async def _overhear(self, message: Message, mode: Mode) -> None:
        """Answer a question to nobody in particular, if the answer is sure; in shadow mode only record it."""
        turn = self._desk.ask(message, words(message), await self._wished(message))
        if not turn.speaks_up:
            return
        if mode is Mode.SHADOW:
            self._record(message, turn)
        else:
            await self._say_turn(message, turn, message)

    def _record(self, message: Message, turn: Turn | None) -> None:
        """Count what would have been said."""
        if turn and isinstance(turn.reply, Answer | Unknown | Smalltalk):
            for entry in turn.reply.entries:
                self._desk.store.count(SHADOW, entry.id, message.chat_id)

    async def _wished(self, message: Message) -> str | None:
        """The group's language, or else that of the person's Telegram."""
        return await self._desk.chosen_language(message.chat_id) or language_code(message)

    async def _language(self, message: Message) -> str:
        """The language to answer in what is no question."""
        return self._desk.dialogue.hear("", await self._wished(message), background(message)).language

    async def _change(self, message: Message, answer: Sent, turn: Turn | None) -> None:
        """A question was edited: its answer changes too."""
        if turn and self._damper.admit(message.chat_id, person(message)) is Admission.ANSWER:
            conversation = self._conversations.of(message.chat_id)
            outgoing = self._desk.rendered(turn.reply, turn.language, Place.GROUP)
            sent = await self._delivery.replace(_beside(message), answer, outgoing)
            conversation.answered(message.message_id, Answered(sent, words(message)))
            conversation.said(sent, turn.memory)

    async def _say_turn(self, message: Message, turn: Turn, asked: Message) -> None:
        """Give a reply to whoever `asked`, or, if that message is gone, to whoever pointed at it."""
        outgoing = self._desk.rendered(turn.reply, turn.language, Place.GROUP)
        sent = await self._say(message, outgoing, asked)
        if sent:
            conversation = self._conversations.of(message.chat_id)
            conversation.answered(message.message_id, Answered(sent, words(message)))
            conversation.said(sent, turn.memory)
            self._desk.count(turn)

    async def _say(self, message: Message, outgoing: Outgoing, asked: Message | None = None) -> Sent | None:
        """Say something in reply to a message, unless that is too much: then one notice, and after that nothing."""
        admission = self._damper.admit(self._moved.get(message.chat_id, message.chat_id), person(message))
        if admission is Admission.SILENCE:
            return None
        if admission is Admission.NOTICE:
            await self._send(_beside(message), self._desk.page("too_many", await self._language(message), Place.GROUP))
            return None
        for target in dict.fromkeys((asked or message, message)):
            with contextlib.suppress(QuestionGoneError):
                return await self._send(_beside(message, target), outgoing)
        return None

    async def _send(self, spot: Spot, outgoing: Outgoing) -> Sent:
        """Send a message into a group; one that has just become a supergroup gets it there, where no question to reply to is."""
        try:
            return await self._delivery.send(spot, outgoing)
        except ChatMigrated as moved:
            await self._move(spot.chat_id, moved.new_chat_id)
            return await self._delivery.send(Spot(moved.new_chat_id), outgoing)


def _beside(message: Message, target: Message | None = None) -> Spot:
    """The place of a message: its chat and topic, in reply to it or to another one there, and only as long as that stands."""
    return Spot(message.chat_id, (target or message).message_id, topic(message), only_as_reply=True)


def _has_come(changed: ChatMemberUpdated) -> bool:
    """Whether the bot was not in the chat before, and is now."""
    return _is_away(changed.old_chat_member) and not _is_away(changed.new_chat_member)


def _is_away(member: ChatMember) -> bool:
    return member.status in _AWAY
