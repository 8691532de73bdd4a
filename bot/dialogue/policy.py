"""When a score is good enough: the only place where answering, suggesting and staying silent are decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from bot.matching.matcher import Candidate

CHATTER_LEAD = 0.5
"""How much nearer to an entry than to any chatter an utterance must be: c + c (1 - c) / 2 where it is as near as c to chatter.

To answer a stranger is worse than to be silent; but the nearer to certain both are, the less it takes.
"""

WORTH_OFFERING = 0.6
"""Of 0..1; a suggestion with a smaller share of the first one's score is more of a puzzle than a help."""


class Verdict(Enum):
    """What a list of candidates is good for."""

    ANSWER = auto()
    SUGGEST = auto()
    NOTHING = auto()


@dataclass(frozen=True, slots=True)
class Bars:
    """Scores (0..1) from which on to answer and to suggest.

    Between the bars people are asked what they meant, and also where the second candidate is within `margin` of a first that is
    not `sure`. The values are measured: the most answers to English questions that leave four in a hundred strangers answered.
    """

    answer: float = 0.37
    suggest: float = 0.33
    sure: float = 0.6
    margin: float = 0.015

    def __post_init__(self) -> None:
        if not self.suggest <= self.answer <= self.sure:
            raise ValueError(f"suggest ({self.suggest}), answer ({self.answer}) and sure ({self.sure}) must rise in this order")

    def judge(self, candidates: Sequence[Candidate], chatter: float = 0.0) -> Verdict:
        """The verdict on candidates that come best first, where the utterance is as near to `chatter` (0..1)."""
        if not candidates or candidates[0].score < max(self.suggest, chatter + CHATTER_LEAD * chatter * (1 - chatter)):
            return Verdict.NOTHING
        best = candidates[0].score
        if best >= self.sure:
            return Verdict.ANSWER
        close = len(candidates) > 1 and best - candidates[1].score < self.margin
        return Verdict.ANSWER if best >= self.answer and not close else Verdict.SUGGEST


def worth_offering(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those of the candidates, best first, that a person may have meant."""
    return [candidate for candidate in candidates if candidate.score >= WORTH_OFFERING * candidates[0].score]
