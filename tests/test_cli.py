"""The commands: what they print, where, and how they end; some of it in processes of their own."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from bot import __version__
from bot.cli import HOW_TO_GO_LIVE, main
from knowledge_files import ROOT, SHIPPED, TOPIC, entry, topic, write

TOKEN = "123456789:AAEabcdefghijklmnopqrstuvwxyz-012345"
HOUSES = topic(
    entry("red", "Where is the red house?", "In <b>Moscow</b>.", "links: [{text: Map, url: 'https://example.org'}]"),
    entry("blue", "Where is the blue house?", "In Omsk."),
    entry("price", "What does it cost?", "The source does not say.", "kind: unknown"),
    entry("hello", "Hello", "Hello!", "kind: smalltalk"),
    title="Houses",
)
NOTHING = "I have no answer to that. I know about these topics:\n1. Houses"

pytestmark = pytest.mark.usefixtures("elsewhere")


@pytest.fixture(autouse=True)
def houses(elsewhere: Path) -> Path:
    """A knowledge base about houses, where the bot looks for one; and a configuration that asks back more often."""
    return write(elsewhere, {"knowledge/en/houses.yaml": HOUSES, "unsure.yaml": "matching: {answer: 0.95, sure: 0.95}\n"})


def bot(*arguments: str, said: str | bytes | None = None) -> Result:
    """A command run in this process."""
    return CliRunner().invoke(main, arguments, input=said)


def process(
    *arguments: str | bytes, said: bytes = b"", environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """A command in a process of its own, in the current folder, with these variables on top of the environment."""
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(command, input=said, env=_environment(environment or {}), capture_output=True, check=False, timeout=30)


def _environment(additional: Mapping[str, str]) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"} | dict(additional)


def objects(result: Result) -> list[dict[str, Any]]:
    """What `ask --json` printed: one object a line, and nothing else."""
    assert (result.exit_code, result.stderr) == (0, "")
    return [json.loads(line) for line in result.stdout.split("\n")[:-1]]


def commands() -> list[click.Command]:
    """The program itself and all its commands."""
    return [main, *main.commands.values()]


def test_the_commands() -> None:
    """What there is to be run."""
    assert list(main.commands) == ["run", "doctor", "chat", "ask", "check", "eval", "schema"]


@pytest.mark.parametrize("command", commands(), ids=lambda command: command.name)
def test_every_command_takes_a_configuration(command: click.Command) -> None:
    """--config FILE comes after any command."""
    assert "--config" in [name for parameter in command.params for name in parameter.opts]


@pytest.mark.parametrize("command", commands(), ids=lambda command: command.name)
def test_every_command_explains_itself(command: click.Command) -> None:
    """--help says in a sentence what a command does, and what each option is for; of each argument it says the name."""
    result = bot(*([] if command is main else [command.name or ""]), "--help")
    assert result.exit_code == 0
    assert command.help
    shown = " ".join(result.stdout.split())
    assert " ".join(command.help.split()) in shown
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help
            assert len(parameter.help) >= 20
            assert f"{parameter.opts[0]} " in shown
        else:
            assert (parameter.name or "").upper() in command.help


def test_the_help_of_all_commands() -> None:
    """The program's own help lists each command with the beginning of its sentence."""
    shown = bot("--help").stdout
    for command in main.commands.values():
        assert f"  {command.name} " in shown


