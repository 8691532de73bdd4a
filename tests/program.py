"""The real program, `python -m bot ...`, as a process of its own."""

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from botapi.server import BotApiServer
from environment import inherited
from knowledge_files import ROOT

WITHIN = 120.0  # a busy machine that also measures coverage takes long to get three languages ready


class Program:
    """A running program: what it prints is collected line by line, standard output and error as they come."""

    def __init__(self, folder: Path, arguments: tuple[str, ...], environment: Mapping[str, str]) -> None:
        """`folder` is where it runs, and keeps what it has to keep; of this process's environment it is given no setting."""
        own = {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "", "NO_PROXY": "127.0.0.1"}
        self.ended_by_itself = False
        self._lines: list[str] = []
        self._closed = False
        self._printed = threading.Condition()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot", *arguments],
            cwd=folder,
            env=inherited() | own | dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def output(self) -> str:
        """Everything that it has printed so far."""
        with self._printed:
            return "".join(self._lines)

    def prints(self, words: str, *, times: int = 1) -> None:
        """Wait until it has printed so many lines with these words."""
        with self._printed:
            self._printed.wait_for(lambda: self._closed or self._count(words) >= times, WITHIN)
            if self._count(words) < times:
                raise AssertionError(f"{words!r} was not printed {times} times:\n{''.join(self._lines)}")

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self._process.send_signal(number)

    def ends(self) -> int:
        """Wait until it has ended by itself; the exit code."""
        code = self._ends()
        self.ended_by_itself = True
        return code

    def _ends(self) -> int:
        code = self._process.wait(WITHIN)
        self._reader.join()
        if self._process.stdout:
            self._process.stdout.close()
        return code

    def stop(self) -> int:
        """Ask it to end, as a platform does before it starts the next version; the exit code."""
        if self._process.poll() is None:
            self.signal(signal.SIGTERM)
        try:
            return self._ends()
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._ends()
            raise AssertionError(f"it did not end on SIGTERM:\n{self.output}") from None

    def _count(self, words: str) -> int:
        return sum(words in line for line in self._lines)

    def _read(self) -> None:
        for line in self._process.stdout or ():
            with self._printed:
                self._lines.append(line)
                self._printed.notify_all()
        with self._printed:
            self._closed = True
            self._printed.notify_all()


def address(server: BotApiServer, token: str = "", **environment: str) -> dict[str, str]:
    """The settings with which a program finds that Telegram, by the right token or by another, and whatever else is set."""
    return {"TELEGRAM__TOKEN": token or server.token, "TELEGRAM__API_URL": server.url} | environment


@contextmanager
def program(folder: Path, *arguments: str, environment: Mapping[str, str], faultless: bool = True) -> Iterator[Program]:
    """A program, `python -m bot run` if nothing else is said, that is stopped at the end.

    Whatever happened, it has not printed its token or a warning of Python's, nor, if `faultless`, a traceback; and stopping it
    went well, unless it had ended by itself.
    """
    running = Program(folder, arguments or ("run",), environment)
    try:
        yield running
    finally:
        code = running.stop()
    assert code == 0 or running.ended_by_itself
    secret = environment.get("TELEGRAM__TOKEN", "").partition(":")[2]
    assert not secret or secret not in running.output
    assert "Warning: " not in running.output
    assert not faultless or "Traceback" not in running.output


@contextmanager
def bot_in(server: BotApiServer, folder: Path, *, faultless: bool = True, **environment: str) -> Iterator[Program]:
    """The bot as it answers in that Telegram, with the knowledge base in `folder` unless the environment names another."""
    with program(folder, environment=address(server, **environment), faultless=faultless) as running:
        running.prints("Answering as @test_center_bot")
        yield running
