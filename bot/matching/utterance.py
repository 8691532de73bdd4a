"""An utterance as the matcher reads it: terms with the words they came from, and the features they are compared by."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

from bot.matching.grammar import function_words
from bot.matching.lexicon import Term
from bot.matching.spaceless import is_spaceless, pieces
from bot.matching.words import grams

BEGINNING, END = "<", ">"
ASKING = "か"
"""The end of a Japanese verb in a question, which is not lost with the rest of its inflection."""

LONGEST_ENDING = 4
"""Characters of a text's end in a script without spaces; there the end of a sentence says what kind of sentence it is."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One term of an utterance, the words it was read from, and how sure the reading is.

    `certainty` is 1 for known words, less where the spelling was guessed, 0 for a word that nobody has used; `faint` words are
    those that carry grammar rather than a subject.
    """

    term: Term
    source: str
    certainty: float
    faint: bool

    @property
    def meant(self) -> str:
        """What the words were taken for."""
        return self.term.mention[1] if self.term.mention else self.term.spelling


@lru_cache(maxsize=50_000)
def concepts(term: Term) -> tuple[str, ...]:
    """A term's features in the word channel: what it means, the pieces of a word that may be several, and whether it asks.

    Words of Japanese grammar, long as they may be, have no pieces: they would weigh more than what the sentence is about.
    """
    asks = ASKING if term.concept != term.spelling and is_spaceless(term.concept) and term.spelling.endswith(ASKING) else ""
    return (term.concept, *(() if term.concept in function_words("ja") else pieces(term.concept)), *asks)


@lru_cache(maxsize=50_000)
def letters(term: Term) -> tuple[str, ...]:
    """A term's features in the letter channel: runs of letters inside its words; a word list stands for itself."""
    return tuple(chain.from_iterable(map(grams, term.spelling.split()))) or (term.concept,)


def order(terms: Sequence[Term]) -> Iterator[str]:
    """The features of a whole text in the order channel: neighbouring terms; how it ends, in a script without spaces."""
    if terms and is_spaceless(terms[-1].concept):
        text = "".join(term.concept for term in terms[-LONGEST_ENDING:])
        yield from (text[-length:] + END for length in range(2, LONGEST_ENDING + 1) if len(text) >= length)
    else:
        yield from map(" ".join, pairwise([BEGINNING, *(term.concept for term in terms), END]))


def said(readings: Iterable[Reading]) -> dict[str, float]:
    """The features of an utterance in the word channel, each as sure as the surest reading that has it."""
    found: dict[str, float] = {}
    for reading in sorted(readings, key=lambda one: one.certainty):
        found.update(dict.fromkeys(concepts(reading.term), reading.certainty))
    return found


def subjects(readings: Iterable[Reading]) -> dict[str, float]:
    """How much of a word that tells a subject each feature in the word channel is; words of grammar tell none."""
    return {
        feature: reading.certainty / len(features)
        for reading in readings
        if not reading.faint
        for features in [concepts(reading.term)]
        for feature in features
    }


def spelled(readings: Iterable[Reading], is_known: Callable[[str], bool]) -> dict[str, float]:
    """The same in the letter channel, where of an unknown word also those of its own letters count that some phrasing has."""
    found: dict[str, float] = {}
    for reading in sorted(readings, key=lambda one: one.certainty):
        found.update(dict.fromkeys(letters(reading.term), reading.certainty))
    for reading in readings:
        if reading.certainty < 1 and not reading.term.mention:
            found.update(dict.fromkeys(filter(is_known, letters(Term(reading.source, reading.source))), 1.0))
    return found
