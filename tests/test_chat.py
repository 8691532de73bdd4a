"""A conversation in the terminal: typed, chosen by number, or piped in."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.console import Console

from bot.console.chat import HINT, Chat, run
from bot.dialogue.dialogue import Dialogue
from knowledge_files import entry, topic, write
from piped import piped
from teahouse import BARS, FILES, teahouse
from terminal import terminal

GREETING = f"     Welcome to the tea house.\n      1 Shops\n      2 Teas\n\n     {HINT}\n\n"
SHOPS = (
    "     Three: Ashford, Bexley and Corwen.\n\n     As of 2019.\n"
    "      1 Is there a shop in Ashford?\n      2 Which teas do you sell?\n\n"
)
HELP = "     Just ask.\n\n"
MISS = "     I do not know that.\n      1 Shops\n      2 Teas\n\n"
HINTED = f"     {HINT}\n\n"


def read(shown: str) -> str:
    """What a person sees of a text: nobody sees the spaces at the ends of lines."""
    return "\n".join(line.rstrip() for line in shown.split("\n"))


class Person:
    """Somebody who talks to the bot: what they say, and what is written to them."""

    def __init__(self, dialogue: Dialogue, *, plain: bool = True, language: str | None = None) -> None:
        self._paper = io.StringIO()
        console = Console(
            file=self._paper, width=120, highlight=False, color_system=None if plain else "standard", force_terminal=not plain
        )
        self.chat = Chat(dialogue, console, language)
        self.stays = True

    def says(self, *lines: str) -> str:
        """What is written in answer to the last of some lines."""
        for line in lines:
            self._forget()
            self.stays = self.chat.hear(line)
        return read(self._paper.getvalue())

    def is_greeted(self) -> str:
        """What is written at first."""
        self._forget()
        self.chat.greet()
        return read(self._paper.getvalue())

    def _forget(self) -> None:
        self._paper.seek(0)
        self._paper.truncate()


@pytest.fixture
def person(tmp_path: Path) -> Person:
    """Somebody in the tea house."""
    return Person(teahouse(tmp_path))


def test_the_greeting(person: Person) -> None:
    """It says hello, numbers the topics, and tells what can be typed."""
    assert person.is_greeted() == GREETING


@pytest.mark.parametrize(
    ("lines", "answered"),
    [
        (["where are your shops"], SHOPS),
        (["  where are your shops  "], SHOPS),
        (["where are your shops", "1"], "     Is there a shop in Ashford?\n     Yes, in Ashford.\n\n     As of 2019.\n\n"),
        (["is there a shop in Ashford", "and in Kendal?", "1"], "     Which shops are there?\n" + SHOPS),
        (["xyzzy"], MISS),
        (["xyzzy", "plugh"], "     That neither.\n      1 Shops\n      2 Teas\n\n"),
        (["xyzzy", "2"], "     Teas. Which question?\n      1 Which teas do you sell?\n      2 Where do the teas grow?\n\n"),
        (["xyzzy", "2", " 2 "], "     Where do the teas grow?\n     The leaves come from Uji.\n\n     As of 2019.\n\n"),
        (
            ["/topics", "1", "4"],
            "     Who owns the shops?\n     A widow owns them.\n\n     As of 2019.\n     Her portrait: https://tea.example/widow\n\n",
        ),
        (["hi"], "     Hello!\n\n"),
        (["where are your shops", "hi", "1"], MISS),
        (["where are your shops", "3"], MISS),
        (["where are your shops", "0"], MISS),
        ([""], ""),
        (
            ["where are your shops", "  \t ", "1"],
            "     Is there a shop in Ashford?\n     Yes, in Ashford.\n\n     As of 2019.\n\n",
        ),
    ],
)
def test_a_conversation(person: Person, lines: list[str], answered: str) -> None:
    """Questions are answered, follow-ups understood, misses counted; a number chooses from what was shown last."""
    assert person.says(*lines) == answered
    assert person.stays


def test_what_is_chosen_is_remembered(person: Person) -> None:
    """A follow-up is understood from the answer that was chosen by its number."""
    assert person.says("where do the teas grow", "/topics", "1", "2", "list") == SHOPS


@pytest.mark.parametrize("number", ["00010", "0001" + "0" * 5000])
def test_numbers_with_zeros(person: Person, number: str) -> None:
    """A number that is too large chooses nothing, however it begins."""
    assert person.says("where are your shops", number) == MISS


class Forgetful(Dialogue):
    """A dialogue that has lost all it offered."""

    def open(self, reference: str, language: str | None = None) -> None:
        """None of it is there any more."""


def test_choosing_what_is_gone(tmp_path: Path) -> None:
    """A choice that leads nowhere any more is told to be gone, and the topics are offered."""
    person = Person(Forgetful(teahouse(tmp_path).knowledge, BARS, "en"))
    assert person.says("where are your shops", "1") == "     That is gone.\n      1 Shops\n      2 Teas\n\n"
    assert person.says("2") == "     Teas. Which question?\n      1 Which teas do you sell?\n      2 Where do the teas grow?\n\n"


@pytest.mark.parametrize("line", ["/quit", "/exit", "quit", "exit", " QUIT ", "/Exit"])
def test_leaving(person: Person, line: str) -> None:
    """Some words end the conversation without another."""
    assert person.says(line) == ""
    assert not person.stays


@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("/help", HELP),
        ("/HELP ", HELP),
        ("/about", "     I know one leaflet.\n\n"),
        ("/privacy", "     I keep nothing.\n\n"),
        ("/topics", "     Which topic?\n      1 Shops\n      2 Teas\n\n"),
        ("/", HINTED),
        ("/nonsense", HINTED),
        ("/greeting", HINTED),
        ("/explain", HINTED),
    ],
)
def test_commands(person: Person, command: str, text: str) -> None:
    """Pages are shown by their names; what is no command, or has nothing to explain yet, gets a hint."""
    assert person.says(command) == text
    assert person.stays


def test_explaining(person: Person) -> None:
    """The last question is explained, whatever was chosen or looked up after it."""
    explained = person.says("where do the teas grow", "/help", "/explain").split("\n")
    assert explained[0].startswith("     1. teas-origin  ")
    assert explained[1] == "        nearest phrasing: Where do the teas grow?"
    assert any("The second lost by" in line for line in explained)
    assert person.says("xyzzy", "/explain") == "     No word of this is known.\n\n"


RUSSIAN = {
    "ru/shops.yaml": topic(entry("shops", "Где магазины?", "В Туле."), title="Магазины"),
    "ru/phrases.yaml": "{greeting: Привет., nothing: Не знаю., topics: О чём?, topic: О чём именно?}\n",
}


def test_the_language(tmp_path: Path) -> None:
    """All that is said is in the wished language."""
    person = Person(teahouse(tmp_path, RUSSIAN), language="ru")
    assert person.is_greeted().startswith("     Привет.\n      1 Магазины\n")
    assert person.says("Магазины где") == "     В Туле.\n\n"
    assert person.says("абырвалг") == "     Не знаю.\n      1 Магазины\n\n"
    assert person.says("/topics") == "     О чём?\n      1 Магазины\n\n"
    assert person.says("1") == "     О чём именно?\n      1 Где магазины?\n\n"
    assert person.says("1") == "     Где магазины?\n     В Туле.\n\n"
    assert "nearest phrasing: Где магазины?" in person.says("где магазины", "/explain")


def test_the_language_of_the_conversation(tmp_path: Path) -> None:
    """Whatever was wished, menus and what is chosen from them are in the language that is being spoken."""
    person = Person(teahouse(tmp_path, RUSSIAN))
    assert person.is_greeted().startswith("     Welcome to the tea house.\n")
    assert person.says("Магазины где") == "     В Туле.\n\n"
    assert person.says("/topics") == "     О чём?\n      1 Магазины\n\n"
    assert person.says("1") == "     О чём именно?\n      1 Где магазины?\n\n"
    assert person.says("1") == "     Где магазины?\n     В Туле.\n\n"
    assert person.says("where are your shops?").startswith("     Three: Ashford, Bexley and Corwen.\n")


ODD = topic(
    entry("odd", "Odd?", "'[bold]x[/bold] :smile: 1 < 2 & [/nothing]'"),
    entry("fine", "Fine?", "'See <a href=\"https://tea.example/map\">the map</a>, <i>soon</i>.'"),
)


def test_what_looks_like_formatting(tmp_path: Path) -> None:
    """Brackets, colons and signs in an answer are shown as they stand."""
    assert (
        Person(teahouse(tmp_path, {"en/odd.yaml": ODD})).says("odd?")
        == "     [bold]x[/bold] :smile: 1 < 2 & [/nothing]\n\n     As of 2019.\n\n"
    )


def test_formatting(tmp_path: Path) -> None:
    """In a terminal bold is bold, italic is italic, and a link can be followed."""
    person = Person(teahouse(tmp_path, {"en/odd.yaml": ODD}), plain=False)
    assert "\x1b[1mAshford\x1b[0m" in person.says("where are your shops")
    said = person.says("fine?")
    assert "\x1b[3msoon\x1b[0m" in said
    assert ";https://tea.example/map\x1b\\the map\x1b]8;;" in said
    assert ";https://tea.example/widow\x1b\\https://tea.example/widow" in person.says("who owns the shops")


def test_links_in_plain_text(tmp_path: Path) -> None:
    """Where nothing can be clicked the address stands beside the text, as it does in `ask`."""
    assert "the map (https://tea.example/map)" in Person(teahouse(tmp_path, {"en/odd.yaml": ODD})).says("fine?")


def fed(monkeypatch: pytest.MonkeyPatch, said: bytes) -> None:
    """Pipe something into this process."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(said), encoding="utf-8"))


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        (b"", ""),
        (b"where are your shops\nhi\n", SHOPS + "     Hello!\n\n"),
        (b"where are your shops\r\nhi", SHOPS + "     Hello!\n\n"),
        (b"xyzzy\n/help\n/quit\nhi\n", MISS + HELP),
        (b"\n\n \nhi\n", "     Hello!\n\n"),
        (b"\xff\xfe\n", MISS),
        (b"where \xffare your shops\n", SHOPS),
        ("hi\u2028\n".encode(), "     Hello!\n\n"),
    ],
)
def test_piped_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], said: bytes, printed: str
) -> None:
    """Every line is answered in plain text, without greeting or prompt, until the input or the conversation ends."""
    fed(monkeypatch, said)
    run(teahouse(tmp_path))
    assert read(capsys.readouterr().out) == printed


