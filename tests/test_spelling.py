"""A word that nobody has written before is taken for the nearest known one, or left alone."""

from collections import Counter

import pytest

from bot.matching.spelling import LEAST_SIMILARITY, SHORTEST, Spelling

KNOWN = ("branch", "branches", "internship", "moscow", "who", "the", "sea", "where")


@pytest.mark.parametrize(
    ("word", "meant", "similarity"),
    [
        ("brnch", "branch", 1 - 1 / 6),
        ("bbranch", "branch", 1 - 1 / 7),
        ("barnch", "branch", 1 - 1 / 6),
        ("vranch", "branch", 1 - 1 / 6),
        ("moscwo", "moscow", 1 - 1 / 6),
        ("intrenhsip", "internship", 1 - 2 / 10),
        ("branch", "branch", 1.0),
        ("wher", "where", 1 - 1 / 5),
    ],
)
def test_typos(word: str, meant: str, similarity: float) -> None:
    """A dropped, doubled, swapped or replaced letter, or two of them in a long word, leave the word recognisable."""
    assert Spelling(Counter(KNOWN)).nearest(word) == (meant, pytest.approx(similarity))


@pytest.mark.parametrize("word", ["", "xylophone", "bench", "mosque", "mscw", "хабаровск"])
def test_too_far(word: str) -> None:
    """A word that is not near to any known one is not guessed."""
    assert Spelling(Counter(KNOWN)).nearest(word) is None


@pytest.mark.parametrize(("word", "guessed"), [("mosco", True), ("masco", False), ("mscow", True), ("mocsw", False)])
def test_how_near_is_near_enough(word: str, guessed: bool) -> None:
    """From seven letters in ten on a guess is right more often than wrong."""
    assert LEAST_SIMILARITY == 0.7
    assert (Spelling({"moscow": 1}).nearest(word) is not None) is guessed


@pytest.mark.parametrize("word", ["wha", "hoo", "tea", "se", "th", "a", "thx"])
def test_short_words_are_not_guessed(word: str) -> None:
    """A short word has too many neighbours for a guess."""
    assert len(word) < SHORTEST
    assert Spelling(Counter(KNOWN)).nearest(word) is None


@pytest.mark.parametrize(("word", "meant"), [("hwo", "who"), ("woh", "who"), ("teh", "the"), ("esa", "sea")])
def test_swapped_letters_of_short_words(word: str, meant: str) -> None:
    """Only two swapped letters are put right in a short word."""
    assert Spelling(Counter(KNOWN)).nearest(word) == (meant, pytest.approx(2 / 3))


def test_a_short_word_is_not_swapped_into_a_longer_one() -> None:
    """Swapping finds words of the same length alone."""
    assert Spelling({"them": 1, "thee": 1}).nearest("teh") is None


@pytest.mark.parametrize("known", [["beats", "beans", "bears"], ["bears", "beats", "beans"]])
def test_equally_near(known: list[str]) -> None:
    """Among several that are equally near, the guess does not depend on the order in which they became known."""
    assert Spelling(Counter(known)).nearest("beaks") == ("beans", pytest.approx(0.8))


def test_nothing_is_known() -> None:
    """Where there are no words, none is guessed."""
    assert Spelling({}).nearest("branch") is None
    assert Spelling({}).nearest("teh") is None


def test_the_more_frequent_of_two_is_meant() -> None:
    """Two words may be equally near; "waht" is "what", not "wait", if people write that more often."""
    assert Spelling({"wait": 1, "what": 9}).nearest("waht") == ("what", pytest.approx(0.75))
    assert Spelling({"wait": 9, "what": 1}).nearest("waht") == ("wait", pytest.approx(0.75))
