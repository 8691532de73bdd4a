"""From replies and pages to what Telegram is sent: HTML, an inline keyboard, and a picture if there is one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
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

Row = Sequence[InlineKeyboardButton]

Button = tuple[str, Press]
"""What a button says, and what it does."""


class Place(Enum):
    """Where a message stands, which decides what its buttons can do."""

    PRIVATE = auto()
    """In the private chat of the bot and a person: there is room for everything."""

    GROUP = auto()
    """In a group or channel: an answer carries only what leads on from it."""

    INLINE = auto()
    """In any chat, brought there by a person: it can be changed, but has no picture, and nothing can be sent after it."""

    BUSINESS = auto()
    """In a chat of somebody in whose name the bot answers: nothing in it looks like a bot's."""


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


def render(
    shown: Shown,
    phrases: Phrases,
    folder: Path,
    place: Place = Place.PRIVATE,
    languages: Sequence[Button] = (),
    sharing: Row = (),
) -> Outgoing:
    """A reply or page as a message; `folder` is where its pictures are.

    `languages` lead to another language, `sharing` takes an answer elsewhere: both stand below all other buttons.
    """
    rows = [*_rows(shown, phrases, place), *_languages(languages), *([sharing] if sharing else [])]
    photo = folder / shown.photo if isinstance(shown, Answer) and shown.photo and place is not Place.INLINE else None
    return Outgoing(html(shown.text), InlineKeyboardMarkup(rows) if rows else None, photo)


def _rows(shown: Shown, phrases: Phrases, place: Place) -> list[Row]:
    """The buttons; menus and suggestions are replaced by what is chosen from them, answers stay where there is room for more."""
    match shown:
        case Answer() | Unknown() if place is Place.BUSINESS:
            return _links(shown)
        case _ if place is Place.BUSINESS:
            return []
        case Answer() | Unknown():
            return [
                *_links(shown),
                *_choices(shown.related, in_place=place is Place.INLINE),
                *(_menu(phrases) if place is Place.PRIVATE else []),
            ]
        case Smalltalk():
            return _menu(phrases) if place is Place.PRIVATE else []
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


def _links(shown: Answer | Unknown) -> list[Row]:
    links = shown.links if isinstance(shown, Answer) else ()
    return [[InlineKeyboardButton(link.text, url=link.url)] for link in links]


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


def _button(label: str, press: Press) -> list[InlineKeyboardButton]:
    """A row of one button, or of none where its data would be too long for Telegram."""
    data = encode(press)
    return [InlineKeyboardButton(label, callback_data=data)] if data else []
