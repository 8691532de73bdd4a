"""A thousand mutilated copies of knowledge files: each is loaded, or refused with lines that say where and what."""

import random
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.dialogue.dialogue import Dialogue
from bot.dialogue.policy import Bars
from bot.knowledge.check import check
from bot.knowledge.model import Commands, Entry, Fact, Facts, Link, Lists, Phrases, Synonyms, Topic
from bot.knowledge.reader import read_knowledge
from bot.problems import Problem, ProblemsError
from knowledge_files import SHIPPED, TODAY

COPIED = ("facts.yaml", *(f"en/{name}.yaml" for name in ("source", "funding", "phrases", "synonyms")))
"""A knowledge base small enough to be read a thousand times."""

FILES = (*COPIED, "en/lists.yaml")
"""One of these is mutilated at a time; the word lists, which take long to read, are there only when it is their turn."""

COPIES_OF_KIND = 50
ASKED = 10
"""Every so-manieth copy is also asked a question, if it could be loaded."""

_NAMES = {name for model in (Topic, Entry, Link, Phrases, Commands, Synonyms, Lists, Facts, Fact) for name in model.model_fields}
_KEY = re.compile(rf"^( *(?:- )?)({'|'.join(sorted(_NAMES))}):", re.MULTILINE)
_VALUE = re.compile(r"^( *(?:- )?[a-z_]+: )(\S.*)$", re.MULTILINE)
_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")

Dice = random.Random


def _places(dice: Dice, length: int, most: int) -> list[int]:
    """Up to so many places in something of this length, the last first."""
    return sorted((dice.randrange(length) for _ in range(dice.randint(1, most))), reverse=True)


def _bytes_dropped(dice: Dice, raw: bytes) -> bytes:
    for at in _places(dice, len(raw), 8):
        raw = raw[:at] + raw[at + 1 :]
    return raw


def _bits_flipped(dice: Dice, raw: bytes) -> bytes:
    for at in _places(dice, len(raw), 3):
        raw = raw[:at] + bytes([raw[at] ^ (1 << dice.randrange(8))]) + raw[at + 1 :]
    return raw


def _bytes_inserted(dice: Dice, raw: bytes) -> bytes:
    for at in _places(dice, len(raw), 3):
        raw = raw[:at] + dice.randbytes(dice.randint(1, 3)) + raw[at:]
    return raw


def _inserting(*pieces: str) -> Callable[[Dice, bytes], bytes]:
    """Inserts one or two of these pieces anywhere."""

    def insert(dice: Dice, raw: bytes) -> bytes:
        text = raw.decode()
        for at in _places(dice, len(text), 2):
            text = text[:at] + dice.choice(pieces) + text[at:]
        return text.encode()

    return insert


def _before_values(*pieces: str) -> Callable[[Dice, bytes], bytes]:
    """Inserts these pieces before the values of keys."""

    def insert(dice: Dice, raw: bytes) -> bytes:
        text = raw.decode()
        for piece in pieces:
            places = [found.start(2) for found in _VALUE.finditer(text)] or [0]
            at = dice.choice(places)
            text = text[:at] + piece + text[at:]
        return text.encode()

    return insert


def _lines(change: Callable[[Dice, list[str], int], None]) -> Callable[[Dice, bytes], bytes]:
    """Changes a few lines."""

    def mutilate(dice: Dice, raw: bytes) -> bytes:
        lines = raw.decode().split("\n")
        for at in _places(dice, len(lines) - 1, 3):
            change(dice, lines, at)
        return "\n".join(lines).encode()

    return mutilate


def _indent(dice: Dice, lines: list[str], at: int) -> None:
    lines[at] = " " * dice.randint(0, 7) + lines[at].lstrip(" ")


def _tab(dice: Dice, lines: list[str], at: int) -> None:
    width = len(lines[at]) - len(lines[at].lstrip(" "))
    kept = dice.randint(0, width)
    lines[at] = " " * kept + "\t" * dice.randint(1, 2) + lines[at].lstrip(" ")


def _swap(dice: Dice, lines: list[str], at: int) -> None:
    other = dice.randrange(len(lines))
    lines[at], lines[other] = lines[other], lines[at]


def _double(dice: Dice, lines: list[str], at: int) -> None:
    lines[at:at] = lines[at : at + dice.randint(1, 5)]


def _drop(dice: Dice, lines: list[str], at: int) -> None:
    del lines[at : at + dice.randint(1, 2)]


def _key_renamed(dice: Dice, raw: bytes) -> bytes:
    text = raw.decode()
    found = dice.choice(list(_KEY.finditer(text)))
    name = dice.choice([found[2] + "x", found[2][1:] + "q", found[2].upper(), "x", "<<", "'{a}'", "no such key"])
    return (text[: found.start(2)] + name + text[found.end(2) :]).encode()


def _type_changed(dice: Dice, raw: bytes) -> bytes:
    text = raw.decode()
    found = dice.choice(list(_KEY.finditer(text)))
    value = dice.choice(
        [
            " 7",
            " -0.5e3",
            " []",
            " {}",
            " [a, [b]]",
            " {a: {b: c}}",
            " ~",
            " ''",
            "",
            " true",
            " 2027-06-01",
            " '{{}}'",
            " |",
            " >-",
        ]
    )
    end = text.find("\n", found.end())
    return (text[: found.end()] + value + text[end if dice.random() < 0.8 else found.end() :]).encode()


def _truncated(dice: Dice, raw: bytes) -> bytes:
    return raw[: dice.randrange(len(raw))]


