"""Words that mean the same to the matcher: synonym groups, and word lists such as the places without a branch."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from bot.matching.grammar import common_words, names_inflect
from bot.matching.inflection import stem
from bot.matching.spaceless import Cutter, runs
from bot.matching.words import normalise, words

SHORTEST_GUESS = 6
"""Letters of a name in a word list ("Kazan" is shorter) from which on it is recognised in spite of a typo."""


OPEN = "..."
"""The item of a word list that says: and others."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What staff tell the matcher about words.

    `synonyms` are groups of words or phrases; the first of each stands for all. `lists` are named word lists: name -> items,
    an item being its spellings, the first of which is the one shown to people. A list with the item `OPEN` is not complete: an
    unknown name where one may be expected counts as one of it. `readings` are words that have kanji, each with how it sounds in
    kana.
    """

    synonyms: Collection[Sequence[str]] = ()
    lists: Mapping[str, Collection[Sequence[str]]] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Term:
    """What one word, or a run of words that the vocabulary knows, means.

    Two texts meet in a `concept` that they share. `spelling` holds the letters that stand for it, and is empty for a word
    list, which `mention` then names together with the item as people are shown it.
    """

    concept: str
    spelling: str
    mention: tuple[str, str] | None = None


class Lexicon:
    """Turns words into terms: the longest run that a synonym group or a word list knows becomes one term, a word list first."""

    def __init__(self, language: str, vocabulary: Vocabulary):
        self._language = language
        synonyms = _runs(chain.from_iterable(vocabulary.synonyms))
        names = _runs(chain.from_iterable(chain.from_iterable(vocabulary.lists.values())))
        self._cutter = Cutter([*common_words(language), *synonyms], vocabulary.readings, names)
        self._by_stems: dict[tuple[str, ...], Term] = {}
        self._by_words: dict[tuple[str, ...], Term] = {}
        self.words: set[str] = set()
        """All words of synonyms and lists."""
        self.guessable: set[str] = set()
        """Those of them that a misspelled word may be taken for: short names of a list are too near to ordinary words."""
        for group in vocabulary.synonyms:
            canonical = next(filter(None, (" ".join(self.split(phrase)) for phrase in group)), "")
            for phrase in group:
                self._learn(phrase, Term(concept=f"={canonical}", spelling=canonical))
        for name, items in vocabulary.lists.items():
            for spellings in items:
                for phrase in spellings:
                    self._learn(phrase, Term(concept=f"{{{name}}}", spelling="", mention=(name, spellings[0])))
        self.open_list = next((name for name, items in vocabulary.lists.items() if (OPEN,) in map(tuple, items)), None)
        """The name of the list that is not complete, if there is one."""
        self._longest: dict[str, int] = {}
        for key in (*self._by_stems, *map(self._key, self._by_words)):
            self._longest[key[0]] = max(len(key), self._longest.get(key[0], 0))

    def _learn(self, phrase: str, term: Term) -> None:
        phrase_words = self.split(phrase)
        self.words.update(phrase_words)
        self.guessable.update(word for word in phrase_words if not term.mention or len(word) >= SHORTEST_GUESS)
        if not phrase_words:  # a phrase of signs alone says nothing
            return
        if term.mention and not names_inflect(self._language):
            self._by_words[phrase_words] = term  # "account" is not "accounting", although their stems are the same
        else:
            self._by_stems[self._key(phrase_words)] = term

    def split(self, text: str) -> tuple[str, ...]:
        """The words of a text, those of Japanese as the vocabulary has them."""
        return words(text, self._cutter.cut)

    def _key(self, some_words: Iterable[str]) -> tuple[str, ...]:
        return tuple([stem(word, self._language) for word in some_words])

    def terms(self, some_words: Sequence[str]) -> list[Term]:
        """The terms of a text, in its order."""
        if not any(map(self._longest.get, keys := self._key(some_words))):
            return list(map(_plain, some_words, keys))
        return [term for term, _ in self.runs(some_words)]

    def runs(self, some_words: Sequence[str]) -> Iterator[tuple[Term, slice]]:
        """The same, each with the words that it was made of."""
        keys = self._key(some_words)
        start = 0
        while start < len(keys):
            term, length = self._longest_at(some_words, keys, start) or (_plain(some_words[start], keys[start]), 1)
            yield term, slice(start, start + length)
            start += length

    def _longest_at(self, some_words: Sequence[str], keys: tuple[str, ...], start: int) -> tuple[Term, int] | None:
        for length in range(self._longest.get(keys[start], 0), 0, -1):
            run = slice(start, start + length)
            term = self._by_words.get(tuple(some_words[run])) or self._by_stems.get(keys[run])
            if term:
                return term, length
        return None


def _runs(phrases: Iterable[str]) -> list[str]:
    """The parts of some phrases that put no spaces between words."""
    return [run for phrase in phrases for run in runs(normalise(phrase))]


@lru_cache(maxsize=100_000)
def _plain(word: str, word_stem: str) -> Term:
    return Term(concept=word, spelling="") if word.startswith("{") else Term(concept=word_stem, spelling=word)
