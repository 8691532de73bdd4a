"""The command line: each command translates its options, calls the part that does the work, and prints."""

import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn

import click

from bot import __version__
from bot.assembly import agree_on_all, check_all, make_dialogue, run_chat, run_doctor, run_evaluation, run_telegram
from bot.config import Settings, load_settings
from bot.console import report
from bot.dialogue.dialogue import Turn
from bot.dialogue.reply import outcome
from bot.knowledge import schema as schemas
from bot.problems import ProblemsError, Severity

HOW_TO_GO_LIVE = (
    "To go live in Telegram, get a token from @BotFather and set it as TELEGRAM__TOKEN in the environment, "
    "or as telegram.token in config.yaml; then run `python -m bot run`."
)

_config = click.option(
    "--config",
    type=click.Path(path_type=Path),
    help="Configuration file instead of config.yaml, which is read if it is there.",
)
_knowledge = click.option("--knowledge", type=click.Path(path_type=Path), help="Knowledge folder instead of the configured one.")
_language = click.option(
    "--language", metavar="LANG", help="Language, such as en, where a question tells none; otherwise the configured one."
)


def _fail(message: object, code: int) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(code)


def _problems_end_it(command: Callable[..., Any]) -> Callable[..., Any]:
    """What is wrong with a file ends the command with one line for each mistake and exit code 2."""

    @wraps(command)
    def guarded(*arguments: Any, **options: Any) -> Any:
        try:
            return command(*arguments, **options)
        except ProblemsError as error:
            _fail(error, 2)

    return guarded


