"""In a private chat: everything that a person can do there, with the real program, over real HTTP."""

import asyncio
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from telegram import Update
from telegram.ext import Application, ApplicationBuilder

from bot.dialogue.dialogue import Dialogue
from bot.dialogue.policy import Bars
from bot.knowledge.model import LONGEST_ANSWER
from bot.knowledge.reader import read_knowledge
from bot.storage.database import Database
from bot.storage.store import Store
from bot.telegram.doors import Doors
from bot.telegram.pace import Pace
from botapi.entities import utf16_length
from botapi.files import picture
from botapi.messages import BotMessage
from botapi.people import User
from botapi.server import BotApiServer
from knowledge_files import write
from program import bot_in

PHRASES = """
greeting: "Hello & <b>welcome</b>."
help: Help.
about: About.
privacy: Privacy.
topics: Topics.
topic: "Topic {topic}."
suggest: Suggest.
nothing: Nothing.
nothing_again: [Nothing again., Nothing once more.]
freshness: "<i>As of 2019.</i>"
ask_what: Ask what?
not_text: Not text.
gone: Gone.
failure: Failure.
all_topics: All topics
"""
BRANCHES = """
topic: Branches & <offices>
order: 1
entries:
  - id: branches-list
    question: Which branches are there?
    answer: |
      Six: <b>Moscow</b>, Khabarovsk and <a href="https://a.example/?b=1&c=2">four more</a>.
    related: [branch-moscow, course-spring]
    links: [{text: Map, url: "https://a.example/map"}]
  - id: branch-moscow
    question: Is there a branch in Moscow?
    answer: Yes, in Moscow.
  - id: branch-khabarovsk
    question: Is there a branch in Khabarovsk?
    answer: Yes, in Khabarovsk.
"""
COURSES = """
topic: Courses
order: 2
entries:
  - id: course-spring
    question: How long does the spring course take?
    answer: Three months.
  - id: course-autumn
    question: How long does the autumn course take?
    answer: Four months.
  - id: course-price
    question: What does a lesson cost?
    answer: The source does not say.
    kind: unknown
"""
LONG = "🗾" + "Stone by stone. " * (LONGEST_ANSWER // 16 - 1)
LONG += "x" * (LONGEST_ANSWER - utf16_length(LONG))
HOUSE = f"""
topic: House
order: 3
entries:
  - id: house-photo
    question: What does the house look like?
    answer: <b>Red brick</b> & glass.
    photo: media/house.png
  - id: house-garden
    question: What does the garden look like?
    answer: All green.
    photo: media/garden.png
  - id: house-pets
    question: May I bring <cats> & "dogs"?
    answer: 1 < 2 &amp; "3 &lt; 4", <i>if 5 &gt; 4</i>.
  - id: house-history
    question: Who built it, and when, and of what?
    answer: {json.dumps(LONG, ensure_ascii=False)}
"""
SMALLTALK = """
topic: Small talk
entries:
  - id: hello
    question: Hello there
    answer: Hi!
    kind: smalltalk
"""
RUSSIAN_FRESH = "Данные 2019 года."
RUSSIAN_PHRASES = f"""
greeting: "Привет."
freshness: "{RUSSIAN_FRESH}"
all_topics: Список тем
commands: {{ask: Задать вопрос}}
"""
RUSSIAN = """
topic: Филиалы
entries:
  - id: branches-list
    question: Какие есть филиалы?
    answer: Шесть.
"""

FRESH = "\n\nAs of 2019."
LIST = f"Six: Moscow, Khabarovsk and four more.{FRESH}"
MOSCOW, KHABAROVSK, SPRING = (f"{answer}{FRESH}" for answer in ("Yes, in Moscow.", "Yes, in Khabarovsk.", "Three months."))
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
TOPIC_ROWS = [["Branches & <offices>", "Courses"], ["House"]]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotApiServer]:
    """Telegram with the bot in it, which writes the most detailed log while it answers."""
    folder = tmp_path_factory.mktemp("private")
    write(
        folder / "knowledge",
        {
            "en/phrases.yaml": PHRASES,
            "en/branches.yaml": BRANCHES,
            "en/courses.yaml": COURSES,
            "en/house.yaml": HOUSE,
            "en/smalltalk.yaml": SMALLTALK,
            "ru/phrases.yaml": RUSSIAN_PHRASES,
            "ru/branches.yaml": RUSSIAN,
            "media/house.png": picture(40, 30),
            "media/garden.png": picture(30, 40),
        },
    )
    with BotApiServer() as server, bot_in(server, folder, MATCHING__SURE="0.95", MATCHING__MARGIN="0.05", LOG__LEVEL="DEBUG"):
        yield server


