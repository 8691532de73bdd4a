"""What an utterance is compared by: the features of its terms in three channels, and how sure each is."""

from collections.abc import Collection

import pytest

from bot.matching.lexicon import Term
from bot.matching.utterance import Reading, concepts, letters, order, said, spelled, subjects

TEA = Term("tea", "tea")
SHOP = Term("=shop", "tea room")
KENDAL = Term("{town}", "", ("town", "Kendal"))
BRANCH = Term("支部長", "支部長")


def reading(term: Term, certainty: float = 1.0, source: str = "...", *, faint: bool = False) -> Reading:
    """A reading of a word."""
    return Reading(term, source, certainty, faint)


def plain(*some: str) -> list[Term]:
    """Terms of words that stand for themselves."""
    return [Term(word, word) for word in some]


@pytest.mark.parametrize(("term", "expected"), [(TEA, "tea"), (SHOP, "tea room"), (KENDAL, "Kendal")])
def test_what_words_were_taken_for(term: Term, expected: str) -> None:
    """The letters that stand for a term; of a word list the item as people are shown it."""
    assert reading(term).meant == expected


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (TEA, ("tea",)),
        (SHOP, ("=shop",)),
        (KENDAL, ("{town}",)),
        (BRANCH, ("支部長", "支", "部", "長")),
        (Term("どこか", "どこか"), ("どこか", "どこ", "こか")),
    ],
)
def test_the_word_channel(term: Term, expected: tuple[str, ...]) -> None:
    """What a term means; in a script without spaces also the pieces that it may be made of."""
    assert concepts(term) == expected


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (TEA, ("^te", "tea", "ea$", "^tea", "tea$", "^tea$")),
        (Term("=x", "a b"), ("^a$", "^b$")),
        (KENDAL, ("{town}",)),
        (Term("{town}", ""), ("{town}",)),
        (BRANCH, ("支", "部", "長")),
    ],
)
def test_the_letter_channel(term: Term, expected: tuple[str, ...]) -> None:
    """Runs of letters within each word, none across two; a word list stands for itself."""
    assert letters(term) == expected


@pytest.mark.parametrize(
    ("some", "expected"),
    [
        ([], ["< >"]),
        (["tea"], ["< tea", "tea >"]),
        (["where", "tea", "grow"], ["< where", "where tea", "tea grow", "grow >"]),
    ],
)
def test_the_order_channel(some: list[str], expected: list[str]) -> None:
    """Neighbouring terms, beginning and end of the text included."""
    assert list(order(plain(*some))) == expected


@pytest.mark.parametrize(
    ("some", "expected"),
    [
        (["支部", "はどこですか"], ["すか>", "ですか>", "こですか>"]),
        (["行", "け"], ["行け>"]),
        (["支", "部", "長", "は"], ["長は>", "部長は>", "支部長は>"]),
        (["か"], []),
    ],
)
def test_the_end_of_a_sentence_without_spaces(some: list[str], expected: list[str]) -> None:
    """In such a script the last two to four characters are the order: there the end tells a question from a command."""
    assert list(order(plain(*some))) == expected


def test_commands_and_questions_end_differently() -> None:
    """A question and a command with the same words share no ending, two questions do."""
    question, other, command = (
        set(order(plain(*text))) for text in (["説明", "しますか"], ["支部", "ありますか"], ["説明", "してください"])
    )
    assert question & other
    assert not question & command


def test_what_is_said() -> None:
    """Each feature of the word channel is as sure as its reading; without readings nothing is said."""
    assert said([reading(Term("a", "a"), 0.5), reading(KENDAL)]) == {"a": 0.5, "{town}": 1.0}
    assert said([reading(BRANCH, 0.5)]) == dict.fromkeys(["支部長", "支", "部", "長"], 0.5)
    assert said([]) == {}


@pytest.mark.parametrize("certainties", [(0.3, 0.9, 0.0), (0.9, 0.3, 0.0), (0.0, 0.3, 0.9)])
def test_the_surest_reading_counts(certainties: tuple[float, ...]) -> None:
    """Whatever their order, a feature is as sure as the surest of the words that have it, in both channels."""
    readings = [reading(TEA, certainty, "tea") for certainty in certainties]
    assert said(readings) == {"tea": 0.9}
    assert set(spelled(readings, lambda _: False).values()) == {0.9}


def test_a_strange_word_is_a_feature() -> None:
    """A word that nobody has used stands there with no certainty at all."""
    assert said([reading(Term("zzz", "zzz"), 0.0)]) == {"zzz": 0.0}


def test_words_that_tell_the_subject() -> None:
    """A word counts as much as it is sure, shared out among its features; words of grammar do not."""
    readings = [reading(TEA), reading(Term("the", "the"), faint=True), reading(SHOP, 0.6), reading(BRANCH)]
    found = subjects(readings)
    assert found == {"tea": 1.0, "=shop": 0.6, "支部長": 0.25, "支": 0.25, "部": 0.25, "長": 0.25}
    assert subjects([]) == {}


@pytest.mark.parametrize(
    ("term", "source", "certainty", "known", "own"),
    [
        (TEA, "tae", 0.5, {"^ta", "tae", "x"}, {"^ta", "tae"}),
        (TEA, "tae", 0.5, set(), set()),
        (TEA, "tea", 1.0, {"tea"}, set()),
        (Term("tae", "tae"), "tae", 0.0, {"ae$"}, {"ae$"}),
        (KENDAL, "kendall", 0.5, {"^ke"}, set()),
    ],
)
def test_the_letters_of_a_misspelled_word(
    term: Term, source: str, certainty: float, known: Collection[str], own: Collection[str]
) -> None:
    """Beside the letters of the guess those count for sure that were typed, as far as phrasings have them."""
    guess = dict.fromkeys(letters(term), certainty)
    assert spelled([reading(term, certainty, source)], known.__contains__) == guess | dict.fromkeys(own, 1.0)