def _in_utf_16(dice: Dice, raw: bytes) -> bytes:
    return raw.decode().encode(dice.choice(["utf-16", "utf-16-le", "utf-16-be", "utf-32"]))


def _in_an_old_encoding(dice: Dice, raw: bytes) -> bytes:
    """A Russian or Japanese text in the encoding of an old editor."""
    text, encoding = dice.choice(
        [("Где филиалы?", "cp1251"), ("Где филиалы?", "koi8-r"), ("支部はどこ", "shift-jis"), ("支部は", "euc-jp")]
    )
    text += raw.decode()
    return text.encode(encoding, errors="replace")


def _nested(dice: Dice, raw: bytes) -> bytes:
    """A value nested more deeply than anything that a model knows."""
    depth = int(10 ** dice.uniform(0.5, 3.5))
    first, opening, closing = dice.choice([(" ", "[", "]"), (" ", "{a: ", "}"), ("\n  ", "- ", ""), ("\n  ", "? ", "")])
    return raw + f"\nnested:{first}{opening * depth}{closing * depth}\n".encode()


@dataclass(frozen=True)
class Kind:
    """A way to mutilate a file, and whether what comes of it can never be loaded."""

    mutilate: Callable[[Dice, bytes], bytes]
    always_refused: bool = False


KINDS = {
    "bytes dropped": Kind(_bytes_dropped),
    "bits flipped": Kind(_bits_flipped),
    "bytes inserted": Kind(_bytes_inserted),
    "signs inserted": Kind(_inserting(*":-[]{}*&!|>'\"%@#,?\\`<~=", ": ", " #", "\n", "- ")),
    "letters inserted": Kind(
        _inserting("ё", "支", "😀", "\u200b", "\u2028", "\x85", "\ufeff", "\xa0", "\r", "<b>", "</i>", "&amp;", "{place}", "{x}")
    ),
    "control characters inserted": Kind(_inserting("\x00", "\x01", "\x08", "\x1b", "\x7f", "\ufffe"), always_refused=True),
    "keys renamed": Kind(_key_renamed, always_refused=True),
    "types changed": Kind(_type_changed),
    "indentation broken": Kind(_lines(_indent)),
    "tabs": Kind(_lines(_tab)),
    "lines swapped": Kind(_lines(_swap)),
    "lines doubled": Kind(_lines(_double)),
    "lines dropped": Kind(_lines(_drop)),
    "truncated": Kind(_truncated),
    "UTF-16": Kind(_in_utf_16, always_refused=True),
    "other encodings": Kind(_in_an_old_encoding, always_refused=True),
    "deep nesting": Kind(_nested, always_refused=True),
    "anchors and aliases": Kind(_before_values("&a ", "*a "), always_refused=True),
    "tags": Kind(_before_values("!!python/object/apply:os.system ", "!!binary ", "!x "), always_refused=True),
    "documents and directives": Kind(_inserting("\n---\n", "\n...\n", "\n%YAML 1.1\n", "\n%TAG ! x\n", "\n--- a\n", "\n... b\n")),
}


@pytest.fixture
def small_copy(tmp_path: Path) -> Path:
    """A copy of some of the shipped knowledge, which can be loaded."""
    for name in COPIED:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(SHIPPED / name, tmp_path / name)
    assert read_knowledge(tmp_path).facts
    return tmp_path


def judged(folder: Path, *, asked: bool) -> tuple[bool, tuple[Problem, ...]]:
    """Whether a knowledge base can be loaded, and what is said of it; nothing but ProblemsError is raised meanwhile."""
    try:
        knowledge = read_knowledge(folder)
    except ProblemsError as error:
        return False, error.problems
    if asked:
        assert Dialogue(knowledge, Bars(), "en").ask("who pays for the Japan Center?").reply.text
    return True, check(knowledge, TODAY)


def assert_placed(problem: Problem, folder: Path) -> None:
    """A problem is one line of text, and names a file and a line that exist."""
    assert re.fullmatch(r"[^\n:]+:[1-9][0-9]*: \S[^\n]*", str(problem))
    path = Path(problem.path)
    assert path.relative_to(folder).as_posix() in FILES
    lines = _LINE_END.split(path.read_bytes().decode(errors="replace"))
    assert problem.line <= len(lines) + 1  # where the end of the file comes too early, it is the line after the last


@pytest.mark.parametrize("name", KINDS)
def test_mutilated_files_are_loaded_or_refused(small_copy: Path, name: str) -> None:
    """Whatever happens to a file, it is loaded, or every problem is told with its path and line."""
    kind = KINDS[name]
    loaded = 0
    for number in range(COPIES_OF_KIND):
        dice = Dice(f"{name} {number}")
        file = dice.choice(FILES)
        sound = (SHIPPED / file).read_bytes()
        (small_copy / file).write_bytes(kind.mutilate(dice, sound))
        can_be_loaded, problems = judged(small_copy, asked=number % ASKED == 0)
        assert can_be_loaded or problems
        for problem in problems:
            assert_placed(problem, small_copy)
        loaded += can_be_loaded
        (small_copy / file).write_bytes(sound)
        (small_copy / "en/lists.yaml").unlink(missing_ok=True)
    assert loaded == 0 if kind.always_refused else 0 < loaded < COPIES_OF_KIND


def test_there_are_a_thousand_copies() -> None:
    """The number that was promised."""
    assert len(KINDS) * COPIES_OF_KIND == 1000