@pytest.fixture
def refusals() -> list[str]:
    """What the server is expected to refuse during the test: its words, in order."""
    return []


@pytest.fixture
def server(running: BotApiServer, refusals: list[str]) -> Iterator[BotApiServer]:
    """The server, which at the end has refused nothing but what the test expected, and seen no rule broken."""
    before = len(running.calls())
    yield running
    assert [call.description for call in running.calls()[before:] if call.status != 200] == refusals
    assert running.violations == ()


@pytest.fixture
def anna(server: BotApiServer) -> User:
    """A person who has not written to the bot yet."""
    return server.user("Anna")


def rows(message: BotMessage) -> list[list[str]]:
    """What the buttons under a message say, but for those that share it."""
    return [[button.text for button in row] for row in message.buttons if row[-1].action != "copy_text"]


def is_below(server: BotApiServer, anna: User, data: str) -> BotMessage:
    """A message with a button as an earlier version of the bot made it."""
    keyboard = {"inline_keyboard": [[{"text": "Old", "callback_data": data}]]}
    anna.says("Hello there")
    anna.reply()
    old = {"chat_id": anna.id, "text": "Old message.", "reply_markup": keyboard}
    httpx.post(f"{server.url}/bot{server.token}/sendMessage", json=old).raise_for_status()
    return anna.reply()


# Commands


def test_start_greets(anna: User) -> None:
    """/start greets and offers all topics, two in a row, in the order of the menu, without small talk."""
    anna.opens()
    greeting = anna.reply()
    assert greeting.text == "Hello & welcome."
    assert greeting.marked("bold") == ("welcome",)
    assert rows(greeting) == TOPIC_ROWS
    assert greeting.reply_to is None


def test_a_deep_link_opens_its_answer(anna: User) -> None:
    """/start ENTRY shows the question in bold above its answer, with what belongs to it."""
    anna.opens("https://t.me/test_center_bot?start=branches-list")
    answer = anna.reply()
    assert answer.text == f"Which branches are there?\n{LIST}"
    assert answer.marked("bold") == ("Which branches are there?", "Moscow")
    assert rows(answer) == [
        ["Map"],
        ["Is there a branch in Moscow?"],
        ["How long does the spring course take?"],
        ["All topics"],
        ["Русский"],
    ]


@pytest.mark.parametrize("payload", ["no-such-entry", "BRANCHES-LIST", "branches"])
def test_an_unknown_deep_link_greets(anna: User, payload: str) -> None:
    """A link to an answer that is not there, as from an old poster, is a greeting and no error."""
    anna.opens(payload)
    assert anna.reply().text == "Hello & welcome."


@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("/help", "Help."),
        ("/about", "About."),
        ("/privacy", "Privacy."),
        ("/HELP", "Help."),
        ("/about@test_center_bot", "About."),
        ("/privacy please", "Privacy."),
        ("/privacy\nplease", "Privacy."),
        ("/menu", "Help."),
        ("/menus on", "Help."),
        ("/help@another_bot", "Help."),
    ],
)
def test_commands_show_their_page(anna: User, command: str, text: str) -> None:
    """Pages come by their command however it is written, and the help also for a command that is not known."""
    anna.says(command)
    page = anna.reply()
    assert (page.text, rows(page)) == (text, [])


def test_topics_offers_the_menu(anna: User) -> None:
    """/topics shows all topics."""
    anna.says("/topics")
    menu = anna.reply()
    assert (menu.text, rows(menu)) == ("Topics.", TOPIC_ROWS)


@pytest.mark.parametrize(
    "words",
    [
        "/ask Which branches are there?",
        "/ask@test_center_bot Which branches are there?",
        "/ASK   Which branches are there?",
    ],
)
def test_ask_with_a_question_answers_it(anna: User, words: str) -> None:
    """What follows /ask is the question."""
    anna.says(words)
    assert anna.reply().text == LIST


