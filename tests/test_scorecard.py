"""How good the answers are, as staff read it: tables of what went well, and lists of what did not."""

import json
from pathlib import Path

import pytest

from bot.console.report import explanation
from bot.console.scorecard import LONG_RUN, show_questions, show_rehearsals
from bot.dialogue.dialogue import Dialogue
from bot.dialogue.policy import Bars
from bot.knowledge.labelled import LabelledQuestion, Reference
from knowledge_files import entry, topic, write
from teahouse import FILES, small, teahouse
from terminal import terminal

RUSSIAN = topic(entry("shops-list", "Где магазины?", "Три."), title="Магазины")


@pytest.fixture
def house(tmp_path: Path) -> Dialogue:
    """The tea house, and a little of it in Russian."""
    return teahouse(tmp_path, {"ru/shops.yaml": RUSSIAN})


def rows(printed: str) -> list[list[str]]:
    """The lines that are not empty, as the cells that two spaces or more divide."""
    lines = [line.strip() for line in printed.splitlines() if line.strip(" ─")]
    return [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in lines]


def question(house: Dialogue, text: str, kind: str = "oos", language: str = "en", **more: str) -> LabelledQuestion:
    """A labelled question."""
    given = {"question": text, "kind": kind, "language": language, **more}
    return LabelledQuestion.model_validate(given, context=Reference(house.knowledge, "en"))


DECIDED = Bars(suggest=0.3, answer=0.3, sure=0.3, lone=0.3)
UNSURE = Bars(suggest=0, answer=1, sure=1, unasked=1)
SHARES = ["right", "suggested", "refused", "wrong"]


def test_shares(house: Dialogue, capsys: pytest.CaptureFixture[str]) -> None:
    """By language and kind: how many questions there are, and how many in a hundred of them went how."""
    questions = [
        question(house, "Где магазины?", "answer", "ru", entry="shops-list"),
        question(house, "where are your shops", "answer", entry="shops-list"),
        question(house, "owner", "answer", must="widow"),
        question(house, "Bexley", "answer", entry="shop-bexley"),
        question(house, "Ashford", "answer", entry="shop-bexley"),
        question(house, "many thanks", "smalltalk"),
        question(house, "xyzzy"),
        question(house, "where are your shops"),
        question(house, "xyzzy", "unknown"),
    ]
    show_questions(house, questions, 1)
    assert rows(capsys.readouterr().out)[:6] == [
        ["language", "kind", "n", *SHARES],
        ["en", "answer", "4", "75.0%", "0.0%", "0.0%", "25.0%"],
        ["en", "oos", "2", "50.0%", "0.0%", "0.0%", "50.0%"],
        ["en", "smalltalk", "1", "100.0%", "0.0%", "0.0%", "0.0%"],
        ["en", "unknown", "1", "0.0%", "0.0%", "100.0%", "0.0%"],
        ["ru", "answer", "1", "100.0%", "0.0%", "0.0%", "0.0%"],
    ]


def test_shares_by_style(house: Dialogue, capsys: pytest.CaptureFixture[str]) -> None:
    """Where it is said how questions are typed, a second table has the shares of each style."""
    questions = [question(house, "xyzzy", style="typo"), question(house, "owner"), question(house, "owner", style="plain")]
    show_questions(house, questions, 1)
    assert rows(capsys.readouterr().out)[2:5] == [
        ["language", "style", "n", *SHARES],
        ["en", "plain", "1", "0.0%", "0.0%", "0.0%", "100.0%"],
        ["en", "typo", "1", "100.0%", "0.0%", "0.0%", "0.0%"],
    ]


def test_nothing_went_wrong(house: Dialogue, capsys: pytest.CaptureFixture[str]) -> None:
    """That all is well is said; the bar is not for a pipe."""
    show_questions(house, [question(house, "xyzzy")] * LONG_RUN, 1)
    printed = capsys.readouterr()
    assert rows(printed.out)[1:] == [["en", "oos", "100", "100.0%", "0.0%", "0.0%", "0.0%"], ["Nothing went wrong."]]
    assert printed.err == ""


def failures(printed: str) -> str:
    """What stands below the table."""
    return printed.rpartition(" \n")[2]


