"""YAML is read as text with lines, and whatever is wrong is said at its line in words that say what to do."""

import os
import re
import subprocess
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, model_validator

from bot.problems import ProblemsError
from bot.yamlfile import DEEPEST, Document, fitting, mistakes, read, read_text, validate
from knowledge_files import ROOT


def reading(folder: Path, content: str | bytes, *, may_be_empty: bool = False) -> Document:
    """A file with this content, read."""
    file = folder / "file.yaml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(file, may_be_empty=True) if may_be_empty else read(file)


def refusal(folder: Path, content: str | bytes) -> list[str]:
    """What is said of a file that cannot be read, each with its line."""
    with pytest.raises(ProblemsError) as caught:
        reading(folder, content)
    return [f"{problem.line}: {problem.what}" for problem in caught.value.problems]


@pytest.mark.parametrize(
    "scalar",
    ["no", "yes", "on", "null", "~", "12:30", "0o17", "017", "1e3", "1_000", "2027-06-01", "3.10", "true", "=", ".inf"],
)
def test_scalars_stay_text(tmp_path: Path, scalar: str) -> None:
    """Nothing is converted: `no` is the language Norwegian, `12:30` a time, and `3.10` keeps its zero."""
    assert reading(tmp_path, f"{scalar}: [{scalar}]").data == {scalar: [scalar]}


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a: b", {"a": "b"}),
        ("a: 'no'", {"a": "no"}),
        ("a: ''", {"a": ""}),
        ('a: ""', {"a": ""}),
        ("a:\nb: c", {"b": "c"}),
        ("a:  # to be written", {}),
        ("- a\n-\n- ''", ["a", None, ""]),
        ("just text", "just text"),
        ("a: |\n  one\n  two\n", {"a": "one\ntwo\n"}),
        ("a: >-\n  one\n  two\n", {"a": "one two"}),
        ("a: ! b", {"a": "b"}),
        ("\ufeffa: b", {"a": "b"}),
        ("a: b\r\nc: d\r\n", {"a": "b", "c": "d"}),
        ("a: Где филиалы? 支部は? 😀", {"a": "Где филиалы? 支部は? 😀"}),
    ],
)
def test_what_a_file_says(tmp_path: Path, text: str, data: object) -> None:
    """Mappings, lists and texts come as they stand; a key without a value is as good as not there, a quoted nothing is a text."""
    assert reading(tmp_path, text).data == data


def test_every_value_knows_its_line(tmp_path: Path) -> None:
    """Keys and list items have the line on which they begin; a place without a line has that of what is around it."""
    document = reading(tmp_path, "# a comment\na: b\nlist:\n  - one\n  -\n    key: |\n      two\n      three\n    empty:\n")
    assert {place: document.line(place) for place in document.lines} == {
        (): 2,
        ("a",): 2,
        ("list",): 3,
        ("list", 0): 4,
        ("list", 1): 6,
        ("list", 1, "key"): 6,
        ("list", 1, "empty"): 9,
    }
    assert document.line(("list", 1, "missing")) == 6
    assert document.line(("list", 7, "key")) == 3
    assert document.line(("nothing", "at", "all")) == 2


def test_a_document_without_lines_begins_at_the_first() -> None:
    """Of what was never in a file, everything stands on line 1."""
    assert Document("x.yaml", {}, {}).line(("a", 0)) == 1


@pytest.mark.parametrize("content", ["", "\n\n", "# nothing but a comment\n", "---\n# nothing\n...\n", b"\xef\xbb\xbf"])
def test_a_file_of_nothing(tmp_path: Path, content: str | bytes) -> None:
    """A file that holds nothing is refused, unless it may be empty; then it is one without keys."""
    assert refusal(tmp_path, content) == ["1: the file is empty; write something in it or delete it"]
    assert reading(tmp_path, content, may_be_empty=True).data == {}


