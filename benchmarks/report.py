"""The figures as tables for a terminal; their frames are Markdown, so that they can be pasted into a document."""

from collections.abc import Iterator

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from benchmarks.comparison import Results, Row
from benchmarks.scaling import Point

NONE = "-"
SYSTEM = 19
"""Characters of a system's name that stay on one line however narrow the terminal is."""

FEW = 50
"""Questions out of scope; an AUROC that rests on fewer wavers by more than .03."""

PIPED = 100
"""Characters in a line where the output is no terminal."""


def report(results: Results) -> RenderableType:
    """Everything that a run found."""
    parts: list[RenderableType] = [_line(_subject(results)), quality(results), *map(_line, _remarks(results))]
    if results.growth.points:
        parts += [_line(""), _line("Milliseconds a question (median) by number of phrasings"), growth(results.growth.points)]
    parts += map(_line, _growth_remarks(results))
    parts += [_line(""), _line(", ".join(f"{name} {version}" for name, version in results.environment.items()))]
    return Group(*parts)


def quality(results: Results) -> Table:
    """A row a system: how good it is, and what that costs."""
    table = Table(box=box.MARKDOWN, pad_edge=True)
    table.add_column("system", min_width=SYSTEM)
    for title in ("right %", "AUROC", "best MCC", "ms", "p95 ms", "build s", "index MB"):
        table.add_column(title, justify="right")
    for row in results.rows:
        table.add_row(row.system, *_cells(row))
    return table


def _cells(row: Row) -> Iterator[str]:
    yield f"{100 * row.accuracy:.1f}"
    yield NONE if row.auroc is None else f"{row.auroc:.3f}"
    yield f"{row.threshold.correlation:.3f}"
    yield milliseconds(row.speed.median)
    yield milliseconds(row.speed.p95)
    yield f"{row.build_seconds:.2f}"
    yield f"{row.memory.kept:.0f}" if row.memory else NONE


def growth(points: tuple[Point, ...]) -> Table:
    """A row a system and a column a size: the median time for a question; below, what our own index takes."""
    sizes = sorted({point.phrasings for point in points})
    table = Table(box=box.MARKDOWN, pad_edge=True)
    table.add_column("phrasings")
    for size in sizes:
        table.add_column(f"{size:,}", justify="right")
    for system in dict.fromkeys(point.system for point in points):
        own = {point.phrasings: point for point in points if point.system == system}
        rows = {system: {size: milliseconds(point.speed.median) for size, point in own.items()}}
        if any(point.memory for point in own.values()):
            kept = {size: point.memory for size, point in own.items() if point.memory}
            rows[f"{system}: build, s"] = {size: f"{point.build_seconds:.2f}" for size, point in own.items()}
            rows[f"{system}: index, MB"] = {size: f"{memory.kept:.0f}" for size, memory in kept.items()}
            rows[f"{system}: peak, MB"] = {size: f"{memory.peak:.0f}" for size, memory in kept.items()}
        for title, cells in rows.items():
            table.add_row(title, *(cells.get(size, NONE) for size in sizes))
    return table


def milliseconds(value: float) -> str:
    """A time with about two digits that mean something."""
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def show(results: Results) -> None:
    """Prints everything that a run found to standard output."""
    console = Console()
    if not console.is_terminal:
        console.width = PIPED
    console.print(report(results))


def _span(counts: list[int]) -> str:
    return f"{min(counts)}" if len(set(counts)) == 1 else f"{min(counts)} to {max(counts)}"


def _line(text: str) -> Text:
    return Text(text)


def _subject(results: Results) -> str:
    return (
        f"{results.phrasings:,} phrasings of {results.labels:,} labels ({results.language}), {results.questions:,} questions, "
        f"{results.out_of_scope:,} of them out of scope"
    )


def _remarks(results: Results) -> Iterator[str]:
    margin = max(row.margin for row in results.rows)
    yield f"With so many questions an accuracy is sure to within {100 * margin:.1f} points (95 %)."
    if 0 < results.out_of_scope < FEW:
        yield f"AUROC rests on only {results.out_of_scope:,} questions out of scope; --questions 0 asks all there are."
    if results.unanswerable:
        yield f"{results.unanswerable:,} questions have a label without phrasings: no system can be right about them."


def _growth_remarks(results: Results) -> Iterator[str]:
    most = max((point.questions for point in results.growth.points), default=0)
    slow: dict[str, list[int]] = {}
    for point in results.growth.points:
        if point.questions < most:
            slow.setdefault(point.system, []).append(point.questions)
    if slow:
        told = ", ".join(f"{system} {_span(counts)}" for system, counts in slow.items())
        yield f"Timed on {most} questions; on fewer where they took long: {told}."
    yield from results.growth.notes
