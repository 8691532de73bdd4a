"""The index: how rare features are, and how near phrasings and entries are to what is asked."""

from collections.abc import Mapping, Sequence
from itertools import chain
from math import exp, log, log1p, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.index import RARITY_POWER, UNSEEN, Channel, Chosen, Covered, Floats, Index, Postings, Vector
from channels import Entry, channel, texts


def firsts(*entries: Entry) -> Chosen:
    """All entries, chosen."""
    return Chosen(np.arange(len(entries)), np.cumsum([0, *map(len, entries)]))


ENTRIES: Sequence[Entry] = ([["tea"], ["tea", "cup"], ["tea", "tea"]], [["tea", "rice"]], [["cup"]])
"""Three entries: tea / tea cup / tea tea; tea-and-rice; cup."""

CHANNEL = channel(*ENTRIES)


def rarity(used_by: float, entries: int = 3) -> float:
    """What a feature weighs that so many of some entries use."""
    return float(log1p(entries / used_by) ** RARITY_POWER)


def effective(*shares: float) -> float:
    """How many entries use a feature, if such shares of their phrasings do: the exponential of the entropy."""
    total = sum(shares)
    return exp(-sum(share / total * log(share / total) for share in shares))


TEA, CUP, RICE = rarity(2), rarity(effective(1 / 3, 1)), rarity(1)


def profile(of: Channel, certainties: Mapping[str, float]) -> list[float]:
    """The profile of each entry with an utterance."""
    found: list[float] = Index([of], profile=1, contrast=0).of_entries([of.vector(certainties)])[0].tolist()
    return found


def contrast(of: Channel, certainties: Mapping[str, float]) -> list[float]:
    """The contrast of each entry with an utterance."""
    found: list[float] = Index([of], profile=0, contrast=1).of_entries([of.vector(certainties)])[0].tolist()
    return found


def coverage(of: Channel, vector: Vector) -> Covered:
    """How much of an utterance each entry covers."""
    index = Index([of], profile=1, contrast=1)
    return index.covered(index.of_entries([vector])[1], vector)


def of_phrasings(of: Channel, certainties: Mapping[str, float], chosen: Chosen) -> list[float]:
    """The cosine of each phrasing of the chosen entries with an utterance."""
    index = Index([of], profile=1, contrast=1)
    found: list[float] = index.of_phrasings(index.of_entries([of.vector(certainties)])[1], chosen).tolist()
    return found


def dense(of: Channel, features: Sequence[str], *entries: Entry) -> list[Floats]:
    """The same in the plainest way: for each entry the sum of its phrasings, each a unit vector over these features."""
    sums = []
    for entry in entries:
        total = np.zeros(len(features))
        for phrasing in entry:
            vector = np.array([of.rarity(one) if one in phrasing else 0.0 for one in features])
            total += vector / (np.sqrt((vector**2).sum()) or 1.0)
        sums.append(total)
    return sums


def plain_contrast(sums: Sequence[Floats], entry: int) -> Floats:
    """How much likelier each feature is in an entry than in all others, as a logarithm, unseen ones smoothed."""
    inside, outside = sums[entry] + UNSEEN, np.sum(sums, axis=0) - sums[entry] + UNSEEN
    return np.asarray(np.log(inside / inside.sum()) - np.log(outside / outside.sum()))


def test_weighted_sums() -> None:
    """A sparse matrix, asked for some of its rows, gives the cells of each and sums them by column."""
    postings = Postings.of(np.array([0, 1, 1]), np.array([0, 0, 2]), height=3, width=4)
    cells = postings.cells(np.array([1, 0, 2]))
    assert cells.columns.tolist() == [0, 2, 0]
    assert cells.places.tolist() == [1, 2, 0]
    assert postings.sums(cells, np.array([3.0, 5.0, 20.0])).tolist() == [23.0, 0.0, 5.0, 0.0]
    nothing = postings.cells(np.array([], dtype=np.int64))
    assert postings.sums(nothing, np.array([])).tolist() == [0.0] * 4