def test_text_that_is_no_yaml(tmp_path: Path) -> None:
    """Files of other kinds are read as text, with the same care."""
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfa: b: c\r\n\n")
    assert read_text(tmp_path / "a.txt") == "a: b: c\r\n\n"
    (tmp_path / "a.txt").write_bytes(b"\x00")
    with pytest.raises(ProblemsError, match="U\\+0000"):
        read_text(tmp_path / "a.txt")


TAB = "a tab stands where spaces belong; indent with spaces"
COLON = "a colon that YAML cannot place; put a text that contains ': ' in quotes"
NO_COLON = "a key without a colon; write 'key: value', and indent the lines of a long text"
INDENTATION = "the indentation does not fit the lines above"
QUOTE = "a quote or bracket is opened and never closed"
SECOND = "a line of three dashes begins a second document; a file holds one"
NO_WORD = "a key must be one word; put a text with braces or brackets in quotes"


def twice(key: str) -> str:
    """What is said of a key that stands in one place twice."""
    return f"{key!r} stands here a second time; keep one of the two"


def quotes(sign: str) -> str:
    """What is said of a text that begins with a sign that means something in YAML."""
    return f"a text that begins with {sign} must stand in quotes"


@pytest.mark.parametrize(
    ("content", "complaints"),
    [
        ("a:\n  b: c\n\td: e", [f"3: {TAB}"]),
        ("a:\n\t- b", [f"2: {TAB}"]),
        ("a:\n\tb: c", [f"2: {TAB}"]),
        ("a: b\nc: d: e", [f"2: {COLON}"]),
        ("a: b\n c: d", [f"2: {COLON}"]),
        ("a: b\nlines\nc: d", [f"2: {NO_COLON}"]),
        ("a: b\nlines", [f"2: {NO_COLON}"]),
        ("a: *b", [f"1: {quotes('*')}"]),
        ("a: *b*", [f"1: {quotes('* or &')}"]),
        ("a: & b", [f"1: {quotes('* or &')}"]),
        ("a: &x b\nc: *x", [f"1: {quotes('& or !')}", f"2: {quotes('*')}"]),
        ("a: b\nc: &x [*x]", [f"2: {quotes('& or !')}", f"2: {quotes('*')}"]),
        ("a: !!int 3\nb: !!python/object:os.system x\nc: !local [d]", [f"{line}: {quotes('& or !')}" for line in (1, 2, 3)]),
        ("a: @b", [f"1: {quotes('@')}"]),
        ("a: b\nc: `d`", [f"2: {quotes('`')}"]),
        ("a: b\nc:\n  - %d", [f"3: {quotes('%')}"]),
        ("- a\nb: c", [f"2: {INDENTATION}"]),
        ("a:\n    b: c\n  d: e", [f"3: {INDENTATION}"]),
        ("a: b\nc: 'd\n\ne: f\n", [f"2: {QUOTE}"]),
        ('a: "b', [f"1: {QUOTE}"]),
        ("a: [b\nc: d\n", [f"1: {QUOTE}"]),
        ("a: b\nc: {d: e\n\nf: g\n", [f"2: {QUOTE}"]),
        ("a: b\n---\nc: d", [f"2: {SECOND}"]),
        ("a: b\nc: d\na: e", [f"3: {twice('a')}"]),
        ("? [a, b]\n: c", [f"1: {NO_WORD}"]),
        ("a: b\n{c}: d", [f"2: {NO_WORD}"]),
        ("a: b\n? *x\n: c", [f"2: {NO_WORD}", f"2: {quotes('*')}"]),
        ("a: b\na: c\nd:\n  - e: f\n    e: g\n  - *x", [f"2: {twice('a')}", f"5: {twice('e')}", f"6: {quotes('*')}"]),
    ],
)
def test_what_is_not_yaml(tmp_path: Path, content: str, complaints: list[str]) -> None:
    """A slip of the hand is told at the line where it is, in words that say what to do; all that can be found is told at once."""
    assert refusal(tmp_path, content) == complaints


