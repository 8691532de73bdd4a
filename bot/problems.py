"""What is wrong with a file that a person wrote, said as `path:line: what, and the nearest right thing`."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import IntEnum


class Severity(IntEnum):
    """How bad a problem is: a risk is only told, a mistake also fails the check, and with an error nothing is loaded."""

    RISK = 1
    MISTAKE = 2
    ERROR = 3


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong at one line of a file; the line is 0 where `path` names something that has no lines."""

    path: str
    line: int
    what: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}" if self.line else f"{self.path}: {self.what}"


class ProblemsError(Exception):
    """Raised where a file cannot be used; carries every problem found, in the order of files and lines."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = in_order(problems)
        super().__init__("\n".join(map(str, self.problems)))


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems by file and line."""
    return tuple(sorted(problems, key=lambda problem: (problem.path, problem.line, problem.what)))


def nearest(word: str, known: Collection[str]) -> str:
    """A clause that names the known word nearest to a wrong one, or else all of them if they are few."""
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    if close:
        return f"; did you mean {close[0]!r}?"
    return f"; known are {', '.join(sorted(known))}" if 0 < len(known) <= 20 else ""
