"""Inline mode: in any chat, while somebody types, answers are found, and what is chosen is posted complete."""

from collections.abc import Iterator

import pytest

from botapi.inline import InlineAnswer
from botapi.people import User
from botapi.server import BotApiServer
from knowledge_files import entry, topic, write
from program import bot_in
from trilingual import ANSWERED, ASKED, FILES, MISSED, NAMED

LANGUAGES = ("en", "ru", "ja")
BEGINNINGS = {"en": "bra", "ru": "фил", "ja": "支部"}
HEADINGS = {language: f"{ASKED[language]}\n{ANSWERED[language]}" for language in LANGUAGES}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotApiServer]:
    """Telegram with the bot in it, which speaks three languages."""
    folder = write(tmp_path_factory.mktemp("inline"), FILES)
    with BotApiServer() as server, bot_in(server, folder):
        server.ready()
        yield server
        assert server.violations == ()
        assert {call.status for call in server.calls()} == {200}


def found(user: User, query: str, **more: str) -> InlineAnswer:
    """What somebody sees who types that."""
    return user.results(user.types(query, **more))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_question(running: BotApiServer, language: str) -> None:
    """The best result comes first: the question as its title, how the answer begins below it, the whole answer as the message."""
    best = found(running.user("Anna"), ASKED[language]).results[0]
    assert (best.title, best.description) == (ASKED[language], ANSWERED[language])
    assert (best.message.text, best.message.marked("bold")) == (HEADINGS[language], (ASKED[language],))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_beginning_of_a_word(running: BotApiServer, language: str) -> None:
    """Three letters are enough, in the language of the letters."""
    results = found(running.user("Anna"), BEGINNINGS[language]).results
    assert HEADINGS[language] in [result.message.text for result in results]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_typed_yet(running: BotApiServer, language: str) -> None:
    """All questions, in the person's language, and only those that have an answer."""
    titles = [result.title for result in found(running.user("Anna", language_code=language), "").results]
    assert ASKED[language] in titles
    assert "Who owns the house?" not in titles


def test_the_most_asked_come_first(running: BotApiServer) -> None:
    """Whatever was asked, and whatever was chosen inline, moves up."""
    anna = running.user("Anna")
    for _ in range(2):
        anna.says("May I bring cats?")
        anna.reply()
    assert found(anna, "").results[0].title == "May I bring cats?"
    answer = found(anna, "autumn")
    for _ in range(3):
        anna.chooses(answer.results[0], answer)
    expected = ["How long does the autumn course take?", "May I bring cats?"]
    for _ in range(50):  # a chosen result is told by the way, not before the next query
        titles = [result.title for result in found(anna, "").results]
        if titles[:2] == expected:
            break
    assert titles[:2] == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chosen_language(running: BotApiServer, language: str) -> None:
    """Who has chosen a language in the private chat gets it where nothing is typed."""
    anna = running.user("Anna", language_code="fr")
    anna.says("/language")
    choice = anna.reply()
    anna.presses({"en": "English", "ru": "Русский", "ja": "日本語"}[language], choice)
    anna.edited(choice)
    assert ASKED[language] in [result.title for result in found(anna, "").results]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_found(running: BotApiServer, language: str) -> None:
    """A row leads to the private chat, which then greets."""
    anna = running.user("Anna", language_code=language)
    answer = found(anna, MISSED[language])
    assert answer.results == ()
    assert answer.button
    assert answer.button.text == f"{NAMED[language]} nothing found"
    anna.opens(str(answer.button.start_parameter))
    assert anna.reply().text == f"{NAMED[language]} greeting"


def test_each_person_has_their_own_results(running: BotApiServer) -> None:
    """Telegram keeps them for a while, for that person only."""
    answer = found(running.user("Anna"), "branches")
    assert answer.is_personal
    assert answer.cache_time > 0


def test_what_is_posted(running: BotApiServer) -> None:
    """The whole answer with links and languages; its buttons change it in its place."""
    anna, boris = running.user("Anna"), running.user("Boris", language_code="ru")
    answer = found(anna, ASKED["en"])
    post = anna.chooses(answer.results[0], answer)
    assert [[button.text for button in row] for row in post.buttons] == [
        ["Is there a branch in Moscow?"],
        ["日本語", "Русский"],
        ["English share", "English chat"],
    ]
    boris.presses_inline("Русский", post)
    assert post.edited(1).text == HEADINGS["ru"]
    boris.presses_inline("Есть ли филиал в Москве?", post)
    assert post.edited(2).text == "Есть ли филиал в Москве?\nДа, в Москве."


def test_a_picture_stays_behind(running: BotApiServer) -> None:
    """Where a picture cannot go, the answer comes all the same."""
    anna = running.user("Anna")
    answer = found(anna, "What does the house look like?")
    post = anna.chooses(answer.results[0], answer)
    assert (post.text, post.photo) == ("What does the house look like?\nRed brick.", None)


def test_words_of_lists(running: BotApiServer) -> None:
    """A question that names one is found with it."""
    best = found(running.user("Anna"), "does jica pay").results[0]
    assert (best.title, best.description) == ("Does JICA pay?", "Yes, JICA pays.")


def test_own_results_in_a_group_are_left_alone(running: BotApiServer) -> None:
    """What somebody has posted through the bot is no question to it, whatever it says."""
    group = running.group("Friends", bot="administrator")
    anna = group.admits(running.user("Anna"))
    user = running.user("Clara")
    group.admits(user)
    answer = found(user, ASKED["en"])
    user.chooses(answer.results[0], answer, chat=group)
    group.hears_nothing(2)
    anna.says(f"/ask {ASKED['ru']}")
    assert group.reply().text == ANSWERED["ru"]


def test_pages(tmp_path_factory: pytest.TempPathFactory) -> None:
    """More than Telegram takes at once come page by page, each result once, and then no more."""
    numbers = range(130)
    entries = [entry(f"shop-{number}", f"Where is shop number {number}?", f"In street {number}.") for number in numbers]
    folder = write(tmp_path_factory.mktemp("pages"), {"knowledge/en/shops.yaml": topic(*entries)})
    with BotApiServer() as server, bot_in(server, folder):
        anna = server.user("Anna")
        titles: list[str] = []
        offset = ""
        while offset or not titles:
            answer = found(anna, "", offset=offset)
            titles += [result.title for result in answer.results]
            offset = answer.next_offset
        assert len(titles) == len(set(titles)) == len(numbers)
        assert found(anna, "", offset="nonsense").results
        assert server.violations == ()


def test_a_query_that_is_too_old(running: BotApiServer, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Who types on has asked anew meanwhile; that is no fault."""
    folder = write(tmp_path_factory.mktemp("old"), FILES)
    with BotApiServer() as server, bot_in(server, folder) as program:
        description = "Bad Request: query is too old and response timeout expired or query ID is invalid"
        server.fail_next("answerInlineQuery", 400, description)
        anna = server.user("Anna")
        anna.sees_no_results(anna.types("branches"), 1)
        assert found(anna, "branches").results
    assert "Traceback" not in program.output