@pytest.mark.parametrize("content", ['a: "\\q"', 'a: "\\ud800"', "%YAML 9.9\n---\na: b", "%NAME\n---\na: b", "a: !<"])
def test_what_else_is_not_yaml(tmp_path: Path, content: str) -> None:
    """What hardly anybody writes is told in the parser's words, with the commonest remedy."""
    [said] = refusal(tmp_path, content)
    assert re.fullmatch("1: not YAML: .+; a text with unusual characters must stand in quotes", said)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("a: b\n".encode("utf-16"), "1: byte 0xFF is not UTF-8; save the file with the encoding UTF-8"),
        ("a: b\n".encode("utf-16-le"), "1: character U+0000 cannot be printed; delete it"),
        ("a: b\nc: где\n".encode("cp1251"), "2: byte 0xE3 is not UTF-8; save the file with the encoding UTF-8"),
        (b"a: b\nc: d\n# \xc3", "3: byte 0xC3 is not UTF-8; save the file with the encoding UTF-8"),
        (b"a: \xed\xa0\x80", "1: byte 0xED is not UTF-8; save the file with the encoding UTF-8"),
        ("a: b\r\nc: d\x07", "2: character U+0007 cannot be printed; delete it"),
        ("a: b\n# \x1b", "2: character U+001B cannot be printed; delete it"),
        ("a: b\n\n\ufffe", "3: character U+FFFE cannot be printed; delete it"),
    ],
)
def test_wrong_encodings_and_characters(tmp_path: Path, content: str | bytes, complaint: str) -> None:
    """The first byte or character that does not belong into the file is named, with its line."""
    assert refusal(tmp_path, content) == [complaint]


@pytest.mark.parametrize(("make", "reason"), [("nothing", "No such file or directory"), ("folder", "Is a directory")])
def test_what_cannot_be_read(tmp_path: Path, make: str, reason: str) -> None:
    """A file that is not there, or is a folder, is told at line 1 of its path."""
    path = tmp_path / "file.yaml"
    if make == "folder":
        path.mkdir()
    with pytest.raises(ProblemsError) as caught:
        read(path)
    assert str(caught.value) == f"{path}:1: cannot be read: {reason}"


@pytest.mark.parametrize(
    ("opening", "closing", "line"), [("[", "]", 1), ("{a: ", "}", 1), ("- ", "", 1), ("? ", "", 1), ("-\n", "", 21)], ids=repr
)
@pytest.mark.parametrize("depth", [DEEPEST + 1, 900, 5000])
def test_deep_nesting_is_refused(tmp_path: Path, opening: str, closing: str, line: int, depth: int) -> None:
    """What is nested deeper than any knowledge file is refused, at the line where it becomes too deep."""
    if opening.endswith("\n"):
        content = "".join(" " * level + opening for level in range(min(depth, 900)))
    else:
        content = opening * depth + closing * depth
    assert refusal(tmp_path, content) == [f"{line}: values are nested too deep"]


@pytest.mark.parametrize("content", ["[" * DEEPEST + "]" * DEEPEST, "- " * DEEPEST + "a"])
def test_nesting_is_read(tmp_path: Path, content: str) -> None:
    """Up to a depth that no knowledge file needs, everything is read, for a model to judge."""
    data, depth = reading(tmp_path, content).data, 0
    while isinstance(data, list):
        data, depth = (data[0] if data else None), depth + 1
    assert depth == DEEPEST


def test_absurdly_deep_nesting_ends_nothing(tmp_path: Path) -> None:
    """A file of hundreds of thousands of brackets is refused too; it does not use up the stack of a program and end it."""
    file = tmp_path / "file.yaml"
    file.write_text("[" * 400_000)
    code = "import sys; from pathlib import Path; from bot.yamlfile import read; read(Path(sys.argv[1]))"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    ended = subprocess.run([sys.executable, "-c", code, str(file)], env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr.splitlines()[-1].partition(":")[0]) == (1, "bot.problems.ProblemsError")


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Wheel(Strict):
    size: int = 1
    colour: Colour = Colour.RED


