"""Settings come from defaults, a file and the environment; what is wrong is told at its place, and secrets never print."""

import re
from dataclasses import asdict
from itertools import takewhile
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from bot.config import DEFAULT_FILE, Settings, knowledge_folder, load_settings
from bot.dialogue.policy import Bars
from bot.problems import ProblemsError
from bot.yamlfile import read
from knowledge_files import ROOT, write

EXAMPLE = ROOT / "config.example.yaml"
TOKEN = "123456789:AAEabcdefghijklmnopqrstuvwxyz-012345"
DATABASE = "postgres://bot:hunter2@host:5432/name"

pytestmark = pytest.mark.usefixtures("elsewhere")


def from_file(text: str) -> Settings:
    """The settings from a configuration file with this text, in the current folder."""
    return load_settings(write(Path(), {"my.yaml": text}) / "my.yaml")


def refusal(text: str) -> list[str]:
    """What is said of a configuration file that cannot be used."""
    with pytest.raises(ProblemsError) as caught:
        from_file(text)
    return str(caught.value).splitlines()


def test_defaults() -> None:
    """Without a file and an environment everything has its default."""
    settings = load_settings()
    assert settings == Settings()
    assert settings.telegram.token is None
    assert settings.telegram.api_url == "https://api.telegram.org"
    assert (settings.knowledge.folder, settings.knowledge.language) == (Path("knowledge"), "en")
    assert settings.storage.url.get_secret_value() == "sqlite:///bot.db"
    assert settings.log.level == "INFO"


def test_config_yaml_is_read_if_it_is_there() -> None:
    """The file of the default name in the current folder needs no naming."""
    write(Path(), {str(DEFAULT_FILE): "log:\n  level: DEBUG\n"})
    assert str(DEFAULT_FILE) == "config.yaml"
    assert load_settings().log.level == "DEBUG"


def test_another_file_instead() -> None:
    """A named file is read instead of config.yaml, not with it."""
    write(Path(), {"config.yaml": "log:\n  level: DEBUG\n"})
    settings = from_file("knowledge:\n  language: ja\n  folder: kb\nmatching:\n  answer: 0.5\n")
    assert (settings.log.level, settings.knowledge.language, settings.knowledge.folder) == ("INFO", "ja", Path("kb"))
    assert settings.matching.answer == 0.5


@pytest.mark.parametrize("text", ["", "# nothing\n", "telegram:\n", "telegram:\n  token:\nlog: {}\n"])
def test_a_file_may_say_nothing(text: str) -> None:
    """Files, sections and keys without a value leave the defaults."""
    assert from_file(text) == Settings()


def test_a_named_file_has_to_be_there() -> None:
    """Only config.yaml may be missing."""
    with pytest.raises(ProblemsError) as caught:
        load_settings(Path("my.yaml"))
    assert str(caught.value) == "my.yaml:1: cannot be read: No such file or directory"


def test_the_environment_overrides_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Section and key joined by two underscores, key by key, in capital or small letters."""
    monkeypatch.setenv("TELEGRAM__TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM__API_URL", "http://127.0.0.1:8081")
    monkeypatch.setenv("KNOWLEDGE__FOLDER", "kb")
    monkeypatch.setenv("matching__margin", "0.1")
    settings = from_file("telegram:\n  api_url: http://other\nknowledge:\n  language: ru\nlog:\n  level: ERROR\n")
    assert settings.telegram.token
    assert settings.telegram.token.get_secret_value() == TOKEN
    assert settings.telegram.api_url == "http://127.0.0.1:8081"
    assert (settings.knowledge.folder, settings.knowledge.language) == (Path("kb"), "ru")
    assert (settings.matching.margin, settings.log.level) == (0.1, "ERROR")


def test_other_variables_are_not_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a platform sets for others does no harm."""
    for name in ("TELEGRAM_TOKEN", "TOKEN", "LOGLEVEL", "LOG_LEVEL", "STORAGE_URL", "OTHER__KEY"):
        monkeypatch.setenv(name, "x")
    assert load_settings() == Settings()


