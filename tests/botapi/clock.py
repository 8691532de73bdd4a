"""The server's clock, which a test can move forward without waiting."""

import time
from email.utils import formatdate


class Clock:
    """Seconds since the server was made, plus those that a test has skipped."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._skipped = 0.0
        self._ahead = 0.0

    def now(self) -> float:
        """Seconds since the server was made."""
        return time.monotonic() - self._start + self._skipped

    def date(self) -> int:
        """The date as Telegram writes it: seconds since 1970."""
        return int(time.time() + self._skipped)

    def header(self) -> str:
        """The time as the Date header tells it, which can differ from everything else."""
        return formatdate(self.date() + self._ahead, usegmt=True)

    def differ(self, seconds: float) -> None:
        """Tell a time in headers that is so far ahead, or behind."""
        self._ahead = seconds

    def skip(self, seconds: float) -> None:
        """Move the clock forward."""
        self._skipped += seconds
