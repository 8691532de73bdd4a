"""The configuration: defaults, over them config.yaml, over that the environment, section and key joined by two underscores."""

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from bot.problems import Problem, ProblemsError
from bot.yamlfile import Document, complaints, fitting, mistakes, read

DEFAULT_FILE = Path("config.yaml")
DELIMITER = "__"

PLATFORM = {"database_url": "storage__url"}
"""Variables that hosting platforms set by themselves, and the setting that each stands for; our own variable comes first."""

_TOKEN = re.compile(r"[0-9]{3,20}:[A-Za-z0-9_-]{20,100}")

Score = Annotated[float, Field(ge=0, le=1)]


def _token(value: SecretStr) -> SecretStr:
    if not _TOKEN.fullmatch(value.get_secret_value()):
        raise ValueError("this is no token; copy the whole line that BotFather gave you, such as 123456789:AAE...")
    return value


def _database(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"(?:sqlite|postgres|postgresql)://\S*", value.get_secret_value()):
        raise ValueError("this is no database; give an address such as sqlite:///bot.db or postgresql://user:password@host/name")
    return value


class Section(BaseModel):
    """What all sections share: values that cannot be changed, and no keys but the known ones."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Telegram(Section):
    """How Telegram is reached."""

    token: Annotated[SecretStr, AfterValidator(_token)] | None = None
    api_url: Annotated[
        str, fitting(r"https?://[^\s/]+", "the root of a Bot API server, such as http://127.0.0.1:8081", secret=True)
    ] = "https://api.telegram.org"


class KnowledgeBase(Section):
    """Where the answers are, and in which language to answer when nothing else says it."""

    folder: Path = Path("knowledge")
    language: Annotated[str, fitting("[a-z]{2}", "two small letters, such as en")] = "en"


class Matching(Section):
    """How sure the bot must be, where it is to differ from the bars of `bot.dialogue.policy`."""

    answer: Score | None = None
    suggest: Score | None = None
    sure: Score | None = None
    margin: Score | None = None
    lone: Score | None = None
    unasked: Score | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Matching":
        given = [score for score in (self.suggest, self.answer, self.sure) if score is not None]
        if given != sorted(given):
            raise ValueError("the scores must rise: suggest, answer, sure")
        return self


class Storage(Section):
    """Where the bot keeps what has to outlive a restart."""

    url: Annotated[SecretStr, AfterValidator(_database)] = SecretStr("sqlite:///bot.db")


class Log(Section):
    """What is logged."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"


class Settings(BaseSettings):
    """All settings, by section."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", env_nested_delimiter=DELIMITER)

    telegram: Telegram = Telegram()
    knowledge: KnowledgeBase = KnowledgeBase()
    matching: Matching = Matching()
    storage: Storage = Storage()
    log: Log = Log()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the signature is the library's
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment before the file; of the environment, variables of a section and a key, and the platform's own."""
        if isinstance(env_settings, EnvSettingsSource):
            given = env_settings.env_vars
            ours = {name: value for name, value in given.items() if DELIMITER in name}
            platform = {ours_name: given[name] for name, ours_name in PLATFORM.items() if given.get(name)}
            env_settings.env_vars = {**platform, **ours}
        return env_settings, init_settings


def load_settings(file: Path | None = None) -> Settings:
    """The settings from a file (config.yaml if there is one) and the environment; raises ProblemsError with all that is wrong."""
    document = _document(file)
    if not isinstance(document.data, dict):
        raise ProblemsError([Problem(document.path, 1, "should hold sections with keys; see config.example.yaml")])
    try:
        return Settings(**document.data)
    except ValidationError as error:
        found = zip(mistakes(error, document, Settings), complaints(error), strict=True)
        raise ProblemsError(_from_environment(problem, each["loc"], document) for problem, each in found) from error


def knowledge_folder(file: Path | None = None) -> Path:
    """The configured knowledge folder, also where something else in the configuration is wrong; else the default one."""
    try:
        data = _document(file).data
        alone: dict[str, Any] = {key: data[key] for key in ("knowledge",) if isinstance(data, dict) and key in data}
        return Settings(**alone).knowledge.folder
    except (ProblemsError, ValidationError):
        return KnowledgeBase().folder


def _document(file: Path | None) -> Document:
    """The configuration file, which must be there if it is named."""
    named = file or DEFAULT_FILE
    return read(named, may_be_empty=True) if file or os.path.exists(named) else Document(str(named), {}, {})


def _from_environment(problem: Problem, place: tuple[str | int, ...], document: Document) -> Problem:
    """The problem as one of an environment variable, if that is where the value, or a part that the file lacks, came from."""
    name = DELIMITER.join(map(str, place)).upper()
    platform = [theirs.upper() for theirs, ours in PLATFORM.items() if ours.upper() == name]
    for variable in map(str.upper, sorted(os.environ, key=lambda variable: variable.upper() in platform)):
        if variable in (name, *platform) or (variable.startswith(name + DELIMITER) and place not in document.lines):
            return Problem(f"environment variable {variable}", 0, problem.what)
    return problem