def test_the_version() -> None:
    """--version names the program and its version."""
    assert bot("--version").stdout == f"bot, version {__version__}\n"


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["ask", "--nonsense"], ["ask", "two", "questions"], ["run", "x"], ["eval", "--failures", "-1"]]
)
def test_wrong_usage(arguments: list[str]) -> None:
    """What is no command or option ends with 2 and points to the help."""
    result = bot(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--help" in result.stderr


CANDIDATES = {
    "red": {"entry": "red", "question": "Where is the red house?", "answer": "In Moscow.", "kind": "answer"},
    "blue": {"entry": "blue", "question": "Where is the blue house?", "answer": "In Omsk.", "kind": "answer"},
    "price": {"entry": "price", "question": "What does it cost?", "answer": "The source does not say.", "kind": "unknown"},
    "hello": {"entry": "hello", "question": "Hello", "answer": "Hello!", "kind": "smalltalk"},
}


def checked(found: dict[str, Any]) -> list[float]:
    """The scores of an object's candidates; its keys are those of the design, in their order, and its numbers make sense."""
    assert list(found) == ["question", "outcome", "entries", "language", "score", "text", "candidates"]
    scores = [candidate["score"] for candidate in found["candidates"]]
    assert found["candidates"] == [CANDIDATES[one["entry"]] | {"score": one["score"]} for one in found["candidates"]]
    assert [list(candidate) for candidate in found["candidates"]] == [["entry", "question", "answer", "kind", "score"]] * len(
        scores
    )
    assert all(isinstance(score, float) and 0 < score <= 1 and round(score, 4) == score for score in scores)
    assert sorted(scores, reverse=True) == scores
    return scores


@pytest.mark.parametrize(
    ("question", "outcome", "entries", "text", "candidates"),
    [
        ("Where is the red house?", "answer", ["red"], "In Moscow.\nMap: https://example.org", ["red", "blue"]),
        ("what does it cost", "unknown", ["price"], "The source does not say.", ["price"]),
        ("HELLO!", "smalltalk", ["hello"], "Hello!", ["hello"]),
        ("quantum physics", "none", [], NOTHING, []),
        ("Где филиалы? 支部は? 😀", "none", [], NOTHING, []),
        ("", "none", [], NOTHING, []),
    ],
)
def test_the_shape_of_an_answer_for_machines(
    question: str, outcome: str, entries: list[str], text: str, candidates: list[str]
) -> None:
    """`ask --json` prints the seven keys of the design, whatever the outcome."""
    [found] = objects(bot("ask", "--json", question))
    scores = checked(found)
    assert [candidate["entry"] for candidate in found.pop("candidates")] == candidates
    score = scores[0] if scores else 0.0
    assert found == {"question": question, "outcome": outcome, "entries": entries, "language": "en", "score": score, "text": text}


def test_the_shape_of_a_suggestion_for_machines() -> None:
    """A suggestion answers with no entry; its text has the questions, numbered, the likeliest first."""
    [found] = objects(bot("ask", "--json", "--config", "unsure.yaml", "where is the house"))
    assert checked(found)[0] == found["score"]
    assert (found["outcome"], found["entries"], {one["entry"] for one in found["candidates"]}) == ("suggest", [], {"red", "blue"})
    first, second = (candidate["question"] for candidate in found["candidates"])
    assert found["text"] == f"Did you mean:\n1. {first}\n2. {second}"


def test_an_exact_question_is_sure() -> None:
    """A question in the words of its entry scores 1."""
    assert objects(bot("ask", "--json", "Where is the red house?"))[0]["score"] == 1.0


def test_two_questions_for_machines() -> None:
    """Two questions in one line are one object, with both entries in order and the score of the less sure."""
    [found] = objects(bot("ask", "--json", "what does it cost and where is the blue house?"))
    assert (found["outcome"], found["entries"], found["text"]) == (
        "answer",
        ["price", "blue"],
        "The source does not say.\n\nIn Omsk.",
    )
    assert found["score"] == min(candidate["score"] for candidate in found["candidates"])


def test_three_candidates_at_most() -> None:
    """However many entries come near, the best three are named."""
    write(
        Path(),
        {"knowledge/en/more.yaml": topic(*(entry(name, f"Where is the {name} house?") for name in ("green", "grey", "white")))},
    )
    [found] = objects(bot("ask", "--json", "where is the house"))
    assert len(found["candidates"]) == 3


def test_one_object_a_line() -> None:
    """Every line from standard input is a question of its own, an empty one and one that is no UTF-8 included."""
    found = objects(bot("ask", "--json", said=b"Where is the red house?\r\n\n  HELLO!  \n\xff\xfe\nwhat does it cost"))
    assert [one["question"] for one in found] == [
        "Where is the red house?",
        "",
        "  HELLO!  ",
        "\ufffd\ufffd",
        "what does it cost",
    ]
    assert [one["outcome"] for one in found] == ["answer", "none", "smalltalk", "none", "unknown"]


def test_no_line_knows_the_line_before() -> None:
    """Neither misses nor offers nor the last answer are remembered from one line to the next."""
    twice = objects(
        bot("ask", "--json", "--config", "unsure.yaml", said="where is the house\n1\nquantum physics\nquantum physics\n")
    )
    assert [one["outcome"] for one in twice] == ["suggest", "none", "none", "none"]
    assert {one["text"] for one in twice[1:]} == {NOTHING}


def test_no_lines_no_objects() -> None:
    """An empty input has no answers."""
    assert objects(bot("ask", "--json", said="")) == []


def test_letters_are_printed_as_they_are() -> None:
    """JSON is printed in the letters of its language, for people to read."""
    assert '"question": "где 支部"' in bot("ask", "--json", "где 支部").stdout


def test_each_object_comes_at_once() -> None:
    """A program that asks line by line has each answer before it asks again."""
    command = [sys.executable, "-m", "bot", "ask", "--json"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment({})) as asked:
        assert asked.stdin
        assert asked.stdout
        outcomes = []
        for question in (b"HELLO!\n", b"what does it cost\n"):
            asked.stdin.write(question)
            asked.stdin.flush()
            outcomes.append(json.loads(asked.stdout.readline())["outcome"])
        asked.stdin.close()
        assert asked.stdout.read() == b""
    assert (outcomes, asked.returncode) == (["smalltalk", "unknown"], 0)


@pytest.mark.parametrize(
    ("question", "printed"),
    [
        ("Where is the red house?", "In Moscow.\nMap: https://example.org\n"),
        ("what does it cost", "The source does not say.\n"),
        ("quantum physics", f"{NOTHING}\n"),
    ],
)
def test_an_answer_for_people(question: str, printed: str) -> None:
    """Without --json a question gets the text that a person would read."""
    result = bot("ask", question)
    assert (result.exit_code, result.stdout, result.stderr) == (0, printed, "")


def test_answers_line_by_line() -> None:
    """Questions from standard input get their answers one after the other."""
    assert bot("ask", said="HELLO!\nwhat does it cost\n").stdout == "Hello!\nThe source does not say.\n"


def test_explaining() -> None:
    """--explain shows below the answer what each word did for the two best entries, and why the second lost."""
    answer, *lines = bot("ask", "--explain", "wher is the blue hous zebra").stdout.splitlines()
    assert answer == "In Omsk."
    first, second = (at for at, line in enumerate(lines) if line[:2] in ("1.", "2."))
    assert lines[first].split()[:2] == ["1.", "blue"]
    assert lines[second].split()[:2] == ["2.", "red"]
    assert lines[first + 1] == "   nearest phrasing: Where is the blue house?"
    assert [line.split()[0] for line in lines[first + 3 : second - 1]] == ["wher", "is", "the", "blue", "hous", "zebra"]
    assert lines[second - 1].startswith("   as a whole")
    rows = {line.split()[0]: line for line in lines[second:]}
    assert "guessed" in rows["wher"]
    assert "unknown word" in rows["zebra"]
    assert "not in this entry" in rows["blue"]
    assert lines[-1].startswith("   The second lost by 0.")
    assert lines[-1].endswith("the second has no phrasing with 'blue'.")


def test_explaining_nothing() -> None:
    """Where no word is known, that is said."""
    assert bot("ask", "--explain", "quantum").stdout == f"{NOTHING}\nNo word of this is known.\n"


def test_explaining_leaves_json_alone() -> None:
    """With --json the explanation goes to standard error, so that standard output stays one object a line."""
    result = bot("ask", "--json", "--explain", "HELLO!")
    assert json.loads(result.stdout)["outcome"] == "smalltalk"
    assert result.stderr.startswith("1. hello  ")


def test_the_language_of_the_answers() -> None:
    """A question tells its language; where it does not, --language chooses among those that there are, or the configured one."""
    write(Path(), {"knowledge/ru/houses.yaml": topic(entry("red", "Где красный дом?", "Москва."), title="Дома")})
    for language, expected in (
        ("ru", "ru"),
        ("RU-ru", "ru"),
        ("en", "en"),
        ("fr", "en"),
    ):
        [silent] = objects(bot("ask", "--json", "--language", language, "?!"))
        assert (silent["language"], silent["text"] == NOTHING) == (expected, expected == "en")
        [found] = objects(bot("ask", "--json", "--language", language, "Где красный дом?"))
        assert (found["language"], found["text"]) == ("ru", "Москва.")


def test_another_knowledge_folder() -> None:
    """--knowledge reads another folder than the configured one, for every command that answers or checks."""
    write(Path(), {"other/en/people.yaml": TOPIC})
    assert bot("ask", "--knowledge", "other", "Who are you?").stdout == "A bot.\n"
    assert "A bot." in bot("chat", "--knowledge", "other", said="Who are you?\n").stdout
    assert "1 entries" in bot("check", "--knowledge", "other").stdout


@pytest.mark.parametrize("arguments", [["--config", "c.yaml", "ask"], ["ask", "--config", "c.yaml"]])
def test_a_configuration_before_or_after_the_command(arguments: list[str]) -> None:
    """The configuration may be named before the command or after it."""
    write(Path(), {"other/en/people.yaml": TOPIC, "c.yaml": "knowledge:\n  folder: other\n"})
    assert bot(*arguments, "Who are you?").stdout == "A bot.\n"


def test_the_configuration_after_the_command_counts() -> None:
    """Of two the nearer one is read."""
    write(Path(), {"other/en/people.yaml": TOPIC, "c.yaml": "knowledge:\n  folder: other\n"})
    assert bot("--config", "missing.yaml", "ask", "--config", "c.yaml", "Who are you?").stdout == "A bot.\n"


@pytest.mark.parametrize("command", [["ask", "x"], ["chat"], ["run"], []], ids=str)
def test_a_broken_configuration(command: list[str]) -> None:
    """Each mistake is one line on standard error, and nothing else happens."""
    write(Path(), {"config.yaml": "lgo:\n  level: INFO\nmatching:\n  sure: high\n"})
    result = bot(*command)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "config.yaml:1: unknown key 'lgo'; did you mean 'log'?\n"
        "config.yaml:4: 'sure' is 'high'; input should be a valid number, unable to parse string as a number\n"
    )


