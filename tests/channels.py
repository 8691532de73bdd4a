"""Channels of an index, made of entries that are given by their phrasings' features."""

from collections.abc import Sequence
from itertools import chain

import numpy as np

from bot.matching.index import Channel, Texts

Phrasing = Sequence[str]
Entry = Sequence[Phrasing]


def channel(*entries: Entry, of_entries: float = 1.0, of_phrasings: float = 1.0) -> Channel:
    """The channel of entries, each given by its phrasings, each given by its features."""
    features = list(dict.fromkeys(chain.from_iterable(chain.from_iterable(entries))))
    parts = texts(*([[features.index(one) for one in phrasing] for phrasing in entry] for entry in entries))
    return Channel([[feature] for feature in features], parts, of_entries=of_entries, of_phrasings=of_phrasings)


def texts(*entries: Sequence[Sequence[int]]) -> Texts:
    """The texts of entries, each given by the parts of each of its phrasings."""
    phrasings = [phrasing for entry in entries for phrasing in entry]
    return Texts(
        parts=np.array([part for phrasing in phrasings for part in phrasing], dtype=np.int64),
        phrasings=np.array([at for at, phrasing in enumerate(phrasings) for _ in phrasing], dtype=np.int64),
        owners=np.array([at for at, entry in enumerate(entries) for _ in entry], dtype=np.int64),
        entries=len(entries),
    )
