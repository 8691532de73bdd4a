"""The bot as a process that is fed through a pipe, as scripts feed it."""

import subprocess
import sys
from pathlib import Path

from environment import inherited
from knowledge_files import ROOT


def piped(folder: Path, *arguments: str, said: bytes, **environment: str) -> bytes:
    """What `python -m bot` prints to what is said, run in a folder; it has to end well and to complain of nothing."""
    ended = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        input=said,
        cwd=folder,
        env=inherited() | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"} | environment,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    return ended.stdout