@pytest.mark.parametrize("command", [["ask", "x"], ["chat"], []], ids=str)
def test_broken_knowledge(command: list[str]) -> None:
    """Each mistake is one line, and nothing is answered."""
    write(Path(), {"knowledge/en/a.yaml": "topic: A\n", "knowledge/en/b.yaml": ""})
    result = bot(*command)
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-2:] == [
        "knowledge/en/a.yaml:1: 'entries' is missing",
        "knowledge/en/b.yaml:1: the file is empty; write something in it or delete it",
    ]


def test_checking_what_is_broken_everywhere() -> None:
    """`check` tells what is wrong with the configuration and with the knowledge base at once, on standard output."""
    write(Path(), {"config.yaml": "lgo: {}\n", "knowledge/en/a.yaml": "topic: A\n"})
    result = bot("check")
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout.splitlines() == [
        "config.yaml:1: unknown key 'lgo'; did you mean 'log'?",
        "knowledge/en/a.yaml:1: 'entries' is missing",
        "en: 4 entries in 1 topics, 4 phrasings",
        "2 wrong, 0 risky",
    ]


def test_no_knowledge() -> None:
    """A folder that is not there is named, with the nearest one."""
    result = bot("ask", "--knowledge", "knowlege", "x")
    assert (result.exit_code, result.output) == (2, "knowlege:1: there is no such folder; did you mean 'knowledge'?\n")


