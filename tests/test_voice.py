"""How replies are worded, and what they offer."""

import itertools
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.dialogue.policy import Verdict
from bot.dialogue.reply import Answer, Choice, Nothing, Page, Smalltalk, Suggest, TopicChoice, Unknown
from bot.dialogue.understanding import Understood
from bot.dialogue.voice import MOST_QUESTIONS_OF_TOPIC, MOST_SUGGESTIONS, MOST_TOPICS_AT_FIRST, Voice
from bot.knowledge.markup import Markup, Span, parse
from bot.knowledge.model import LONGEST_ANSWER
from bot.matching.matcher import Candidate, Match
from knowledge_files import entry, topic
from teahouse import edition

FRESH = (Span("\n\n"), Span("As of 2019.", italic=True))
SHOPS, TEAS = TopicChoice("shops", "Shops"), TopicChoice("teas", "Teas")
KENDAL = {"town": "Kendal"}


@pytest.fixture
def voice(tmp_path: Path) -> Voice:
    """The voice of the tea house."""
    return Voice(edition(tmp_path))


def changed(folder: Path, files: Mapping[str, str]) -> Voice:
    """The voice of the tea house after a change."""
    return Voice(edition(folder, files))


def understood(*candidates: str | tuple[str, float], mentions: Mapping[str, str] | None = None) -> Understood:
    """What was understood: candidates by name, with a score if it matters."""
    pairs = [(one, 0.5) if isinstance(one, str) else one for one in candidates]
    return Understood(
        Match(tuple(Candidate(name, score, "a way to ask") for name, score in pairs), mentions or {}), Verdict.ANSWER
    )


def test_an_answer(voice: Voice) -> None:
    """The answer of the best entry, how fresh it is, and related questions that open their answers."""
    reply = voice.reply([understood("shops-list", "teas-list")])
    assert isinstance(reply, Answer)
    assert reply.text == Markup((*parse("Three: <b>Ashford</b>, Bexley and Corwen.").spans, *FRESH))
    assert [one.id for one in reply.entries] == ["shops-list"]
    assert reply.related == (
        Choice("shop-ashford", "Is there a shop in Ashford?"),
        Choice("teas-list", "Which teas do you sell?"),
    )


def test_an_answer_about_a_place(voice: Voice) -> None:
    """The place that was mentioned stands in the answer."""
    reply = voice.reply([understood("shop-elsewhere", mentions=KENDAL)])
    assert reply.text.plain == "No, not in Kendal.\n\nAs of 2019."


def test_what_the_source_does_not_say(voice: Voice) -> None:
    """It is said without a line about freshness; questions that can be answered are offered."""
    reply = voice.reply([understood("teas-price")])
    assert isinstance(reply, Unknown)
    assert reply.text.plain == "The leaflet gives no prices."
    assert [one.id for one in reply.entries] == ["teas-price"]
    assert reply.related == (Choice("teas-list", "Which teas do you sell?"),)


def test_small_talk(voice: Voice) -> None:
    """It is one line, and nothing is offered with it."""
    reply = voice.reply([understood("hello")])
    assert isinstance(reply, Smalltalk)
    assert (reply.text.plain, [one.id for one in reply.entries]) == ("Hello!", ["hello"])


@pytest.mark.parametrize(
    ("names", "kind", "text"),
    [
        (["shop-owner", "teas-list"], Answer, "A widow owns them.\n\nGreen tea and black tea.\n\nAs of 2019."),
        (["teas-price", "teas-list"], Answer, "The leaflet gives no prices.\n\nGreen tea and black tea.\n\nAs of 2019."),
        (["teas-list", "teas-price"], Answer, "Green tea and black tea.\n\nThe leaflet gives no prices.\n\nAs of 2019."),
        (["teas-price", "hello"], Unknown, "The leaflet gives no prices.\n\nHello!"),
    ],
)
def test_two_questions(voice: Voice, names: list[str], kind: type[object], text: str) -> None:
    """Both answers in the order of the questions; one line about freshness, at the end, if anything of it is an answer."""
    reply = voice.reply(map(understood, names))
    assert isinstance(reply, kind)
    assert isinstance(reply, Answer | Unknown)
    assert (reply.text.plain, [one.id for one in reply.entries]) == (text, names)


