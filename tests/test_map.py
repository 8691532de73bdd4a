"""The map above the answer that lists the branches: one for each language, small, and in a shape that Telegram takes."""

import struct
from pathlib import Path

import pytest

from bot.knowledge.edition import Knowledge
from bot.knowledge.model import LONGEST_WITH_PHOTO
from bot.knowledge.reader import read_knowledge
from knowledge_files import SHIPPED

ENTRY = "branches-list"
LARGEST = 300 * 1024
"""Bytes; a phone on a slow line has it in a few seconds."""


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """The knowledge base as it is shipped."""
    return read_knowledge(SHIPPED)


def pictures() -> list[Path]:
    """All maps that there are."""
    return sorted((SHIPPED / "media").glob("branches-*.png"))


def test_each_language_shows_its_own_map(knowledge: Knowledge) -> None:
    """The entry names the map of its language, the file is there, and there is none that nobody is shown."""
    shown = {language: edition.entries[ENTRY].photo for language, edition in knowledge.editions.items()}
    assert shown == {language: f"media/branches-{language}.png" for language in knowledge.editions}
    assert pictures() == sorted(SHIPPED / photo for photo in shown.values() if photo)


def test_the_answer_fits_under_the_map(knowledge: Knowledge) -> None:
    """Question and answer are short enough for the text under a picture, in every language."""
    for edition in knowledge.editions.values():
        entry = edition.entries[ENTRY]
        assert len(f"{entry.question}{entry.answer.plain}".encode("utf-16-le")) // 2 <= LONGEST_WITH_PHOTO


@pytest.mark.parametrize("path", pictures(), ids=lambda path: path.stem)
def test_telegram_takes_the_map(path: Path) -> None:
    """It is a PNG of a moderate size, wide enough for a sharp screen, and neither a strip nor a column."""
    content = path.read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert content[12:16] == b"IHDR"
    assert len(content) <= LARGEST
    width, height = struct.unpack(">2I", content[16:24])
    assert width >= 1080
    assert width + height <= 10_000
    assert max(width, height) <= 2 * min(width, height)
