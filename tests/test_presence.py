"""The bot presents itself in each language, over real HTTP; only what differs is set, and no refusal keeps anything else back."""

import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from telegram import Bot
from telegram.error import NetworkError

from bot.dialogue.dialogue import Dialogue
from bot.dialogue.policy import Bars
from bot.knowledge.reader import built_in_phrases, read_knowledge
from bot.telegram.presence import Presence
from botapi.account import Profile
from botapi.limits import Command
from botapi.server import BotApiServer
from knowledge_files import TOPIC, write

ENGLISH = {"en/people.yaml": TOPIC, "en/phrases.yaml": "{name: A bot, description: Ask me., short_description: Answers}\n"}
RUSSIAN = {
    "ru/people.yaml": TOPIC,
    "ru/phrases.yaml": "{name: Бот, description: Спросите., short_description: Отвечаю, commands: {ask: Спросить}}\n",
}
JAPANESE = {"ja/people.yaml": TOPIC}

SETTERS = ("setMyCommands", "setMyName", "setMyDescription", "setMyShortDescription")
GETTERS = tuple(setter.replace("set", "get") for setter in SETTERS)


@pytest.fixture(scope="module")
def running() -> Iterator[BotApiServer]:
    with BotApiServer() as server:
        yield server


@pytest.fixture
def server(running: BotApiServer) -> Iterator[BotApiServer]:
    """A Telegram in which nothing is set, and at the end no rule was broken."""
    running.reset()
    yield running
    assert running.violations == ()


def introduced(server: BotApiServer, folder: Path, files: Mapping[str, str]) -> list[tuple[str, str, int]]:
    """What is called when the bot of this knowledge base introduces itself: methods, the language, and the status."""
    dialogue = Dialogue(read_knowledge(write(folder, files)), Bars(), "en")

    async def introduce() -> None:
        async with Bot(server.token, base_url=f"{server.url}/bot") as bot:
            await Presence(bot, dialogue).introduce()

    before = len(server.calls())
    asyncio.run(introduce())
    calls = server.calls()[before:]
    return [(call.method, call.parameters.get("language_code", ""), call.status) for call in calls if call.method != "getMe"]


def changes(calls: list[tuple[str, str, int]]) -> list[tuple[str, str]]:
    """What was set, and in which language."""
    return [(method, language) for method, language, _ in calls if method in SETTERS]


def test_each_language_has_its_own(server: BotApiServer, tmp_path: Path) -> None:
    """Commands, name and descriptions are those of a person's language, and those of the default language for everybody else."""
    introduced(server, tmp_path, {**ENGLISH, **RUSSIAN, **JAPANESE})
    english, russian, japanese, german = (server.user("Anna", language_code=code) for code in ("en", "ru", "ja-JP", "de"))
    assert english.profile() == german.profile() == Profile("A bot", "Ask me.", "Answers")
    assert russian.profile() == Profile("Бот", "Спросите.", "Отвечаю")
    assert english.menu() == german.menu()
    assert english.menu()[0] == Command("ask", "Ask a question")
    assert [russian.menu()[at] for at in (0, 2)] == [Command("ask", "Спросить"), Command("language", "Выбрать язык")]
    assert japanese.menu()[2] == Command("language", built_in_phrases("ja").commands.language)


def test_what_nobody_wrote_is_left_alone(server: BotApiServer, tmp_path: Path) -> None:
    """A name and descriptions that were given to the bot by hand stay where the knowledge base has none."""
    calls = introduced(server, tmp_path, JAPANESE | {"en/people.yaml": TOPIC})
    texts = {"Name", "Description", "ShortDescription"}
    assert {method for method, _, _ in calls if method.removeprefix("getMy").removeprefix("setMy") in texts} == set()
    assert server.profile("ja") == Profile("Test Bot", "", "")


def test_a_second_start_changes_nothing(server: BotApiServer, tmp_path: Path) -> None:
    """Telegram is asked what is set, and told nothing anew: it lets a bot change its name only a few times a day."""
    files = {**ENGLISH, **RUSSIAN}
    for_all_and_russian = {(setter, language) for setter in SETTERS for language in ("", "ru")}
    assert set(changes(introduced(server, tmp_path, files))) == for_all_and_russian | {("setMyCommands", "en")}
    assert changes(introduced(server, tmp_path, files)) == []


