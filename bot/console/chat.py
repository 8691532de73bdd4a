"""A conversation in the terminal: the same dialogue as everywhere, with topics, numbered suggestions and a history."""

import sys
from collections.abc import Callable
from pathlib import Path

import click
from prompt_toolkit import PromptSession
from prompt_toolkit.completion import WordCompleter
from prompt_toolkit.formatted_text import ANSI
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from rich.console import Console
from rich.text import Text

from bot.console import report
from bot.console.report import Option
from bot.dialogue.dialogue import Dialogue, Memory, Turn
from bot.dialogue.hearing import chosen_number
from bot.dialogue.reply import Answer, Choice, Shown
from bot.knowledge.markup import Markup

PAGES = ("topics", "help", "about", "privacy")
LEAVING = ("/quit", "/exit", "quit", "exit")
COMMANDS = tuple(f"/{name}" for name in (*PAGES, "explain", "quit"))
HINT = "Ask, choose a number, or " + " ".join(COMMANDS)
PROMPT = "You: "
INDENT = len(PROMPT)


class Chat:
    """One conversation, written to a console; `hear` takes what the person types."""

    def __init__(self, dialogue: Dialogue, console: Console, language: str | None = None):
        self._dialogue = dialogue
        self._console = console
        self._language = language
        self._memory = Memory()
        self._options: tuple[Option, ...] = ()
        self._last = ""

    def greet(self) -> None:
        """Say hello and what can be asked."""
        self._show(self._dialogue.page("greeting", self._language))
        self._note(HINT)

    def hear(self, line: str) -> bool:
        """Answer a line; False if it ends the conversation."""
        said = line.strip()
        if said.lower() in LEAVING:
            return False
        if said.startswith("/"):
            self._command(said[1:].lower())
        elif (number := chosen_number(said)) and number <= len(self._options):
            self._choose(self._options[number - 1])
        elif said:
            self._last = said
            self._turn(self._dialogue.ask(said, self._memory, self._language))
        return True

    def _command(self, name: str) -> None:
        if name in PAGES:
            self._show(self._dialogue.page(name, self._spoken))
        elif name == "explain" and self._last:
            self._note(report.explanation(self._dialogue.explain(self._last, self._language)))
        else:
            self._note(HINT)

    def _choose(self, option: Option) -> None:
        if isinstance(option, Choice):
            turn = self._dialogue.open(option.reference, self._spoken)
            if turn:
                self._turn(turn)
            else:
                self._show(self._dialogue.page("gone", self._spoken))
        else:
            self._show(self._dialogue.topic(option.topic, self._spoken))

    @property
    def _spoken(self) -> str | None:
        """The language of the conversation so far, or else the wished one."""
        return self._memory.language or self._language

    def _turn(self, turn: Turn) -> None:
        self._memory = turn.memory
        self._show(turn.reply)

    def _show(self, shown: Shown) -> None:
        body = _text(shown.text)
        if isinstance(shown, Answer):
            for link in shown.links:
                body.append(f"\n{link.text}: ").append(link.url, style=f"link {link.url}")
        self._options = report.options(shown)
        self._print(body)
        for number, option in enumerate(self._options, 1):
            self._print(Text.assemble((f"{number:2} ", "bold cyan"), (report.label(option), "cyan")))
        self._console.print()

    def _note(self, text: str) -> None:
        self._print(Text(text, style="dim"))
        self._console.print()

    def _print(self, text: Text) -> None:
        for line in text.wrap(self._console, self._console.width - INDENT):
            line.rstrip()
            self._console.print(Text(" " * INDENT if line else "").append_text(line))


def _text(markup: Markup) -> Text:
    """Formatted text for the terminal; the address of a link is shown, since not every terminal can open it."""
    text = Text()
    for span in markup.spans:
        styles = [style for style, on in (("bold", span.bold), ("italic", span.italic), (f"link {span.url}", span.url)) if on]
        text.append(span.text, style=" ".join(styles))
        if span.url and span.url != span.text:
            text.append(f" ({span.url})", style=f"link {span.url}")
    return text


def run(dialogue: Dialogue, language: str | None = None) -> None:
    """Talk until the person leaves or the input ends; a piped input is answered line by line, in plain text."""
    if sys.stdin.isatty():
        _interactive(Chat(dialogue, Console(highlight=False), language))
    else:
        chat = Chat(dialogue, Console(highlight=False, color_system=None, width=100), language)
        _piped(chat.hear)


def _piped(hear: Callable[[str], bool]) -> None:
    for raw in sys.stdin.buffer:
        line = raw.decode("utf-8", errors="replace").strip()
        if not hear(line):
            break


def _interactive(chat: Chat) -> None:
    session: PromptSession[str] = PromptSession(history=_history(), completer=WordCompleter(list(COMMANDS), sentence=True))
    chat.greet()
    try:
        while chat.hear(session.prompt(ANSI(f"\x1b[1;32m{PROMPT}\x1b[0m"))):
            pass
    except (EOFError, KeyboardInterrupt):
        pass


def _history() -> History:
    """Earlier questions, for the arrow-up key: from a file of the person's own, or of this conversation only."""
    folder = Path(click.get_app_dir("japan-center-bot"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "history").touch()
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(folder / "history"))
