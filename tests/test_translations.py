"""The stamp of what all languages agreed on: who changes an entry in one language is told to look at the others."""

import re
from pathlib import Path

import pytest

from bot.knowledge.model import Entry
from bot.knowledge.reader import read_knowledge
from bot.knowledge.translations import FILE, NAMED, agree, fingerprint, outdated
from bot.problems import ProblemsError, Severity, in_order
from knowledge_files import complaints, entry, told, topic, write

LOOK = "see whether this still says the same, then run `python -m bot check --agreed`"
AGREE = "see whether all languages say the same, then run `python -m bot check --agreed`"

Files = dict[str, str | bytes]

ENGLISH = topic(entry("who", "Who?", "Me."), entry("why", "Why?", "So."))
RUSSIAN = topic(entry("who", "Кто?", "Я."), entry("why", "Почему?", "Так."))
JAPANESE = topic(entry("who", "誰？", "私。"), entry("why", "なぜ？", "それで。"))
FILES: Files = {"en/a.yaml": ENGLISH, "ja/a.yaml": JAPANESE, "ru/a.yaml": RUSSIAN}


def agreed(folder: Path, files: Files) -> Path:
    """A folder of a knowledge base whose languages were agreed on."""
    agree(read_knowledge(write(folder, files)))
    return folder


def risks(folder: Path) -> list[str]:
    """What has to be looked at; none of it makes the check fail."""
    problems = in_order(outdated(read_knowledge(folder)))
    assert {problem.severity for problem in problems} <= {Severity.RISK}
    return told(problems, folder)


def test_nothing_was_changed(tmp_path: Path) -> None:
    """Nothing is told of what was agreed on."""
    assert risks(agreed(tmp_path, FILES)) == []


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        (
            {"en": ("Me", "You")},
            [f"ja/a.yaml:3: 'who' was changed in en; {LOOK}", f"ru/a.yaml:3: 'who' was changed in en; {LOOK}"],
        ),
        ({"en": ("Me", "You"), "ja": ("私", "君")}, [f"ru/a.yaml:3: 'who' was changed in en and ja; {LOOK}"]),
        (
            {"en": ("Me", "You"), "ru": ("Так", "Нет")},
            [
                f"en/a.yaml:6: 'why' was changed in ru; {LOOK}",
                f"ja/a.yaml:3: 'who' was changed in en; {LOOK}",
                f"ja/a.yaml:6: 'why' was changed in ru; {LOOK}",
                f"ru/a.yaml:3: 'who' was changed in en; {LOOK}",
            ],
        ),
        (
            {"en": ("So", "No"), "ja": ("それ", "何"), "ru": ("Так", "Нет")},
            [f"{FILE}:1: 1 entry is new, or changed in every language (why); {AGREE}"],
        ),
    ],
)
def test_an_entry_was_changed(tmp_path: Path, changed: dict[str, tuple[str, str]], what: list[str]) -> None:
    """It is told in each language where it was not changed; if it was changed in all, in one line."""
    folder = agreed(tmp_path, FILES)
    for language, (old, new) in changed.items():
        path = folder / language / "a.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert risks(folder) == what


@pytest.mark.parametrize(
    ("changed", "counts"),
    [
        (entry("who", "Who are you?", "Me.", "facts: [B1, B2]"), True),
        (entry("who", "Who?", "You.", "facts: [B1, B2]"), True),
        (entry("who", "Who?", "<b>Me.</b>", "facts: [B1, B2]"), True),
        (entry("who", "Who?", '<a href="https://example.org">Me.</a>', "facts: [B1, B2]"), True),
        (entry("who", "Who?", "Me.", "facts: [B1]"), True),
        (entry("who", "Who?", "Me.", "facts: [B2, B1]"), False),
        (entry("who", "'Who?'", ">-", "  Me.", "facts: [B1, B2]"), False),
        (entry("who", "Who?", "Me.", "facts: [B1, B2]", "also: [your name]", "related: [why]", "review_by: 2030-01-01"), False),
    ],
)
def test_what_counts_as_a_change(tmp_path: Path, changed: str, counts: bool) -> None:
    """Question, answer and facts count; other ways to ask are each language's own, and so is how the file is laid out."""
    why = entry("why", "Why?", "So.")
    files = {**FILES, "en/a.yaml": topic(entry("who", "Who?", "Me.", "facts: [B1, B2]"), why)}
    found = risks(write(agreed(tmp_path, files), {"en/a.yaml": topic(changed, why)}))
    assert [what.split(":")[0] for what in found] == (["ja/a.yaml", "ru/a.yaml"] if counts else [])


