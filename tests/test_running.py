"""The program starts, says plainly what is wrong, keeps trying where that helps, and stops cleanly."""

import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from botapi.limits import Command
from botapi.people import User
from botapi.server import BotApiServer
from knowledge_files import SHIPPED, TOPIC, entry, topic, write
from program import Program, bot_in, program

WRONG_TOKEN = "5000000001:AnotherTokenThatThisServerDoesNotKnow"
REFUSED = "Telegram refuses the token; get a valid one from @BotFather (/mybots, API Token) and set it as TELEGRAM__TOKEN."
CONFLICT = "Another copy of the bot runs with the same token; stop one of the two."
UNREACHABLE = "Telegram cannot be reached at {}"
COMMANDS = ("ask", "topics", "about", "privacy", "help", "start")


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    """A Telegram in which at the end no rule was broken."""
    with BotApiServer() as running:
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
    lines = [line.split(" ", 4) for line in running.output.splitlines() if " bot." in line]
    return [(level, words) for _, _, level, _, words in lines]


# Starting


def test_it_introduces_itself(server: BotApiServer, folder: Path) -> None:
    """Each language has its menu of commands, everybody else that of the default, and only known updates are asked for."""
    phrases = "commands: {ask: Fragen}\n"
    write(folder / "knowledge/de", {"people.yaml": TOPIC, "phrases.yaml": phrases})
    with bot_in(server, folder) as running:
        server.ready()
        info = httpx.get(f"{server.url}/bot{server.token}/getWebhookInfo").json()["result"]
    assert info["allowed_updates"] == ["message", "edited_message", "callback_query"]
    assert tuple(command.command for command in server.user("Anna", language_code="en").menu()) == COMMANDS
    assert server.user("Doris", language_code="de").menu()[0] == Command("ask", "Fragen")
    assert server.user("Carol", language_code="fr").menu() == server.commands() == server.commands("en")
    assert logged(running) == [("INFO", "Answering as @test_center_bot")]


def test_the_shipped_knowledge_is_served(server: BotApiServer, folder: Path, anna: User) -> None:
    """With what is in the repository the bot greets, offers topics and tells of the branches."""
    with bot_in(server, folder, KNOWLEDGE__FOLDER=str(SHIPPED)):
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


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_it_is_asked_to(server: BotApiServer, folder: Path, number: signal.Signals) -> None:
    """Platforms send SIGTERM, people press Ctrl-C; both end it with exit code 0 and without a word."""
    with bot_in(server, folder) as running:
        running.signal(number)
        assert running.ends() == 0
    assert logged(running) == [("INFO", "Answering as @test_center_bot")]


def test_without_a_command_a_token_is_enough(server: BotApiServer, folder: Path, anna: User) -> None:
    """`python -m bot` serves Telegram if a token is configured, here in config.yaml."""
    write(folder, {"config.yaml": f"telegram:\n  token: {server.token}\n  api_url: {server.url}\n"})
    with program(folder, "--config", "config.yaml") as running:
        running.prints("Answering as @test_center_bot")
        anna.says("Who are you?")
        assert anna.reply().text == "A bot."
    assert server.token not in running.output


# What is wrong


@pytest.mark.parametrize(
    ("files", "environment", "words"),
    [
        (
            {},
            {},
            "No Telegram token is configured. To go live in Telegram, get a token from @BotFather and set it as TELEGRAM__TOKEN",
        ),
        *(
            ({}, {"TELEGRAM__TOKEN": token}, "environment variable TELEGRAM__TOKEN: this is no token; copy the whole line")
            for token in ("nonsense", "123456789", "123456789:short", " 5000000001:TestTokenWithASpaceBefore1234", "5:🗾" * 9)
        ),
        ({"config.yaml": "telegram:\n  token: a:b\n"}, {}, "config.yaml:2: 'telegram.token': this is no token"),
        ({"config.yaml": "telegram:\n  tokn: a\n"}, {"TELEGRAM__TOKEN": WRONG_TOKEN}, "config.yaml:2: "),
        ({"config.yaml": "telegram: [\n"}, {"TELEGRAM__TOKEN": WRONG_TOKEN}, "config.yaml:"),
        ({"config.yaml": b"\xff\xfe\x00"}, {"TELEGRAM__TOKEN": WRONG_TOKEN}, "config.yaml:"),
        ({}, {"TELEGRAM__TOKEN": WRONG_TOKEN, "TELEGRAM__API_URL": "telegram"}, "environment variable TELEGRAM__API_URL: "),
        ({}, {"TELEGRAM__TOKEN": WRONG_TOKEN, "LOG__LEVEL": "LOUD"}, "environment variable LOG__LEVEL: "),
        (
            {},
            {"TELEGRAM__TOKEN": WRONG_TOKEN, "KNOWLEDGE__FOLDER": "knowlege"},
            "knowlege:1: there is no such folder; did you mean",
        ),
        (
            {"knowledge/en/more.yaml": topic(entry("who", "Who is it?"), "  - id: x\n")},
            {"TELEGRAM__TOKEN": WRONG_TOKEN},
            "knowledge/en/more.yaml:6: ",
        ),
    ],
)
def test_what_is_wrong_ends_it_with_a_sentence(
    folder: Path, files: dict[str, str | bytes], environment: dict[str, str], words: str
) -> None:
    """No token, one that is none, a broken configuration or knowledge base: plain words, and exit code 2."""
    write(folder, files)
    with program(folder, **environment) as running:
        assert running.ends() == 2
    assert running.output.startswith(words)


