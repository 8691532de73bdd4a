"""What is said of a system by its answers: how often it is right, how well its score tells strangers, how long it takes."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.asking import Answer


@dataclass(frozen=True, slots=True)
class Threshold:
    """The score from which on answers are given so that the Matthews correlation (-1..1) is best; None if no answer is better."""

    score: float | None
    correlation: float


@dataclass(frozen=True, slots=True)
class Speed:
    """Milliseconds that half of the questions, and 95 % of them, took at most."""

    median: float
    p95: float


def accuracy(gold: Sequence[str | None], answers: Sequence[Answer]) -> float:
    """The share (0..1) of the questions in scope whose first candidate is right, however unsure; there is at least one."""
    right = [answer.label == label for label, answer in zip(gold, answers, strict=True) if label is not None]
    return sum(right) / len(right)


def margin(share: float, count: int) -> float:
    """Half the width of the 95 % confidence interval of a share of so many questions, in the normal approximation."""
    return 1.96 * math.sqrt(share * (1 - share) / count)


def auroc(gold: Sequence[str | None], answers: Sequence[Answer]) -> float | None:
    """How likely (0..1) a question in scope scores higher than one out of scope: the area under the ROC curve.

    None unless there are questions of both kinds.
    """
    inside = [label is not None for label in gold]
    if len(set(inside)) < 2:
        return None
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(inside, [answer.score for answer in answers]))


def best_threshold(gold: Sequence[str | None], answers: Sequence[Answer]) -> Threshold:
    """The threshold with the best Matthews correlation over all labels and "none", which an answer below it counts as.

    For more than two classes it is R_K of J. Gorodkin, *Comparing two K-category assignments by a K-category correlation
    coefficient*, Computational Biology and Chemistry 28 (2004). scikit-learn has it for one threshold; here every score is tried,
    from the highest to the lowest, and each step only moves the questions of that score from "none" to their labels.
    """
    total = len(gold)
    truth = Counter(gold)
    told: Counter[str | None] = Counter({None: total})
    right, chance = truth[None], total * truth[None]
    best = Threshold(None, 0.0)
    given = [(answer.score, answer.label, label) for label, answer in zip(gold, answers, strict=True) if answer.label]
    given.sort(key=lambda one: -one[0])
    for at, (score, label, expected) in enumerate(given):
        told[None] -= 1
        told[label] += 1
        right += (label == expected) - (expected is None)
        chance += truth[label] - truth[None]
        if at + 1 < len(given) and given[at + 1][0] == score:
            continue  # what scores the same is answered together
        spread = (total**2 - sum(n * n for n in told.values())) * (total**2 - sum(n * n for n in truth.values()))
        correlation = (right * total - chance) / math.sqrt(spread) if spread else 0.0
        if correlation > best.correlation:
            best = Threshold(score, correlation)
    return best


def speed(answers: Sequence[Answer]) -> Speed:
    """How long answers take; there is at least one."""
    median, p95 = np.percentile([1000 * answer.seconds for answer in answers], [50, 95])
    return Speed(float(median), float(p95))
