"""The doctor looks at the live bot and says in plain words what is off, and what to do about it: with the real program."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from botapi.server import BotApiServer
from environment import inherited
from knowledge_files import ROOT, TOPIC, write
from program import address, bot_in

FINE = {
    "can_read_all_group_messages": True,
    "supports_inline_queries": True,
    "supports_guest_queries": True,
    "can_connect_to_business": True,
    "can_join_groups": True,
}
WRONG_TOKEN = "5000000001:AnotherTokenThatThisServerDoesNotKnow"


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    """A Telegram in which everything is set as it should be, as far as only @BotFather can."""
    with BotApiServer(abilities=FINE) as running:
        yield running
    assert running.violations == ()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder to run in, with the smallest knowledge base."""
    return write(tmp_path, {"knowledge/en/people.yaml": TOPIC, "knowledge/en/phrases.yaml": "name: A bot\n"})


@pytest.fixture
def introduced(server: BotApiServer, folder: Path) -> BotApiServer:
    """The same after the bot was started once."""
    with bot_in(server, folder):
        server.ready()
    return server


def examined(folder: Path, environment: dict[str, str]) -> tuple[int, dict[str, list[str]]]:
    """The exit code, and what was found by its mark, each with the remedy behind it."""
    own = {"PYTHONPATH": str(ROOT), "NO_PROXY": "127.0.0.1"}
    command = [sys.executable, "-m", "bot", "doctor"]
    run = subprocess.run(
        command, cwd=folder, env=inherited() | own | environment, capture_output=True, encoding="utf-8", timeout=50, check=False
    )
    assert "Traceback" not in run.stderr
    assert WRONG_TOKEN not in run.stdout + run.stderr
    found: dict[str, list[str]] = {"ok": [], "note": [], "FIX": []}
    findings: list[str] = []
    for line in run.stdout.splitlines():
        mark, words = line[:5].strip(), line[5:]
        if mark:
            findings = found[mark]
            findings.append(words)
        else:
            findings[-1] += words.replace("->", "")
    return run.returncode, found


def test_all_is_well(introduced: BotApiServer, folder: Path) -> None:
    """Everything is told to be fine, and the exit code is 0."""
    code, found = examined(folder, address(introduced))
    assert (code, found["note"], found["FIX"]) == (0, [], [])
    assert [words.split()[0] for words in found["ok"]] == ["The", "The", "Inline", "Privacy", "Guest", "No", "No", "Name,"]


def test_nothing_is_changed(server: BotApiServer, folder: Path) -> None:
    """It only looks: what is not set is not set afterwards, and no message is taken away."""
    examined(folder, address(server))
    with bot_in(server, folder):
        anna = server.user("Anna")
        server.ready()
    before = {call.method for call in server.calls()}
    anna.says("Who are you?")
    examined(folder, address(server))
    assert {call.method for call in server.calls()} == before | {"getWebhookInfo"}
    with bot_in(server, folder):
        assert anna.reply(within=10).text == "A bot."


@pytest.mark.parametrize(
    ("ability", "mark", "words", "remedy"),
    [
        ("supports_inline_queries", "FIX", "Inline mode is off", "/setinline"),
        ("can_read_all_group_messages", "note", "Privacy mode is on", "/setprivacy"),
        ("supports_guest_queries", "note", "Guest mode is off", "Bot Settings"),
        ("can_connect_to_business", "note", "cannot be connected to a business account", "Business Mode"),
        ("can_join_groups", "note", "cannot be added to groups", "/setjoingroups"),
    ],
)
def test_what_only_botfather_can_change(
    introduced: BotApiServer, folder: Path, ability: str, mark: str, words: str, remedy: str
) -> None:
    """Each is said with what to send to @BotFather."""
    introduced.set_ability(ability, False)
    code, found = examined(folder, address(introduced))
    [finding] = found["note"] + found["FIX"]
    assert finding in found[mark]
    assert words in finding
    assert remedy in finding
    assert "@BotFather" in finding
    assert code == (1 if mark == "FIX" else 0)


def test_before_the_first_start(server: BotApiServer, folder: Path) -> None:
    """Name and commands are not as they should be, and a start mends that."""
    code, found = examined(folder, address(server))
    assert code == 1
    [finding] = found["FIX"]
    assert finding.startswith("Not as in phrases.yaml: commands (for everybody), name (for everybody), ")
    assert "python -m bot run" in finding


def test_a_webhook_takes_the_messages(introduced: BotApiServer, folder: Path) -> None:
    """Its address is told."""
    introduced.sets_webhook("https://elsewhere.example/hook")
    code, found = examined(folder, address(introduced))
    assert code == 1
    assert "https://elsewhere.example/hook" in found["FIX"][0]


def test_another_copy_runs(introduced: BotApiServer, folder: Path) -> None:
    """It is noticed, and loses nothing."""
    with bot_in(introduced, folder):
        anna = introduced.user("Anna")
        introduced.ready()
        code, found = examined(folder, address(introduced))
        anna.says("Who are you?")
        assert anna.reply(within=20).text == "A bot."
    assert code == 0
    assert found["note"][0].startswith("A copy of the bot is running")


@pytest.mark.parametrize(("seconds", "way"), [(120, "behind"), (-120, "ahead")])
def test_the_clock_is_off(introduced: BotApiServer, folder: Path, seconds: int, way: str) -> None:
    """It is told by how much."""
    introduced.clock_differs(seconds)
    code, found = examined(folder, address(introduced))
    assert code == 1
    assert found["FIX"][0].startswith("The clock of this machine is 1")
    assert way in found["FIX"][0]


def test_kinds_of_messages_that_were_not_asked_for(introduced: BotApiServer, folder: Path) -> None:
    """An earlier version asked for fewer; Telegram remembers that."""
    import httpx  # noqa: PLC0415 - only this test speaks to Telegram itself

    httpx.get(f"{introduced.url}/bot{introduced.token}/getUpdates", params={"allowed_updates": '["message"]'})
    code, found = examined(folder, address(introduced))
    assert code == 1
    assert "edited_message" in found["FIX"][0]


def test_a_wrong_token_and_a_telegram_out_of_reach(server: BotApiServer, folder: Path) -> None:
    """That is all that can be said then."""
    code, found = examined(folder, address(server, WRONG_TOKEN))
    assert (code, len(found["FIX"]), found["ok"]) == (1, 1, [])
    assert found["FIX"][0].startswith("Telegram refuses the token.")
    server.outage(refuse=True)
    code, found = examined(folder, address(server))
    assert (code, len(found["FIX"]), found["ok"]) == (1, 1, [])
    assert found["FIX"][0].startswith(f"Telegram cannot be reached at {server.url}")


def test_without_a_token(folder: Path) -> None:
    """One sentence, as with `run`."""
    code, found = examined(folder, {})
    assert (code, found) == (2, {"ok": [], "note": [], "FIX": []})