def summary(printed: str) -> str:
    """What `check` printed, without the indented lines on how sure the bot has to be."""
    return "".join(line for line in printed.splitlines(keepends=True) if not line.startswith("   "))


def test_checking_sound_knowledge() -> None:
    """`check` sums up what there is and how sure the bot has to be, and ends with 0."""
    result = bot("check")
    assert (result.exit_code, summary(result.output)) == (0, "en: 4 entries in 1 topics, 4 phrasings\n0 wrong, 0 risky\n")
    assert "   answers from a confidence of " in result.output


OVERDUE = "knowledge/en/old.yaml:6: was to be read again by 2020-01-01; do, and set a later date [risk]"
MISSPELT = "knowledge/en/old.yaml:7: there is no entry 'rde'; did you mean 'red'?"


def test_checking_what_is_risky() -> None:
    """Risks are marked as such, and do not make the check fail."""
    write(Path(), {"knowledge/en/old.yaml": topic(entry("old", "How old?", "Very.", "review_by: 2020-01-01"))})
    result = bot("check")
    assert (result.exit_code, summary(result.output)) == (
        0,
        f"{OVERDUE}\nen: 5 entries in 2 topics, 5 phrasings\n0 wrong, 1 risky\n",
    )


def test_checking_what_is_wrong() -> None:
    """Mistakes make the check fail, though the bot would start with them."""
    write(Path(), {"knowledge/en/old.yaml": topic(entry("old", "How old?", "Very.", "review_by: 2020-01-01", "related: [rde]"))})
    result = bot("check")
    assert (result.exit_code, result.output) == (
        1,
        f"{OVERDUE}\n{MISSPELT}\nen: 5 entries in 2 topics, 5 phrasings\n1 wrong, 1 risky\n",
    )
    assert bot("ask", "How old?").exit_code == 0


