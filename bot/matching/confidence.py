"""One confidence for every knowledge base: how sure a match is, learned when it loads from its own phrasings and from strangers.

A match is right if two things hold: the utterance is in scope, that is, for the bot at all; and it asks for this entry, not for
another. How likely each is follows from how strong the match is and from what else speaks for it, but how strong a right match is
differs from knowledge base to knowledge base. So each phrasing (of a large knowledge base a sample) is left out and matched
against the rest: that shows how strong right and wrong matches are here. Everyday chatter shows how strong a match can be by
accident. A logistic regression over the trials for each of the two (Platt 1999) gives its probability; their product is the
confidence.
"""

import math
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import nsmallest
from importlib.resources import files
from operator import mul
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.matching.matcher import Match, Matcher
from bot.matching.words import placeholders

MOST_REHEARSED = 400
"""Phrasings that are left out, and strangers' messages that are heard, at most; so many tell a share of 1 % from 2 %."""

STRANGERS = 8.0
"""Strangers' messages for each question to the bot, in the mixture that confidence speaks of."""

NEIGHBOURS = 0.15
"""Questions about the subject that no entry answers, for each that one answers: phrasings matched without their own entry."""

MOST_LITERAL = 50
"""Phrasings that are heard as they stand, at most: those matches are much alike."""

MOST_SUBJECTS = 3
"""Words telling the subject that an utterance and an entry share; more make a match no surer."""

MOST_TELLING = 1.5
"""How much the most telling word may speak for the bot (as a logarithm); one that speaks for it more makes a match no surer."""

NEAREST_CHATTER = 1.5
"""How many times as strong as the match chatter may be; still nearer makes it no less likely."""

USUAL_ENTRY = (1.0, 2.5, 0.7, 1.0)
"""Where the regression for the entry begins: the log-odds of a match of strength 1 that shares no subject word, and what the
logarithm of the strength, each subject word, and coverage add."""

USUAL_SCOPE = (-0.3, 2.6, 1.2, 1.2, 6.5, -7.5, -2.0, 0.9)
"""The same for the scope, where the scope itself, chatter as strong as the match, each word list of which the entry does not
speak, and the most telling word add something too; near the best of random search on questions and real chatter in three
languages."""

RIDGE_ENTRY, RIDGE_SCOPE = 0.02, 1.0
"""How strongly each is drawn to where it began (ridge regression, Hoerl and Kennard 1970). Of scope the trials teach little: what
strangers say is more varied than a few hundred messages."""

WORD_FOR_WORD = 30
"""The power of likeness that by itself makes a match certain: what staff wrote is meant, whatever chance may do elsewhere."""

LITERAL = 0.2
"""Weight of the trials in which a phrasing is heard as it stands, for each in which it is left out."""

_STEPS, _SMALL = 25, 1e-6

Features = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a match: the strength of the entry, that of chatter, and how many subject words are shared.

    `likeness` is the cosine (0..1) of the phrasing that is nearest, `coverage` the share (0..1) of what was said that the entry's
    phrasings have, `scope` what words and order tell of the utterance's scope (1 in, -1 out), `unmet` how many of the word lists
    that are mentioned the entry does not speak of, and `telltale` how much (0 and up) the most telling word speaks for the bot.
    """

    strength: float
    chatter: float
    subjects: float
    likeness: float
    coverage: float
    scope: float = 0.0
    unmet: int = 0
    telltale: float = 0.0

    @classmethod
    def of(cls, match: Match, position: int = 0) -> "Evidence":
        """What speaks for a match's best candidate, or for another; the words that it shares are those of the best."""
        one = match.candidates[position]
        return cls(
            one.score,
            match.chatter,
            match.candidates[0].subjects,
            one.likeness,
            one.coverage,
            match.scope,
            one.unmet,
            match.telltale,
        )

    def of_entry(self) -> Features:
        """What tells if the right entry is asked for: a constant, the logarithm of the strength, subject words, and coverage."""
        return 1.0, math.log(max(0.0, self.strength) + 0.02), min(self.subjects, float(MOST_SUBJECTS)), self.coverage

    def of_scope(self) -> Features:
        """What tells if the bot is asked at all: that, the scope, how near chatter is, of what the entry does not speak, and the
        most telling word."""
        chatter = min(NEAREST_CHATTER, self.chatter / max(self.strength, 0.01))
        return *self.of_entry(), self.scope, chatter, float(self.unmet), min(self.telltale, MOST_TELLING)


@dataclass(frozen=True, slots=True)
class Trial:
    """A message whose meaning is known, and what was made of it.

    `right` says whether the match was; a `stranger` means no entry, and `listed` is one whom the knowledge base itself quotes. A
    `neighbour` means an entry that is not there.
    """

    evidence: Evidence
    weight: float
    right: bool = False
    stranger: bool = False
    listed: bool = False
    neighbour: bool = False


def literal(likeness: float) -> float:
    """How much (0..1) a match is one word for word, given the cosine of the nearest phrasing."""
    return min(1.0, likeness) ** WORD_FOR_WORD