@pytest.mark.parametrize(
    ("words", "by", "changed"),
    [
        ("name: Бот", "name: Ботик", "setMyName"),
        ("description: Спросите.", "description: Спросите меня.", "setMyDescription"),
        ("short_description: Отвечаю", "short_description: Отвечу", "setMyShortDescription"),
        ("ask: Спросить", "ask: Задать вопрос", "setMyCommands"),
    ],
)
def test_only_what_differs_is_set(server: BotApiServer, tmp_path: Path, words: str, by: str, changed: str) -> None:
    """After a change in one language, that one thing is set in that language."""
    introduced(server, tmp_path, {**ENGLISH, **RUSSIAN})
    edited = {name: text.replace(words, by, 1) for name, text in RUSSIAN.items()}
    assert set(changes(introduced(server, tmp_path, {**ENGLISH, **edited}))) == {(changed, "ru")}


def test_commands_of_groups_and_their_admins(server: BotApiServer, tmp_path: Path) -> None:
    """A group's menu has what makes sense there, its admins' menu the settings too; what stood for everybody else is gone."""
    server.user("Anna")
    introduced(server, tmp_path, {**ENGLISH, **RUSSIAN})
    names = {
        scope: [command.command for command in server.commands("ru", scope)]
        for scope in ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
    }
    in_groups = ["ask", "topics", "about", "privacy", "help"]
    assert names["default"] == []
    assert {"start", "language", "settings"} < set(names["all_private_chats"])
    assert names["all_group_chats"] == in_groups
    assert names["all_chat_administrators"] == [*in_groups, "settings"]
    assert server.commands("ru", "all_group_chats")[0] == Command("ask", "Спросить")


def logged(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    """Level and words of what was logged."""
    return [(record.levelname, record.getMessage()) for record in caplog.records if record.name == "bot.telegram.presence"]


@pytest.mark.parametrize("method", [*SETTERS, *GETTERS])
def test_a_refusal_is_told(server: BotApiServer, tmp_path: Path, caplog: pytest.LogCaptureFixture, method: str) -> None:
    """What Telegram refuses is told with the phrase to look at; everything else is set."""
    server.fail_next(method, 400, "Bad Request: something new")
    calls = introduced(server, tmp_path, ENGLISH)
    [(level, words)] = logged(caplog)
    phrase = method[5:].replace("Short", "short_").lower()
    assert (level, words) == ("ERROR", f"Telegram refuses the bot's {phrase} (Something new); check `{phrase}` in phrases.yaml.")
    assert {called for called, _ in changes(calls)} | {method} == set(SETTERS) | {method}
    assert server.profile("en") == Profile("A bot", "Ask me.", "Answers")


@pytest.mark.parametrize("method", [*SETTERS, *GETTERS])
def test_too_much_for_today_is_told(
    server: BotApiServer,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    method: str,
) -> None:
    """Where Telegram asks to wait for hours, nothing waits; the next start tries again."""
    # Without it the library warns about a change of type in its next major version.
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    for _ in range(2):
        server.fail_next(method, 429, "Too Many Requests: retry after 40000", retry_after=40_000)
    introduced(server, tmp_path, ENGLISH)
    assert [level for level, _ in logged(caplog)] == ["WARNING"] * 2
    assert all(words.endswith("; the next start tries again.") for _, words in logged(caplog))
    introduced(server, tmp_path, ENGLISH)
    assert server.profile("en") == Profile("A bot", "Ask me.", "Answers")
    assert server.commands("en") == server.commands()


@pytest.mark.parametrize("method", [*SETTERS, *GETTERS])
def test_an_outage_is_an_error(server: BotApiServer, tmp_path: Path, method: str) -> None:
    """That Telegram cannot be reached is for the caller to judge."""
    server.fail_next(method, 502, "Bad Gateway")
    with pytest.raises(NetworkError, match="Bad Gateway"):
        introduced(server, tmp_path, ENGLISH)