def test_rarity_is_by_entry() -> None:
    """A feature is as rare as the entries that use it are few, however many phrasings of an entry do."""
    assert CHANNEL.rarity("tea") == pytest.approx(rarity(2))
    assert CHANNEL.rarity("rice") == pytest.approx(rarity(1))
    assert channel([["red"]] * 9, [["blue"]]).rarity("red") == channel([["red"]] * 9, [["blue"]]).rarity("blue")


@pytest.mark.parametrize(
    ("entries", "used_by"),
    [
        (([["tea"]], [["tea"]]), 2.0),
        (([["tea"], ["cup"]], [["tea"], ["rice"]]), 2.0),
        (([["tea"]], [["tea"], *[["cup"]] * 8]), effective(1, 1 / 9)),
        (([["tea"], ["cup"]], [["tea"]], [["tea"], ["cup"], ["rice"]]), effective(1 / 2, 1, 1 / 3)),
    ],
)
def test_rarity_by_the_effective_number(entries: Sequence[Entry], used_by: float) -> None:
    """An entry in which few phrasings use a feature counts little more than one that does not use it."""
    found = channel(*entries).rarity("tea")
    assert found == pytest.approx(rarity(used_by, len(entries)))
    assert rarity(len(entries), len(entries)) - 1e-9 <= found < rarity(1, len(entries))


def test_an_unknown_feature_is_the_rarest() -> None:
    """What no phrasing has weighs as if half an entry used it."""
    assert not CHANNEL.has("coffee")
    assert CHANNEL.has("tea")
    assert CHANNEL.rarity("coffee") == pytest.approx(rarity(0.5))


def test_phrasings_are_unit_vectors() -> None:
    """The cosine of a feature with a phrasing is its share of the phrasing's length; a doubled feature counts once."""
    found = of_phrasings(CHANNEL, {"tea": 1.0}, firsts(*ENTRIES))
    assert found == pytest.approx([1.0, TEA / sqrt(TEA**2 + CUP**2), 1.0, TEA / sqrt(TEA**2 + RICE**2), 0.0])


def test_parts_that_share_a_feature() -> None:
    """A feature that two parts of a phrasing have counts once: the phrasing is as near to itself as can be."""
    doubled = Channel([["a", "x"], ["b", "x"], ["c"]], texts([[0, 1]], [[2]]), of_entries=1, of_phrasings=1)
    found = of_phrasings(doubled, {"a": 1, "b": 1, "x": 1}, Chosen(np.arange(2), np.arange(3)))
    assert found == pytest.approx([1.0, 0.0])


def test_profiles_are_sums_of_phrasings() -> None:
    """An entry's profile is the sum of its phrasings, made as long as one."""
    tea, cup = 1 + TEA / sqrt(TEA**2 + CUP**2) + 1, CUP / sqrt(TEA**2 + CUP**2)
    assert profile(CHANNEL, {"cup": 1.0}) == pytest.approx([cup / sqrt(tea**2 + cup**2), 0.0, 1.0])


def test_an_utterance_that_is_a_phrasing() -> None:
    """All cosines with it are one; the contrast is best for its own entry."""
    said = {"tea": 1.0, "rice": 1.0}
    assert of_phrasings(CHANNEL, said, firsts(*ENTRIES))[3] == pytest.approx(1.0)
    assert profile(CHANNEL, said)[1] == pytest.approx(1.0)
    assert np.argmax(contrast(CHANNEL, said)) == 1


def test_contrast() -> None:
    """It is the mean logarithm of how much likelier the features are here than elsewhere, in units of what is usual."""
    features = ["tea", "cup", "rice"]
    sums = dense(CHANNEL, features, *ENTRIES)
    each = [plain_contrast(sums, entry) for entry in range(3)]
    usual = np.abs(each).mean()
    for said in (["tea"], ["cup"], ["tea", "rice"], features):
        vector = np.array([CHANNEL.rarity(one) if one in said else 0.0 for one in features])
        vector /= np.sqrt((vector**2).sum())
        assert contrast(CHANNEL, dict.fromkeys(said, 1.0)) == pytest.approx([one @ vector / usual for one in each], rel=1e-4)


