"""The start's part of ``./loket bench``: how long a newcomer waits for ``./loket --help``."""

import subprocess
from pathlib import Path
from time import perf_counter

from loket.cli.bench import Result

LAUNCHER = Path(__file__).resolve().parents[3] / "loket"
TIMES = 5
MOST_SECONDS = 0.3


def measure(_fast: bool) -> list[Result]:
    """The best of some starts, launcher included."""
    best = min(_start() for _ in range(TIMES))
    return [Result("./loket --help", best, MOST_SECONDS, "s", f"de beste van {TIMES} keer")]


def _start() -> float:
    begun = perf_counter()
    subprocess.run([LAUNCHER, "--help"], check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - begun
