"""The index: how rare features are, and how near phrasings and entries are to what is asked."""

from collections.abc import Sequence
from math import log, sqrt

import numpy as np
import pytest

from bot.matching.index import Channel, Postings, Texts


def texts(*entries: Sequence[Sequence[int]]) -> Texts:
    """The texts of entries, each given by the parts of each of its phrasings."""
    phrasings = [phrasing for entry in entries for phrasing in entry]
    return Texts(
        parts=np.array([part for phrasing in phrasings for part in phrasing], dtype=np.int64),
        phrasings=np.array([at for at, phrasing in enumerate(phrasings) for _ in phrasing], dtype=np.int64),
        owners=np.array([at for at, entry in enumerate(entries) for _ in entry], dtype=np.int64),
        entries=len(entries),
    )


TEA, CUP, RICE, BOTH = range(4)
CHANNEL = Channel([["tea"], ["cup"], ["rice"], ["tea", "rice"]], texts([[TEA], [TEA, CUP], [TEA, TEA]], [[BOTH]], [[CUP]]))
"""Three entries: tea / tea cup / tea tea; tea-and-rice; cup."""

IN_TWO, IN_ONE = log(1 + 3 / 2), log(1 + 3 / 1)


def test_weighted_sums() -> None:
    """A sparse matrix, multiplied with weighted rows, gives a sum for every column."""
    rows, columns = np.array([1, 0, 1]), np.array([2, 0, 0])
    matrix = Postings.of(rows, columns, np.array([5.0, 2.0, 3.0]), height=3, width=4)
    assert matrix.sums(np.array([0, 1]), np.array([10.0, 1.0])).tolist() == [23.0, 0.0, 5.0, 0.0]
    assert matrix.sums(np.array([2]), np.array([1.0])).tolist() == [0.0, 0.0, 0.0, 0.0]
    assert matrix.sums(np.array([], dtype=np.int64), np.array([])).tolist() == [0.0, 0.0, 0.0, 0.0]


def test_rarity_is_by_entry() -> None:
    """A feature is as rare as the entries that use it are few, however many phrasings of an entry do."""
    assert CHANNEL.rarity("tea") == pytest.approx(IN_TWO)
    assert CHANNEL.rarity("cup") == pytest.approx(IN_TWO)
    assert CHANNEL.rarity("rice") == pytest.approx(IN_ONE)


def test_an_unknown_feature_is_the_rarest() -> None:
    """What no phrasing has weighs as if half an entry used it."""
    assert CHANNEL.rarity("coffee") == pytest.approx(log(1 + 3 / 0.5))


def test_phrasings_are_unit_vectors() -> None:
    """The product of a feature with a phrasing is its share of the phrasing's length; a doubled feature counts once."""
    tea_in_both = IN_TWO / sqrt(IN_TWO**2 + IN_ONE**2)
    phrasings, _ = CHANNEL.similarity({"tea": 1.0})
    assert phrasings.tolist() == pytest.approx([1.0, sqrt(0.5), 1.0, tea_in_both, 0.0])
    doubled, _ = CHANNEL.similarity({"tea": 2.0})
    assert doubled.tolist() == pytest.approx([2 * one for one in phrasings])


def test_profiles_are_sums_of_phrasings() -> None:
    """An entry's profile is the sum of its phrasings, made as long as one."""
    _, profiles = CHANNEL.similarity({"cup": 1.0})
    tea, cup = 1 + sqrt(0.5) + 1, sqrt(0.5)
    assert profiles.tolist() == pytest.approx([cup / sqrt(tea**2 + cup**2), 0.0, 1.0])


def test_an_utterance_that_is_a_phrasing() -> None:
    """The unit vector of a phrasing's features is at its place: the product is one."""
    length = sqrt(IN_TWO**2 + IN_ONE**2)
    phrasings, profiles = CHANNEL.similarity({"tea": IN_TWO / length, "rice": IN_ONE / length})
    assert phrasings[3] == pytest.approx(1.0)
    assert profiles[1] == pytest.approx(1.0)


def test_presence() -> None:
    """Each entry gets the weights of the features that any phrasing of it has; unknown ones are nowhere."""
    assert CHANNEL.presence({"tea": 1.0, "cup": 2.0, "rice": 4.0, "coffee": 8.0}).tolist() == [3.0, 5.0, 2.0]


def test_nothing_is_asked() -> None:
    """Without a known feature nothing is similar to anything."""
    for weights in ({}, {"coffee": 1.0}):
        phrasings, profiles = CHANNEL.similarity(weights)
        assert (phrasings.tolist(), profiles.tolist()) == ([0.0] * 5, [0.0] * 3)
        assert CHANNEL.presence(weights).tolist() == [0.0] * 3


@pytest.mark.parametrize("features", [[], [[]]])
def test_phrasings_without_features(features: list[list[str]]) -> None:
    """Phrasings in which there is nothing to compare are similar to nothing."""
    channel = Channel(features, texts([[0] if features else []], [[]]))
    phrasings, profiles = channel.similarity({"tea": 1.0})
    assert (phrasings.tolist(), profiles.tolist()) == ([0.0, 0.0], [0.0, 0.0])
    assert channel.rarity("tea") == pytest.approx(log(1 + 2 / 0.5))
