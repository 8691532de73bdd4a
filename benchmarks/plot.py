"""The figures as a picture: quality against the time for a question, and that time against the number of phrasings."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.comparison import Results, Row

OURS = "#c2185b"
OTHERS = ("#1f77b4", "#6baed6", "#17a2a2", "#7f7f7f", "#e08214", "#5e3c99")
MARKERS = "osD^vPX"
NUMBER = "{x:,g}"


def draw(results: Results, path: Path) -> None:
    """Writes a PNG; the systems are told apart by colour and by mark."""
    from matplotlib.figure import Figure

    panels = 3 if results.growth.points else 2
    figure: Any = Figure(figsize=(5 * panels, 5), layout="constrained")
    axes = figure.subplots(1, panels)
    styles = {
        row.system: {"color": OURS if not at else OTHERS[(at - 1) % len(OTHERS)], "marker": MARKERS[at % len(MARKERS)]}
        for at, row in enumerate(results.rows)
    }
    _quality(axes[0], results, styles, "in-scope accuracy of the first candidate, %", lambda row: 100 * row.accuracy)
    _quality(axes[1], results, styles, "best Matthews correlation", lambda row: row.threshold.correlation)
    if results.growth.points:
        _growth(axes[2], results, styles)
    handles, names = axes[0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside lower center", ncols=len(names), frameon=False)
    figure.suptitle(
        f"{results.phrasings:,} phrasings of {results.labels:,} labels, {results.questions:,} questions "
        f"({results.out_of_scope:,} out of scope)"
    )
    figure.savefig(path, format="png", dpi=120)


def _quality(axes: Any, results: Results, styles: dict[str, dict[str, str]], title: str, value: Callable[[Row], float]) -> None:
    for row in results.rows:
        axes.plot([row.speed.median], [value(row)], linestyle="none", markersize=9, label=row.system, **styles[row.system])
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(NUMBER)
    axes.set(xlabel="ms a question (median)", ylabel=title, title="better is up and to the left")
    axes.grid(alpha=0.3)


def _growth(axes: Any, results: Results, styles: dict[str, dict[str, str]]) -> None:
    for system, style in styles.items():
        own = [point for point in results.growth.points if point.system == system]
        axes.plot([one.phrasings for one in own], [one.speed.median for one in own], markersize=6, **style)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.xaxis.set_major_formatter(NUMBER)
    axes.yaxis.set_major_formatter(NUMBER)
    axes.set(xlabel="phrasings", ylabel="ms a question (median)", title="better is down")
    axes.grid(alpha=0.3)