def test_checking_everything() -> None:
    """`check` tells everything that is wrong in knowledge and configuration, not only the first of the two."""
    write(Path(), {"config.yaml": "lgo: {}\n", "knowledge/en/a.yaml": ""})
    lines = bot("check").output.splitlines()
    assert [line.split(":")[0] for line in lines][:2] == ["config.yaml", "knowledge/en/a.yaml"]


def two_languages(answer: str) -> None:
    """A knowledge base in English and Russian, in the folder `two`; what it answers in English."""
    write(Path(), {"two/en/a.yaml": topic(entry("who", "Who?", answer)), "two/ru/a.yaml": topic(entry("who", "Кто?", "Бот."))})


COUNTS = "en: 1 entries in 1 topics, 1 phrasings\nru: 1 entries in 1 topics, 1 phrasings\n"


def test_agreeing_that_all_languages_say_the_same() -> None:
    """`check --agreed` writes that down, and `check` tells from then on what is changed in one language alone."""
    two_languages("A bot.")
    result = bot("check", "--agreed", "--knowledge", "two")
    done = "two/translations.yaml: 1 entries agree in en and ru as they are now\n"
    assert (result.exit_code, summary(result.output)) == (0, f"{done}{COUNTS}0 wrong, 0 risky\n")
    two_languages("A robot.")
    stamp = Path("two/translations.yaml").read_bytes()
    result = bot("check", "--knowledge", "two")
    told = "'who' was changed in en; see whether this still says the same, then run `python -m bot check --agreed` [risk]"
    assert (result.exit_code, summary(result.output)) == (0, f"two/ru/a.yaml:3: {told}\n{COUNTS}0 wrong, 1 risky\n")
    assert Path("two/translations.yaml").read_bytes() == stamp
    assert bot("check", "--agreed", "--knowledge", "two").output.endswith("0 wrong, 0 risky\n")