@pytest.mark.parametrize(
    ("asked", "more", "where", "replied", "expected"),
    [
        (
            "owner",
            {"kind": "answer", "entry": "teas-list"},
            "WRONG  en answer",
            "answer shop-owner: A widow owns them. As of 2019.",
            "answer from teas-list",
        ),
        (
            "owner [bold] :tea:",
            {"kind": "answer", "must": "^no[t ]", "must_not": r"\bwidow\b", "style": "terse", "note": "a trap"},
            "WRONG  en answer terse",
            "answer shop-owner: A widow owns them. As of 2019.",
            r"answer matching '^no[t ]' not matching '\bwidow\b' (a trap)",
        ),
        (
            "how expensive is a cup",
            {"kind": "answer", "entry": "teas-list"},
            "REFUSED  en answer",
            "unknown teas-price: The leaflet gives no prices.",
            "answer from teas-list",
        ),
        ("xyzzy", {"kind": "unknown"}, "REFUSED  en unknown", "none", "unknown"),
        ("many thanks", {"kind": "unknown"}, "REFUSED  en unknown", "smalltalk thanks: You are welcome.", "unknown"),
    ],
)
def test_a_failure(
    house: Dialogue,
    capsys: pytest.CaptureFixture[str],
    asked: str,
    more: dict[str, str],
    where: str,
    replied: str,
    expected: str,
) -> None:
    """Of each failure is shown what was asked, what was replied, what is right, how sure the bot was, and why."""
    show_questions(house, [question(house, asked, **more)], 1)
    reasons = "".join(f"  {line}\n" for line in explanation(house.explain(asked)).split("\n"))
    assert failures(capsys.readouterr().out) == (
        f"{where}\n  question: {asked}\n  replied:  {replied}\n  expected: {expected}\n"
        f"  score:    {house.ask(asked).score:.2f}\n{reasons}\n"
    )


