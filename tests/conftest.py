"""What keeps tests apart from the machine they run on, and from each other."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

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