def test_the_question_may_begin_on_a_new_line(anna: User) -> None:
    """On a phone the question is easily written below the command."""
    anna.says("/ask\nKhabarovsk?")
    assert anna.reply().text == KHABAROVSK


def test_ask_in_reply_answers_that_message(anna: User) -> None:
    """A bare /ask in reply to a message asks what that message says; with a question of its own it asks that."""
    asked = anna.says("Which branches are there?")
    assert anna.reply().text == LIST
    anna.says("/ask", reply_to=asked)
    assert anna.reply().text == LIST
    anna.says("/ask Is there a branch in Moscow?", reply_to=asked)
    assert anna.reply().text == MOSCOW


def test_ask_in_reply_to_a_caption_answers_it(anna: User) -> None:
    """The message replied to may be a picture with the question under it, or an /ask itself."""
    photo = anna.sends_photo("Is there a branch in Moscow?")
    anna.says("/ask", reply_to=photo)
    again = anna.says("/ask Which branches are there?")
    anna.says("/ask", reply_to=again)
    assert [reply.text for reply in anna.replies(4)] == [MOSCOW, MOSCOW, LIST, LIST]


def test_ask_without_a_question_asks_back(anna: User) -> None:
    """A bare /ask, and one in reply to something without words, says how to ask."""
    anna.says("/ask")
    assert anna.reply().text == "Ask what?"
    sticker = anna.sends_sticker()
    assert anna.reply().text == "Not text."
    anna.says("/ask", reply_to=sticker)
    assert anna.reply().text == "Ask what?"


# Questions


def test_a_text_is_a_question(server: BotApiServer, anna: User) -> None:
    """Any text is answered at once: formatted, with its freshness, buttons and no preview of links."""
    anna.says("Which branches are there?")
    answer = anna.reply()
    assert answer.text == LIST
    assert answer.html == (
        'Six: <b>Moscow</b>, Khabarovsk and <a href="https://a.example/?b=1&amp;c=2">four more</a>.\n\n<i>As of 2019.</i>'
    )
    actions = ["url", *["callback_data"] * 4, "switch_inline_query", "copy_text"]
    assert [button.action for row in answer.buttons for button in row] == actions
    assert answer.reply_to is None
    [call] = [call for call in server.calls("sendMessage") if call.parameters["chat_id"] == str(anna.id)]
    assert call.parameters["link_preview_options"] == {"is_disabled": True}
    assert anna.actions() == ()


def test_captions_are_questions(anna: User) -> None:
    """What stands under a picture or a voice message is a question, also as /ask."""
    anna.sends_photo("Is there a branch in Moscow?")
    anna.sends_voice("Is there a branch in Khabarovsk?")
    anna.sends_photo("/ask Which branches are there?")
    assert [reply.text for reply in anna.replies(3)] == [MOSCOW, KHABAROVSK, LIST]


def test_two_questions_get_both_answers(anna: User) -> None:
    """Two questions in one message are answered in one, in their order, with one line on freshness."""
    anna.says("Is there a branch in Khabarovsk? How long does the spring course take?")
    assert anna.reply().text == f"Yes, in Khabarovsk.\n\n{SPRING}"


def test_a_question_can_go_on_from_the_answer_before(anna: User) -> None:
    """ "And in Khabarovsk?" is understood after an answer about branches, each person's own."""
    anna.says("Is there a branch in Moscow?")
    assert anna.reply().text == MOSCOW
    anna.says("and in Khabarovsk?")
    assert anna.reply().text == KHABAROVSK


def test_a_question_can_go_on_from_an_opened_answer(anna: User) -> None:
    """A pressed button and a deep link are answers to go on from, too."""
    anna.opens("branch-moscow")
    anna.reply()
    anna.says("and in Khabarovsk?")
    assert anna.reply().text == KHABAROVSK


def test_what_the_source_does_not_say_is_said(anna: User) -> None:
    """An unknown is an answer without a line on freshness; small talk is a line with the menu below it."""
    anna.says("What does a lesson cost?")
    unknown = anna.reply()
    anna.says("Hello there")
    hello = anna.reply()
    assert (unknown.text, rows(unknown)) == ("The source does not say.", [["All topics"]])
    assert (hello.text, rows(hello)) == ("Hi!", [["All topics"]])