@pytest.mark.parametrize("level", ["INFO", "DEBUG"])
def test_a_token_that_telegram_refuses_ends_it(server: BotApiServer, folder: Path, level: str) -> None:
    """A token that was mistyped or revoked is told in one sentence, with exit code 2, however detailed the log is."""
    with program(folder, TELEGRAM__TOKEN=WRONG_TOKEN, TELEGRAM__API_URL=server.url, LOG__LEVEL=level) as running:
        assert running.ends() == 2
    assert logged(running) == [("ERROR", REFUSED)]
    assert {call.status for call in server.calls()} == {401}


def test_something_else_at_the_address_ends_it(server: BotApiServer, folder: Path) -> None:
    """A server that knows no Bot API answers 404, as Telegram does to what is no token at all."""
    for _ in range(3):
        server.fail_next("getMe", 404, "Not Found")
    with program(folder, TELEGRAM__TOKEN=server.token, TELEGRAM__API_URL=server.url) as running:
        assert running.ends() == 2
    assert logged(running) == [("ERROR", REFUSED)]


@pytest.mark.xfail(strict=True, reason="the library logs the end of its polling with a traceback")
def test_a_token_that_is_revoked_ends_it(server: BotApiServer, folder: Path, anna: User) -> None:
    """If the token is taken back while the bot runs, it says so once and ends with exit code 2."""
    with bot_in(server, folder, faultless=False) as running:
        server.ready()
        server.token = WRONG_TOKEN
        anna.opens()
        assert running.ends() == 2
    assert "Traceback" not in running.output
    assert [words for _, words in logged(running)] == ["Answering as @test_center_bot", REFUSED]


def test_a_revoked_token_means_exit_code_2(server: BotApiServer, folder: Path, anna: User) -> None:
    """Whatever else is logged, the sentence is there once, and the exit code tells the platform."""
    with bot_in(server, folder, faultless=False) as running:
        server.ready()
        server.token = WRONG_TOKEN
        anna.opens()
        assert running.ends() == 2
    assert running.output.count(REFUSED) == 1


@pytest.mark.xfail(strict=True, reason="a text of 300 characters is let through, and Telegram's refusal is taken for an outage")
def test_a_menu_that_telegram_refuses_is_told(server: BotApiServer, folder: Path) -> None:
    """A command's description that is too long for Telegram is a mistake in the file, not an outage."""
    write(folder, {"knowledge/en/phrases.yaml": f"commands:\n  ask: {'a' * 257}\n"})
    with program(folder, TELEGRAM__TOKEN=server.token, TELEGRAM__API_URL=server.url) as running:
        running.prints("256")
        assert running.ends() == 2
    assert "knowledge/en/phrases.yaml:2: " in running.output


# What is out of reach


def test_it_waits_for_telegram_to_come_up(server: BotApiServer, folder: Path, anna: User) -> None:
    """If nobody answers at the address it says so each time, waits longer each time, and serves as soon as somebody does."""
    anna.says("Who are you?")
    server.outage(refuse=True)
    with program(folder, TELEGRAM__TOKEN=server.token, TELEGRAM__API_URL=server.url, LOG__LEVEL="DEBUG") as running:
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
    with program(folder, TELEGRAM__TOKEN=server.token, TELEGRAM__API_URL=server.url) as running:
        running.prints(UNREACHABLE.format(server.url))
        assert running.stop() == 0


@pytest.mark.parametrize("method", ["getMe", "setMyCommands", "deleteWebhook"])
def test_it_starts_in_spite_of_refusals(server: BotApiServer, folder: Path, anna: User, method: str) -> None:
    """At any step Telegram may ask for patience or fail; the start goes on from there."""
    server.fail_next(method, 429, "Too Many Requests: retry after 1", retry_after=1)
    server.fail_next(method, 500, "Internal Server Error")
    anna.opens()
    with bot_in(server, folder):
        assert anna.reply(within=10).buttons
    assert [call.status for call in server.calls(method)][:3] == [429, 500, 200]