class Confidence:
    """Turns evidence into the probability (0..1) that a match is right, for one knowledge base in one language."""

    def __init__(self, trials: Sequence[Trial] = ()):
        """Fits the regressions to trials; with none they stay what any knowledge base begins with."""
        self.trials = tuple(trials)
        inside = [(one.evidence.of_entry(), one.right, one.weight) for one in trials if not one.stranger]
        self._entry = _fitted(inside, USUAL_ENTRY, RIDGE_ENTRY)
        heard = [(one.evidence.of_scope(), not one.stranger, one.weight) for one in trials if not one.neighbour]
        self._scope = _fitted(heard, USUAL_SCOPE, RIDGE_SCOPE)

    def of(self, evidence: Evidence) -> float:
        """The probability (0..1) that a match is right."""
        if evidence.strength <= 0:
            return 0.0
        chance = _chance(self._scope, evidence.of_scope()) * _chance(self._entry, evidence.of_entry())
        certain = literal(evidence.likeness) if evidence.strength > evidence.chatter else 0.0
        return 1 - (1 - chance) * (1 - certain)


def trials(matcher: Matcher, harmless: Container[str]) -> Iterator[Trial]:
    """What the matcher makes of its own phrasings, each left out, and of strangers.

    Entries that are `harmless`, such as a greeting, are no wrong match for a stranger, and no right one either.
    """
    phrasings = matcher.texts[: matcher.phrasings]
    questions, literally = _sample(phrasings, MOST_REHEARSED), frozenset(_sample(phrasings, MOST_LITERAL))
    for number, rehearsal in zip(questions, matcher.rehearse(questions, limit=2), strict=True):
        heard = [(rehearsal.match, 1 / len(questions))] if rehearsal.others else []  # alone, a phrasing can only be missed
        if number in literally and not placeholders(rehearsal.phrasing):  # nobody says the name of a word list
            left_out = rehearsal.match
            as_it_stands = replace(matcher.match(rehearsal.phrasing, limit=1), scope=left_out.scope, telltale=left_out.telltale)
            heard.append((as_it_stands, LITERAL / len(literally)))
        for match, weight in heard:
            if match.candidates:
                yield Trial(Evidence.of(match), weight, right=match.candidates[0].entry == rehearsal.entry)
        others = [one for one in rehearsal.match.candidates if one.entry != rehearsal.entry]
        if others:
            nearest = replace(rehearsal.match, candidates=tuple(others))
            yield Trial(Evidence.of(nearest), NEIGHBOURS / len(questions), neighbour=True)
    chatter = [matcher.phrasings + number for number in _sample(matcher.texts[matcher.phrasings :], MOST_REHEARSED)]
    strangers = [
        *((match, False) for match in matcher.overhear(_sample(matcher.strangers, MOST_REHEARSED))),
        *((rehearsal.match, True) for rehearsal in matcher.rehearse(chatter, limit=1)),
    ]
    for match, listed in strangers:
        if match.candidates and match.candidates[0].entry not in harmless:
            yield Trial(Evidence.of(match), STRANGERS / len(strangers), stranger=True, listed=listed)


def everyday(language: str) -> tuple[str, ...]:
    """What strangers write to each other, in a language; English where there is no list."""
    folder = files("bot.matching") / "everyday"
    path = folder / f"{language}.txt"
    return tuple((path if path.is_file() else folder / "en.txt").read_text(encoding="utf-8").splitlines())


def _sample(texts: Sequence[str], most: int) -> list[int]:
    """The numbers of at most so many texts, chosen by their checksums, so that one that is added hardly changes the choice."""
    return sorted(nsmallest(most, range(len(texts)), key=lambda number: crc32(texts[number].encode())))


def _chance(coefficients: Features, features: Features) -> float:
    """The probability (0..1) that a regression gives."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, sum(map(mul, coefficients, features))))))


def _fitted(trials: Sequence[tuple[Features, bool, float]], usual: Features, ridge: float) -> Features:
    """The coefficients of the regression on trials (features, outcome and weight of each).

    Found by Newton's method; a step that goes too far is halved until it leads down.
    """
    if not trials:
        return usual
    begin = np.array(usual)
    features = np.array([one for one, _, _ in trials])
    outcomes = np.array([outcome for _, outcome, _ in trials], dtype=np.float64)
    weights = np.array([weight for _, _, weight in trials])

    def loss(coefficients: NDArray[np.float64]) -> float:
        odds = features @ coefficients
        misses = np.logaddexp(0, odds) - outcomes * odds
        return float(weights @ misses + ridge / 2 * ((coefficients - begin) ** 2).sum())

    coefficients = begin.copy()
    for _ in range(_STEPS):
        chances = 1 / (1 + np.exp(-np.clip(features @ coefficients, -30, 30)))
        gradient = features.T @ (weights * (outcomes - chances)) - ridge * (coefficients - begin)
        curvature = (features * (weights * chances * (1 - chances))[:, None]).T @ features + ridge * np.eye(len(usual))
        step = np.linalg.solve(curvature, gradient)
        while np.abs(step).max() > _SMALL and loss(coefficients + step) > loss(coefficients):
            step /= 2
        coefficients = coefficients + step
    return tuple(coefficients.tolist())
