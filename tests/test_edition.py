"""An edition finds entries by id, knows their topics and places, and what belongs into the menu."""

from pathlib import Path

import pytest

from bot.knowledge.edition import Edition
from bot.knowledge.reader import read_knowledge
from knowledge_files import entry, topic, write


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    """Two topics and small talk."""
    files = {
        "en/hello.yaml": topic(entry("hi", "Hello", "Hello!", "kind: smalltalk"), title="Small talk"),
        "en/people.yaml": topic(
            entry("who", "Who are you?"), entry("age", "How old are you?", "I do not know.", "kind: unknown")
        ),
        "en/silence.yaml": topic(entry("price", "What does it cost?", "It does not say.", "kind: unknown"), title="Silence"),
    }
    return read_knowledge(write(tmp_path, files)).editions["en"]


def test_entries_are_found_by_id(edition: Edition) -> None:
    """The entries of all topics stand together, in the order of topics and lines."""
    assert list(edition.entries) == ["hi", "who", "age", "price"]
    assert edition.entries["age"].question == "How old are you?"


def test_phrasings_are_counted(tmp_path: Path) -> None:
    """Each entry counts with its question and all other ways to ask it."""
    people = topic(entry("who", "Who are you?", "Me.", "also: [your name, name]"), entry("age", "How old are you?"))
    assert read_knowledge(write(tmp_path, {"en/a.yaml": people})).editions["en"].phrasings == 4


def test_entries_know_their_topic(edition: Edition) -> None:
    """A topic is named after its file."""
    assert edition.topic_of == {"hi": "hello", "who": "people", "age": "people", "price": "silence"}


def test_small_talk_is_no_topic_of_the_menu(edition: Edition) -> None:
    """A topic stands in the menu if anything in it is more than small talk, be it only what the source does not say."""
    assert list(edition.menu) == ["people", "silence"]


def test_entries_are_located(edition: Edition) -> None:
    """Each entry comes with its document and its position there, from which its line follows."""
    located = [
        (Path(document.path).name, at, found.id, document.line(("entries", at, "id")))
        for document, at, found in edition.located_entries()
    ]
    assert located == [
        ("hello.yaml", 0, "hi", 3),
        ("people.yaml", 0, "who", 3),
        ("people.yaml", 1, "age", 6),
        ("silence.yaml", 0, "price", 3),
    ]
