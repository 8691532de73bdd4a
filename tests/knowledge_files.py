"""Files of knowledge bases, as small as a test needs them, and what is said of them."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import bot
from bot.knowledge.check import check
from bot.knowledge.reader import survey
from bot.problems import Problem, in_order

ROOT = Path(bot.__file__).parents[1]
SHIPPED = ROOT / "knowledge"
TODAY = date(2026, 3, 11)


def entry(entry_id: str, question: str, answer: str = "So it is.", *more: str) -> str:
    """An entry, indented as in a topic file; `more` are further lines of it."""
    lines = (f"- id: {entry_id}", f"  question: {question}", f"  answer: {answer}", *(f"  {line}" for line in more))
    return "".join(f"  {line}\n" for line in lines)


def topic(*entries: str, title: str = "People") -> str:
    """A topic file: the first entry begins on line 3."""
    return f"topic: {title}\nentries:\n" + "".join(entries)


TOPIC = topic(entry("who", "Who are you?", "A bot."))
"""The smallest topic file: five lines."""


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files by their path in a folder; the folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def told(problems: Iterable[Problem], folder: Path) -> list[str]:
    """The problems as people read them, with the paths cut to what stands in the folder."""
    return [str(problem).removeprefix(f"{folder}/") for problem in problems]


def complaints(folder: Path) -> list[str]:
    """Everything that is wrong or risky in a knowledge base, whether it can be loaded or not."""
    knowledge, errors = survey(folder)
    return told(in_order([*errors, *check(knowledge, TODAY)]), folder)
