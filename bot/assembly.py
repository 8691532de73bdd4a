"""Puts the parts together: the only module that knows them all."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from bot import logs
from bot.config import Settings
from bot.dialogue.dialogue import Dialogue
from bot.dialogue.policy import Bars
from bot.knowledge.check import check
from bot.knowledge.edition import Knowledge
from bot.knowledge.reader import read_knowledge
from bot.problems import Problem, ProblemsError, nearest


def make_dialogue(settings: Settings, folder: Path | None = None) -> Dialogue:
    """The dialogue over a knowledge folder, the configured one if none is named; raises ProblemsError."""
    knowledge = read_knowledge(folder or settings.knowledge.folder)
    bars = replace(Bars(), **settings.matching.model_dump(exclude_none=True))
    return Dialogue(knowledge, bars, _default_language(settings, knowledge))


def _default_language(settings: Settings, knowledge: Knowledge) -> str:
    """The configured language; the only one there is, if there is only one."""
    wanted = settings.knowledge.language
    if wanted in knowledge.editions:
        return wanted
    if len(knowledge.editions) == 1:
        return next(iter(knowledge.editions))
    what = f"there is no folder for the default language {wanted!r} (knowledge.language){nearest(wanted, knowledge.editions)}"
    raise ProblemsError([Problem(str(knowledge.folder), 1, what)])


def check_all(settings: Settings, folder: Path | None, today: date) -> tuple[Knowledge, tuple[Problem, ...]]:
    """The knowledge base and what is wrong or risky in it; raises ProblemsError where it cannot be read at all."""
    dialogue = make_dialogue(settings, folder)
    return dialogue.knowledge, check(dialogue.knowledge, today)


def run_telegram(settings: Settings) -> int:
    """Answer in Telegram until stopped; the exit code. Needs a token."""
    from bot.telegram.running import run  # noqa: PLC0415 - takes longer to import than all the rest, and few commands need it

    if settings.telegram.token is None:
        raise ValueError("no token")
    token = settings.telegram.token.get_secret_value()
    logs.configure(settings.log.level, secrets=[token])
    return run(make_dialogue(settings), token, settings.telegram.api_url)