def test_misses_never_sound_the_same(anna: User) -> None:
    """The first miss offers some topics, the second in a row the whole menu, and no sentence comes twice in a row."""
    for question in ("zebra", "xylophone", "quartz", "jukebox"):
        anna.says(question)
    misses = anna.replies(4)
    assert [miss.text for miss in misses] == ["Nothing.", "Nothing again.", "Nothing once more.", "Nothing again."]
    assert rows(misses[0]) == [*TOPIC_ROWS, ["All topics"]]
    assert rows(misses[1]) == TOPIC_ROWS


def test_an_answer_ends_a_row_of_misses(anna: User) -> None:
    """After an answer a miss is a first one again."""
    for question in ("zebra", "xylophone", "Which branches are there?", "quartz"):
        anna.says(question)
    assert [reply.text for reply in anna.replies(4)] == ["Nothing.", "Nothing again.", LIST, "Nothing."]


def test_special_characters_are_shown_as_they_are(anna: User) -> None:
    """Nothing in a question or an answer is taken for formatting: not asked, not in a heading, not on a button."""
    anna.says('May I bring <cats> & "dogs"?')
    assert anna.reply().text == f'1 < 2 & "3 < 4", if 5 > 4.{FRESH}'
    anna.opens("house-pets")
    opened = anna.reply()
    assert opened.text == f'May I bring <cats> & "dogs"?\n1 < 2 & "3 < 4", if 5 > 4.{FRESH}'
    assert opened.marked("italic") == ("if 5 > 4", "As of 2019.")


@pytest.mark.parametrize(
    "text", ["<pre>", "</a> & <script>", "&lt;", "😀" * 2048, "{place}", "%s {0}", "\u202e\u0000x", "!", "💩"]
)
def test_strange_texts_are_misses(anna: User, text: str) -> None:
    """Whatever is written gets a reply."""
    anna.says(text)
    assert anna.reply().text == "Nothing."


def test_the_longest_answer_arrives_whole(anna: User) -> None:
    """An answer at the limit of the knowledge base fits into a message, with its question above it and freshness below."""
    assert utf16_length(LONG) == LONGEST_ANSWER
    anna.says("Who built it, and when, and of what?")
    assert anna.reply().text == f"{LONG}{FRESH}"
    anna.opens("house-history")
    assert anna.reply().text == f"Who built it, and when, and of what?\n{LONG}{FRESH}"


def test_two_answers_that_are_too_long_together_become_one(anna: User) -> None:
    """What does not fit beside the first answer is left out."""
    anna.says("Which branches are there? Who built it, and when, and of what?")
    assert anna.reply().text == LIST


# Languages


def test_people_are_answered_in_their_language(server: BotApiServer) -> None:
    """Greeting, answers and buttons come in the language of the person's Telegram, if the bot has it."""
    boris = server.user("Boris", language_code="ru")
    boris.opens()
    greeting = boris.reply()
    assert (greeting.text, rows(greeting)) == ("Привет.", [["Филиалы"]])
    boris.says("Какие есть филиалы?")
    answer = boris.reply()
    assert (answer.text, rows(answer)) == (f"Шесть.\n\n{RUSSIAN_FRESH}", [["Список тем"], ["English"]])
    topic = boris.presses("Филиалы", greeting)
    boris.toast(topic)
    assert rows(boris.edited(greeting)) == [["Какие есть филиалы?"], ["Список тем"]]


@pytest.mark.parametrize("language_code", [None, "ja", "en-GB"])
def test_people_of_other_languages_get_the_default(server: BotApiServer, language_code: str | None) -> None:
    """Who speaks no language of the bot's, or does not say which, is answered in the configured one."""
    user = server.user("Sam", language_code=language_code)
    user.opens()
    assert user.reply().text == "Hello & welcome."


# Edited questions


def test_an_edited_question_edits_its_answer(anna: User) -> None:
    """The answer in the same message changes, buttons and all; no new message comes."""
    question = anna.says("Which branches are there?")
    answer = anna.reply()
    anna.edits(question, "Is there a branch in Moscow?")
    edited = anna.edited(answer)
    assert (edited.message_id, edited.text, rows(edited)) == (answer.message_id, MOSCOW, [["All topics"]])
    anna.edits(question, "zebra")
    assert anna.edited(answer).text == "Nothing."
    anna.edits(question, "Which branches are there?")
    assert anna.edited(answer).text == LIST
    assert len(anna.screen()) == 1


