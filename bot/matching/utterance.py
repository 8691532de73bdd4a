"""An utterance as the matcher reads it: terms with the words they came from, and the features they are compared by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from bot.matching.lexicon import Term
from bot.matching.words import grams


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


def concepts(terms: Iterable[Term]) -> tuple[str, ...]:
    """The features of the word channel: what the terms mean, each once."""
    return tuple(dict.fromkeys(term.concept for term in terms))


def letters(terms: Iterable[Term]) -> tuple[str, ...]:
    """The features of the letter channel: runs of letters inside words, each once; a word list stands for itself."""
    return tuple(dict.fromkeys(chain.from_iterable(map(_letters, terms))))


def _letters(term: Term) -> Iterable[str]:
    return chain.from_iterable(map(grams, term.spelling.split())) if term.spelling else (term.concept,)


CHANNELS = (concepts, letters)
"""How a text becomes features, channel by channel."""


def certainties(readings: Sequence[Reading], channel: int) -> dict[str, float]:
    """The features of an utterance in a channel, each as sure as the surest reading that has it."""
    found: dict[str, float] = {}
    for reading in readings:
        for feature in CHANNELS[channel]((reading.term,)):
            found[feature] = max(found.get(feature, 0.0), reading.certainty)
    return found
