"""The program starts, says plainly what is wrong, keeps trying where that helps, and stops cleanly."""

import signal
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bot.knowledge.reader import read_knowledge
from bot.problems import ProblemsError
from bot.telegram.doors import UPDATES
from bot.telegram.pace import PATIENCE
from botapi.limits import Command
from botapi.people import User
from botapi.server import BotApiServer
from knowledge_files import SHIPPED, TOPIC, entry, topic, write
from program import Program, address, bot_in, program

WRONG_TOKEN = "5000000001:AnotherTokenThatThisServerDoesNotKnow"
REFUSED = "Telegram refuses the token; get a valid one from @BotFather (/mybots, API Token) and set it as TELEGRAM__TOKEN."
CONFLICT = "Another copy of the bot runs with the same token; stop one of the two."
UNREACHABLE = "Telegram cannot be reached at {}"
COMMANDS = ("ask", "topics", "language", "about", "privacy", "help", "settings", "start")
PRIVATE = "all_private_chats"


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    """A Telegram in which at the end no rule was broken."""
    with BotApiServer(abilities={"can_read_all_group_messages": True}) as running:
        yield running
    assert running.violations == ()


@pytest.fixture
def anna(server: BotApiServer) -> User:
    return server.user("Anna")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder to run in, with the smallest knowledge base."""
    write(tmp_path, {"knowledge/en/people.yaml": TOPIC})
    return tmp_path


def logged(running: Program) -> list[tuple[str, str]]:
    """Level and words of the lines that the bot itself has logged."""
    lines = [line.split(" ", 4) for line in running.output.splitlines()]
    return [(line[2], line[4]) for line in lines if len(line) == 5 and line[3].startswith("bot.")]


# Starting


def test_it_introduces_itself(server: BotApiServer, folder: Path) -> None:
    """Each language has its menu of commands, everybody else that of the default, and only known updates are asked for."""
    phrases = "commands: {ask: Fragen}\n"
    write(folder / "knowledge/de", {"people.yaml": TOPIC, "phrases.yaml": phrases})
    with bot_in(server, folder) as running:
        server.ready()
        info = httpx.get(f"{server.url}/bot{server.token}/getWebhookInfo").json()["result"]
    assert info["allowed_updates"] == list(UPDATES)
    assert tuple(command.command for command in server.user("Anna", language_code="en").menu()) == COMMANDS
    assert server.user("Doris", language_code="de").menu()[0] == Command("ask", "Fragen")
    assert server.user("Carol", language_code="fr").menu() == server.commands("", PRIVATE) == server.commands("en", PRIVATE)
    assert logged(running) == [("INFO", "Answering as @test_center_bot")]


@pytest.mark.timeout(180)  # three languages take some seconds to get ready, many on a busy machine
def test_the_shipped_knowledge_is_served(server: BotApiServer, folder: Path, anna: User) -> None:
    """With what is in the repository the bot greets, offers topics and tells of the branches."""
    with bot_in(server, folder, KNOWLEDGE__FOLDER=str(SHIPPED)):
        server.ready()
        anna.opens()
        greeting = anna.reply()
        for button in [button for row in greeting.buttons for button in row]:
            anna.presses(button, greeting)
            topic_page = anna.edited(greeting)
            anna.presses(topic_page.buttons[-1][0], greeting)
            anna.edited(greeting)
        anna.says("Which branches does the Japan Center have?")
        assert "Khabarovsk" in anna.reply().text
        for command in ("/help", "/about", "/privacy", "/topics", "/ask"):
            anna.says(command)
        anna.replies(5)
    assert {call.status for call in server.calls()} == {200}


def test_it_is_quiet(server: BotApiServer, folder: Path, anna: User) -> None:
    """It logs neither what people write nor who they are, and ends at Ctrl-C with exit code 0 and without a word."""
    with bot_in(server, folder) as running:
        anna.says("Who are you?")
        anna.reply()
        running.signal(signal.SIGINT)
        assert running.ends() == 0
    assert logged(running) == [("INFO", "Answering as @test_center_bot")]
    assert not [word for word in ("Who are you?", "Anna", str(anna.id)) if word in running.output]


def test_it_warns_of_what_only_botfather_can_change(server: BotApiServer, folder: Path) -> None:
    """Inline mode, privacy mode and guest mode: what that means, and what to do, in one line each."""
    for ability in ("supports_inline_queries", "can_read_all_group_messages", "supports_guest_queries"):
        server.set_ability(ability, False)
    with bot_in(server, folder) as running:
        server.ready()
    warnings = [words for level, words in logged(running) if level == "WARNING"]
    assert [words.partition(" is ")[0] for words in warnings] == ["Inline mode", "Privacy mode", "Guest mode"]
    assert all("@BotFather" in words for words in warnings)


def test_without_a_command_a_token_is_enough(server: BotApiServer, folder: Path, anna: User) -> None:
    """`python -m bot` serves Telegram if a token is configured, here in config.yaml."""
    write(folder, {"config.yaml": f"telegram:\n  token: {server.token}\n  api_url: {server.url}\n"})
    with program(folder, "--config", "config.yaml", environment={}) as running:
        running.prints("Answering as @test_center_bot")
        anna.says("Who are you?")
        assert anna.reply().text == "A bot."
    assert server.token not in running.output


# What is wrong


@pytest.mark.parametrize(
    ("files", "environment", "place", "words"),
    [
        ({}, {}, "No Telegram token is configured. ", "get a token from @BotFather and set it as TELEGRAM__TOKEN"),
        ({}, {"TELEGRAM__TOKEN": "nonsense"}, "environment variable TELEGRAM__TOKEN: ", "this is no token"),
        ({"config.yaml": "telegram:\n  tokn: a\n"}, {"TELEGRAM__TOKEN": WRONG_TOKEN}, "config.yaml:2: ", "token"),
        ({"config.yaml": "telegram: [\n"}, {"TELEGRAM__TOKEN": WRONG_TOKEN}, "config.yaml:", ""),
        ({}, {"TELEGRAM__TOKEN": WRONG_TOKEN, "KNOWLEDGE__FOLDER": "knowlege"}, "knowlege:1: ", "did you mean 'knowledge'?"),
        ({"knowledge/en/more.yaml": "topic: More\n"}, {"TELEGRAM__TOKEN": WRONG_TOKEN}, "knowledge/en/more.yaml:1: ", "entries"),
    ],
)
def test_what_is_wrong_ends_it_with_a_sentence(
    folder: Path, files: dict[str, str | bytes], environment: dict[str, str], place: str, words: str
) -> None:
    """No token, one that is none, a broken configuration or knowledge base: plain words, and exit code 2."""
    write(folder, files)
    with program(folder, environment=environment) as running:
        assert running.ends() == 2
    assert running.output.startswith(place)
    assert words in running.output
    assert running.output.count("\n") == 1


def test_a_token_that_telegram_refuses_ends_it(server: BotApiServer, folder: Path) -> None:
    """A token that was mistyped is told in one sentence, with exit code 2, however detailed the log is."""
    with program(folder, environment=address(server, WRONG_TOKEN, LOG__LEVEL="DEBUG")) as running:
        assert running.ends() == 2
    assert logged(running) == [("ERROR", REFUSED)]
    assert {call.status for call in server.calls()} == {401}


@pytest.fixture(scope="module")
def revoked(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """A program that has ended because its token was taken back while it ran."""
    folder = write(tmp_path_factory.mktemp("revoked"), {"knowledge/en/people.yaml": TOPIC})
    seeing = {"can_read_all_group_messages": True}
    with BotApiServer(abilities=seeing) as server, bot_in(server, folder, faultless=False) as running:
        server.ready()
        server.token = WRONG_TOKEN
        server.user("Anna").opens()
        running.ends()
    return running


def test_a_token_that_is_revoked_ends_it(revoked: Program) -> None:
    """If the token is taken back while the bot runs, it says so once and ends with exit code 2."""
    assert ("ERROR", REFUSED) in logged(revoked)
    assert revoked.output.count(REFUSED) == 1
    assert revoked.ends() == 2


def test_a_token_that_is_revoked_is_told_plainly(revoked: Program) -> None:
    """Nothing but the sentence is needed."""
    assert "Traceback" not in revoked.output


def test_a_menu_that_telegram_would_refuse_is_told(folder: Path) -> None:
    """A command's description that is too long for Telegram is a mistake in the file."""
    write(folder, {"knowledge/en/phrases.yaml": f"commands:\n  ask: {'a' * 257}\n"})
    with pytest.raises(ProblemsError, match=r"phrases\.yaml:2: .*256"):
        read_knowledge(folder / "knowledge")


