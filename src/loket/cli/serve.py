"""``./loket serve``: gunicorn with two workers, one process for background tasks and one for what returns (mail,
tidying up), stopped cleanly together."""

import argparse
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from loket.core.errors import UserError

STOP_SECONDS = 15
WORKERS, THREADS = 2, 8
"""Threads carry slow uploads; docs/decisions/0012-workers.md has the measurements."""
_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG


class PortInUse(UserError):
    """Another program listens on the port asked for."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=port_number, default=8000, help="poort op 127.0.0.1 (standaard 8000)")


def port_number(text: str) -> int:
    """A port from 1 to 65535."""
    if text.isascii() and text.isdecimal() and 1 <= int(text[:6]) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text} is geen poort; kies een getal van 1 tot en met 65535")


def run(args: argparse.Namespace) -> int:
    from loket.cli.setup import database

    with database():
        return serve(args.port)


def serve(port: int) -> int:
    """Serve until SIGINT or SIGTERM, or until one of the processes stops by itself (then 1).

    Raises ``PortInUse``, and ``DemoInDeployment`` when a demonstration left something here and this is none.
    """
    from loket.cli.demo_refusal import refuse_demo

    refuse_demo()
    refuse_port_in_use(port)
    asked = stop_on_signals()
    processes: list[subprocess.Popen[bytes]] = []
    try:
        for command in commands(port):
            processes.append(start(command))
        print(f"Open http://localhost:{port}/ (stoppen met Ctrl-C)", flush=True)
        while not asked.to_stop and all(process.poll() is None for process in processes):
            time.sleep(0.2)
    finally:
        end(processes)
    if asked.to_stop:
        return 0
    print("loket: een van de processen stopte uit zichzelf; de regels hierboven zeggen waarom", file=sys.stderr)
    return 1


def commands(port: int) -> list[list[str]]:
    python = sys.executable
    return [web(port), [python, "-m", "django", "db_worker"], [python, "-m", "django", "sweep"]]


def web(port: int, application: str = "loket.wsgi") -> list[str]:
    """The web server: no access log, so that no address of a visitor is written down (wall 7)."""
    return [sys.executable, "-m", "gunicorn", application, "--workers", str(WORKERS), "--worker-class", "gthread",
            "--threads", str(THREADS), "--bind", f"127.0.0.1:{port}", "--log-level", "error",
            "--no-control-socket", "--config", "python:loket.cli.gunicorn_conf"]  # fmt: skip


def start(command: Sequence[str], *, quiet: bool = False) -> subprocess.Popen[bytes]:
    """A process of its own group, so that Ctrl-C reaches only us and we decide the order of stopping. ``quiet``: what
    it says is not shown (a measurement that kills it over and over)."""
    environment = {"DJANGO_SETTINGS_MODULE": "loket.settings", **os.environ}
    said = subprocess.DEVNULL if quiet else None
    return subprocess.Popen(
        command, env=environment, start_new_session=True, preexec_fn=end_with_parent, stdout=said, stderr=said
    )


def end_with_parent() -> None:
    """On Linux: ask for SIGTERM when the process that starts this one is killed, so that the port comes free."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGTERM)


def end(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask every process to stop, and insist when it does not within ``STOP_SECONDS``."""
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def refuse_port_in_use(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise PortInUse(
                f"poort {port} op 127.0.0.1 is niet vrij ({error.strerror}); kies een andere met --port"
            ) from error


@dataclass
class Asked:
    """Whether SIGINT or SIGTERM came. A plain flag: a handler runs between any two instructions of this thread, and an
    event that is set while the same thread takes its lock to wait for it, waits for itself for ever."""

    to_stop: bool = False

    def stop(self, *_: object) -> None:
        self.to_stop = True


def stop_on_signals() -> Asked:
    """What SIGINT and SIGTERM ask from now on."""
    asked = Asked()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, asked.stop)
    return asked