def test_nothing_to_agree_on() -> None:
    """With a single language `check --agreed` says so, writes nothing, and checks."""
    result = bot("check", "--agreed")
    said = "knowledge: there is nothing to agree on, as en is the only language\n"
    assert (result.exit_code, summary(result.output)) == (0, f"{said}en: 4 entries in 1 topics, 4 phrasings\n0 wrong, 0 risky\n")
    assert not Path("knowledge/translations.yaml").exists()


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("two/ru/b.yaml", "two/ru/b.yaml:1: the file is empty; write something in it or delete it\n"),
        ("two/translations.yaml", "two/translations.yaml:1: the file is empty; write something in it or delete it; restore"),
    ],
)
def test_what_cannot_be_read_cannot_be_agreed_on(path: str, what: str) -> None:
    """What is wrong with a file is told, and nothing is written."""
    two_languages("A bot.")
    write(Path(), {path: ""})
    result = bot("check", "--agreed", "--knowledge", "two")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(what)
    assert [each.read_bytes() for each in Path("two").glob("translations*")] == ([b""] if "translations" in path else [])


LABELLED = "questions:\n  - {q: Where is the red house?, kind: answer, entry: red}\n  - {q: Hello, kind: unknown}\n"
PRICES = '{"q": "Where is the blue house?", "kind": "answer", "must": ["tomsk"]}\n{"q": "what does it cost", "kind": "unknown"}\n'


def shares(result: Result) -> list[list[str]]:
    """The rows of the first table that `eval` printed."""
    assert (result.exit_code, result.stderr) == (0, "")
    return [line.split() for line in result.stdout.splitlines() if line.startswith("  en")]


def test_evaluating() -> None:
    """`eval` judges the replies to the questions of all files, says what went wrong, and ends with 0."""
    write(Path(), {"labelled.yaml": LABELLED, "prices.jsonl": PRICES})
    result = bot("eval", "labelled.yaml", "prices.jsonl")
    assert shares(result) == [
        ["en", "answer", "2", "50.0%", "0.0%", "0.0%", "50.0%"],
        ["en", "unknown", "2", "50.0%", "0.0%", "50.0%", "0.0%"],
    ]
    assert [line for line in result.stdout.splitlines() if line.startswith("  replied: ")] == [
        "  replied:  answer blue: In Omsk.",
        "  replied:  smalltalk hello: Hello!",
    ]


def test_evaluating_shows_some_failures() -> None:
    """--failures says how many are listed."""
    write(Path(), {"labelled.yaml": LABELLED, "prices.jsonl": PRICES})
    printed = {most: bot("eval", "--failures", most, "labelled.yaml", "prices.jsonl").stdout for most in ("0", "1", "2")}
    assert printed["0"] == printed["2"]
    assert printed["1"].splitlines()[-1] == "... and 1 more; --failures 0 lists all."


def test_evaluating_without_files() -> None:
    """Without files `eval` says which phrasings would be misunderstood if they were not there, language by language."""
    people = topic(entry("who", "Who are you?", "A bot.", "also: [who are you please]"), title="People")
    write(Path(), {"other/en/people.yaml": people, "other/ru/people.yaml": people})
    for arguments, languages in (((), ["en", "ru"]), (("--language", "ru"), ["ru"])):
        result = bot("eval", "--knowledge", "other", *arguments)
        assert (result.exit_code, result.stderr) == (0, "")
        assert [line for line in result.stdout.splitlines() if "phrasings" in line] == [
            f"{language}: 2 phrasings, each matched as if nobody had written it down" for language in languages
        ]


def test_evaluating_in_a_language() -> None:
    """--language is that of the questions whose file is named after none."""
    write(Path(), {"other/en/a.yaml": TOPIC, "other/ru/a.yaml": TOPIC, "a.yaml": "questions: [{q: xyzzy, kind: unknown}]\n"})
    for arguments, language in (((), "en"), (("--language", "ru"), "ru")):
        result = bot("eval", "--knowledge", "other", "a.yaml", *arguments)
        assert f"REFUSED  {language} unknown\n" in result.stdout


