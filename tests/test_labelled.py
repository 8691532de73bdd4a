"""Labelled questions are read from YAML and JSON lines, and every mistake in them is told at its line."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.edition import Knowledge
from bot.knowledge.labelled import EXAMPLE, Label, LabelledQuestion, Reference, read_labelled
from bot.knowledge.reader import read_knowledge
from bot.problems import ProblemsError
from knowledge_files import entry, told, topic, write
from teahouse import FILES

RUSSIAN = topic(entry("shops-list", "Где магазины?", "Три."), entry("masha", "Кто Маша?", "Она."), title="Магазины")


@pytest.fixture
def knowledge(tmp_path: Path) -> Knowledge:
    """The tea house, and a little of it in Russian."""
    return read_knowledge(write(tmp_path / "kb", {**FILES, "ru/shops.yaml": RUSSIAN}))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the labelled files are."""
    return tmp_path / "labelled"


def read(folder: Path, files: Mapping[str, str | bytes], knowledge: Knowledge) -> tuple[LabelledQuestion, ...]:
    """The questions of these files; English where nothing else says it."""
    write(folder, files)
    return read_labelled([folder / name for name in files], knowledge, "en")


def refusal(folder: Path, files: Mapping[str, str | bytes], knowledge: Knowledge) -> list[str]:
    """What is said of files that cannot be used."""
    with pytest.raises(ProblemsError) as caught:
        read(folder, files, knowledge)
    return told(caught.value.problems, folder)


def yaml(*questions: str) -> str:
    """A YAML file of questions: the first begins on line 2."""
    return "questions:\n" + "".join(f"  - {question}\n" for question in questions)


SHOPS: dict[str, Any] = {"question": "Where?", "kind": "answer", "entries": ["shops-list"], "must": ["three"]}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.yaml", yaml("{question: Where?, kind: answer, entries: [shops-list], must: [three]}")),
        ("a.yml", yaml("{q: Where?, kind: answer, entry: shops-list, must: three}")),
        (
            "a.YAML",
            yaml("question: ' Where? '\n    kind: answer\n    entries:\n      - shops-list\n    must:\n      - three\n    note:"),
        ),
        ("a.jsonl", json.dumps(SHOPS)),
        ("a.jsonl", json.dumps(SHOPS) + "\n"),
        ("a.jsonl", "\n\r\n" + json.dumps(SHOPS) + "\r\n\n"),
        ("a.jsonl", '{"q": "Where?", "kind": "answer", "entry": "shops-list", "must": ["three"], "must_not": [], "note": null}'),
        ("a.jsonl", b"\xef\xbb\xbf" + json.dumps(SHOPS).encode()),
    ],
)
def test_the_same_question(folder: Path, knowledge: Knowledge, name: str, content: str | bytes) -> None:
    """YAML and JSON lines, long names and short ones, one value and a list of one say the same."""
    [question] = read(folder, {name: content}, knowledge)
    assert (question.question, question.kind, question.language) == ("Where?", Label.ANSWER, "en")
    assert (question.entries, question.must, question.must_not) == (("shops-list",), ("three",), ())
    assert (question.style, question.note) == ("", "")


def test_all_questions_of_all_files(folder: Path, knowledge: Knowledge) -> None:
    """Files and their questions come in order, with how they are typed and what is noted."""
    files = {
        "b.yaml": yaml("{q: one, kind: oos, style: typo}", "{q: no, kind: smalltalk, note: 12:30}"),
        "a.jsonl": '{"q": "three\\u2028", "kind": "unknown"}\n{"q": "four", "kind": "unknown", "style": "plain"}\n',
    }
    found = [(one.question, one.kind.value, one.style, one.note) for one in read(folder, files, knowledge)]
    assert found == [
        ("one", "oos", "typo", ""),
        ("no", "smalltalk", "", "12:30"),
        ("three", "unknown", "", ""),
        ("four", "unknown", "plain", ""),
    ]


@pytest.mark.parametrize(
    ("name", "language", "expected"),
    [("a.yaml", "", "en"), ("ru.yaml", "", "ru"), ("fr.yaml", "", "en"), ("ru.yaml", "en", "en"), ("en.yaml", "ru", "ru")],
)
def test_the_language_of_a_question(folder: Path, knowledge: Knowledge, name: str, language: str, expected: str) -> None:
    """It is the one that the question names; or that the file is named after, if the knowledge base has it; or the default."""
    content = yaml(f"{{q: a, kind: oos, language: {language}}}" if language else "{q: a, kind: oos}")
    assert [question.language for question in read(folder, {name: content}, knowledge)] == [expected]


