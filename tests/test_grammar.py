"""Words of grammar are told from words of a subject."""

import pytest

from bot.matching.grammar import function_words, locatives, names_inflect
from bot.matching.words import words


@pytest.mark.parametrize("word", ["the", "is", "in", "please", "dont", "cant", "its", "actually", "hmm"])
def test_words_of_grammar(word: str) -> None:
    """Articles, auxiliaries, prepositions, contractions and fillers say next to nothing."""
    assert word in function_words("en")


@pytest.mark.parametrize("word", ["branch", "moscow", "where", "when", "who", "how", "not", "free", "japan"])
def test_words_of_a_subject(word: str) -> None:
    """Nouns do say something, and so do question words and a negation."""
    assert word not in function_words("en")


def test_words_as_they_are_heard() -> None:
    """Each stands there in the form in which it is cut out of a text, else it would never be recognised."""
    assert [word for word in sorted(function_words("en")) if words(word) != (word,)] == []


def test_a_language_of_which_nothing_is_known() -> None:
    """It has no words of grammar."""
    assert function_words("xx") == frozenset()


@pytest.mark.parametrize(("language", "expected"), [("en", {"in", "at", "near"}), ("xx", set())])
def test_words_before_a_place(language: str, expected: set[str]) -> None:
    """After some words a name of a place comes."""
    assert locatives(language) == expected


@pytest.mark.parametrize(("language", "expected"), [("en", False), ("ru", True), ("ja", False)])
def test_whether_names_inflect(language: str, expected: bool) -> None:
    """In Russian a town has another form after "in"."""
    assert names_inflect(language) is expected
