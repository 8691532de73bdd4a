"""The parts are put together as the settings say."""

import logging
from datetime import date
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.assembly import agree_on_all, check_all, make_dialogue, run_evaluation, run_telegram
from bot.config import KnowledgeBase, Matching, Settings, Storage, Telegram
from bot.dialogue.reply import Answer, Suggest
from bot.knowledge.model import LONGEST_ANSWER, LONGEST_LINE, LONGEST_WITH_PHOTO
from bot.problems import ProblemsError, Severity
from knowledge_files import TODAY, TOPIC, entry, told, topic, write

TOKEN = "123456789:AAEabcdefghijklmnopqrstuvwxyz-012345"

pytestmark = pytest.mark.usefixtures("elsewhere")


def over(folder: str, language: str = "en") -> Settings:
    """Settings with this knowledge folder."""
    return Settings(knowledge=KnowledgeBase(folder=Path(folder), language=language))


def test_the_configured_folder_is_read() -> None:
    """The dialogue answers from the configured folder, or from the one that is named instead."""
    write(Path(), {"kb/en/a.yaml": TOPIC, "other/en/a.yaml": TOPIC.replace("A bot.", "Another.")})
    assert make_dialogue(over("kb")).ask("Who are you?").reply.text.plain == "A bot."
    assert make_dialogue(over("kb"), Path("other")).ask("Who are you?").reply.text.plain == "Another."


def test_the_configured_scores_count() -> None:
    """From which score on is answered or suggested is a matter of configuration."""
    write(Path(), {"knowledge/en/a.yaml": TOPIC})
    answering = make_dialogue(Settings(matching=Matching(suggest=0, answer=0, sure=0)))
    asking = make_dialogue(Settings(matching=Matching(suggest=0, answer=1, sure=1)))
    assert isinstance(answering.ask("who is that").reply, Answer)
    assert isinstance(asking.ask("who is that").reply, Suggest)


def test_a_score_that_is_set_alone_counts() -> None:
    """Where `answer` alone is raised above the measured `sure`, that is refused, or less is answered; it is not ignored."""
    write(Path(), {"knowledge/en/a.yaml": TOPIC})
    try:
        dialogue = make_dialogue(Settings(matching=Matching(answer=1)))
    except ProblemsError:
        return
    turn = dialogue.ask("so who are you then, tell")
    assert turn.score < 1
    assert not isinstance(turn.reply, Answer)


@pytest.mark.parametrize(
    ("languages", "configured", "answered"),
    [(["en", "ru"], "ru", "ru"), (["en", "ru"], "en", "en"), (["ru"], "en", "ru"), (["no"], "no", "no")],
)
def test_the_default_language(languages: list[str], configured: str, answered: str) -> None:
    """It is the configured one; of a knowledge base in one language, that one."""
    write(Path(), {f"kb/{language}/a.yaml": TOPIC for language in languages})
    assert make_dialogue(over("kb", configured)).ask("?").language == answered


def test_a_default_language_that_is_not_there() -> None:
    """Between several other languages nothing is guessed; those that there are get named."""
    write(Path(), {"kb/ru/a.yaml": TOPIC, "kb/ja/a.yaml": TOPIC})
    with pytest.raises(ProblemsError) as caught:
        make_dialogue(over("kb"))
    assert str(caught.value) == "kb:1: there is no folder for the default language 'en' (knowledge.language); known are ja, ru"


def test_checking_everything() -> None:
    """The knowledge base comes back with all that is wrong or risky in it on that day."""
    people = topic(entry("who", "Who?", "Me.", "related: [xyz]", "review_by: 2026-03-11"))
    folder = write(Path("kb"), {"en/a.yaml": people})
    checked = check_all(None, folder, TODAY)
    assert list(checked.knowledge.editions["en"].entries) == ["who"]
    assert [problem.severity for problem in checked.problems] == [Severity.MISTAKE, Severity.RISK]
    assert told(checked.problems, folder) == [
        "en/a.yaml:6: there is no entry 'xyz'; known are who",
        "en/a.yaml:7: was to be read again by 2026-03-11; do, and set a later date",
    ]
    assert len(check_all(None, folder, date(2026, 3, 10)).problems) == 1


