"""What a word that nobody has written before was probably meant to be."""

from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4
"""Letters; a shorter word has too many neighbours to guess from, unless it only has two letters swapped."""

LEAST_SIMILARITY = 0.7
"""Of 0..1; below it a guess is wrong more often than right (measured on HWU64 with 30 % of the words misspelled)."""


class Spelling:
    """Finds the nearest known word, counting dropped, added, replaced and swapped letters (optimal string alignment)."""

    def __init__(self, known: Mapping[str, int]):
        """`known` words come with how often each is used: of two that are equally near, the more frequent was meant."""
        self._known = sorted(known, key=lambda word: (-known[word], word))
        self._short = frozenset(word for word in known if len(word) < SHORTEST)

    def nearest(self, word: str) -> tuple[str, float] | None:
        """The nearest known word and how near it is (0..1), or None when none is near enough."""
        if len(word) < SHORTEST:
            swapped = next((near for near in _swaps(word) if near in self._short), None)
            return (swapped, OSA.normalized_similarity(word, swapped)) if swapped else None
        hit = process.extractOne(word, self._known, scorer=OSA.normalized_similarity, score_cutoff=LEAST_SIMILARITY)
        return (hit[0], hit[1]) if hit else None


def _swaps(word: str) -> list[str]:
    """The word with two neighbouring letters swapped, at every place."""
    return [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)]
