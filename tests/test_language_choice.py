"""In which language people are answered in private chats, and how they change it: with the real program, over real HTTP."""

import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from botapi.files import picture
from botapi.messages import BotMessage
from botapi.people import User
from botapi.server import BotApiServer
from knowledge_files import TOPIC, write
from program import Program, bot_in
from trilingual import ANSWERED, ASKED, FILES, LANGUAGES, MISSED, NAMED, SILENT


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotApiServer]:
    """Telegram with the bot in it, which speaks three languages."""
    folder = write(tmp_path_factory.mktemp("languages"), FILES)
    with BotApiServer() as server, bot_in(server, folder, MATCHING__SURE="0.95", MATCHING__MARGIN="0.2"):
        yield server


@pytest.fixture
def server(running: BotApiServer) -> Iterator[BotApiServer]:
    """The server, which at the end has refused nothing and seen no rule broken."""
    before = len(running.calls())
    yield running
    assert [call.description for call in running.calls()[before:] if call.status != 200] == []
    assert running.violations == ()


def rows(message: BotMessage) -> list[list[str]]:
    """What the buttons under a message say, but for those that share it."""
    return [[button.text for button in row] for row in message.buttons if row[-1].action != "copy_text"]


def chooses(user: User, language: str) -> None:
    """Choose a language, by its own name."""
    user.says("/language")
    question = user.reply()
    user.presses(language, question)
    user.edited(question)


def is_answered(user: User, said: str) -> str:
    """What a person reads after a message."""
    user.says(said)
    return user.reply().text


# The order


@pytest.mark.parametrize("language", ["en", "ru", "ja"])
@pytest.mark.parametrize("code", ["en", "ru", "ja", None])
def test_first_the_script_of_the_message(server: BotApiServer, language: str, code: str | None) -> None:
    """Whatever language a person's Telegram is in, a question is answered in its own, and so is what is not understood."""
    user = server.user("Anna", language_code=code)
    assert is_answered(user, ASKED[language]) == ANSWERED[language]
    assert is_answered(user, MISSED[language]) == f"{NAMED[language]} miss"


def test_three_languages_in_three_messages(server: BotApiServer) -> None:
    """Each gets its answer in its language, also as /ask, and in spite of what was chosen."""
    user = server.user("Anna")
    chooses(user, "日本語")
    for language in ("ru", "en", "ja"):
        user.says(ASKED[language])
    user.says(f"/ask {ASKED['ru']}")
    answers = user.replies(4)
    assert [answer.text for answer in answers] == [ANSWERED[language] for language in ("ru", "en", "ja", "ru")]
    assert [rows(answer)[0] for answer in answers[:2]] == [["Есть ли филиал в Москве?"], ["Is there a branch in Moscow?"]]


@pytest.mark.parametrize("language", ["en", "ru", "ja"])
def test_then_the_message_that_is_replied_to(server: BotApiServer, language: str) -> None:
    """A message without a language of its own is answered in that of the one it replies to, whoever wrote that."""
    user = server.user("Anna", language_code="ja")
    asked = user.says(ASKED[language])
    answer = user.reply()
    other = "ru" if language == "en" else "en"
    is_answered(user, MISSED[other])
    chooses(user, "日本語")
    for replied_to in (asked, answer):
        user.says(SILENT, reply_to=replied_to)
        assert user.reply().text.startswith(NAMED[language])
    user.says("/topics", reply_to=asked)
    assert user.reply().text == f"{NAMED[language]} topics"
    user.says("/ask", reply_to=asked)
    assert user.reply().text == ANSWERED[language]


def test_a_question_in_reply_has_its_own_language(server: BotApiServer) -> None:
    """What it replies to does not count."""
    user = server.user("Anna")
    asked = user.says(ASKED["ru"])
    user.reply()
    user.says(ASKED["en"], reply_to=asked)
    assert user.reply().text == ANSWERED["en"]


def test_then_what_was_chosen(server: BotApiServer) -> None:
    """What was chosen with /language comes before what was spoken last, and before the language of the person's Telegram."""
    user = server.user("Anna", language_code="ru")
    chooses(user, "日本語")
    assert is_answered(user, ASKED["en"]) == ANSWERED["en"]
    assert is_answered(user, SILENT) == "日本の miss"
    assert is_answered(user, "/start") == "日本の greeting"
    assert is_answered(user, "/topics") == "日本の topics"
    user.sends_sticker()
    assert user.reply().text == "日本の not text"
    user.opens("branches-list")
    assert user.reply().text.endswith(ANSWERED["ja"])