@click.group(invoke_without_command=True)
@click.version_option(__version__, prog_name="bot")
@_config
@click.pass_context
@_problems_end_it
def main(context: click.Context, config: Path | None) -> None:
    """Answers questions about the Japan Center, and never makes anything up.

    Without a command: Telegram if a token is configured, else a chat in this terminal.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")  # whatever the terminal's language is
    if context.invoked_subcommand:
        context.obj = config
        return
    settings = load_settings(config)
    if settings.telegram.token:
        sys.exit(run_telegram(settings))
    click.echo(f"No Telegram token is configured, so here is the bot in your terminal. {HOW_TO_GO_LIVE}\n", err=True)
    run_chat(settings)


def _file(config: Path | None) -> Path | None:
    """The configuration file named after the command, or before it."""
    return config or click.get_current_context().find_object(Path)


def _settings(config: Path | None) -> Settings:
    return load_settings(_file(config))


@main.command()
@_config
@_problems_end_it
def run(config: Path | None) -> None:
    """Answer in Telegram, by long polling, until stopped with Ctrl-C or SIGTERM."""
    sys.exit(run_telegram(_with_token(config)))


def _with_token(config: Path | None) -> Settings:
    settings = _settings(config)
    if settings.telegram.token is None:
        _fail(f"No Telegram token is configured. {HOW_TO_GO_LIVE}", 2)
    return settings


@main.command()
@_config
@_problems_end_it
def doctor(config: Path | None) -> None:
    """Look whether the live bot is set up as it should be, and say what to do where it is not; exit code 1 if there is something.

    It checks the token, the clock, what only @BotFather can change (inline, privacy, guest and business mode), whether a
    webhook is set or another copy of the bot runs, and whether names, descriptions and commands are up to date. A running copy
    is interrupted for a moment. See docs/telegram.md.
    """

    def tell(mark: str, what: str, remedy: str) -> None:
        click.echo(f"{mark:<5}{what}")
        if remedy:
            click.echo(f"     -> {remedy}")

    sys.exit(run_doctor(_with_token(config), tell))


@main.command()
@_config
@_knowledge
@_language
@_problems_end_it
def chat(config: Path | None, knowledge: Path | None, language: str | None) -> None:
    """Talk with the bot in this terminal.

    With piped input every line is answered in turn, and the end of the input ends the chat.
    """
    run_chat(_settings(config), knowledge, language)


@main.command()
@_config
@_knowledge
@_language
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="One JSON object a line: outcome, entries, language, score, text, candidates.",
)
@click.option(
    "--explain",
    is_flag=True,
    help="Show which words matched which phrasing, with what weight, and why the second lost.",
)
@click.argument("question", required=False)
@_problems_end_it
def ask(
    config: Path | None,
    knowledge: Path | None,
    language: str | None,
    as_json: bool,
    explain: bool,
    question: str | None,
) -> None:
    """Answer one QUESTION, or one a line from standard input, each on its own."""
    dialogue = make_dialogue(_settings(config), knowledge)
    for text in [_readable(os.fsencode(question))] if question is not None else _lines():
        turn = dialogue.ask(text, language=language)
        if as_json:
            click.echo(json.dumps(_as_json(text, turn), ensure_ascii=False))
        else:
            click.echo(report.plain(turn.reply))
        if explain:
            click.echo(report.explanation(dialogue.explain(text, language)), err=as_json)
        sys.stdout.flush()


def _lines() -> Iterator[str]:
    for raw in sys.stdin.buffer:
        yield _readable(raw).rstrip("\r\n")


def _readable(raw: bytes) -> str:
    """Text from outside; bytes that are no UTF-8 are replaced, not refused."""
    return raw.decode("utf-8", errors="replace")


def _as_json(question: str, turn: Turn) -> dict[str, Any]:
    return {
        "question": question,
        "outcome": outcome(turn.reply),
        "entries": [entry.id for entry in getattr(turn.reply, "entries", ())],
        "language": turn.language,
        "score": round(turn.score, 4),
        "text": report.plain(turn.reply),
        "candidates": [
            {
                "entry": one.entry.id,
                "question": one.question,
                "answer": one.answer,
                "kind": str(one.entry.kind),
                "score": round(one.score, 4),
            }
            for one in turn.considered
        ],
    }


@main.command()
@_config
@_knowledge
@click.option("--agreed", is_flag=True, help="First write down that all languages say the same now, in translations.yaml.")
@_problems_end_it
def check(config: Path | None, knowledge: Path | None, agreed: bool) -> None:
    """Tell everything that is wrong or risky in the configuration and the knowledge base; exit code 1 if anything is wrong.

    Where there are several languages they are compared, and whatever was changed in one alone since they last agreed is told.
    """
    if agreed:
        click.echo(agree_on_all(_file(config), knowledge))
    checked = check_all(_file(config), knowledge, datetime.now().astimezone().date())
    for problem in checked.problems:
        click.echo(f"{problem} [risk]" if problem.severity is Severity.RISK else problem)
    wrong = sum(problem.severity > Severity.RISK for problem in checked.problems)
    for edition in checked.knowledge.editions.values():
        counts = f"{len(edition.entries)} entries in {len(edition.topics)} topics, {edition.phrasings} phrasings"
        click.echo(f"{edition.language}: {counts}")
        if edition.language in checked.bars:
            click.echo(report.bars(*checked.bars[edition.language]))
    click.echo(f"{wrong} wrong, {len(checked.problems) - wrong} risky")
    sys.exit(1 if wrong else 0)


@main.command("eval")
@_config
@_knowledge
@_language
@click.option(
    "--failures",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    metavar="N",
    help="List at most so many of what went wrong; 0 lists all.",
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@_problems_end_it
def evaluate(config: Path | None, knowledge: Path | None, language: str | None, failures: int, files: tuple[Path, ...]) -> None:
    """Measure how good the answers are to the labelled questions of FILES, in YAML or JSON lines.

    Without FILES, each phrasing of the knowledge base is matched as if nobody had written it down: which would be misunderstood?
    """
    run_evaluation(_settings(config), files, knowledge, language, most_failures=failures)


@main.command()
@_config
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@_problems_end_it
def schema(config: Path | None, folder: Path | None) -> None:
    """Write the JSON Schemas of the knowledge files, for editors that complete and check while one types.

    They go into FOLDER, or into the folder `schema` of the knowledge base.
    """
    for path in schemas.write(folder or _settings(config).knowledge.folder / "schema"):
        click.echo(path)
