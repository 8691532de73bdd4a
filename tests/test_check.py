"""`check` finds what is wrong or risky in a knowledge base that can be read, each at its line."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.knowledge.check import LONG_ANSWER, LONG_QUESTION, check
from bot.knowledge.reader import read_knowledge
from bot.knowledge.translations import agree
from bot.problems import Severity
from knowledge_files import SHIPPED, TODAY, TOPIC, complaints, entry, told, topic, write

FACTS = "facts:\n  - {id: B1, text: There are six., source: '1'}\n  - {id: B2, text: There are cities., source: '1'}\n"
LISTS = "lists:\n  place: [Kazan]\n  number: [seven]\n"


def judged(folder: Path, files: dict[str, str | bytes]) -> list[tuple[Severity, str]]:
    """All problems of a knowledge base that can be read and whose languages were agreed on, with their severity."""
    knowledge = read_knowledge(write(folder, files))
    agree(knowledge)
    problems = check(knowledge, TODAY)
    return list(zip([problem.severity for problem in problems], told(problems, folder), strict=True))


def test_nothing_wrong(tmp_path: Path) -> None:
    """A small knowledge base that makes use of everything has nothing to complain about."""
    files: dict[str, str | bytes] = {
        "facts.yaml": FACTS,
        "media/who.png": b"",
        "en/lists.yaml": LISTS,
        "en/synonyms.yaml": "synonyms:\n  - [branch, office]\n  - [city, town]\n",
        "en/people.yaml": topic(
            entry("who", "Who?", "Me.", "facts: [B1, B2]", "photo: media/who.png", "related: [where]", "review_by: 2026-03-12"),
            entry("where", "Is it in {place}?", "Not in {place}.", "also:", "  - is {place} a branch", "facts: [B1]"),
            entry("price", "What does it cost?", "It does not say.", "kind: unknown"),
        ),
    }
    assert judged(tmp_path, files) == []


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        (["related: [hwo]"], "6: there is no entry 'hwo'; did you mean 'who'?"),
        (["related: [xyz]"], "6: there is no entry 'xyz'; known are what, who"),
        (["related:", "  - what", "  - xyz"], "8: there is no entry 'xyz'; known are what, who"),
        (["related: [who]"], "6: the entry is related to itself; delete that"),
        (["facts: [B3]"], "6: there is no fact 'B3' in facts.yaml; known are B1, B2"),
        (["facts:", "  - B1", "  - xyz"], "8: there is no fact 'xyz' in facts.yaml; known are B1, B2"),
        (["also: ['in {palce}']"], "6: there is no word list 'palce' in lists.yaml; did you mean 'place'?"),
        (["also:", "  - in {place}", "  - in {town}"], "8: there is no word list 'town' in lists.yaml; known are number, place"),
    ],
)
def test_what_is_not_there(tmp_path: Path, lines: list[str], what: str) -> None:
    """An entry, a fact and a word list that are named have to be there; the nearest one is offered."""
    people = topic(entry("who", "Who?", "Me.", *lines), entry("what", "What?", "It.", "facts: [B1, B2]"))
    found = judged(tmp_path, {"facts.yaml": FACTS, "en/lists.yaml": LISTS, "en/people.yaml": people})
    assert [problem for problem in found if problem[0] is Severity.MISTAKE] == [(Severity.MISTAKE, f"en/people.yaml:{what}")]


def test_a_word_list_in_the_question(tmp_path: Path) -> None:
    """The question is looked at like every other way to ask; without lists.yaml there is no word list to offer."""
    assert judged(tmp_path, {"en/a.yaml": topic(entry("who", "In {place}?"))}) == [
        (Severity.MISTAKE, "en/a.yaml:4: there is no word list 'place' in lists.yaml")
    ]


def test_a_word_list_in_chatter(tmp_path: Path) -> None:
    """Chatter may name word lists too, and they have to be there."""
    files: dict[str, str | bytes] = {
        "en/a.yaml": TOPIC,
        "en/lists.yaml": LISTS,
        "en/chatter.yaml": "chatter:\n  weather:\n    - rain in {palce}\n",
    }
    assert judged(tmp_path, files) == [
        (Severity.MISTAKE, "en/chatter.yaml:3: there is no word list 'palce' in lists.yaml; did you mean 'place'?")
    ]


def test_a_picture_that_is_not_there(tmp_path: Path) -> None:
    """A picture is looked for in the knowledge folder; a folder is no picture."""
    files: dict[str, str | bytes] = {"media/x.png/y": b"", "en/a.yaml": topic(entry("who", "Who?", "Me.", "photo: media/x.png"))}
    assert judged(tmp_path, files) == [(Severity.MISTAKE, f"en/a.yaml:6: there is no picture '{tmp_path}/media/x.png'")]


def test_a_picture_that_cannot_be(tmp_path: Path) -> None:
    """A name that the file system refuses is as good as one that is not there."""
    [problem] = judged(tmp_path, {"en/a.yaml": topic(entry("who", "Who?", "Me.", f"photo: {'x' * 300}"))})
    assert problem[0] is Severity.MISTAKE


@pytest.mark.parametrize(
    ("question", "also", "answer", "wrong"),
    [
        ("In {place}?", "and {place}", "Not in {place}.", []),
        ("In {place}?", "and in {place}", "Not there.", []),
        ("In {place}?", "and there", "Not there.", []),
        ("In {place}?", "and there", "Not in {place}.", ["place"]),
        ("Where?", "and {place}", "Not in {place}.", ["place"]),
        ("Where?", "and there", "Not in {place}.", ["place"]),
        ("In {place}?", "{place}", "{number} in {place}.", ["number"]),
    ],
)
def test_an_answer_can_say_only_what_was_asked(tmp_path: Path, question: str, also: str, answer: str, wrong: list[str]) -> None:
    """A name in braces can be filled into an answer only if every way to ask the question has it."""
    files: dict[str, str | bytes] = {
        "en/lists.yaml": LISTS,
        "en/a.yaml": topic(entry("who", f"'{question}'", f"'{answer}'", f"also: ['{also}']")),
    }
    what = "en/a.yaml:5: the answer says {{{0}}}, so every way to ask must name {{{0}}} too"
    assert judged(tmp_path, files) == [(Severity.MISTAKE, what.format(name)) for name in wrong]


def test_a_phrasing_belongs_to_one_entry(tmp_path: Path) -> None:
    """A phrasing under two entries is a mistake, twice under one entry a risk; letters' case and punctuation do not count."""
    files: dict[str, str | bytes] = {
        "en/a.yaml": topic(
            entry("who", "Who are you?", "Me.", "also:", "  - your name", "  - who ARE you"), entry("what", "What are you?")
        ),
        "en/b.yaml": topic(entry("name", "Your name, please?", "X.", "also:", "  - Your name?!", "  - what are you")),
    }
    assert judged(tmp_path, files) == [
        (Severity.RISK, f"en/a.yaml:8: 'who ARE you' is asked at {tmp_path}/en/a.yaml:4 already (who); delete one"),
        (Severity.MISTAKE, f"en/b.yaml:7: 'Your name?!' is asked at {tmp_path}/en/a.yaml:7 already (who); delete one"),
        (Severity.MISTAKE, f"en/b.yaml:8: 'what are you' is asked at {tmp_path}/en/a.yaml:10 already (what); delete one"),
    ]