@pytest.mark.parametrize(
    ("variables", "url"),
    [
        ({"DATABASE_URL": DATABASE}, DATABASE),
        ({"database_url": DATABASE}, DATABASE),
        ({"STORAGE__URL": DATABASE}, DATABASE),
        ({"STORAGE__URL": DATABASE, "DATABASE_URL": "postgres://another/one"}, DATABASE),
        ({"STORAGE__URL": DATABASE, "DATABASE_URL": "mysql://another/one"}, DATABASE),
        ({"DATABASE_URL": ""}, "sqlite:///file.db"),
        ({}, "sqlite:///file.db"),
    ],
)
def test_where_the_store_is(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], url: str) -> None:
    """Our own variable comes before the platform's DATABASE_URL, and that before the file."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert from_file("storage:\n  url: sqlite:///file.db\n").storage.url.get_secret_value() == url


@pytest.mark.parametrize("name", ["STORAGE__URL", "DATABASE_URL"])
@pytest.mark.parametrize(
    "url", ["mysql://bot:hunter2@host/name", "bot.db", "postgres://bot:hunter2@host/a name", "sqlite:bot.db"]
)
def test_what_is_no_store(monkeypatch: pytest.MonkeyPatch, name: str, url: str) -> None:
    """The variable that is wrong is named, whichever it is; the address, which may hold a password, is not."""
    monkeypatch.setenv(name, url)
    with pytest.raises(ProblemsError) as caught:
        load_settings()
    assert str(caught.value) == (
        f"environment variable {name}: 'url': this is no database; "
        "give an address such as sqlite:///bot.db or postgresql://user:password@host/name"
    )


def test_what_is_no_store_in_the_file() -> None:
    """It is told at its line."""
    assert refusal("storage:\n  url: bot.db\n")[0].startswith("my.yaml:2: 'url': this is no database; ")


@pytest.mark.parametrize(
    "token", ["", "abc", "123456789", "123456789:short", f"bot{TOKEN}", f" {TOKEN}", f"{TOKEN}\n", "12:" + "A" * 35]
)
def test_malformed_tokens(monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    """What is no token is said to be none, without being printed."""
    monkeypatch.setenv("TELEGRAM__TOKEN", token)
    with pytest.raises(ProblemsError) as caught:
        load_settings()
    assert str(caught.value) == (
        "environment variable TELEGRAM__TOKEN: 'token': this is no token; "
        "copy the whole line that BotFather gave you, such as 123456789:AAE..."
    )


def test_secrets_never_print() -> None:
    """The token and the database's password are in none of the ways in which settings can be written down."""
    settings = from_file(f"telegram:\n  token: {TOKEN}\nstorage:\n  url: {DATABASE}\n")
    assert settings.telegram.token
    for text in (
        repr(settings),
        str(settings),
        settings.model_dump_json(),
        repr(settings.model_dump()),
        f"{settings.telegram.token}",
        f"{settings.storage.url}",
    ):
        assert "hunter2" not in text
        assert TOKEN not in text
        assert "AAE" not in text


@pytest.mark.parametrize(
    "text",
    [
        f"telegram:\n  token: x{TOKEN}\n",
        f"telegram:\n  token: [{TOKEN}]\n",
        f"telegram:\n  token:\n    {TOKEN}: x\n",
        f"telegram: {TOKEN}\n",
        f"{TOKEN}\n",
        f"telegram:\n  token: {TOKEN}: x\n",
        f"telegram:\n  api_url: https://api.telegram.org/bot{TOKEN}\n",
    ],
)
def test_secrets_do_not_print_in_complaints(text: str) -> None:
    """A token in a wrong place is not quoted by the complaint about it."""
    complaints = "\n".join(refusal(text))
    assert complaints.startswith("my.yaml:")
    assert "AAE" not in complaints.replace("123456789:AAE...", "")


