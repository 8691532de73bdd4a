"""The models of the knowledge files take what the bot can say in Telegram, and nothing else."""

from datetime import date
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from bot.knowledge.markup import Markup, parse
from bot.knowledge.model import (
    LONGEST_ANSWER,
    LONGEST_LINE,
    LONGEST_QUESTION,
    LONGEST_WITH_PHOTO,
    Chatter,
    Commands,
    Entry,
    Fact,
    Facts,
    Kind,
    Link,
    Lists,
    Phrases,
    Synonyms,
    Topic,
)

ENTRY = {"id": "who", "question": "Who are you?", "answer": "A bot."}


def minded(model: type[BaseModel], data: Any) -> list[tuple[tuple[int | str, ...], str]]:
    """Where a model minds something, and its words for it."""
    with pytest.raises(ValidationError) as caught:
        model.model_validate(data)
    return [(each["loc"], str(each.get("ctx", {}).get("error", each["msg"]))) for each in caught.value.errors()]


def test_an_entry_needs_three_keys() -> None:
    """An id, a question and an answer are a complete entry; everything else has a default."""
    entry = Entry.model_validate(ENTRY)
    assert dict(entry) == {
        "id": "who",
        "question": "Who are you?",
        "also": (),
        "answer": parse("A bot."),
        "kind": Kind.ANSWER,
        "facts": (),
        "related": (),
        "photo": None,
        "links": (),
        "review_by": None,
    }
    assert [place for place, _ in minded(Entry, {})] == [("id",), ("question",), ("answer",)]


def test_an_entry_with_everything() -> None:
    """Each key of the design is understood."""
    entry = Entry.model_validate(
        ENTRY
        | {"also": [" and you ", "who"], "answer": "<b>A</b> bot.", "kind": "unknown", "facts": ["B1"], "related": ["what"]}
        | {"photo": "media/a.png", "links": [{"text": "Site", "url": "https://example.org"}], "review_by": "2027-06-01"}
    )
    assert entry.phrasings == ("Who are you?", "and you", "who")
    assert entry.answer == parse("<b>A</b> bot.")
    assert (entry.kind, entry.facts, entry.related, entry.photo) == (Kind.UNKNOWN, ("B1",), ("what",), "media/a.png")
    assert (entry.links, entry.review_by) == ((Link(text="Site", url="https://example.org"),), date(2027, 6, 1))


@pytest.mark.parametrize("name", ["a", "7", "branches-list", "a_b", "0-", "a" * 48])
def test_ids_that_fit(name: str) -> None:
    """An id goes into buttons and deep links: small letters, digits, hyphens and underscores."""
    assert Entry.model_validate(ENTRY | {"id": name}).id == name


@pytest.mark.parametrize("name", ["", "-a", "_a", "Branches", "a b", "a.b", "a|b", "~a", "é", "a\n", "a" * 49])
def test_ids_that_do_not(name: str) -> None:
    """Whatever would break a button, a link or a reference is refused."""
    assert [(place, "should be small letters" in what) for place, what in minded(Entry, ENTRY | {"id": name})] == [
        (("id",), True)
    ]


@pytest.mark.parametrize("url", ["https://example.org/a?b=c#d", "http://x.org", "tg://resolve?domain=x"])
def test_links_that_fit(url: str) -> None:
    """A button leads to a web page or into Telegram."""
    assert Link(text="Site", url=url).url == url


@pytest.mark.parametrize("url", ["", "example.org", "//example.org", "javascript:alert(1)", "https://a b", "ftp://x.org"])
def test_links_that_do_not(url: str) -> None:
    """Other addresses are refused."""
    assert [place for place, _ in minded(Link, {"text": "Site", "url": url})] == [("url",)]


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        ("", "is empty"),
        (" \n", "is empty"),
        ("<b></b>", "is empty"),
        (["a"], "should be a text; if it is one, put it in quotes"),
        (None, "should be a text; if it is one, put it in quotes"),
        ("<u>a</u>", 'the tag <u> is not known; known are <b>, <i> and <a href="...">'),
        ("x" * (LONGEST_ANSWER + 1), f"is {LONGEST_ANSWER + 1} characters long; Telegram leaves room for {LONGEST_ANSWER}"),
        (
            "😀" * (LONGEST_ANSWER // 2) + "x",
            f"is {LONGEST_ANSWER + 1} characters long; Telegram leaves room for {LONGEST_ANSWER}",
        ),
        ("<b> </b>", "is empty"),
    ],
)
def test_answers_that_cannot_be_sent(answer: object, what: str) -> None:
    """An answer is text, not empty, correctly formatted and short enough for Telegram."""
    assert minded(Entry, ENTRY | {"answer": answer}) == [(("answer",), what)]


