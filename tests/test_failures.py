"""What fails is logged by its kind, told to the person only where asking again may help, and never ends the program."""

import asyncio
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from telegram import Update
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import Application, ApplicationBuilder

from bot.dialogue.dialogue import Dialogue
from bot.dialogue.policy import Bars
from bot.knowledge.reader import read_knowledge
from bot.telegram.failures import Failures
from bot.telegram.pace import PATIENCE
from botapi.people import User
from botapi.server import BotApiServer
from knowledge_files import TOPIC, write
from program import Program, bot_in

PERSON = {"id": 7, "is_bot": False, "first_name": "Anna", "language_code": "en"}
FILES = {
    "en/people.yaml": TOPIC,
    "en/phrases.yaml": "failure: Failure.\n",
    "ru/people.yaml": TOPIC,
    "ru/phrases.yaml": "failure: Ошибка.\n",
}


# Judging


@pytest.fixture(scope="module")
def server() -> Iterator[BotApiServer]:
    with BotApiServer() as running:
        yield running


@pytest.fixture
def anna(server: BotApiServer) -> User:
    """A person who has written to the bot."""
    user = server.user("Anna")
    user.says("hello")
    return user


@pytest.fixture(scope="module")
def dialogue(tmp_path_factory: pytest.TempPathFactory) -> Dialogue:
    return Dialogue(read_knowledge(write(tmp_path_factory.mktemp("failures"), FILES)), Bars(), "en")


def handled(server: BotApiServer, dialogue: Dialogue, update: dict[str, Any] | str, error: Exception) -> None:
    """Let the library report an error that came up while an update was handled."""

    async def language(update: Update) -> str:
        return dialogue.language(update.effective_user.language_code if update.effective_user else None)

    async def report() -> None:
        app: Application[Any, Any, Any, Any, Any, Any] = (
            ApplicationBuilder().token(server.token).base_url(f"{server.url}/bot").build()
        )
        app.add_error_handler(Failures(dialogue, language).handle)
        async with app:
            about = update if isinstance(update, str) else Update.de_json({"update_id": 1} | update, app.bot)
            await app.process_error(about, error)

    asyncio.run(report())


def message_of(user: User, **sender: Any) -> dict[str, Any]:
    """The update of a message from a person."""
    said = {"message_id": 1, "date": 1, "chat": user.chat.json(), "from": user.identity.json() | sender, "text": "where?"}
    return {"message": said}


def lines(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str, bool]]:
    """What was logged: level, words, and whether with a traceback."""
    ours = [record for record in caplog.records if record.name == "bot.telegram.failures"]
    return [(record.levelname, record.getMessage(), bool(record.exc_info)) for record in ours]


@pytest.mark.parametrize(
    ("error", "level", "words"),
    [
        (Forbidden("bot was blocked by the user"), "INFO", "Not delivered: bot was blocked by the user"),
        (TimedOut(), "WARNING", "Not delivered: Timed out"),
        (NetworkError("Bad Gateway"), "WARNING", "Not delivered: Bad Gateway"),
        (InvalidToken("Unauthorized"), "WARNING", "Not delivered: Unauthorized"),
    ],
)
def test_what_is_nobodys_fault_is_one_line(
    server: BotApiServer,
    dialogue: Dialogue,
    anna: User,
    caplog: pytest.LogCaptureFixture,
    error: TelegramError,
    level: str,
    words: str,
) -> None:
    """A person who left, a network that is down and a token taken back are noted without a traceback; nobody is written to."""
    caplog.set_level(logging.INFO)
    handled(server, dialogue, message_of(anna), error)
    assert lines(caplog) == [(level, words, False)]
    anna.hears_nothing(0)