class Engine(Strict):
    power: Annotated[int, Field(ge=1)]
    fuel: Literal["petrol", "rice"] = "rice"


class Car(Strict):
    name: Annotated[str, Field(min_length=1)]
    code: Annotated[str, fitting("[A-Z]{2}", "two capital letters, such as AB")] = "AB"
    wheels: tuple[Wheel, ...] = ()
    colours: list[Colour] = []
    engine: Engine | None = None
    parts: dict[str, int] = {}

    @model_validator(mode="after")
    def _has_wheels_for_its_engine(self) -> "Car":
        if self.engine and not self.wheels:
            raise ValueError("an engine needs wheels")
        return self


def judged(folder: Path, content: str) -> list[str]:
    """What the model says of a file, each with its line."""
    document = reading(folder, content)
    with pytest.raises(ProblemsError) as caught:
        validate(document, Car)
    assert {problem.path for problem in caught.value.problems} == {document.path}
    return [f"{problem.line}: {problem.what}" for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("content", "complaints"),
    [
        ("code: AB", ["1: 'name' is missing"]),
        ("# a car\nname:\ncode: AB", ["2: 'name' is missing"]),
        ("name: ''", ["1: 'name' is empty"]),
        ("name: [a]", ["1: 'name' should be a text; if it is one, put it in quotes"]),
        ("name: x\nnmae: y", ["2: unknown key 'nmae'; did you mean 'name'?"]),
        ("name: x\nwheels:\n  - size: 3\n    siez: 4", ["4: unknown key 'siez'; did you mean 'size'?"]),
        ("name: x\nwheels:\n  - name: y", ["3: unknown key 'name'; known are colour, size"]),
        ("name: x\nwheels: [{}]\nengine:\n  power: 3\n  fule: rice", ["5: unknown key 'fule'; did you mean 'fuel'?"]),
        ("name: x\nwheels: y", ["2: 'wheels' should be a list, each line of it beginning with '- '"]),
        ("name: x\nwheels:\n  size: 3", ["2: 'wheels' should be a list, each line of it beginning with '- '"]),
        ("name: x\ncolours: red", ["2: 'colours' should be a list, each line of it beginning with '- '"]),
        ("name: x\nwheels:\n  - y", ["3: 'wheels' should hold keys with values ('key: value')"]),
        ("name: x\nengine: y", ["2: 'engine' should hold keys with values ('key: value')"]),
        ("name: x\nparts: y", ["2: 'parts' should hold keys with values ('key: value')"]),
        ("- a", ["1: 'the file' should hold keys with values ('key: value')"]),
        ("name: x\ncolours: [red, rde]", ["2: 'colours' is 'rde'; did you mean 'red'?"]),
        ("name: x\ncolours: [blue]", ["2: 'colours' is 'blue'; known are green, red"]),
        ("name: x\nwheels: [{}]\nengine: {power: 3, fuel: water}", ["3: 'fuel' is 'water'; known are petrol, rice"]),
        ("name: x\ncode: ab", ["2: 'code': 'ab' should be two capital letters, such as AB"]),
        ("name: x\ncode: ABC", ["2: 'code': 'ABC' should be two capital letters, such as AB"]),
        (
            "name: x\nwheels:\n  - size: big",
            ["3: 'size' is 'big'; input should be a valid integer, unable to parse string as an integer"],
        ),
        (
            "name: x\nparts:\n  door: 4\n  seat: many",
            ["4: 'seat' is 'many'; input should be a valid integer, unable to parse string as an integer"],
        ),
        ("name: x\nwheels: [{}]\nengine: {power: 0}", ["3: 'power' is '0'; input should be greater than or equal to 1"]),
        ("name: x\nengine: {power: 3}", ["1: an engine needs wheels"]),
        ("code: ab\nname: ''\nfoo: bar", ["1: 'code': 'ab' should be two capital letters, such as AB", "2: 'name' is empty"]),
    ],
)
def test_a_model_s_complaints_in_plain_words(tmp_path: Path, content: str, complaints: list[str]) -> None:
    """All that a model minds is told, each at the line of the value in question."""
    assert [said for said in judged(tmp_path, content) if "'foo'" not in said] == complaints


