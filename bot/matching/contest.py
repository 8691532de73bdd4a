"""A closer look at entries whose matches are about equally strong: which of them is meant rather than the others.

A profile weighs each word by itself: words that go together count twice, and what tells two close entries apart counts no more
than what they share. So those entries are told apart by ridge regression (Hoerl and Kennard 1970) on their own phrasings, in
which nothing counts but what was said: a model made for one utterance (local learning, Bottou and Vapnik 1992).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.matching.index import Chosen, Floats, Found, Index, Ints, Vector

NEAR, MOST_RIVALS = 0.6, 6
"""Which entries are told apart: those whose match has this share (0..1) of the strongest one's strength, and how many at most."""

RIDGE = 0.7
"""How strongly the regression is drawn to zero, for phrasings as long as 1."""

WEIGHT, ENOUGH = 0.5, 60
"""What the regression counts beside the logarithm of the strength, and phrasings an entry with which it counts half of that: of a
few it learns little (near the best of 0.2 to 0.8, and of 20 to 60, on four public data sets and two languages of this one)."""


class Contest:
    """Tells entries apart whose matches are about equally strong; immutable once made."""

    def __init__(self, index: Index, first: Ints):
        """`first` says where the phrasings of each entry begin, the end included."""
        self._index = index
        self._first = first

    def shares(
        self, rivals: Ints, nearest: Floats, found: Found, vectors: Sequence[Vector], left_out: int | None = None
    ) -> Floats:
        """How much (0..1) is left of the strength of some entries, in ascending order: all of that which is likeliest meant.

        Of the others the more is left, the nearer their nearest phrasing (0..1) is. The utterance is given by its vectors and by
        where its features were found; one phrasing may be left out.
        """
        chosen = Chosen(rivals, self._first)
        counts = np.diff(np.append(chosen.starts, chosen.width))
        owners = np.repeat(np.arange(len(rivals)), counts)
        table, said = self._index.table(found, chosen, vectors)
        if left_out is not None:
            kept = np.arange(chosen.width) - np.repeat(chosen.shifts[rivals], counts) != left_out
            table, owners = table[kept], owners[kept]
        told = _regressed(table, owners == np.arange(len(rivals))[:, None], said)
        each = counts.mean()
        weight = WEIGHT * each / (each + ENOUGH)
        shares: Floats = np.exp(weight * (1 - np.minimum(1.0, nearest)) * (told - told.max()))
        return shares


def _regressed(table: Floats, own: NDArray[np.bool_], said: Floats) -> Floats:
    """For each side (which has its `own` rows of a table) what a regression makes of another row: about 1 in it, about -1 not.

    All sides count alike, however many rows each has.
    """
    weights = (own / np.maximum(1, own.sum(axis=1, keepdims=True))).sum(axis=0)
    weights *= len(weights) / weights.sum()
    sides = np.where(own.T, 1.0, -1.0)
    middle, balance = weights @ table / len(table), weights @ sides / len(table)
    off = table - middle
    weighed = (off * weights[:, None]).T
    slopes = np.linalg.solve(weighed @ off + RIDGE * np.eye(len(said)), weighed @ (sides - balance))
    regressed: Floats = (said - middle) @ slopes + balance
    return regressed
