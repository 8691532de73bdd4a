"""The bot in a terminal of its own, as a person has it before them."""

import os
import pty
import re
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from environment import inherited
from knowledge_files import ROOT

WITHIN = 20.0

_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\r")


class Terminal:
    """A terminal in which a program runs: what stands on it, and keys to press."""

    def __init__(self, process: subprocess.Popen[bytes], screen: int) -> None:
        self._process = process
        self._screen = screen
        self._shown = b""
        self._ended = False

    @property
    def text(self) -> str:
        """All that has been shown, without colours and movements."""
        return _CONTROL.sub("", self._shown.decode(errors="replace"))

    def type(self, keys: bytes) -> None:
        """Press keys."""
        os.write(self._screen, keys)

    def shows(self, words: str) -> None:
        """Wait until these words stand there, and forget what came up to then."""
        while words not in self.text:
            if not self._read():
                raise AssertionError(f"{words!r} was not shown:\n{self.text}")
        self._shown = b""

    def ends(self) -> int:
        """Read on until the program has ended; its exit code."""
        while self._read():
            pass
        return self._process.wait(WITHIN)

    def _read(self) -> bool:
        readable, _, _ = select.select([self._screen], [], [], WITHIN)
        try:
            new = os.read(self._screen, 65536) if readable else b""
        except OSError:  # what Linux says when the program has closed its side
            new = b""
        self._shown += new
        return bool(new)


@contextmanager
def terminal(folder: Path, *arguments: str, **environment: str) -> Iterator[Terminal]:
    """A terminal in which `python -m bot` runs in a folder; it is ended if it does not end by itself."""
    own = {"PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "COLUMNS": "100", "PROMPT_TOOLKIT_NO_CPR": "1"}
    screen, inside = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=inherited() | own | environment,
        stdin=inside,
        stdout=inside,
        stderr=inside,
        start_new_session=True,
    )
    os.close(inside)
    try:
        yield Terminal(process, screen)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait(WITHIN)
        os.close(screen)
