"""One run of everything: build, ask, measure, grow."""

import os
import platform
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version

from rich.progress import Progress

from benchmarks.asking import ask_in_turn
from benchmarks.data import Split, draw
from benchmarks.measures import Speed, Threshold, accuracy, auroc, best_threshold, margin, speed
from benchmarks.memory import Memory, measure
from benchmarks.scaling import Growth, build, scale, warm_up
from benchmarks.systems import System, load

SEED = 2004
TIMED = 100
"""Questions at each size of the growing index, at most."""

LIBRARIES = ("numpy", "RapidFuzz", "bm25s", "scikit-learn", "scipy", "snowballstemmer")


@dataclass(frozen=True, slots=True)
class Row:
    """All figures of one system; `accuracy` and `auroc` are of 0..1, `margin` is the accuracy's (95 %)."""

    system: str
    accuracy: float
    margin: float
    auroc: float | None
    threshold: Threshold
    speed: Speed
    build_seconds: float
    memory: Memory | None


@dataclass(frozen=True, slots=True)
class Results:
    """What a run found, and on what: the numbers of phrasings, labels and questions, and the versions that were used."""

    language: str
    phrasings: int
    labels: int
    questions: int
    out_of_scope: int
    unanswerable: int
    rows: tuple[Row, ...]
    growth: Growth
    environment: dict[str, str]


def compare(
    systems: Sequence[System], split: Split, *, language: str, questions: int, sizes: Iterable[int], progress: Progress
) -> Results:
    """Figures for all systems on the same questions, `questions` of them (0: all), and with each number of phrasings."""
    drawn = draw(split.questions, questions, SEED)
    gold = [question.label for question in drawn]
    labels = {phrasing.label for phrasing in split.phrasings}
    stage = progress.add_task(f"building with {len(split.phrasings):,} phrasings", total=2 * len(systems))
    seconds, memory = [], []
    for system in systems:
        load(system)
        seconds.append(build(system, split.phrasings))
        progress.advance(stage)
        memory.append(measure(system.name, language, split.phrasings))
        progress.advance(stage)
    warm_up(systems, split.phrasings)
    stage = progress.add_task(f"asking {len(drawn):,} questions", total=len(drawn))
    answers = ask_in_turn(systems, [question.text for question in drawn], asked=partial(progress.advance, stage))
    rows = [
        Row(
            system=system.name,
            accuracy=accuracy(gold, some),
            margin=margin(accuracy(gold, some), len(gold) - gold.count(None)),
            auroc=auroc(gold, some),
            threshold=best_threshold(gold, some),
            speed=speed(some),
            build_seconds=took,
            memory=kept,
        )
        for system, some, took, kept in zip(systems, answers, seconds, memory, strict=True)
    ]
    return Results(
        language=language,
        phrasings=len(split.phrasings),
        labels=len(labels),
        questions=len(drawn),
        out_of_scope=gold.count(None),
        unanswerable=sum(label is not None and label not in labels for label in gold),
        rows=tuple(rows),
        growth=scale(
            systems,
            split.phrasings,
            [question.text for question in drawn[:TIMED]],
            tuple(sizes),
            language=language,
            seed=SEED,
            progress=progress,
        ),
        environment=environment(),
    )


def environment() -> dict[str, str]:
    """The versions and the kind of machine that the figures depend on."""
    found = {"Python": platform.python_version(), "SQLite": sqlite3.sqlite_version}
    for name in LIBRARIES:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found | {"machine": f"{platform.system()} {platform.machine()}", "processors": str(os.cpu_count())}
