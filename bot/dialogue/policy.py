"""When the bot is sure enough: the only place where answering, suggesting and staying silent are decided."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from bot.matching.confidence import Confidence
from bot.matching.matcher import Candidate

WORTH_OFFERING = 0.35
"""Of 0..1; a suggestion with a smaller share of the first one's confidence is more of a puzzle than a help."""

LONE = 1.5
"""Words telling the subject that an utterance and an entry share; with fewer, chance may have brought them together."""

LONE_CERTAIN = 0.93
"""Confidence (0..1) from which on a single word is enough."""

BEYOND_STRANGERS = 0.5
"""How much of the way from the surest stranger to certainty an unasked answer must be, both as confidence."""


class Verdict(Enum):
    """What a list of candidates is good for."""

    ANSWER = auto()
    SUGGEST = auto()
    NOTHING = auto()


@dataclass(frozen=True, slots=True)
class Bars:
    """Confidence (0..1) from which on to suggest, to answer, and to answer unasked.

    Between the first two people are asked what they meant. So they are where the second candidate is within `margin` of a first
    that is not `sure`, and where a single word is all that utterance and entry share, unless that is all but certain.
    """

    suggest: float = 0.18
    answer: float = 0.35
    sure: float = 0.75
    margin: float = 0.01
    unasked: float = 0.97

    def __post_init__(self) -> None:
        if not self.suggest <= self.answer <= min(self.sure, self.unasked):
            raise ValueError(
                f"suggest ({self.suggest:.2g}), answer ({self.answer:.2g}) and both sure ({self.sure:.2g}) "
                f"and unasked ({self.unasked:.2g}) must rise in this order"
            )

    def of(self, confidence: Confidence) -> "Bars":
        """The same with the bar for unasked answers that the strangers heard when the knowledge was loaded call for."""
        surest = max((confidence.of(trial.evidence) for trial in confidence.trials if trial.stranger), default=0.0)
        return replace(self, unasked=max(self.unasked, surest + BEYOND_STRANGERS * (1 - surest)))

    def judge(self, candidates: Sequence[Candidate]) -> Verdict:
        """The verdict on candidates that come best first."""
        if not candidates or candidates[0].score < self.suggest:
            return Verdict.NOTHING
        best = candidates[0].score
        close = best < self.sure and len(candidates) > 1 and best - candidates[1].score < self.margin
        bar = self.answer if candidates[0].subjects >= LONE else max(self.answer, LONE_CERTAIN)
        return Verdict.ANSWER if best >= bar and not close else Verdict.SUGGEST


def worth_offering(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those of the candidates, best first, that a person may have meant."""
    return [candidate for candidate in candidates if candidate.score >= WORTH_OFFERING * candidates[0].score]
