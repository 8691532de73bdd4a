"""The environment of the machine that tests run on, without what would configure the bot."""

import os

from bot.config import DELIMITER, PLATFORM, Settings


def is_setting(name: str) -> bool:
    """Whether the bot would read an environment variable as a setting, or as a wrong one."""
    return name.lower().partition(DELIMITER)[0] in {*Settings.model_fields, *PLATFORM}


def inherited() -> dict[str, str]:
    """All variables but the bot's settings."""
    return {name: value for name, value in os.environ.items() if not is_setting(name)}
