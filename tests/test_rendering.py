"""What the dialogue says becomes what Telegram shows, and nothing in a text is mistaken for formatting."""

from pathlib import Path
from typing import Any

import pytest

from bot.dialogue.dialogue import Dialogue
from bot.dialogue.policy import Bars
from bot.dialogue.reply import Answer, Choice, Nothing, Page, Shown, Smalltalk, Suggest, TopicChoice, Unknown
from bot.knowledge.markup import Markup, Span, parse
from bot.knowledge.model import LONGEST_ANSWER, LONGEST_LINE, LONGEST_QUESTION, LONGEST_WITH_PHOTO, Entry, Kind, Link, Phrases
from bot.knowledge.reader import read_knowledge
from bot.telegram.buttons import LONGEST_DATA, ChooseLanguage, Translate
from bot.telegram.rendering import MOST_TOPICS, Outgoing, html, render
from botapi import limits
from botapi.entities import parse as as_people_see_it
from knowledge_files import TOPIC, topic, write
from knowledge_files import entry as entry_of_file

FOLDER = Path("knowledge")
TEXT = parse("Six & <b>more</b>")


def entry(**more: Any) -> Entry:
    """An entry with what matters to a test."""
    return Entry.model_validate({"id": "a", "question": "A?", "answer": TEXT} | more)


ENTRY = entry()
MOSCOW, MAP = Choice("branch-moscow", "Moscow?"), Choice("branch-map", "A map?")
BRANCHES, COURSES, MONEY = (TopicChoice(name, name.title()) for name in ("branches", "courses", "money"))
ALL_TOPICS = ("All topics", "m")
ALL_TOPICS_HERE = ("All topics", "m!")


def rendered(shown: Shown) -> Outgoing:
    """What is sent for a reply or page."""
    return render(shown, Phrases(), FOLDER)


def rows(outgoing: Outgoing) -> list[list[tuple[str, str]]]:
    """What each button says, with its callback data or the address that it opens."""
    keyboard = outgoing.keyboard.inline_keyboard if outgoing.keyboard else ()
    return [[(button.text, str(button.callback_data or button.url)) for button in row] for row in keyboard]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (Markup.of("plain"), "plain"),
        (Markup.of('a <b>, Q&A and "it\'s" &lt;'), 'a &lt;b&gt;, Q&amp;A and "it\'s" &amp;lt;'),
        (Markup.of("<loud>", bold=True), "<b>&lt;loud&gt;</b>"),
        (Markup.of("low", italic=True), "<i>low</i>"),
        (Markup.of("both", bold=True, italic=True), "<b><i>both</i></b>"),
        (Markup((Span("here", url="https://a.example/?b=1&c=2"),)), '<a href="https://a.example/?b=1&amp;c=2">here</a>'),
        (Markup((Span("x", url='https://a.example/"><b>'),)), '<a href="https://a.example/&quot;&gt;&lt;b&gt;">x</a>'),
        (Markup((Span("<x>", bold=True, italic=True, url="tel:+7"),)), '<a href="tel:+7"><b><i>&lt;x&gt;</i></b></a>'),
        (parse("One <b>two <i>three</i></b>\nfour"), "One <b>two </b><b><i>three</i></b>\nfour"),
        (Markup(), ""),
    ],
)
def test_text_is_written_as_html(markup: Markup, expected: str) -> None:
    """Formats become tags, and what only looks like a tag or an entity is escaped."""
    assert html(markup) == expected


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (Answer(TEXT, (ENTRY,)), [[ALL_TOPICS]]),
        (
            Answer(TEXT, (ENTRY,), related=(MOSCOW, MAP)),
            [[("Moscow?", "a branch-moscow")], [("A map?", "a branch-map")], [ALL_TOPICS]],
        ),
        (Unknown(TEXT, (ENTRY,), related=(MOSCOW,)), [[("Moscow?", "a branch-moscow")], [ALL_TOPICS]]),
        (Smalltalk(TEXT, (ENTRY,)), [[ALL_TOPICS]]),
        (
            Suggest(TEXT, (MOSCOW, MAP)),
            [[("Moscow?", "a! branch-moscow")], [("A map?", "a! branch-map")], [ALL_TOPICS_HERE]],
        ),
        (
            Nothing(TEXT, (BRANCHES, COURSES, MONEY), whole_menu=False),
            [[("Branches", "t! branches"), ("Courses", "t! courses")], [("Money", "t! money")], [ALL_TOPICS_HERE]],
        ),
        (
            Nothing(TEXT, (BRANCHES, COURSES), whole_menu=True),
            [[("Branches", "t! branches"), ("Courses", "t! courses")]],
        ),
        (Page(TEXT), []),
        (Page(TEXT, topics=(BRANCHES,)), [[("Branches", "t! branches")]]),
        (Page(TEXT, choices=(MOSCOW,), back=True), [[("Moscow?", "a! branch-moscow")], [ALL_TOPICS_HERE]]),
    ],
)
def test_buttons_follow_the_kind_of_reply(shown: Shown, expected: list[list[tuple[str, str]]]) -> None:
    """Menus and suggestions give way to what is chosen (in place), answers stay; topics stand two in a row."""
    outgoing = rendered(shown)
    assert outgoing.html == "Six &amp; <b>more</b>"
    assert rows(outgoing) == expected
    assert outgoing.photo is None


