"""How the time for a question grows with the number of phrasings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from time import perf_counter

from rich.progress import Progress

from benchmarks.asking import Patience, ask_in_turn
from benchmarks.data import Phrasing, grow
from benchmarks.measures import Speed, speed
from benchmarks.memory import Memory, measure
from benchmarks.systems import OurMatcher, System

PATIENCE = Patience(seconds=3, least=5)
"""At each size: slow systems answer few questions, so that a whole run takes minutes."""

SLOWEST_BUILD = 60
SLOWEST_ANSWER = 1.2
"""Seconds; a system that would take longer to build, or for a question, is not tried."""

WARMING = 3
"""Questions that every system answers before it is timed."""


@dataclass(frozen=True, slots=True)
class Point:
    """A system with so many phrasings: how long it took to build, in seconds, and to answer so many questions."""

    system: str
    phrasings: int
    build_seconds: float
    questions: int
    speed: Speed
    memory: Memory | None


@dataclass(frozen=True, slots=True)
class Growth:
    """Points by size and system, and sentences that say what was not measured and why."""

    points: tuple[Point, ...]
    notes: tuple[str, ...]


def build(system: System, phrasings: Sequence[Phrasing], clock: Callable[[], float] = perf_counter) -> float:
    """Builds a system; how many seconds that took."""
    texts, labels = [one.text for one in phrasings], [one.label for one in phrasings]
    started = clock()
    system.build(texts, labels)
    return clock() - started


def warm_up(systems: Sequence[System], phrasings: Sequence[Phrasing]) -> None:
    """Lets every system answer some phrasings, which are no questions: a cache of answers would gain nothing by it."""
    ask_in_turn(systems, [one.text for one in phrasings[:: max(1, len(phrasings) // WARMING)]])


def scale(
    systems: Sequence[System],
    phrasings: Sequence[Phrasing],
    questions: Sequence[str],
    sizes: Sequence[int],
    *,
    language: str,
    seed: int,
    progress: Progress,
    clock: Callable[[], float] = perf_counter,
) -> Growth:
    """Each system with each number of phrasings, in ascending order, for as long as it is not too slow."""
    points: list[Point] = []
    notes: list[str] = []
    running = list(systems)
    for size in sorted(sizes):
        grown = grow(phrasings, size, seed)
        if any(point.phrasings == len(grown) for point in points):
            break
        if len(grown) < size:
            notes.append(f"There are only {len(grown):,} variations of these phrasings.")
        running = [system for system in running if not _too_slow(system.name, len(grown), points, notes)]
        stage = progress.add_task(f"{len(grown):,} phrasings", total=2 * len(running) + len(questions))
        seconds, memory = [], {}
        for system in running:
            seconds.append(build(system, grown, clock))
            progress.advance(stage)
            memory[system.name] = measure(system.name, language, grown) if isinstance(system, OurMatcher) else None
            progress.advance(stage)
        warm_up(running, grown)
        answers = ask_in_turn(running, questions, PATIENCE, clock, partial(progress.advance, stage))
        points += [
            Point(system.name, len(grown), took, len(some), speed(some), memory[system.name])
            for system, took, some in zip(running, seconds, answers, strict=True)
        ]
    return Growth(tuple(points), tuple(notes))


def _too_slow(system: str, size: int, points: Sequence[Point], notes: list[str]) -> bool:
    """Whether a system, growing no worse than the phrasings, would try our patience; if so, that is noted."""
    before = next((point for point in reversed(points) if point.system == system), None)
    if before is None:
        return False
    ratio = size / before.phrasings
    wait, built = ratio * before.speed.median / 1000, ratio * before.build_seconds
    if wait <= SLOWEST_ANSWER and built <= SLOWEST_BUILD:
        return False
    notes.append(
        f"{system} stops at {before.phrasings:,} phrasings: with {size:,} it would take about {built:.0f} s to build "
        f"and {wait:.1f} s a question."
    )
    return True