@pytest.mark.parametrize(
    "entries", [[[["tea"]]], [[["tea", "cup"]]], [[["tea"]], [["tea"]]], [[["a", "b"]], [["b", "a"]]], [[["a", "b"], ["c"]]] * 2]
)
def test_nothing_to_contrast(entries: Sequence[Entry]) -> None:
    """A single phrasing, or entries that are all alike, contrast with nothing, not even with what rounding leaves."""
    for said in entries[0]:
        assert contrast(channel(*entries), dict.fromkeys(said, 1.0)) == pytest.approx([0.0] * len(entries), abs=1e-3)


@pytest.mark.parametrize(
    ("certainties", "shares", "words"),
    [
        ({"tea": 1.0}, [1, 1, 0], [1, 1, 0]),
        ({"cup": 1.0}, [1, 0, 1], [0, 0, 0]),
        ({"tea": 1.0, "cup": 1.0}, [1, TEA / (TEA + CUP), CUP / (TEA + CUP)], [1, 1, 0]),
        ({"tea": 1.0, "coffee": 0.0}, [TEA / (TEA + rarity(0.5))] * 2 + [0], [1, 1, 0]),
        ({"tea": 0.6}, [0.6, 0.6, 0], [1, 1, 0]),
        ({"coffee": 0.0}, [0, 0, 0], [0, 0, 0]),
        ({}, [0, 0, 0], [0, 0, 0]),
    ],
)
def test_coverage(certainties: Mapping[str, float], shares: Sequence[float], words: Sequence[float]) -> None:
    """Each entry covers the weights of the features that any phrasing of it has, as a share of all, and so many subject words."""
    covered = coverage(CHANNEL, CHANNEL.vector(certainties, {"tea": 1.0}))
    assert covered.share.tolist() == pytest.approx(shares)
    assert covered.subjects.tolist() == pytest.approx(words)


@pytest.mark.parametrize(
    ("certainties", "length"),
    [
        ({"tea": 1.0, "cup": 1.0}, 1.0),
        ({"tea": 0.5}, sqrt(0.5)),
        ({"tea": 1.0, "coffee": 0.0}, TEA / sqrt(TEA**2 + rarity(0.5) ** 2)),
        ({"coffee": 0.0}, 0.0),
        ({}, 0.0),
    ],
)
def test_what_is_uncertain_shortens_a_vector(certainties: Mapping[str, float], length: float) -> None:
    """With what is uncertain and what is unknown an utterance would be as long as one; without it is shorter."""
    assert np.sqrt((CHANNEL.vector(certainties).weights ** 2).sum()) == pytest.approx(length)


def test_a_part_of_a_vector() -> None:
    """Some features of an utterance keep the weights that they have in it, so that parts add up to the whole."""
    whole = CHANNEL.vector({"tea": 1.0, "cup": 0.8, "rice": 1.0, "coffee": 0.0})
    parts = [CHANNEL.part(whole, some) for some in (["tea", "coffee"], ["rice", "cup"], [])]
    index = Index([CHANNEL], profile=1, contrast=1)
    added = sum(index.of_entries([part])[0] for part in parts)
    assert np.allclose(added, index.of_entries([whole])[0])
    assert [len(part.features) for part in parts] == [1, 2, 0]
    assert all(part.whole == whole.whole for part in parts)


WITHOUT: Sequence[tuple[Sequence[Entry], int, int]] = (
    (([["tea", "green"], ["tea", "black"], ["tea", "green", "black"]], [["cup"]], [["tea", "rice"]]), 0, 0),
    (([["tea", "green"], ["tea", "black"], ["tea", "green", "black"]], [["cup"]], [["tea", "rice"]]), 0, 2),
    (([["cup"]], [["rice"], ["rice", "wine"], ["rice", "wine"]], [["fish"], ["fish"]]), 1, 1),
    (([["cup"]], [["rice"], ["rice", "wine"], ["rice", "wine"]], [["fish"], ["fish"]]), 2, 0),
)
"""Entries, one of them, and one of its phrasings, without which all features stay as rare as they were."""


