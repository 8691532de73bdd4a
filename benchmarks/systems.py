"""The systems that are compared, each in the best form that a few lines of its library give it.

All take the label of the nearest phrasing; our matcher also looks at all phrasings of a label together. The libraries that only
requirements-bench.txt adds are imported when a system is built.
"""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, Protocol
from weakref import finalize

import numpy as np
import snowballstemmer
from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from bot.matching.matcher import Matcher

LEAST_GRAM, MOST_GRAM = 3, 5
"""Letters in a run of letters, for TF-IDF: the same as in our matcher."""

_WORD = r"(?u)\b\w+\b"
_STEMMERS = {"en": "english", "ru": "russian", "de": "german", "fr": "french", "es": "spanish", "it": "italian"}


class Best(NamedTuple):
    """The label that a text means most likely, None if it resembles nothing; the higher the score, the surer."""

    label: str | None
    score: float


NOTHING = Best(None, 0.0)


class System(Protocol):
    """Finds what is asked for."""

    name: str

    def build(self, phrasings: Sequence[str], labels: Sequence[str]) -> None:
        """Takes in as many phrasings as labels, in place of those of before."""

    def best(self, text: str) -> Best:
        """The nearest label; scores of two systems do not compare."""


class OurMatcher:
    """The matcher of this bot, without synonyms and word lists."""

    name = "this bot"

    def __init__(self, language: str):
        self._language = language

    def build(self, phrasings: Sequence[str], labels: Sequence[str]) -> None:
        """Labels are entries; a brace names no word list here."""
        entries = defaultdict(list)
        for text, label in zip(phrasings, labels, strict=True):
            entries[label].append(text.replace("{", " "))
        self._matcher = Matcher(self._language, entries)

    def best(self, text: str) -> Best:
        """The first candidate."""
        for candidate in self._matcher.match(text, limit=1).candidates:
            return Best(candidate.entry, candidate.score)
        return NOTHING


class RapidFuzz:
    """Every phrasing compared by one of RapidFuzz's scorers, as many bots do."""

    def __init__(self, scorer: Callable[..., float]):
        self.name = f"RapidFuzz {scorer.__name__}"
        self._scorer = scorer

    def build(self, phrasings: Sequence[str], labels: Sequence[str]) -> None:
        """Case and punctuation are taken off once, here."""
        self._phrasings = [default_process(text) for text in phrasings]
        self._labels = labels

    def best(self, text: str) -> Best:
        """The first of the phrasings with the highest score, of 0..100."""
        hit = process.extractOne(default_process(text), self._phrasings, scorer=self._scorer)
        return Best(self._labels[hit[2]], hit[1]) if hit and hit[1] > 0 else NOTHING


class Bm25:
    """BM25 as Lucene counts it, a phrasing a document, by the library bm25s.

    Words are stemmed, and none is a stop word: on HWU64 and CLINC150 both are better than not.
    """

    name = "BM25"

    def __init__(self, language: str):
        algorithm = _STEMMERS.get(language)
        self._stem = lru_cache(maxsize=None)(snowballstemmer.stemmer(algorithm).stemWord) if algorithm else str

    def build(self, phrasings: Sequence[str], labels: Sequence[str]) -> None:
        """Every score of a word in a phrasing is counted now, which is what bm25s is for."""
        import bm25s

        self._index: Any = bm25s.BM25(method="lucene")
        self._index.index([self._tokens(text) for text in phrasings], show_progress=False)
        self._labels = labels

    def best(self, text: str) -> Best:
        """The first of the phrasings with the highest sum, which has no upper bound."""
        tokens = self._tokens(text)
        if not tokens:
            return NOTHING
        scores = self._index.get_scores(tokens)
        at = int(scores.argmax())
        return Best(self._labels[at], float(scores[at])) if scores[at] > 0 else NOTHING

    def _tokens(self, text: str) -> list[str]:
        return [self._stem(word) for word in re.findall(_WORD, text.lower())]


class TfIdf:
    """The cosine of TF-IDF vectors by scikit-learn, averaged over words and runs of letters inside words."""

    name = "TF-IDF"

    def build(self, phrasings: Sequence[str], labels: Sequence[str]) -> None:
        """The matrices are kept by feature, so that a question costs only what its own features do."""
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._channels: list[tuple[Any, Any]] = []
        for options in ({"token_pattern": _WORD}, {"analyzer": "char_wb", "ngram_range": (LEAST_GRAM, MOST_GRAM)}):
            vectorizer = TfidfVectorizer(sublinear_tf=True, **options)
            self._channels.append((vectorizer, vectorizer.fit_transform(phrasings).T.tocsr()))
        self._labels = labels

    def best(self, text: str) -> Best:
        """The first of the phrasings with the highest cosine, of 0..1."""
        cosines = np.zeros(len(self._labels))
        for vectorizer, columns in self._channels:
            products = vectorizer.transform([text]) @ columns
            cosines[products.indices] += products.data / len(self._channels)
        at = int(cosines.argmax())
        return Best(self._labels[at], float(cosines[at])) if cosines[at] > 0 else NOTHING


class Trigrams:
    """SQLite's full-text search FTS5 in memory: any three letters in a row of the question, ranked by its own BM25."""

    name = "SQLite FTS5 trigram"

    def __init__(self) -> None:
        self._database = sqlite3.connect(":memory:")
        finalize(self, self._database.close)

    @classmethod
    def supported(cls) -> bool:
        """Whether Python's SQLite has it: 3.34 or newer, built with FTS5."""
        try:
            cls().build((), ())
        except sqlite3.OperationalError:
            return False
        return True

    def build(self, phrasings: Sequence[str], labels: Sequence[str]) -> None:
        """One row a phrasing."""
        self._database.execute("DROP TABLE IF EXISTS phrasings")
        self._database.execute("CREATE VIRTUAL TABLE phrasings USING fts5(text, tokenize = 'trigram')")
        self._database.executemany("INSERT INTO phrasings (rowid, text) VALUES (?, ?)", enumerate(phrasings))
        self._labels = labels

    def best(self, text: str) -> Best:
        """The highest-ranked phrasing; its rank, which SQLite counts below zero, as a score above."""
        lowered = text.lower().replace("\0", " ")
        grams = dict.fromkeys(lowered[at : at + 3].replace('"', '""') for at in range(len(lowered) - 2))
        if not grams:
            return NOTHING
        row = self._database.execute(
            "SELECT rowid, rank FROM phrasings WHERE phrasings MATCH ? ORDER BY rank LIMIT 1",
            (" OR ".join(f'"{gram}"' for gram in grams),),
        ).fetchone()
        return Best(self._labels[row[0]], -row[1]) if row else NOTHING


def all_systems(language: str) -> tuple[System, ...]:
    """One of each that this Python can run, nothing built yet; ours comes first."""
    return (
        OurMatcher(language),
        RapidFuzz(fuzz.WRatio),
        RapidFuzz(fuzz.token_set_ratio),
        RapidFuzz(fuzz.ratio),
        Bm25(language),
        TfIdf(),
        *([Trigrams()] if Trigrams.supported() else []),
    )


def load(system: System) -> None:
    """Builds a system from next to nothing, so that loading its libraries counts neither as time nor as memory of its index."""
    system.build(("where is it", "who pays"), ("place", "price"))
    system.best("where")