def test_no_buttons_are_no_keyboard() -> None:
    """A page without a choice is sent without an empty keyboard."""
    assert rendered(Page(TEXT)).keyboard is None


def test_links_are_buttons_above_the_related_questions() -> None:
    """The links of an answer open pages, those of two answers all of them."""
    first = entry(links=[Link(text="Map <new>", url="https://a.example/?b=1&c=2")])
    second = entry(id="b", links=[Link(text="List", url="https://b.example")])
    assert rows(rendered(Answer(TEXT, (first, second), related=(MOSCOW,)))) == [
        [("Map <new>", "https://a.example/?b=1&c=2")],
        [("List", "https://b.example")],
        [("Moscow?", "a branch-moscow")],
        [ALL_TOPICS],
    ]


def test_the_picture_of_one_answer_is_shown() -> None:
    """A picture stands above the answer of its entry, and two answers at once stand without."""
    pictured = entry(photo="media/a.png")
    assert rendered(Answer(TEXT, (pictured,))).photo == FOLDER / "media/a.png"
    assert rendered(Answer(TEXT, (pictured, ENTRY))).photo is None
    assert rendered(Smalltalk(TEXT, (pictured,))).photo is None


def test_what_does_not_fit_into_a_button_is_left_out() -> None:
    """A choice whose data would be too long for Telegram is no button, and no empty row either."""
    long = "a" * LONGEST_DATA
    shown = Page(TEXT, choices=(Choice(long, "Long?"), MOSCOW), topics=(TopicChoice(long, "Long"), BRANCHES, COURSES))
    assert rows(rendered(shown)) == [
        [("Moscow?", "a! branch-moscow")],
        [("Branches", "t! branches"), ("Courses", "t! courses")],
    ]


def test_languages_stand_below_everything_else() -> None:
    """Three in a row, in the order in which they are given; one whose data would be too long is left out."""
    names = ("Deutsch", "English", "日本語", "Русский")
    codes = ("de", "en", "ja", "ru")
    choice = [(name, ChooseLanguage(code)) for name, code in zip(names, codes, strict=True)]
    assert rows(render(Page(TEXT), Phrases(), FOLDER, languages=choice)) == [
        [("Deutsch", "c de"), ("English", "c en"), ("日本語", "c ja")],
        [("Русский", "c ru")],
    ]
    others = [("English", Translate("en", "a" * LONGEST_DATA)), ("Русский", Translate("ru", "a"))]
    assert rows(render(Answer(TEXT, (ENTRY,), related=(MOSCOW,)), Phrases(), FOLDER, languages=others)) == [
        [("Moscow?", "a branch-moscow")],
        [ALL_TOPICS],
        [("Русский", "l ru a")],
    ]


def test_the_menu_button_is_named_by_the_knowledge_base() -> None:
    """Its label comes from the phrases of the reply's language."""
    phrases = Phrases(all_topics="Alle Themen")
    assert rows(render(Smalltalk(TEXT, (ENTRY,)), phrases, FOLDER)) == [[("Alle Themen", "m")]]


def test_unknown_keeps_its_kind_out_of_sight() -> None:
    """An honest "the source does not say" reads like any answer."""
    assert rendered(Unknown(TEXT, (entry(kind=Kind.UNKNOWN),))).html == rendered(Answer(TEXT, (ENTRY,))).html


# Telegram's limits


def made_of(folder: Path, files: dict[str, str]) -> Dialogue:
    """The dialogue over a knowledge base."""
    return Dialogue(read_knowledge(write(folder, files)), Bars(), "en")


@pytest.mark.parametrize(
    ("question", "answer", "photo"),
    [
        (LONGEST_QUESTION, LONGEST_ANSWER, ()),
        (20, LONGEST_WITH_PHOTO - 20, ("photo: a.png",)),
        (LONGEST_QUESTION, LONGEST_WITH_PHOTO - LONGEST_QUESTION, ("photo: a.png",)),
    ],
)
def test_the_longest_answers_fit(tmp_path: Path, question: int, answer: int, photo: tuple[str, ...]) -> None:
    """Whatever the knowledge base lets through can be sent, with a freshness line, asked and opened, also under a picture."""
    asked = ("Why on earth" + " would you" * question)[: question - 1].strip().ljust(question - 1, "o") + "?"
    files = {
        "en/people.yaml": topic(entry_of_file("who", asked, "🗾" * (answer // 2), *photo)),
        "en/phrases.yaml": f"freshness: {'a' * LONGEST_LINE}\n",
    }
    dialogue = made_of(tmp_path, files)
    opened = dialogue.open("who")
    assert opened
    for reply in (dialogue.ask(asked).reply, opened.reply):
        assert isinstance(reply, Answer)
        outgoing = rendered(reply)
        assert bool(outgoing.photo) == bool(photo)
        (limits.caption if photo else limits.text)(as_people_see_it(outgoing.html))


def test_the_largest_menu_fits(tmp_path: Path) -> None:
    """Telegram takes a hundred buttons under a message; more topics than that must not keep the menu from coming."""
    dialogue = made_of(tmp_path, {f"en/people{number}.yaml": TOPIC.replace("who", f"who{number}") for number in range(101)})
    keyboard = rendered(dialogue.page("topics")).keyboard
    assert keyboard
    limits.inline_keyboard(keyboard.to_dict()["inline_keyboard"])
    assert sum(map(len, keyboard.inline_keyboard)) == MOST_TOPICS
