"""`check` compares the languages of a knowledge base: what one lacks, and answers that do not say the same."""

from pathlib import Path

import pytest

from bot.knowledge.languages import differences
from bot.knowledge.reader import read_knowledge, survey
from bot.problems import Severity, in_order
from knowledge_files import TOPIC, entry, told, topic, write

Files = dict[str, str | bytes]


def compared(folder: Path, files: Files) -> list[tuple[Severity, str]]:
    """All differences between the languages of a knowledge base, with the folder cut out of every path."""
    problems = in_order(differences(read_knowledge(write(folder, files))))
    texts = [text.replace(f"{folder}/", "") for text in told(problems, folder)]
    return list(zip([problem.severity for problem in problems], texts, strict=True))


def risks(folder: Path, files: Files) -> list[str]:
    """All differences, none of which makes the check fail."""
    found = compared(folder, files)
    assert {severity for severity, _ in found} <= {Severity.RISK}
    return [text for _, text in found]


def one(answer: str, *more: str, question: str = "Who?") -> str:
    """A topic file with one entry: its answer stands in line 5, further lines follow."""
    return topic(entry("who", question, answer, *more))


def test_languages_that_agree(tmp_path: Path) -> None:
    """The same entries, facts, numbers and sentences in each language, in whatever order and topic, are no difference."""
    facts = "facts:\n  - {id: B1, text: There are six., source: '1'}\n  - {id: B2, text: There are cities., source: '1'}\n"
    who = entry("who", "Кто?", "Шесть человек, с 29 июня 2003 года.", "facts: [B2, B1]")
    files: Files = {
        "facts.yaml": facts,
        "en/a.yaml": topic(
            entry("who", "Who?", "Six people, since 29 June 2003.", "facts: [B1, B2]"),
            entry("hi", "Hi", "Hi.", "kind: smalltalk"),
        ),
        "en/phrases.yaml": "greeting: Hello\ncommands: {help: How to ask}\n",
        "ja/a.yaml": topic(entry("who", "誰？", "2003年6月29日から6人です。", "facts: [B1, B2]")),
        "ja/b.yaml": topic(entry("hi", "やあ", "やあ。", "kind: smalltalk")),
        "ja/phrases.yaml": "greeting: やあ\ncommands: {help: 聞き方}\nlanguage_name: 日本語\n",
        "ru/a.yaml": topic(entry("hi", "Привет", "Привет.", "kind: smalltalk"), who),
        "ru/phrases.yaml": "commands: {help: Как спросить}\ngreeting: Привет\n",
    }
    assert compared(tmp_path, files) == []


def test_one_language(tmp_path: Path) -> None:
    """With a single language there is nothing to compare."""
    assert compared(tmp_path, {"en/a.yaml": TOPIC, "en/phrases.yaml": "greeting: Hello\n"}) == []


@pytest.mark.parametrize(
    ("files", "what"),
    [
        (
            {"en/a.yaml": topic(entry("who", "Who?"), entry("why", "Why?")), "ru/a.yaml": topic(entry("who", "Кто?"))},
            ["ru/a.yaml:1: lacks 'why', which stands at en/a.yaml:6; translate it"],
        ),
        (
            {"en/a.yaml": topic(entry("who", "Who?")), "ru/a.yaml": topic(entry("who", "Кто?"), entry("why", "Почему?"))},
            ["en/a.yaml:1: lacks 'why', which stands at ru/a.yaml:6; translate it"],
        ),
        (
            {"en/a.yaml": TOPIC, "en/b.yaml": topic(entry("why", "Why?")), "ru/a.yaml": TOPIC},
            ["ru:1: lacks 'why', which stands at en/b.yaml:3; translate it"],
        ),
        (
            {
                "en/a.yaml": topic(entry("who", "Who?"), entry("why", "Why?"), entry("how", "How?")),
                "en/b.yaml": topic(entry("what", "What?"), entry("where", "Where?")),
                "ru/a.yml": topic(entry("who", "Кто?")),
            },
            [
                "ru:1: lacks 2 entries of en/b.yaml: what, where; translate them",
                "ru/a.yml:1: lacks 2 entries of en/a.yaml: why, how; translate them",
            ],
        ),
        (
            {
                "en/a.yaml": topic(entry("who", "Who?")),
                "ja/a.yaml": topic(entry("why", "なぜ？")),
                "ru/a.yaml": topic(entry("why", "Почему?")),
            },
            [
                "en/a.yaml:1: lacks 'why', which stands at ja/a.yaml:3; translate it",
                "ja/a.yaml:1: lacks 'who', which stands at en/a.yaml:3; translate it",
                "ru/a.yaml:1: lacks 'who', which stands at en/a.yaml:3; translate it",
            ],
        ),
    ],
)
def test_entries_that_a_language_lacks(tmp_path: Path, files: Files, what: list[str]) -> None:
    """They are told at the topic file of that language, or at its folder, with where they stand: one line for each file."""
    assert risks(tmp_path, files) == what