@pytest.mark.xfail(strict=True, reason="the library logs a page that is no JSON, with a traceback and the whole page")
def test_a_page_at_the_start_is_told_plainly(server: BotApiServer, folder: Path) -> None:
    """If something else than Telegram answers, neither its page nor a traceback is printed."""
    server.outage()
    with program(folder, TELEGRAM__TOKEN=server.token, TELEGRAM__API_URL=server.url, faultless=False) as running:
        running.prints(UNREACHABLE.format(server.url))
    assert "Traceback" not in running.output
    assert "<html>" not in running.output


def test_it_can_be_stopped_during_an_outage(server: BotApiServer, folder: Path) -> None:
    """A bot that has lost Telegram ends when it is asked to, with exit code 0."""
    with bot_in(server, folder, faultless=False) as running:
        server.ready()
        server.outage(refuse=True)
        running.prints(UNREACHABLE.format(server.url), times=2)
        assert running.stop() == 0


@pytest.mark.xfail(strict=True, reason="the library logs its last, vain request with a traceback")
def test_an_end_during_an_outage_is_quiet(server: BotApiServer, folder: Path) -> None:
    """That Telegram cannot be told of the end is no fault."""
    server.outage(refuse=True)
    server.recover()
    with bot_in(server, folder, faultless=False) as running:
        server.ready()
        server.outage(refuse=True)
        running.prints(f"{UNREACHABLE.format(server.url)} (httpx.ConnectError")
        before = running.output
        running.stop()
    assert "Traceback" not in running.output.removeprefix(before)


def test_a_second_copy_is_told(server: BotApiServer, folder: Path, anna: User) -> None:
    """Two bots with one token take each other's updates; each says so, and the one that is left answers."""
    with bot_in(server, folder, LOG__LEVEL="DEBUG") as first:
        server.ready()
        with bot_in(server, folder, LOG__LEVEL="DEBUG"):
            first.prints(CONFLICT)
        anna.says("Who are you?")
        assert anna.reply(within=10).text == "A bot."
    assert ("ERROR", CONFLICT) in logged(first)


# Restarts


def test_what_waits_during_a_restart_is_answered(server: BotApiServer, folder: Path, anna: User) -> None:
    """What is written while the bot is away is answered when it is back, once and in order."""
    with bot_in(server, folder):
        anna.says("Who are you?")
        assert anna.reply().text == "A bot."
    question = anna.says("Who are you?")
    anna.edits(question, "who are you")
    anna.says("/help")
    polls = server.polls
    with bot_in(server, folder):
        server.ready(after=polls)
        answers = anna.replies(2)
        assert [answer.text[:6] for answer in answers] == ["A bot.", "Ask in"]
        anna.says("Who are you?")
        assert anna.reply().text == "A bot."
    assert len(anna.screen()) == 4


def test_what_was_being_answered_is_finished(server: BotApiServer, folder: Path) -> None:
    """Messages that the bot has taken when it is stopped are answered before it ends, or after it is back; none twice."""
    people = [server.user(f"Person {number}") for number in range(8)]
    server.delay("sendMessage", 0.3)
    with bot_in(server, folder) as running:
        for person in people:
            person.says("Who are you?")
            person.says("/help")
        people[0].reply()
        assert running.stop() == 0
    server.delay("sendMessage", 0)
    with bot_in(server, folder):
        for person in people:
            person.says("Who are you?")
    for person in people:
        assert [message.text[:6] for message in person.replies(3)] == ["A bot.", "Ask in", "A bot."]
        person.hears_nothing(0)


def test_buttons_outlive_a_restart(server: BotApiServer, folder: Path, anna: User) -> None:
    """A button from before works after; that of an entry which is not there any more says so."""
    people = topic(entry("who", "Who are you?", "A bot."), entry("where", "Where are you?", "Here."))
    write(folder, {"knowledge/en/people.yaml": people})
    with bot_in(server, folder):
        anna.says("/topics")
        menu = anna.reply()
        anna.presses("People", menu)
        anna.edited(menu)
        anna.opens("where")
        other = anna.reply()
    write(folder, {"knowledge/en/people.yaml": TOPIC})
    with bot_in(server, folder):
        anna.presses("Where are you?", menu)
        gone = anna.edited(menu)
        assert gone.text.startswith("I no longer have that question.")
        assert [[button.text for button in row] for row in gone.buttons] == [["People"]]
        anna.presses("All topics", other)
        assert anna.reply().text == "What would you like to know about?"


def test_an_edited_question_from_before_gets_a_reply(server: BotApiServer, folder: Path, anna: User) -> None:
    """After a restart it is not known which answer belongs to a question, so its edited version is answered anew."""
    with bot_in(server, folder):
        question = anna.says("zebra")
        anna.reply()
    with bot_in(server, folder):
        anna.edits(question, "Who are you?")
        answer = anna.reply()
    assert (answer.text, answer.reply_to) == ("A bot.", question.message_id)