def test_too_many_messages_are_not_made_more(
    server: BotApiServer,
    dialogue: Dialogue,
    anna: User,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What Telegram refuses as too much is a warning, and no apology is added to it."""
    # Without it the library warns about a change of type in its next major version.
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    handled(server, dialogue, message_of(anna), RetryAfter(3))
    [(level, words, traceback)] = lines(caplog)
    assert (level, traceback) == ("WARNING", False)
    assert words.startswith("Not delivered: Flood control exceeded")
    anna.hears_nothing(0)


@pytest.mark.parametrize("error", [BadRequest("something new"), ValueError("broken")])
def test_a_fault_of_ours_is_logged_and_apologised_for(
    server: BotApiServer, dialogue: Dialogue, anna: User, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    """What nobody expected is logged with its traceback, and the person is asked to try again."""
    handled(server, dialogue, message_of(anna), error)
    assert lines(caplog) == [("ERROR", "An update could not be handled", True)]
    assert anna.reply().text == "Failure."


def test_the_apology_is_in_the_language_of_the_update(server: BotApiServer, dialogue: Dialogue, anna: User) -> None:
    """It is in the one in which the update was to be answered."""
    for language_code in ("ru", "ja", None):
        handled(server, dialogue, message_of(anna, language_code=language_code), ValueError("broken"))
    assert [reply.text for reply in anna.replies(3)] == ["Ошибка.", "Failure.", "Failure."]


def test_a_post_without_a_sender_is_apologised_for_in_the_default_language(
    server: BotApiServer, dialogue: Dialogue, anna: User
) -> None:
    """A chat is all that an apology needs."""
    post = {"message_id": 1, "date": 1, "chat": anna.chat.json(), "text": "where?"}
    handled(server, dialogue, {"channel_post": post}, ValueError("broken"))
    assert anna.reply().text == "Failure."


@pytest.mark.parametrize(
    "update",
    ["no update", {"inline_query": {"id": "1", "from": PERSON, "query": "where?", "offset": ""}}],
    ids=["none", "inline"],
)
def test_where_there_is_no_chat_there_is_no_apology(
    server: BotApiServer, dialogue: Dialogue, caplog: pytest.LogCaptureFixture, update: dict[str, Any] | str
) -> None:
    """A fault outside of any chat is logged, and that is all."""
    before = len(server.calls("sendMessage"))
    handled(server, dialogue, update, ValueError("broken"))
    assert lines(caplog) == [("ERROR", "An update could not be handled", True)]
    assert len(server.calls("sendMessage")) == before


def test_an_apology_that_fails_is_one_more_line(
    server: BotApiServer, dialogue: Dialogue, anna: User, caplog: pytest.LogCaptureFixture
) -> None:
    """If even the apology is refused, that is noted, and nothing is tried again."""
    anna.blocks()
    handled(server, dialogue, message_of(anna), ValueError("broken"))
    assert lines(caplog) == [
        ("ERROR", "An update could not be handled", True),
        ("WARNING", "The apology was not delivered either: Forbidden: bot was blocked by the user", False),
    ]


# The program


@pytest.fixture(scope="module")
def running(server: BotApiServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The bot in the Telegram of all tests; it prints neither its token nor a traceback."""
    folder = tmp_path_factory.mktemp("running")
    write(folder / "knowledge", FILES)
    with bot_in(server, folder, LOG__LEVEL="DEBUG") as program:
        yield program


@pytest.fixture
def program(server: BotApiServer, running: Program) -> Iterator[Program]:
    """The bot, which during the test has broken no rule of Telegram's."""
    yield running
    assert server.violations == ()


@pytest.fixture(scope="module")
def storm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[BotApiServer, Program]]:
    """Another Telegram, for tests in which worse happens, and the bot in it; it may print tracebacks."""
    folder = tmp_path_factory.mktemp("storm")
    write(folder / "knowledge", FILES)
    with BotApiServer() as server, bot_in(server, folder, LOG__LEVEL="DEBUG", faultless=False) as program:
        yield server, program
        assert server.violations == ()


@pytest.fixture
def ben(server: BotApiServer) -> User:
    """A person who has not written to the bot yet."""
    return server.user("Ben")


def statuses(server: BotApiServer, method: str, user: User) -> list[int]:
    """How the calls of a method for a person were answered."""
    return [call.status for call in server.calls(method) if call.parameters.get("chat_id") == str(user.id)]


def test_who_blocks_the_bot_is_missed_by_nobody(server: BotApiServer, program: Program, ben: User) -> None:
    """What cannot be delivered is noted in one line, others are answered, and so is the person who comes back."""
    cleo = server.user("Cleo")
    ben.says("Who are you?")
    assert ben.reply().text == "A bot."
    ben.blocks()
    ben.says("Who are you?")
    program.prints("Not delivered: Forbidden: bot was blocked by the user")
    ben.hears_nothing(0)
    cleo.says("Who are you?")
    assert cleo.reply().text == "A bot."
    ben.unblocks()
    ben.says("Who are you?")
    assert ben.reply().text == "A bot."