def test_what_was_suggested(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the bot asked back, the questions that it offered are shown."""
    files = {"en/a.yaml": topic(entry("red", "who built the old red house"), entry("blue", "who built the old blue house"))}
    house = small(tmp_path, files, UNSURE)
    show_questions(house, [question(house, "who built the old house", "answer", entry="blue")], 1)
    printed = failures(capsys.readouterr().out).splitlines()
    assert printed[0] == "SUGGESTED  en answer"
    assert sorted(printed[2].removeprefix("  replied:  suggest ").split(" | ")) == [
        "who built the old blue house",
        "who built the old red house",
    ]


def test_two_entries_that_would_be_right(house: Dialogue, capsys: pytest.CaptureFixture[str]) -> None:
    """Any of several entries would have done."""
    given = {"question": "owner", "kind": "answer", "entries": ["teas-list", "teas-origin"]}
    show_questions(house, [LabelledQuestion.model_validate(given, context=Reference(house.knowledge, "en"))], 1)
    assert "  expected: answer from teas-list or teas-origin\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("most", "shown", "rest"),
    [(0, ["b", "d", "a", "c"], None), (4, ["b", "d", "a", "c"], None), (3, ["b", "d", "a"], 1), (1, ["b"], 3)],
)
def test_the_worst_first(
    house: Dialogue, capsys: pytest.CaptureFixture[str], most: int, shown: list[str], rest: int | None
) -> None:
    """What is wrong comes before what was refused, each in the order of the questions; how many are left out is said."""
    questions = [
        question(house, "xyzzy", "unknown", note="a"),
        question(house, "owner", note="b"),
        question(house, "xyzzy", note="right"),
        question(house, "many thanks", "unknown", note="c"),
        question(house, "Ashford", "unknown", note="d"),
    ]
    show_questions(house, questions, most)
    lines = capsys.readouterr().out.splitlines()
    assert [line[-2] for line in lines if line.startswith("  expected: ")] == shown
    assert [line for line in lines if line.startswith("...")] == (
        [f"... and {rest} more; --failures 0 lists all."] if rest else []
    )


TEAS = topic(
    entry("gate", "who painted the gate", "Me.", "also: [who painted our gate, tea cost]"),
    entry(
        *("cost", "what does tea cost", "Much."),
        "also: [what does tea cost now, what does the tea cost then, completely different words, will it rain]",
    ),
    title="Teas",
)
TALK = topic(entry("hello", "hello there", "Hello!", "also: [hello there you]", "kind: smalltalk"), title="Small talk")
CHATTER = "chatter:\n  weather: [will it rain, will it rain today]\n"


def test_rehearsals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By kind: how many phrasings would be understood by the others; which would not; and which entries collide."""
    house = small(tmp_path, {"en/a.yaml": TEAS, "en/b.yaml": TALK, "en/chatter.yaml": CHATTER}, DECIDED)
    show_rehearsals(house, ["en"], 0)
    heading, *printed = rows(capsys.readouterr().out)
    assert heading == ["en: 10 phrasings, each matched as if nobody had written it down"]
    assert printed[:4] == [
        ["language", "kind", "n", *SHARES],
        ["en", "answer", "8", "62.5%", "0.0%", "25.0%", "12.5%"],
        ["en", "smalltalk", "2", "100.0%", "0.0%", "0.0%", "0.0%"],
        ["phrasing", "of entry", "taken for", "score"],
    ]
    assert [row[:3] for row in printed[4:7]] == [
        ["tea cost", "gate", "cost"],
        ["completely different words", "cost", "not understood"],
        ["will it rain", "cost", "left alone as chatter"],
    ]
    assert all(0 <= float(row[3]) <= 1 for row in printed[4:7])
    assert printed[7:] == [["entry", "taken for", "such as", "times"], ["gate", "cost", "tea cost", "1"]]


def test_rehearsals_that_would_be_suggested(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A phrasing is misunderstood as well where something else would be suggested."""
    files = {"en/a.yaml": topic(entry("red", "a red house"), entry("green", "a green house", "x", "also: [green, a house]"))}
    show_rehearsals(small(tmp_path, files, UNSURE), ["en"], 1)
    assert ["a red house", "red", "suggested green"] in [row[:3] for row in rows(capsys.readouterr().out)]


def test_rehearsals_of_some(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of phrasings and of pairs at most so many are shown, and how many more there are."""
    also = "also: [thoroughly blue house, certainly blue house]"
    files = {
        "en/a.yaml": topic(entry("red", "the red house", "x", also), entry("blue", "blue house", "x", "also: [a blue house]"))
    }
    show_rehearsals(small(tmp_path, files), ["en"], 1)
    printed = rows(capsys.readouterr().out)
    assert len([row for row in printed if row[1:2] == ["red"]]) == 1
    assert ["... and 2 more; --failures 0 lists all."] in printed


def test_rehearsals_of_all_that_is_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In each language that nothing is misunderstood, and nothing collides, is said."""
    one = topic(entry("red", "a red house", "x", "also: [the red house]"), title="Houses")
    show_rehearsals(small(tmp_path, {"en/a.yaml": one, "fr/a.yaml": one}), ["en", "fr"], 1)
    well = [["No phrasing would be misunderstood."], ["No two entries collide."]]
    printed = rows(capsys.readouterr().out)
    assert [row[0] for row in printed if len(row) == 1][::3] == [
        f"{language}: 2 phrasings, each matched as if nobody had written it down" for language in ("en", "fr")
    ]
    assert printed[3:5] == printed[8:10] == well


def test_long_lines_are_not_broken_in_a_pipe(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever reads the output line by line gets whole rows."""
    long = "a red house " + "and another one " * 20
    files = {
        "en/a.yaml": topic(entry("red", "a blue hat"), entry("hat", f"a red house, {long}", "x", "also: [nothing of the kind]"))
    }
    house = small(tmp_path, files)
    show_questions(house, [question(house, long)], 1)
    show_rehearsals(house, ["en"], 0)
    printed = capsys.readouterr().out
    assert f"  question: {long.strip()}\n" in printed
    assert f"a red house, {long.strip()}  " in printed


def test_a_bar_in_a_terminal(tmp_path: Path) -> None:
    """A long run shows how far it is, and then makes room for the result; a short one does not."""
    line = json.dumps({"q": "xyzzy", "kind": "oos"}) + "\n"
    write(
        tmp_path,
        {f"knowledge/{name}": text for name, text in FILES.items()} | {"long.jsonl": line * LONG_RUN, "short.jsonl": line},
    )
    with terminal(tmp_path, "eval", "long.jsonl") as screen:
        screen.shows("Asking")
        screen.shows("Nothing went wrong.")
        assert screen.ends() == 0
    with terminal(tmp_path, "eval", "short.jsonl") as screen:
        assert screen.ends() == 0
        assert "Asking" not in screen.text
        assert "Nothing went wrong." in screen.text