def test_a_long_value_is_cut(tmp_path: Path) -> None:
    """What is quoted in a complaint is sixty characters long at most."""
    assert judged(tmp_path, f"name: x\ncode: {'A' * 58}") == [
        f"2: 'code': '{'A' * 58}' should be two capital letters, such as AB"
    ]
    assert judged(tmp_path, f"name: x\ncode: {'A' * 59}") == [
        f"2: 'code': '{'A' * 56}... should be two capital letters, such as AB"
    ]


def test_a_file_that_fits_its_model(tmp_path: Path) -> None:
    """Texts are converted by the model."""
    car = validate(reading(tmp_path, "name: x\nwheels:\n  - size: 3\n    colour: green\n"), Car)
    assert car == Car(name="x", wheels=(Wheel(size=3, colour=Colour.GREEN),))


def test_validators_are_given_a_context() -> None:
    """What a model has to know besides the file, its validators are told."""

    class Seat(BaseModel):
        number: int

        @model_validator(mode="after")
        def _is_there(self, info: ValidationInfo) -> "Seat":
            if self.number not in (info.context or ()):
                raise ValueError("there is no such seat")
            return self

    document = Document("x.yaml", {"number": "3"}, {})
    assert validate(document, Seat, [1, 3]).number == 3
    with pytest.raises(ProblemsError, match="there is no such seat"):
        validate(document, Seat, [1, 2])


def test_mistakes_need_no_file() -> None:
    """A complaint about what no file said stands at line 1 of the named path."""
    document = Document("config.yaml", {"name": 3}, {})
    with pytest.raises(ProblemsError) as caught:
        validate(document, Car)
    assert str(caught.value) == "config.yaml:1: 'name' should be a text; if it is one, put it in quotes"
    assert mistakes.__doc__


def test_secrets_are_not_quoted() -> None:
    """A text that may hold a secret is not repeated by the complaint about it."""

    class Door(Strict):
        key: Annotated[str, fitting("[0-9]+", "a number", secret=True)]

    with pytest.raises(ProblemsError) as caught:
        validate(Document("x.yaml", {"key": "swordfish"}, {}), Door)
    assert str(caught.value) == "x.yaml:1: 'key': this should be a number"


class Pair(Strict):
    both: Annotated[tuple[str, ...], Field(min_length=2)]
    wheels: Annotated[tuple[Wheel, ...], Field(min_length=1)] = (Wheel(),)
    names: dict[Annotated[str, fitting("[a-z]+", "small letters")], str] = {}


@pytest.mark.parametrize(
    ("content", "complaints"),
    [
        ("both: [a]", ["1: 'both' needs 2 at least"]),
        ("both: []", ["1: 'both' needs 2 at least"]),
        ("both: [a, b]\nwheels: []", ["2: 'wheels' is empty"]),
        ("both: [a, b]\nwheels:\n  - siez: 1", ["3: unknown key 'siez'; did you mean 'size'?"]),
        ("both: [a, b]\nwheels:\n  - x", ["3: 'wheels' should hold keys with values ('key: value')"]),
        ("both: [a, [b]]\nwheels: []", ["1: 'both' should be a text; if it is one, put it in quotes", "2: 'wheels' is empty"]),
        ("both: [a, b]\nnames: {A: b}", ["2: 'A' should be small letters"]),
    ],
)
def test_complaints_do_not_mislead(tmp_path: Path, content: str, complaints: list[str]) -> None:
    """A list is too short only by itself, not because something in it is wrong; a wrong key is called by its name."""
    with pytest.raises(ProblemsError) as caught:
        validate(reading(tmp_path, content), Pair)
    assert [f"{problem.line}: {problem.what}" for problem in caught.value.problems] == complaints