def test_each_answer_has_its_own_place(voice: Voice) -> None:
    """A place stands in the answer to the question that mentioned it."""
    questions = [understood("shop-elsewhere", mentions={"town": town}) for town in ("Kendal", "Rye")]
    assert voice.reply(questions).text.plain == "No, not in Kendal.\n\nNo, not in Rye.\n\nAs of 2019."


def test_no_line_about_freshness(tmp_path: Path) -> None:
    """Where the phrases have no such line, an answer is the answer alone."""
    voice = changed(tmp_path, {"en/phrases.yaml": "greeting: Hello."})
    assert voice.reply([understood("teas-list")]).text == parse("Green tea and black tea.")


@pytest.mark.parametrize(("first", "second", "joined"), [(1700, 1500, True), (1700, 1501, False), (3200, 1, False)])
def test_two_answers_that_do_not_fit_one_message(tmp_path: Path, first: int, second: int, joined: bool) -> None:
    """They are not joined: the first one is given alone."""
    long = topic(entry("one", "one?", "a" * first), entry("two", "two?", "b" * second))
    reply = changed(tmp_path, {"en/long.yaml": long}).reply([understood("one"), understood("two")])
    assert isinstance(reply, Answer)
    assert [one.id for one in reply.entries] == (["one", "two"] if joined else ["one"])
    assert reply.text.utf16_length <= 4096


