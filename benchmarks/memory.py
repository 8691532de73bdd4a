"""What an index takes in memory: by how much a fresh process grows while it builds one.

The process is this module run as a program; it reads `{"system", "language", "phrasings", "labels"}` as JSON from standard input
and writes its growth as JSON to standard output.
"""

import gc
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.data import Phrasing
from benchmarks.systems import all_systems, load

ROOT = Path(__file__).resolve().parent.parent
STATUS = Path("/proc/self/status")
RESET = Path("/proc/self/clear_refs")


@dataclass(frozen=True, slots=True)
class Memory:
    """Megabytes (of a million bytes) of resident memory: what an index keeps, and what building it takes at its height."""

    kept: float
    peak: float


def measure(system: str, language: str, phrasings: Sequence[Phrasing]) -> Memory | None:
    """The memory for an index of these phrasings; None where the kernel does not tell as Linux does in /proc."""
    if not STATUS.exists():
        return None
    texts, labels = [one.text for one in phrasings], [one.label for one in phrasings]
    work = json.dumps({"system": system, "language": language, "phrasings": texts, "labels": labels})
    command = [sys.executable, "-m", "benchmarks.memory"]
    done = subprocess.run(command, input=work, stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT)
    return Memory(**json.loads(done.stdout))


def main() -> None:
    """Builds one index, once everything else that the process needs is in memory."""
    work = json.load(sys.stdin)
    system = next(system for system in all_systems(work["language"]) if system.name == work["system"])
    load(system)
    gc.collect()
    with suppress(OSError):  # where it may not be written, the peak is that since the process began
        RESET.write_text("5", encoding="ascii")  # from now on VmHWM is the peak since now, see proc(5)
    before = _megabytes("VmRSS")
    system.build(work["phrasings"], work["labels"])
    gc.collect()
    json.dump(asdict(Memory(_megabytes("VmRSS") - before, _megabytes("VmHWM") - before)), sys.stdout)


def _megabytes(name: str) -> float:
    """A figure of this process, which the kernel tells in units of 1,024 bytes."""
    found = re.search(rf"^{name}:\s+(\d+) kB$", STATUS.read_text(encoding="ascii", errors="replace"), re.MULTILINE)
    return int(found[1]) * 1024 / 1e6 if found else 0.0


if __name__ == "__main__":
    main()
