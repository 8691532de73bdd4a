"""What strangers say to each other in a group is left alone: played into one over HTTP, with the shipped knowledge base.

Real chatter is not in the repository. Where a folder of it is found (chat_*.jsonl, lines with a `text`; beside the checkout in
shared/data, or wherever CHATTER says), all of it is played. Otherwise the everyday lines that the matcher brings along do,
and only for silence: how seldom the bot is sure of strangers cannot be seen from lines that it has learnt to leave alone.
"""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.matching.confidence import everyday
from botapi.groups import Group
from botapi.server import BotApiServer
from knowledge_files import ROOT, SHIPPED
from program import bot_in

FOLDER = Path(os.environ.get("CHATTER", ROOT.parent / "shared" / "data"))
AT_ONCE = 200
"""Lines that wait for the bot."""


@pytest.fixture(scope="module")
def real() -> list[str]:
    """What strangers say, in three languages; none where there is no such folder."""
    files = sorted(FOLDER.glob("chat_*.jsonl"))
    return [json.loads(line)["text"] for file in files for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotApiServer]:
    """Telegram with the bot in it, which sees everything."""
    seeing = {"can_read_all_group_messages": True}
    with (
        BotApiServer(abilities=seeing) as running,
        bot_in(running, tmp_path_factory.mktemp("strangers"), KNOWLEDGE__FOLDER=str(SHIPPED)),
    ):
        running.ready()
        yield running
    assert running.violations == ()


def plays(server: BotApiServer, group: Group, lines: list[str]) -> None:
    """Some strangers say all of it; wait until the bot has heard everything."""
    strangers = [group.admits(server.user(f"Stranger {number}", language_code=None)) for number in range(10)]
    for number, line in enumerate(lines):
        strangers[number % len(strangers)].says(line)
        while server.waiting > AT_ONCE:
            time.sleep(0.01)
    last = strangers[0].says("/ask@test_center_bot Which branches does the Japan Center have?")
    heard = group.replies(1, within=240)[0]
    while heard.reply_to != last.message_id:
        heard = group.replies(1, within=240)[0]


@pytest.mark.timeout(600)
def test_by_default_nothing_is_said(server: BotApiServer, real: list[str]) -> None:
    """Not to one of them."""
    group = server.group("Strangers")
    plays(server, group, real or [line for language in ("en", "ru", "ja") for line in everyday(language)])
    assert len(group.screen()) == 1


@pytest.mark.timeout(600)
def test_when_sure_hardly_anything_is_said(server: BotApiServer, real: list[str]) -> None:
    """In ten thousand lines, one answer at most."""
    if not real:
        pytest.skip("there is no real chatter here; name a folder of it as CHATTER")
    group = server.group("Strangers")
    admin = group.admits(server.user("Dora"), "creator")
    admin.says("/settings")
    page = group.reply()
    admin.presses("When sure", page)
    group.edited(page)
    plays(server, group, real)
    said = [message.text for message in group.screen()[1:-1]]
    assert len(said) <= 1, said
