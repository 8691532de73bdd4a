"""When confidence is good enough to answer, to ask back, or for nothing."""

from collections.abc import Sequence

import pytest

from bot.dialogue.policy import (
    ANSWER,
    LONE,
    MEASURED,
    SINGLE_WORD,
    SUGGEST,
    UNASKED,
    WORTH_OFFERING,
    Bars,
    Verdict,
    stated_first,
    worth_offering,
)
from bot.matching.confidence import Confidence, Evidence, Trial
from bot.matching.matcher import Candidate

BARS = Bars(suggest=0.3, answer=0.5, sure=0.8, margin=0.1, lone=0.7)


def candidates(*scores: float, subjects: float = 2.0) -> list[Candidate]:
    """Candidates with these scores, which share so many words of the subject with what was said."""
    return [Candidate(f"entry-{at}", score, "a way to ask", subjects=subjects) for at, score in enumerate(scores)]


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
    ("lone", "score", "subjects", "verdict"),
    [
        (0.7, 0.69, LONE - 0.1, Verdict.SUGGEST),
        (0.7, 0.69, LONE, Verdict.ANSWER),
        (0.7, 0.7, LONE - 0.1, Verdict.ANSWER),
        (0.7, 0.7, 0.0, Verdict.ANSWER),
        (0.7, 0.29, 0.0, Verdict.NOTHING),
        (0.95, 0.9, 1.0, Verdict.SUGGEST),
        (0.4, 0.45, 1.0, Verdict.SUGGEST),
        (0.4, 0.5, 1.0, Verdict.ANSWER),
        (None, 0.5, 1.0, Verdict.ANSWER),
        (None, 0.49, 1.0, Verdict.SUGGEST),
    ],
)
def test_a_single_word_in_common(lone: float | None, score: float, subjects: float, verdict: Verdict) -> None:
    """Where one word is all that is shared, a bar of its own counts, never lower than that of other answers; open, it is none."""
    assert 1 < LONE < 2
    assert Bars(suggest=0.3, answer=0.5, sure=0.8, lone=lone).judge(candidates(score, subjects=subjects)) is verdict


def test_the_bars_by_default() -> None:
    """They rise, and the margin does not swallow what lies between them; what depends on the knowledge is open."""
    bars = Bars()
    assert 0 < bars.to_suggest < bars.to_answer < bars.sure < 1
    assert 0 < bars.margin < bars.sure - bars.to_answer
    assert (bars.suggest, bars.answer, bars.lone, bars.unasked) == (None, None, None, None)


@pytest.mark.parametrize("language", ["en", "ru", "ja", "xx"])
def test_the_bars_of_a_language(language: str) -> None:
    """Every language has its own, or those of all; none is left open."""
    bars = Bars().of(language, Confidence())
    assert (bars.suggest, bars.answer) == MEASURED.get(language, (SUGGEST, ANSWER))
    assert 0 < bars.to_suggest < bars.to_answer <= bars.sure
    assert bars.lone == bars.answer
    assert bars.unasked == UNASKED


@pytest.mark.parametrize(
    ("given", "suggest", "answer"),
    [
        (Bars(answer=0.02), 0.02, 0.02),
        (Bars(answer=0.7), 0.07, 0.7),
        (Bars(suggest=0.5), 0.5, 0.5),
        (Bars(suggest=0.01), 0.01, 0.1),
        (Bars(suggest=0.2, answer=0.3), 0.2, 0.3),
    ],
)
def test_one_bar_moves_the_other(given: Bars, suggest: float, answer: float) -> None:
    """Where only one is set, the other stays as measured unless they would cross."""
    bars = given.of("en", Confidence())
    assert (bars.to_suggest, bars.to_answer) == (suggest, answer)
    assert given.to_suggest <= given.to_answer


@pytest.mark.parametrize("language", [*MEASURED, "fi"])
def test_what_is_measured_gives_way_to_what_is_sure(language: str) -> None:
    """Who finds less sure than the bot does gets answers from there on, in whatever language."""
    bars = Bars(sure=0.31).of(language, Confidence())
    assert bars.to_suggest <= bars.to_answer == min(0.31, MEASURED.get(language, (SUGGEST, ANSWER))[1])


@pytest.mark.parametrize("rest", [[1.0], [0.99], [1.0, 0.99, 0.98], [0.5, 0.4], [1.001 * WORTH_OFFERING], [WORTH_OFFERING / 2]])
@pytest.mark.parametrize("best", [0.1, 0.4, 1.0])
def test_what_is_worth_offering(best: float, rest: Sequence[float]) -> None:
    """The first, and of the rest what does not fall far behind it, as a share of its confidence."""
    assert 0 < WORTH_OFFERING < 1
    everything = candidates(best, *(best * share for share in rest))
    assert worth_offering(everything) == everything[: 1 + sum(share >= WORTH_OFFERING for share in rest)]


def test_nothing_is_worth_offering() -> None:
    """Without candidates there is nothing to offer."""
    assert worth_offering([]) == []


