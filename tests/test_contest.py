"""Entries that come about equally near are told apart by their own phrasings."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.contest import Contest
from bot.matching.index import Index
from channels import Entry, channel

GREEN = [["green", "tea", "price"], ["price", "green", "tea"], ["green", "tea", "cost"], ["green", "tea", "much"]]
BLACK = [["black", "tea", "price"], ["price", "black", "tea"], ["black", "tea", "cost"], ["black", "tea", "much"]]
SHOPS = [["shops"], ["where", "shops"], ["list", "shops"], ["town", "shops"]]


def shares(said: str, *entries: Entry, left_out: int | None = None, nearest: float = 0.0) -> list[float]:
    """What is left of each entry's strength, all of them being rivals, with a phrasing as near as that."""
    words = channel(*entries)
    index = Index([words], profile=1.0, contrast=0.0)
    vectors = [words.vector(dict.fromkeys(said.split(), 1.0))]
    contest = Contest(index, np.cumsum([0, *map(len, entries)]))
    rivals = np.arange(len(entries))
    found = contest.shares(rivals, np.full(len(entries), nearest), index.of_entries(vectors)[1], vectors, left_out)
    return [float(share) for share in found]


@pytest.mark.parametrize(
    ("said", "best"),
    [("green tea price", 0), ("black tea price", 1), ("tea in black", 1), ("list of shops", 2), ("where is green tea", 0)],
)
def test_what_only_one_of_them_says_decides(said: str, best: int) -> None:
    """Words that all of them share tell nothing; the likeliest keeps its strength, the others lose some of theirs."""
    found = shares(said, GREEN, BLACK, SHOPS)
    assert found[best] == 1.0
    assert all(0.4 < share < 1.0 for at, share in enumerate(found) if at != best)


@pytest.mark.parametrize("said", ["tea", "tea price", "coffee", ""])
def test_nothing_decides(said: str) -> None:
    """Where what is said is the same to both, both stay as strong as they are."""
    assert shares(said, GREEN, BLACK) == pytest.approx([1.0, 1.0])


def test_words_that_go_together_count_once() -> None:
    """Three words that always come together weigh no more than the one that is never with them."""
    together = [["far", "east", "coast", "town"], ["far", "east", "coast"], ["far", "east", "coast", "where"]]
    year = [["year"], ["since", "year"], ["year", "where"]]
    assert shares("far east coast year", together, year)[1] > 0.97


def test_few_phrasings_tell_little() -> None:
    """The more phrasings the rivals have, the more is made of what tells them apart."""
    losers = [shares("green tea", GREEN * times, BLACK * times)[1] for times in (1, 5, 25)]
    assert losers == sorted(losers, reverse=True)
    assert losers[0] > 0.9
    assert losers[-1] < 0.6


def test_a_near_phrasing_speaks_for_its_entry() -> None:
    """The nearer an entry's nearest phrasing is, the less is taken from it; word for word, nothing."""
    left = [shares("green tea", GREEN, BLACK, nearest=near)[1] for near in (0.0, 0.5, 0.9, 1.0, 1.0001)]
    assert left == sorted(left)
    assert left[0] < left[1] < left[2] < left[3] == left[4] == 1.0


def test_a_phrasing_may_be_left_out() -> None:
    """It then says nothing for its entry, although the word was only in it."""
    odd = [*GREEN, ["zither", "tea"]]
    assert shares("zither", odd, BLACK) != pytest.approx([1.0, 1.0], abs=0.01)
    assert shares("zither", odd, BLACK, left_out=4) == pytest.approx([1.0, 1.0], abs=0.1)
    assert shares("green", GREEN, BLACK, left_out=7)[0] == 1.0
    assert shares("black", GREEN, [["black"]], left_out=4)[0] == 1.0


ENTRY = st.lists(st.lists(st.sampled_from("abcd"), max_size=3), min_size=1, max_size=4)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.lists(ENTRY, min_size=2, max_size=5), st.text("abcde ", max_size=6))
def test_any_entries(entries: list[Sequence[Sequence[str]]], said: str) -> None:
    """Whatever is said, at least one entry stays as strong as it was, and no other becomes stronger or loses all."""
    found = shares(" ".join(said), *entries)
    assert max(found) == 1.0
    assert all(0.3 < share <= 1.0 for share in found)
