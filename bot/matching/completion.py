"""Half-typed words: what a person who is still typing may be about to write."""

from bisect import bisect_left
from collections.abc import Mapping

from bot.matching.inflection import stem
from bot.matching.spaceless import is_spaceless

SHORTEST = {True: 1, False: 2}
"""Characters from which on a word is completed, by whether its script puts no spaces between words."""

MOST = 12
"""Words that one beginning is completed to."""

FURTHEST = 12
"""Pieces that a begun word of a script without spaces may have been taken apart into."""

RARENESS = 0.25
"""The power to which the number of a word's uses, against that of the most used one, makes it likely to be meant."""


class Completion:
    """Completes the last word of what was typed to words that are used; immutable once made."""

    def __init__(self, language: str, used: Mapping[str, int]):
        """`used` are the words that there are, with how often each occurs."""
        self._language = language
        self._used = used
        self._sorted = sorted(used)

    def of(self, words: tuple[str, ...]) -> list[tuple[str, float]]:
        """What the words may become when the last one is completed, each with how likely (0..1) that is; no two forms of a word.

        In a script without spaces that last word may have been taken apart, since nobody knows it yet: there it is looked for
        from further in front, too.
        """
        if not words:
            return []
        pieces = FURTHEST if is_spaceless(words[-1]) else 1
        for start in range(max(0, len(words) - pieces), len(words)):
            if found := self._beginning_with("".join(words[start:])):
                return [(" ".join((*words[:start], word)), likely) for word, likely in found]
        return []

    def _beginning_with(self, typed: str) -> list[tuple[str, float]]:
        if len(typed) < SHORTEST[is_spaceless(typed)]:
            return []
        found: dict[str, str] = {}
        candidates: list[str] = []
        for at in range(bisect_left(self._sorted, typed), len(self._sorted)):
            if not self._sorted[at].startswith(typed):
                break
            candidates.append(self._sorted[at])
        for word in sorted(candidates, key=lambda word: -self._used[word]):
            found.setdefault(stem(word, self._language), word)
        most = max((self._used[word] for word in candidates), default=0)
        return [(word, (self._used[word] / most) ** RARENESS) for word in list(found.values())[:MOST] if word != typed]