def test_each_edited_question_edits_its_own_answer(anna: User) -> None:
    """An earlier question, a caption and an /ask change the answer that belongs to them."""
    first = anna.says("Which branches are there?")
    second = anna.sends_photo("Which branches are there?")
    third = anna.says("/ask Which branches are there?")
    answers = anna.replies(3)
    anna.edits(first, "Is there a branch in Moscow?")
    assert anna.edited(answers[0]).text == MOSCOW
    anna.edits(second, "Is there a branch in Khabarovsk?")
    assert anna.edited(answers[1]).text == KHABAROVSK
    anna.edits(third, "/ask How long does the spring course take?")
    assert anna.edited(answers[2]).text == SPRING


def test_an_edit_that_changes_no_answer_is_left_alone(anna: User, refusals: list[str]) -> None:
    """Telegram refuses an edit that changes nothing; the bot does not mind, and nobody sees anything."""
    question = anna.says("Which branches are there?")
    anna.reply()
    anna.edits(question, "which branches are there")
    anna.says("Hello there")
    assert anna.reply().text == "Hi!"
    refusals.append(NOT_MODIFIED)


def test_an_edited_question_without_an_answer_gets_a_reply(anna: User) -> None:
    """An edited message that the bot has not answered is answered in reply to it; and once more edited, in that reply."""
    photo = anna.sends_photo()
    assert anna.reply().text == "Not text."
    anna.edits(photo, "Is there a branch in Moscow?")
    answer = anna.reply()
    assert (answer.text, answer.reply_to) == (MOSCOW, photo.message_id)
    anna.edits(photo, "Is there a branch in Khabarovsk?")
    assert anna.edited(answer).text == KHABAROVSK


def test_a_question_that_becomes_a_command_is_left_alone(anna: User) -> None:
    """An edit that leaves nothing to ask changes nothing."""
    question = anna.says("Which branches are there?")
    answer = anna.reply()
    anna.edits(question, "/help")
    anna.says("Hello there")
    assert anna.reply().text == "Hi!"
    assert anna.screen()[0] == answer


def test_a_deleted_answer_is_written_anew(anna: User, refusals: list[str]) -> None:
    """If the answer is gone when its question is edited, a new one is sent, and it is the one that is edited from then on."""
    question = anna.says("Which branches are there?")
    anna.deletes(anna.reply())
    anna.edits(question, "Is there a branch in Moscow?")
    answer = anna.reply()
    assert answer.text == MOSCOW
    anna.edits(question, "Is there a branch in Khabarovsk?")
    assert anna.edited(answer).text == KHABAROVSK
    refusals.append("Bad Request: message to edit not found")


# Buttons


def test_a_suggestion_gives_way_to_the_answer(anna: User) -> None:
    """Whole questions are suggested; the pressed one is answered in the place of the suggestion."""
    anna.says("How long does the course take?")
    suggestion = anna.reply()
    assert suggestion.text == "Suggest."
    assert rows(suggestion) == [
        ["How long does the spring course take?"],
        ["How long does the autumn course take?"],
        ["All topics"],
    ]
    query = anna.presses("How long does the spring course take?", suggestion)
    assert anna.toast(query).text == ""
    answer = anna.edited(suggestion)
    assert answer.text == f"How long does the spring course take?\n{SPRING}"
    assert answer.marked("bold") == ("How long does the spring course take?",)
    assert [message.message_id for message in anna.screen()] == [suggestion.message_id]


def test_a_suggestion_can_be_answered_by_its_number(anna: User) -> None:
    """A number after a suggestion chooses it."""
    anna.says("How long does the course take?")
    anna.reply()
    anna.says("1")
    assert anna.reply().text == f"How long does the spring course take?\n{SPRING}"


def test_a_related_question_is_a_new_message(anna: User) -> None:
    """The answer with the button stays, as does the menu that is opened from it."""
    anna.says("Which branches are there?")
    answer = anna.reply()
    query = anna.presses("Is there a branch in Moscow?", answer)
    related = anna.reply()
    assert anna.toast(query).text == ""
    assert related.text == f"Is there a branch in Moscow?\n{MOSCOW}"
    anna.presses("All topics", answer)
    menu = anna.reply()
    assert (menu.text, rows(menu)) == ("Topics.", TOPIC_ROWS)
    assert anna.screen() == (answer, related, menu)


