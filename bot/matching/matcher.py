"""The matcher: an utterance in, the entries it may mean out, best first, each with a score and on demand with the reasons.

An entry's *similarity* is half the cosine of its best phrasing and half the cosine of its profile, averaged over the word and
the letter channel; words that no phrasing uses lengthen the utterance's vector and so lower it. *Coverage* is the share of what
the utterance says, words weighed by rarity, that occurs in any phrasing of the entry. The score is their weighted geometric mean.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.matching.grammar import FAINT, function_words, locatives
from bot.matching.index import Channel, Floats, Texts
from bot.matching.lexicon import Lexicon, Term, Vocabulary
from bot.matching.spelling import SHORTEST, Spelling
from bot.matching.utterance import CHANNELS, Reading, certainties, concepts
from bot.matching.words import placeholders, stem, words

COVERAGE = 0.4
"""The weight of coverage in the score, of 0..1 (best of 0, .25, .4, .5, .6 over HWU64, HINT3 and CLINC150 together)."""


MOST_GUESSES = 30
"""Unknown words of an utterance that are looked up for a misspelling; a text with more of them is no question."""

LIKELY_NAME = 0.8
"""How sure (0..1) it is that an unknown word after "in" is a name."""

LITERAL = 6
"""The power that makes a phrasing speak for itself, without its entry's profile, once it is all but the same as the utterance."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that the utterance may mean: its id, its score (0..1), and the phrasing that came nearest."""

    entry: str
    score: float
    phrasing: str


@dataclass(frozen=True, slots=True)
class Match:
    """Candidates, best first, and the items of word lists that the utterance mentions (list -> item as people are shown it)."""

    candidates: tuple[Candidate, ...]
    mentions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WordShare:
    """One word of an utterance, seen from a candidate.

    `meant` is what the word was taken for, with what `certainty` (0 for a strange word). `share` is what it adds to the
    similarity, `weight` its part (0..1) of all that the utterance says, `covered` whether a phrasing of the entry has it.
    """

    word: str
    meant: str
    certainty: float
    share: float
    weight: float
    covered: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a candidate scores similarity ** (1 - COVERAGE) * coverage ** COVERAGE; the words' shares add up to the similarity."""

    candidate: Candidate
    similarity: float
    coverage: float
    words: tuple[WordShare, ...]


