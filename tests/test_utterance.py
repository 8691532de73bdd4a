"""What an utterance is compared by: the features of its terms, and how sure each is."""

import pytest

from bot.matching.lexicon import Term
from bot.matching.utterance import Reading, certainties, concepts, letters

TEA = Term("tea", "tea")
SHOP = Term("=shop", "tea room")
KENDAL = Term("{town}", "", ("town", "Kendal"))


def reading(term: Term, certainty: float = 1.0) -> Reading:
    """A reading of a word that carries a subject."""
    return Reading(term, source="...", certainty=certainty, faint=False)


@pytest.mark.parametrize(("term", "expected"), [(TEA, "tea"), (SHOP, "tea room"), (KENDAL, "Kendal")])
def test_what_words_were_taken_for(term: Term, expected: str) -> None:
    """The letters that stand for a term; of a word list the item as people are shown it."""
    assert reading(term).meant == expected


@pytest.mark.parametrize("term", [TEA, SHOP, KENDAL])
def test_the_word_channel(term: Term) -> None:
    """A term's only feature is what it means."""
    assert concepts(term) == (term.concept,)


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (TEA, ("^te", "tea", "ea$", "^tea", "tea$", "^tea$")),
        (Term("=x", "a b"), ("^a$", "^b$")),
        (KENDAL, ("{town}",)),
        (Term("{town}", ""), ("{town}",)),
    ],
)
def test_the_letter_channel(term: Term, expected: tuple[str, ...]) -> None:
    """Runs of letters within each word, none across two; a word list stands for itself."""
    assert letters(term) == expected


def test_certainties_by_channel() -> None:
    """In the first channel the meanings, in the second the letters."""
    readings = [reading(Term("a", "a"), 0.5), reading(KENDAL)]
    assert certainties(readings, 0) == {"a": 0.5, "{town}": 1.0}
    assert certainties(readings, 1) == {"^a$": 0.5, "{town}": 1.0}
    assert certainties([], 0) == {}


@pytest.mark.parametrize("order", [(0.3, 0.9, 0.0), (0.9, 0.3, 0.0), (0.0, 0.3, 0.9)])
def test_the_surest_reading_counts(order: tuple[float, ...]) -> None:
    """Whatever their order, a feature is as sure as the surest of the words that have it."""
    assert certainties([reading(TEA, certainty) for certainty in order], 0) == {"tea": 0.9}


def test_a_strange_word_is_a_feature() -> None:
    """A word that nobody has used stands there with no certainty at all."""
    assert certainties([reading(Term("zzz", "zzz"), 0.0)], 0) == {"zzz": 0.0}
