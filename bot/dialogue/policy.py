"""When the bot is sure enough: the only place where answering, suggesting and staying silent are decided."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from bot.matching.confidence import Confidence, Trial
from bot.matching.matcher import Candidate

WORTH_OFFERING = 0.35
"""Of 0..1; a suggestion with a smaller share of the first one's confidence is more of a puzzle than a help."""

LONE = 1.5
"""Words telling the subject that an utterance and an entry share; with fewer, chance may have brought them together."""

SINGLE_WORD = 0.66
"""Confidence (0..1) that an answer for the sake of a single word needs, where the knowledge base lists what strangers say."""

BEYOND_STRANGERS = 0.9
"""How much of the way from the surest stranger to certainty an answer must be that no stranger is to get, both as confidence."""

STATED = 0.98
"""Of 0..1: where the source is silent on the likeliest entry, another one needs only this share of its confidence."""

WORD_FOR_WORD = 0.9
"""Likeness (0..1) of utterance and phrasing from which on they are all but the same."""

UNASKED = 0.97
"""Confidence (0..1) that an unasked answer needs at least."""


class Verdict(Enum):
    """What a list of candidates is good for."""

    ANSWER = auto()
    SUGGEST = auto()
    NOTHING = auto()


SUGGEST, ANSWER = 0.15, 0.3
"""Confidence (0..1) from which on to suggest and to answer, in a language of which nothing has been measured."""

MEASURED = {"en": (0.07, 0.1), "ja": (0.16, 0.52), "ru": (0.3, 0.44)}
"""The same by language, so that of real chatter next to nothing is answered (docs/matching.md): strangers who write in English
talk of other things than the knowledge base does, while in Russian and Japanese they often use its words."""


@dataclass(frozen=True, slots=True)
class Bars:
    """Confidence (0..1) from which on to suggest, to answer, and to answer unasked; what is None is open.

    Between the first two people are asked what they meant. So they are where the second candidate is within `margin` of a first
    that is not `sure`, and below `lone` where a single word is all that utterance and entry share.
    """

    suggest: float | None = None
    answer: float | None = None
    sure: float = 0.7
    margin: float = 0.003
    lone: float | None = None
    unasked: float | None = None

    def __post_init__(self) -> None:
        if not self.to_suggest <= self.to_answer <= self.sure:
            rising = f"suggest ({self.to_suggest:.2g}), answer ({self.to_answer:.2g}) and sure ({self.sure:.2g})"
            raise ValueError(f"{rising} must rise in this order")

    @property
    def to_answer(self) -> float:
        """The bar for answers."""
        return max(ANSWER, self.suggest or 0.0) if self.answer is None else self.answer

    @property
    def to_suggest(self) -> float:
        """The bar for suggestions."""
        return min(SUGGEST, self.to_answer) if self.suggest is None else self.suggest

    def of(self, language: str, confidence: Confidence) -> "Bars":
        """The same with what is open set as measured for the language, or derived from the strangers heard at the start.

        Unasked answers are to be surer than any stranger's match in more than a single word.
        """
        suggest, answer = MEASURED.get(language, (SUGGEST, ANSWER))
        answer = max(min(answer, self.sure), self.suggest or 0.0) if self.answer is None else self.answer
        closed = replace(self, answer=answer, suggest=min(suggest, answer) if self.suggest is None else self.suggest)
        strangers = [trial for trial in confidence.trials if trial.stranger]
        several = [trial for trial in strangers if trial.evidence.subjects >= LONE]
        lone = max(SINGLE_WORD, closed.to_answer) if any(trial.listed for trial in strangers) else closed.to_answer
        return replace(
            closed,
            lone=lone if self.lone is None else self.lone,
            unasked=max(UNASKED, _beyond(several, confidence)) if self.unasked is None else self.unasked,
        )

    def judge(self, candidates: Sequence[Candidate]) -> Verdict:
        """The verdict on candidates that come best first."""
        if not candidates or candidates[0].score < self.to_suggest:
            return Verdict.NOTHING
        best = candidates[0].score
        close = best < self.sure and len(candidates) > 1 and best - candidates[1].score < self.margin
        return Verdict.ANSWER if best >= self._needed(candidates[0].subjects) and not close else Verdict.SUGGEST

    def speaks_up(self, candidate: Candidate) -> bool:
        """Whether the best candidate is so sure that it is said where nobody has asked for it: never for a single word's sake."""
        return self.unasked is not None and candidate.subjects >= LONE and candidate.score >= self.unasked

    def _needed(self, subjects: float) -> float:
        return self.to_answer if self.lone is None or subjects >= LONE else max(self.to_answer, self.lone)

    def expect(self, confidence: Confidence) -> "Expectation":
        """What the trials of a knowledge base let one expect of these bars."""
        trials = confidence.trials
        answered = [trial for trial in trials if confidence.of(trial.evidence) >= self._needed(trial.evidence.subjects)]
        asked = [trial for trial in answered if not trial.stranger]
        sure = [trial for trial in trials if confidence.of(trial.evidence) >= (self.unasked or 1.0)]
        unasked = [trial for trial in sure if trial.evidence.subjects >= LONE]
        return Expectation(
            answered=_share([t for t in answered if t.right], [t for t in trials if t.right]),
            wrong=_share([trial for trial in asked if not trial.right], asked),
            strangers=_share([trial for trial in answered if trial.stranger], [trial for trial in trials if trial.stranger]),
            unasked_wrong=_share([trial for trial in unasked if not trial.right], unasked),
        )


@dataclass(frozen=True, slots=True)
class Expectation:
    """Shares (0..1): of the questions understood that are answered, of the answers to questions that are wrong.

    `strangers` is the share of strangers who get an answer, `unasked_wrong` that of unasked answers that are wrong.
    """

    answered: float
    wrong: float
    strangers: float
    unasked_wrong: float


def _share(some: Sequence[Trial], whole: Sequence[Trial]) -> float:
    return sum(trial.weight for trial in some) / (sum(trial.weight for trial in whole) or 1.0)


def _beyond(strangers: Sequence[Trial], confidence: Confidence) -> float:
    """A confidence well beyond that of the surest of some strangers."""
    surest = max((confidence.of(trial.evidence) for trial in strangers), default=0.0)
    return surest + BEYOND_STRANGERS * (1 - surest)


def stated_first(candidates: Sequence[Candidate], is_silent: Callable[[str], bool]) -> tuple[Candidate, ...]:
    """The candidates, best first, but an entry that states something before a hardly likelier one on which the source is silent.

    What people read then is true, and mostly what they are after. It is as sure as the other one is. Where the question is one
    that staff wrote for the first entry, all but word for word, that one stays.
    """
    if not candidates or candidates[0].likeness >= WORD_FOR_WORD or not is_silent(candidates[0].entry):
        return tuple(candidates)
    first, *others = candidates
    for at, other in enumerate(others):
        if not is_silent(other.entry) and other.score >= STATED * first.score:
            return (replace(other, score=first.score), first, *others[:at], *others[at + 1 :])
    return tuple(candidates)


def worth_offering(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those of the candidates, best first, that a person may have meant."""
    return [candidate for candidate in candidates if candidate.score >= WORTH_OFFERING * candidates[0].score]