def test_questions_without_words_are_compared_too(tmp_path: Path) -> None:
    """Of a phrasing that is only signs, the signs count."""
    files: dict[str, str | bytes] = {"en/a.yaml": topic(entry("a", "'?'"), entry("b", "'!'"), entry("c", "'?'"))}
    assert judged(tmp_path, files) == [
        (Severity.MISTAKE, f"en/a.yaml:10: '?' is asked at {tmp_path}/en/a.yaml:4 already (a); delete one")
    ]


def test_languages_do_not_share_phrasings(tmp_path: Path) -> None:
    """What is asked in one language may be asked with the same words in another."""
    assert judged(tmp_path, {"en/a.yaml": TOPIC, "ru/a.yaml": TOPIC}) == []


def test_a_phrasing_twice_on_one_line(tmp_path: Path) -> None:
    """Where a phrasing stands twice, it is told, also if both stand on one line."""
    files: dict[str, str | bytes] = {"en/a.yaml": topic(entry("who", "Who?", "Me.", "also: [your name, Your name]"))}
    assert judged(tmp_path, files) == [
        (Severity.RISK, f"en/a.yaml:6: 'Your name' is asked at {tmp_path}/en/a.yaml:6 already (who); delete one")
    ]


def test_phrasings_are_the_same_if_the_matcher_reads_them_so(tmp_path: Path) -> None:
    """Full-width and composed letters make no new phrasing."""
    people = topic(entry("a", "Café?"), entry("b", "\uff43\uff41\uff46\uff45\u0301"))
    assert [severity for severity, _ in judged(tmp_path, {"en/a.yaml": people})] == [Severity.MISTAKE]


def test_a_word_has_one_group_of_synonyms(tmp_path: Path) -> None:
    """A phrase that stands in two groups is told at the second; twice in one group does no harm."""
    synonyms = "synonyms:\n  - [Branch, office, BRANCH]\n  - [city, town]\n  - [place, Office, Town!]\n"
    assert judged(tmp_path, {"en/a.yaml": TOPIC, "en/synonyms.yaml": synonyms}) == [
        (Severity.MISTAKE, "en/synonyms.yaml:4: 'Office' stands in the group of 'Branch' already; a word has one group"),
        (Severity.MISTAKE, "en/synonyms.yaml:4: 'Town!' stands in the group of 'city' already; a word has one group"),
    ]


