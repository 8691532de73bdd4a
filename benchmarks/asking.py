"""Asking several systems the same questions in turn, so that whatever slows the machine down for a while slows all of them."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from time import perf_counter

from benchmarks.systems import System

ALL = float("inf")


@dataclass(frozen=True, slots=True)
class Answer:
    """The label a system found (None: no candidate), how sure it was on its own scale, and how many seconds it took."""

    label: str | None
    score: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds of answers are waited for from each system, and how many answers are waited for in any case."""

    seconds: float = ALL
    least: int = 0


FOREVER = Patience()


def ask_in_turn(
    systems: Sequence[System],
    questions: Sequence[str],
    patience: Patience = FOREVER,
    clock: Callable[[], float] = perf_counter,
    asked: Callable[[], object] = lambda: None,
) -> list[list[Answer]]:
    """For each system its answers, in the order of the questions; fewer of them where patience ends.

    Each question goes to all systems before the next one does, in an order that changes (seeded) from question to question: so no
    system always comes after the one that leaves the processor's cache emptiest. `asked` is called after each question.
    """
    rng = Random(0)
    answers: list[list[Answer]] = [[] for _ in systems]
    spent = [0.0] * len(systems)
    with _without_garbage():
        for number, question in enumerate(questions):
            for turn in rng.sample(range(len(systems)), len(systems)):
                if number < patience.least or spent[turn] < patience.seconds:
                    started = clock()
                    best = systems[turn].best(question)
                    seconds = clock() - started
                    answers[turn].append(Answer(best.label, best.score, seconds))
                    spent[turn] += seconds
            asked()
    return answers


@contextmanager
def _without_garbage() -> Iterator[None]:
    """Keeps the collector from walking through the indexes of all systems while one of them is timed."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
