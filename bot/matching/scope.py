"""Whether an utterance is in scope, that is, for the bot at all, whatever it asks.

A straight line through the space of all features, words and their order, parts the phrasings from what strangers say: regularised
least squares (Rifkin, Yeo and Poggio 2003), both sides counting alike, however many texts each has, solved by conjugate gradients
(Hestenes and Stiefel 1952). Several lines are drawn, each without its share of the texts (cross-fitting), so that of any of these
texts it can be told what would have been made of it as a new one. Of a new one the lines' mean is told.

A line adds up all words. That one of them is hardly ever said to anybody but the bot is told besides.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.matching.index import Channel, Floats, Ints, Vector, sums_at

FOLDS = 4
"""How many lines are drawn; text n is left out of line n % FOLDS."""

RIDGE = 3.0
"""How strongly a line is drawn to zero, for texts as long as 1 (best of .3 to 10 on three languages)."""

STEPS, SMALL = 12, 1e-9
"""Steps of the solution, and the square of the rest at which it ends early; further ones change nothing that would be seen."""

UNHEARD = 1.0
"""In how many texts more than it was seen in a word may be, of as many as the sides have on average (additive smoothing)."""


@dataclass(frozen=True, slots=True)
class _Texts:
    """Texts as a sparse matrix: the row, the column and the value of each cell, and how many rows and columns there are."""

    rows: Ints
    columns: Ints
    values: Floats
    height: int
    width: int

    def times(self, line: Floats) -> Floats:
        """For each text the sum of its values, each times that of its column in the line."""
        return sums_at(self.rows, self.values * line[self.columns], self.height)

    def sums(self, shares: Floats) -> Floats:
        """For each column the sum of its values, each times the share of its text."""
        return sums_at(self.columns, self.values * shares[self.rows], self.width)


@dataclass(frozen=True, slots=True)
class _Line:
    """What each feature adds, and where the line begins."""

    slopes: Floats
    beginning: float


class Scope:
    """Tells utterances for the bot from what strangers say to each other; immutable once made."""

    def __init__(self, channels: Sequence[Channel], inside: int, strangers: Iterable[Sequence[Vector]]):
        """The first `inside` texts of the channels are for the bot; the others are not, and neither is what `strangers` say."""
        self._offsets = np.cumsum([0, *(channel.height for channel in channels)])
        cells = [channel.rows() for channel in channels]
        rows = np.concatenate([texts for texts, _, _ in cells])
        columns = np.concatenate([features + offset for (_, features, _), offset in zip(cells, self._offsets, strict=False)])
        weights = np.concatenate([weights for _, _, weights in cells])
        lengths = np.sqrt(np.bincount(rows, weights**2))
        found = [self._joined(vectors) for vectors in strangers]
        self.texts = len(lengths)
        """How many texts the channels have; the numbers of the strangers' follow theirs."""
        texts = _Texts(
            np.concatenate([rows, np.repeat(self.texts + np.arange(len(found)), [len(features) for features, _ in found])]),
            np.concatenate([columns, *(features for features, _ in found)]),
            np.concatenate([weights / lengths[rows], *(values for _, values in found)]),
            height=self.texts + len(found),
            width=int(self._offsets[-1]),
        )
        sides = np.arange(2)[:, None] == (texts.rows >= inside)
        words = texts.columns < self._offsets[1]
        self._uses = np.stack([np.bincount(texts.columns[words & own], minlength=self._offsets[1]) for own in sides])
        self._sizes = np.array([inside, texts.height - inside])
        side = np.where(np.arange(texts.height) < inside, 1.0, -1.0)
        self._lines = [_drawn(texts, side, np.arange(texts.height) % FOLDS != fold) for fold in range(FOLDS)]
        slopes = np.mean([line.slopes for line in self._lines], axis=0)
        self._mean = _Line(slopes, float(np.mean([line.beginning for line in self._lines])))

    def of(self, vectors: Sequence[Vector], text: int | None = None) -> float:
        """About 1 for an utterance that is surely for the bot, about -1 for a stranger's, 0 where that cannot be told.

        If it is the `text` with this number, what would be said of it if it were not known.
        """
        line = self._mean if text is None else self._lines[text % FOLDS]
        features, values = self._joined(vectors)
        return float(values @ line.slopes[features]) + line.beginning

    def telltale(self, words: Vector, text: int | None = None) -> float:
        """How much the word that tells most, of those of an utterance, speaks for the bot; 0 if none does, or nothing is known.

        That is the logarithm of how many times as likely a phrasing has it as a stranger's text, times how much of a word that
        tells a subject it is: the pieces of a word share what it tells. If the utterance is the `text` with this number, what
        would be said of it if it were not known.
        """
        uses, sizes = self._uses[:, words.features], self._sizes.copy()
        if text is not None:
            side = int(text >= sizes[0])
            uses[side] -= 1
            sizes[side] -= 1
        if not sizes.all():
            return 0.0
        shares = uses / sizes[:, None] + UNHEARD / sizes.mean()
        return float((np.log(shares[0] / shares[1]) * words.subjects).max(initial=0.0))

    def _joined(self, vectors: Sequence[Vector]) -> tuple[Ints, Floats]:
        """The vectors of all channels as one."""
        features = np.concatenate([vector.features + offset for vector, offset in zip(vectors, self._offsets, strict=False)])
        values = np.concatenate([vector.weights * vector.length for vector in vectors])
        return features, values / np.sqrt(sum(vector.length**2 for vector in vectors))


def _drawn(texts: _Texts, side: Floats, kept: NDArray[np.bool_]) -> _Line:
    """The line between the kept texts of the two sides; one that tells nothing where a side has none."""
    parts = [kept & (side > 0), kept & (side < 0)]
    if not all(part.any() for part in parts):
        return _Line(np.zeros(texts.width), 0.0)
    shares = np.zeros(texts.height)
    for part in parts:
        shares[part] = kept.sum() / (2 * part.sum())
    middle = texts.sums(shares) / shares.sum()

    def against(off: Floats) -> Floats:
        """For each column how much it goes along with what the texts are off by."""
        along: Floats = texts.sums(shares * off) - middle * (shares @ off)
        return along

    slopes = np.zeros(texts.width)
    rest = direction = against(side)  # the sides balance, so that their mean is 0
    length = float(rest @ rest)
    for _ in range(STEPS):
        if length < SMALL:
            break
        turned = against(texts.times(direction) - middle @ direction) + RIDGE * direction
        step = length / float(direction @ turned)
        slopes = slopes + step * direction
        rest = rest - step * turned
        before, length = length, float(rest @ rest)
        direction = rest + (length / before) * direction
    return _Line(slopes, -float(middle @ slopes))