@pytest.mark.parametrize(
    ("files", "what"),
    [
        (
            {"en/phrases.yaml": "help: Ask.\ngreeting: Hello\n", "ru/phrases.yaml": "help: Спросите.\n"},
            ["ru/phrases.yaml:1: lacks 'greeting', which stands at en/phrases.yaml:2; translate it"],
        ),
        ({"en/phrases.yaml": "help: Ask.\n"}, ["ru:1: lacks 'help', which stands at en/phrases.yaml:1; translate it"]),
        (
            {"ru/phrases.yaml": "greeting: Привет\ncommands:\n  help: Помощь\n  about: О боте\n"},
            ["en:1: lacks 3 sentences of ru/phrases.yaml: greeting, commands.help, commands.about; translate them"],
        ),
        (
            {"en/phrases.yaml": "commands: {help: Help}\n", "ru/phrases.yaml": "commands:\n  help: Помощь\n  about: О боте\n"},
            ["en/phrases.yaml:1: lacks 'commands.about', which stands at ru/phrases.yaml:3; translate it"],
        ),
        ({"ru/phrases.yaml": "language_name: Русский\n"}, []),
    ],
)
def test_sentences_that_a_language_lacks(tmp_path: Path, files: Files, what: list[str]) -> None:
    """Where one language says something in its own words and another leaves it to what is built in, that is told."""
    assert risks(tmp_path, {"en/a.yaml": TOPIC, "ru/a.yaml": TOPIC, **files}) == what


def test_what_cannot_be_read_is_not_lacking(tmp_path: Path) -> None:
    """Of an incomplete knowledge base only contradictions are told: the rest may stand in the file that is broken."""
    files: Files = {
        "en/a.yaml": topic(entry("who", "Who?", "Six."), entry("why", "Why?")),
        "en/phrases.yaml": "help: Ask.\n",
        "ru/a.yaml": one("Семь."),
        "ru/b.yaml": "",
    }
    knowledge, _ = survey(write(tmp_path, files))
    assert told(differences(knowledge), tmp_path) == [
        f"ru/a.yaml:5: 'who' says 7 where {tmp_path}/en/a.yaml:5 says 6; see which is right"
    ]


@pytest.mark.parametrize(
    ("english", "japanese", "russian", "what"),
    [
        ("answer", "answer", "answer", []),
        ("answer", "unknown", "answer", ["ja/a.yaml:6: 'who' is of kind unknown, and at en/a.yaml:6 of kind answer"]),
        ("unknown", "answer", "answer", ["en/a.yaml:6: 'who' is of kind unknown, and at ja/a.yaml:6 of kind answer"]),
        (
            "answer",
            "unknown",
            "smalltalk",
            [
                "ja/a.yaml:6: 'who' is of kind unknown, and at en/a.yaml:6 of kind answer",
                "ru/a.yaml:6: 'who' is of kind smalltalk, and at en/a.yaml:6 of kind answer",
            ],
        ),
    ],
)
def test_entries_of_different_kinds(tmp_path: Path, english: str, japanese: str, russian: str, what: list[str]) -> None:
    """One that differs from most, or else from the first, is a mistake."""
    files: Files = {
        "en/a.yaml": one("It.", f"kind: {english}"),
        "ja/a.yaml": one("それ。", f"kind: {japanese}"),
        "ru/a.yaml": one("Это.", f"kind: {russian}"),
    }
    assert compared(tmp_path, files) == [(Severity.MISTAKE, f"{each}; it should have one kind") for each in what]


def test_entries_of_different_kinds_do_not_mean_to_say_the_same(tmp_path: Path) -> None:
    """Where the kinds differ, facts and numbers are not compared; a kind that is left out is that of an answer."""
    files: Files = {"en/a.yaml": one("Six.", "facts: [B1]"), "ru/a.yaml": one("Неизвестно.", "kind: unknown")}
    assert compared(tmp_path, files) == [
        (Severity.MISTAKE, "ru/a.yaml:6: 'who' is of kind unknown, and at en/a.yaml:3 of kind answer; it should have one kind")
    ]


