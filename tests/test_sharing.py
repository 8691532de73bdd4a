"""Every answer can be shared: by a button that brings it into another chat, and by a link that opens it."""

from collections.abc import Iterator

import pytest

from botapi.messages import BotMessage, Button
from botapi.server import BotApiServer
from knowledge_files import write
from program import bot_in
from trilingual import ANSWERED, ASKED, FILES

LINK = "https://t.me/test_center_bot?start=branches-list"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotApiServer]:
    """Telegram with the bot in it, which speaks three languages."""
    folder = write(tmp_path_factory.mktemp("sharing"), FILES)
    with BotApiServer() as server, bot_in(server, folder):
        server.ready()
        yield server
        assert server.violations == ()


def by_action(message: BotMessage) -> dict[str, Button]:
    """The last row of buttons, by what they do."""
    return {button.action: button for button in message.buttons[-1]}


@pytest.mark.parametrize("language", ["en", "ru", "ja"])
def test_a_private_answer(running: BotApiServer, language: str) -> None:
    """The button begins an inline query with the question, which finds the answer; the link is copied, and opens the answer."""
    anna, boris = running.user("Anna"), running.user("Boris", language_code=language)
    anna.says(ASKED[language])
    buttons = by_action(anna.reply())
    assert buttons["switch_inline_query"].value == ASKED[language]
    assert buttons["copy_text"].value == {"text": LINK}
    boris.opens(LINK)
    assert ANSWERED[language] in boris.reply().text
    found = boris.results(boris.types(ASKED[language]))
    assert ANSWERED[language] in found.results[0].message.text


def test_an_answer_in_a_group(running: BotApiServer) -> None:
    """There the link leads into the private chat."""
    group = running.group("Friends")
    anna = group.admits(running.user("Anna"))
    anna.says(f"/ask {ASKED['en']}")
    buttons = by_action(group.reply())
    assert (buttons["url"].text, buttons["url"].value) == ("English chat", LINK)
    assert buttons["switch_inline_query"].value == ASKED["en"]


def test_what_the_source_does_not_say_and_words_of_lists(running: BotApiServer) -> None:
    """They are answers too; a word that was mentioned comes back with the link."""
    anna, boris = running.user("Anna"), running.user("Boris")
    for question in ("Who owns the house?", "Does JICA pay?"):
        anna.says(question)
        answer = anna.reply()
        boris.opens(by_action(answer)["copy_text"].value["text"])
        assert boris.reply().text == f"{question}\n{answer.text}"


def test_misses_and_pages_are_not_shared(running: BotApiServer) -> None:
    """There is nothing in them."""
    anna = running.user("Anna")
    for text in ("zebra", "/help", "/topics"):
        anna.says(text)
        buttons = anna.reply().buttons
        assert "copy_text" not in [button.action for row in buttons for button in row]


def test_without_inline_mode(running: BotApiServer, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A button that Telegram would refuse is not made: sharing sends the link."""
    folder = write(tmp_path_factory.mktemp("no-inline"), FILES)
    with BotApiServer(abilities={"supports_inline_queries": False}) as server, bot_in(server, folder):
        anna = server.user("Anna")
        anna.says(ASKED["en"])
        share, copy = anna.reply().buttons[-1]
        assert (share.action, copy.action) == ("url", "copy_text")
        assert share.value.startswith(
            "https://t.me/share/url?url=https%3A%2F%2Ft.me%2Ftest_center_bot%3Fstart%3Dbranches-list&text="
        )
