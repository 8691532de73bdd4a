"""What a method of the Bot API is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botapi.parameters import Parameters

if TYPE_CHECKING:
    from botapi.state import State


@dataclass(frozen=True)
class Method:
    """A method: what it does, the parameters it knows, and whether it counts as a message for the rates."""

    name: str
    perform: Callable[["State", Parameters], Any]
    accepts: str = ""
    is_message: bool = False

    def unknown(self, names: Iterable[str]) -> list[str]:
        """Those of the names that are no parameters of the method."""
        return sorted(set(names) - set(self.accepts.split()))