def test_then_the_conversation(server: BotApiServer) -> None:
    """Where nothing was chosen, what tells no language is answered in the one that is being spoken."""
    user = server.user("Anna", language_code="ja")
    assert is_answered(user, ASKED["ru"]) == ANSWERED["ru"]
    assert is_answered(user, SILENT) == "Русский miss"
    assert is_answered(user, "/topics") == "Русский topics"
    user.sends_sticker()
    assert user.reply().text == "Русский not text"


@pytest.mark.parametrize(
    ("code", "language"), [("ru", "ru"), ("ja-JP", "ja"), ("RU", "ru"), ("en-GB", "en"), ("fr", "en"), ("", "en"), (None, "en")]
)
def test_then_telegram_and_at_last_the_default(server: BotApiServer, code: str | None, language: str) -> None:
    """Who has not said anything yet is greeted in the language of their Telegram, or in the configured one."""
    user = server.user("Anna", language_code=code)
    assert is_answered(user, "/start") == f"{NAMED[language]} greeting"
    assert is_answered(user, SILENT) == f"{NAMED[language]} miss"


# Choosing


def test_language_offers_what_there_is(server: BotApiServer) -> None:
    """Each language stands on its button in its own words, under a question in the person's; a press puts the promise there."""
    user = server.user("Anna", language_code="ru")
    user.says("/language")
    question = user.reply()
    assert (question.text, rows(question)) == ("Русский choice", [LANGUAGES])
    query = user.presses("日本語", question)
    chosen = user.edited(question)
    assert (chosen.text, rows(chosen)) == ("日本の chosen", [])
    assert user.toast(query).text == ""
    user.says("/language")
    again = user.reply()
    assert (again.text, rows(again)) == ("日本の choice", [LANGUAGES])
    user.presses("English", again)
    assert user.edited(again).text == "English chosen"
    assert is_answered(user, SILENT) == "English miss"


def test_a_choice_is_that_of_one_chat(server: BotApiServer) -> None:
    """Others are answered as before."""
    chooses(server.user("Anna"), "日本語")
    assert is_answered(server.user("Ben"), SILENT) == "English miss"


def test_both_presses_of_an_impatient_person(running: BotApiServer) -> None:
    """The second press of the same button finds everything as it should be."""
    user = running.user("Anna")
    user.says("/language")
    question = user.reply()
    for query in [user.presses("Русский", question) for _ in range(2)]:
        user.toast(query)
    assert is_answered(user, SILENT) == "Русский miss"
    assert [message.text for message in user.screen()] == ["Русский chosen", "Русский miss"]


def is_below(server: BotApiServer, user: User, text: str, data: str) -> BotMessage:
    """A message with a button as an earlier version of the bot made it."""
    is_answered(user, MISSED["en"])
    keyboard = {"inline_keyboard": [[{"text": "Old", "callback_data": data}]]}
    old = {"chat_id": user.id, "text": text, "reply_markup": keyboard}
    httpx.post(f"{server.url}/bot{server.token}/sendMessage", json=old).raise_for_status()
    return user.reply()


@pytest.mark.parametrize("data", ["c de", "l ru cats", "l ru gone", "l ru sponsor|Smith"])
def test_a_language_button_that_leads_nowhere_says_so_in_place(server: BotApiServer, data: str) -> None:
    """A language or an answer that is not there any more changes nothing but the message."""
    user = server.user("Anna")
    old = is_below(server, user, "Какое-то сообщение.", data)
    user.presses("Old", old)
    gone = user.edited(old)
    assert (gone.text, rows(gone)) == ("Русский gone", [["Филиалы"]])
    assert is_answered(user, SILENT).startswith("English")


# Answers in another language


def test_an_answer_can_be_had_in_another_language(server: BotApiServer) -> None:
    """The other languages stand below an answer; it changes in its place, and there is a way back."""
    user = server.user("Anna")
    question = user.says(ASKED["en"])
    answer = user.reply()
    assert rows(answer) == [["Is there a branch in Moscow?"], ["English menu"], ["日本語", "Русский"]]
    user.presses("Русский", answer)
    russian = user.edited(answer)
    assert (russian.text, russian.marked("bold")) == (f"{ASKED['ru']}\n{ANSWERED['ru']}", (ASKED["ru"],))
    assert rows(russian) == [["Есть ли филиал в Москве?"], ["Русский menu"], ["English", "日本語"]]
    assert is_answered(user, SILENT) == "Русский miss"
    user.presses("日本語", answer)
    japanese = user.edited(answer)
    assert (japanese.text, rows(japanese)) == (f"{ASKED['ja']}\n{ANSWERED['ja']}", [["日本の menu"], ["English", "Русский"]])
    user.presses("English", answer)
    english = user.edited(answer)
    assert english.text == f"{ASKED['en']}\n{ANSWERED['en']}"
    assert rows(english) == rows(answer)
    user.edits(question, MISSED["en"])
    assert user.edited(answer).text.startswith("English")
    assert len(user.screen()) == 2


