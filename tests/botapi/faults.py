"""Faults on demand: failing and slow methods, and a server that is down."""

from collections import defaultdict, deque

from botapi.errors import ApiError


class Faults:
    """What goes wrong next; method names are not case-sensitive, as in addresses."""

    def __init__(self) -> None:
        self.down = False
        self._failures: defaultdict[str, deque[ApiError]] = defaultdict(deque)
        self._delays: dict[str, float] = {}

    def fail(self, method: str, error: ApiError) -> None:
        """Answer one call of the method so, after the failures that were asked for before."""
        self._failures[method.lower()].append(error)

    def slow(self, method: str, seconds: float) -> None:
        """Answer the method so much later, from now on."""
        self._delays[method.lower()] = seconds

    def strike(self, method: str) -> None:
        """Raise the next failure of the method, if one was asked for."""
        if failures := self._failures[method.lower()]:
            raise failures.popleft()

    def delay(self, method: str) -> float:
        """How many seconds the answer is held back."""
        return self._delays.get(method.lower(), 0.0)