def test_the_menu_is_walked_in_place(anna: User) -> None:
    """From topics to a topic, back, to another and to an answer: one message shows it all."""
    anna.says("/topics")
    menu = anna.reply()
    anna.presses("Branches & <offices>", menu)
    topic = anna.edited(menu)
    assert topic.text == "Topic Branches & <offices>."
    assert rows(topic) == [
        ["Which branches are there?"],
        ["Is there a branch in Moscow?"],
        ["Is there a branch in Khabarovsk?"],
        ["All topics"],
    ]
    anna.presses("All topics", menu)
    back = anna.edited(menu)
    assert (back.text, rows(back)) == ("Topics.", TOPIC_ROWS)
    anna.presses("House", menu)
    assert rows(anna.edited(menu))[2] == ['May I bring <cats> & "dogs"?']
    anna.presses('May I bring <cats> & "dogs"?', menu)
    answer = anna.edited(menu)
    assert answer.text == f'May I bring <cats> & "dogs"?\n1 < 2 & "3 < 4", if 5 > 4.{FRESH}'
    assert len(anna.screen()) == 1


def test_a_topic_offers_only_what_it_can_answer(anna: User) -> None:
    """Questions that the source does not answer are not offered."""
    anna.says("zebra")
    miss = anna.reply()
    anna.presses("Courses", miss)
    assert rows(anna.edited(miss)) == [
        ["How long does the spring course take?"],
        ["How long does the autumn course take?"],
        ["All topics"],
    ]


@pytest.mark.parametrize("data", ["a gone-entry", "a branch-in|Kazan", "t gone-topic", "x from the future", "branches-list"])
def test_a_button_that_leads_nowhere_says_so(server: BotApiServer, anna: User, data: str) -> None:
    """A button of an entry that no longer exists, or of another version, offers what there is, in a new message."""
    old = is_below(server, anna, data)
    query = anna.presses("Old", old)
    gone = anna.reply()
    assert anna.toast(query).text == ""
    assert (gone.text, rows(gone)) == ("Gone.", TOPIC_ROWS)
    assert anna.screen()[-2] == old


@pytest.mark.parametrize("data", ["a! gone-entry", "t! gone-topic"])
def test_a_menu_that_leads_nowhere_says_so_in_place(server: BotApiServer, anna: User, data: str) -> None:
    """A row of a menu that is not there any more makes the menu a new one."""
    old = is_below(server, anna, data)
    anna.presses("Old", old)
    gone = anna.edited(old)
    assert (gone.text, rows(gone)) == ("Gone.", TOPIC_ROWS)


def test_a_late_press_is_answered_all_the_same(server: BotApiServer, anna: User, refusals: list[str]) -> None:
    """That Telegram has given up on the press does not keep the answer back."""
    anna.says("Which branches are there?")
    answer = anna.reply()
    server.fail_next("answerCallbackQuery", 400, TOO_OLD)
    anna.presses("Is there a branch in Moscow?", answer)
    assert anna.reply().text == f"Is there a branch in Moscow?\n{MOSCOW}"
    refusals.append(TOO_OLD)


def test_the_same_button_twice_is_harmless(anna: User, refusals: list[str]) -> None:
    """An impatient second press of a menu's button changes nothing, and nobody is bothered with that."""
    anna.says("zebra")
    miss = anna.reply()
    anna.presses("All topics", miss)
    anna.edited(miss)
    refusals.append(NOT_MODIFIED)
    menu = is_pressed_again(anna, miss)
    assert (menu.text, rows(menu)) == ("Topics.", TOPIC_ROWS)


def is_pressed_again(anna: User, message: BotMessage) -> BotMessage:
    """The message after a topic and, twice, the way back were pressed under it."""
    anna.presses("Courses", message)
    anna.edited(message)
    first, second = (anna.presses("All topics", message) for _ in range(2))
    anna.toast(first)
    anna.toast(second)
    menu = anna.edited(message)
    anna.says("Hello there")
    anna.reply()
    return menu


# Pictures