def test_moving_an_entry_is_no_change(tmp_path: Path) -> None:
    """An entry may move to another place or topic."""
    moved: Files = {
        "en/a.yaml": topic(entry("why", "Why?", "So.")),
        "en/b.yaml": topic(entry("who", "Who?", "Me.")),
    }
    assert risks(write(agreed(tmp_path, FILES), moved)) == []


def test_nothing_was_agreed_on_yet(tmp_path: Path) -> None:
    """Without a stamp all entries are new, which is said once, at the folder."""
    what = f"{tmp_path}:1: 2 entries are new, or changed in every language (who, why); {AGREE}"
    assert risks(write(tmp_path, FILES)) == [what]


def test_only_some_new_entries_are_named(tmp_path: Path) -> None:
    """Of many new entries their number is said, and the first of them."""
    many = topic(*(entry(f"e{number}", f"Question {number}?") for number in range(NAMED + 1)))
    what = f"{tmp_path}:1: 6 entries are new, or changed in every language (e0, e1, e2, e3, e4, ...); {AGREE}"
    assert risks(write(tmp_path, {"en/a.yaml": many, "ru/a.yaml": many})) == [what]


NEW = f"{FILE}:1: 1 entry is new, or changed in every language (how); {AGREE}"


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ((), ("en", "ja", "ru"), [NEW]),
        ((), ("en", "ru"), [NEW]),
        ((), ("en",), []),
        (("en",), ("en",), []),
        (("en",), ("en", "ru"), [NEW]),
        (("en", "ru"), ("en", "ja", "ru"), [NEW]),
        (("en", "ja", "ru"), ("en", "ru"), []),
        (("en", "ja", "ru"), (), []),
    ],
)
def test_an_entry_is_new(tmp_path: Path, before: tuple[str, ...], after: tuple[str, ...], what: list[str]) -> None:
    """An entry that has come to a language is to be agreed on once two languages have it; one that has gone is forgotten."""
    how = {"b": topic(entry("how", "How?", "Like this."))}
    files = {**FILES, **{f"{language}/b.yaml": how["b"] for language in before}}
    folder = agreed(tmp_path, files)
    for language in before:
        (folder / language / "b.yaml").unlink()
    assert risks(write(folder, {f"{language}/b.yaml": how["b"] for language in after})) == what


def test_an_entry_that_is_new_in_one_language_and_was_changed_in_another(tmp_path: Path) -> None:
    """Who has not changed it is told of the change; the new translation is taken to be one of what is there now."""
    folder = agreed(tmp_path, {"en/a.yaml": ENGLISH, "ru/a.yaml": RUSSIAN})
    write(folder, {"en/a.yaml": ENGLISH.replace("Me", "You"), "ja/a.yaml": JAPANESE})
    assert risks(folder) == [
        f"ru/a.yaml:3: 'who' was changed in en; {LOOK}",
        f"{FILE}:1: 1 entry is new, or changed in every language (why); {AGREE}",
    ]


def test_agreeing_again(tmp_path: Path) -> None:
    """Whoever has looked at everything says so, and nothing is told any more; only what has changed changes in the file."""
    folder = agreed(tmp_path, FILES)
    before = (folder / FILE).read_text(encoding="utf-8").splitlines()
    write(folder, {"en/a.yaml": ENGLISH.replace("Me", "You")})
    said = agree(read_knowledge(folder))
    after = (folder / FILE).read_text(encoding="utf-8").splitlines()
    assert said == f"{folder}/{FILE}: 2 entries agree in en, ja and ru as they are now"
    assert risks(folder) == []
    assert [line.split(":")[0] for line in after if line not in before] == ["  who"]
    assert [path.name for path in folder.iterdir() if path.is_file()] == [FILE]


def test_the_file_says_that_people_do_not_write_it(tmp_path: Path) -> None:
    """Its first line says so; an entry has one line, in the order of ids, so that changes are easy to merge."""
    lines = (agreed(tmp_path, FILES) / FILE).read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# Written by the program, not by people")
    shape = [re.sub(r"\b[0-9a-f]{8}\b", "#", line) for line in lines if not line.startswith("#")]
    assert shape == ["agreed:", "  who: {en: #, ja: #, ru: #}", "  why: {en: #, ja: #, ru: #}"]


