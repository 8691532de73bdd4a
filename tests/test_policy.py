"""When scores are good enough to answer, to ask back, or for nothing."""

from collections.abc import Sequence

import pytest

from bot.dialogue.policy import CHATTER_LEAD, WORTH_OFFERING, Bars, Verdict, worth_offering
from bot.matching.matcher import Candidate

BARS = Bars(answer=0.5, suggest=0.3, sure=0.8, margin=0.1)


def candidates(*scores: float) -> list[Candidate]:
    """Candidates with these scores."""
    return [Candidate(f"entry-{at}", score, "a way to ask") for at, score in enumerate(scores)]


@pytest.mark.parametrize(
    ("scores", "verdict"),
    [
        ([], Verdict.NOTHING),
        ([0.29], Verdict.NOTHING),
        ([0.3], Verdict.SUGGEST),
        ([0.49], Verdict.SUGGEST),
        ([0.49, 0.1], Verdict.SUGGEST),
        ([0.5], Verdict.ANSWER),
        ([0.7, 0.5], Verdict.ANSWER),
        ([0.7, 0.65], Verdict.SUGGEST),
        ([0.7, 0.7, 0.7], Verdict.SUGGEST),
        ([0.79, 0.1, 0.1], Verdict.ANSWER),
        ([0.8, 0.79], Verdict.ANSWER),
        ([1.0, 1.0], Verdict.ANSWER),
    ],
)
def test_what_is_sure_enough(scores: Sequence[float], verdict: Verdict) -> None:
    """Below the first bar nothing, up to the second a question back; above it an answer, if sure or without a close rival."""
    assert BARS.judge(candidates(*scores)) is verdict


@pytest.mark.parametrize(
    ("score", "chatter", "verdict"),
    [
        (0.9, 0.0, Verdict.ANSWER),
        (0.9, 0.81, Verdict.ANSWER),
        (0.9, 0.85, Verdict.NOTHING),
        (0.9, 0.9, Verdict.NOTHING),
        (1.0, 0.99, Verdict.ANSWER),
        (0.4, 0.29, Verdict.SUGGEST),
        (0.4, 0.32, Verdict.NOTHING),
        (0.2, 0.0, Verdict.NOTHING),
    ],
)
def test_chatter_wins_if_it_is_about_as_near(score: float, chatter: float, verdict: Verdict) -> None:
    """An entry must be clearly nearer than anything that strangers say, however good its own score is."""
    assert CHATTER_LEAD == 0.5
    assert BARS.judge(candidates(score), chatter) is verdict


def test_the_bars_by_default() -> None:
    """They rise, and the margin does not swallow what lies between them."""
    bars = Bars()
    assert 0 < bars.suggest < bars.answer < bars.sure < 1
    assert 0 < bars.margin < bars.sure - bars.answer


@pytest.mark.parametrize(
    ("scores", "offered"),
    [([], 0), ([0.35], 1), ([0.4, 0.3, 0.2], 2), ([0.4, 0.39, 0.38, 0.37], 4), ([0.4, 0.23, 0.1], 1)],
)
def test_what_is_worth_offering(scores: Sequence[float], offered: int) -> None:
    """Candidates that fall far behind the first are no help to anybody."""
    assert WORTH_OFFERING == 0.6
    assert worth_offering(candidates(*scores)) == candidates(*scores)[:offered]


@pytest.mark.parametrize(("suggest", "answer", "sure"), [(0.5, 0.4, 0.6), (0.3, 0.7, 0.6), (0.7, 0.5, 0.6)])
def test_bars_must_rise(suggest: float, answer: float, sure: float) -> None:
    """Nobody may be sure before being able to answer, or answer before being able to ask back."""
    with pytest.raises(ValueError, match="must rise in this order"):
        Bars(answer=answer, suggest=suggest, sure=sure)
    assert Bars(answer=0.5, suggest=0.5, sure=0.5).judge(candidates(0.5)) is Verdict.ANSWER
