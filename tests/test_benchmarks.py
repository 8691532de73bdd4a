"""The benchmarks read what they are given, ask everybody the same, and count right; the peers' libraries need not be there."""

import itertools
import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz
from rich.console import Console
from rich.progress import Progress

from benchmarks import __main__ as command_line
from benchmarks.asking import Answer, Patience, ask_in_turn
from benchmarks.comparison import Results, compare
from benchmarks.data import MOST_PROBLEMS, Phrasing, Question, Split, draw, grow, hold_out, split
from benchmarks.measures import accuracy, auroc, best_threshold, margin, speed
from benchmarks.memory import STATUS, measure
from benchmarks.report import report
from benchmarks.scaling import SLOWEST_BUILD, scale
from benchmarks.systems import NOTHING, Best, OurMatcher, RapidFuzz, System, Trigrams, all_systems
from bot.problems import ProblemsError
from knowledge_files import ROOT, told, write

PHRASINGS = (
    Phrasing("where is the nearest shop", "place"),
    Phrasing("how do I find you", "place"),
    Phrasing("what does a cup of tea cost", "price"),
    Phrasing("is green tea expensive", "price"),
)
QUIET = Progress(disable=True)


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


# Asking


class Ticks:
    """A clock that each system moves on by as many seconds as its answers take."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Parrot:
    """A system that knows only what it was built with, and takes its time, by the clock that it is given."""

    def __init__(self, name: str, clock: Ticks, seconds: float = 0.0, *, build: float = 0.0, a_phrasing: float = 0.0):
        self.name = name
        self.heard: list[str] = []
        self._clock = clock
        self._seconds = seconds
        self._costs = build, a_phrasing

    def build(self, phrasings: Sequence[str], labels: Sequence[str]) -> None:
        self._known = dict(zip(phrasings, labels, strict=True))
        self._clock.now += self._costs[0] * len(phrasings)

    def best(self, text: str) -> Best:
        self.heard.append(text)
        self._clock.now += self._seconds + self._costs[1] * len(self._known)
        return Best(self._known[text], 1.0) if text in self._known else NOTHING


def answers(*given: tuple[str | None, float]) -> list[Answer]:
    return [Answer(label, score, 0.001) for label, score in given]


def test_every_question_goes_to_all_before_the_next() -> None:
    """Systems are asked in turn, in changing order; each one's time is its own."""
    clock = Ticks()
    systems = [Parrot("one", clock, 1.0), Parrot("two", clock, 2.0)]
    for system in systems:
        system.build(["a", "b"], ["x", "y"])
    heard: list[tuple[int, ...]] = []
    found = ask_in_turn(
        systems, ["a", "b", "c"], clock=clock, asked=lambda: heard.append(tuple(len(system.heard) for system in systems))
    )
    assert found == [[Answer("x", 1.0, seconds), Answer("y", 1.0, seconds), Answer(None, 0.0, seconds)] for seconds in (1.0, 2.0)]
    assert heard == [(1, 1), (2, 2), (3, 3)]


def test_patience_ends() -> None:
    """A slow system is asked the least number of questions, and no more once it has used up its time."""
    clock = Ticks()
    systems = [Parrot("fast", clock, 0.1), Parrot("slow", clock, 10.0), Parrot("middling", clock, 1.0)]
    for system in systems:
        system.build([], [])
    found = ask_in_turn(systems, list("abcdefghij"), Patience(seconds=5, least=3), clock)
    assert [len(some) for some in found] == [10, 3, 5]


# Measures

SCOPES = [None, "a", "b", "c"]


def correlation(gold: Sequence[str | None], said: Sequence[str | None]) -> float:
    """Gorodkin's R_K from its definition: the covariance of the indicator matrices over the root of their variances."""
    truth, found = (np.array([[one == label for label in SCOPES] for one in some], dtype=float) for some in (gold, said))
    truth -= truth.mean(axis=0)
    found -= found.mean(axis=0)
    spread = float(np.sqrt((truth * truth).sum() * (found * found).sum()))
    return float((truth * found).sum()) / spread if spread > 1e-9 else 0.0


CASES = st.tuples(st.sampled_from(SCOPES), st.sampled_from(SCOPES), st.sampled_from([0.0, 0.1, 0.5, 1.0]))
"""The label that is right, the label that is given, and its score."""


@given(st.lists(CASES, min_size=1, max_size=12))
@settings(max_examples=300)
def test_the_best_threshold_is_the_best_of_all(cases: list[tuple[str | None, str | None, float]]) -> None:
    """It is what trying every score as a threshold finds, by the definition of the coefficient."""
    gold = [expected for expected, _, _ in cases]
    given_answers = answers(*((label, score) for _, label, score in cases))
    tried = {
        bar: correlation(gold, [one.label if one.score >= bar else None for one in given_answers]) for bar in (0.0, 0.1, 0.5, 1.0)
    }
    best = best_threshold(gold, given_answers)
    assert best.correlation == pytest.approx(max(0.0, *tried.values()))
    if best.score is not None:
        assert tried[best.score] == pytest.approx(best.correlation)