@pytest.mark.parametrize(
    ("text", "complaints"),
    [
        ("telegrm:\n  token: x\n", ["my.yaml:1: unknown key 'telegrm'; did you mean 'telegram'?"]),
        (
            "log:\n  level: INFO\ntoken: x\n",
            ["my.yaml:3: unknown key 'token'; known are knowledge, log, matching, storage, telegram"],
        ),
        ("telegram:\n  # mine\n  tokn: x\n", ["my.yaml:3: unknown key 'tokn'; did you mean 'token'?"]),
        ("log:\n  level: DEBGU\n", ["my.yaml:2: 'level' is 'DEBGU'; did you mean 'DEBUG'?"]),
        ("log:\n  level: loud\n", ["my.yaml:2: 'level' is 'loud'; known are DEBUG, ERROR, INFO, WARNING"]),
        ("log: DEBUG\n", ["my.yaml:1: 'log' should hold keys with values ('key: value')"]),
        ("- log\n", ["my.yaml:1: should hold sections with keys; see config.example.yaml"]),
        ("log\n", ["my.yaml:1: should hold sections with keys; see config.example.yaml"]),
        (
            "matching:\n  answer: much\n",
            ["my.yaml:2: 'answer' is 'much'; input should be a valid number, unable to parse string as a number"],
        ),
        ("matching:\n  sure: 1.1\n", ["my.yaml:2: 'sure' is '1.1'; input should be less than or equal to 1"]),
        ("matching:\n  margin: -0.1\n", ["my.yaml:2: 'margin' is '-0.1'; input should be greater than or equal to 0"]),
        ("matching:\n  suggest: 0.5\n  answer: 0.4\n", ["my.yaml:1: 'matching': the scores must rise: suggest, answer, sure"]),
        (
            "#\nmatching: {answer: 0.7, sure: 0.6}\n",
            ["my.yaml:2: 'matching': the scores must rise: suggest, answer, sure"],
        ),
        ("knowledge:\n  language: eng\n", ["my.yaml:2: 'language': 'eng' should be two small letters, such as en"]),
        (
            "telegram:\n  api_url: 127.0.0.1:8081\n",
            ["my.yaml:2: 'api_url': this should be the root of a Bot API server, such as http://127.0.0.1:8081"],
        ),
        ("log:\n\tlevel: INFO\n", ["my.yaml:2: "]),
        ("log: {level: loud}\nmatching: {sure: x}\nfoo: bar\n", ["my.yaml:1: ", "my.yaml:2: ", "my.yaml:3: "]),
    ],
)
def test_mistakes_in_the_file(text: str, complaints: list[str]) -> None:
    """Every mistake is told at its line, with the nearest thing that would be right."""
    found = refusal(text)
    assert [line[: len(wanted)] for line, wanted in zip(found, complaints, strict=True)] == complaints


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("LOG__LEVEL", "loud", "LOG__LEVEL: 'level' is 'loud'; known are DEBUG, ERROR, INFO, WARNING"),
        ("log__level", "loud", "LOG__LEVEL: 'level' is 'loud'; known are DEBUG, ERROR, INFO, WARNING"),
        ("TELEGRAM__TOKN", TOKEN, "TELEGRAM__TOKN: unknown key 'tokn'; did you mean 'token'?"),
        ("MATCHING__SURE", "2", "MATCHING__SURE: 'sure' is '2'; input should be less than or equal to 1"),
    ],
)
def test_mistakes_in_the_environment(monkeypatch: pytest.MonkeyPatch, name: str, value: str, complaint: str) -> None:
    """What an environment variable says wrong is told under its name, not under the file's."""
    monkeypatch.setenv(name, value)
    with pytest.raises(ProblemsError) as caught:
        from_file("# nothing\n")
    assert str(caught.value) == f"environment variable {complaint}"