BACKSLASH = "put a backslash before a sign that stands for itself"
MISTAKES: dict[str, tuple[str, list[str]]] = {
    "no question": (yaml("kind: oos"), ["2: 'question' is missing"]),
    "no kind": (yaml("q: a\n    style: b"), ["2: 'kind' is missing"]),
    "empty question": (yaml("kind: oos\n    q: ' '"), ["3: 'q' is empty"]),
    "unknown kind": (yaml("q: a\n    kind: oss"), ["3: 'kind' is 'oss'; did you mean 'oos'?"]),
    "unknown key": (yaml("q: a\n    kind: oos\n    stile: b"), ["4: unknown key 'stile'; did you mean 'style'?"]),
    "unknown entry": (
        yaml("q: a\n    kind: answer\n    entries:\n      - teas-list\n      - shop-list"),
        ["6: 'entries': there is no entry 'shop-list'; did you mean 'shops-list'?"],
    ),
    "unknown entry alone": (
        yaml("q: a\n    kind: answer\n    entry: shop-list"),
        ["4: 'entry': there is no entry 'shop-list'; did you mean 'shops-list'?"],
    ),
    "entry of another language": (
        yaml("q: a\n    kind: answer\n    language: ru\n    entry: teas-list"),
        ["5: 'entry': there is no entry 'teas-list'; did you mean 'shops-list'?"],
    ),
    "unknown language": (
        yaml("q: a\n    kind: answer\n    language: eng\n    entry: teas-list"),
        ["4: 'language': there is no language 'eng'; did you mean 'en'?"],
    ),
    "bad regular expressions": (
        yaml("q: a\n    kind: answer\n    must: [three, (]\n    must_not: '*'"),
        [
            f"4: 'must': '(' is no regular expression (missing ), unterminated subpattern at position 0); {BACKSLASH}",
            f"5: 'must_not': '*' is no regular expression (nothing to repeat at position 0); {BACKSLASH}",
        ],
    ),
    "no right answer": (
        yaml("q: a\n    kind: answer"),
        ["2: 'questions': which answer is right? name it under 'entries', or describe it under 'must'"],
    ),
    "an answer to leave alone": (
        yaml("q: a\n    kind: oos\n    must: b"),
        ["2: 'questions': no answer is right to a question of kind 'oos'; delete 'entries', 'must' and 'must_not'"],
    ),
    "a text": (yaml("just text"), ["2: 'questions' should hold keys with values ('key: value')"]),
    "no list": ("questions: a", ["1: 'questions' should be a list, each line of it beginning with '- '"]),
    "a bare list": ("- q: a\n  kind: oos", ["1: 'the file' should hold keys with values ('key: value')"]),
    "nothing in the list": ("# a\nquestions: []", ["2: 'questions' is empty"]),
    "misspelt list": (
        "question:\n  - q: a",
        ["1: 'questions' is missing", "1: unknown key 'question'; did you mean 'questions'?"],
    ),
    "nothing": ("", ["1: the file is empty; write something in it or delete it"]),
    "no YAML": ("questions:\n\t- q: a", ["2: a tab stands where spaces belong; indent with spaces"]),
}


