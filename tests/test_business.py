"""Telegram Business: in somebody's own chats the bot answers what it is sure of, in their name, and is silent otherwise."""

from collections.abc import Iterator

import pytest

from botapi.business import Business, BusinessChat
from botapi.server import BotApiServer
from knowledge_files import write
from program import bot_in
from trilingual import ANSWERED, ASKED, FILES, MISSED

LANGUAGES = ("en", "ru", "ja")
QUIET = 2.0


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotApiServer]:
    """Telegram with the bot in it, which speaks three languages."""
    folder = write(tmp_path_factory.mktemp("business"), FILES)
    with BotApiServer() as server, bot_in(server, folder, MATCHING__SURE="0.75", MATCHING__MARGIN="0.2"):
        server.ready()
        yield server
        assert server.violations == ()
        assert {call.status for call in server.calls()} == {200}


@pytest.fixture
def account(running: BotApiServer) -> Business:
    return running.business(running.user("Center"))


@pytest.fixture
def customer(running: BotApiServer, account: Business) -> BusinessChat:
    return account.customer(running.user("Anna"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sure_answer(running: BotApiServer, customer: BusinessChat, language: str) -> None:
    """It comes in the owner's name, in the language of the question, without anything that a bot would add."""
    customer.says(ASKED[language])
    reply = customer.reply()
    assert (reply.text, reply.buttons) == (ANSWERED[language], ())
    assert running.calls("sendMessage")[-1].parameters["business_connection_id"]


@pytest.mark.parametrize(
    "text", [*MISSED.values(), "how long does the course take", "hello", "thank you!", "Who owns the house?", "/start"]
)
def test_everything_else_is_left_to_the_owner(customer: BusinessChat, text: str) -> None:
    """Misses, half-sure matches, small talk, and what the source does not say."""
    customer.says(text)
    customer.hears_nothing(QUIET)


def test_the_owner_is_not_answered(customer: BusinessChat) -> None:
    """Whatever the owner writes there."""
    customer.owner_says(ASKED["en"])
    customer.hears_nothing(QUIET)


def test_an_edited_question(customer: BusinessChat) -> None:
    """Its answer is edited."""
    question = customer.says(ASKED["en"])
    answer = customer.reply()
    customer.edits(question, ASKED["ru"])
    assert customer.edited(answer).text == ANSWERED["ru"]


def test_what_the_owner_allows(account: Business, customer: BusinessChat) -> None:
    """A bot that may only read, or was disconnected, says nothing; when it may again, it answers."""
    account.forbids_reply()
    customer.says(ASKED["en"])
    customer.hears_nothing(QUIET)
    account.allows_reply()
    customer.says(ASKED["en"])
    assert customer.reply().text == ANSWERED["en"]


def test_a_follow_up(tmp_path_factory: pytest.TempPathFactory) -> None:
    """It is understood from the answer before."""
    folder = write(tmp_path_factory.mktemp("follow-up"), FILES)
    with BotApiServer() as server, bot_in(server, folder, MATCHING__SURE="0.5", MATCHING__UNASKED="0.5"):
        customer = server.business(server.user("Center")).customer(server.user("Anna"))
        customer.says(ASKED["en"])
        customer.reply()
        customer.says("and in Moscow?")
        assert customer.reply().text == "Yes, in Moscow."


def test_a_restart(running: BotApiServer, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A connection that was made before is asked for."""
    folder = write(tmp_path_factory.mktemp("restart"), FILES)
    with BotApiServer() as server:
        with bot_in(server, folder):
            server.ready()
            customer = server.business(server.user("Center")).customer(server.user("Anna"))
            customer.says(ASKED["ru"])
            customer.reply()
        with bot_in(server, folder):
            customer.says(ASKED["en"])
            assert customer.reply(within=10).text == ANSWERED["en"]
        assert server.calls("getBusinessConnection")


def test_pictures(customer: BusinessChat) -> None:
    """They come there too; where the edited question has another answer, without one, that comes after it."""
    question = customer.says("What does the house look like?")
    reply = customer.reply()
    assert reply.photo
    assert reply.text == "Red brick."
    customer.edits(question, ASKED["en"])
    assert customer.reply().text == ANSWERED["en"]