def test_a_picture_stands_above_its_answer(anna: User) -> None:
    """An entry with a picture is sent as one, with the answer as its caption, and the upload is shown."""
    anna.says("What does the house look like?")
    answer = anna.reply()
    assert answer.photo
    assert answer.photo.content == picture(40, 30)
    assert (answer.text, answer.marked("bold")) == (f"Red brick & glass.{FRESH}", ("Red brick",))
    assert rows(answer) == [["All topics"]]
    assert anna.actions() == ("upload_photo",)


def test_an_edited_question_leads_to_a_picture_and_back(anna: User) -> None:
    """A text becomes a picture, that another one, and that a text again; one message is left of it all."""
    question = anna.says("Which branches are there?")
    anna.reply()
    shown = []
    for words in (
        "What does the house look like?",
        "What does the garden look like?",
        "Is there a branch in Moscow?",
        "Is there a branch in Khabarovsk?",
    ):
        anna.edits(question, words)
        anna.says("Hello there")
        settled(anna)
        answer, hello = anna.screen()
        anna.deletes(hello)
        shown.append((answer.text, answer.photo.width if answer.photo else None))
    assert shown == [
        (f"Red brick & glass.{FRESH}", 40),
        (f"All green.{FRESH}", 30),
        (MOSCOW, None),
        (KHABAROVSK, None),
    ]


def settled(anna: User) -> None:
    """Wait until a small talk is answered, which comes after everything that was said before."""
    while anna.reply().text != "Hi!":
        pass


def test_a_menu_gives_way_to_a_picture(anna: User) -> None:
    """A picture that is chosen from a menu stands in its place, and its buttons work."""
    anna.says("/topics")
    menu = anna.reply()
    anna.presses("House", menu)
    anna.edited(menu)
    anna.presses("What does the house look like?", menu)
    anna.says("Hello there")
    settled(anna)
    answer, _ = anna.screen()
    assert answer.photo
    assert answer.text == f"What does the house look like?\nRed brick & glass.{FRESH}"
    anna.presses("All topics", answer)
    assert anna.reply().text == "Topics."


def test_an_answer_that_became_a_picture_is_still_edited(anna: User) -> None:
    """A suggestion that gave way to a picture is still the answer to its question."""
    question = anna.says("how does the house and garden look")
    suggestion = anna.reply()
    assert suggestion.text == "Suggest."
    anna.presses("What does the house look like?", suggestion)
    assert anna.reply().photo
    anna.edits(question, "Which branches are there?")
    anna.says("Hello there")
    settled(anna)
    assert [message.text for message in anna.screen()] == [LIST, "Hi!"]


# What has no words


def test_what_has_no_words_gets_one_line(anna: User) -> None:
    """A sticker, a voice message and a picture without a caption get one friendly line each."""
    anna.sends_sticker()
    anna.sends_voice()
    anna.sends_photo()
    assert [(reply.text, rows(reply)) for reply in anna.replies(3)] == [("Not text.", [])] * 3


def test_an_album_gets_one_line_in_all(anna: User) -> None:
    """The pictures of an album, which come as so many messages, get one line; the next album gets its own."""
    anna.sends_album(4)
    anna.sends_album(2)
    anna.says("Hello there")
    assert [reply.text for reply in anna.replies(3)] == ["Not text.", "Not text.", "Hi!"]


def test_an_album_with_a_caption_is_one_question(anna: User) -> None:
    """The caption of an album is the question, and the pictures beside it are no further messages."""
    anna.sends_album(3, caption="Which branches are there?")
    anna.says("Hello there")
    assert [reply.text for reply in anna.replies(2)] == [LIST, "Hi!"]


# Many people


def test_a_burst_is_answered_in_order(server: BotApiServer) -> None:
    """Sixty messages of twenty people within a moment all get their answers, in order, within Telegram's limits."""
    people = [server.user(f"Person {number}") for number in range(20)]
    for words in ("Is there a branch in Moscow?", "and in Khabarovsk?", "zebra"):
        for person in people:
            person.says(words)
    for person in people:
        assert [reply.text for reply in person.replies(3, within=20)] == [MOSCOW, KHABAROVSK, "Nothing."]


# What is not a question


def test_what_came_through_a_bot_is_left_alone(server: BotApiServer, anna: User) -> None:
    """Its own inline results too, which people can post here as anywhere."""
    anna.says("Which branches are there?", via_bot=server.identity)
    anna.hears_nothing(1)


