"""What words that nobody has written before were probably meant to be: misspelled, run together, or torn apart."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.matching.spaceless import is_spaceless

SHORTEST = 4
"""Letters; a shorter word has too many neighbours to guess from, unless it only has two letters swapped."""

LEAST_SIMILARITY = 0.7
"""Of 0..1; below it a guess is wrong more often than right (measured on HWU64 with 30 % of the words misspelled)."""

OTHER_BEGINNING = 0.06
"""How much similarity (0..1) a guess needs more if its first letter is another: people seldom miss the first."""

MOST_COMPARED = 60
"""Known words that are compared letter by letter with one unknown word: those that share most pairs of letters with it."""

SHORTEST_PART = 3
"""Letters of each of two words that were run together."""

SPACING = 0.9
"""How sure (0..1) it is that a missing or superfluous space was one."""

TORN = 0.8
"""Of 0..1; how similar a known word must be to two of a script without spaces that may be one."""

_ELONGATED = re.compile(r"(.)\1{2,}")


@dataclass(frozen=True, slots=True)
class Heard:
    """A word as it was written, what it was taken for, and how sure (0..1) that is: 0 for a strange word."""

    source: str
    word: str
    certainty: float


class Spelling:
    """Knows all words that phrasings use, and how often."""

    def __init__(self, known: Mapping[str, int]):
        """`known` words come with how often each is used: of two that are equally near, the more frequent was meant."""
        self._uses = known
        self._known = sorted(known, key=lambda word: (-known[word], word))
        self._short = frozenset(word for word in known if len(word) < SHORTEST)
        holders: defaultdict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(self._known):
            for pair in _pairs(word):
                holders[pair].append(number)
        self._holders = {pair: np.array(numbers, dtype=np.int32) for pair, numbers in holders.items()}
        self._lengths = np.array([len(word) + 1 for word in self._known], dtype=np.float32)

    def read(self, written: Sequence[str], is_known: Callable[[str], bool], most: int) -> Iterator[Heard]:
        """Words as they were meant. Of those that are not known, so `most` are looked up; the others stay strange."""
        at = looked_up = 0
        while at < len(written):
            word, following = written[at], written[at + 1] if at + 1 < len(written) else ""
            at += 1
            if is_known(word):
                if following and not is_known(following) and self._is_one_word(word + following):
                    yield Heard(f"{word} {following}", word + following, SPACING)
                    at += 1
                elif following and is_spaceless(word) and (guess := self._torn(word, following)):
                    yield Heard(f"{word} {following}", *guess)
                    at += 1
                else:
                    yield Heard(word, word, 1.0)
            elif looked_up < most:
                looked_up += 1
                if following and self._is_one_word(word + following):
                    yield Heard(f"{word} {following}", word + following, SPACING)
                    at += 1
                else:
                    yield from self._guesses(word)
            else:
                yield Heard(word, word, 0.0)

    def _torn(self, word: str, following: str) -> tuple[str, float] | None:
        """What one word was meant to be that another seems to begin, because of a slip further on."""
        if following in self._uses or len(word + following) <= SHORTEST:
            return None
        guess = self.nearest(word + following)
        return (guess[0], guess[1] ** 2) if guess and guess[1] >= TORN else None

    def _is_one_word(self, joined: str) -> bool:
        return len(joined) > SHORTEST and joined in self._uses

    def _guesses(self, word: str) -> Iterator[Heard]:
        guess = self.nearest(word)
        parts = None if guess and guess[1] > SPACING else self._parts(word)
        if parts:
            yield from (Heard(part, part, SPACING) for part in parts)
        elif guess:
            yield Heard(word, guess[0], guess[1] ** 2)
        else:
            yield Heard(word, word, 0.0)

    def _parts(self, word: str) -> tuple[str, str] | None:
        """The two known words that a word was run together from, such that the rarer of them is as frequent as can be."""
        cuts = [(word[:at], word[at:]) for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)]
        known = [cut for cut in cuts if cut[0] in self._uses and cut[1] in self._uses]
        return max(known, key=lambda cut: min(self._uses[cut[0]], self._uses[cut[1]]), default=None)

    def nearest(self, word: str) -> tuple[str, float] | None:
        """The nearest known word and how near it is (0..1), or None when none is near enough.

        Counts dropped, added, replaced and swapped letters (optimal string alignment); drawn-out letters ("whereeee") are free.
        """
        for drawn_in in (_ELONGATED.sub(r"\1\1", word), _ELONGATED.sub(r"\1", word)):
            if drawn_in != word and len(drawn_in) >= SHORTEST_PART and drawn_in in self._uses:
                return drawn_in, 1.0
        word = _ELONGATED.sub(r"\1", word)
        if len(word) < SHORTEST:
            swapped = next((near for near in _swaps(word) if near in self._short), None)
            return (swapped, OSA.normalized_similarity(word, swapped)) if swapped else None
        hits = process.extract(
            word, self._alike(word), scorer=OSA.normalized_similarity, score_cutoff=LEAST_SIMILARITY, limit=MOST_COMPARED
        )
        best = max(hits, key=lambda hit: hit[1] - OTHER_BEGINNING * (hit[0][0] != word[0]), default=None)
        return (best[0], best[1]) if best else None

    def _alike(self, word: str) -> list[str]:
        """The known words that share most pairs of letters with a word, by Dice's coefficient; the more frequent first."""
        holders = [self._holders[pair] for pair in _pairs(word) if pair in self._holders]
        if not holders:
            return []
        shared = np.bincount(np.concatenate(holders), minlength=len(self._known)) / (self._lengths + len(word) + 1)
        most = np.argpartition(-shared, MOST_COMPARED)[:MOST_COMPARED] if len(shared) > MOST_COMPARED else np.arange(len(shared))
        return [self._known[number] for number in np.sort(most)]


def _pairs(word: str) -> set[str]:
    """The pairs of neighbouring letters in a word, its edges marked."""
    return set(map("".join, pairwise(f"^{word}$")))


def _swaps(word: str) -> list[str]:
    """The word with two neighbouring letters swapped, at every place."""
    return [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)]
