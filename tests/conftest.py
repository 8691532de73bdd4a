"""What keeps tests apart from the machine they run on, and from each other."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from botapi.client import Client
from botapi.people import User
from botapi.server import BotApiServer
from environment import is_setting


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder as the current one, and an environment without any setting of the bot's; the folder."""
    for name in os.environ:
        if is_setting(name):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def own_logging() -> Iterator[None]:
    """Lets a test configure logging: afterwards everything is as it was before."""
    loggers = [logging.getLogger(name) for name in (None, "httpx", "httpcore", "telegram.request.BaseRequest")]
    before = [(logger, logger.level, logger.handlers[:]) for logger in loggers]
    yield
    for logger, level, handlers in before:
        logger.setLevel(level)
        logger.handlers[:] = handlers


# The local Bot API server: a module that needs another one makes its own.


@pytest.fixture(scope="module")
def running() -> Iterator[BotApiServer]:
    """One server for all tests of a module, because each start and stop takes a while."""
    with BotApiServer() as server:
        yield server


@pytest.fixture
def server(running: BotApiServer) -> BotApiServer:
    """The server, as good as new."""
    running.reset()
    return running


@pytest.fixture
def bot(server: BotApiServer) -> Iterator[Client]:
    """A bot that speaks plain HTTP to the server."""
    client = Client(server)
    with client.http:
        yield client


@pytest.fixture
def anna(server: BotApiServer) -> User:
    """A person who has not written to the bot."""
    return server.user("Anna")