@pytest.mark.parametrize(("suggest", "answer", "sure"), [(0.5, 0.4, 0.6), (0.3, 0.7, 0.6), (0.7, 0.5, 0.6)])
def test_bars_must_rise(suggest: float, answer: float, sure: float) -> None:
    """Nobody may be sure before being able to answer, or answer before being able to ask back."""
    with pytest.raises(ValueError, match="must rise in this order"):
        Bars(answer=answer, suggest=suggest, sure=sure)
    assert Bars(answer=0.5, suggest=0.5, sure=0.5).judge(candidates(0.5)) is Verdict.ANSWER


def trial(
    strength: float,
    *,
    right: bool = False,
    stranger: bool = False,
    listed: bool = False,
    subjects: float = 1.0,
    weight: float = 1.0,
) -> Trial:
    """A trial with a match of so much strength."""
    evidence = Evidence(strength=strength, chatter=0.0, subjects=subjects, likeness=0.0, coverage=0.5)
    return Trial(evidence=evidence, weight=weight, right=right, stranger=stranger, listed=listed)


QUESTIONS = [trial(2.0, right=True, subjects=3), trial(1.0, right=True, subjects=2), trial(0.2)]


@pytest.mark.parametrize(
    "strangers",
    [
        [],
        [trial(0.1, stranger=True)],
        [trial(0.3, stranger=True), trial(0.9, stranger=True), trial(0.5, stranger=True)],
        [trial(1.8, stranger=True, subjects=3)],
        [trial(9.0, stranger=True, subjects=3, weight=0.01)],
    ],
)
def test_unasked_the_bot_is_surer_than_of_any_stranger(strangers: list[Trial]) -> None:
    """The bar for unasked answers lies above the surest of the strangers that were heard, and is never low."""
    confidence = Confidence([*QUESTIONS, *strangers])
    bar = Bars().of("en", confidence).unasked
    assert bar is not None
    assert UNASKED <= bar <= 1
    assert all(confidence.of(one.evidence) < bar for one in strangers)


@pytest.mark.parametrize(("answer", "lone"), [(0.1, SINGLE_WORD), (0.5, SINGLE_WORD), (0.9, 0.9)])
def test_a_single_word_that_strangers_use_too(answer: float, lone: float) -> None:
    """Where the knowledge base lists what strangers say, a single word needs more than other answers, and never less."""
    listed = [trial(0.8, stranger=True, listed=True), trial(0.4, stranger=True)]
    assert Bars(answer=answer, sure=0.9).of("en", Confidence([*QUESTIONS, *listed])).lone == lone


@pytest.mark.parametrize("other", [trial(0.8, stranger=True), trial(0.8)])
def test_a_single_word_is_enough(other: Trial) -> None:
    """Where it lists nothing, the bar is that of any answer."""
    assert Bars(answer=0.4).of("en", Confidence([*QUESTIONS, other])).lone == 0.4


def test_bars_that_are_set_stay() -> None:
    """What is configured is not derived."""
    strangers = [trial(1.5, stranger=True, listed=True)]
    bars = Bars(suggest=0.2, answer=0.4, lone=0.5, unasked=0.6)
    assert bars.of("en", Confidence([*QUESTIONS, *strangers])) == bars


def test_what_is_to_be_expected() -> None:
    """Shares by weight: of right matches that are answered, of answers to questions that are wrong, of strangers that get one."""
    trials = [
        trial(2.0, right=True, subjects=3, weight=6),
        trial(0.05, right=True, subjects=0, weight=2),
        trial(2.0, subjects=3, weight=1),
        trial(0.05, stranger=True, subjects=0, weight=3),
        trial(2.0, stranger=True, subjects=3, weight=1),
    ]
    confidence = Confidence(trials)
    low, high = confidence.of(trials[1].evidence), confidence.of(trials[0].evidence)
    assert low < high
    between = (low + high) / 2
    bars = Bars(suggest=0, answer=between, sure=1, lone=between)
    expected = bars.expect(confidence)
    assert expected.answered == pytest.approx(6 / 8)
    assert expected.wrong == pytest.approx(1 / 7)
    assert expected.strangers == pytest.approx(1 / 4)
    assert expected.unasked_wrong == 0
    assert Bars(suggest=0, answer=between, sure=1, unasked=between).expect(confidence).unasked_wrong == pytest.approx(2 / 8)
    assert Bars(suggest=0, answer=1, sure=1).expect(confidence).answered == 0


def test_nothing_is_to_be_expected_of_no_trials() -> None:
    """Where nothing was tried, all shares are 0."""
    expected = Bars().expect(Confidence())
    assert (expected.answered, expected.wrong, expected.strangers, expected.unasked_wrong) == (0, 0, 0, 0)


def test_what_the_source_states_goes_before_its_silence() -> None:
    """An entry nearly as likely as one on which the source is silent is answered, as surely as that one would have been."""

    def ranked(*scores: tuple[str, float]) -> list[tuple[str, float]]:
        candidates = [Candidate(entry, score, "") for entry, score in scores]
        return [(one.entry, one.score) for one in stated_first(candidates, lambda entry: entry.startswith("silent"))]

    assert ranked() == []
    assert ranked(("said", 0.5), ("silent", 0.49)) == [("said", 0.5), ("silent", 0.49)]
    assert ranked(("silent", 0.5), ("said", 0.44)) == [("silent", 0.5), ("said", 0.44)]
    silent = ("silent", 0.5), ("silent-too", 0.495)
    assert ranked(*silent, ("said", 0.49)) == [("said", 0.5), *silent]
