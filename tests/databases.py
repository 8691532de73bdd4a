"""A real PostgreSQL for the tests: a cluster of its own, in a temporary folder, on a free port of this machine."""

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

NOT_ROOT = "nobody"
"""PostgreSQL refuses to run as root."""


def _programs() -> Path | None:
    """Where PostgreSQL's programs are: Debian keeps them out of the PATH."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return folders[-1] if folders else None


PROGRAMS = _programs()
"""None where PostgreSQL is not installed."""


class PostgreSQL:
    """A cluster that can be started and stopped."""

    def __init__(self) -> None:
        if PROGRAMS is None:
            raise FileNotFoundError("PostgreSQL is not installed")
        self._folder = Path(tempfile.mkdtemp(prefix="bot-postgresql-"))
        self._user = NOT_ROOT if os.geteuid() == 0 else None
        if self._user:
            shutil.chown(self._folder, self._user)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._run("initdb", "-D", str(self._data), "-U", "bot", "-A", "trust", "-E", "UTF8", "--no-sync")
        self.start()

    @property
    def url(self) -> str:
        """The address, as platforms write it."""
        return f"postgres://bot:secret-word@127.0.0.1:{self._port}/postgres"

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def start(self) -> None:
        """Start, and wait until it answers."""
        options = f"-p {self._port} -c listen_addresses=127.0.0.1 -c fsync=off -k {self._folder}"
        self._run("pg_ctl", "-D", str(self._data), "-w", "-o", options, "-l", str(self._folder / "log"), "start")

    def stop(self) -> None:
        """Stop at once."""
        self._run("pg_ctl", "-D", str(self._data), "-w", "-m", "immediate", "stop")

    def remove(self) -> None:
        """Stop, and leave nothing behind."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        if PROGRAMS is None:
            raise FileNotFoundError(program)
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
        subprocess.run(
            [PROGRAMS / program, *arguments],
            user=self._user,
            env=environment,
            cwd=self._folder,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=60,
        )
