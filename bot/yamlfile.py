"""YAML files as people write them: scalars stay text, every value knows its line, and every mistake is said in plain words.

PyYAML's own conversion reads `no` as False and `12:30` as 750; here a model converts what is to be converted.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import AfterValidator, BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.problems import Problem, ProblemsError, nearest

Model = TypeVar("Model", bound=BaseModel)

Place = tuple[str | int, ...]
"""Keys and positions that lead from the top of a file to a value in it."""

DEEPEST = 20
"""Levels of lists and keys in each other; a knowledge file needs four."""

KEY_ITSELF = "[key]"
"""Pydantic's name, at the end of a place, for a key that is wrong itself."""

UNREADABLE = ""
"""Stands in a place for a key that is none."""

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # in C where PyYAML was built with it, ten times as fast
_UNPRINTABLE = re.compile(r"[^\x09\x0A\x0D\x20-\x7E\x85\xA0-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


@dataclass(frozen=True, slots=True)
class Document:
    """What a YAML file says: `data` of dict, list and str (None for an empty value), and the line of each value."""

    path: str
    data: Any
    lines: Mapping[Place, int]

    def line(self, place: Place) -> int:
        """The line (from 1) of the value at a place, or of the nearest value around it."""
        while place not in self.lines and place:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_text(path: Path) -> str:
    """A file's text; raises ProblemsError when it is not there, not UTF-8, or has characters that cannot be printed."""
    shown = str(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ProblemsError([Problem(shown, 1, f"cannot be read: {error.strerror or error}")]) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"byte 0x{raw[error.start]:02X} is not UTF-8; save the file with the encoding UTF-8"
        raise ProblemsError([Problem(shown, raw.count(b"\n", 0, error.start) + 1, what)]) from error
    unprintable = _UNPRINTABLE.search(text)
    if unprintable:
        line = text.count("\n", 0, unprintable.start()) + 1
        what = f"character U+{ord(unprintable.group()):04X} cannot be printed; delete it"
        raise ProblemsError([Problem(shown, line, what)])
    return text


def read(path: Path, *, may_be_empty: bool = False) -> Document:
    """Read a file; raises ProblemsError when it has no text, is not YAML, or is empty (unless it `may_be_empty`)."""
    shown = str(path)
    text = read_text(path)
    reader = _Reader(shown)
    try:
        data = reader.document(yaml.parse(text, Loader=_LOADER))
    except yaml.YAMLError as error:
        syntax = _syntax(error, shown, text.splitlines())
        explained = syntax.line in [problem.line for problem in reader.problems]  # such as by a star that begins a text
        raise ProblemsError(reader.problems if explained else [*reader.problems, syntax]) from error
    if data is None and not reader.problems and not may_be_empty:
        reader.problems.append(Problem(shown, 1, "the file is empty; write something in it or delete it"))
    if reader.problems:
        raise ProblemsError(reader.problems)
    return Document(shown, {} if data is None else data, reader.lines)


_IN_QUOTES = "a text that begins with {} must stand in quotes"
_HINTS = (  # what PyYAML was doing and what it stumbled over -> what is wrong, and whether it began where PyYAML began
    ("scanning an (alias|anchor)", _IN_QUOTES.format("* or &"), False),
    ("scanning a simple key", "a key without a colon; write 'key: value', and indent the lines of a long text", True),
    ("scanning a quoted scalar.*end of stream|parsing a flow", "a quote or bracket is opened and never closed", True),
    ("found a tab", "a tab stands where spaces belong; indent with spaces", False),
    ("mapping values", "a colon that YAML cannot place; put a text that contains ': ' in quotes", False),
    ("did not find expected ('-'|key|<block end>)", "the indentation does not fit the lines above", False),
)


def _syntax(error: yaml.YAMLError, path: str, lines: Sequence[str]) -> Problem:
    """What PyYAML could not read, in words for the person who wrote it."""
    said = f"{getattr(error, 'context', '')} {getattr(error, 'problem', None) or error}"
    begun, met = getattr(error, "context_mark", None), getattr(error, "problem_mark", None)
    line = met.line + 1 if met else 1
    if "cannot start any token" in said:
        rest = lines[met.line][met.column :] if met and met.line < len(lines) else ""
        tab = "a tab stands where spaces belong; indent with spaces"
        return Problem(path, line, tab if rest.startswith("\t") else _IN_QUOTES.format(rest[:1] or "this"))
    for pattern, hint, from_the_beginning in _HINTS:
        if re.search(pattern, said):
            return Problem(path, begun.line + 1 if begun and from_the_beginning else line, hint)
    return Problem(path, line, f"not YAML: {said.strip()}; a text with unusual characters must stand in quotes")


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


class _Reader:
    """Turns YAML's events into plain values, and collects their lines.

    Events, not nodes, because PyYAML's composer follows any depth until the stack is used up.
    """

    def __init__(self, path: str):
        self._path = path
        self._events: Iterator[yaml.Event] = iter(())
        self.lines: dict[Place, int] = {}
        self.problems: list[Problem] = []

    def document(self, events: Iterator[yaml.Event]) -> Any:
        """The value of the first document; None if there is none."""
        self._events = events
        data = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._problem(event, "a line of three dashes begins a second document; a file holds one")
                    break
                data = self._value(next(events), ())
        return data

    def _problem(self, event: yaml.Event, what: str) -> None:
        self.problems.append(Problem(self._path, _line(event), what))

    def _value(self, event: yaml.Event, place: Place) -> Any:
        self.lines.setdefault(place, _line(event))
        if isinstance(event, yaml.AliasEvent):
            self._problem(event, _IN_QUOTES.format("*"))
            return None
        if getattr(event, "anchor", None) is not None or getattr(event, "tag", None) not in (None, "!"):
            self._problem(event, _IN_QUOTES.format("& or !"))
        if isinstance(event, yaml.ScalarEvent):
            return event.value if event.value or event.style else None  # quotes make an empty text of it
        if len(place) >= DEEPEST:
            raise ProblemsError([Problem(self._path, _line(event), "values are nested too deep")])
        return self._list(place) if isinstance(event, yaml.SequenceStartEvent) else self._mapping(place)

    def _list(self, place: Place) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            found.append(self._value(event, (*place, len(found))))
        return found

    def _mapping(self, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = event.value if isinstance(event, yaml.ScalarEvent) else None
            if key is None:
                self._problem(event, "a key must be one word; put a text with braces or brackets in quotes")
                self._value(event, (*place, UNREADABLE))
            elif key in found:
                self._problem(event, f"{key!r} stands here a second time; keep one of the two")
            else:
                self.lines[*place, key] = _line(event)
            value = self._value(next(self._events), (*place, UNREADABLE if key is None else key))
            if key is not None:
                found.setdefault(key, value)
        return {key: value for key, value in found.items() if value is not None}


def validate(document: Document, model: type[Model], context: object = None) -> Model:
    """The document as a model, whose validators may need a context; raises ProblemsError with every mistake, each at its line."""
    try:
        return model.model_validate(document.data, context=context)
    except ValidationError as error:
        raise ProblemsError(mistakes(error, document, model)) from error


def mistakes(error: ValidationError, document: Document, model: type[BaseModel]) -> list[Problem]:
    """A model's complaints about a document, in words for the person who wrote it."""
    return [Problem(document.path, document.line(each["loc"]), _complaint(each, model)) for each in complaints(error)]


def complaints(error: ValidationError) -> list[ErrorDetails]:
    """What a model complains about, but for lists that are too short only because something in them is wrong."""
    found = error.errors()
    inside = {each["loc"][:length] for each in found for length in range(len(each["loc"]))}
    return [each for each in found if each["type"] != "too_short" or each["loc"] not in inside]


def _complaint(error: ErrorDetails, model: type[BaseModel]) -> str:
    """What is wrong, without the value where the message could end up in a log and the value is a secret."""
    place, context = error["loc"], error.get("ctx", {})
    name = next((part for part in reversed(place) if isinstance(part, str) and part != KEY_ITSELF), "")
    match error["type"]:
        case "missing":
            return f"{name!r} is missing"
        case "extra_forbidden":
            return f"unknown key {name!r}{nearest(name, _keys(model, place[:-1]))}"
        case "model_type" | "model_attributes_type" | "dict_type":
            return f"{name or 'the file'!r} should hold keys with values ('key: value')"
        case "tuple_type" | "list_type":
            return f"{name!r} should be a list, each line of it beginning with '- '"
        case "string_type":
            return f"{name!r} should be a text; if it is one, put it in quotes"
        case "string_too_short" | "too_short":
            least = context.get("min_length", 1)
            return f"{name!r} needs {least} at least" if least > 1 else f"{name!r} is empty"
        case "enum" | "literal_error":
            known = re.findall(r"'([^']+)'", str(context.get("expected", "")))
            return f"{name!r} is {_short(error['input'])}{nearest(str(error['input']), known)}"
        case "value_error":
            return f"{name!r}: {context['error']}" if name and KEY_ITSELF not in place else str(context["error"])
        case _:
            return f"{name!r} is {_short(error['input'])}; {error['msg'][:1].lower() + error['msg'][1:]}"


def fitting(pattern: str, what: str, *, secret: bool = False) -> AfterValidator:
    """A check that a text fits a pattern; it says in plain words what it should be, and what it is unless that may be secret."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(f"{'this' if secret else _short(value)} should be {what}")
        return value

    return AfterValidator(check)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _keys(model: type[BaseModel], place: Place) -> Collection[str]:
    """The keys that the model knows at a place."""
    for part in place:
        if isinstance(part, str) and part in model.model_fields:
            model = next(_models(model.model_fields[part].annotation), model)
    return list(model.model_fields)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)
