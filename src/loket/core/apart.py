"""Large programs that read what a stranger sends, run in a process of their own: it gets the bytes and nothing else. No
keys, no environment, no place on the disk, so much memory and so many seconds.

``run`` starts this file as that process; ``main`` sets the limits there, and then becomes the program that was asked.
"""

import resource
import runpy
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

MEMORY, SECONDS = 1024 * 1024 * 1024, 20
"""What the program may use: bytes of memory, seconds of the processor."""
WAIT = 25
"""How long we wait for an answer; within the 30 seconds that gunicorn gives a request."""
AT_ONCE, PATIENCE = BoundedSemaphore(2), 2
"""Programs that one process runs at the same moment, since each may take ``MEMORY``; and how many seconds another waits
for its turn."""


class Busy(Exception):
    """Others had their turn."""


class TooHard(Exception):
    """It took too much time or memory, or broke on what it read."""


def run(program: Path, *arguments: str, data: bytes) -> bytes:
    """What the program, a file of our own without imports of the house, writes when it reads ``data``. Raises ``Busy``,
    ``TooHard``."""
    if not AT_ONCE.acquire(timeout=PATIENCE):
        raise Busy
    try:
        return _run([sys.executable, "-I", __file__, str(program), *arguments], data)
    finally:
        AT_ONCE.release()


def _run(command: list[str], data: bytes) -> bytes:
    try:
        done = subprocess.run(command, input=data, capture_output=True, env={}, timeout=WAIT, check=True)  # noqa: S603 (our own program, no shell)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise TooHard from error
    return done.stdout


def main() -> None:
    """``apart.py PROGRAM arguments``: from here on so much memory and time, and not one byte to the disk."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(what, (most, most))
    del sys.argv[0]
    runpy.run_path(sys.argv[0], run_name="__main__")


if __name__ == "__main__":
    main()
