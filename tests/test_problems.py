"""Problems read as `path:line: what`, in the order of files and lines, and name the nearest right thing."""

import pytest

from bot.problems import Problem, ProblemsError, Severity, in_order, nearest

LATER = Problem("a.yaml", 10, "second")
EARLIER = Problem("a.yaml", 9, "first")
SAME_LINE = Problem("a.yaml", 9, "also first")
OTHER_FILE = Problem("b.yaml", 1, "third")


def test_a_problem_names_its_line() -> None:
    """A problem of a file can be jumped to by its text."""
    assert str(Problem("en/a.yaml", 14, "'answer' is missing")) == "en/a.yaml:14: 'answer' is missing"


def test_what_has_no_lines_is_named_alone() -> None:
    """A problem of something without lines, such as an environment variable, has no line in its text."""
    assert str(Problem("environment variable LOG__LEVEL", 0, "is wrong")) == "environment variable LOG__LEVEL: is wrong"


def test_a_problem_is_an_error_unless_it_says_otherwise() -> None:
    """What nobody has judged keeps the file from being used."""
    assert EARLIER.severity is Severity.ERROR


def test_severities_rise() -> None:
    """A mistake is worse than a risk, and an error is worse than both."""
    assert Severity.RISK < Severity.MISTAKE < Severity.ERROR


def test_problems_stand_by_file_and_line() -> None:
    """Lines are in the order of numbers, not of letters: 9 before 10; on one line what is said decides."""
    assert in_order([OTHER_FILE, LATER, EARLIER, SAME_LINE]) == (SAME_LINE, EARLIER, LATER, OTHER_FILE)


def test_the_error_carries_all_problems_in_order() -> None:
    """The error's text is one line a problem, sorted."""
    error = ProblemsError(iter([OTHER_FILE, LATER, EARLIER]))
    assert error.problems == (EARLIER, LATER, OTHER_FILE)
    assert str(error) == "a.yaml:9: first\na.yaml:10: second\nb.yaml:1: third"


@pytest.mark.parametrize(
    ("word", "known", "clause"),
    [
        ("anser", ["question", "answer", "also"], "; did you mean 'answer'?"),
        ("Answer", ["question", "answer", "also"], "; did you mean 'answer'?"),
        ("xyz", ["question", "answer", "also"], "; known are also, answer, question"),
        ("xyz", ["one"], "; known are one"),
        ("xyz", [], ""),
        ("xyz", [f"word{number}" for number in range(20)], "; known are " + ", ".join(sorted(f"word{n}" for n in range(20)))),
        ("xyz", [f"word{number}" for number in range(21)], ""),
        ("word7x", [f"word{number}" for number in range(21)], "; did you mean 'word7'?"),
    ],
)
def test_the_nearest_known_word_is_offered(word: str, known: list[str], clause: str) -> None:
    """The nearest of the known words is named; where none is near, all of them up to twenty; of more, nothing."""
    assert nearest(word, known) == clause