@pytest.mark.parametrize(
    ("english", "japanese", "russian", "what"),
    [
        ("[B1, B2]", "[B2, B1]", "[B1, B2]", []),
        ("[B1]", "[B1]", "[B2]", ["ru/a.yaml:6: 'who' rests on B2 where en/a.yaml:6 rests on B1"]),
        ("[B1]", "[B2]", "[B2]", ["en/a.yaml:6: 'who' rests on B1 where ja/a.yaml:6 rests on B2"]),
        ("[B1, C1]", "[B1, C1]", "[B1, B2, C2, C1]", ["ru/a.yaml:6: 'who' rests on B2 and C2, and en/a.yaml:6 does not"]),
        ("[B1, B2, C1]", "[B1]", "[B1, B2, C1]", ["ja/a.yaml:6: 'who' does not rest on B2 and C1, and en/a.yaml:6 does"]),
        (
            "[B1]",
            "[B2]",
            "[]",
            [
                "ja/a.yaml:6: 'who' rests on B2 where en/a.yaml:6 rests on B1",
                "ru/a.yaml:6: 'who' does not rest on B1, and en/a.yaml:6 does",
            ],
        ),
    ],
)
def test_answers_that_rest_on_different_facts(tmp_path: Path, english: str, japanese: str, russian: str, what: list[str]) -> None:
    """They are compared with the language that most agree with, or else with the first; their order does not count."""
    files: Files = {
        "en/a.yaml": one("It.", f"facts: {english}"),
        "ja/a.yaml": one("それ。", f"facts: {japanese}"),
        "ru/a.yaml": one("Это.", f"facts: {russian}"),
    }
    assert risks(tmp_path, files) == [f"{each}; see which is right" for each in what]


@pytest.mark.parametrize(
    ("english", "japanese", "russian", "what"),
    [
        ("Six.", "6つです。", "Шесть.", []),
        ("On 29 June 2003.", "2003年6月29日です。", "29 июня 2003 года.", []),
        ("By 1.5 percent.", "１．５％です。", "На 1,5 %.", []),
        ("Six.", "6つです。", "Семь.", ["ru/a.yaml:5: 'who' says 7 where en/a.yaml:5 says 6"]),
        ("Seven.", "6つです。", "Шесть.", ["en/a.yaml:5: 'who' says 7 where ja/a.yaml:5 says 6"]),
        ("In 2003.", "当時です。", "В 2003 году.", ["ja/a.yaml:5: 'who' does not say 2003, and en/a.yaml:5 does"]),
        ("Then.", "当時です。", "29 июня.", ["ru/a.yaml:5: 'who' says 6 and 29, and en/a.yaml:5 does not"]),
        ("By 1.5 percent.", "1.6%です。", "На 1,5 %.", ["ja/a.yaml:5: 'who' says 1.6 where en/a.yaml:5 says 1.5"]),
        ("1.2 billion.", "12億です。", "1,2 млн.", ["ru/a.yaml:5: 'who' says 1200000 where en/a.yaml:5 says 1200000000"]),
        (
            "Five.",
            "6つです。",
            "Семь.",
            ["ja/a.yaml:5: 'who' says 6 where en/a.yaml:5 says 5", "ru/a.yaml:5: 'who' says 7 where en/a.yaml:5 says 5"],
        ),
        ("Both sides.", "2者です。", "Стороны.", []),
        ('See <a href="https://example.org/2003">there</a>.', "そこです。", 'Там: <a href="tel:+78120000000">звоните</a>.', []),
        ("<b>Si</b>x.", "<b>6</b>つです。", "Ше<i>сть</i>.", []),
    ],
)
def test_answers_that_say_different_numbers(tmp_path: Path, english: str, japanese: str, russian: str, what: list[str]) -> None:
    """Numbers and dates are compared however they are written; formatting and the addresses of links do not count."""
    answers = {"en": english, "ja": japanese, "ru": russian}
    files: Files = {f"{language}/a.yaml": one(f"'{answer}'") for language, answer in answers.items()}
    assert risks(tmp_path, files) == [f"{each}; see which is right" for each in what]


def test_numbers_in_other_languages_are_not_known(tmp_path: Path) -> None:
    """A language whose words for numbers the program does not know is left out of that; its facts are compared all the same."""
    files: Files = {"de/a.yaml": one("Sieben.", "facts: [B1]"), "en/a.yaml": one("Six."), "fr/a.yaml": one("2003.")}
    assert risks(tmp_path, files) == ["de/a.yaml:6: 'who' rests on B1, and en/a.yaml:3 does not; see which is right"]


def test_only_answers_are_compared(tmp_path: Path) -> None:
    """A question may name a number that is asked about, and other ways to ask may differ as they like."""
    files: Files = {
        "en/a.yaml": one("Six.", "also: [all 7]", question="Are there 7?"),
        "ru/a.yaml": one("Шесть.", question="Сколько?"),
    }
    assert risks(tmp_path, files) == []
