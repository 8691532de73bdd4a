"""What an utterance means, by itself and after an answer: one entry, two, or none."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.dialogue.policy import Bars, Verdict
from bot.dialogue.understanding import MOST_CANDIDATES, MOST_SENTENCES, Understanding, Understood
from knowledge_files import entry, topic
from teahouse import BARS, edition, small, teahouse


@pytest.fixture
def understanding(tmp_path: Path) -> Understanding:
    """Understands what is said about the tea house."""
    return Understanding(edition(tmp_path), BARS)


def entries(understood: tuple[Understood, ...]) -> list[str | None]:
    """The entries that are meant."""
    return [one.entry for one in understood]


def changed(folder: Path, files: Mapping[str, str]) -> Understanding:
    """Understands what is said about the tea house after a change."""
    return Understanding(edition(folder, files), BARS)


def test_nothing_was_understood(understanding: Understanding) -> None:
    """Without a candidate there is neither an entry nor a score."""
    (one,) = understanding.understand("xyzzy", None)
    assert (one.entry, one.score, one.verdict) == (None, 0.0, Verdict.NOTHING)


def test_one_question(understanding: Understanding) -> None:
    """One question is one understood thing, with up to three candidates and what it mentions."""
    (one,) = understanding.understand("is there a shop in Kendal", None)
    assert (one.entry, one.score, one.verdict) == ("shop-elsewhere", pytest.approx(1.0), Verdict.ANSWER)
    assert len(one.match.candidates) == MOST_CANDIDATES
    assert one.match.mentions == {"town": "Kendal"}


@pytest.mark.parametrize(
    ("utterance", "expected"),
    [
        ("where are you and who is the owner of it?", ["shops-list", "shop-owner"]),
        ("who owns the shops, and also where are you", ["shop-owner", "shops-list"]),
        ("Where do the teas grow? Who owns the shops?", ["teas-origin", "shop-owner"]),
        ("Good morning! Where do the teas grow? Many thanks.", ["teas-origin"]),
        ("is there a shop in Bexley or is there one in Ashford", ["shop-bexley", "shop-ashford"]),
        ("is there a shop in Bexley and is there one in Kendal?", ["shop-bexley", "shop-elsewhere"]),
        ("where are you, who owns the shops and what does a cup cost?", ["shops-list", "shop-owner"]),
        ("where are you and where are your shops?", ["shops-list"]),
        ("who owns the shops and who painted the Mona Lisa?", ["shop-owner"]),
    ],
)
def test_several_questions(understanding: Understanding, utterance: str, expected: list[str]) -> None:
    """Two questions in their order; never more, not the same twice, and only what is sure by itself."""
    assert entries(understanding.understand(utterance, None)) == expected


@pytest.mark.parametrize("utterance", ["where are your shops\nwho owns the shops", "Where are your shops. Who owns the shops."])
def test_two_questions_without_question_marks(understanding: Understanding, utterance: str) -> None:
    """On a phone nobody types question marks: two questions are two on two lines as well."""
    assert entries(understanding.understand(utterance, None)) == ["shops-list", "shop-owner"]


def test_each_of_two_questions_has_its_own_place(understanding: Understanding) -> None:
    """What one of the questions mentions is not mentioned in the other."""
    first, second = understanding.understand("is there a shop in Kendal and who owns the shops?", None)
    assert (first.match.mentions, second.match.mentions) == ({"town": "Kendal"}, {})


def test_one_entry_that_fits_the_whole(tmp_path: Path) -> None:
    """What looks like two questions is one if an entry fits the whole better than others fit the halves."""
    paying = topic(
        entry("cup-and-shop", "where is the cup and who broke the saucer"),
        entry("cups", "where can cups be bought"),
        entry("breakage", "who must pay if I broke something"),
    )
    found = changed(tmp_path, {"en/paying.yaml": paying}).understand("where is the cup and who broke the saucer", None)
    assert entries(found) == ["cup-and-shop"]


def test_an_entry_that_asks_two_things(tmp_path: Path) -> None:
    """A way to ask that is typed as it stands means its own entry, also if each half means another."""
    both = topic(entry("both", "where are you and who owns the shops"))
    assert entries(changed(tmp_path, {"en/both.yaml": both}).understand("where are you and who owns the shops", None)) == ["both"]


@pytest.mark.parametrize(
    ("utterance", "expected"),
    [
        ("Hello! Which teas do you sell?", "teas-list"),
        ("hello, which teas do you sell", "teas-list"),
        ("Which teas do you sell? Thanks!", "teas-list"),
        ("My aunt drinks a lot. Which teas do you sell? She is eighty.", "teas-list"),
        ("Good morning!\nwhere do the teas grow\nmany thanks", "teas-origin"),
    ],
)
def test_a_question_among_small_talk(understanding: Understanding, utterance: str, expected: str) -> None:
    """The question is what counts, before, after or between whatever else is said."""
    (one,) = understanding.understand(utterance, None)
    assert (one.entry, one.verdict) == (expected, Verdict.ANSWER)


@pytest.mark.parametrize("utterance", ["hello", "Hello!", "Good morning. Many thanks.", "thanks!! hi"])
def test_small_talk_alone(understanding: Understanding, utterance: str) -> None:
    """Where nothing is asked, small talk is what is meant."""
    (one,) = understanding.understand(utterance, None)
    assert (one.entry in {"hello", "thanks"}, one.verdict) == (True, Verdict.ANSWER)


@pytest.mark.parametrize("question", ["which teas do you sell?", "is there a shop in Kendal?", "who owns the shops?"])
@pytest.mark.parametrize("polite", ["Hello! {}", "Good morning. Hi! {}", "{} Thanks!", "Hi there. {} Thank you."])
def test_a_greeting_makes_no_story(understanding: Understanding, question: str, polite: str) -> None:
    """Who is polite is understood as surely as who is not."""
    (plain,) = understanding.understand(question, None)
    (greeted,) = understanding.understand(polite.format(question), None)
    assert greeted == plain


@pytest.mark.parametrize("utterance", ["Thanks! 😊", "Hello. I am Ann.", "Hi!\nxyzzy plugh"])
def test_small_talk_beside_what_is_not_understood(understanding: Understanding, utterance: str) -> None:
    """A greeting stays one if the rest, an emoji or a name, means nothing."""
    (one,) = understanding.understand(utterance, None)
    assert (one.entry in {"hello", "thanks"}, one.verdict) == (True, Verdict.ANSWER)


@pytest.mark.parametrize(
    "utterance",
    ["Thanks! My brother sold his old car yesterday", "Hi. Who left the window open last night?", "Hello! Where's the toilet?"],
)
def test_small_talk_beside_what_is_said_to_others(understanding: Understanding, utterance: str) -> None:
    """A greeting before more than a few words of no concern is meant for somebody else."""
    (one,) = understanding.understand(utterance, None)
    assert one.verdict is Verdict.NOTHING


def test_small_talk_is_not_offered(tmp_path: Path) -> None:
    """What may or may not be small talk is nothing, rather than "did you mean: Hello"."""
    demanding = Understanding(edition(tmp_path), Bars(answer=0.95, suggest=0.05, sure=0.99))
    verdicts = {text: demanding.understand(text, None)[0] for text in ("the morning dew", "the leaves")}
    assert {text: (one.entry, one.verdict) for text, one in verdicts.items()} == {
        "the morning dew": ("hello", Verdict.NOTHING),
        "the leaves": ("teas-origin", Verdict.SUGGEST),
    }


@pytest.mark.parametrize(
    ("utterance", "place"),
    [
        ("I live in Kendal. Is there a shop?", "Kendal"),
        ("Is there a shop near me? I live in kirkby kendal.", "Kendal"),
        ("Is there a shop in St Ives? I was there once.", "St Ives"),
    ],
)
def test_a_place_from_another_sentence(understanding: Understanding, utterance: str, place: str) -> None:
    """A question is heard together with the place that another sentence names."""
    (one,) = understanding.understand(utterance, None)
    assert (one.entry, one.verdict, one.match.mentions) == ("shop-elsewhere", Verdict.ANSWER, {"town": place})


def test_a_long_story(understanding: Understanding) -> None:
    """Only the first sentences of a story are listened to one by one: what comes later is no surer than the whole."""
    story = [f"Xyzzy{at} plugh{at} frotz{at}." for at in range(MOST_SENTENCES)]
    heard, unheard = [*story[1:], "Where do the teas grow?"], [*story, "Where do the teas grow?"]
    (alone,) = understanding.understand("Where do the teas grow?", None)
    (surer,), (unsurer,) = (understanding.understand(" ".join(sentences), None) for sentences in (heard, unheard))
    assert surer.verdict is Verdict.ANSWER
    assert unsurer.score < surer.score < alone.score


@pytest.mark.parametrize(
    ("utterance", "after", "expected"),
    [
        ("list", "teas-origin", "teas-list"),
        ("list", "shop-owner", "shops-list"),
        ("a list please", "teas-origin", "teas-list"),
        ("and the whole list of them?", "teas-origin", "teas-list"),
        ("and the whole list of them?", "shop-owner", "shops-list"),
        ("and in Bexley?", "shop-ashford", "shop-bexley"),
        ("and in Kendal?", "shop-ashford", "shop-elsewhere"),
        ("what about the leaves?", "shop-ashford", "teas-origin"),
        ("leaves", "shop-ashford", "teas-origin"),
        ("thanks", "shop-ashford", "thanks"),
        ("list of teas", "shops-list", "teas-list"),
    ],
)
def test_a_follow_up(understanding: Understanding, utterance: str, after: str, expected: str) -> None:
    """What is short or begins with "and" stays in the topic of the answer before, unless it clearly belongs to another."""
    (one,) = understanding.understand(utterance, after)
    assert (one.entry, one.verdict) == (expected, Verdict.ANSWER)


def test_a_follow_up_is_surer(understanding: Understanding) -> None:
    """What was answered before makes a short question surer; of a longer one only that it is said to the bot is surer."""
    assert (
        understanding.understand("and in Kendal?", "shop-ashford")[0].score
        > understanding.understand("and in Kendal?", None)[0].score
    )
    whole = "where in Kendal would that be then"
    (after,), (alone,) = (understanding.understand(whole, before) for before in ("shop-ashford", None))
    assert (after.entry, after.verdict) == (alone.entry, alone.verdict)
    assert alone.score < after.score < 5 * alone.score


@pytest.mark.parametrize("utterance", ["my brother sold his old car yesterday", "lend me a cup of sugar, please"])
def test_strangers_after_an_answer(understanding: Understanding, utterance: str) -> None:
    """Who was answered and then says something else to somebody is left alone all the same."""
    (one,) = understanding.understand(utterance, "teas-list")
    assert one.verdict is Verdict.NOTHING


@pytest.mark.parametrize("after", [None, "no-such-entry"])
@pytest.mark.parametrize(("utterance", "expected"), [("and in Bexley?", "shop-bexley"), ("and?", None), ("so then?", None)])
def test_a_lead_in_without_memory(understanding: Understanding, utterance: str, expected: str | None, after: str | None) -> None:
    """Where nothing was answered before, or it is gone, the words must speak for themselves."""
    assert entries(understanding.understand(utterance, after)) == [expected]


def test_the_second_question_follows_the_first(tmp_path: Path) -> None:
    """In one message, too, the second question is heard after the first."""
    files = {
        "en/shops.yaml": topic(entry("shop-list", "where are shops"), entry("shop-hours", "shops opening hours"), title="Shops"),
        "en/teas.yaml": topic(entry("tea-list", "where are teas"), entry("tea-hours", "teas opening hours"), title="Teas"),
    }
    understanding = changed(tmp_path, files)
    assert entries(understanding.understand("where are teas, opening hours?", None)) == ["tea-list", "tea-hours"]
    assert entries(understanding.understand("where are shops, opening hours?", None)) == ["shop-list", "shop-hours"]


@pytest.mark.parametrize(
    ("utterance", "nearest"),
    [
        ("what is the weather in Ashford", "shop-ashford"),
        ("will it rain in Rye", "shop-elsewhere"),
        ("lend me a cup", "teas-price"),
    ],
)
def test_chatter(understanding: Understanding, utterance: str, nearest: str) -> None:
    """What strangers say is left alone although an entry shares words with it, which stays the first candidate."""
    (one,) = understanding.understand(utterance, None)
    assert (one.entry, one.verdict) == (nearest, Verdict.NOTHING)


def test_chatter_is_no_candidate(understanding: Understanding) -> None:
    """The groups of chatter never stand among what a person is shown."""
    for utterance in ("what is the weather in Ashford", "a cup of sugar", "will it rain in Rye"):
        (one,) = understanding.understand(utterance, None)
        assert not any(candidate.entry.startswith("~") for candidate in one.match.candidates)


def test_an_entry_that_is_clearly_nearer_than_chatter(understanding: Understanding) -> None:
    """Chatter does not get in the way of questions."""
    (one,) = understanding.understand("is there a shop in Ashford", None)
    assert one.verdict is Verdict.ANSWER


def test_chatter_behind_many_entries(tmp_path: Path) -> None:
    """Chatter counts as well where many entries are a little nearer than it."""
    said = "yellow tasty"
    fruits = ["pears", "plums", "figs", "dates", "limes", "peas", "beans", "nuts", "kiwis"]
    files = {
        "en/fruits.yaml": topic(*(entry(fruit, f"yellow tasty {fruit}") for fruit in fruits)),
        "en/chatter.yaml": "chatter:\n  fruit: [yellow tasty lemonade]\n",
    }
    (one,) = changed(tmp_path / "with", files).understand(said, None)
    without = {**files, "en/chatter.yaml": "chatter:\n  fruit: [lemonade]\n"}
    (other,) = changed(tmp_path / "without", without).understand(said, None)
    assert one.score < 0.9 * other.score


def test_a_language_of_which_nothing_is_known(tmp_path: Path) -> None:
    """Without the little words of a language nothing is cut and nothing follows, but questions are answered."""
    house = teahouse(tmp_path, {"xx/people.yaml": topic(entry("who", "Who is it"), entry("what", "What is it"))})
    understanding = Understanding(house.knowledge.editions["xx"], BARS)
    assert entries(understanding.understand("WHO is it?", None)) == ["who"]
    assert len(understanding.understand("who is it and what is it", None)) == 1


TEA = topic(
    entry("tea", "does rain help the tea", "Yes.", "also: [rain and tea, help with rain, will it snow]"),
    entry("cup", "price of a cup"),
    title="Tea",
)


def rehearsed(folder: Path, bars: Bars = BARS) -> list[tuple[str, str, str | None, Verdict, bool]]:
    """What becomes of each phrasing of a small knowledge base, and whether chatter is the reason why that is nothing."""
    files = {"en/a.yaml": TEA, "en/chatter.yaml": "chatter:\n  weather: [rain helps dogs and cats, will it snow]\n"}
    found = Understanding(small(folder, files).knowledge.editions["en"], bars).rehearse()
    return [(one.entry, one.phrasing, one.understood.entry, one.understood.verdict, one.silenced) for one in found]


def test_rehearsing(tmp_path: Path) -> None:
    """Each phrasing of an entry, none of chatter, is understood as if it were not there, and what is chatter is left alone."""
    assert rehearsed(tmp_path) == [
        ("tea", "does rain help the tea", "tea", Verdict.ANSWER, False),
        ("tea", "rain and tea", "tea", Verdict.ANSWER, False),
        ("tea", "help with rain", "tea", Verdict.NOTHING, True),
        ("tea", "will it snow", None, Verdict.NOTHING, True),
        ("cup", "price of a cup", None, Verdict.NOTHING, False),
    ]


@pytest.mark.parametrize(("bar", "silenced"), [(0.2, True), (1, False)])
def test_rehearsing_what_chatter_makes_doubtful(tmp_path: Path, bar: float, silenced: bool) -> None:
    """Chatter is also the reason where an entry that is nearer would be good enough without it, but not where none would be."""
    found = {phrasing: rest for _, phrasing, *rest in rehearsed(tmp_path, Bars(suggest=bar, answer=bar, sure=bar, unasked=1))}
    assert found["help with rain"] == ["tea", Verdict.NOTHING, silenced]


def test_what_asks_nothing_counts_less(understanding: Understanding) -> None:
    """A long sentence without a question is less sure than the same as a question, and in a story less still."""
    question, statement = "so where would your nice shops be?", "so there would your nice shops be."
    (asked,) = understanding.understand(question, None)
    (said,) = understanding.understand(statement, None)
    (told,) = understanding.understand(f"It rained. {statement} We went home.", None)
    assert asked.entry == said.entry == told.entry == "shops-list"
    assert asked.score > said.score > told.score


def test_what_staff_wrote_asks(tmp_path: Path) -> None:
    """A way to ask that stands in a file is sure as it stands, whether it looks like a question or not."""
    phrasing = "I would so much love to own your house"
    files = {"en/house.yaml": topic(entry("house", "Can one buy the house?", "No.", "also:", f"  - {phrasing}"), title="House")}
    (one,) = changed(tmp_path, files).understand(phrasing, None)
    assert (one.entry, one.score) == ("house", pytest.approx(1.0))


@pytest.mark.parametrize("utterance", ["wher then would your nice shops be", "whre, oh, whre would your nice shops be"])
def test_a_misspelled_question_word_asks(understanding: Understanding, utterance: str) -> None:
    """What was probably meant decides."""
    (misspelled,) = understanding.understand(utterance, None)
    (spelled,) = understanding.understand(utterance.replace("wher ", "where ").replace("whre", "where"), None)
    assert misspelled.score > 0.8 * spelled.score  # as a statement it would be less than 0.7 of it


def test_a_question_among_strangers(understanding: Understanding) -> None:
    """One that strangers ask each other in the middle of their talk is less sure than one in a message about the subject."""
    question = "Which of them can I drink?"
    (friend,) = understanding.understand(f"You sell teas. {question}", None)
    (stranger,) = understanding.understand(f"My brother sold his old car yesterday and it rained all day long. {question}", None)
    assert friend.entry == stranger.entry == "teas-list"
    assert friend.score > stranger.score