def test_a_menu_that_telegram_refuses_keeps_nobody_waiting(server: BotApiServer, folder: Path, anna: User) -> None:
    """If Telegram refuses a menu of commands, that is told, and not as an outage; the others are set, and people answered."""
    server.fail_next("setMyCommands", 400, "Bad Request: something new")
    with bot_in(server, folder) as running:
        anna.says("Who are you?")
        assert anna.reply().text == "A bot."
    refusal = "Telegram refuses the bot's commands (Something new); check `commands` in phrases.yaml."
    assert logged(running) == [("ERROR", refusal), ("INFO", "Answering as @test_center_bot")]
    refused, *others = [call.status for call in server.calls("setMyCommands")]
    assert (refused, set(others)) == (400, {200})
    assert tuple(command.command for command in server.commands("en", PRIVATE)) == COMMANDS


def test_a_name_that_telegram_defers_keeps_nobody_waiting(server: BotApiServer, folder: Path, anna: User) -> None:
    """Telegram may ask to wait for half a day before the bot changes its name again; people are answered meanwhile."""
    write(folder, {"knowledge/en/phrases.yaml": "name: A bot\ndescription: Ask me.\n"})
    for _ in range(2):
        server.fail_next("setMyName", 429, "Too Many Requests: retry after 40000", retry_after=40_000)
    with bot_in(server, folder) as running:
        anna.says("Who are you?")
        assert anna.reply().text == "A bot."
    assert [level for level, _ in logged(running)] == ["WARNING", "WARNING", "INFO"]
    assert (anna.profile().name, anna.profile().description) == ("Test Bot", "Ask me.")
    with bot_in(server, folder):
        assert anna.profile().name == "A bot"