def test_two_classes_give_the_coefficient_of_matthews() -> None:
    """With one label and "none" it is his formula: here 3 true and 1 false positives, 2 true and 1 false negatives."""
    gold = ["a", "a", "a", None, None, None, "a"]
    found = best_threshold(gold, answers(*[("a", 1.0)] * 4, *[(None, 0.0)] * 3))
    assert found.score == 1.0
    assert found.correlation == pytest.approx((3 * 2 - 1 * 1) / (4 * 4 * 3 * 3) ** 0.5)


def test_accuracy_is_of_what_is_in_scope() -> None:
    """Whatever is said to strangers, and however unsure an answer is, makes no difference."""
    assert accuracy(["a", "b", None, "a"], answers(("a", 0.0), ("a", 1.0), ("a", 1.0), (None, 0.0))) == 1 / 3


def test_strangers_need_both_kinds() -> None:
    """Without questions out of scope there is nothing to tell them by."""
    assert auroc(["a", "b"], answers(("a", 0.5), ("a", 0.1))) is None


def test_the_area_counts_pairs() -> None:
    """It is the share of pairs in which the question in scope scores higher, a tie counting half."""
    pytest.importorskip("sklearn")
    assert auroc(["a", None, "b", None], answers(("x", 0.9), ("x", 0.5), ("x", 0.5), (None, 0.0))) == (1 + 1 + 0.5 + 1) / 4


def test_speed_is_in_milliseconds() -> None:
    """The median, and what 95 % of the questions stay below."""
    found = speed([Answer(None, 0.0, seconds / 1000) for seconds in range(1, 102)])
    assert (found.median, found.p95) == (pytest.approx(51), pytest.approx(96))
    assert margin(0.5, 100) == pytest.approx(0.098)


# Systems


def built(system: System) -> System:
    system.build([one.text for one in PHRASINGS], [one.label for one in PHRASINGS])
    return system


def systems_at_hand() -> Iterator[System]:
    """Those that need nothing from requirements-bench.txt."""
    yield OurMatcher("en")
    yield from (RapidFuzz(scorer) for scorer in (fuzz.WRatio, fuzz.token_set_ratio, fuzz.ratio))
    if Trigrams.supported():
        yield Trigrams()


def peers() -> Iterator[System]:
    """Those that are imported only here."""
    pytest.importorskip("bm25s")
    pytest.importorskip("sklearn")
    yield from all_systems("en")


def expect_sense(system: System) -> None:
    built(system)
    for one in PHRASINGS:
        assert system.best(one.text.upper() + "?").label == one.label
    assert system.best("the shop is where").label == "place"
    assert system.best("where is the nearest shop").score > system.best("where now").score
    assert system.best("") == NOTHING
    assert {system.best(odd).label for odd in ("?", '"', "\0", "'; --", "OR")} <= {"place", "price", None}
    system.build(["hello there"], ["greeting"])
    assert system.best("where is the nearest shop? hello there").label == "greeting"


@pytest.mark.parametrize("system", list(systems_at_hand()), ids=lambda system: str(system.name))
def test_a_system_finds_what_it_was_built_with(system: System) -> None:
    """Each finds every phrasing whatever its case, others nearly as well, is silent on nothing, and can be built anew."""
    expect_sense(system)


def test_peers_find_what_they_were_built_with() -> None:
    """So do those whose libraries are only there for benchmarks."""
    for system in peers():
        expect_sense(system)


def test_braces_are_no_word_lists_here() -> None:
    """Data may hold braces; the matcher would wait for an item of a list."""
    system = OurMatcher("en")
    system.build(["book {table} for {two}", "is it late"], ["book", "time"])
    assert system.best("book table for two").label == "book"
    assert system.best("book table for two").score > 0.9


# Scaling and memory


def test_slow_systems_stop_growing() -> None:
    """A system that would take too long with more phrasings, to answer or to build, is left out from there on; that is told."""
    clock = Ticks()
    systems = [
        Parrot("fast", clock, 0.001),
        Parrot("slow", clock, a_phrasing=0.01),
        Parrot("heavy", clock, build=SLOWEST_BUILD / 100),
    ]
    found = scale(systems, PHRASINGS, ["a"] * 30, [400, 4, 40], language="en", seed=1, progress=QUIET, clock=clock)
    assert [(point.phrasings, point.system) for point in found.points] == [
        *itertools.product((4, 40), ("fast", "slow", "heavy")),
        (400, "fast"),
    ]
    assert [point.questions for point in found.points if point.system == "slow"] == [30, 8]
    assert [point.questions for point in found.points if point.system == "fast"] == [30, 30, 30]
    assert found.points[1].speed.median == pytest.approx(40)
    assert found.notes == (
        "slow stops at 40 phrasings: with 400 it would take about 0 s to build and 4.0 s a question.",
        "heavy stops at 40 phrasings: with 400 it would take about 240 s to build and 0.0 s a question.",
    )


def test_growing_ends_where_nothing_new_is_left() -> None:
    """Sizes that variation cannot reach are told, and timed only once."""
    clock = Ticks()
    tea = [Phrasing("tea", "price")]
    found = scale([Parrot("one", clock)], tea, ["a"], [2, 100, 1000], language="en", seed=1, progress=QUIET, clock=clock)
    assert [point.phrasings for point in found.points] == [2, 4]
    assert found.notes == ("There are only 4 variations of these phrasings.",)