@pytest.mark.parametrize(("content", "complaints"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes_in_yaml(folder: Path, knowledge: Knowledge, content: str, complaints: list[str]) -> None:
    """Every mistake is told at its line, with the nearest right thing."""
    assert refusal(folder, {"a.yaml": content}, knowledge) == [f"a.yaml:{complaint}" for complaint in complaints]


@pytest.mark.parametrize(
    ("line", "complaints"),
    [
        ("{", [f"not JSON at character 2: expecting property name enclosed in double quotes; a line reads {EXAMPLE}"]),
        ('{"q": "a" "b"}', [f"not JSON at character 11: expecting ',' delimiter; a line reads {EXAMPLE}"]),
        ('{"q": "a"} {}', [f"not JSON at character 12: extra data; a line reads {EXAMPLE}"]),
        ("[]", [f"a line should hold keys with values, such as {EXAMPLE}"]),
        ('"a"', [f"a line should hold keys with values, such as {EXAMPLE}"]),
        ('{"q": "a", "q": "b"}', ["'q' stands here a second time; keep one of the two"]),
        ("[" * 100_000, ["values are nested too deep"]),
        ("{}", ["'kind' is missing", "'question' is missing"]),
        ('{"q": 5, "kind": "oos"}', ["'q' should be a text; if it is one, put it in quotes"]),
        ('{"q": "a", "kind": "answr"}', ["'kind' is 'answr'; did you mean 'answer'?"]),
        (
            '{"q": "a", "kind": "unknown", "entry": "tea-price"}',
            ["'entry': there is no entry 'tea-price'; did you mean 'teas-price'?"],
        ),
        ('{"q": "a", "kind": "answer"}', ["which answer is right? name it under 'entries', or describe it under 'must'"]),
    ],
)
def test_mistakes_in_json_lines(folder: Path, knowledge: Knowledge, line: str, complaints: list[str]) -> None:
    """A line is a document of its own, and its number is right, whatever stands before it."""
    content = f'{{"q": "a", "kind": "oos"}}\n\n{line}\n'
    assert refusal(folder, {"a.jsonl": content}, knowledge) == [f"a.jsonl:3: {complaint}" for complaint in complaints]


def test_json_lines_of_nothing(folder: Path, knowledge: Knowledge) -> None:
    """A file without a question says how one is written."""
    expected = [f"a.jsonl:1: the file is empty; write a question a line, such as {EXAMPLE}"]
    assert refusal(folder, {"a.jsonl": "\n\n"}, knowledge) == expected


def test_nothing_is_lost(folder: Path, knowledge: Knowledge) -> None:
    """All that is wrong in all files is told at once, in the order of files and lines."""
    files: dict[str, str | bytes] = {
        "c.txt": "a",
        "b.jsonl": '{"q": "a", "kind": "x"}\n{"q": "a", "kind": "oos"}\nx\n{"q": "", "kind": "answer", "must": ["["]}',
        "a.yaml": yaml("{q: a, kind: oos}", "{q: b, kind: answer, entries: [xyz]}", "{kind: x}"),
        "d.jsonl": b'{"q": "\xff"}',
    }
    found = [complaint.partition(": ")[0] for complaint in refusal(folder, files, knowledge)]
    assert found == [
        "a.yaml:3",
        "a.yaml:4",
        "a.yaml:4",
        "b.jsonl:1",
        "b.jsonl:3",
        "b.jsonl:4",
        "b.jsonl:4",
        "c.txt:1",
        "d.jsonl:1",
    ]


def test_files_that_cannot_be_read(tmp_path: Path, knowledge: Knowledge) -> None:
    """What is not there, or is no file of questions by its name, is told."""
    with pytest.raises(ProblemsError) as caught:
        read_labelled([tmp_path / "a.jsonl", tmp_path / "b.yaml", tmp_path / "c"], knowledge, "en")
    assert told(caught.value.problems, tmp_path) == [
        "a.jsonl:1: cannot be read: No such file or directory",
        "b.yaml:1: cannot be read: No such file or directory",
        "c:1: is neither YAML nor JSON lines by its name; let it end in .yaml, .yml, .jsonl",
    ]


@pytest.mark.parametrize(
    ("right", "entries", "text", "fits"),
    [
        ({"entries": ["shops-list"]}, ["shops-list"], "", True),
        ({"entries": ["shops-list", "teas-list"]}, ["teas-list"], "", True),
        ({"entries": ["shops-list"]}, ["teas-list", "shops-list"], "", True),
        ({"entries": ["shops-list"]}, ["teas-list"], "", False),
        ({"must": ["three"]}, ["teas-list"], "THREE shops", True),
        ({"must": ["^three"]}, [], "Shops:\nthree", True),
        ({"must": ["three", "four"]}, [], "three", False),
        ({"must_not": ["three"]}, [], "four", True),
        ({"must_not": ["four", "three"]}, [], "Three", False),
        ({"entries": ["shops-list"], "must": ["three"]}, ["shops-list"], "four", False),
        ({"entries": ["shops-list"], "must": ["three"]}, ["teas-list"], "three", False),
        ({"entries": ["shops-list"], "must": ["three"], "must_not": ["two"]}, ["shops-list"], "three", True),
    ],
)
def test_what_fits(knowledge: Knowledge, right: dict[str, list[str]], entries: list[str], text: str, fits: bool) -> None:
    """Any of the entries, all of the patterns and none of those that must not be; letters' case does not matter."""
    given = {"question": "a", "kind": "answer", **right}
    assert LabelledQuestion.model_validate(given, context=Reference(knowledge, "en")).fits(entries, text) is fits


def test_a_question_needs_a_reference() -> None:
    """Without a knowledge base nobody can say whether an entry is there."""
    with pytest.raises(TypeError, match="Reference"):
        LabelledQuestion.model_validate({"question": "a", "kind": "oos"})