def test_evaluating_broken_files() -> None:
    """All mistakes in all files are told at once, one line each, and nothing is asked."""
    write(Path(), {"a.yaml": "questions: [{q: a, kind: x}]\n", "b.jsonl": '{\n{"q": "a", "kind": "answer", "entry": "rde"}\n'})
    result = bot("eval", "b.jsonl", "a.yaml", "c.yaml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert [line.partition(";")[0] for line in result.stderr.splitlines()] == [
        "a.yaml:1: 'kind' is 'x'",
        "b.jsonl:1: not JSON at character 2: expecting property name enclosed in double quotes",
        "b.jsonl:2: 'entry': there is no entry 'rde'",
        "c.yaml:1: cannot be read: No such file or directory",
    ]


def test_a_process_evaluates() -> None:
    """The real program prints plain text into a pipe, and nothing on standard error."""
    write(Path(), {"en.jsonl": PRICES * 60})
    ended = process("eval", "en.jsonl", "--failures", "1")
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert b"\x1b" not in ended.stdout
    assert ended.stdout.decode().splitlines()[-1] == "... and 59 more; --failures 0 lists all."


def test_writing_schemas(elsewhere: Path) -> None:
    """`schema` writes into the named folder, or beside the knowledge, and prints the paths."""
    assert bot("schema", "new/folder").stdout.splitlines()[0] == "new/folder/topic.schema.json"
    printed = bot("schema").stdout.splitlines()
    assert len(printed) == 7
    assert sorted(map(str, (elsewhere / "knowledge/schema").iterdir())) == sorted(str(elsewhere / path) for path in printed)


def test_run_needs_a_token() -> None:
    """Without a token `run` says in one line where to get one and where to put it."""
    result = bot("run")
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"No Telegram token is configured. {HOW_TO_GO_LIVE}\n")
    assert all(word in HOW_TO_GO_LIVE for word in ("@BotFather", "TELEGRAM__TOKEN", "config.yaml", "python -m bot run"))


@pytest.mark.parametrize("command", [["run"], []], ids=["run", "no command"])
def test_a_malformed_token(monkeypatch: pytest.MonkeyPatch, command: list[str]) -> None:
    """What cannot be a token is refused without asking Telegram, and not printed."""
    monkeypatch.setenv("TELEGRAM__TOKEN", f"my token {TOKEN}")
    result = bot(*command)
    assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)
    assert result.stderr.startswith("environment variable TELEGRAM__TOKEN: ")
    assert TOKEN not in result.stderr


@pytest.mark.usefixtures("own_logging")
@pytest.mark.parametrize("command", [["run"], []], ids=["run", "no command"])
def test_with_a_token_it_is_telegram(monkeypatch: pytest.MonkeyPatch, command: list[str]) -> None:
    """With a token both `run` and no command at all start Telegram, which first of all needs the knowledge."""
    monkeypatch.setenv("TELEGRAM__TOKEN", TOKEN)
    monkeypatch.setenv("KNOWLEDGE__FOLDER", "nowhere")
    result = bot(*command)
    assert (result.exit_code, result.stdout, result.stderr) == (
        2,
        "",
        "nowhere:1: there is no such folder; did you mean 'knowledge'?\n",
    )


def conversation(printed: str) -> list[str]:
    """What was said, without the space around it."""
    return [line.strip() for line in printed.splitlines() if line.strip()]


def test_a_piped_conversation() -> None:
    """`chat` with piped input answers line by line, remembers what was said, and ends with the input."""
    result = bot("chat", "--config", "unsure.yaml", said="where is the red hut\n1\nquantum physics\nquantum physics\n")
    assert (result.exit_code, result.stderr) == (0, "")
    assert [line for line in conversation(result.stdout) if "blue" not in line] == [
        *("Did you mean:", "1 Where is the red house?"),
        *("Where is the red house?", "In Moscow.", "Map: https://example.org"),
        *("I have no answer to that. I know about these topics:", "1 Houses"),
        *("That is not in my knowledge base either. Here is all that I know about:", "1 Houses"),
    ]


