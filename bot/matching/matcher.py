"""The matcher: an utterance in, the entries it may mean out, best first, each with a score and on demand with the reasons.

An entry is compared with the utterance in three channels: words, the letters inside them, and the order of words. Its
*similarity* adds the cosine of its profile, its contrast to all other entries, and the cosine of its best phrasing. *Coverage*
is the share of what the utterance says, words weighed by rarity, that occurs in any phrasing of the entry. The strength of a
match is their weighted geometric mean, once entries that are about equally strong have been told apart (`contest`);
`confidence` makes of it a score that means the same for every knowledge base.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from bot.matching.completion import Completion
from bot.matching.contest import MOST_RIVALS, NEAR, Contest
from bot.matching.grammar import function_words, locatives, names_inflect
from bot.matching.index import Channel, Chosen, Floats, Found, Index, Texts, Vector
from bot.matching.inflection import stem
from bot.matching.lexicon import Lexicon, Term, Vocabulary
from bot.matching.scope import Scope
from bot.matching.spaceless import is_spaceless
from bot.matching.spelling import SHORTEST, Heard, Spelling
from bot.matching.utterance import Reading, concepts, letters, order, said, spelled, subjects
from bot.matching.words import placeholders

PHRASING, PROFILE, CONTRAST = 0.3, 0.7, 0.03
"""What the best phrasing, the profile and the contrast count in similarity."""

COVERAGE = 0.25
"""The weight of coverage in the strength, of 0..1."""

LITERAL = 12
"""The power that makes a phrasing speak for itself, without its entry's profile, once it is all but the same as the utterance."""

CLOSEST, COVERING = 16, 8
"""Entries whose phrasings are compared one by one: those that are closest without, and those that cover most of what is said."""

MOST_GUESSES = 30
"""Unknown words of an utterance that are looked up for a misspelling; a text with more of them is no question."""

SHORTEST_SPACELESS, SURE_GUESS = 5, 0.6
"""Characters of a word in a script without spaces from which on a guess is worth it, and how sure (0..1) that has to be where
the word may also be several."""

LIKELY_NAME = 0.8
"""How sure (0..1) it is that an unknown word after "in" is a name."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that the utterance may mean, and the phrasing that came nearest.

    `score` is the strength (0 and up) of the match, or, once it is calibrated, the confidence (0..1); `likeness` is the cosine
    (0..1) of that phrasing; `subjects` is how many words that tell a subject the two share, `coverage` the share (0..1) of what
    was said that any phrasing of the entry has, and `unmet` how many word lists are mentioned that no phrasing of it speaks of.
    """

    entry: str
    score: float
    phrasing: str
    likeness: float = 0.0
    subjects: float = 0.0
    coverage: float = 0.0
    unmet: int = 0


