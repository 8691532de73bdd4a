"""Logging to standard error, with every secret blacked out of whatever is written."""

import logging
from collections.abc import Collection

LIBRARY = "telegram"
"""Begins the names of the Telegram library's loggers."""


class _Discreet(logging.Formatter):
    """Formats a record, its traceback included, and then replaces secrets: none slips through in an argument or an error."""

    def __init__(self, secrets: Collection[str]):
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S")
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        if (
            record.name.startswith(LIBRARY) and record.exc_info
        ):  # what it could not send is told by us; where it failed is no help
            record = logging.makeLogRecord(record.__dict__ | {"exc_info": None, "exc_text": None})
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, "***")
        return line


def configure(level: str, secrets: Collection[str] = ()) -> None:
    """Log from `level` on; the HTTP client's own lines, which hold the token in their address, only as warnings."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Discreet(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("httpx", "httpcore"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