@pytest.mark.parametrize(
    "answer",
    [
        "x" * LONGEST_ANSWER,
        "😀" * (LONGEST_ANSWER // 2),
        "<b>" + "x" * LONGEST_ANSWER + "</b>",
        parse("x"),
        "&amp;" * LONGEST_ANSWER,
    ],
)
def test_the_longest_answer(answer: str | Markup) -> None:
    """The limit is counted as Telegram counts: UTF-16 units, without tags."""
    assert Entry.model_validate(ENTRY | {"answer": answer}).answer


def test_an_answer_under_a_photo_is_shorter() -> None:
    """A caption has less room than a message; only entries with a photo are held to it."""
    room = LONGEST_WITH_PHOTO - len(str(ENTRY["question"]))
    fits, too_long = "x" * room, "x" * (room + 1)
    assert Entry.model_validate(ENTRY | {"answer": fits, "photo": "a.png"}).photo == "a.png"
    assert Entry.model_validate(ENTRY | {"answer": too_long}).photo is None
    assert minded(Entry, ENTRY | {"answer": too_long, "photo": "a.png"}) == [
        ((), f"under a photo question and answer may have {LONGEST_WITH_PHOTO} characters; these have {LONGEST_WITH_PHOTO + 1}")
    ]


def test_telegram_has_room_for_the_longest() -> None:
    """The longest question, the longest answer and the longest freshness line fit into a message, and under a photo too."""
    between = len("\n") + len("\n\n")
    assert LONGEST_QUESTION + LONGEST_ANSWER + LONGEST_LINE + between <= 4096
    assert LONGEST_WITH_PHOTO + LONGEST_LINE + between <= 1024


@pytest.mark.parametrize(
    ("model", "data", "key", "longest"),
    [
        (Entry, ENTRY, "question", LONGEST_QUESTION),
        (Topic, {"entries": [ENTRY]}, "topic", LONGEST_LINE),
        (Link, {"url": "https://example.org"}, "text", LONGEST_LINE),
        (Phrases, {}, "all_topics", LONGEST_LINE),
        (Phrases, {}, "freshness", LONGEST_LINE),
        (Phrases, {}, "greeting", LONGEST_ANSWER),
        (Commands, {}, "ask", 256),
        (Commands, {}, "start", 256),
    ],
)
def test_how_long_a_text_may_be(model: type[BaseModel], data: dict[str, Any], key: str, longest: int) -> None:
    """Each text has the length that Telegram takes of it, in UTF-16 units; spaces around it do not count."""
    for fits in ("x" * longest, "😀" * (longest // 2), f" {'x' * longest} "):
        assert getattr(model.model_validate(data | {key: fits}), key)
    for too_long in ("x" * (longest + 1), "😀" * (longest // 2) + "x"):
        [(place, what)] = minded(model, data | {key: too_long})
        assert (place, what.partition(";")[0]) == ((key,), f"is {longest + 1} characters long")


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"question": " "}, ("question",)),
        ({"also": [""]}, ("also", 0)),
        ({"also": ["a", None]}, ("also", 1)),
        ({"also": "a"}, ("also",)),
        ({"kind": "Answer"}, ("kind",)),
        ({"review_by": "soon"}, ("review_by",)),
        ({"review_by": "2027-13-01"}, ("review_by",)),
        ({"related": ["A b"]}, ("related", 0)),
        ({"links": [{"text": "a"}]}, ("links", 0, "url")),
        ({"photo": ""}, ("photo",)),
        ({"note": "a"}, ("note",)),
    ],
)
def test_what_an_entry_does_not_take(change: dict[str, Any], place: tuple[int | str, ...]) -> None:
    """Each value of a wrong kind, and each key that no entry has, is minded at its place."""
    assert [where for where, _ in minded(Entry, ENTRY | change)] == [place]


def test_values_cannot_be_changed() -> None:
    """What is read once is shared by all conversations, and so is frozen."""
    with pytest.raises(ValidationError):
        Entry.model_validate(ENTRY).question = "What?"


def test_a_topic() -> None:
    """A topic has a name, at least one entry, and a place in the menu that may be left out."""
    topic = Topic.model_validate({"topic": " People ", "entries": [ENTRY]})
    assert (topic.topic, topic.order, len(topic.entries)) == ("People", 100, 1)
    assert Topic.model_validate({"topic": "People", "order": "-3", "entries": [ENTRY]}).order == -3
    assert [place for place, _ in minded(Topic, {"topic": "", "order": "x", "entries": []})] == [
        ("topic",),
        ("order",),
        ("entries",),
    ]


def test_a_list_has_items_with_spellings() -> None:
    """The spellings of an item are parted by a stroke; the first is the one that people are shown."""
    lists = Lists.model_validate(
        {"lists": {"place": ["Kazan", " Yekaterinburg |Ekaterinburg| ", ["Omsk", "Omsk city"]], "none_yet": []}}
    )
    assert lists.lists == {"place": (("Kazan",), ("Yekaterinburg", "Ekaterinburg"), ("Omsk", "Omsk city")), "none_yet": ()}


@pytest.mark.parametrize(
    ("lists", "place"),
    [
        ({"place": "Kazan"}, ("lists", "place")),
        ({"place": [" | "]}, ("lists", "place", 0)),
        ({"place": [None]}, ("lists", "place", 0)),
        ({"Place": ["Kazan"]}, ("lists", "Place", "[key]")),
        ({"place 2": ["Kazan"]}, ("lists", "place 2", "[key]")),
        (["Kazan"], ("lists",)),
    ],
)
def test_what_is_no_list(lists: object, place: tuple[int | str, ...]) -> None:
    """A list has a name that can stand in braces, and items that are not empty."""
    assert [where for where, _ in minded(Lists, {"lists": lists})] == [place]


def test_synonyms_come_in_groups() -> None:
    """A group has two phrases at least."""
    assert Synonyms.model_validate({"synonyms": [["branch", "office"], ["a", "b", "c"]]}).synonyms == (
        ("branch", "office"),
        ("a", "b", "c"),
    )
    assert [place for place, _ in minded(Synonyms, {"synonyms": [["branch"], "office", []]})] == [
        ("synonyms", 0),
        ("synonyms", 1),
        ("synonyms", 2),
    ]


def test_chatter_comes_in_groups() -> None:
    """A group has a name, which looks like an entry's id, and one line at least."""
    assert Chatter.model_validate({"chatter": {"weather": ["will it rain"]}}).chatter == {"weather": ("will it rain",)}
    assert [place for place, _ in minded(Chatter, {"chatter": {"weather": [], "~x": ["a"]}})] == [
        ("chatter", "weather"),
        ("chatter", "~x", "[key]"),
    ]


def test_facts() -> None:
    """A fact has an id of a letter and a number, a text, and its place in the source."""
    fact = {"id": "B1", "text": "There are six branches.", "source": "paragraph 6"}
    assert Facts.model_validate({"facts": [fact]}).facts == (Fact.model_validate(fact),)
    assert [place for place, _ in minded(Facts, {"facts": [{"id": "b1"}]})][:3] == [
        ("facts", 0, "id"),
        ("facts", 0, "text"),
        ("facts", 0, "source"),
    ]
    assert [place for place, _ in minded(Facts, {"facts": []})] == [("facts",)]


def test_phrases_have_built_in_ones() -> None:
    """Every sentence has one that stands in; only how fresh the answers are and who the bot is, those say who write it."""
    phrases = Phrases()
    said = {name: getattr(phrases, name) for name in Phrases.model_fields}
    assert [name for name, value in said.items() if not value] == ["freshness", "name", "description", "short_description"]
    assert len({markup.plain for markup in phrases.nothing_again}) == 2


def test_phrases_are_replaced_one_by_one() -> None:
    """What a file says replaces the built-in sentence, what it leaves out stays."""
    phrases = Phrases.model_validate({"suggest": "<i>Meant:</i>", "commands": {"ask": "Ask me"}})
    assert phrases.suggest == parse("<i>Meant:</i>")
    assert phrases.commands.ask == "Ask me"
    assert (phrases.gone, phrases.commands.help) == (Phrases().gone, Commands().help)


def test_phrases_stand_over_built_in_ones() -> None:
    """What was left out is taken from the built-in phrases of a language, single commands too; what is written stays."""
    built_in = Phrases.model_validate({"suggest": "Gemeint?", "gone": "Weg.", "commands": {"ask": "Fragen", "help": "Hilfe"}})
    written = Phrases.model_validate({"suggest": "Meinst du:", "freshness": "Alt.", "commands": {"ask": "Frag mich"}})
    phrases = written.over(built_in)
    assert [getattr(phrases, name) for name in ("suggest", "freshness", "gone")] == [
        parse(text) for text in ("Meinst du:", "Alt.", "Weg.")
    ]
    assert (phrases.commands.ask, phrases.commands.help, phrases.commands.start) == ("Frag mich", "Hilfe", Commands().start)
    assert Phrases().over(built_in) == built_in
    same_as_the_default = Phrases.model_validate({"suggest": "Did you mean:", "commands": {"ask": "Ask a question"}})
    assert same_as_the_default.over(built_in).suggest == parse("Did you mean:")
    assert same_as_the_default.over(built_in).commands.ask == "Ask a question"


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({"greting": "Hello"}, ("greting",)),
        ({"greeting": "<b>Hello"}, ("greeting",)),
        ({"greeting": ""}, ("greeting",)),
        ({"freshness": "x" * (LONGEST_LINE + 1)}, ("freshness",)),
        ({"nothing_again": ["once"]}, ("nothing_again",)),
        ({"commands": {"aks": "Ask me"}}, ("commands", "aks")),
        ({"all_topics": ""}, ("all_topics",)),
        ({"language_name": ""}, ("language_name",)),
        ({"name": "x" * 65}, ("name",)),
        ({"description": "x" * 513}, ("description",)),
        ({"short_description": "🗾" * 61}, ("short_description",)),
    ],
)
def test_what_phrases_do_not_take(data: dict[str, Any], place: tuple[int | str, ...]) -> None:
    """Unknown phrases, empty and broken ones are minded; the sentence for a second miss never has to repeat itself."""
    assert [where for where, _ in minded(Phrases, data)] == [place]
