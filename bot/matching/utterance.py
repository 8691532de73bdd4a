"""An utterance as the matcher reads it: terms with the words they came from, and the features they are compared by."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
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


def concepts(term: Term) -> tuple[str, ...]:
    """A term's features in the word channel: what it means."""
    return (term.concept,)


@lru_cache(maxsize=50_000)
def letters(term: Term) -> tuple[str, ...]:
    """A term's features in the letter channel: runs of letters inside its words; a word list stands for itself."""
    return tuple(chain.from_iterable(map(grams, term.spelling.split()))) or (term.concept,)


CHANNELS: tuple[Callable[[Term], tuple[str, ...]], ...] = (concepts, letters)
"""How a term becomes features, channel by channel."""


def certainties(readings: Iterable[Reading], channel: int) -> dict[str, float]:
    """The features of an utterance in a channel, each as sure as the surest reading that has it."""
    found: dict[str, float] = {}
    for reading in readings:
        for feature in CHANNELS[channel](reading.term):
            if reading.certainty >= found.get(feature, 0.0):
                found[feature] = reading.certainty
    return found
