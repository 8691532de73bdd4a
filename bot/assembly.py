"""Puts the parts together: the only module that knows them all."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bot import logs
from bot.config import Settings, knowledge_folder, load_settings
from bot.dialogue.dialogue import Dialogue
from bot.dialogue.policy import Bars, Expectation
from bot.knowledge.check import check
from bot.knowledge.edition import Knowledge
from bot.knowledge.labelled import read_labelled
from bot.knowledge.reader import read_knowledge, survey
from bot.knowledge.translations import agree
from bot.problems import Problem, ProblemsError, Severity, in_order, nearest


def make_dialogue(settings: Settings, folder: Path | None = None) -> Dialogue:
    """The dialogue over a knowledge folder, the configured one if none is named; raises ProblemsError."""
    knowledge = read_knowledge(folder or settings.knowledge.folder)
    problems = [*_wrong_bars(settings), *_missing_language(settings, knowledge)]
    if problems:
        raise ProblemsError(problems)
    return Dialogue(knowledge, _bars(settings), _default_language(settings, knowledge))


def _bars(settings: Settings) -> Bars:
    return replace(Bars(), **settings.matching.model_dump(exclude_none=True))


def _wrong_bars(settings: Settings) -> Iterator[Problem]:
    try:
        _bars(settings)
    except ValueError as error:
        yield Problem("configuration, matching", 0, str(error))


def _default_language(settings: Settings, knowledge: Knowledge) -> str:
    """The configured language; the only one there is, if there is only one."""
    return next(iter(knowledge.editions)) if len(knowledge.editions) == 1 else settings.knowledge.language


def _missing_language(settings: Settings, knowledge: Knowledge) -> Iterator[Problem]:
    wanted = _default_language(settings, knowledge)
    if knowledge.complete and wanted not in knowledge.editions:
        what = f"there is no folder for the default language {wanted!r} (knowledge.language){nearest(wanted, knowledge.editions)}"
        yield Problem(str(knowledge.folder), 1, what)


@dataclass(frozen=True, slots=True)
class Checked:
    """As much of a knowledge base as can be read, all that is wrong or risky, and by language how sure the bot has to be."""

    knowledge: Knowledge
    problems: tuple[Problem, ...]
    bars: Mapping[str, tuple[Bars, Expectation]]


def check_all(config: Path | None, folder: Path | None, today: date) -> Checked:
    """Look at knowledge base and configuration from all sides; the bars are left out where something is wrong."""
    knowledge, errors = survey(folder or knowledge_folder(config))
    found = [*errors, *check(knowledge, today)]
    bars: dict[str, tuple[Bars, Expectation]] = {}
    try:
        settings = load_settings(config)
        found += [*_wrong_bars(settings), *_missing_language(settings, knowledge)]
        if all(problem.severity is Severity.RISK for problem in found):
            dialogue = Dialogue(knowledge, _bars(settings), _default_language(settings, knowledge))
            bars = {language: dialogue.bars(language) for language in knowledge.editions}
    except ProblemsError as error:
        found += error.problems
    return Checked(knowledge, in_order(found), bars)


def agree_on_all(config: Path | None, folder: Path | None) -> str:
    """Write down that all languages of a knowledge base say the same; says what was done. Raises ProblemsError."""
    return agree(read_knowledge(folder or knowledge_folder(config)))


def run_chat(settings: Settings, folder: Path | None = None, language: str | None = None) -> None:
    """Talk in the terminal until the person leaves."""
    from bot.console.chat import run  # noqa: PLC0415 - its line editor takes long to import, and only a chat needs it

    run(make_dialogue(settings, folder), language)


def run_evaluation(
    settings: Settings, files: Sequence[Path], folder: Path | None = None, language: str | None = None, *, most_failures: int
) -> None:
    """Tell how well the labelled questions of some files are answered, or without files how well phrasings are told apart.

    Of what went wrong, at most so many are listed, all if 0; raises ProblemsError before anything is asked.
    """
    from bot.console.scorecard import show_questions, show_rehearsals  # noqa: PLC0415 - only this needs tables and bars

    dialogue = make_dialogue(settings, folder)
    if files:
        questions = read_labelled(files, dialogue.knowledge, dialogue.language(language))
        show_questions(dialogue, questions, most_failures)
    else:
        show_rehearsals(dialogue, [dialogue.language(language)] if language else dialogue.knowledge.editions, most_failures)


def run_telegram(settings: Settings) -> int:
    """Answer in Telegram until stopped; the exit code. Needs a token."""
    from bot.storage.database import Database  # noqa: PLC0415 - these take longer to import than all the rest, and only
    from bot.telegram.running import run  # noqa: PLC0415 - this command needs them

    token, address = _token(settings), settings.storage.url.get_secret_value()
    try:
        database = Database(address)
    except ValueError as error:
        raise ProblemsError([Problem("configuration, storage.url", 0, str(error))]) from error
    logs.configure(settings.log.level, secrets=[token, address, *database.secrets])
    dialogue = make_dialogue(settings)
    dialogue.prepare()
    return run(dialogue, database, token, settings.telegram.api_url)


def run_doctor(settings: Settings, tell: Callable[[str, str, str], None]) -> int:
    """Look whether the live bot is set up as it should be; the exit code: 0, or 1 if something is to be done. Needs a token.

    Each finding is told as a mark (ok, note or FIX), what it is, and what to do about it.
    """
    from bot.telegram.running import examine  # noqa: PLC0415 - as above

    token = _token(settings)
    logs.configure(settings.log.level, secrets=[token])
    return examine(
        make_dialogue(settings),
        token,
        settings.telegram.api_url,
        lambda finding: tell(finding.grade, finding.what, finding.remedy),
    )


def _token(settings: Settings) -> str:
    if settings.telegram.token is None:
        raise ValueError("no token")
    return settings.telegram.token.get_secret_value()