# What is out of reach


def test_it_waits_for_telegram_to_come_up(server: BotApiServer, folder: Path, anna: User) -> None:
    """If nobody answers at the address it says so each time, waits longer each time, and serves as soon as somebody does."""
    anna.says("Who are you?")
    server.outage(refuse=True)
    with program(folder, environment=address(server, LOG__LEVEL="DEBUG")) as running:
        running.prints("trying again in 2 s.")
        server.recover()
        assert anna.reply(within=10).text == "A bot."
    unreachable = f"Telegram cannot be reached at {server.url} (httpx.ConnectError: All connection attempts failed); trying again"
    assert logged(running) == [
        ("WARNING", f"{unreachable} in 1 s."),
        ("WARNING", f"{unreachable} in 2 s."),
        ("INFO", "Answering as @test_center_bot"),
    ]


def test_it_can_be_stopped_while_it_waits(server: BotApiServer, folder: Path) -> None:
    """Nobody has to wait for the end of a pause."""
    server.outage(refuse=True)
    with program(folder, environment=address(server)) as running:
        running.prints(UNREACHABLE.format(server.url))
        assert running.stop() == 0


def test_it_starts_in_spite_of_refusals(server: BotApiServer, folder: Path, anna: User) -> None:
    """At any step Telegram may ask for patience, even for more than the limiter has, or fail; the start goes on from there."""
    for _ in range(PATIENCE + 1):
        server.fail_next("getMe", 429, "Too Many Requests: retry after 1", retry_after=1)
    server.fail_next("deleteWebhook", 500, "Internal Server Error")
    anna.opens()
    with bot_in(server, folder):
        assert anna.reply(within=10).buttons
    presence = ("MyCommands", "ChatMenuButton")
    assert [(call.method, call.status) for call in server.calls() if not call.method.endswith(presence)] == [
        *[("getMe", 429)] * (PATIENCE + 1),
        ("getMe", 200),
        *(("deleteWebhook", 500), ("deleteWebhook", 200)),
        ("sendMessage", 200),
    ]