def test_piped_input_is_one_conversation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line may refer to the one before; the language is that of the call."""
    fed(monkeypatch, b"where do the teas grow\nlist\n")
    run(teahouse(tmp_path, {"ru/shops.yaml": topic(entry("shops", "Где?", "Тут."))}), "en")
    assert "Green tea and black tea." in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["chat"], ["chat", "--language", "en"]])
def test_a_piped_process(tmp_path: Path, arguments: list[str]) -> None:
    """`python -m bot chat` answers what is piped into it line by line, and ends."""
    write(tmp_path / "knowledge", FILES)
    printed = piped(tmp_path, *arguments, said="where are your shops\né\n/help\n".encode())
    assert read(printed.decode()) == SHOPS + MISS + HELP


class Screen(io.StringIO):
    """A standard input that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> Iterator[PipeInput]:
    """The keyboard of a terminal in which this process runs."""
    monkeypatch.setattr(sys, "stdin", Screen())
    monkeypatch.setenv("COLUMNS", "120")
    with create_pipe_input() as typed, create_app_session(input=typed, output=DummyOutput()):
        yield typed


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the person's own; where the history is kept in it."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home" / "config"))
    return tmp_path / "home" / "config" / "japan-center-bot" / "history"


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("/quit\r", GREETING),
        ("\x04", GREETING),
        ("\x03", GREETING),
        ("where are your shops\rhi\r/quit\rhi\r", GREETING + SHOPS + "     Hello!\n\n"),
        ("where are your shops\r\r\x04", GREETING + SHOPS),
        ("hi there, \x03", GREETING),
        ("2\r1\rexit\r", GREETING + "     Teas. Which question?\n"
         "      1 Which teas do you sell?\n      2 Where do the teas grow?\n\n"
         "     Which teas do you sell?\n     Green tea and black tea.\n\n     As of 2019.\n\n"),
    ],
)  # fmt: skip
def test_typed_input(tmp_path: Path, keys: PipeInput, capsys: pytest.CaptureFixture[str], typed: str, printed: str) -> None:
    """A person is greeted and answered until they leave, by a word, with Ctrl-D or with Ctrl-C."""
    keys.send_text(typed)
    run(teahouse(tmp_path / "kb"))
    assert read(capsys.readouterr().out) == printed