class Matcher:
    """Matches utterances of one language against the phrasings of entries; immutable once made, safe to share."""

    def __init__(self, language: str, phrasings: Mapping[str, Sequence[str]], vocabulary: Vocabulary | None = None):
        """`phrasings` are the ways to ask for each entry id: at least one entry, and one phrasing for each."""
        self._language = language
        self._faint = function_words(language)
        self._locatives = locatives(language)
        self._lexicon = Lexicon(language, vocabulary or Vocabulary())
        self._entries = tuple(phrasings)
        self._texts = [text for texts in phrasings.values() for text in texts]
        self._needs = [frozenset.intersection(*map(placeholders, texts)) for texts in phrasings.values()]
        split = [words(text) for text in self._texts]
        used = Counter(word for text in split for word in text if not word.startswith("{"))
        self._stems = {stem(word, language) for word in used.keys() | self._lexicon.words}
        self._spelling = Spelling(used | Counter(self._lexicon.guessable))
        terms = [self._lexicon.terms(text) for text in split]
        counts = [len(texts) for texts in phrasings.values()]
        self._first = np.cumsum([0, *counts])
        numbers: dict[Term, int] = {}
        texts = Texts(
            parts=np.array([numbers.setdefault(term, len(numbers)) for text in terms for term in text], dtype=np.int64),
            phrasings=np.repeat(np.arange(len(terms)), [len(text) for text in terms]),
            owners=np.repeat(np.arange(len(counts)), counts),
            entries=len(counts),
        )
        self._channels = [Channel([features(term) for term in numbers], texts) for features in CHANNELS]

    def match(self, utterance: str, limit: int = 3) -> Match:
        """The best `limit` entries for an utterance; fewer, or none, where nothing in it is known."""
        readings = self._read(utterance)
        of_phrasings, of_profiles = self._similarities(self._vectors(readings))
        scores = self._similarity(of_phrasings, of_profiles) ** (1 - COVERAGE) * self._coverage(readings) ** COVERAGE
        mentions = {reading.term.mention[0]: reading.term.mention[1] for reading in readings if reading.term.mention}
        candidates: list[Candidate] = []
        for entry in np.argsort(-scores, kind="stable"):
            if scores[entry] <= 0 or len(candidates) == limit:
                break
            if self._needs[entry] <= mentions.keys():
                phrasing = self._texts[self._best_phrasing(entry, of_phrasings)]
                candidates.append(Candidate(self._entries[entry], min(1.0, float(scores[entry])), phrasing))
        return Match(tuple(candidates), mentions)

    def explain(self, utterance: str, limit: int = 2) -> tuple[Explanation, ...]:
        """The best `limit` candidates, each with what every word of the utterance does for it."""
        readings = self._read(utterance)
        vectors = self._vectors(readings)
        of_phrasings, of_profiles = self._similarities(vectors)
        similarity, coverage = self._similarity(of_phrasings, of_profiles), self._coverage(readings)
        weights = self._weights(readings)
        total = sum(weights.values())
        parts = []
        for reading in readings:  # a feature that several words have is the first one's
            own = [
                {f: vector.pop(f) for f in features(reading.term) if f in vector}
                for features, vector in zip(CHANNELS, vectors, strict=True)
            ]
            present = self._channels[0].presence(dict.fromkeys(concepts(reading.term), 1.0))
            parts.append((reading, *self._similarities(own), weights.pop(reading.term.concept, 0.0) / total, present))
        explanations = []
        for candidate in self.match(utterance, limit).candidates:
            entry = self._entries.index(candidate.entry)
            phrasing = self._best_phrasing(entry, of_phrasings)
            scale = similarity[entry] / (of_phrasings[phrasing] + of_profiles[entry])  # above 1 where the phrasing is literal
            words_of = tuple(
                WordShare(
                    reading.source,
                    reading.meant,
                    reading.certainty,
                    share=float((phrasings[phrasing] + profiles[entry]) * scale),
                    weight=weight,
                    covered=bool(reading.certainty > 0 and present[entry] > 0),
                )
                for reading, phrasings, profiles, weight, present in parts
            )
            explanations.append(Explanation(candidate, float(similarity[entry]), float(coverage[entry]), words_of))
        return tuple(explanations)

    def _read(self, utterance: str) -> list[Reading]:
        """The terms of the utterance, each word that nobody has used replaced by the nearest known one."""
        heard = words(utterance.replace("{", " "))  # people name no word lists
        unknown = [word for word in dict.fromkeys(heard) if stem(word, self._language) not in self._stems]
        guesses = dict.fromkeys(unknown) | {word: self._guess(word) for word in unknown[:MOST_GUESSES]}
        read = [(guesses[word] or (word, 0.0)) if word in guesses else (word, 1.0) for word in heard]
        readings: list[Reading] = []
        for term, run in self._lexicon.runs([word for word, _ in read]):
            source = " ".join(heard[run])
            certainty = min(sure for _, sure in read[run])
            reading = Reading(term, source, certainty, faint=all(map(self._is_faint, heard[run], read[run])))
            before = readings[-1] if readings else None
            if self._lexicon.open_list and before and self._may_be_name(reading):
                if before.source in self._locatives:
                    reading = self._name(source)
                elif before.certainty == LIKELY_NAME and before.term.mention:
                    readings.pop()
                    reading = self._name(f"{before.source} {source}")
            readings.append(reading)
        return readings

    @staticmethod
    def _may_be_name(reading: Reading) -> bool:
        """Whether an unknown word looks like a name: it has letters alone, and is no word of grammar."""
        return reading.certainty == 0 and not reading.faint and reading.source.replace("'", "").isalpha()

    def _name(self, words_of_name: str) -> Reading:
        """Some unknown words, read as an item of the open word list."""
        name = self._lexicon.open_list or ""
        return Reading(Term(f"{{{name}}}", "", (name, words_of_name.title())), words_of_name, LIKELY_NAME, faint=False)

    def _guess(self, word: str) -> tuple[str, float] | None:
        """What an unknown word was meant to be, and how sure that is: the square of how near the spellings are."""
        nearest = None if word in self._faint else self._spelling.nearest(word)
        return (nearest[0], nearest[1] ** 2) if nearest else None

    def _is_faint(self, word: str, read: tuple[str, float]) -> bool:
        """Whether a word, or what it was guessed to be, carries grammar only; one or two unknown letters carry nothing."""
        guess, certainty = read
        return word in self._faint or guess in self._faint or (certainty == 0 and len(word) < SHORTEST - 1)

    def _vectors(self, readings: Sequence[Reading]) -> list[dict[str, float]]:
        """The utterance in each channel: feature -> weight, the whole as long as 1, what is uncertain about it included."""
        said = [r for r in readings if r.certainty > 0 or not r.faint]  # a filler that no phrasing uses says nothing at all
        return [self._vector(certainties(said, channel), self._channels[channel]) for channel in range(len(CHANNELS))]

    @staticmethod
    def _vector(certainty: Mapping[str, float], channel: Channel) -> dict[str, float]:
        full = {feature: channel.rarity(feature) for feature in certainty}
        squares = (full[f] ** 2 * (sure**2 + (1 - sure) ** 2) for f, sure in certainty.items())
        length = math.sqrt(sum(squares))
        return {feature: full[feature] * sure / length for feature, sure in certainty.items()}

    def _similarities(self, vectors: Sequence[Mapping[str, float]]) -> tuple[Floats, Floats]:
        """What every phrasing and every profile adds to the similarity of its entry."""
        each = [channel.similarity(vector) for channel, vector in zip(self._channels, vectors, strict=True)]
        phrasings = np.sum([phrasings for phrasings, _ in each], axis=0)
        profiles = np.sum([profiles for _, profiles in each], axis=0)
        return phrasings / (2 * len(each)), profiles / (2 * len(each))

    def _similarity(self, of_phrasings: Floats, of_profiles: Floats) -> Floats:
        """For each entry how similar it is: its best phrasing and its profile together, or an all but literal phrasing alone."""
        best = np.maximum.reduceat(of_phrasings, self._first[:-1])
        similarity: Floats = np.maximum(best + of_profiles, (2 * best) ** LITERAL)
        return similarity

    def _best_phrasing(self, entry: int, of_phrasings: Floats) -> int:
        """Which phrasing of an entry is its best, as a position among all phrasings."""
        return int(self._first[entry] + np.argmax(of_phrasings[self._first[entry] : self._first[entry + 1]]))

    def _coverage(self, readings: Sequence[Reading]) -> Floats:
        """For each entry the share (0..1) of what the utterance says that its phrasings have words for."""
        weights = self._weights(readings)
        certain = {feature: weights[feature] * sure for feature, sure in certainties(readings, 0).items()}
        return self._channels[0].presence(certain) / (sum(weights.values()) or 1.0)

    def _weights(self, readings: Sequence[Reading]) -> dict[str, float]:
        """How much each concept of the utterance says: its rarity, faint words counting little."""
        return {r.term.concept: self._channels[0].rarity(r.term.concept) * (FAINT if r.faint else 1.0) for r in readings}