def test_checking_how_sure_the_bot_has_to_be() -> None:
    """By language, the bars as they are configured and derived; where something is wrong, none, but a risk is no hindrance."""
    overdue = topic(entry("who", "Who?", "Me.", "review_by: 2026-03-11"))
    folder = write(Path("kb"), {"en/a.yaml": overdue, "ru/a.yaml": TOPIC})
    write(Path(), {"config.yaml": "matching: {answer: 0.5, sure: 0.9}\n"})
    bars = check_all(None, folder, TODAY).bars
    assert list(bars) == ["en", "ru"]
    assert {(one.answer, one.sure) for one, _ in bars.values()} == {(0.5, 0.9)}
    assert all(one.unasked is not None and one.lone is not None for one, _ in bars.values())
    write(folder, {"ru/a.yaml": ""})
    assert check_all(None, folder, TODAY).bars == {}


def test_checking_what_cannot_be_read() -> None:
    """What is wrong with one file does not hide what is wrong with another, or with the configuration."""
    people = topic(entry("who", "Who?", "Me.", "review_by: 2026-03-11"))
    folder = write(Path("kb"), {"en/a.yaml": "", "en/b.yaml": people})
    write(Path(), {"config.yaml": "lgo: 1\n"})
    checked = check_all(None, folder, TODAY)
    assert list(checked.knowledge.editions["en"].entries) == ["who"]
    assert [str(problem) for problem in checked.problems] == [
        "config.yaml:1: unknown key 'lgo'; did you mean 'log'?",
        "kb/en/a.yaml:1: the file is empty; write something in it or delete it",
        "kb/en/b.yaml:6: was to be read again by 2026-03-11; do, and set a later date",
    ]


def test_checking_the_configured_folder() -> None:
    """A mistake elsewhere in the configuration does not make `check` look into another folder than the configured one."""
    write(Path(), {"kb/en/a.yaml": TOPIC, "config.yaml": "knowledge:\n  folder: kb\nlog:\n  level: loud\n"})
    checked = check_all(None, None, TODAY)
    assert [problem.line for problem in checked.problems] == [4]
    assert list(checked.knowledge.editions) == ["en"]


def test_checking_a_default_language_that_cannot_be_read() -> None:
    """Where the files of the default language are broken, its folder is not said to be missing."""
    folder = write(Path("kb"), {"en/a.yaml": "", "ru/a.yaml": TOPIC, "ja/a.yaml": TOPIC})
    assert told(check_all(None, folder, TODAY).problems, folder) == [
        "en/a.yaml:1: the file is empty; write something in it or delete it"
    ]


def test_agreeing_on_the_configured_folder() -> None:
    """That all languages agree is written down for the configured folder, or for the one that is named instead."""
    write(Path(), {"config.yaml": "knowledge: {folder: kb}\n"})
    for folder in ("kb", "other"):
        write(Path(folder), {"en/a.yaml": TOPIC, "ru/a.yaml": TOPIC})
    assert agree_on_all(None, None) == "kb/translations.yaml: 1 entries agree in en and ru as they are now"
    assert agree_on_all(None, Path("other")).startswith("other/translations.yaml: ")
    assert [len(check_all(None, Path(folder), TODAY).problems) for folder in ("kb", "other")] == [0, 0]


@pytest.mark.parametrize(
    ("name", "language", "asked"),
    [("a.yaml", None, "en"), ("a.yaml", "ru", "ru"), ("a.yaml", "ja", "en"), ("ru.yaml", None, "ru"), ("ru.yaml", "en", "ru")],
)
def test_evaluating_files(capsys: pytest.CaptureFixture[str], name: str, language: str | None, asked: str) -> None:
    """A file named after a language is asked in it; any other in the wished language, or else in the default one."""
    write(Path(), {"kb/en/a.yaml": TOPIC, "kb/ru/a.yaml": TOPIC, name: "questions: [{q: xyzzy, kind: unknown}]\n"})
    run_evaluation(over("kb"), [Path(name)], language=language, most_failures=0)
    assert f"REFUSED  {asked} unknown\n" in capsys.readouterr().out


