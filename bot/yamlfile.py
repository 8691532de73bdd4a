"""YAML files as people write them: scalars stay text, every value knows its line, and every mistake is said in plain words.

PyYAML's own conversion reads `no` as False and `12:30` as 750; here a model converts what is to be converted.
"""

import re
from collections.abc import Collection, Iterator, Mapping
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


def read(path: Path, *, may_be_empty: bool = False) -> Document:
    """Read a file; raises ProblemsError when it is not there, not UTF-8, not YAML, or holds nothing but comments."""
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
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        raise ProblemsError([Problem(shown, _line_of(error), _syntax(error))]) from error
    except RecursionError as error:
        raise ProblemsError([Problem(shown, 1, "values are nested too deep; a knowledge file needs four levels")]) from error
    if node is None and may_be_empty:
        return Document(shown, {}, {})
    if node is None:
        raise ProblemsError([Problem(shown, 1, "the file is empty; write something in it or delete it")])
    reader = _Reader(shown)
    data = reader.plain(node, ())
    if reader.problems:
        raise ProblemsError(reader.problems)
    return Document(shown, data, reader.lines)


def _line_of(error: yaml.YAMLError) -> int:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return mark.line + 1 if mark else 1


def _syntax(error: yaml.YAMLError) -> str:
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    hints = {
        r"\\t|tab": "a tab stands where spaces belong; indent with spaces",
        "mapping values": "a colon that YAML cannot place; put a text that contains ': ' in quotes",
        "could not find expected ':'": "a key without a colon; write 'key: value', and indent the lines of a long text",
        "alias|anchor": "a text that begins with * or & must stand in quotes",
        "expected <block end>|did not find expected ('-'|key)": "the indentation does not fit the lines above",
        "single document": "a line of three dashes begins a second document; a file holds one",
        "end of stream|unexpected end": "a quote or bracket is opened and never closed",
    }
    for pattern, hint in hints.items():
        if re.search(pattern, problem):
            return f"{hint} ({problem})"
    return f"not YAML: {problem}; a text with unusual characters must stand in quotes"


class _Reader:
    """Turns YAML's nodes into plain values, and collects their lines."""

    def __init__(self, path: str):
        self._path = path
        self._seen: set[int] = set()
        self.lines: dict[Place, int] = {}
        self.problems: list[Problem] = []

    def _problem(self, node: yaml.Node, what: str) -> None:
        self.problems.append(Problem(self._path, node.start_mark.line + 1, what))

    def plain(self, node: yaml.Node, place: Place) -> Any:
        if id(node) in self._seen:  # the only way to meet a node twice, and to run in circles
            self._problem(node, "an alias (*name) repeats this value; write it out")
            return None
        self._seen.add(id(node))
        self.lines.setdefault(place, node.start_mark.line + 1)
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(item, (*place, at)) for at, item in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        return node.value if node.value or getattr(node, "style", None) else None  # quotes make an empty text of it

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._problem(key_node, "a key must be one word; put a text with braces or brackets in quotes")
                continue
            key = key_node.value
            if key in found:
                self._problem(key_node, f"{key!r} stands here a second time; keep one of the two")
                continue
            self.lines[(*place, key)] = key_node.start_mark.line + 1
            found[key] = self.plain(value_node, (*place, key))
        return {key: value for key, value in found.items() if value is not None}


def validate(document: Document, model: type[Model]) -> Model:
    """The document as a model; raises ProblemsError with every mistake, each at its line."""
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        raise ProblemsError(mistakes(error, document, model)) from error


def mistakes(error: ValidationError, document: Document, model: type[BaseModel]) -> list[Problem]:
    """A model's complaints about a document, in words for the person who wrote it."""
    return [Problem(document.path, document.line(each["loc"]), _complaint(each, model)) for each in error.errors()]


def _complaint(error: ErrorDetails, model: type[BaseModel]) -> str:
    """What is wrong, without the value where the message could end up in a log and the value is a secret."""
    place, context = error["loc"], error.get("ctx", {})
    name = next((part for part in reversed(place) if isinstance(part, str)), "")
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
            return f"{name!r} is empty"
        case "enum" | "literal_error":
            known = re.findall(r"'([^']+)'", str(context.get("expected", "")))
            return f"{name!r} is {_short(error['input'])}{nearest(str(error['input']), known)}"
        case "value_error":
            return f"{name!r}: {context['error']}" if name else str(context["error"])
        case _:
            return f"{name!r} is {_short(error['input'])}; {error['msg'][:1].lower() + error['msg'][1:]}"


def fitting(pattern: str, what: str) -> AfterValidator:
    """A check that a text fits a pattern, which says in plain words what it should be."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(f"{_short(value)} should be {what}")
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