@pytest.mark.parametrize(("entries", "entry", "phrasing"), WITHOUT)
def test_without_a_phrasing(entries: Sequence[Entry], entry: int, phrasing: int) -> None:
    """What an entry has without a phrasing is what it has in an index that was built without it."""
    said = entries[entry][phrasing]
    rest = [[one for at, one in enumerate(each) if (which, at) != (entry, phrasing)] for which, each in enumerate(entries)]
    full, rebuilt = channel(*entries), channel(*rest)
    features = list(dict.fromkeys(chain.from_iterable(chain.from_iterable(entries))))
    assert [full.rarity(one) for one in features] == pytest.approx([rebuilt.rarity(one) for one in features])
    weights = dict.fromkeys(said, 1.0)
    left = full.without(full.vector(weights, weights), entry)
    covered = coverage(rebuilt, rebuilt.vector(weights, weights))
    assert left.profile == pytest.approx(profile(rebuilt, weights)[entry], rel=1e-4)
    assert left.share == pytest.approx(covered.share[entry])
    assert left.subjects == pytest.approx(covered.subjects[entry])
    usual = np.abs([plain_contrast(dense(full, features, *entries), at) for at in range(len(entries))]).mean()
    vector = np.array([full.rarity(one) if one in said else 0.0 for one in features])
    vector /= np.sqrt((vector**2).sum())
    expected = plain_contrast(dense(full, features, *rest), entry) @ vector / usual
    assert left.contrast == pytest.approx(expected, rel=1e-3)


def test_without_the_only_phrasing() -> None:
    """An entry that has nothing else has nothing left."""
    left = CHANNEL.without(CHANNEL.vector({"cup": 1.0}, {"cup": 1.0}), 2)
    assert left.profile == pytest.approx(0.0, abs=1e-3)
    assert (left.share, left.subjects) == (0.0, 0.0)


@pytest.mark.parametrize("counts", [0.25, 2.0])
def test_what_a_channel_counts(counts: float) -> None:
    """Profile, contrast and cosines are as large as the channel counts; coverage and rarity do not depend on it."""
    said = {"tea": 1.0, "cup": 1.0}
    scaled = channel(*ENTRIES, of_entries=counts, of_phrasings=counts)
    assert profile(scaled, said) == pytest.approx([counts * one for one in profile(CHANNEL, said)])
    assert contrast(scaled, said) == pytest.approx([counts * one for one in contrast(CHANNEL, said)], rel=1e-5)
    every = firsts(*ENTRIES)
    assert of_phrasings(scaled, said, every) == pytest.approx([counts * one for one in of_phrasings(CHANNEL, said, every)])
    assert scaled.rarity("tea") == CHANNEL.rarity("tea")
    of_one = CHANNEL.without(CHANNEL.vector(said), 0)
    of_scaled = scaled.without(scaled.vector(said), 0)
    assert (of_scaled.profile, of_scaled.contrast) == pytest.approx((counts * of_one.profile, counts * of_one.contrast), rel=1e-5)
    assert of_scaled.share == of_one.share


def test_several_channels() -> None:
    """An index of several channels has the sum of what each of them has; one without phrasings adds nothing to their cosines."""
    other = channel([["x"], ["x", "y"], ["y"]], [["x"]], [["z"]], of_entries=0.5, of_phrasings=0)
    said, spelled = {"tea": 1.0, "rice": 1.0}, {"x": 1.0, "z": 1.0}
    index = Index([CHANNEL, other], profile=0.5, contrast=2)
    both, found = index.of_entries([CHANNEL.vector(said), other.vector(spelled)])
    profiles, contrasts = (
        [a + b for a, b in zip(of(CHANNEL, said), of(other, spelled), strict=True)] for of in (profile, contrast)
    )
    assert both.tolist() == pytest.approx([0.5 * a + 2 * b for a, b in zip(profiles, contrasts, strict=True)])
    covered = index.covered(found, CHANNEL.vector(said))
    assert covered.share.tolist() == coverage(CHANNEL, CHANNEL.vector(said)).share.tolist()
    every = firsts(*ENTRIES)
    assert index.of_phrasings(found, every).tolist() == pytest.approx(of_phrasings(CHANNEL, said, every))


