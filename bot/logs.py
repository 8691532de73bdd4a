"""Logging to standard error, with every secret blacked out of whatever is written."""

import logging
from collections.abc import Collection

LIBRARY = "telegram"
"""Begins the modules of the Telegram library's errors; when others than we log one, where it was raised is no help to anybody."""


class _Discreet(logging.Formatter):
    """Formats a record, its traceback included, and then replaces secrets: none slips through in an argument or an error."""

    def __init__(self, secrets: Collection[str]):
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S")
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        kind = record.exc_info[0] if record.exc_info else None
        if kind and kind.__module__.startswith(LIBRARY) and not record.name.startswith("bot."):
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
    logging.getLogger("telegram.request.BaseRequest").setLevel(logging.CRITICAL)  # prints whole pages that are no JSON