@pytest.mark.parametrize(("language", "rehearsed"), [(None, ["en", "ru"]), ("ru", ["ru"]), ("ja", ["en"])])
def test_evaluating_the_knowledge(capsys: pytest.CaptureFixture[str], language: str | None, rehearsed: list[str]) -> None:
    """Without files, phrasings are left out in all languages, or in the wished one."""
    write(Path(), {"kb/en/a.yaml": TOPIC, "kb/ru/a.yaml": TOPIC})
    run_evaluation(over("other"), [], Path("kb"), language, most_failures=0)
    assert [line[:2] for line in capsys.readouterr().out.splitlines() if "phrasings" in line] == rehearsed


def test_evaluating_needs_files_without_mistakes(capsys: pytest.CaptureFixture[str]) -> None:
    """Before anything is asked, every mistake in the files is told."""
    write(Path(), {"kb/en/a.yaml": TOPIC, "a.yaml": "questions: [{q: xyzzy, kind: oos}]\n", "b.yaml": "questions: [{q: a}]\n"})
    with pytest.raises(ProblemsError, match="'kind' is missing"):
        run_evaluation(over("kb"), [Path("a.yaml"), Path("b.yaml")], most_failures=0)
    assert capsys.readouterr().out == ""


def test_telegram_needs_a_token() -> None:
    """Whoever starts Telegram without a token has overlooked something."""
    with pytest.raises(ValueError, match="no token"):
        run_telegram(Settings())


@pytest.mark.usefixtures("own_logging")
def test_telegram_needs_knowledge(capsys: pytest.CaptureFixture[str]) -> None:
    """Before anything is sent to Telegram the knowledge base is read; from then on no log has the token or a password."""
    address = "postgres://bot:hunter%32@host/name"
    settings = Settings(telegram=Telegram(token=SecretStr(TOKEN)), storage=Storage(url=SecretStr(address)))
    with pytest.raises(ProblemsError, match="knowledge:1: there is no such folder"):
        run_telegram(settings)
    logging.getLogger("somewhere").error("%s, %s, hunter2", TOKEN, address)
    assert capsys.readouterr().err.endswith("somewhere: ***, ***, ***\n")


def test_telegram_needs_the_address_of_a_store() -> None:
    """One that looks like an address, and is none, is told without being printed."""
    settings = Settings(
        telegram=Telegram(token=SecretStr(TOKEN)), storage=Storage(url=SecretStr("postgres://bot:hunter2@host:x"))
    )
    with pytest.raises(ProblemsError) as caught:
        run_telegram(settings)
    assert str(caught.value).startswith("configuration, storage.url: should be an address such as sqlite:///bot.db")
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("question", "answer", "photo", "limit"),
    [
        (400, LONGEST_ANSWER, "", 4096),
        (4000, 100, "", 4096),
        (64, LONGEST_WITH_PHOTO, "a.png", 1024),
        (400, LONGEST_WITH_PHOTO, "a.png", 1024),
    ],
)
def test_what_is_loaded_can_be_sent(question: int, answer: int, photo: str, limit: int) -> None:
    """An answer under its question and above the freshness line fits into a message or a caption, or is refused beforehand."""
    files: dict[str, str | bytes] = {
        "kb/en/a.yaml": topic(entry("who", "x" * question, "y" * answer, f"photo: {photo}")),
        "kb/en/phrases.yaml": f"freshness: {'z' * LONGEST_LINE}\n",
        "kb/a.png": b"",
    }
    write(Path(), files)
    try:
        dialogue = make_dialogue(over("kb"))
    except ProblemsError:
        return
    turn = dialogue.open("who")
    assert turn
    assert turn.reply.text.utf16_length <= limit
