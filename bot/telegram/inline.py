"""Inline mode: answers looked up in any chat while somebody types, and brought there."""

from collections.abc import Iterator, Sequence
from typing import Any

from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import BaseHandler, ChosenInlineResultHandler, ContextTypes, InlineQueryHandler

from bot.dialogue.dialogue import Found
from bot.dialogue.reply import Answer, Choice, Shown, Unknown
from bot.telegram.desk import ASKED, CHOSEN, Desk
from bot.telegram.rendering import Place

Context = ContextTypes.DEFAULT_TYPE

UPDATES = (Update.INLINE_QUERY, Update.CHOSEN_INLINE_RESULT)
"""The kinds of update that this door needs."""

PAGE = 50
"""Results that Telegram takes at once."""

LONGEST_DESCRIPTION = 120
"""Characters of an answer below its question: more than two lines are not shown."""

FRESH = 60
"""Seconds for which Telegram may give a person the same results again."""

START = "inline"
"""What the private chat is opened with from an empty list of results."""


class InlineMode:
    """Looks up what people type after the bot's name."""

    def __init__(self, desk: Desk):
        self._desk = desk

    def handlers(self) -> Sequence[BaseHandler[Update, Context, Any]]:
        """All handlers."""
        return [InlineQueryHandler(self._look_up), ChosenInlineResultHandler(self._chosen)]

    async def _look_up(self, update: Update, context: Context) -> None:
        query = update.inline_query
        if query is None:
            return
        found = await self._found(query)
        start = int(query.offset) if query.offset.isdecimal() else 0
        more = str(start + PAGE) if len(found.choices) > start + PAGE else ""
        button = InlineQueryResultsButton(self._desk.phrases(found.language).nothing_found, start_parameter=START)
        try:
            await self._desk.bot.answer_inline_query(
                query.id,
                list(self._results(found.choices[start : start + PAGE], found.language)),
                cache_time=FRESH,
                is_personal=True,  # the language is each person's own
                next_offset=more,
                button=None if found.choices else button,
            )
        except BadRequest as error:
            if "query is too old" not in error.message.lower():  # somebody who types on has asked anew meanwhile
                raise

    async def _found(self, query: InlineQuery) -> Found:
        """What the words lead to; without words, what is asked most."""
        wished = await self._desk.chosen_language(query.from_user.id) or query.from_user.language_code
        if query.query.strip():
            return self._desk.dialogue.look_up(query.query, wished)
        asked = await self._desk.store.counts(ASKED)
        found = self._desk.dialogue.questions(wished)
        return Found(found.language, tuple(sorted(found.choices, key=lambda choice: -asked.get(choice.reference, 0))))

    def _results(self, choices: Sequence[Choice], language: str) -> Iterator[InlineQueryResultArticle]:
        for choice in choices:
            turn = self._desk.dialogue.open(choice.reference, language)
            if turn and isinstance(turn.reply, Answer | Unknown):
                answer = " ".join(turn.reply.text.plain.removeprefix(choice.question).split())
                yield article(self._desk, turn.reply, language, turn.reply.entries[0].id, choice.question, answer)

    async def _chosen(self, update: Update, context: Context) -> None:
        """Somebody has brought a result into a chat."""
        if chosen := update.chosen_inline_result:
            self._desk.store.count(CHOSEN, chosen.result_id)
            self._desk.store.count(ASKED, chosen.result_id)


def article(desk: Desk, shown: Shown, language: str, name: str, title: str, description: str = "") -> InlineQueryResultArticle:
    """A reply as a result that can be brought into any chat: its text and buttons, and no picture, which could not go with it."""
    outgoing = desk.rendered(shown, language, Place.INLINE)
    content = InputTextMessageContent(
        outgoing.html, parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
    )
    short = description if len(description) <= LONGEST_DESCRIPTION else f"{description[: LONGEST_DESCRIPTION - 1]}…"
    return InlineQueryResultArticle(name, title, content, reply_markup=outgoing.keyboard, description=short or None)
