"""Everything that happened, in order: what people did, what the bot asked for, and which rules it broke."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botapi.clock import Clock
from botapi.messages import excerpt


@dataclass(frozen=True)
class Deed:
    """Something that a person did, or that was done to the server."""

    at: float
    who: str
    what: str

    def __str__(self) -> str:
        return f"{self.at:8.3f}  {self.who:<10} {self.what}"


@dataclass(frozen=True)
class Call:
    """A request of the bot's and how it was answered; `description` is empty if it went well."""

    at: float
    method: str
    parameters: Mapping[str, Any]
    status: int
    description: str

    def __str__(self) -> str:
        given = ", ".join(f"{name}={excerpt(value)}" for name, value in self.parameters.items())
        outcome = self.description or "ok"
        return f"{self.at:8.3f}  {'bot':<10} {self.method}({given}) -> {self.status} {outcome}"


@dataclass(frozen=True)
class Violation:
    """Something that a careful bot does not do, whether or not Telegram punishes it."""

    at: float
    method: str
    rule: str

    def __str__(self) -> str:
        return f"{self.at:8.3f}  {'violation':<10} {self.method}: {self.rule}"


class Journal:
    """The record of one server."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.events: list[Deed | Call | Violation] = []
        self.violations: list[Violation] = []
        self.advisories: list[Violation] = []

    def deed(self, who: str, what: str) -> None:
        """Record what somebody did."""
        self.events.append(Deed(self._clock.now(), who, what))

    def call(self, method: str, parameters: Mapping[str, Any], status: int, description: str) -> None:
        """Record a request and its answer."""
        self.events.append(Call(self._clock.now(), method, parameters, status, description))

    def violation(self, method: str, rule: str) -> None:
        """Record a broken rule."""
        violation = Violation(self._clock.now(), method, rule)
        self.violations.append(violation)
        self.events.append(violation)

    def advisory(self, method: str, rule: str) -> None:
        """Record what Telegram advises against and tolerates."""
        self.advisories.append(Violation(self._clock.now(), method, rule))

    def told(self) -> str:
        """The whole record, one event a line."""
        return "\n".join(str(event) for event in self.events) or "(nothing happened)"