def test_without_a_command_and_a_token_it_is_a_chat() -> None:
    """`python -m bot` says that it has no token and how to go live, and chats."""
    result = bot(said="HELLO!\nquit\nHELLO!\n")
    assert (result.exit_code, conversation(result.stdout)) == (0, ["Hello!"])
    assert result.stderr == f"No Telegram token is configured, so here is the bot in your terminal. {HOW_TO_GO_LIVE}\n\n"


def test_a_process_chats() -> None:
    """The real program, its input piped, answers as a chat without colours, and ends with 0."""
    ended = process(said=b"HELLO!\nwhere is the red house?\n")
    assert ended.returncode == 0
    assert conversation(ended.stdout.decode()) == ["Hello!", "In Moscow.", "Map: https://example.org"]
    assert b"\x1b" not in ended.stdout
    assert ended.stderr.decode().startswith("No Telegram token is configured")


@pytest.mark.parametrize(
    ("arguments", "environment", "code", "stderr"),
    [
        (["run"], {}, 2, "No Telegram token is configured. "),
        (["run"], {"TELEGRAM__TOKEN": "abc"}, 2, "environment variable TELEGRAM__TOKEN: "),
        (["run", "--config", "broken.yaml"], {}, 2, "broken.yaml:1: unknown key 'lgo'; did you mean 'log'?"),
        (["run", "--config", "missing.yaml"], {}, 2, "missing.yaml:1: cannot be read: No such file or directory"),
        (["ask", "--knowledge", "nowhere", "x"], {}, 2, "nowhere:1: there is no such folder"),
    ],
)
def test_a_process_ends_in_one_sentence(arguments: list[str], environment: dict[str, str], code: int, stderr: str) -> None:
    """Bad input gets one clear line on standard error and an exit code, never a traceback."""
    write(Path(), {"broken.yaml": "lgo: {}\n"})
    ended = process(*arguments, environment=environment)
    assert (ended.returncode, ended.stdout) == (code, b"")
    [line] = ended.stderr.decode().splitlines()
    assert line.startswith(stderr)


@pytest.mark.parametrize(
    "question",
    [
        "где 支部 😀".encode(),
        b"",
        b"\x01\x7f",
        pytest.param(b"\xff\xfe HELLO"),
        pytest.param(b"\xed\xa0\x80"),
    ],
)
def test_a_process_is_asked_anything(question: bytes) -> None:
    """Arguments in any script and of any bytes are answered, in one line of UTF-8."""
    ended = process("ask", "--json", question)
    assert (ended.returncode, ended.stderr, ended.stdout.count(b"\n")) == (0, b"", 1)
    assert json.loads(ended.stdout.decode())["text"]


def test_json_is_utf_8_everywhere() -> None:
    """Where the system's encoding is another one, as in pipes on Windows, JSON is still UTF-8."""
    ended = process("ask", "--json", said="где 支部\n".encode(), environment={"PYTHONIOENCODING": "cp1252"})
    assert ended.returncode == 0
    assert json.loads(ended.stdout.decode())["question"] == "где 支部"


def test_the_shipped_program_answers() -> None:
    """The knowledge and the example configuration that come with the bot work together."""
    ended = process(
        *("ask", "--json", "--config", str(ROOT / "config.example.yaml"), "--knowledge", str(SHIPPED)),
        said=b"Which branches does the Japan Center have?\n",
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    found = json.loads(ended.stdout)
    assert (found["outcome"], found["entries"], len(found["candidates"])) == ("answer", ["branches-list"], 3)


def test_the_shipped_knowledge_passes_its_check() -> None:
    """`check` of what comes with the bot finds nothing wrong."""
    result = bot("check", "--knowledge", str(SHIPPED))
    assert result.exit_code == 0
    assert result.output.splitlines()[-1].startswith("0 wrong, ")