@pytest.mark.parametrize("entries", [[0], [2], [0, 2], [0, 1, 2]])
def test_the_table_of_what_was_said(entries: list[int]) -> None:
    """It has a row for each phrasing of the chosen entries and a column for each feature that was said: together, the cosines."""
    other = channel([["x"], ["x", "y"], ["y"]], [["x"]], [["z"]], of_phrasings=0.25)
    said = [CHANNEL.vector({"tea": 1.0, "rice": 0.5, "coffee": 1.0}), other.vector({"z": 1.0, "x": 1.0})]
    index = Index([CHANNEL, other], profile=0.5, contrast=2)
    chosen = Chosen(np.array(entries), np.cumsum([0, *map(len, ENTRIES)]))
    _, found = index.of_entries(said)
    table, utterance = index.table(found, chosen, said)
    assert table.shape == (chosen.width, 4)
    assert (table @ utterance).tolist() == pytest.approx(index.of_phrasings(found, chosen).tolist())
    assert utterance.tolist() == pytest.approx([*said[0].weights, *(said[1].weights / 2)])


@pytest.mark.parametrize("entries", [[0], [2], [0, 2], [1, 2], [0, 1, 2]])
def test_chosen_entries(entries: list[int]) -> None:
    """Of the chosen entries the cosines of all phrasings stand one after the other; the best of the others is 0."""
    first = np.cumsum([0, *map(len, ENTRIES)])
    chosen = Chosen(np.array(entries), first)
    every = of_phrasings(CHANNEL, {"tea": 1.0, "cup": 1.0}, firsts(*ENTRIES))
    some = of_phrasings(CHANNEL, {"tea": 1.0, "cup": 1.0}, chosen)
    assert some == pytest.approx([one for at in entries for one in every[first[at] : first[at + 1]]])
    assert chosen.width == len(some)
    assert chosen.best(np.array(some)).tolist() == pytest.approx(
        [max(every[first[at] : first[at + 1]]) if at in entries else 0.0 for at in range(3)]
    )
    assert [int(first[at] + chosen.shifts[at]) for at in entries] == chosen.starts.tolist()
    assert chosen.mask.tolist() == [at in entries for at in range(3)]


def test_nothing_is_asked() -> None:
    """Without a known feature nothing is similar to anything."""
    for said in ({}, {"coffee": 0.0}, {"coffee": 1.0}, {"tea": 0.0}):
        assert profile(CHANNEL, said) == contrast(CHANNEL, said) == [0.0] * 3
        assert of_phrasings(CHANNEL, said, firsts(*ENTRIES)) == [0.0] * 5


@pytest.mark.parametrize("features", [[], [[]]])
def test_phrasings_without_features(features: list[list[str]]) -> None:
    """Phrasings in which there is nothing to compare are similar to nothing."""
    empty = Channel(features, texts([[0] if features else []], [[]]), of_entries=1, of_phrasings=1)
    assert profile(empty, {"tea": 1.0}) == [0.0, 0.0]
    assert of_phrasings(empty, {"tea": 1.0}, Chosen(np.arange(2), np.arange(3))) == [0.0, 0.0]
    assert empty.rarity("tea") == pytest.approx(rarity(0.5, 2))


PHRASINGS = st.lists(st.lists(st.sampled_from("abcdef"), max_size=4), min_size=1, max_size=4)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.lists(PHRASINGS, min_size=1, max_size=5), st.dictionaries(st.sampled_from("abcdefxy"), st.floats(0, 1)))
def test_any_entries(entries: list[list[list[str]]], said: dict[str, float]) -> None:
    """Whatever the entries and whatever is said: cosines and coverage are between 0 and 1, and all numbers are finite."""
    some = channel(*entries)
    vector = some.vector(said, dict.fromkeys(said, 1.0))
    assert all(-1e-6 <= one <= 1 + 1e-6 for one in (*profile(some, said), *of_phrasings(some, said, firsts(*entries))))
    assert all(0 <= one <= 1 + 1e-9 for one in coverage(some, vector).share)
    assert all(0 <= one <= len(said) for one in coverage(some, vector).subjects)
    assert np.isfinite(contrast(some, said)).all()
    for entry, phrasings in enumerate(entries):
        for phrasing in phrasings:
            left = some.without(some.vector(dict.fromkeys(phrasing, 1.0)), entry)
            assert np.isfinite([left.profile, left.contrast, left.share, left.subjects]).all()
            assert -1e-6 <= left.profile <= 1 + 1e-4
            assert 0 <= left.share <= 1 + 1e-9