def test_memory_is_that_of_a_process_of_its_own() -> None:
    """An index of ours takes some, and at its height no less; a kernel that does not tell is no mistake."""
    found = measure("this bot", "en", grow(PHRASINGS, 500, seed=1))
    if not STATUS.exists():
        assert found is None
    else:
        assert found is not None
        assert 0 < found.kept <= found.peak


# The whole


def small_run(parts: Split) -> Results:
    systems: list[System] = [OurMatcher("en"), RapidFuzz(fuzz.ratio)]
    return compare(systems, parts, language="en", questions=0, sizes=(4, 8), progress=QUIET)


def test_a_run_has_a_row_for_each_system_and_size() -> None:
    """Everybody is asked the same, and the tables hold what was found."""
    questions = (*(Question(one.text, one.label) for one in PHRASINGS), Question("how is the weather", "weather"))
    results = small_run(Split(PHRASINGS, questions))
    assert [row.system for row in results.rows] == ["this bot", "RapidFuzz ratio"]
    assert {(row.accuracy, row.auroc) for row in results.rows} == {(0.8, None)}
    assert [(point.system, point.phrasings, point.questions) for point in results.growth.points] == [
        (system, size, 5) for size in (4, 8) for system in ("this bot", "RapidFuzz ratio")
    ]
    with (console := Console(width=100)).capture() as captured:
        console.print(report(results))
    page = captured.get()
    assert page.startswith("4 phrasings of 2 labels (en), 5 questions, 0 of them out of scope\n")
    assert "1 questions have a label without phrasings" in page
    assert page.count("| this bot ") == page.count("| RapidFuzz ratio ") == 2
    for row in page.splitlines():
        assert row.count("|") in {0, 4, 9}, "a Markdown table: 3 or 8 columns"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command_line.main, [str(argument) for argument in arguments])


def test_problems_end_it(tmp_path: Path) -> None:
    """A wrong file, and a folder to write to that is not there, end the command with exit code 2 before anything is measured."""
    write(tmp_path, {"train": "{}", "test": LINES})
    result = run(tmp_path / "train", tmp_path / "test", "--plot", tmp_path / "plot.png")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"{tmp_path}/train:1: `text` is missing, empty or no text\n"
    result = run(tmp_path / "train", "--plot", tmp_path / "plot.svg", "--json", tmp_path / "nowhere/figures.json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [
        f"{tmp_path}/nowhere/figures.json: cannot be written: there is no such folder",
        f"{tmp_path}/plot.svg: the plot is a PNG file, its name ends in .png",
    ]


@pytest.mark.parametrize("sizes", ["0", "1000,x", "-5", "1e3"])
def test_sizes_are_numbers(tmp_path: Path, sizes: str) -> None:
    """What is no number of phrasings is refused."""
    result = run(tmp_path / "train", f"--scale={sizes}")
    assert result.exit_code == 2
    assert f"{sizes.rsplit(',', maxsplit=1)[-1]!r} is not a whole number above zero" in result.stderr


def test_missing_libraries_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has not installed what the peers need learns how."""
    write(tmp_path, {"data": LINES})
    monkeypatch.setattr(command_line, "PEERS", {"no_such_module": "no-such-library"})
    result = run(tmp_path / "data", tmp_path / "data", "--plot", tmp_path / "plot.png")
    assert result.exit_code == 2
    assert result.stderr == (
        "requirements-bench.txt: not installed: no-such-library; `make benchmark` does it, "
        "or `pip install -r requirements-bench.txt`\n"
    )


def test_a_whole_run_draws_and_writes(tmp_path: Path) -> None:
    """With everything installed: tables, a picture, and figures that are JSON."""
    pytest.importorskip("bm25s")
    pytest.importorskip("sklearn")
    pytest.importorskip("matplotlib")
    rng = random.Random(1)
    lines = [line(" ".join(rng.sample(one.text.split(), 3)), one.label) for one in PHRASINGS * 5]
    write(tmp_path, {"data": "".join(lines), "oos": line("what time is it")})
    result = run(
        *(tmp_path / "data", tmp_path / "data", tmp_path / "oos", "--scale", "5,30"),
        *("--plot", tmp_path / "plot.png", "--json", tmp_path / "figures.json"),
    )
    assert result.exit_code == 0, result.stderr
    figures = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    names = [system.name for system in all_systems("en")]
    assert [row["system"] for row in figures["rows"]] == names
    assert len(figures["growth"]["points"]) == 2 * len(names)
    assert (tmp_path / "plot.png").read_bytes().startswith(b"\x89PNG")
    assert all(f"| {name} " in result.stdout for name in names)


@pytest.mark.parametrize("option", sorted(name for option in command_line.main.params for name in option.opts if "--" in name))
def test_every_option_is_documented(option: str) -> None:
    """The README of the benchmarks names each option."""
    assert f"`{option}" in (ROOT / "benchmarks/README.md").read_text(encoding="utf-8")