def test_what_the_source_does_not_say_is_said_in_another_language(server: BotApiServer) -> None:
    """An honest unknown has the buttons too, where the other language has the same one."""
    user = server.user("Anna")
    user.says("Who owns the house?")
    answer = user.reply()
    assert rows(answer)[-1] == ["Русский"]
    user.presses("Русский", answer)
    assert user.edited(answer).text.endswith("В источнике этого нет.")


def test_an_opened_answer_has_the_buttons_too(server: BotApiServer) -> None:
    """So do answers from links, menus, suggestions and other answers."""
    user = server.user("Anna")
    user.opens("branches-list")
    opened = user.reply()
    assert rows(opened)[-1] == ["日本語", "Русский"]
    user.presses("Is there a branch in Moscow?", opened)
    related = user.reply()
    assert rows(related)[-1] == ["日本語", "Русский"]
    user.presses("日本語", related)
    assert user.edited(related).text.endswith("はい、モスクワにあります。")


def test_an_answer_about_a_word_of_a_list(server: BotApiServer) -> None:
    """It can be had in another language if that has the same word; the word is in the answer."""
    user = server.user("Anna")
    user.says("Does JICA pay?")
    answer = user.reply()
    assert rows(answer)[-1] == ["Русский"]
    user.presses("Русский", answer)
    assert user.edited(answer).text == "Платит ли JICA?\nДа, JICA платит."
    user.presses("English", answer)
    assert user.edited(answer).text == "Does JICA pay?\nYes, JICA pays."


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("Does Smith pay?", "Yes, Smith pays."),
        ("May I bring cats?", "Only in English."),
        (
            "How long does the spring course take? Is there a branch in Moscow?",
            "Three months.\n\nYes, in Moscow.",
        ),
    ],
    ids=["the word is not there", "the entry is not there", "two answers"],
)
def test_where_there_is_no_other_language(server: BotApiServer, said: str, text: str) -> None:
    """An answer that no other language has, and two at once, have no such buttons."""
    user = server.user("Anna")
    user.says(said)
    answer = user.reply()
    assert (answer.text, rows(answer)) == (text, [["English menu"]])


def test_a_picture_changes_its_language_in_its_place(server: BotApiServer) -> None:
    """A picture becomes that of the other language, with its caption, in the same message; and back."""
    user = server.user("Anna")
    user.says("What does the house look like?")
    answer = user.reply()
    assert rows(answer)[-1] == ["Русский"]
    below = is_answered(user, SILENT)
    user.presses("Русский", answer)
    russian = user.edited(answer)
    assert russian.photo
    assert (russian.text, russian.photo.content) == ("Как выглядит дом?\nКрасный кирпич.", picture(30, 40))
    assert rows(russian) == [["Русский menu"], ["English"]]
    user.presses("English", answer)
    english = user.edited(answer)
    assert english.photo
    assert (english.text, english.photo.content) == ("What does the house look like?\nRed brick.", picture(40, 30))
    assert [message.text for message in user.screen()] == [english.text, below]


def test_a_picture_that_the_other_language_lacks(server: BotApiServer) -> None:
    """Telegram makes no text of a picture: the answer comes anew, and nothing is left of the other one; and back."""
    user = server.user("Anna")
    user.says("What does the garden look like?")
    answer = user.reply()
    assert answer.photo
    user.presses("Русский", answer)
    russian = user.reply()
    assert (russian.photo, russian.text) == (None, "Как выглядит сад?\nВесь зелёный.")
    user.presses("English", russian)
    english = user.reply()
    assert english.photo
    user.says("Which branches are there?")
    after = user.reply()
    assert [message.message_id for message in user.screen()] == [english.message_id, after.message_id]


# What stays in its language


