"""From replies and pages to what Telegram is sent: HTML, an inline keyboard, and a picture if there is one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import assert_never

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.dialogue.reply import Answer, Choice, Nothing, Page, Shown, Smalltalk, Suggest, TopicChoice, Unknown
from bot.knowledge.markup import Markup, Span
from bot.knowledge.model import Phrases
from bot.telegram.buttons import OpenAnswer, OpenMenu, OpenTopic, Press, encode

TOPICS_A_ROW = 2

MOST_TOPICS = 98
"""Telegram takes 100 buttons under a message."""

LANGUAGES_A_ROW = 3

Row = list[InlineKeyboardButton]

Button = tuple[str, Press]
"""What a button says, and what it does."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to send: its text as Telegram's HTML, its buttons, and the picture above it."""

    html: str
    keyboard: InlineKeyboardMarkup | None = None
    photo: Path | None = None


def html(markup: Markup) -> str:
    """Formatted text as Telegram's HTML."""
    return "".join(map(_span, markup.spans))


def _span(span: Span) -> str:
    text = escape(span.text, quote=False)
    if span.italic:
        text = f"<i>{text}</i>"
    if span.bold:
        text = f"<b>{text}</b>"
    return f'<a href="{escape(span.url)}">{text}</a>' if span.url else text


def render(shown: Shown, phrases: Phrases, folder: Path, languages: Sequence[Button] = ()) -> Outgoing:
    """A reply or page as a message; `folder` is where its pictures are, `languages` what leads to another language."""
    rows = [*_rows(shown, phrases), *_languages(languages)]
    photo = folder / shown.photo if isinstance(shown, Answer) and shown.photo else None
    return Outgoing(html(shown.text), InlineKeyboardMarkup(rows) if rows else None, photo)


def _rows(shown: Shown, phrases: Phrases) -> list[Row]:
    """The buttons; menus and suggestions are replaced by what is chosen from them, answers stay."""
    match shown:
        case Answer():
            links = [[InlineKeyboardButton(link.text, url=link.url)] for link in shown.links]
            return [*links, *_choices(shown.related, in_place=False), *_menu(phrases)]
        case Unknown():
            return [*_choices(shown.related, in_place=False), *_menu(phrases)]
        case Smalltalk():
            return _menu(phrases)
        case Suggest():
            return [*_choices(shown.choices, in_place=True), *_menu(phrases, in_place=True)]
        case Nothing():
            return [*_topics(shown.topics), *([] if shown.whole_menu else _menu(phrases, in_place=True))]
        case Page():
            return [
                *_choices(shown.choices, in_place=True),
                *_topics(shown.topics),
                *(_menu(phrases, in_place=True) if shown.back else []),
            ]
        case _:
            assert_never(shown)


def _languages(languages: Sequence[Button]) -> list[Row]:
    buttons = [button for label, press in languages for button in _button(label, press)]
    return [buttons[start : start + LANGUAGES_A_ROW] for start in range(0, len(buttons), LANGUAGES_A_ROW)]


def _choices(choices: Iterable[Choice], *, in_place: bool) -> list[Row]:
    buttons = (_button(choice.question, OpenAnswer(choice.reference, in_place)) for choice in choices)
    return [row for row in buttons if row]


def _topics(topics: Sequence[TopicChoice]) -> list[Row]:
    buttons = [button for topic in topics[:MOST_TOPICS] for button in _button(topic.title, OpenTopic(topic.topic, in_place=True))]
    return [buttons[start : start + TOPICS_A_ROW] for start in range(0, len(buttons), TOPICS_A_ROW)]


def _menu(phrases: Phrases, *, in_place: bool = False) -> list[Row]:
    return [_button(phrases.all_topics, OpenMenu(in_place))]


def _button(label: str, press: Press) -> Row:
    """A row of one button, or of none where its data would be too long for Telegram."""
    data = encode(press)
    return [InlineKeyboardButton(label, callback_data=data)] if data else []
