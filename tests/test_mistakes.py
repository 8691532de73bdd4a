"""Every mistake that staff can make in knowledge files is told at its line, with the nearest thing that would be right."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from knowledge_files import TOPIC, complaints, entry, topic, write

WHO = entry("who", "Who are you?", "A bot.")
WHAT = entry("what", "What do you do?", "I answer.")
FACTS = "facts:\n  - {id: B1, text: There are six., source: paragraph 6}\n"


def two(*lines: str) -> str:
    """A topic of two entries; the second, from line 6 on, has further lines, the first of which is line 9."""
    return topic(WHO, entry("what", "What do you do?", "I answer.", *lines))


def answering(answer: str) -> str:
    """A topic of two entries, with this answer on line 8."""
    return topic(WHO, entry("what", "What do you do?", answer))


MISTAKES: dict[str, tuple[str | bytes, str]] = {
    "unknown key of an entry": (two("relatd: [who]"), "9: unknown key 'relatd'; did you mean 'related'?"),
    "unknown key of a topic": ("topik: A\n" + two(), "1: unknown key 'topik'; did you mean 'topic'?"),
    "unknown key of a link": (
        two("links:", "  - text: Site", "    url: https://example.org", "    ulr: x"),
        "12: unknown key 'ulr'; did you mean 'url'?",
    ),
    "key like no other": (
        two("comment: x"),
        "9: unknown key 'comment'; known are also, answer, facts, id, kind, links, photo, question, related, review_by",
    ),
    "no answer": (topic(WHO, "  - id: what\n    question: What?\n"), "6: 'answer' is missing"),
    "no question": (topic(WHO, "  - id: what\n    answer: x\n"), "6: 'question' is missing"),
    "no id": (topic(WHO, "  - question: What?\n    answer: x\n"), "6: 'id' is missing"),
    "key without a value": (answering(""), "8: 'answer' is missing"),
    "no entries": ("# People\ntopic: People\n", "2: 'entries' is missing"),
    "no topic": ("# People\nentries:\n" + WHO, "2: 'topic' is missing"),
    "empty answer": (answering("''"), "8: 'answer': is empty"),
    "id with a space": (
        topic(WHO, WHAT.replace("id: what", "id: what you do")),
        "6: 'id': 'what you do' should be small letters",
    ),
    "unknown kind": (two("kind: unknwon"), "9: 'kind' is 'unknwon'; did you mean 'unknown'?"),
    "text for a list": (two("also: what else"), "9: 'also' should be a list, each line of it beginning with '- '"),
    "list for a text": (answering("[I, answer]"), "8: 'answer': should be a text; if it is one, put it in quotes"),
    "colon in a list": (two("also:", "  - first: what"), "10: 'also' should be a text; if it is one, put it in quotes"),
    "date that is none": (two("review_by: 2027-02-30"), "9: 'review_by' is '2027-02-30'; input should be a valid date"),
    "address that is none": (
        two("links: [{text: Site, url: example.org}]"),
        "9: 'url': 'example.org' should be an address such as https://example.org/page",
    ),
    "answer too long": (answering("x" * 3201), "8: 'answer': is 3201 characters long; Telegram leaves room for 3200"),
    "answer too long in emoji": (answering("😀" * 1601), "8: 'answer': is 3202 characters long; Telegram leaves room for 3200"),
    "answer too long under a photo": (
        topic(WHO, entry("what", "What?", "x" * 716, "photo: a.png")),
        "6: 'entries': under a photo question and answer may have 720 characters; these have 721",
    ),
    "tag that is not closed": (answering("I <b>answer."), "8: 'answer': <b> is never closed; write </b> after the text"),
    "tag that was not opened": (answering("I answer</b>."), "8: 'answer': </b> closes nothing; delete it"),
    "tags crossed": (answering("<b><i>x</b></i>"), "8: 'answer': </b> closes nothing; </i> comes first"),
    "tag that is not known": (
        answering("I<br>answer."),
        "8: 'answer': the tag <br> is not known; known are <b>, <i> and <a href",
    ),
    "tag in a long text": (
        answering("|\n      I\n      <u>answer</u>."),
        "8: 'answer': the tag <u> is not known; known are <b>, <i>",
    ),
    "tag without an end": (answering("I <b answer."), "8: 'answer': the tag '<b answer.' has no '>'; write &lt; for a bare <"),
    "link without an address": (answering("<a>x</a>"), "8: 'answer': a link is written <a href=\"https://...\">text</a>"),
    "duplicate id": (
        topic(WHO, WHAT, WHO.replace("you", "they")),
        "9: the id 'who' is taken at {folder}/en/a.yaml:3; choose another",
    ),
    "duplicate phrasing": (
        two("also:", "  - your name", "  - WHO are you"),
        "11: 'WHO are you' is asked at {folder}/en/a.yaml:4 already (who); delete one",
    ),
    "unknown related": (two("related: [wo]"), "9: there is no entry 'wo'; did you mean 'who'?"),
    "unknown fact": (two("facts:", "  - B1", "  - B2x"), "11: there is no fact 'B2x' in facts.yaml; "),
    "unknown word list": (two("also: ['in {place}']"), "9: there is no word list 'place' in lists.yaml"),
    "picture that is not there": (two("photo: media/what.png"), "9: there is no picture '{folder}/media/what.png'"),
    "empty file": ("", "1: the file is empty; write something in it or delete it"),
    "nothing but comments": ("# topic: People\n", "1: the file is empty; write something in it or delete it"),
    "no keys at all": ("Who are you?\n", "1: 'the file' should hold keys with values ('key: value')"),
    "tab": (TOPIC.replace("    answer", "\tanswer"), "5: a tab stands where spaces belong; indent with spaces"),
    "indentation": (TOPIC.replace("    answer", "  answer"), "5: the indentation does not fit the lines above"),
    "colon in a text": (
        answering("I answer: always"),
        "8: a colon that YAML cannot place; put a text that contains ': ' in quotes",
    ),
    "star in a list": (two("also:", "  - *what is it"), "10: a text that begins with * must stand in quotes"),
    "key twice": (two("kind: answer", "kind: unknown"), "10: 'kind' stands here a second time; keep one of the two"),
    "windows-1251": (answering("Отвечаю.").encode("cp1251"), "8: byte 0xCE is not UTF-8; save the file with the encoding UTF-8"),
    "UTF-16": (TOPIC.encode("utf-16"), "1: byte 0xFF is not UTF-8; save the file with the encoding UTF-8"),
    "UTF-16 without a mark": (TOPIC.encode("utf-16-be"), "1: character U+0000 cannot be printed; delete it"),
    "control character": (answering("I\x08 answer."), "8: character U+0008 cannot be printed; delete it"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_at_its_line(tmp_path: Path, name: str) -> None:
    """One mistake in one file gives one line, with the exact line number and what is wrong."""
    content, complaint = MISTAKES[name]
    said = complaints(
        write(tmp_path, {"facts.yaml": FACTS, "en/a.yaml": content, "en/b.yaml": topic(entry("z", "?!", "x", "facts: [B1]"))})
    )
    expected = "en/a.yaml:" + complaint.format(folder=tmp_path)
    assert [one[: len(expected)] for one in said if "names no fact" not in one and "rests on fact" not in one] == [expected]


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize("name", MISTAKES)
def test_check_prints_it_and_fails(tmp_path: Path, name: str) -> None:
    """`check` prints the mistake as a line of its own, and ends with 1."""
    content, complaint = MISTAKES[name]
    write(
        tmp_path, {"kb/facts.yaml": FACTS, "kb/en/a.yaml": content, "kb/en/b.yaml": topic(entry("z", "?!", "x", "facts: [B1]"))}
    )
    result = CliRunner().invoke(main, ["check", "--knowledge", "kb"])
    expected = "kb/en/a.yaml:" + complaint.format(folder="kb")
    assert result.exit_code == 1
    assert [line[: len(expected)] for line in result.output.splitlines()].count(expected) == 1


def test_a_directory_that_is_not_there(tmp_path: Path) -> None:
    """The folder itself is named, with the nearest one beside it."""
    write(tmp_path, {"knowledge/en/a.yaml": TOPIC})
    assert complaints(tmp_path / "knowledg") == [f"{tmp_path}/knowledg:1: there is no such folder; did you mean 'knowledge'?"]


def test_one_mistake_in_the_only_entry_is_one_line(tmp_path: Path) -> None:
    """A topic whose only entry has a mistake is not empty."""
    assert complaints(write(tmp_path, {"en/a.yaml": TOPIC.replace("answer", "anser")})) == [
        "en/a.yaml:3: 'answer' is missing",
        "en/a.yaml:5: unknown key 'anser'; did you mean 'answer'?",
    ]


def test_several_mistakes_in_several_files(tmp_path: Path) -> None:
    """Mistakes of all kinds in all files are told at once, in the order of files and lines."""
    files: dict[str, str | bytes] = {
        "facts.yaml": FACTS.replace("source", "sorce") + "  - {id: B2, text: Two., source: '1'}\n",
        "en/a.yaml": two("relatd: [who]", "kind: unknwon", "links: [{text: Site}]"),
        "en/b.yaml": "",
        "en/c.yaml": TOPIC.replace("    answer", "\tanswer"),
        "en/phrases.yaml": "greeting: <b>Hello\ncommands: {aks: Ask}\n",
        "ru/a.yaml": answering("Отвечаю.").encode("cp1251"),
        "ru/b.yaml": topic(WHO, WHAT, WHO),
        "ru/lists.yaml": "lists:\n  place: Kazan\n",
    }
    assert complaints(write(tmp_path, files)) == [
        "en/a.yaml:9: unknown key 'relatd'; did you mean 'related'?",
        "en/a.yaml:10: 'kind' is 'unknwon'; did you mean 'unknown'?",
        "en/a.yaml:11: 'url' is missing",
        "en/b.yaml:1: the file is empty; write something in it or delete it",
        "en/c.yaml:5: a tab stands where spaces belong; indent with spaces",
        "en/phrases.yaml:1: 'greeting': <b> is never closed; write </b> after the text",
        "en/phrases.yaml:2: unknown key 'aks'; did you mean 'ask'?",
        "facts.yaml:2: 'source' is missing",
        "facts.yaml:2: unknown key 'sorce'; did you mean 'source'?",
        "ru/a.yaml:8: byte 0xCE is not UTF-8; save the file with the encoding UTF-8",
        f"ru/b.yaml:9: the id 'who' is taken at {tmp_path}/ru/b.yaml:3; choose another",
        f"ru/b.yaml:10: 'Who are you?' is asked at {tmp_path}/ru/b.yaml:4 already (who); delete one",
        "ru/lists.yaml:2: 'place' should be a list, each line of it beginning with '- '",
    ]


def test_several_mistakes_between_entries(tmp_path: Path) -> None:
    """What does not fit together is told at once, too, in all files."""
    files: dict[str, str | bytes] = {
        "en/a.yaml": two("related: [wo]", "facts: [B1]", "photo: a.png"),
        "en/b.yaml": topic(entry("name", "Who are you?", "In {place}.")),
    }
    assert complaints(write(tmp_path, files)) == [
        "en/a.yaml:9: there is no entry 'wo'; did you mean 'who'?",
        "en/a.yaml:10: there is no fact 'B1' in facts.yaml",
        f"en/a.yaml:11: there is no picture '{tmp_path}/a.png'",
        f"en/b.yaml:4: 'Who are you?' is asked at {tmp_path}/en/a.yaml:4 already (who); delete one",
        "en/b.yaml:5: the answer says {place}, so every way to ask must name {place} too",
    ]


def test_mistakes_of_both_sorts(tmp_path: Path) -> None:
    """A misspelt key in one file does not hide a doubled phrasing, an unknown fact or a missing picture in another."""
    files: dict[str, str | bytes] = {
        "facts.yaml": FACTS,
        "en/a.yaml": two("relatd: [who]"),
        "en/b.yaml": topic(
            entry("name", "Your name?", "X.", "facts: [X1]"), entry("nick", "Your name", "X.", "facts: [B1]", "photo: a.png")
        ),
    }
    assert complaints(write(tmp_path, files)) == [
        "en/a.yaml:9: unknown key 'relatd'; did you mean 'related'?",
        "en/b.yaml:6: there is no fact 'X1' in facts.yaml; known are B1",
        f"en/b.yaml:8: 'Your name' is asked at {tmp_path}/en/b.yaml:4 already (name); delete one",
        f"en/b.yaml:11: there is no picture '{tmp_path}/a.png'",
    ]


def test_a_broken_file_is_one_mistake(tmp_path: Path) -> None:
    """Where the word lists cannot be read, not every line that names one is called wrong."""
    files: dict[str, str | bytes] = {
        "en/a.yaml": topic(entry("where", "Is it in {place}?"), entry("how", "How?")),
        "en/chatter.yaml": "chatter:\n  weather:\n    - rain in {place}\n    - snow in {place}\n",
        "en/lists.yaml": "lists:\n  place: [Kazan\n",
    }
    assert complaints(write(tmp_path, files)) == ["en/lists.yaml:2: a quote or bracket is opened and never closed"]


def test_what_may_stand_in_a_broken_file_is_not_missed(tmp_path: Path) -> None:
    """While a file cannot be read, nothing that could stand in it is said not to be there."""
    files: dict[str, str | bytes] = {
        "facts.yaml": FACTS.replace("facts:", "fatcs:"),
        "en/a.yaml": two("relatd: [who]"),
        "en/b.yaml": topic(entry("name", "Your name in {place}?", "X.", "facts: [B1]", "related: [who]")),
        "en/lists.yaml": "list:\n  place: [Kazan]\n",
    }
    assert {said.partition(":")[0] for said in complaints(write(tmp_path, files))} == {"en/a.yaml", "en/lists.yaml", "facts.yaml"}
