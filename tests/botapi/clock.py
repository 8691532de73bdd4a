"""The server's clock, which a test can move forward without waiting."""

import time


class Clock:
    """Seconds since the server was made, plus those that a test has skipped."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._skipped = 0.0

    def now(self) -> float:
        """Seconds since the server was made."""
        return time.monotonic() - self._start + self._skipped

    def date(self) -> int:
        """The date as Telegram writes it: seconds since 1970."""
        return int(time.time() + self._skipped)

    def skip(self, seconds: float) -> None:
        """Move the clock forward."""
        self._skipped += seconds
