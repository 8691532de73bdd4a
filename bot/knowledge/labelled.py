"""Labelled questions: what people ask and what is right to reply, from files by which staff measure how good the answers are.

A YAML file holds them as a list under `questions`, a JSON lines file as one object a line.
"""

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field, ValidationInfo, model_validator

from bot.knowledge.edition import Knowledge
from bot.knowledge.model import File, Phrasing
from bot.problems import Problem, ProblemsError, nearest
from bot.yamlfile import Document, read, read_text, validate

YAML = (".yaml", ".yml")
JSON_LINES = (".jsonl",)

EXAMPLE = '{"question": "Who pays?", "kind": "answer", "entries": ["who-pays"]}'


class Label(StrEnum):
    """What is right to do with a question: to answer, to say that the source is silent, to be friendly, or to leave it alone."""

    ANSWER = "answer"
    UNKNOWN = "unknown"
    SMALLTALK = "smalltalk"
    OOS = "oos"


@dataclass(frozen=True, slots=True)
class Reference:
    """What the questions of a file are checked against: a knowledge base, and the language of those that name none."""

    knowledge: Knowledge
    language: str


def _reference(info: ValidationInfo) -> Reference:
    if not isinstance(info.context, Reference):
        raise TypeError("a labelled question is validated with a Reference as the context")
    return info.context


def _language(value: str, info: ValidationInfo) -> str:
    reference = _reference(info)
    if value and value not in reference.knowledge.editions:
        raise ValueError(f"there is no language {value!r}{nearest(value, reference.knowledge.editions)}")
    return value or reference.language


def _entry(value: str, info: ValidationInfo) -> str:
    edition = _reference(info).knowledge.editions.get(info.data.get("language", ""))  # none where the language is wrong itself
    if edition and value not in edition.entries:
        raise ValueError(f"there is no entry {value!r}{nearest(value, edition.entries)}")
    return value


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        what = f"{value!r} is no regular expression ({error}); put a backslash before a sign that stands for itself"
        raise ValueError(what) from error
    return value


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Patterns = Annotated[tuple[Annotated[str, AfterValidator(_pattern)], ...], BeforeValidator(_one_or_more)]
"""Regular expressions; letters' case does not matter to them, and ^ and $ are the ends of a line."""


class LabelledQuestion(File):
    """A question and what is right to reply; validated with a `Reference` as the context."""

    question: Phrasing = Field(validation_alias=AliasChoices("question", "q"), description="As somebody has typed it.")
    kind: Label = Field(description="answer, unknown, smalltalk, or oos: out of scope, to be left alone.")
    language: Annotated[str, AfterValidator(_language)] = Field("", validate_default=True, description="Such as en.")
    entries: Annotated[tuple[Annotated[str, AfterValidator(_entry)], ...], BeforeValidator(_one_or_more)] = Field(
        (), validation_alias=AliasChoices("entries", "entry"), description="Ids of entries any of which is right."
    )
    must: Patterns = Field((), description="Regular expressions that the answer must match.")
    must_not: Patterns = Field((), description="Regular expressions that the answer must not match.")
    style: str = Field("", description="How it is typed, such as typo; results are counted for each style.")
    note: str = Field("", description="For whoever reads the file.")

    @model_validator(mode="after")
    def _says_what_is_right(self) -> "LabelledQuestion":
        says = bool(self.entries or self.must or self.must_not)
        if self.kind is Label.ANSWER and not says:
            raise ValueError("which answer is right? name it under 'entries', or describe it under 'must'")
        if self.kind is Label.OOS and says:
            raise ValueError("no answer is right to a question of kind 'oos'; delete 'entries', 'must' and 'must_not'")
        return self

    def fits(self, entries: Collection[str], text: str) -> bool:
        """Whether a reply is right that has these entries and this text."""
        return (
            (not self.entries or any(entry in entries for entry in self.entries))
            and all(_found(pattern, text) for pattern in self.must)
            and not any(_found(pattern, text) for pattern in self.must_not)
        )


def _found(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE | re.MULTILINE) is not None


class Labelled(File):
    """A YAML file of labelled questions."""

    questions: tuple[LabelledQuestion, ...] = Field(min_length=1)


def read_labelled(paths: Iterable[Path], knowledge: Knowledge, language: str) -> tuple[LabelledQuestion, ...]:
    """The questions of some files, one after the other; raises ProblemsError with every mistake in every file.

    The language of a question is the one that it names, or else the one that its file is named after, or else `language`.
    """
    questions: list[LabelledQuestion] = []
    problems: list[Problem] = []
    for path in paths:
        reference = Reference(knowledge, path.stem if path.stem in knowledge.editions else language)
        try:
            questions += _file(path, reference)
        except ProblemsError as error:
            problems += error.problems
    if problems:
        raise ProblemsError(problems)
    return tuple(questions)


def _file(path: Path, reference: Reference) -> Iterable[LabelledQuestion]:
    if path.suffix.lower() in YAML:
        return validate(read(path), Labelled, reference).questions
    if path.suffix.lower() in JSON_LINES:
        return _json_lines(path, reference)
    what = f"is neither YAML nor JSON lines by its name; let it end in {', '.join((*YAML, *JSON_LINES))}"
    raise ProblemsError([Problem(str(path), 1, what)])


def _json_lines(path: Path, reference: Reference) -> list[LabelledQuestion]:
    questions: list[LabelledQuestion] = []
    problems: list[Problem] = []
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            questions.append(validate(_document(str(path), number, line), LabelledQuestion, reference))
        except ProblemsError as error:
            problems += error.problems
    if not questions and not problems:
        problems.append(Problem(str(path), 1, f"the file is empty; write a question a line, such as {EXAMPLE}"))
    if problems:
        raise ProblemsError(problems)
    return questions


def _document(path: str, number: int, line: str) -> Document:
    """One line of JSON as a document of its own; a key without a value counts as left out, as it does in YAML."""
    try:
        data = json.loads(line, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        what = f"not JSON at character {error.colno}: {error.msg[:1].lower()}{error.msg[1:]}; a line reads {EXAMPLE}"
        raise ProblemsError([Problem(path, number, what)]) from error
    except ValueError as error:  # a key that stands there twice, or a number without end
        raise ProblemsError([Problem(path, number, str(error))]) from error
    except RecursionError as error:
        raise ProblemsError([Problem(path, number, "values are nested too deep")]) from error
    if not isinstance(data, dict):
        raise ProblemsError([Problem(path, number, f"a line should hold keys with values, such as {EXAMPLE}")])
    return Document(path, data, {(): number})


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"{key!r} stands here a second time; keep one of the two")
        found[key] = value
    return {key: value for key, value in found.items() if value is not None}
