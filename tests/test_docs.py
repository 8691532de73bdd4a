"""The documents say what is: every command and option, the version, every setting, and a picture of the bot as it talks now."""

import re
import runpy
from pathlib import Path

import click
import pytest

from bot import __version__
from bot.assembly import make_dialogue
from bot.cli import main
from bot.config import Settings
from bot.dialogue.evaluation import Judgement, ask
from bot.knowledge.labelled import Label, read_labelled
from knowledge_files import SHIPPED, write

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
INCLUDED = {"-r requirements.txt", "-r requirements-dev.txt"}


def options() -> set[str]:
    """All long options of all commands."""
    commands = [main, *main.commands.values()]
    return {name for command in commands for option in command.params for name in option.opts if name.startswith("--")}


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_is_documented(name: str) -> None:
    """The README has a row for each command."""
    assert f"`python -m bot {name}" in README


@pytest.mark.parametrize("option", sorted(options()))
def test_every_option_is_documented(option: str) -> None:
    """The README names each option of each command."""
    assert option in README


def test_every_command_explains_itself() -> None:
    """`--help` has a sentence for each command and for each option of it."""
    for command in main.commands.values():
        assert command.help
        for option in command.params:
            assert not isinstance(option, click.Option) or option.help


def test_the_changelog_has_this_version_first() -> None:
    """Whoever raises the version says what is new in it."""
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert next(heading for heading in headings if heading != "Unreleased") == __version__


def test_every_dependency_has_its_reason() -> None:
    """The README names each package of the first group of requirements.txt."""
    chosen = (ROOT / "requirements.txt").read_text(encoding="utf-8").split("\n\n")[0]
    names = re.findall(r"^([A-Za-z_-]+)", chosen, re.MULTILINE)
    assert len(names) > 5
    assert [name for name in names if name.lower() not in README.lower()] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-bench.txt", "requirements-map.txt"])
def test_requirements_are_pinned_and_name_no_source(name: str) -> None:
    """Each line is a package with one version: no index, no host, no path."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    wanted = [line for line in lines if line and not line.startswith("#") and line not in INCLUDED]
    assert [line for line in wanted if not re.fullmatch(r"[A-Za-z0-9_.-]+(\[[a-z-]+\])?==[0-9a-z.]+", line)] == []


@pytest.mark.parametrize(
    "document", ["README.md", "CONTRIBUTING.md", "docs/knowledge.md", "docs/matching.md", "benchmarks/README.md"]
)
def test_links_between_documents_lead_somewhere(document: str) -> None:
    """Every relative link names a file that is there."""
    page = ROOT / document
    links = re.findall(r"\]\((?!https?://)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_example_of_labelled_questions_is_right(tmp_path: Path) -> None:
    """The file that the guide for staff shows can be read as it stands, and the bot does well on it."""
    [example] = re.findall(r"```yaml\n(questions:.*?)```", (ROOT / "docs/knowledge.md").read_text(encoding="utf-8"), re.DOTALL)
    write(tmp_path, {"questions.yaml": example})
    dialogue = make_dialogue(Settings(), SHIPPED)
    questions = read_labelled([tmp_path / "questions.yaml"], dialogue.knowledge, "en")
    assert {one.question.kind: one.judgement for one in ask(dialogue, questions)} == dict.fromkeys(Label, Judgement.RIGHT)


def test_the_picture_is_up_to_date() -> None:
    """The conversation at the top of the README is the one that the bot holds now; `make picture` draws it anew."""
    drawing = runpy.run_path(str(ROOT / "docs" / "picture.py"))
    assert drawing["PICTURE"].read_text(encoding="utf-8") == drawing["draw"]()