@pytest.mark.usefixtures("program")
def test_a_silence_that_telegram_orders_is_kept(server: BotApiServer, ben: User) -> None:
    """After a 429 the bot is silent for as long as it was told, and then delivers everything in order."""
    ben.opens()
    ben.reply()
    server.flood_next(ben.id, 1)
    ben.says("Who are you?")
    ben.says("/help")
    ben.says("Who are you?")
    assert [reply.text[:6] for reply in ben.replies(3, within=10)] == ["A bot.", "Ask in", "A bot."]
    assert statuses(server, "sendMessage", ben) == [200, 429, 200, 200, 200]


@pytest.mark.usefixtures("program")
def test_a_silence_for_an_edit_is_kept(server: BotApiServer, ben: User) -> None:
    """Edits wait as messages do."""
    question = ben.says("Who are you?")
    answer = ben.reply()
    server.fail_next("editMessageText", 429, "Too Many Requests: retry after 1", retry_after=1)
    ben.edits(question, "/ask zebra")
    assert ben.edited(answer, within=10).text != "A bot."
    assert statuses(server, "editMessageText", ben) == [429, 200]


def test_patience_ends(storm: tuple[BotApiServer, Program]) -> None:
    """What is refused again and again is given up with one line and without a traceback, and the next message is answered."""
    server, program = storm
    ben, before = server.user("Ben"), program.output
    for _ in range(PATIENCE + 1):
        server.fail_next("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
    ben.says("/help")
    program.prints("WARNING bot.telegram.failures: Not delivered: Flood control exceeded")
    ben.says("Who are you?")
    assert ben.reply().text == "A bot."
    assert "Traceback" not in program.output.removeprefix(before)


@pytest.mark.parametrize("refuse", [False, True], ids=["with a page", "without connections"])
def test_an_outage_is_survived(storm: tuple[BotApiServer, Program], refuse: bool) -> None:
    """While Telegram is gone there is a line about it, and what was written meanwhile is answered afterwards, in order."""
    server, program = storm
    ben, told = server.user("Ben"), program.output.count("Telegram cannot be reached")
    ben.says("Who are you?")
    ben.reply()
    server.outage(refuse=refuse)
    program.prints(f"Telegram cannot be reached at {server.url}", times=told + 1)
    ben.says("Who are you?")
    ben.says("/help")
    server.recover()
    assert [reply.text[:6] for reply in ben.replies(2, within=10)] == ["A bot.", "Ask in"]


def test_a_passing_fault_of_telegram_is_one_line(server: BotApiServer, program: Program, ben: User) -> None:
    """A message that Telegram could not take is noted, and the next one is delivered."""
    server.fail_next("sendMessage", 500, "Internal Server Error")
    ben.says("Who are you?")
    program.prints("WARNING bot.telegram.failures: Not delivered: Internal Server Error")
    ben.says("Who are you?")
    assert ben.reply().text == "A bot."


def test_an_apology_is_in_the_language_that_was_chosen(storm: tuple[BotApiServer, Program]) -> None:
    """As any other reply is."""
    server, _ = storm
    ben = server.user("Ben")
    ben.says("/language")
    choice = ben.reply()
    ben.presses("Русский", choice)
    ben.edited(choice)
    server.fail_next("sendMessage", 400, "Bad Request: something new")
    ben.says("?!")
    assert ben.reply().text == "Ошибка."


def test_a_fault_is_apologised_for_and_forgotten(storm: tuple[BotApiServer, Program]) -> None:
    """After a fault of ours the person is asked to try again, which works; the token is not in the traceback."""
    server, program = storm
    ben = server.user("Ben")
    server.fail_next("sendMessage", 400, "Bad Request: something new")
    ben.says("Who are you?")
    assert ben.reply().text == "Failure."
    ben.says("Who are you?")
    assert ben.reply().text == "A bot."
    program.prints("telegram.error.BadRequest: Something new")
