"""An immutable inverted index: weighted features of an utterance in, what every entry and every phrasing has of them out.

A feature weighs by how few *entries* use it, not how few phrasings (Spärck Jones 1972, with an entry as the document). How many
use it is counted by the effective number, the exponential of the entropy of its spread (Hill 1973): a feature that one entry
uses often and another once counts as little more than one. A phrasing is a unit vector of weighted features; an entry's profile
is the sum of its phrasings; its contrast says how much likelier a feature is in its phrasings than in all others (the
weight-normalised complement of Rennie et al. 2003).
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Small = NDArray[np.float32]

RARITY_POWER = 0.85
"""Rarity grows a little less than its logarithm says (best of .6 to 1.2 over the data sets in docs/matching.md)."""

DULL, FEW = 0.7, 10
"""Share (0..1) of the entries, and number of them, above which a feature may not be worth looking up."""

UNSEEN = 0.1
"""What a feature that an entry does not use counts in its contrast, in phrasings of that feature alone (Lidstone smoothing)."""

LEAST_CONTRAST = 1e-3
"""Where entries have the same features equally often, or there is but one, contrasts are nothing but what rounding leaves."""


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


@dataclass(frozen=True, slots=True)
class Vector:
    """An utterance in one channel: known features and their weights.

    It is shorter than 1 by what is uncertain about it; `whole` is what the weights, with those of strange features, add up to,
    and `length` how long it was before it was made as long as 1. `subjects` says how much of a word that tells the subject
    (rather than carries grammar) each feature is.
    """

    features: Ints
    weights: Floats
    subjects: Floats
    whole: float
    length: float

    def of_known(self) -> "Vector":
        """The vector as it would be without the features that are strange; all others must be certain."""
        part = float(np.sqrt(self.weights @ self.weights)) or 1.0
        weights = self.weights / part
        return Vector(self.features, weights, self.subjects, float(weights.sum()), self.length * part)


@dataclass(frozen=True, slots=True)
class Cells:
    """Where a sparse matrix holds some features: the column and the place of each cell, and how many cells each feature has."""

    columns: NDArray[np.int32]
    places: Ints
    lengths: Ints

    def spread(self, values: Floats) -> Floats:
        """For each cell the value of its feature."""
        return np.repeat(values, self.lengths)


@dataclass(frozen=True, slots=True)
class Postings:
    """The columns of a sparse matrix by feature: those of feature f are `columns[starts[f]:starts[f + 1]]`."""

    starts: Ints
    columns: NDArray[np.int32]
    width: int

    @classmethod
    def of(cls, features: Ints, columns: Ints, *, height: int, width: int) -> "Postings":
        """The postings of cells that come in ascending order of features."""
        return cls(np.searchsorted(features, np.arange(height + 1)), columns.astype(np.int32), width)

    def cells(self, features: Ints) -> Cells:
        """The cells of some features."""
        starts = self.starts[features]
        lengths = self.starts[features + 1] - starts
        places = _runs(starts, lengths)
        return Cells(self.columns[places], places, lengths)

    def sums(self, cells: Cells, values: Floats) -> Floats:
        """For each column the sum of the values of its cells."""
        return sums_at(cells.columns, values, self.width)


@dataclass(frozen=True, slots=True)
class Covered:
    """The share (0..1) of what is said, by weight, that any phrasing of an entry has, and how many subject words that is."""

    share: Floats
    subjects: Floats


@dataclass(frozen=True, slots=True)
class Rest:
    """What one entry has of an utterance without one of its phrasings: profile and contrast, share and subjects covered."""

    profile: float
    contrast: float
    share: float
    subjects: float


@dataclass(frozen=True, slots=True)
class Found:
    """The cells in which an utterance's features were found, and the weight of the feature of each.

    Those of the first channel come first, and those of channels that compare phrasings before all others; `first` and `phrased`
    say how many they are.
    """

    cells: Cells
    weights: Floats
    first: int
    phrased: int


class Channel:
    """One kind of feature, such as words or runs of letters, of all phrasings of all entries."""

    def __init__(self, features: Sequence[Sequence[str]], texts: Texts, *, of_entries: float, of_phrasings: float):
        """`features` are those of each part; `of_entries` and `of_phrasings` are what the channel counts in comparing those.

        Where phrasings are not compared, features that very many entries use are not looked up: they tell little and take long.
        """
        self.counts = of_entries, of_phrasings
        self._numbers: dict[str, int] = {}
        numbers = [[self._numbers.setdefault(feature, len(self._numbers)) for feature in some] for some in features]
        self._height, self._entries = max(1, len(self._numbers)), texts.entries
        of_parts = np.fromiter(chain.from_iterable(numbers), dtype=np.int64)
        begins = np.cumsum([0, *map(len, numbers)], dtype=np.int64)

        texts_of, parts = np.divmod(_distinct(texts.phrasings * max(1, len(numbers)) + texts.parts), max(1, len(numbers)))
        if of_phrasings:  # two parts of one phrasing, such as words with a kanji in common, may share a feature: it counts once
            spread, counted = self._spread(of_parts, begins, parts)
            texts_of, parts = np.divmod(_distinct(texts_of[counted] * self._height + spread), self._height)
            of_parts, begins = np.arange(len(self._numbers)), np.arange(len(self._numbers) + 1)
        owners = texts.owners[texts_of]
        pairs, pair_of, uses = np.unique(parts * texts.entries + owners, return_inverse=True, return_counts=True)
        pair_parts, pair_owners = np.divmod(pairs, texts.entries)
        spread, counted = self._spread(of_parts, begins, pair_parts)
        cells, cell_of = np.unique(spread * texts.entries + pair_owners[counted], return_inverse=True)
        cell_features, cell_owners = np.divmod(cells, texts.entries)
        self._profiles = Postings.of(cell_features, cell_owners, height=self._height, width=texts.entries)
        self._uses = np.bincount(cell_of, uses[counted]).astype(np.int32)
        self._used_by = self._effective(cell_features, cell_owners, np.bincount(texts.owners, minlength=texts.entries))
        self._rarity: Floats = np.log1p(self._entries / self._used_by) ** RARITY_POWER
        unknown = np.log1p(2 * texts.entries) ** RARITY_POWER
        self._weights: Floats = np.append(self._rarity, unknown)  # so that -1 is the number of an unknown feature
        if not of_phrasings:
            self._weights[:-1][self._used_by > np.maximum(FEW, DULL * self._entries)] = 0.0

        squares = np.add.reduceat(np.append(self._rarity[of_parts] ** 2, 0.0), begins[:-1]) * (np.diff(begins) > 0)
        lengths = np.sqrt(np.bincount(texts_of, squares[parts], len(texts.owners)))
        shares = np.bincount(pair_of, 1 / np.maximum(lengths, 1e-9)[texts_of])
        self._sums: Small = (self._rarity[cell_features] * np.bincount(cell_of, shares[counted])).astype(np.float32)
        self._lengths = np.sqrt(np.bincount(cell_owners, self._sums.astype(np.float64) ** 2, texts.entries)) + 1e-9
        self._compare(cell_features, cell_owners)
        if of_phrasings:
            spread, counted = self._spread(of_parts, begins, parts)
            order = np.argsort(spread, kind="stable")  # as the cells of the profiles, since owners ascend
            values = (of_phrasings * self._rarity[spread] / lengths[texts_of[counted]])[order].astype(np.float32)
            self._runs = self._uses, texts_of[counted][order].astype(np.int32), values
        else:
            self._runs = np.zeros_like(self._uses), np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32)

    @staticmethod
    def _spread(of_parts: Ints, begins: Ints, parts: Ints) -> tuple[Ints, Ints]:
        """The features of some parts, one after the other, and for each the position of its part."""
        lengths = begins[parts + 1] - begins[parts]
        return of_parts[_runs(begins[parts], lengths)], np.repeat(np.arange(len(parts)), lengths)

    def _effective(self, features: Ints, owners: Ints, phrasings: Ints) -> Floats:
        """By how many entries each feature is used: the effective number, given in how many of so many phrasings each uses it."""
        shares = self._uses / phrasings[owners]
        totals = np.bincount(features, shares, self._height)
        shares = shares / totals[features]
        used_by: Floats = np.exp(np.bincount(features, -shares * np.log(shares), self._height))
        return used_by

    def _compare(self, features: Ints, owners: Ints) -> None:
        """Prepare the contrast of every entry: log(share of the feature in it) - log(share of the feature elsewhere)."""
        sums = self._sums.astype(np.float64)
        self._of_features = sums_at(features, sums, self._height)
        self._of_entries = sums_at(owners, sums, self._entries)
        elsewhere = np.maximum(0.0, self._of_features[features] - sums)
        self._absent = -np.log(self._of_features + UNSEEN)
        self._base = (
            np.log(UNSEEN) - self._log_total(self._of_entries) + self._log_total(self._of_entries.sum() - self._of_entries)
        )
        present = np.log1p(sums / UNSEEN) - np.log((elsewhere + UNSEEN) / (self._of_features[features] + UNSEEN))
        self._present: Small = present.astype(np.float32)
        absent = (self._base[owners] + self._absent[features]).astype(np.float64)
        total = _absolute_sums(self._base, self._absent) + float((np.abs(absent + present) - np.abs(absent)).sum())
        self._usual = max(LEAST_CONTRAST, total / (self._entries * self._height))

    def _log_total(self, sums: Floats) -> Floats:
        logs: Floats = np.log(np.maximum(0.0, sums) + UNSEEN * self._height)
        return logs

    def has(self, feature: str) -> bool:
        """Whether any phrasing has a feature."""
        return feature in self._numbers

    def rarity(self, feature: str) -> float:
        """How much a feature weighs; one that no phrasing has weighs as if half an entry used it."""
        return float(self._weights[self._numbers.get(feature, -1)])

    @property
    def height(self) -> int:
        """How many features there are, at least 1."""
        return self._height

    def cells(self) -> Postings:
        """Which entries use each feature."""
        return self._profiles

    def values(self) -> tuple[Small, Small]:
        """What each cell adds to the profile and to the contrast of its entry, as much as the channel counts."""
        share = self.counts[0]
        owners = self._profiles.columns
        return (share * self._sums / self._lengths[owners]).astype(np.float32), (share / self._usual * self._present).astype(
            np.float32
        )

    def base(self) -> Floats:
        """What a feature of weight 1 adds to the contrast of each entry, as much as the channel counts."""
        base: Floats = self.counts[0] / self._usual * self._base
        return base

    def absent(self) -> Floats:
        """What each feature adds to the contrast of every entry, as much as the channel counts."""
        absent: Floats = self.counts[0] / self._usual * self._absent
        return absent

    def runs(self) -> tuple[NDArray[np.int32], NDArray[np.int32], Small]:
        """How many phrasings each cell stands for, which those are, and what each adds to the cosine of the phrasing."""
        return self._runs

    def rows(self) -> tuple[Ints, Ints, Floats]:
        """All phrasings that are compared as weighed features: phrasing, feature and weight of each cell."""
        uses, texts, _ = self._runs
        features = np.repeat(np.repeat(np.arange(self._height), np.diff(self._profiles.starts)), uses)
        return texts.astype(np.int64), features, self._rarity[features]

    def part(self, vector: Vector, features: Iterable[str]) -> Vector:
        """What some of its features make of a vector."""
        kept = np.isin(vector.features, [self._numbers[feature] for feature in features if feature in self._numbers])
        return Vector(vector.features[kept], vector.weights[kept], vector.subjects[kept], vector.whole, vector.length)

    def vector(self, certainties: Mapping[str, float], subjects: Mapping[str, float] | None = None) -> Vector:
        """The features of an utterance, each with how sure (0..1) it is that it was meant, as a vector.

        As a whole, what is not certain and what no phrasing has included, it would be as long as 1.
        """
        numbers = np.fromiter(map(self._numbers.get, certainties, repeat(-1)), dtype=np.int64, count=len(certainties))
        full = self._weights[numbers]
        sure = full * np.fromiter(certainties.values(), dtype=np.float64, count=len(certainties))
        unsure = full - sure
        length = math.sqrt(sure @ sure + unsure @ unsure) or 1.0
        known = np.flatnonzero((sure > 0) & (numbers >= 0))
        telling = np.array([subjects.get(f, 0.0) for f in certainties])[known] if subjects else np.zeros(len(known))
        return Vector(numbers[known], sure[known] / length, telling, float(full.sum()) / length, length)

    def is_used(self, vector: Vector, entry: int) -> bool:
        """Whether any phrasing of an entry has any feature of a vector."""
        return bool((self._profiles.cells(vector.features).columns == entry).any())

    def without(self, vector: Vector, entry: int) -> Rest:
        """What one entry would have of a vector had it not the phrasing that the vector is, as much as the channel counts."""
        cells = self._profiles.cells(vector.features)
        own = cells.columns == entry
        places, positions = cells.places[own], np.repeat(np.arange(len(cells.lengths)), cells.lengths)[own]
        weights, sums = vector.weights[positions], self._sums[places].astype(np.float64)
        left = np.maximum(0.0, sums - weights)
        length = np.sqrt(max(0.0, self._lengths[entry] ** 2 - (sums**2).sum() + (left**2).sum()))
        elsewhere = np.maximum(0.0, self._of_features[vector.features[positions]] - sums)
        others = self._of_entries.sum() - self._of_entries[entry]
        base = self._log_total(others) - self._log_total(self._of_entries[entry] - weights.sum())
        contrast = (weights * (np.log(left + UNSEEN) - np.log(elsewhere + UNSEEN))).sum() + weights.sum() * base
        profile = (left * weights).sum() / length if length > 1e-6 else 0.0
        shared = self._uses[places] > 1
        return Rest(
            float(self.counts[0] * profile),
            float(self.counts[0] / self._usual * contrast),
            float(weights[shared].sum() / (vector.whole or 1.0)),
            float(vector.subjects[positions][shared].sum()),
        )


class Chosen:
    """Some entries whose phrasings are looked at, and where each phrasing then is among them."""

    def __init__(self, entries: Ints, first: Ints):
        """`entries` come in ascending order; `first` says where the phrasings of each entry begin, the end included."""
        counts = first[entries + 1] - first[entries]
        self.entries = entries
        self.starts: Ints = np.cumsum(counts) - counts
        self.width = int(counts.sum())
        self.mask = np.zeros(len(first) - 1, dtype=bool)
        self.mask[entries] = True
        self.shifts = np.zeros(len(first) - 1, dtype=np.int64)
        self.shifts[entries] = self.starts - first[entries]

    def best(self, of_phrasings: Floats) -> Floats:
        """The best value of each entry; 0 of one that was not chosen."""
        best = np.zeros(len(self.mask))
        best[self.entries] = np.maximum.reduceat(of_phrasings, self.starts)
        return best


class Index:
    """Several channels in one, so that an utterance is looked up once."""

    def __init__(self, channels: Sequence[Channel], *, profile: float, contrast: float):
        """The channels must be made of the same entries and phrasings; those that compare phrasings come first.

        `profile` and `contrast` are what these count in the likeness of an entry.
        """
        self.channels = tuple(channels)
        self._phrased = sum(channel.counts[1] > 0 for channel in channels)
        cells = [channel.cells() for channel in channels]
        self._offsets = np.cumsum([0, *(channel.height for channel in channels)])[:-1]
        starts = np.cumsum([0, *(len(one.columns) for one in cells)])
        self._postings = Postings(
            np.concatenate([one.starts[:-1] + start for one, start in zip(cells, starts, strict=False)] + [starts[-1:]]),
            np.concatenate([one.columns for one in cells]),
            cells[0].width,
        )
        of_cells = [channel.values() for channel in channels]
        self._likeness: Small = np.concatenate(
            [np.float32(profile) * profiles + np.float32(contrast) * contrasts for profiles, contrasts in of_cells]
        )
        self._base = contrast * np.stack([channel.base() for channel in channels])
        self._absent = contrast * np.concatenate([channel.absent() for channel in channels])
        runs = [channel.runs() for channel in channels]
        self._uses = np.concatenate([uses for uses, _, _ in runs])
        self._runs = np.cumsum(np.append(0, self._uses)).astype(np.int64)
        self._texts = np.concatenate([texts for _, texts, _ in runs])
        self._values = np.concatenate([values for _, _, values in runs])

    def of_entries(self, vectors: Sequence[Vector]) -> tuple[Floats, Found]:
        """How like an utterance every entry is, and where its features were found.

        The likeness adds the cosine (0..1) of the profile and the contrast, a mean of logarithms that is positive for what the
        entry has more than others.
        """
        features = np.concatenate([v.features + offset for v, offset in zip(vectors, self._offsets, strict=True)])
        weights = np.concatenate([vector.weights for vector in vectors])
        cells = self._postings.cells(features)
        spread = cells.spread(weights)
        totals = np.array([vector.weights.sum() for vector in vectors])
        likeness = totals @ self._base + weights @ self._absent[features]
        likeness += self._postings.sums(cells, spread * self._likeness[cells.places])
        ends = np.cumsum(cells.lengths)
        first, phrased = (
            int(ends[count - 1]) if (count := sum(len(vector.features) for vector in some)) else 0
            for some in (vectors[:1], vectors[: self._phrased])
        )
        return likeness, Found(cells, spread, first, phrased)

    def covered(self, found: Found, vector: Vector) -> Covered:
        """How much of the first channel's vector every entry covers, once its features were found."""
        columns = found.cells.columns[: found.first]
        subjects = np.repeat(vector.subjects, found.cells.lengths[: len(vector.features)])
        share = sums_at(columns, found.weights[: found.first], self._postings.width) / (vector.whole or 1.0)
        return Covered(share, sums_at(columns, subjects, self._postings.width))

    def of_phrasings(self, found: Found, chosen: Chosen) -> Floats:
        """The cosine (0..1) of the phrasings of some entries with the utterance that was looked up."""
        kept = np.flatnonzero(chosen.mask[found.cells.columns[: found.phrased]])
        columns, places = found.cells.columns[kept], found.cells.places[kept]
        lengths = self._uses[places]
        runs = _runs(self._runs[places], lengths)
        at = self._texts[runs] + np.repeat(chosen.shifts[columns], lengths)
        return sums_at(at, np.repeat(found.weights[kept], lengths) * self._values[runs], chosen.width)

    def table(self, found: Found, chosen: Chosen, vectors: Sequence[Vector]) -> tuple[Floats, Floats]:
        """What the phrasings of some entries have of each feature of an utterance that was looked up, and what it has itself."""
        phrased = self.channels[: self._phrased]
        counts = [np.full(len(vector.features), channel.counts[1]) for channel, vector in zip(phrased, vectors, strict=False)]
        scale = np.sqrt(np.concatenate(counts))
        said = scale * np.concatenate([vector.weights for vector in vectors[: self._phrased]])
        kept = np.flatnonzero(chosen.mask[found.cells.columns[: found.phrased]])
        features = np.repeat(np.arange(len(said)), found.cells.lengths[: len(said)])[kept]
        columns, places = found.cells.columns[kept], found.cells.places[kept]
        lengths = self._uses[places]
        runs = _runs(self._runs[places], lengths)
        table = np.zeros((chosen.width, len(said)))
        table[self._texts[runs] + np.repeat(chosen.shifts[columns], lengths), np.repeat(features, lengths)] = self._values[runs]
        return table / scale, said


def sums_at(places: NDArray[np.integer[Any]], values: NDArray[np.floating[Any]], width: int) -> Floats:
    """The sum of the values at each of so many places."""
    return np.bincount(places, values, width).astype(np.float64, copy=False)


def _absolute_sums(some: Floats, others: Floats) -> float:
    """The sum of |a + b| over all pairs of an a and a b."""
    ordered = np.sort(others)
    sums = np.concatenate([[0.0], np.cumsum(ordered)])
    below = np.searchsorted(ordered, -some)
    return float((some * (len(ordered) - 2 * below) + sums[-1] - 2 * sums[below]).sum())


def _runs(starts: Ints, lengths: Ints) -> Ints:
    """The numbers from each start on, as many as its length says, all one after the other."""
    before = np.cumsum(lengths) - lengths
    runs: Ints = np.arange(lengths.sum()) + np.repeat(starts - before, lengths)
    return runs


def _distinct(values: Ints) -> Ints:
    """The values sorted, each once."""
    ordered = np.sort(values)
    return ordered[np.diff(ordered, prepend=-1) > 0]