def test_names_that_yaml_could_take_for_something_else(tmp_path: Path) -> None:
    """An entry may be called `no` or `1e5`, and a fingerprint may look like a number."""
    files: Files = {f"{language}/a.yaml": topic(entry("no", "No?"), entry("1e5", "How many?")) for language in ("no", "en")}
    assert risks(agreed(tmp_path, files)) == []


def test_a_fingerprint_is_short_and_lasts() -> None:
    """It is 8 hexadecimal digits, and the same with every version of the program, or all would have to be agreed on anew."""
    assert (
        fingerprint(Entry.model_validate({"id": "who", "question": "Who?", "answer": "<b>Me</b>.", "facts": ["B1"]}))
        == "2be30414"
    )


@pytest.mark.parametrize(
    ("stamp", "what"),
    [
        ("", ":1: the file is empty; write something in it or delete it"),
        ("agreed: [\n", ":2: a quote or bracket is opened and never closed"),
        ("agreed:\n<<<<<<< HEAD\n  who: {en: 0123abcd}\n", ":2: a key without a colon"),
        ("agreed:\n  who: {en: 0123abcg}\n", ":2: 'en': '0123abcg' should be 8 hexadecimal digits"),
        ("agreed:\n  who: 0123abcd\n", ":2: 'who' should hold keys with values ('key: value')"),
        ("agreed:\n  who: {english: 0123abcd}\n", ":2: 'english' should be a language, such as en"),
        ("agreed:\n  Who: {en: 0123abcd}\n", ":2: 'Who' should be small letters, digits and hyphens"),
        ("agred: {}\n", ":1: unknown key 'agred'; did you mean 'agreed'?"),
        (b"agreed: \xff\n", ":1: byte 0xFF is not UTF-8"),
    ],
)
def test_a_broken_stamp(tmp_path: Path, stamp: str | bytes, what: str) -> None:
    """It is told with its line and the remedy, with everything else; the bot runs without it, and nobody writes over it."""
    folder = write(tmp_path, {**FILES, "en/b.yaml": topic(entry("how", "x" * 65)), FILE: stamp})
    found = complaints(folder)
    assert any(each.startswith(f"{FILE}{what}") for each in found)
    remedy = "; restore the file, or delete it and run `python -m bot check --agreed`"
    assert all(each.endswith(remedy) for each in found if each.startswith(FILE))
    assert "en/b.yaml:4: a button cuts this question after 64 characters" in found
    assert {problem.severity for problem in outdated(read_knowledge(folder))} == {Severity.MISTAKE}
    with pytest.raises(ProblemsError, match="restore the file"):
        agree(read_knowledge(folder))
    assert (folder / FILE).read_bytes() == (stamp if isinstance(stamp, bytes) else stamp.encode())


def test_a_stamp_that_cannot_be_written(tmp_path: Path) -> None:
    """That is said in a line, and the old stamp stays."""
    folder = agreed(tmp_path, FILES)
    before = (folder / FILE).read_bytes()
    (folder / FILE).with_suffix(".new").mkdir()
    with pytest.raises(ProblemsError) as caught:
        agree(read_knowledge(folder))
    assert told(caught.value.problems, folder) == [f"{FILE}: cannot be written: Is a directory"]
    assert (folder / FILE).read_bytes() == before


def test_one_language_agrees_with_itself(tmp_path: Path) -> None:
    """With a single language there is nothing to agree on: nothing is said of a stamp, and none is written."""
    folder = write(tmp_path, {"en/a.yaml": ENGLISH})
    assert risks(folder) == []
    assert agree(read_knowledge(folder)) == f"{folder}: there is nothing to agree on, as en is the only language"
    assert not (folder / FILE).exists()
    assert risks(write(folder, {FILE: "agreed: ["})) == []


def test_an_incomplete_knowledge_base(tmp_path: Path) -> None:
    """While a file cannot be read nothing is said of changes: an entry that is not there may stand in it."""
    folder = write(agreed(tmp_path, FILES), {"en/a.yaml": ENGLISH.replace("Me", "You"), "ru/b.yaml": ""})
    assert complaints(folder) == ["ru/b.yaml:1: the file is empty; write something in it or delete it"]
