"""Words that mean the same become one term: synonyms, and items of word lists."""

from collections.abc import Collection, Mapping, Sequence

import pytest

from bot.matching.lexicon import OPEN, SHORTEST_GUESS, Lexicon, Term, Vocabulary
from bot.matching.words import words

SYNONYMS = (
    ("shop", "store", "tea room"),
    ("tea", "brew"),
    ("St. Petersburg", "Piter"),
    ("owner", "boss"),
    ("rome", "eternal city"),
)
TOWNS = (
    ("Kendal", "Kirkby Kendal"),
    ("St Ives", "Saint Ives"),
    ("Dartmouth",),
    ("Rome",),
)
MIXED = Vocabulary(SYNONYMS, {"town": TOWNS})


def terms(text: str, vocabulary: Vocabulary = MIXED) -> list[Term]:
    """The terms of an English text."""
    return Lexicon("en", vocabulary).terms(words(text))


def concepts(text: str, vocabulary: Vocabulary = MIXED) -> list[str]:
    """What the terms of an English text mean."""
    return [term.concept for term in terms(text, vocabulary)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("shop", "store"),
        ("the shop's owner", "the shop's boss"),
        ("shops", "tea rooms"),
        ("TEA ROOM", "Store"),
        ("St. Petersburg", "Piter"),
        ("st-petersburg", "st petersburg"),
        ("a brew in a tea room", "a tea in a store"),
        ("in Kendal", "in Dartmouth"),
        ("in Kendal", "in Kirkby Kendal"),
        ("in st.ives", "in {town}"),
    ],
)
def test_they_meet(one: str, other: str) -> None:
    """Synonyms mean the same, in any inflection, of one word or of several; so do all items of a list, and its placeholder."""
    assert concepts(one) == concepts(other)


@pytest.mark.parametrize(("one", "other"), [("shop", "tea"), ("tea", "tea room"), ("Kendal", "shop"), ("{town}", "{city}")])
def test_they_do_not_meet(one: str, other: str) -> None:
    """What stands in different groups or lists stays apart."""
    assert concepts(one) != concepts(other)


def test_a_word_of_no_group() -> None:
    """It means its stem, and is spelled as it was written."""
    assert terms("Parrots") == [Term(concept="parrot", spelling="parrots")]


def test_a_synonym_stands_for_all() -> None:
    """Whichever word of a group is said, the first one's letters stand for it."""
    assert terms("tea rooms") == [Term(concept="=shop", spelling="shop")]


def test_an_item_of_a_list() -> None:
    """It means its list, has no letters of its own, and is mentioned in its main spelling."""
    assert terms("kirkby kendal") == [Term(concept="{town}", spelling="", mention=("town", "Kendal"))]


def test_a_placeholder() -> None:
    """It means the list that it names, and mentions nothing."""
    assert terms("{town}") == [Term(concept="{town}", spelling="")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tea room", ["=shop"]),
        ("tea rooms tea", ["=shop", "=tea"]),
        ("room tea", ["room", "=tea"]),
        ("kirkby", ["kirkbi"]),
        ("kirkby kendal kendal", ["{town}", "{town}"]),
    ],
)
def test_the_longest_run_wins(text: str, expected: list[str]) -> None:
    """Several words that are known together become one term; a beginning of them alone does not."""
    assert concepts(text) == expected


def test_a_list_wins_over_a_synonym() -> None:
    """A word that stands in both is an item of the list."""
    assert terms("Rome") == [Term(concept="{town}", spelling="", mention=("town", "Rome"))]
    assert concepts("eternal city") == ["=rome"]


def test_runs_know_their_words() -> None:
    """Each term comes with the place of the words that it was made of."""
    lexicon = Lexicon("en", MIXED)
    assert [(term.concept, run) for term, run in lexicon.runs(("a", "tea", "room", "in", "st", "ives"))] == [
        ("a", slice(0, 1)),
        ("=shop", slice(1, 3)),
        ("in", slice(3, 4)),
        ("{town}", slice(4, 6)),
    ]
    assert lexicon.terms(()) == []


def test_all_its_words() -> None:
    """It knows the words that it consists of, those inside longer names included."""
    lexicon = Lexicon("en", Vocabulary([("shop", "tea room")], {"town": [("St Ives", "Ives")]}))
    assert lexicon.words == {"shop", "tea", "room", "st", "ives"}


def test_what_may_be_guessed() -> None:
    """A typo may stand for any word of a synonym, but for an item of a list only if that is long."""
    assert (len("kendal"), SHORTEST_GUESS) == (6, 6)
    vocabulary = Vocabulary([("shop", "tea room")], {"town": [("Kendal",), ("Perth",), ("St Ives", "Saint Ivesford")]})
    assert Lexicon("en", vocabulary).guessable == {"shop", "tea", "room", "kendal", "ivesford"}


@pytest.mark.parametrize("group", [["yes", "👍"], ["yes", "!!!"]])
def test_signs_alone_say_nothing(group: Sequence[str]) -> None:
    """A phrase without any word in it is passed over."""
    assert concepts("yes 👍", Vocabulary([group])) == ["=yes"]


def test_groups_that_begin_with_signs() -> None:
    """Two groups stay apart also where their first phrases are signs."""
    vocabulary = Vocabulary([("👍", "yes"), ("👎", "no")])
    assert concepts("yes", vocabulary) != concepts("no", vocabulary)


@pytest.mark.parametrize(("synonyms", "text"), [((), "shop"), ((("a b c", "x"),), "a b")])
def test_nothing_is_known(synonyms: Collection[Sequence[str]], text: str) -> None:
    """Without a vocabulary, or with a beginning only, every word is a term of its own."""
    assert [term.spelling for term in terms(text, Vocabulary(synonyms))] == text.split()


@pytest.mark.parametrize(
    ("lists", "expected"),
    [
        ({}, None),
        ({"town": [("Kendal",)]}, None),
        ({"town": [("Kendal",), (OPEN,)]}, "town"),
        ({"drink": [("tea",)], "town": [(OPEN,), ("Kendal",)]}, "town"),
        ({"town": [("and so on", OPEN)]}, None),
    ],
)
def test_the_open_list(lists: Mapping[str, Collection[Sequence[str]]], expected: str | None) -> None:
    """A list of which one item says "and others" is not complete; that item is no word."""
    lexicon = Lexicon("en", Vocabulary(lists=lists))
    assert lexicon.open_list == expected
    assert all(word.isalpha() for word in lexicon.words)


@pytest.mark.parametrize(
    ("language", "text", "known"), [("en", "readings", False), ("en", "reading", True), ("ru", "Тулой", True)]
)
def test_inflected_names(language: str, text: str, known: bool) -> None:
    """A name counts in another form only where names are inflected: "readings" is no town."""
    vocabulary = Vocabulary(lists={"town": [("Reading",), ("Тула",)]})
    assert [bool(term.mention) for term in Lexicon(language, vocabulary).terms(words(text))] == [known]