@pytest.mark.parametrize(
    ("entry_text", "risks"),
    [
        (entry("who", "Who?", "x" * LONG_ANSWER), []),
        (entry("who", "Who?", "x" * (LONG_ANSWER + 1)), ["5: the answer has 351 characters; 350 read well"]),
        (entry("who", "Who?", "<b>" + "x" * LONG_ANSWER + "</b>"), []),
        (entry("who", "x" * LONG_QUESTION), []),
        (entry("who", "x" * (LONG_QUESTION + 1)), ["4: a button cuts this question after 64 characters"]),
        (entry("who", "Who?", "Me.", f"also: [{'x' * 100}]"), []),
        (entry("who", "Who?", "Me.", f"review_by: {TODAY + timedelta(days=1)}"), []),
        (entry("who", "Who?", "Me.", f"review_by: {TODAY}"), ["6: was to be read again by 2026-03-11; do, and set a later date"]),
        (
            entry("who", "Who?", "Me.", "review_by: 2020-01-01"),
            ["6: was to be read again by 2020-01-01; do, and set a later date"],
        ),
    ],
)
def test_risks(tmp_path: Path, entry_text: str, risks: list[str]) -> None:
    """Long answers, long questions and overdue entries are only told."""
    assert judged(tmp_path, {"en/a.yaml": topic(entry_text)}) == [(Severity.RISK, f"en/a.yaml:{risk}") for risk in risks]


def test_facts_and_answers_belong_together(tmp_path: Path) -> None:
    """Where there are facts, an answer that rests on none is risky, and so is a fact that no entry of a language uses."""
    files: dict[str, str | bytes] = {
        "facts.yaml": FACTS,
        "en/a.yaml": topic(
            entry("who", "Who?", "Me.", "facts: [B2]"), entry("what", "What?"), entry("how", "Hello", "Hi.", "kind: smalltalk")
        ),
        "ru/a.yaml": topic(
            entry("who", "Кто?", "Я.", "facts: [B1]"),
            entry("what", "Что?", "Это.", "facts: []"),
            entry("how", "Привет", "Привет.", "kind: smalltalk"),
        ),
    }
    assert judged(tmp_path, files) == [
        (Severity.RISK, "en/a.yaml:7: names no fact that the answer rests on ('facts: [B1]')"),
        (Severity.RISK, "facts.yaml:2: no entry of 'en' rests on fact B1; write one, or name it under 'facts'"),
        (Severity.RISK, "facts.yaml:3: no entry of 'ru' rests on fact B2; write one, or name it under 'facts'"),
        (Severity.RISK, f"ru/a.yaml:6: 'who' rests on B1 where {tmp_path}/en/a.yaml:6 rests on B2; see which is right"),
        (Severity.RISK, "ru/a.yaml:7: names no fact that the answer rests on ('facts: [B1]')"),
    ]


def test_without_facts_no_answer_needs_one(tmp_path: Path) -> None:
    """A knowledge base without facts.yaml is complete; naming a fact in it is a mistake."""
    assert judged(tmp_path, {"en/a.yaml": topic(entry("who", "Who?"), entry("what", "What?", "It.", "facts: [B1]"))}) == [
        (Severity.MISTAKE, "en/a.yaml:9: there is no fact 'B1' in facts.yaml")
    ]


def test_problems_stand_by_file_and_line(tmp_path: Path) -> None:
    """All languages and kinds of problems are told at once, in the order of files and lines."""
    people = topic(entry("who", "x" * 70, "Me.", "related: [xyz]", "photo: no.png"), entry("what", "x" * 70))
    found = complaints(write(tmp_path, {"ru/a.yaml": people, "en/b.yaml": people, "en/a.yaml": TOPIC.replace("who", "how")}))
    places = ["en/b.yaml:4", "en/b.yaml:6", "en/b.yaml:7", "en/b.yaml:9", "en/b.yaml:9"]
    in_russian = ["ru/a.yaml:1", *(place.replace("en/b", "ru/a") for place in places)]
    assert [":".join(what.split(":")[:2]) for what in found] == [f"{tmp_path}:1", *places, *in_russian]


def test_the_shipped_knowledge_has_no_mistake() -> None:
    """The knowledge base that comes with the bot passes its own check."""
    assert [
        problem for problem in check(read_knowledge(SHIPPED), date(2026, 1, 1)) if problem.severity is not Severity.RISK
    ] == []
