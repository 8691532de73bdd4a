"""Logs go to standard error, from the configured level on, and no secret is ever in them."""

import logging

import pytest
from telegram.error import InvalidToken, NetworkError

from bot import logs

TOKEN = "123456789:AAEabcdefghijklmnopqrstuvwxyz-012345"

pytestmark = pytest.mark.usefixtures("own_logging")


def test_lines_go_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    """A line has a time, a level, its origin and the message."""
    logs.configure("INFO")
    logging.getLogger("bot.somewhere").warning("Not delivered: %s", "blocked")
    printed = capsys.readouterr()
    time, _, rest = printed.err.partition(" WARNING ")
    assert (printed.out, len(time), rest) == ("", len("2026-03-11 12:00:00"), "bot.somewhere: Not delivered: blocked\n")


@pytest.mark.parametrize(
    ("level", "heard"),
    [("DEBUG", "debug info warning error"), ("INFO", "info warning error"), ("WARNING", "warning error"), ("ERROR", "error")],
)
def test_the_level_counts(capsys: pytest.CaptureFixture[str], level: str, heard: str) -> None:
    """Each configurable level lets through what is as grave or graver."""
    logs.configure(level)
    for name in ("debug", "info", "warning", "error"):
        getattr(logging.getLogger("bot"), name)(name)
    assert " ".join(line.split(": ")[-1] for line in capsys.readouterr().err.splitlines()) == heard


@pytest.mark.parametrize("level", ["DEBUG", "INFO"])
def test_the_http_client_is_quiet(capsys: pytest.CaptureFixture[str], level: str) -> None:
    """The lines in which the HTTP client notes every address, token included, are left out at any level; its warnings are not."""
    logs.configure(level)
    for name in ("httpx", "httpcore", "httpcore.connection"):
        logging.getLogger(name).info("HTTP Request: POST https://api.telegram.org/bot...")
        logging.getLogger(name).warning("pool is full")
    assert [line.partition(" WARNING ")[2] for line in capsys.readouterr().err.splitlines()] == [
        "httpx: pool is full",
        "httpcore: pool is full",
        "httpcore.connection: pool is full",
    ]


def test_secrets_are_blacked_out(capsys: pytest.CaptureFixture[str]) -> None:
    """A secret in a message, in its arguments, in a traceback or in a stack is replaced, and so is a second one."""
    logs.configure("DEBUG", secrets=[TOKEN, "swordfish"])
    log = logging.getLogger("bot")
    log.info("in the message: %s", f"https://api.telegram.org/bot{TOKEN}/getMe")
    log.info(f"twice: {TOKEN}{TOKEN}, and swordfish")
    log.info("in an object: %s", {"url": [TOKEN]})
    log.debug("in a stack", stack_info=True)
    try:
        raise ValueError(f"no route to {TOKEN}") from OSError("swordfish")
    except ValueError:
        log.exception("in an error")
    printed = capsys.readouterr().err
    assert TOKEN not in printed
    assert "swordfish" not in printed  # though the traceback quotes the line that has it
    assert "in the message: https://api.telegram.org/bot***/getMe\n" in printed
    assert "twice: ******, and ***\n" in printed
    assert "in an object: {'url': ['***']}\n" in printed
    assert "ValueError: no route to ***\n" in printed
    assert "OSError: ***\n" in printed


@pytest.mark.parametrize(
    ("logger", "error", "traceback"),
    [
        ("telegram.ext.Updater", InvalidToken(), False),
        ("telegram.ext.Application", NetworkError("no route"), False),
        ("telegram.ext.Application", ValueError("a fault"), True),
        ("bot.telegram.failures", NetworkError("no route"), True),
        ("bot.telegram.failures", ValueError("a fault"), True),
    ],
)
def test_the_library_s_own_errors_come_without_a_traceback(
    capsys: pytest.CaptureFixture[str], logger: str, error: Exception, traceback: bool
) -> None:
    """What Telegram refused, the library tells in one line; faults, and whatever we log ourselves, keep their traceback."""
    logs.configure("INFO")
    logging.getLogger(logger).error("It failed", exc_info=error)
    first, *more = capsys.readouterr().err.splitlines()
    assert first.endswith(f" ERROR {logger}: It failed")
    assert bool(more) is traceback


def test_pages_that_are_no_json_are_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """The library's line that repeats a whole page, as a proxy in between may send one, is left out."""
    logs.configure("DEBUG")
    logging.getLogger("telegram.request.BaseRequest").error("Can not load invalid JSON data: <html>")
    assert capsys.readouterr().err == ""


def test_configuring_again_replaces(capsys: pytest.CaptureFixture[str]) -> None:
    """The last configuration counts alone: no line comes twice, and old secrets are not looked for."""
    logs.configure("DEBUG", secrets=["swordfish"])
    logs.configure("INFO", secrets=[TOKEN])
    logging.getLogger("bot").debug("unheard")
    logging.getLogger("bot").info("swordfish %s", TOKEN)
    assert [line.partition(" INFO ")[2] for line in capsys.readouterr().err.splitlines()] == ["bot: swordfish ***"]
