"""One confidence for every knowledge base: how sure a match is, learned when it loads from its own phrasings and from strangers.

How strong a right match is differs from knowledge base to knowledge base. So each phrasing (of a large knowledge base a sample)
is left out and matched against the rest: that shows how strong right and wrong matches are here. Everyday chatter shows how
strong a match can be by accident. A logistic regression of three features over both (Platt 1999) turns strength into the
probability that the match is right.
"""

import math
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from operator import mul

import numpy as np
from numpy.typing import NDArray

from bot.matching.matcher import Match, Matcher
from bot.matching.words import placeholders

MOST_REHEARSED = 250
"""Phrasings that are left out, and strangers' messages that are heard, at most; so many tell a share of 1 % from 3 %."""

STRANGERS = 0.25
"""Strangers' messages for each question to the bot, in the mixture that confidence speaks of."""

NEIGHBOURS = 0.15
"""Questions about the subject that no entry answers, for each that one answers: phrasings matched without their own entry."""

MOST_LITERAL = 50
"""Phrasings that are heard as they stand, at most: those matches are much alike."""

MOST_SUBJECTS = 3
"""Words telling the subject that an utterance and an entry share; more make a match no surer."""

NEAR_CHATTER = -5.0
"""What chatter as strong as a match does to its log-odds; not learned, since most strangers are near no chatter at all."""

USUAL = (1.0, 2.5, 0.7, 1.0)
"""Where the regression begins: the log-odds of a match of strength 1 that shares no subject word, and what the logarithm of the
strength, each subject word, and coverage add."""

RIDGE = 0.02
"""How strongly it is drawn to where it began (ridge regression, Hoerl and Kennard 1970)."""

WORD_FOR_WORD = 30
"""The power of likeness that by itself makes a match certain: what staff wrote is meant, whatever chance may do elsewhere."""

LITERAL = 0.2
"""Weight of the trials in which a phrasing is heard as it stands, for each in which it is left out."""

_STEPS, _SMALL = 25, 1e-6


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a match: the strength of the entry, that of chatter, and how many subject words are shared.

    `likeness` is the cosine (0..1) of the phrasing that is nearest, `coverage` the share (0..1) of what was said that the entry's
    phrasings have.
    """

    strength: float
    chatter: float
    subjects: float
    likeness: float
    coverage: float

    @classmethod
    def of(cls, match: Match, position: int = 0) -> "Evidence":
        """What speaks for a match's best candidate, or for another; the words that it shares are those of the best."""
        one = match.candidates[position]
        return cls(one.score, match.chatter, match.candidates[0].subjects, one.likeness, one.coverage)

    def features(self) -> tuple[float, float, float, float]:
        """The features of the regression: a constant, the logarithm of the strength, the number of subject words, coverage."""
        return 1.0, math.log(max(0.0, self.strength) + 0.02), min(self.subjects, float(MOST_SUBJECTS)), self.coverage

    def known(self) -> float:
        """The part of the log-odds that is not learned."""
        return NEAR_CHATTER * min(1.5, self.chatter / max(self.strength, 0.01))


@dataclass(frozen=True, slots=True)
class Trial:
    """A message whose meaning is known, and what was made of it.

    `right` says whether the match was; a `stranger` means no entry, and `listed` is one whom the knowledge base itself quotes.
    """

    evidence: Evidence
    weight: float
    right: bool = False
    stranger: bool = False
    listed: bool = False


def literal(likeness: float) -> float:
    """How much (0..1) a match is one word for word, given the cosine of the nearest phrasing."""
    return min(1.0, likeness) ** WORD_FOR_WORD


class Confidence:
    """Turns evidence into the probability (0..1) that a match is right, for one knowledge base in one language."""

    def __init__(self, trials: Sequence[Trial] = ()):
        """Fits the regression to trials; with none it stays what any knowledge base begins with."""
        self.trials = tuple(trials)
        self._coefficients = tuple(_fit(trials).tolist())

    def of(self, evidence: Evidence) -> float:
        """The probability (0..1) that a match is right."""
        if evidence.strength <= 0:
            return 0.0
        exponent = sum(map(mul, self._coefficients, evidence.features())) + evidence.known()
        chance = 1 / (1 + math.exp(-max(-30.0, min(30.0, exponent))))
        certain = literal(evidence.likeness) if evidence.strength > evidence.chatter else 0.0
        return 1 - (1 - chance) * (1 - certain)


def trials(matcher: Matcher, language: str, harmless: Container[str]) -> Iterator[Trial]:
    """What the matcher makes of its own phrasings, each left out, and of strangers.

    Entries that are `harmless`, such as a greeting, are no wrong match for a stranger, and no right one either.
    """
    questions = _sample(matcher.phrasings, MOST_REHEARSED)
    literally = frozenset(_sample(len(questions), MOST_LITERAL))
    for at, rehearsal in enumerate(matcher.rehearse(questions, limit=2)):
        heard = [(rehearsal.match, 1 / len(questions))] if rehearsal.others else []  # alone, a phrasing can only be missed
        if at in literally and not placeholders(rehearsal.phrasing):  # nobody says the name of a word list
            heard.append((matcher.match(rehearsal.phrasing, limit=1), LITERAL / len(literally)))
        for match, weight in heard:
            if match.candidates:
                yield Trial(Evidence.of(match), weight, right=match.candidates[0].entry == rehearsal.entry)
        others = [one for one in rehearsal.match.candidates if one.entry != rehearsal.entry]
        if others:
            nearest = replace(rehearsal.match, candidates=tuple(others))
            yield Trial(Evidence.of(nearest), NEIGHBOURS / len(questions))
    lines = everyday(language)
    chatter = [matcher.phrasings + number for number in _sample(matcher.chatter, MOST_REHEARSED)]
    strangers = [
        *((matcher.match(lines[number], limit=1), False) for number in _sample(len(lines), MOST_REHEARSED)),
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


def _sample(count: int, most: int) -> list[int]:
    """At most so many of the numbers below `count`, evenly spread."""
    return sorted({at * count // most for at in range(most)}) if count else []


def _fit(trials: Sequence[Trial]) -> NDArray[np.float64]:
    """The coefficients of the regression, by Newton's method; a step that goes too far is halved until it leads down."""
    usual = np.array(USUAL)
    if not trials:
        return usual
    features = np.array([trial.evidence.features() for trial in trials])
    known = np.array([trial.evidence.known() for trial in trials])
    right = np.array([trial.right for trial in trials], dtype=np.float64)
    weights = np.array([trial.weight for trial in trials])

    def loss(coefficients: NDArray[np.float64]) -> float:
        odds = features @ coefficients + known
        misses = np.logaddexp(0, odds) - right * odds
        return float(weights @ misses + RIDGE / 2 * ((coefficients - usual) ** 2).sum())

    coefficients = usual.copy()
    for _ in range(_STEPS):
        chances = 1 / (1 + np.exp(-np.clip(features @ coefficients + known, -30, 30)))
        gradient = features.T @ (weights * (right - chances)) - RIDGE * (coefficients - usual)
        curvature = (features * (weights * chances * (1 - chances))[:, None]).T @ features + RIDGE * np.eye(len(usual))
        step = np.linalg.solve(curvature, gradient)
        while np.abs(step).max() > _SMALL and loss(coefficients + step) > loss(coefficients):
            step /= 2
        coefficients = coefficients + step
    return coefficients