def test_a_command_as_a_caption(anna: User) -> None:
    """It is a command all the same."""
    anna.sends_photo("/help")
    assert anna.reply().text == "Help."


def test_an_edit_without_other_words(anna: User) -> None:
    """As Telegram tells of a link that got its preview: nothing changes."""
    question = anna.says("zebra")
    miss = anna.reply()
    anna.edits(question, "zebra")
    anna.says("giraffe")
    assert anna.reply().text == "Nothing again."
    assert anna.screen()[-2] == miss


def test_an_older_question_means_what_it_meant(anna: User) -> None:
    """Edited, it is understood from what was said before it; and what was said after it is still what one goes on from."""
    anna.says("Which branches are there?")
    anna.reply()
    follow_up = anna.says("and in Kazan?")
    miss = anna.reply()
    anna.says("How long does the spring course take?")
    anna.reply()
    anna.edits(follow_up, "and in Moscow?")
    assert anna.edited(miss).text == MOSCOW


# Elsewhere


GROUP = {"id": -5, "type": "group", "title": "Group"}
PERSON = {"id": 7, "is_bot": False, "first_name": "Anna"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Anna"}


def said(chat: dict[str, Any], **content: Any) -> dict[str, Any]:
    """A message."""
    return {"message_id": 1, "date": 1, "chat": chat, "from": PERSON, **content}


@pytest.mark.parametrize(
    "update",
    [
        {"message": said(GROUP, text="where are the branches?")},
        {"message": said(GROUP | {"type": "supergroup"}, text="@another_bot where?")},
        {"message": said(GROUP, photo=[])},
        {"message": said(GROUP, new_chat_members=[PERSON])},
        {"edited_message": said(GROUP, text="where?")},
        {"channel_post": said(GROUP | {"type": "channel"}, text="where?")},
        {"edited_channel_post": said(GROUP | {"type": "channel"}, text="where?")},
        {"guest_message": said(PRIVATE, text="where?")},
        {"message": said(PRIVATE, pinned_message=said(PRIVATE, text="where?"))},
        {"edited_message": said(PRIVATE, caption_entities=[])},
    ],
    ids=lambda update: next(iter(update)),
)
def test_nothing_is_said_elsewhere(running: BotApiServer, dialogue: Dialogue, update: dict[str, Any]) -> None:
    """Groups, channels, business and guest chats, inline queries and service messages get no word (yet)."""
    assert called_for(running, dialogue, update) == []


def test_a_press_under_a_message_out_of_reach_is_answered(
    server: BotApiServer, anna: User, dialogue: Dialogue, refusals: list[str]
) -> None:
    """If Telegram no longer shows the message with the button, what was chosen comes as a new one."""
    anna.says("Hello there")
    anna.reply()
    out_of_reach = {"chat": anna.chat.json(), "message_id": 1, "date": 0}
    press = {"id": "1", "from": anna.identity.json(), "chat_instance": "1", "data": "m!", "message": out_of_reach}
    assert called_for(server, dialogue, {"callback_query": press})[-1] == "sendMessage"
    assert anna.reply().text == "What would you like to know about?"
    refusals += [TOO_OLD, "Bad Request: message to edit not found"]


@pytest.fixture
def dialogue(tmp_path: Path) -> Dialogue:
    """The dialogue over a small knowledge base."""
    return Dialogue(read_knowledge(write(tmp_path, {"en/branches.yaml": BRANCHES})), Bars(), "en")


def called_for(server: BotApiServer, dialogue: Dialogue, update: dict[str, Any]) -> list[str]:
    """The methods that are called when an update is handled; errors are no matter here."""

    async def handled() -> None:
        app: Application[Any, Any, Any, Any, Any, Any] = (
            ApplicationBuilder().token(server.token).base_url(f"{server.url}/bot").build()
        )
        unopened = Store(Database("sqlite:///unopened.db"))
        app.add_handlers(Doors(app.bot, dialogue, unopened, Pace(time.monotonic)).handlers())
        async with app:
            await app.process_update(Update.de_json({"update_id": 1} | update, app.bot))

    before = len(server.calls())
    asyncio.run(handled())
    return [call.method for call in server.calls()[before:] if call.method != "getMe"]
