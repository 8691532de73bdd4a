"""Guest mode: called into a chat that it is not in, the bot answers there, once."""

from collections.abc import Iterator

import pytest

from botapi.server import BotApiServer
from knowledge_files import write
from program import bot_in
from trilingual import ANSWERED, ASKED, FILES, MISSED, NAMED

LANGUAGES = ("en", "ru", "ja")
BOT = "@test_center_bot"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotApiServer]:
    """Telegram with the bot in it, which speaks three languages."""
    folder = write(tmp_path_factory.mktemp("guest"), FILES)
    with BotApiServer() as server, bot_in(server, folder, MATCHING__SURE="0.95", MATCHING__MARGIN="0.2"):
        server.ready()
        yield server
        assert server.violations == ()
        assert {call.status for call in server.calls()} == {200}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", [f"{BOT} {{}}", f"{{}} {BOT}"])
def test_a_mention_with_a_question(running: BotApiServer, language: str, form: str) -> None:
    """It is answered in its language, and nothing else is sent anywhere."""
    anna = running.user("Anna")
    query = anna.summons(form.format(ASKED[language]))
    assert anna.guest_reply(query).text == ANSWERED[language]
    assert running.calls()[-1].method == "answerGuestQuery"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", [BOT, f"{BOT} ?"])
def test_a_mention_in_reply_to_a_question(running: BotApiServer, language: str, words: str) -> None:
    """The message that it replies to is the question."""
    anna = running.user("Anna")
    query = anna.summons(words, reply_to=("Boris", ASKED[language]))
    assert anna.guest_reply(query).text == ANSWERED[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_it_does_not_know(running: BotApiServer, language: str) -> None:
    """One reply all the same: there is somebody who waits for it."""
    anna = running.user("Anna", language_code=language)
    assert anna.guest_reply(anna.summons(f"{BOT} {MISSED[language]}")).text == f"{NAMED[language]} miss"
    assert anna.guest_reply(anna.summons(BOT)).text == f"{NAMED[language]} greeting"


def test_buttons_change_the_reply(running: BotApiServer) -> None:
    """Other languages and suggestions take its place."""
    anna = running.user("Anna")
    reply = anna.guest_reply(anna.summons(f"{BOT} {ASKED['en']}"))
    anna.presses_inline("Русский", reply)
    assert reply.edited(1).text == f"{ASKED['ru']}\n{ANSWERED['ru']}"
    suggestion = anna.guest_reply(anna.summons(f"{BOT} how long does the course take"))
    assert suggestion.text == "English suggestion"
    anna.presses_inline("How long does the spring course take?", suggestion)
    assert suggestion.edited(1).text.endswith("Three months.")


def test_a_picture_stays_behind(running: BotApiServer) -> None:
    """Where a picture cannot go, the answer comes all the same."""
    anna = running.user("Anna")
    reply = anna.guest_reply(anna.summons(f"{BOT} What does the house look like?"))
    assert (reply.text, reply.photo) == ("Red brick.", None)
