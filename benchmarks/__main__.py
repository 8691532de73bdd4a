"""`python -m benchmarks`: the command line of the comparison."""

import json
import sys
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from benchmarks.comparison import compare
from benchmarks.data import split
from benchmarks.plot import draw
from benchmarks.report import show
from benchmarks.systems import all_systems
from bot.problems import Problem, ProblemsError

SIZES = "1000,5000,15000,50000,150000"
PEERS = {"bm25s": "bm25s", "sklearn": "scikit-learn", "matplotlib": "matplotlib"}
"""What requirements-bench.txt adds, by the name it is imported by."""


class Sizes(click.ParamType[tuple[int, ...]]):
    """Whole numbers above zero with commas between them, or nothing."""

    name = "sizes"

    def convert(
        self, value: str | tuple[int, ...], param: click.Parameter | None, context: click.Context | None
    ) -> tuple[int, ...]:
        """The numbers, ascending, each once."""
        if isinstance(value, tuple):
            return value
        sizes = [part.strip() for part in value.split(",") if part.strip()]
        for size in sizes:
            if not (size.isascii() and size.isdigit() and int(size)):
                self.fail(f"{size!r} is not a whole number above zero", param, context)
        return tuple(sorted({int(size) for size in sizes}))


@click.command()
@click.argument("train", type=click.Path(path_type=Path))
@click.argument("test", required=False, type=click.Path(path_type=Path))
@click.argument("oos", nargs=-1, type=click.Path(path_type=Path))
@click.option("--language", default="en", show_default=True, help="Language of the files: how words are stemmed.")
@click.option(
    "--questions",
    default=500,
    show_default=True,
    type=click.IntRange(min=0),
    help="How many questions of the test every system is asked, drawn at random but always the same; 0 for all.",
)
@click.option(
    "--scale",
    default=SIZES,
    show_default=True,
    type=Sizes(),
    help="Numbers of phrasings to time questions with, reached by variations of the given ones; '' for none.",
)
@click.option(
    "--plot", default="benchmark.png", show_default=True, type=click.Path(path_type=Path), help="PNG file to draw the figures in."
)
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="File to write all figures to as JSON.")
def main(
    train: Path,
    test: Path | None,
    oos: tuple[Path, ...],
    language: str,
    questions: int,
    scale: tuple[int, ...],
    plot: Path,
    json_file: Path | None,
) -> None:
    """Compare this bot's matcher with others, on phrasings from TRAIN and questions from TEST.

    A line of a file is {"text": "...", "label": "..."}. The labels oos and NO_NODES_DETECTED, and every line of the OOS
    files, are out of scope. Without TEST every fifth line of each label in TRAIN is a question.
    """
    try:
        _check_targets(plot, json_file)
        parts = split(train, test, oos)
        _check_peers()
    except ProblemsError as error:
        click.echo(error, err=True)
        sys.exit(2)
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=Console(stderr=True)
    ) as progress:
        results = compare(all_systems(language), parts, language=language, questions=questions, sizes=scale, progress=progress)
    show(results)
    draw(results, plot)
    click.echo(f"drawn in {plot}")
    if json_file:
        json_file.write_text(json.dumps(asdict(results), indent=1, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")


def _check_targets(plot: Path, json_file: Path | None) -> None:
    """Minutes of work are not lost for a folder that is not there."""
    problems = [
        Problem(str(path), 0, "cannot be written: there is no such folder")
        for path in (plot, json_file)
        if path and not path.absolute().parent.is_dir()
    ]
    if plot.suffix.lower() != ".png":
        problems.append(Problem(str(plot), 0, "the plot is a PNG file, its name ends in .png"))
    if problems:
        raise ProblemsError(problems)


def _check_peers() -> None:
    """Tells how to get the libraries of the peers, which are only there for benchmarks."""
    missing = [package for module, package in PEERS.items() if find_spec(module) is None]
    if missing:
        told = f"not installed: {', '.join(missing)}; `make benchmark` does it, or `pip install -r requirements-bench.txt`"
        raise ProblemsError([Problem("requirements-bench.txt", 0, told)])


if __name__ == "__main__":
    main()