def test_length_is_counted_as_telegram_does(tmp_path: Path) -> None:
    """An emoji takes two."""
    long = topic(entry("one", "one?", "😀" * (LONGEST_ANSWER // 2)), entry("two", "two?", "b"))
    reply = changed(tmp_path, {"en/long.yaml": long}).reply([understood("one"), understood("two")])
    assert isinstance(reply, Answer)
    assert [one.id for one in reply.entries] == ["one"]


def test_a_place_in_a_long_answer(tmp_path: Path) -> None:
    """The only answer is given however long the place in it is."""
    long = topic(entry("one", "one in {town}?", "a" * (LONGEST_ANSWER - 7) + " {town}"))
    reply = changed(tmp_path, {"en/long.yaml": long}).reply([understood("one", mentions={"town": "Dartmouth"})])
    assert isinstance(reply, Answer)
    assert reply.text.plain.startswith("a" * 100)


RELATED = topic(
    entry("five", "five?", "5.", "related: [missing, in-town, five, one, two, three, four]"),
    *(entry(name, f"{name}?", "So.", "related: [two, one]") for name in ("one", "two", "three", "four")),
    entry("in-town", "in {town}?", "No."),
)


@pytest.mark.parametrize(
    ("names", "related"),
    [
        (["five"], ["one", "two", "three"]),
        (["one"], ["two"]),
        (["three", "four"], ["two", "one"]),
        (["one", "five"], ["two", "three", "four"]),
        (["in-town"], []),
    ],
)
def test_related_questions(tmp_path: Path, names: list[str], related: list[str]) -> None:
    """Three at most, each once: none that is missing, that needs a place, or that has just been answered."""
    reply = changed(tmp_path, {"en/related.yaml": RELATED}).reply(map(understood, names))
    assert isinstance(reply, Answer)
    assert reply.related == tuple(Choice(name, f"{name}?") for name in related)


def test_suggestions(voice: Voice) -> None:
    """Whole questions, the likeliest first, with the place that was mentioned; a number or button brings the place back."""
    suggested = voice.suggest(voice.choices(understood("teas-list", "shop-elsewhere", mentions=KENDAL)))
    assert suggested == Suggest(
        parse("Did you mean:"),
        (Choice("teas-list", "Which teas do you sell?"), Choice("shop-elsewhere|Kendal", "Is there a shop in Kendal?")),
    )


@pytest.mark.parametrize(
    ("candidates", "expected"),
    [
        ([("shops-list", 0.4), ("hello", 0.39), ("teas-list", 0.38)], ["shops-list", "teas-list"]),
        ([("shops-list", 0.4), ("teas-list", 0.1)], ["shops-list"]),
        (["shops-list", "shop-ashford", "shop-bexley", "teas-list"], ["shops-list", "shop-ashford", "shop-bexley"]),
    ],
)
def test_what_is_suggested(voice: Voice, candidates: list[str | tuple[str, float]], expected: list[str]) -> None:
    """Up to three that are worth it; no small talk."""
    assert [choice.reference for choice in voice.choices(understood(*candidates))] == expected
    assert MOST_SUGGESTIONS == 3


def test_a_question_about_a_place_that_nobody_mentioned(tmp_path: Path) -> None:
    """An entry that can be asked for without a place, though not in its own question, cannot be offered as that question."""
    towns = topic(entry("towns", "Are you in {town}?", "Only in three towns.", "also: [other towns]"))
    choices = changed(tmp_path, {"en/towns.yaml": towns}).choices(understood("shops-list", "towns"))
    assert [choice.reference for choice in choices] == ["shops-list"]


def test_misses_in_a_row(voice: Voice) -> None:
    """The first offers some topics, the next ones the whole menu, and no sentence comes twice in a row."""
    replies = [voice.nothing(misses) for misses in range(9)]
    assert replies[0] == Nothing(parse("I do not know that."), (SHOPS, TEAS), whole_menu=False)
    assert replies[1] == Nothing(parse("That neither."), (SHOPS, TEAS), whole_menu=True)
    assert [reply.text.plain for reply in replies[1:5]] == ["That neither.", "No idea.", "Not in my leaflet.", "That neither."]
    assert all(one.text != next_one.text for one, next_one in itertools.pairwise(replies))
    assert all(reply.whole_menu for reply in replies[1:])


def test_many_topics(tmp_path: Path) -> None:
    """At the first miss only a few topics are shown, at the second all."""
    voice = changed(tmp_path, {f"en/topic{at}.yaml": topic(entry(f"e{at}", f"{at}?"), title=f"Topic {at}") for at in range(5)})
    assert [choice.topic for choice in voice.nothing(0).topics] == ["shops", "teas", "topic0", "topic1"]
    assert len(voice.nothing(0).topics) == MOST_TOPICS_AT_FIRST
    assert [choice.topic for choice in voice.nothing(1).topics] == ["shops", "teas", *(f"topic{at}" for at in range(5))]


@pytest.mark.parametrize(
    ("name", "text", "topics"),
    [
        ("greeting", "Welcome to the tea house.", True),
        ("topics", "Which topic?", True),
        ("gone", "That is gone.", True),
        ("help", "Just ask.", False),
        ("about", "I know one leaflet.", False),
        ("privacy", "I keep nothing.", False),
        ("ask_what", "Ask what?", False),
        ("not_text", "I can only read.", False),
    ],
)
def test_pages(voice: Voice, name: str, text: str, topics: bool) -> None:
    """Each page is a phrase; where a person has to go on, the topics stand under it."""
    page = voice.page(name)
    assert page == Page(page.text, topics=(SHOPS, TEAS) if topics else ())
    assert page.text.plain == text


def test_the_questions_of_a_topic(voice: Voice) -> None:
    """Those that have an answer and need no place, under the name of the topic, with a way back."""
    page = voice.topic("shops")
    assert page.text == parse("<b>Shops</b>. Which question?")
    assert [choice.reference for choice in page.choices] == ["shops-list", "shop-ashford", "shop-bexley", "shop-owner"]
    assert (page.topics, page.back) == ((), True)
    assert [choice.reference for choice in voice.topic("teas").choices] == ["teas-list", "teas-origin"]


def test_a_topic_without_answers(tmp_path: Path) -> None:
    """A topic of which nothing is known says at least what is not."""
    silence = topic(*(entry(name, f"{name}?", "It does not say.", "kind: unknown") for name in ("one", "two")), title="<Silence>")
    page = changed(tmp_path, {"en/silence.yaml": silence}).topic("silence")
    assert page.text.plain == "<Silence>. Which question?"
    assert [choice.question for choice in page.choices] == ["one?", "two?"]


def test_a_topic_with_many_questions(tmp_path: Path) -> None:
    """As many as a menu has room for, the first ones."""
    many = topic(*(entry(f"e{at}", f"{at}?") for at in range(20)))
    assert [choice.reference for choice in changed(tmp_path, {"en/many.yaml": many}).topic("many").choices] == [
        f"e{at}" for at in range(MOST_QUESTIONS_OF_TOPIC)
    ]


@pytest.mark.parametrize("name", ["talk", "nonsense", "", "phrases"])
def test_a_topic_that_is_not_there(voice: Voice, name: str) -> None:
    """Small talk is no topic, and neither is what an old button names: all topics are shown."""
    assert voice.topic(name) == voice.page("gone")


@pytest.mark.parametrize(
    ("reference", "text"),
    [
        ("teas-list", "Which teas do you sell?\nGreen tea and black tea.\n\nAs of 2019."),
        ("shop-elsewhere|Kendal", "Is there a shop in Kendal?\nNo, not in Kendal.\n\nAs of 2019."),
        ("shop-elsewhere|St Ives", "Is there a shop in St Ives?\nNo, not in St Ives.\n\nAs of 2019."),
        ("teas-price", "What does a cup cost?\nThe leaflet gives no prices."),
        ("hello", "Hello\nHello!"),
    ],
)
def test_opening_a_choice(voice: Voice, reference: str, text: str) -> None:
    """What a reference stands for is answered under its question."""
    reply = voice.open(reference)
    assert reply is not None
    assert reply.text.plain == text
    assert reply.text.spans[0].bold
    assert not reply.text.spans[1].bold


@pytest.mark.parametrize(
    "reference",
    [
        "",
        "|",
        "nonsense",
        "nonsense|Kendal",
        "teas-list|Kendal",
        "teas-list|",
        "shop-elsewhere",
        "shop-elsewhere|",
        "shop-elsewhere|Kendale",
        "shop-elsewhere|kendal",
        "shop-elsewhere|{town}",
        "shop-elsewhere|<b>nowhere",
        "shop-elsewhere|Ashford",
        "shop-elsewhere|Kendal|Kendal",
        "Shop-elsewhere|Kendal",
        "~weather",
        "😀",
    ],
)
def test_references_that_stand_for_nothing(voice: Voice, reference: str) -> None:
    """An entry that is gone, a place that is unknown or not in its main spelling, too many or too few parts."""
    assert voice.open(reference) is None


def test_references_come_back(voice: Voice) -> None:
    """Everything that is offered anywhere can be opened."""
    offered = [
        *voice.choices(understood("teas-list", "shop-elsewhere", "teas-price", mentions={"town": "St Ives"})),
        *voice.topic("shops").choices,
        *voice.topic("teas").choices,
    ]
    for name in ("shops-list", "teas-price", "shop-elsewhere"):
        reply = voice.reply([understood(name, mentions=KENDAL)])
        assert isinstance(reply, Answer | Unknown)
        offered += reply.related
    assert len(offered) == 13
    for choice in offered:
        opened = voice.open(choice.reference)
        assert opened is not None
        assert opened.text.plain.startswith(f"{choice.question}\n")


def test_a_question_about_places_of_two_lists(tmp_path: Path) -> None:
    """Whatever the order in which a question names its lists, a reference finds its way back."""
    files = {
        "en/lists.yaml": "lists:\n  town: [Kendal, Rye]\n  drink: [Cocoa]\n",
        "en/drinks.yaml": topic(entry("drinks", '"Is there {drink} in {town}?"', '"No {drink} in {town}."')),
    }
    voice = changed(tmp_path, files)
    (choice,) = voice.choices(understood("drinks", mentions={"town": "Rye", "drink": "Cocoa"}))
    assert choice.question == "Is there Cocoa in Rye?"
    opened = voice.open(choice.reference)
    assert opened is not None
    assert opened.text.plain == "Is there Cocoa in Rye?\nNo Cocoa in Rye.\n\nAs of 2019."
    assert voice.open("|".join(reversed(choice.reference.split("|")))) is None
    assert voice.open("drinks|Rye|Cocoa") is None


def test_questions_are_no_markup(tmp_path: Path) -> None:
    """What looks like formatting in a question or a place is shown as it stands."""
    files = {
        "en/lists.yaml": "lists:\n  town: [A<b>B]\n",
        "en/odd.yaml": topic(entry("odd", '"Is 1 < 2 in {town} & <b>here?"', '"Not in {town}."')),
    }
    opened = changed(tmp_path, files).open("odd|A<b>B")
    assert opened is not None
    assert opened.text.spans[:3] == (Span("Is 1 < 2 in A<b>B & <b>here?", bold=True), Span("\n"), Span("Not in A<b>B."))


OPEN_TOWNS = {"en/lists.yaml": "lists:\n  town: [Kendal, '...']\n"}


@pytest.mark.parametrize("name", ["Kendal", "Glasgow", "Łódź", "Тула"])
def test_opening_a_choice_of_an_open_list(tmp_path: Path, name: str) -> None:
    """Where a list is not complete, whatever looks like a name comes back too."""
    opened = changed(tmp_path, OPEN_TOWNS).open(f"shop-elsewhere|{name}")
    assert opened is not None
    assert opened.text.plain == f"Is there a shop in {name}?\nNo, not in {name}.\n\nAs of 2019."


@pytest.mark.parametrize("name", ["", "2019", "<b>x", "https://x.example", "a\nb", "@x", "x" * 41, "Glasgow|Leeds", "🙂"])
def test_no_name_of_an_open_list(tmp_path: Path, name: str) -> None:
    """The bot is not made to say what no name looks like."""
    assert changed(tmp_path, OPEN_TOWNS).open(f"shop-elsewhere|{name}") is None


def test_and_others_is_no_name(tmp_path: Path) -> None:
    """A crafted reference to "..." stands for nothing."""
    assert changed(tmp_path, OPEN_TOWNS).open("shop-elsewhere|...") is None


@pytest.mark.parametrize(
    ("reference", "listed"),
    [
        ("teas-list", True),
        ("shop-elsewhere|Kendal", True),
        ("shop-elsewhere|Kendale", False),
        ("shop-elsewhere|Glasgow", False),
        ("shop-elsewhere|Тула", False),
        ("shop-elsewhere|...", False),
        ("shop-elsewhere", False),
        ("teas-list|Kendal", False),
        ("gone", False),
    ],
)
def test_what_a_choice_of_another_language_finds(tmp_path: Path, reference: str, listed: bool) -> None:
    """The same entry, and the same item if the list has it; a name that only an open list takes is written otherwise here."""
    assert changed(tmp_path, OPEN_TOWNS).lists(reference) is listed


@pytest.mark.parametrize(
    ("understandings", "reference"),
    [
        ([understood("teas-list")], "teas-list"),
        ([understood("teas-price")], "teas-price"),
        ([understood("shop-elsewhere", mentions=KENDAL)], "shop-elsewhere|Kendal"),
        ([understood("teas-list", mentions=KENDAL)], "teas-list"),
        ([understood("teas-list"), understood("shops-list")], None),
        ([understood("teas-list"), understood("teas-price")], None),
    ],
)
def test_an_answer_names_itself(voice: Voice, understandings: list[Understood], reference: str | None) -> None:
    """One answer can be opened again, also by another language; of two at once that is not said."""
    reply = voice.reply(understandings)
    assert isinstance(reply, Answer | Unknown)
    assert reply.reference == reference
    opened = voice.open(reference) if reference else None
    assert not isinstance(opened, Answer | Unknown) or opened.reference == reference


def test_an_answer_without_the_place_that_its_question_names(tmp_path: Path) -> None:
    """It cannot be opened again, since nobody knows for which place."""
    files = {"en/odd.yaml": topic(entry("odd", '"Is it in {town}?"', "Perhaps.", "also: [is it anywhere]"))}
    reply = changed(tmp_path, files).reply([understood("odd")])
    assert isinstance(reply, Answer)
    assert reply.reference is None


@pytest.mark.parametrize("name", ["Glasgow", "O'Fallon"])
def test_a_suggested_name_can_be_opened(tmp_path: Path, name: str) -> None:
    """What is heard as a name and offered in a question comes back with it."""
    voice = changed(tmp_path, OPEN_TOWNS)
    (choice,) = voice.choices(understood("shop-elsewhere", mentions={"town": name}))
    assert choice.question == f"Is there a shop in {name}?"
    assert voice.open(choice.reference) is not None
