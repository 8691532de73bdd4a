"""The benchmarks read what they are given."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.data import MOST_PROBLEMS, Phrasing, Question, draw, grow, hold_out, split
from bot.problems import ProblemsError
from knowledge_files import told, write

PHRASINGS = (
    Phrasing("where is the nearest shop", "place"),
    Phrasing("how do I find you", "place"),
    Phrasing("what does a cup of tea cost", "price"),
    Phrasing("is green tea expensive", "price"),
)


def line(text: str, label: str | None = None) -> str:
    """A line of a data file."""
    return json.dumps({"text": text} | ({"label": label} if label else {})) + "\n"


LINES = "".join(line(one.text, one.label) for one in PHRASINGS)


# Reading


def test_what_is_out_of_scope_has_no_label(tmp_path: Path) -> None:
    """The two labels for it are none, nor is any label in a file of strangers; spaces count once; no phrasing is out of scope."""
    write(
        tmp_path,
        {
            "train": LINES + line("gibberish", "oos"),
            "test": b"\xef\xbb\xbf" + (line("  a\u2028 b\t", "place") + "\r\n" + line("c", "NO_NODES_DETECTED")).encode(),
            "one": line("d"),
            "two": line("e", "place"),
        },
    )
    parts = split(tmp_path / "train", tmp_path / "test", [tmp_path / "one", tmp_path / "two"])
    assert parts.phrasings == PHRASINGS
    assert parts.questions == (Question("a b", "place"), *(Question(text, None) for text in "cde"))


def test_one_file_is_enough(tmp_path: Path) -> None:
    """Without a test file every fifth line of each label becomes a question, and so does all that is out of scope."""
    lines = [("a", str(number)) for number in range(11)] + [("b", "x"), ("oos", "y"), ("oos", "z")]
    write(tmp_path, {"data": "".join(line(text, label) for label, text in lines)})
    parts = split(tmp_path / "data", None)
    assert parts.questions == (Question("4", "a"), Question("9", "a"), Question("y", None), Question("z", None))
    assert Counter(phrasing.label for phrasing in parts.phrasings) == {"a": 9, "b": 1}


@given(st.lists(st.builds(Question, st.text(), st.sampled_from(["a", "b", "c", None]))))
def test_holding_out_loses_nothing(lines: list[Question]) -> None:
    """Each line is either a phrasing or a question, and each label that is asked for can be found."""
    parts = hold_out(lines)
    again = [*parts.questions, *(Question(one.text, one.label) for one in parts.phrasings)]
    assert Counter(again) == Counter(lines)
    assert {one.label for one in parts.questions} - {None} <= {one.label for one in parts.phrasings}


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("{\n", ":1: is not JSON: Expecting property name enclosed in double quotes at character 2"),
        (LINES + "x\n", ":5: is not JSON: Expecting value at character 1"),
        ("[]", ':1: is not an object {"text": "...", "label": "..."}'),
        ("\n\n" + '{"label": "a"}', ":3: `text` is missing, empty or no text"),
        ('{"text": 1, "label": "a"}', ":1: `text` is missing, empty or no text"),
        ('{"text": " ", "label": "a"}', ":1: `text` is missing, empty or no text"),
        (r'{"text": "\ud800", "label": "a"}', ":1: `text` is missing, empty or no text"),
        ('{"text": "a"}', ":1: `label` is missing, empty or no text"),
        ('{"text": "a", "label": ["b"]}', ":1: `label` is missing, empty or no text"),
        (b'{"text": "\xff", "label": "a"}', ":1: is not UTF-8"),
        ("[" * 100_000, ":1: is not JSON that can be read: too deeply nested"),
        ("", ': has no line {"text": "...", "label": "..."}'),
        (line("a", "oos"), ": no line has a label that is in scope, so there is nothing to match"),
        (LINES, ": no label has the five lines of which one can be held out, so there is nothing to be right about"),
    ],
)
def test_a_wrong_line_is_told(tmp_path: Path, content: str | bytes, complaint: str) -> None:
    """What is wrong with a file is said with its path and line."""
    write(tmp_path, {"data": content})
    with pytest.raises(ProblemsError) as raised:
        split(tmp_path / "data", None)
    assert told(raised.value.problems, tmp_path) == [f"data{complaint}"]


def test_all_files_are_complained_about_at_once(tmp_path: Path) -> None:
    """Mistakes in several files are told together, a missing file among them; of a wrong kind of file, only the beginning."""
    write(tmp_path, {"train": "x\n" * 1000, "strangers": "{}"})
    with pytest.raises(ProblemsError) as raised:
        split(tmp_path / "train", tmp_path / "test", [tmp_path / "strangers"])
    strange, missing, *wrong = told(raised.value.problems, tmp_path)
    assert strange == "strangers:1: `text` is missing, empty or no text"
    assert missing == "test: cannot be read: No such file or directory"
    assert len(wrong) == MOST_PROBLEMS + 1
    assert f"train:{MOST_PROBLEMS + 1}: not read on after {MOST_PROBLEMS} wrong lines" in wrong


def test_a_test_needs_something_in_scope(tmp_path: Path) -> None:
    """Where all questions are out of scope there is no accuracy."""
    write(tmp_path, {"train": LINES, "test": line("a", "oos")})
    with pytest.raises(ProblemsError, match="test: every line is out of scope"):
        split(tmp_path / "train", tmp_path / "test")


# Drawing and growing


def test_drawing_keeps_the_share_of_strangers() -> None:
    """Fewer questions are the same each time, and as many of them are out of scope as among all."""
    questions = [Question(str(number), "a" if number % 4 else None) for number in range(100)]
    drawn = draw(questions, 20, seed=1)
    assert drawn == draw(questions, 20, seed=1)
    assert Counter(question.label for question in drawn) == {"a": 15, None: 5}
    assert len(set(drawn)) == 20


@pytest.mark.parametrize("count", [0, 3, 100])
def test_all_questions_can_be_drawn(count: int) -> None:
    """None asked for, or more than there are: all of them."""
    questions = [Question("a", "x"), Question("b", None), Question("c", "x")]
    assert Counter(draw(questions, count, seed=1)) == Counter(questions)


def test_fewer_phrasings_are_taken_evenly() -> None:
    """A smaller size keeps the order, and something of every label."""
    assert grow(PHRASINGS, 2, seed=1) == (PHRASINGS[0], PHRASINGS[2])
    assert grow(PHRASINGS, 4, seed=1) == PHRASINGS


@given(st.integers(5, 300), st.integers())
def test_growing_varies_what_is_there(size: int, seed: int) -> None:
    """More phrasings are the given ones and others in words of the same label, each once, and the same for the same seed."""
    grown = grow(PHRASINGS, size, seed)
    assert grown[:4] == PHRASINGS
    assert len(grown) == len({phrasing.text for phrasing in grown}) == size
    assert grown == grow(PHRASINGS, size, seed)
    words = {
        label: {word for one in PHRASINGS if one.label == label for word in one.text.split()} for label in ("place", "price")
    }
    assert all(set(phrasing.text.split()) <= words[phrasing.label] for phrasing in grown)
    counts = Counter(phrasing.label for phrasing in grown)
    assert abs(counts["place"] - counts["price"]) <= 2 + size / 10


def test_growing_goes_on_from_the_smaller_size() -> None:
    """A larger size has the same phrasings and more."""
    assert grow(PHRASINGS, 50, seed=1) == grow(PHRASINGS, 200, seed=1)[:50]