@dataclass(frozen=True, slots=True)
class Match:
    """Candidates, best first, and the items of word lists that the utterance mentions (list -> item as people are shown it).

    `chatter` is how strongly (0 and up) the utterance matches what is to be left alone; `scope` tells, from about 1 to about -1,
    whether it is for the bot at all, and `telltale` how much (0 and up) its most telling word speaks for that.
    """

    candidates: tuple[Candidate, ...]
    mentions: Mapping[str, str]
    chatter: float = 0.0
    scope: float = 0.0
    telltale: float = 0.0


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
    """Why a candidate is as strong as similarity ** (1 - COVERAGE) * coverage ** COVERAGE * contest.

    The words' shares, and what the order of words and a literal phrasing add (`rest`), add up to the similarity. `contest` is the
    share (0..1) that was left when it was told apart from its rivals. `chatter` and `scope` are those of the match.
    """

    candidate: Candidate
    similarity: float
    coverage: float
    rest: float
    words: tuple[WordShare, ...]
    contest: float = 1.0
    chatter: float = 0.0
    scope: float = 0.0


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What would be made of a phrasing of an entry if it were not there, and how many `others` the entry has."""

    entry: str
    phrasing: str
    match: Match
    others: int


@dataclass(frozen=True, slots=True)
class _Scores:
    """Where the features of an utterance were found, and the cosines of the chosen phrasings; of every entry its similarity and
    coverage, and how many subject words it has."""

    found: Found
    chosen: Chosen
    phrasings: Floats
    similarity: Floats
    coverage: Floats
    subjects: Floats

    @property
    def strength(self) -> Floats:
        """The strength of every entry before any are told apart."""
        strength: Floats = np.maximum(0.0, self.similarity) ** (1 - COVERAGE) * self.coverage**COVERAGE
        return strength


@dataclass(frozen=True, slots=True)
class _Utterance:
    """An utterance as it was read, and as a vector in each channel; `ordered` counts an order that no phrasing has as well."""

    readings: Sequence[Reading]
    vectors: tuple[Vector, ...]
    ordered: Vector

    @property
    def in_scope(self) -> tuple[Vector, Vector]:
        """What tells whether it is in scope: its words and their order."""
        return self.vectors[0], self.ordered


class Matcher:
    """Matches utterances of one language against the phrasings of entries; immutable once made, safe to share."""

    def __init__(
        self,
        language: str,
        phrasings: Mapping[str, Sequence[str]],
        vocabulary: Vocabulary | None = None,
        chatter: Mapping[str, Sequence[str]] | None = None,
        strangers: Sequence[str] = (),
    ):
        """`phrasings` are the ways to ask for each entry id: at least one entry, and one phrasing for each.

        `chatter` is what strangers say, in groups: it competes with the entries, and is never a candidate. From it and from what
        other `strangers` say it is learned what is out of scope.
        """
        self._asked = len(phrasings)
        self.phrasings = sum(map(len, phrasings.values()))
        """How many phrasings the entries have."""
        self.chatter = sum(map(len, (chatter or {}).values()))
        """How many lines of chatter there are."""
        phrasings = {**phrasings, **{f"~{group}": lines for group, lines in (chatter or {}).items()}}
        self._language = language
        self._faint = function_words(language)
        self._locatives = locatives(language)
        self._lexicon = Lexicon(language, vocabulary or Vocabulary())
        self._entries = tuple(phrasings)
        self.texts = tuple(text for texts in phrasings.values() for text in texts)
        """All phrasings, and after them the chatter; where one stands is its number."""
        self._speaks_of = [frozenset().union(*map(placeholders, texts)) for texts in phrasings.values()]
        self._needs = [frozenset.intersection(*map(placeholders, texts)) for texts in phrasings.values()]
        split = [self._lexicon.split(text) for text in self.texts]
        used = Counter(word for text in split for word in text if not word.startswith("{"))
        self.vocabulary: Mapping[str, int] = used | Counter(self._lexicon.words)
        """All words that phrasings, chatter, synonyms and lists are made of, and how often."""
        own = Counter(word for text in split[: self.phrasings] for word in text if not word.startswith("{"))
        self._completion = Completion(language, own)
        self._stems = {stem(word, language) for word in self.vocabulary}
        self._spelling = Spelling(used | Counter(self._lexicon.guessable))
        terms = [self._lexicon.terms(text) for text in split]
        self._in_phrasings = frozenset(term.concept for text in terms[: self.phrasings] for term in text)
        """What phrasings say, chatter left aside."""
        terms[self.phrasings :] = [list(filter(self._tells, text)) for text in terms[self.phrasings :]]
        counts = [len(texts) for texts in phrasings.values()]
        self._first = np.cumsum([0, *counts])
        self._owners = owners = np.repeat(np.arange(len(counts)), counts)

        def texts_of(parts: Sequence[Sequence[int]]) -> Texts:
            return Texts(
                parts=np.fromiter(chain.from_iterable(parts), dtype=np.int64),
                phrasings=np.repeat(np.arange(len(parts)), [len(text) for text in parts]),
                owners=owners,
                entries=len(counts),
            )

        self._literal = {_said(text): owner for text, owner in zip(terms, owners.tolist(), strict=True)}
        """Whose phrasing it is, by what it says word for word."""
        numbers: dict[Term, int] = {}
        of_terms = texts_of([[numbers.setdefault(term, len(numbers)) for term in text] for text in terms])
        ordered: dict[str, int] = {}
        of_order = texts_of([[ordered.setdefault(feature, len(ordered)) for feature in order(text)] for text in terms])
        self._words = Channel([concepts(term) for term in numbers], of_terms, of_entries=0.44, of_phrasings=0.85)
        self._letters = Channel([letters(term) for term in numbers], of_terms, of_entries=0.44, of_phrasings=0)
        self._order = Channel([(feature,) for feature in ordered], of_order, of_entries=0.12, of_phrasings=0.15)
        self._index = Index((self._words, self._order, self._letters), profile=PROFILE, contrast=CONTRAST)
        self._contest = Contest(self._index, self._first)
        self.strangers = tuple(strangers)
        """What strangers say to each other, in no group: none of it competes."""
        self._scope = Scope(
            (self._words, self._order), self.phrasings, [self._utterance(line).in_scope for line in self.strangers]
        )

    def match(self, utterance: str, limit: int = 3) -> Match:
        """The best `limit` entries for an utterance; fewer, or none, where nothing in it is known."""
        heard = self._utterance(utterance)
        literal = self._literal.get(_said([reading.term for reading in heard.readings]))
        return self._match(self._scores(heard, literal), heard, limit)

    def overhear(self, strangers: Iterable[int]) -> Iterator[Match]:
        """What would be made of strangers' messages (those with these numbers) if they were not known, the best entry of each."""
        for number in strangers:
            heard = self._utterance(self.strangers[number])
            yield self._match(self._scores(heard), heard, limit=1, text=self._scope.texts + number)

    def rehearse(self, phrasings: Iterable[int] | None = None, limit: int = 3) -> Iterator[Rehearsal]:
        """Leave out each phrasing (or those with these numbers, from 0 on) and match it against all the others."""
        for number in range(self.phrasings) if phrasings is None else phrasings:
            entry, text = int(self._owners[number]), self.texts[number]
            terms = self._lexicon.terms(self._lexicon.split(text))
            readings = [Reading(term, term.spelling, 1.0, faint=term.spelling in self._faint) for term in terms]
            heard = self._as_read(readings)
            left = [channel.without(vector, entry) for channel, vector in zip(self._index.channels, heard.vectors, strict=True)]
            scores = self._scores(heard, entry, left_out=number)
            scores.similarity[entry] = self._similarity(
                scores.chosen.best(scores.phrasings)[entry : entry + 1],
                np.array([sum(PROFILE * rest.profile + CONTRAST * rest.contrast for rest in left)]),
            )[0]
            scores.coverage[entry], scores.subjects[entry] = left[0].share, left[0].subjects
            others = int(self._first[entry + 1] - self._first[entry]) - 1
            yield Rehearsal(self._entries[entry], text, self._match(scores, heard, limit, text=number), others)

    def completions(self, utterance: str) -> list[tuple[str, float]]:
        """What an utterance may become once its last word is typed in full, each with how likely (0..1) that is."""
        return self._completion.of(self._lexicon.split(utterance))

    def length(self, utterance: str) -> int:
        """How many words an utterance has; of a language without spaces, those that are no particles."""
        return sum(not (is_spaceless(word) and word in self._faint) for word in self._lexicon.split(utterance))

    def corrected(self, utterance: str) -> str:
        """The words of an utterance, those that nobody has used replaced by what was probably meant."""
        return " ".join(one.word for one in self._heard(utterance))

    def _heard(self, utterance: str) -> list[Heard]:
        written = self._lexicon.split(utterance.replace("{", " "))  # people name no word lists
        return [
            Heard(one.source, one.source, 1.0) if one.certainty < SURE_GUESS and self._is_made_of_known(one.source) else one
            for one in self._spelling.read(written, self._is_known, MOST_GUESSES)
        ]

    def explain(self, utterance: str, limit: int = 2) -> tuple[Explanation, ...]:
        """The best `limit` candidates, each with what every word of the utterance does for it."""
        heard = self._utterance(utterance)
        scores = self._scores(heard)
        explanations = []
        match = self._match(scores, heard, limit)
        for candidate in match.candidates:
            entry = self._entries.index(candidate.entry)
            phrasing = self._best_phrasing(entry, scores)
            shares = tuple(self._share(reading, heard, entry, phrasing) for reading in heard.readings)
            similarity = float(scores.similarity[entry])
            rest = similarity - sum(share.share for share in shares)
            coverage = float(scores.coverage[entry])
            contest = candidate.score / float(scores.strength[entry])
            explanations.append(Explanation(candidate, similarity, coverage, rest, shares, contest, match.chatter, match.scope))
        return tuple(explanations)

    def _share(self, reading: Reading, utterance: _Utterance, entry: int, phrasing: int) -> WordShare:
        """What one word does for an entry: a feature that several words have is the first one's."""
        readings, vectors = utterance.readings, utterance.vectors
        before = readings[: next(at for at, other in enumerate(readings) if other is reading)]
        own = said([reading]).keys() - said(before).keys()
        spelt = spelled([reading], self._letters.has).keys() - spelled(before, self._letters.has).keys()
        of_words = self._words.part(vectors[0], own)
        parts = (of_words, self._order.part(vectors[1], ()), self._letters.part(vectors[2], spelt))
        likeness, found = self._index.of_entries(parts)
        best = self._index.of_phrasings(found, Chosen(np.array([entry]), self._first))[phrasing - self._first[entry]]
        share = likeness[entry] + PHRASING * best
        heard = said(self._telling(readings))
        weight = sum(map(self._words.rarity, own & heard.keys())) / (sum(map(self._words.rarity, heard)) or 1.0)
        whole = self._words.part(vectors[0], said([reading]))
        covered = bool(reading.certainty > 0 and self._words.is_used(whole, entry))
        return WordShare(reading.source, reading.meant, reading.certainty, float(share), weight, covered)

    def _read(self, utterance: str) -> list[Reading]:
        """The terms of the utterance, each word that nobody has used replaced by the nearest known one."""
        heard = self._heard(utterance)
        readings: list[Reading] = []
        for term, run in self._lexicon.runs([one.word for one in heard]):
            source = " ".join(one.source for one in heard[run])
            certainty = min(one.certainty for one in heard[run])
            faint = all(map(self._is_faint, heard[run]))
            reading = Reading(term, source, certainty, faint)
            before = readings[-1] if readings else None
            if self._lexicon.open_list and before and self._may_be_name(reading):
                if before.source in self._locatives:
                    reading = self._name(source)
                elif before.certainty == LIKELY_NAME and before.term.mention:
                    readings.pop()
                    reading = self._name(f"{before.source} {source}")
            readings.append(reading)
        return readings

    def _is_faint(self, heard: Heard) -> bool:
        """Whether a word, or what it was guessed to be, carries grammar only; one or two unknown letters carry nothing."""
        short = heard.certainty == 0 and len(heard.word) < SHORTEST - 1
        return short or heard.source in self._faint or heard.word in self._faint

    def knows(self, word: str) -> bool:
        """Whether a word is used, in a language with cases also in another form, or it is a filler."""
        return word in self._faint or word in self.vocabulary or (names_inflect(self._language) and self._has_form(word))

    def _has_form(self, word: str) -> bool:
        return stem(word, self._language) in self._stems

    def _is_known(self, word: str) -> bool:
        """Whether a word needs no guess: it or another form of it is used, or it is a filler, or too short to guess from."""
        return word in self._faint or self._has_form(word) or (len(word) < SHORTEST_SPACELESS and self._is_made_of_known(word))

    def _is_made_of_known(self, word: str) -> bool:
        """Whether pieces of a word are used that may be several."""
        return any(map(self._words.has, concepts(Term(word, word))[1:]))

    @staticmethod
    def _may_be_name(reading: Reading) -> bool:
        """Whether an unknown word looks like a name: it has letters alone, and is no word of grammar."""
        return reading.certainty == 0 and not reading.faint and reading.source.replace("'", "").isalpha()

    def _name(self, words_of_name: str) -> Reading:
        """Some unknown words, read as an item of the open word list."""
        name = self._lexicon.open_list or ""
        return Reading(Term(f"{{{name}}}", "", (name, words_of_name.title())), words_of_name, LIKELY_NAME, faint=False)

    def _utterance(self, utterance: str) -> _Utterance:
        return self._as_read(self._read(utterance))

    def _as_read(self, readings: Sequence[Reading]) -> _Utterance:
        """The utterance in each channel, the whole as long as 1, what is uncertain about it included."""
        telling = self._telling(readings)
        words = self._words.vector(said(telling), subjects(telling))
        ordered = self._order.vector(dict.fromkeys(order([reading.term for reading in telling]), 1.0))
        letters = self._letters.vector(spelled(telling, self._letters.has))
        return _Utterance(readings, (words, ordered.of_known(), letters), ordered)

    def _telling(self, readings: Iterable[Reading]) -> list[Reading]:
        """The readings without the fillers that no phrasing uses: those say nothing at all, whatever chatter is full of."""
        return [one for one in readings if not one.faint or (one.certainty > 0 and one.term.concept in self._in_phrasings)]

    def _tells(self, term: Term) -> bool:
        """The same of a term of chatter."""
        return term.spelling not in self._faint or term.concept in self._in_phrasings

    def _scores(self, utterance: _Utterance, always: int | None = None, left_out: int | None = None) -> _Scores:
        """The scores of every entry, one of which is looked at closely `always`, but of a phrasing that is left out."""
        likeness, found = self._index.of_entries(utterance.vectors)
        covered = self._index.covered(found, utterance.vectors[0])
        chosen = self._choose(likeness, covered.share, always)
        phrasings = self._index.of_phrasings(found, chosen)
        if left_out is not None and always is not None:
            phrasings[left_out + chosen.shifts[always]] = 0.0
        similarity = self._similarity(chosen.best(phrasings), likeness)
        return _Scores(found, chosen, phrasings, similarity, covered.share, covered.subjects)

    def _choose(self, likeness: Floats, coverage: Floats, always: int | None) -> Chosen:
        """The entries whose phrasings are worth a look; of equals the first, so that all machines choose the same."""
        if len(self._entries) <= CLOSEST:
            return Chosen(np.arange(len(self._entries)), self._first)
        chosen = np.zeros(len(likeness), dtype=bool)
        chosen[np.argsort(-likeness, kind="stable")[:CLOSEST]] = True
        chosen[np.argsort(-coverage, kind="stable")[:COVERING]] = True
        if always is not None:
            chosen[always] = True
        return Chosen(np.flatnonzero(chosen), self._first)

    @staticmethod
    def _similarity(phrasing: Floats, likeness: Floats) -> Floats:
        similarity: Floats = PHRASING * phrasing + likeness + phrasing**LITERAL
        return similarity

    def _match(self, scores: _Scores, utterance: _Utterance, limit: int, text: int | None = None) -> Match:
        """The strongest entries, once those that are about equally strong have been told apart.

        The utterance may be a `text` that is to be left out.
        """
        strengths, mentions = scores.strength, _mentions(utterance.readings)
        strongest = self._strongest(strengths, mentions, MOST_RIVALS)
        rivals = np.sort([entry for entry in strongest if strengths[entry] >= NEAR * strengths[strongest[0]]])
        if len(rivals) > 1:
            nearest = scores.chosen.best(scores.phrasings)[rivals]
            shares = self._contest.shares(rivals, nearest, scores.found, utterance.vectors, text)
            left = np.full(self._asked, shares.min())  # so that no other entry overtakes a rival
            left[rivals] = shares
            strengths[: self._asked] *= left
        candidates = tuple(
            self._candidate(entry, float(strengths[entry]), scores, len(mentions.keys() - self._speaks_of[entry]))
            for entry in self._strongest(strengths, mentions, limit)
        )
        chatter = float(strengths[self._asked :].max(initial=0.0))
        scope, telltale = self._scope.of(utterance.in_scope, text), self._scope.telltale(utterance.vectors[0], text)
        return Match(candidates, mentions, chatter, scope, telltale)

    def _strongest(self, strengths: Floats, mentions: Mapping[str, str], most: int) -> list[int]:
        """At most so many entries, the strongest first, but for those whose every phrasing names a list that is not mentioned."""
        found: list[int] = []
        for entry in np.argsort(-strengths[: self._asked], kind="stable").tolist():
            if strengths[entry] <= 0 or len(found) == most:
                break
            if self._needs[entry] <= mentions.keys():
                found.append(entry)
        return found

    def _candidate(self, entry: int, strength: float, scores: _Scores, unmet: int) -> Candidate:
        phrasing = self._best_phrasing(entry, scores)
        likeness = float(scores.phrasings[phrasing + scores.chosen.shifts[entry]]) if scores.chosen.mask[entry] else 0.0
        subjects, coverage = float(scores.subjects[entry]), float(scores.coverage[entry])
        return Candidate(self._entries[entry], strength, self.texts[phrasing], likeness, subjects, coverage, unmet)

    def _best_phrasing(self, entry: int, scores: _Scores) -> int:
        """Which phrasing of an entry is its best, as a position among all phrasings."""
        start = self._first[entry] + scores.chosen.shifts[entry]
        own = scores.phrasings[start : start + self._first[entry + 1] - self._first[entry]]
        return int(self._first[entry] + (np.argmax(own) if scores.chosen.mask[entry] else 0))


def _said(terms: Sequence[Term]) -> int:
    """A number for what some words say: the same for the same words, or others that mean the same, in the same order."""
    return hash(tuple([term.concept for term in terms]))


def _mentions(readings: Iterable[Reading]) -> dict[str, str]:
    """The items of word lists that are mentioned, by list, as people are shown them; nothing of a list named as such."""
    terms = [reading.term for reading in readings]
    return dict(term.mention or (term.concept[1:-1], "") for term in terms if term.concept.startswith("{"))
