"""The replies are a small closed set of values."""

from dataclasses import FrozenInstanceError
from typing import Any, get_args

import pytest

from bot.dialogue.reply import Answer, Nothing, Page, Reply, Shown, Smalltalk, Suggest, Unknown, outcome
from bot.knowledge.markup import Markup
from bot.knowledge.model import Entry

TEXT = Markup.of("So it is.")


def entry(**more: Any) -> Entry:
    """An entry with what matters to a test."""
    return Entry.model_validate({"id": "a", "question": "A?", "answer": "A."} | more)


REPLIES: dict[str, Reply] = {
    "answer": Answer(TEXT, (entry(),)),
    "unknown": Unknown(TEXT, (entry(),)),
    "smalltalk": Smalltalk(TEXT, (entry(),)),
    "suggest": Suggest(TEXT, ()),
    "none": Nothing(TEXT, (), whole_menu=False),
}


@pytest.mark.parametrize(("name", "reply"), REPLIES.items())
def test_names_for_machines(name: str, reply: Reply) -> None:
    """Each kind of reply has the name that `ask --json` prints as its outcome."""
    assert outcome(reply) == name


def test_the_set_is_closed() -> None:
    """There are five kinds of replies, and pages beside them."""
    assert {type(reply) for reply in REPLIES.values()} == set(get_args(Reply))
    assert set(get_args(Shown)) == {*get_args(Reply), Page}


@pytest.mark.parametrize("reply", REPLIES.values())
def test_replies_are_values(reply: Reply) -> None:
    """Nobody can change a reply."""
    with pytest.raises(FrozenInstanceError):
        reply.text = Markup()  # type: ignore[misc]


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([entry()], None),
        ([entry(photo="media/a.png")], "media/a.png"),
        ([entry(photo="media/a.png"), entry()], None),
        ([entry(photo="media/a.png"), entry(photo="media/b.png")], None),
    ],
)
def test_the_picture_of_an_answer(entries: list[Entry], expected: str | None) -> None:
    """Only a single entry is shown with its picture."""
    assert Answer(TEXT, tuple(entries)).photo == expected


def test_the_links_of_an_answer() -> None:
    """Those of all its entries, in their order."""
    one, two, three = ({"text": name, "url": f"https://{name}.example"} for name in ("one", "two", "three"))
    answer = Answer(TEXT, (entry(links=[one, two]), entry(), entry(links=[three])))
    assert [link.text for link in answer.links] == ["one", "two", "three"]