@pytest.fixture(scope="module")
def lost(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """A program that was stopped after it had lost Telegram: its poll was answered with a page, the next one not at all."""
    folder = write(tmp_path_factory.mktemp("lost"), {"knowledge/en/people.yaml": TOPIC})
    seeing = {"can_read_all_group_messages": True}
    with BotApiServer(abilities=seeing) as server, bot_in(server, folder, faultless=False) as running:
        server.ready()
        server.outage(refuse=True)
        running.prints("(httpx.ConnectError: All connection attempts failed); trying again.")
        running.stop()
    return running


def test_it_can_be_stopped_during_an_outage(lost: Program) -> None:
    """A bot that has lost Telegram has said so, in one line each time, and ends when it is asked to."""
    lines = logged(lost)
    assert [level for level, _ in lines] == ["INFO", "WARNING", "WARNING"]
    assert all(words.startswith("Telegram cannot be reached at http://127.0.0.1:") for _, words in lines[1:])


def test_a_page_instead_of_telegram_is_told_plainly(lost: Program) -> None:
    """If something in front of Telegram answers, neither its page nor a traceback is printed."""
    told = lost.output.partition("httpx.ConnectError")[0]
    assert "<html>" not in told
    assert "Traceback" not in told


def test_an_end_during_an_outage_is_quiet(lost: Program) -> None:
    """That Telegram cannot be told of the end is no fault."""
    assert "Traceback" not in lost.output.partition("httpx.ConnectError")[2]


def test_a_second_copy_is_told(server: BotApiServer, folder: Path, anna: User) -> None:
    """Two bots with one token take each other's updates; each says so, and the one that is left answers."""
    with bot_in(server, folder, LOG__LEVEL="DEBUG") as first:
        server.ready()
        with bot_in(server, folder, LOG__LEVEL="DEBUG"):
            first.prints(CONFLICT)
        anna.says("Who are you?")
        assert anna.reply(within=10).text == "A bot."
    assert ("ERROR", CONFLICT) in logged(first)


# Without the store


def is_served_in_their_language(user: User) -> None:
    """A person asks, chooses a language and is answered in it."""
    user.says("Who are you?")
    assert user.reply().text == "A bot."
    user.says("/language")
    choice = user.reply()
    user.presses("Русский", choice)
    user.edited(choice)
    user.says("?!")
    assert user.reply().text.startswith("На это у меня нет ответа.")


@pytest.fixture
def two_languages(folder: Path) -> Path:
    """A folder to run in, with a knowledge base in English and Russian."""
    return write(folder, {"knowledge/ru/people.yaml": TOPIC})


def told_of_the_store(running: Program) -> list[tuple[str, str]]:
    """Level and first words of what was logged about the store."""
    return [(level, words.partition(" (")[0]) for level, words in logged(running) if "store" in words]


@pytest.mark.parametrize(
    "url",
    ["postgresql://bot:hunter2@127.0.0.1:1/bot", "postgres://bot:hunter2@127.0.0.1:{silent}/bot", "sqlite:////no/such/bot.db"],
)
def test_questions_are_answered_without_a_store(server: BotApiServer, two_languages: Path, anna: User, url: str) -> None:
    """If the database is not there, or never says a word, that is told once without its password; choices hold until the end."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = url.format(silent=silent.getsockname()[1])
        with bot_in(server, two_languages, STORAGE__URL=url, LOG__LEVEL="DEBUG") as running:
            is_served_in_their_language(anna)
            running.prints("The store cannot be reached (")
            assert running.stop() == 0
    assert told_of_the_store(running) == [("WARNING", "The store cannot be reached")]
    assert "hunter2" not in running.output


def test_questions_are_answered_while_the_store_is_locked(server: BotApiServer, two_languages: Path, anna: User) -> None:
    """A choice that could not be saved while another program held the file is saved when that has let go of it."""
    other = sqlite3.connect(two_languages / "bot.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with bot_in(server, two_languages) as running:
        is_served_in_their_language(anna)
        other.execute("ROLLBACK")
        running.prints("The store is back.")
    other.close()
    assert told_of_the_store(running) == [("WARNING", "The store cannot be reached"), ("INFO", "The store is back.")]
    with bot_in(server, two_languages):
        anna.says("?!")
        assert anna.reply().text.startswith("На это у меня нет ответа.")


def test_questions_are_answered_when_the_store_is_gone(server: BotApiServer, two_languages: Path, anna: User) -> None:
    """If the file is deleted while the bot runs, nobody notices."""
    with bot_in(server, two_languages):
        anna.says("/language")
        anna.reply()
        for file in two_languages.glob("bot.db*"):
            file.unlink()
        is_served_in_their_language(anna)


def test_an_address_of_no_store_ends_it_with_a_sentence(server: BotApiServer, folder: Path) -> None:
    """Without the address, which may hold a password."""
    environment = address(server, DATABASE_URL="postgres://bot:hunter2@host:port/name")
    with program(folder, environment=environment) as running:
        assert running.ends() == 2
    assert running.output == (
        "configuration, storage.url: should be an address such as sqlite:///bot.db or postgresql://user:password@host/name\n"
    )


# Restarts


def test_a_restart_is_hardly_noticed(server: BotApiServer, folder: Path, anna: User) -> None:
    """What is written meanwhile is answered once and in order; old buttons work, and an old question gets a reply if edited.

    Only a button of an entry that is not there any more leads nowhere, and says so.
    """
    ben, cleo = server.user("Ben"), server.user("Cleo")
    write(folder, {"knowledge/en/people.yaml": topic(entry("who", "Who are you?", "A bot."), entry("where", "Where are you?"))})
    with bot_in(server, folder):
        old_question = anna.says("zebra")
        anna.reply()
        ben.says("/topics")
        menu = ben.reply()
        ben.presses("People", menu)
        ben.edited(menu)
        ben.opens("where")
        opened = ben.reply()
    write(folder, {"knowledge/en/people.yaml": TOPIC})
    cleo.edits(cleo.says("Who are you?"), "who are you")
    cleo.says("/help")
    anna.edits(old_question, "Who are you?")
    ben.presses("Where are you?", menu)
    ben.presses("All topics", opened)
    with bot_in(server, folder):
        assert [answer.text[:6] for answer in cleo.replies(2)] == ["A bot.", "Ask in"]
        answer = anna.reply()
        assert (answer.text, answer.reply_to) == ("A bot.", old_question.message_id)
        gone = ben.edited(menu)
        assert gone.text.startswith("I no longer have that question.")
        assert [[button.text for button in row] for row in gone.buttons] == [["People"]]
        assert ben.reply().text == "What would you like to know about?"
    assert [len(user.screen()) for user in (anna, ben, cleo)] == [2, 3, 2]


def test_what_was_being_answered_is_finished(server: BotApiServer, folder: Path) -> None:
    """Messages that the bot has taken when it is stopped are answered before it ends, or after it is back; none twice."""
    people = [server.user(f"Person {number}") for number in range(8)]
    server.delay("sendMessage", 0.3)
    with bot_in(server, folder):
        for person in people:
            person.says("Who are you?")
            person.says("/help")
        people[0].reply()
    server.delay("sendMessage", 0)
    with bot_in(server, folder):
        for person in people[1:]:
            assert [message.text[:6] for message in person.replies(2)] == ["A bot.", "Ask in"]
        for person in people:
            person.says("Who are you?")
        assert [message.text[:6] for message in people[0].replies(2)] == ["Ask in", "A bot."]
        assert {person.reply().text for person in people[1:]} == {"A bot."}
    for person in people:
        person.hears_nothing(0)