def test_a_suggestion_stays_in_its_language(server: BotApiServer) -> None:
    """What is suggested in Russian is answered in Russian, by a press and by its number, whatever Telegram is in."""
    user = server.user("Anna")
    user.says("Сколько длится курс?")
    suggestion = user.reply()
    [first], [second], menu = rows(suggestion)
    assert (suggestion.text, menu) == ("Русский suggestion", ["Русский menu"])
    assert {first, second} == {"Сколько длится весенний курс?", "Сколько длится осенний курс?"}
    user.says("2")
    assert user.reply().text.startswith(f"{second}\n")
    user.presses("Сколько длится весенний курс?", suggestion)
    assert user.edited(suggestion).text == "Сколько длится весенний курс?\nТри месяца."


def test_menus_stay_in_their_language(server: BotApiServer) -> None:
    """From a Russian miss the menu, a topic and an answer are Russian, though other things were said in between."""
    user = server.user("Anna")
    user.says(MISSED["ru"])
    menu = user.reply()
    chooses(user, "日本語")
    is_answered(user, ASKED["en"])
    user.presses("Русский menu", menu)
    topics = user.edited(menu)
    assert (topics.text, rows(topics)) == ("Русский topics", [["Филиалы"]])
    user.presses("Филиалы", menu)
    page = user.edited(menu)
    assert (page.text, rows(page)[0], rows(page)[-1]) == ("Русский topic", [ASKED["ru"]], ["Русский menu"])
    user.presses(ASKED["ru"], menu)
    answer = user.edited(menu)
    assert answer.text == f"{ASKED['ru']}\n{ANSWERED['ru']}"
    is_answered(user, ASKED["en"])
    user.presses("Есть ли филиал в Москве?", menu)
    assert user.reply().text == "Есть ли филиал в Москве?\nДа, в Москве."


def test_a_button_of_what_only_one_language_has(server: BotApiServer) -> None:
    """It works, whatever language is spoken meanwhile."""
    user = server.user("Anna")
    user.says("/topics")
    menu = user.reply()
    user.presses("Branches", menu)
    user.edited(menu)
    is_answered(user, ASKED["ru"])
    user.presses("May I bring cats?", menu)
    assert user.edited(menu).text == "May I bring cats?\nOnly in English."


# Restarts


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder to run in, with the knowledge base in three languages."""
    return write(tmp_path, FILES)


def is_killed(running: Program) -> None:
    """End the program as a machine does that loses its power."""
    running.signal(signal.SIGKILL)
    running.ends()


def test_a_choice_outlives_the_program(folder: Path) -> None:
    """Killed right after a choice was promised, it knows it when it is started again, also for what was written meanwhile."""
    with BotApiServer() as server:
        anna, ben = server.user("Anna"), server.user("Ben", language_code="ru")
        with bot_in(server, folder) as running:
            chooses(anna, "日本語")
            is_killed(running)
        anna.says(SILENT)
        ben.says(SILENT)
        with bot_in(server, folder):
            assert anna.reply().text == "日本の miss"
            assert ben.reply().text == "Русский miss"
            assert is_answered(anna, "/start") == "日本の greeting"


def test_buttons_outlive_the_program(folder: Path) -> None:
    """After a restart, which forgets the conversation, old buttons still do what they say, in the language of their message."""
    with BotApiServer() as server:
        anna = server.user("Anna")
        with bot_in(server, folder) as running:
            anna.says("/language")
            anna.says(ASKED["en"])
            anna.says(MISSED["ru"])
            choice, answer, miss = anna.replies(3)
            is_killed(running)
        anna.presses("日本語", choice)
        anna.presses("Русский", answer)
        anna.presses("Русский menu", miss)
        with bot_in(server, folder):
            assert anna.edited(choice).text == "日本の chosen"
            assert anna.edited(answer).text == f"{ASKED['ru']}\n{ANSWERED['ru']}"
            assert anna.edited(miss).text == "Русский topics"
            assert is_answered(anna, SILENT) == "日本の miss"


# One language


def test_one_language(tmp_path: Path) -> None:
    """Where there is nothing to choose, answers have no buttons for it, and /language says which language there is."""
    write(tmp_path, {"knowledge/en/people.yaml": TOPIC})
    with BotApiServer() as server, bot_in(server, tmp_path):
        anna = server.user("Anna", language_code="ru")
        anna.says("Who are you?")
        anna.says("/language")
        answer, choice = anna.replies(2)
        assert (answer.text, rows(answer), rows(choice)) == ("A bot.", [["All topics"]], [["English"]])