def test_the_history(tmp_path: Path, keys: PipeInput, home: Path) -> None:
    """What is typed is kept for the next conversation, in a file of the person's own."""
    for typed in ("where are your shops\r/quit\r", "hi\r\x04"):
        keys.send_text(typed)
        run(teahouse(tmp_path / "kb"))
    lines = home.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("+")] == ["+where are your shops", "+/quit", "+hi"]


def test_no_place_for_a_history(tmp_path: Path, keys: PipeInput, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where no file can be kept, the conversation goes on without one."""
    home.parent.parent.mkdir(parents=True)
    home.parent.write_text("a file where a folder should be")
    keys.send_text("hi\r/quit\r")
    run(teahouse(tmp_path / "kb"))
    assert read(capsys.readouterr().out) == GREETING + "     Hello!\n\n"
    assert home.parent.read_text() == "a file where a folder should be"


def test_in_a_real_terminal(tmp_path: Path, home: Path) -> None:
    """`python -m bot chat` greets, prompts, completes commands with the tabulator, recalls questions, and ends with Ctrl-D."""
    write(tmp_path / "knowledge", FILES)
    with terminal(tmp_path, "chat") as screen:
        screen.shows("You: ")
        screen.type(b"where do the teas grow\r")
        screen.shows("The leaves come from Uji.")
        screen.shows("You: ")
        screen.type(b"/priv")
        screen.shows("/privacy")
        screen.type(b"\t")
        screen.shows("acy")
        screen.type(b"\r")
        screen.shows("I keep nothing.")
        screen.shows("You: ")
        screen.type(b"\x1b[A\x1b[A\r")
        screen.shows("The leaves come from Uji.")
        screen.shows("You: ")
        screen.type(b"\x04")
        assert screen.ends() == 0
    assert [line[1:] for line in home.read_text().splitlines() if line.startswith("+")][:2] == [
        "where do the teas grow",
        "/privacy",
    ]


def test_a_terminal_with_another_encoding(tmp_path: Path, home: Path) -> None:
    """What a terminal sends in another encoding is a question like any other."""
    write(tmp_path / "knowledge", FILES)
    with terminal(tmp_path, "chat") as screen:
        screen.shows("You: ")
        screen.type(b"\xe9t\xe9\r")
        screen.shows("I do not know that.")
    assert home.exists()
