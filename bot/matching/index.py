"""An immutable inverted index: weighted features of an utterance in, a score for every phrasing and every entry out.

A feature weighs by how few *entries* use it: ln(1 + N / n) for n of N entries, the inverse document frequency of Spärck Jones
(1972) with an entry as the document. A phrasing is a unit vector of weighted features; so is an entry's profile, the sum of its
phrasings.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Postings:
    """A sparse matrix by feature: feature f is used by `columns[starts[f]:starts[f + 1]]`, with those `values`."""

    starts: Ints
    columns: Ints
    values: Floats
    width: int

    @classmethod
    def of(cls, rows: Ints, columns: Ints, values: Floats, *, height: int, width: int) -> "Postings":
        """The postings of a matrix given by its non-zero cells; `rows` are features."""
        order = np.lexsort((columns, rows))
        starts = np.searchsorted(rows[order], np.arange(height + 1))
        return cls(starts, columns[order], values[order], width)

    def sums(self, rows: Ints, weights: Floats) -> Floats:
        """For each column the weighted sum over the given rows."""
        starts = self.starts[rows]
        lengths = self.starts[rows + 1] - starts
        cells = _runs(starts, lengths)
        weighted = self.values[cells] * np.repeat(weights, lengths)
        return np.bincount(self.columns[cells], weights=weighted, minlength=self.width).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Texts:
    """All phrasings of all entries, as the numbers of the parts that they are made of.

    `parts` are those of all phrasings one after the other; `phrasings` says which phrasing each belongs to, and `owners` which
    of so many `entries` each phrasing belongs to, in ascending order.
    """

    parts: Ints
    phrasings: Ints
    owners: Ints
    entries: int


class Channel:
    """One kind of feature, such as words or runs of letters, of all phrasings of all entries."""

    def __init__(self, features: Sequence[Sequence[str]], texts: Texts):
        """`features` are those of each part that the texts are made of."""
        self._ids: dict[str, int] = {}
        ids = [[self._ids.setdefault(feature, len(self._ids)) for feature in some] for some in features]
        height, entries, phrasings = len(self._ids), texts.entries, len(texts.owners)
        begins = np.cumsum([0, *map(len, ids)])
        lengths = np.diff(begins)[texts.parts]
        used = np.fromiter(chain.from_iterable(ids), dtype=np.int64)[_runs(begins[texts.parts], lengths)]
        columns, rows = np.divmod(_distinct(np.repeat(texts.phrasings, lengths) * max(1, height) + used), max(1, height))
        owners = texts.owners
        cells, cell_of = np.unique(rows * entries + owners[columns], return_inverse=True)
        cell_rows, cell_owners = np.divmod(cells, entries)
        self._rarity: Floats = np.log1p(entries / np.bincount(cell_rows, minlength=height))
        self._unknown = float(np.log1p(2 * entries))
        values = _unit(self._rarity[rows], columns, phrasings)
        sums: Floats = np.bincount(cell_of, weights=values).astype(np.float64)
        self._phrasings = Postings.of(rows, columns, values, height=height, width=phrasings)
        self._profiles = Postings.of(cell_rows, cell_owners, _unit(sums, cell_owners, entries), height=height, width=entries)
        self._presence = Postings.of(cell_rows, cell_owners, np.ones(len(cells), dtype=np.float64), height=height, width=entries)

    def rarity(self, feature: str) -> float:
        """How much a feature weighs; one that no phrasing has weighs as if half an entry used it."""
        known = self._ids.get(feature)
        return self._unknown if known is None else float(self._rarity[known])

    def similarity(self, weights: Mapping[str, float]) -> tuple[Floats, Floats]:
        """The product of an utterance's weighted features with every phrasing and with every profile."""
        rows, factors = self._known(weights)
        return self._phrasings.sums(rows, factors), self._profiles.sums(rows, factors)

    def presence(self, weights: Mapping[str, float]) -> Floats:
        """For each entry the summed weight of those features that any phrasing of it has."""
        return self._presence.sums(*self._known(weights))

    def _known(self, weights: Mapping[str, float]) -> tuple[Ints, Floats]:
        known = [(self._ids[feature], weight) for feature, weight in weights.items() if feature in self._ids]
        return np.array([row for row, _ in known], dtype=np.int64), np.array([weight for _, weight in known], dtype=np.float64)


def _unit(values: Floats, groups: Ints, count: int) -> Floats:
    """The values, divided by the length of the vector that their group forms."""
    lengths = np.sqrt(np.bincount(groups, weights=values * values, minlength=count))
    return values / lengths[groups]


def _runs(starts: Ints, lengths: Ints) -> Ints:
    """The numbers from each start on, as many as its length says, all one after the other."""
    before = np.cumsum(lengths) - lengths
    runs: Ints = np.arange(lengths.sum()) + np.repeat(starts - before, lengths)
    return runs


def _distinct(values: Ints) -> Ints:
    """The values sorted, each once."""
    ordered = np.sort(values)
    return ordered[np.diff(ordered, prepend=-1) > 0]