@pytest.mark.parametrize("name", ["LOG", "KNOWLEDGE", "TELEGRAM", "MATCHING", "STORAGE"])
def test_a_variable_of_a_section_s_name(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A variable such as LOG, which others may have set, is refused in one sentence or does no harm."""
    monkeypatch.setenv(name, "/var/log")
    try:
        assert load_settings() == Settings()
    except ProblemsError as error:
        assert f"environment variable {name}" in str(error)  # noqa: PT017 - either of the two will do


def test_a_section_that_the_environment_broke(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where only the environment said something, no file is blamed."""
    monkeypatch.setenv("MATCHING__ANSWER", "0.2")
    monkeypatch.setenv("MATCHING__SURE", "0.1")
    with pytest.raises(ProblemsError) as caught:
        load_settings()
    assert "config.yaml" not in str(caught.value)


def test_a_section_that_the_file_broke(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where only the file is wrong, no variable that happens to be of the same section is blamed."""
    monkeypatch.setenv("MATCHING__MARGIN", "0.1")
    assert refusal("matching: {answer: 0.7, sure: 0.6}\n") == [
        "my.yaml:1: 'matching': the scores must rise: suggest, answer, sure"
    ]


def test_mistakes_of_both_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake in the environment hides none in the file."""
    monkeypatch.setenv("LOG__LEVEL", "loud")
    assert refusal("matching:\n  sure: x\nfoo: bar\n") == [
        "environment variable LOG__LEVEL: 'level' is 'loud'; known are DEBUG, ERROR, INFO, WARNING",
        "my.yaml:2: 'sure' is 'x'; input should be a valid number, unable to parse string as a number",
        "my.yaml:3: unknown key 'foo'; known are knowledge, log, matching, storage, telegram",
    ]


@pytest.mark.parametrize(
    ("text", "folder"),
    [
        ("", "knowledge"),
        ("knowledge:\n  folder: kb\n", "kb"),
        ("knowledge:\n  folder: kb\nlog:\n  level: loud\nlgo: {}\n", "kb"),
        ("knowledge:\n  folder: kb\n  language: english\n", "knowledge"),
        ("knowledge: kb\n", "knowledge"),
        ("- knowledge\n", "knowledge"),
        ("knowledge: [\n", "knowledge"),
    ],
)
def test_the_knowledge_folder_is_known_in_spite_of_mistakes(text: str, folder: str) -> None:
    """Mistakes in other sections do not hide where the knowledge is; where that section itself is wrong, the default counts."""
    assert knowledge_folder(write(Path(), {"my.yaml": text}) / "my.yaml") == Path(folder)


def test_the_environment_names_the_knowledge_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment overrides the file here, too, and there need be no file."""
    monkeypatch.setenv("KNOWLEDGE__FOLDER", "kb")
    assert knowledge_folder() == Path("kb")
    write(Path(), {"config.yaml": "knowledge:\n  folder: other\nlgo: {}\n"})
    assert knowledge_folder() == Path("kb")


def test_settings_cannot_be_changed() -> None:
    """What is read once stays so."""
    settings = load_settings()
    with pytest.raises(ValidationError):
        settings.log = settings.log
    with pytest.raises(ValidationError):
        settings.log.level = "DEBUG"


def _keys() -> list[tuple[str, str]]:
    sections = {name: field.annotation for name, field in Settings.model_fields.items()}
    return [
        (name, key)
        for name, section in sections.items()
        if isinstance(section, type) and issubclass(section, BaseModel)
        for key in section.model_fields
    ]


def test_the_example_has_every_key() -> None:
    """config.example.yaml names each section and key that there is, and no other."""
    places = [place for place in read(EXAMPLE).lines if place]
    assert [place for place in places if len(place) == 2] == _keys()
    assert [place for place in places if len(place) == 1] == [(name,) for name in Settings.model_fields]


def test_the_example_names_the_measured_scores() -> None:
    """Scores that are left empty are the measured ones, and the comment says which these are; the others are derived."""
    named = re.findall(r"`([a-z]+)` \(([0-9.]+)\)", EXAMPLE.read_text(encoding="utf-8"))
    assert {name: float(value) for name, value in named} == {name: bar for name, bar in asdict(Bars()).items() if bar is not None}


def test_the_example_has_the_defaults() -> None:
    """Whoever copies the example changes nothing."""
    assert load_settings(EXAMPLE) == Settings()


@pytest.mark.parametrize(("section", "key"), _keys(), ids=str)
def test_the_example_explains_every_key(section: str, key: str) -> None:
    """Above each key stands a comment; one that explains several keys names them."""
    upward = [
        line.strip() for line in EXAMPLE.read_text(encoding="utf-8").splitlines()[: read(EXAMPLE).line((section, key)) - 1]
    ][::-1]
    siblings = list(takewhile(lambda line: line not in ("", f"{section}:") and not line.startswith("#"), upward))
    comment = list(takewhile(lambda line: line.startswith("#"), upward[len(siblings) :]))
    assert comment
    assert not siblings or f"`{key}`" in " ".join(comment)
