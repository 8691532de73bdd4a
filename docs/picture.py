"""Draw docs/conversation.svg, the picture at the top of the README, from a conversation with the real bot in the console."""

import io
import re
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.assembly import make_dialogue  # noqa: E402 - the project is not installed, only checked out
from bot.config import Settings  # noqa: E402
from bot.console.chat import PROMPT, Chat  # noqa: E402

PICTURE = ROOT / "docs" / "conversation.svg"
COLUMNS = 92
SAID = (
    "where are you and who pays for it?",
    "and in Kazan?",
    "how much do the corses cost",
)
_WEB_FONT = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)


def draw() -> str:
    """The picture as SVG, the same each time; it fetches nothing from anywhere, so the fonts are those of the reader."""
    console = Console(
        record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, highlight=False, color_system="truecolor"
    )
    chat = Chat(make_dialogue(Settings(), ROOT / "knowledge"), console)
    for line in SAID:
        console.print(Text.assemble((PROMPT, "bold green"), line))
        chat.hear(line)
    svg = console.export_svg(title="python -m bot", theme=MONOKAI, unique_id="conversation")
    return _WEB_FONT.sub("", svg)


if __name__ == "__main__":
    PICTURE.write_text(draw(), encoding="utf-8")
