"""The command line as a user meets it: help, usage errors, exit codes, and a server that stops cleanly."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from loket.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def var() -> Iterator[Path]:
    """An empty folder of an installation. Not below pytest's own, which other users may not enter."""
    with tempfile.TemporaryDirectory(prefix="loket-test-") as folder:
        yield Path(folder)


def loket(*words: str, var: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "loket", *words], env=environment(var), capture_output=True, text=True, cwd=ROOT
    )


def environment(var: Path) -> dict[str, str]:
    """A clean environment: nothing of the test run's own database or settings."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("LOKET_", "DJANGO_"))}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "LOKET_VAR": str(var)}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, var: Path) -> None:
    answer = loket(command, "--help", var=var)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert COMMANDS[command].help in answer.stdout


@pytest.mark.parametrize("words", [(), ("bestaat-niet",), ("figures",), ("figures", "twee"), ("serve", "--port", "x")])
def test_wrong_usage_is_2_and_shows_how(words: tuple[str, ...], var: Path) -> None:
    answer = loket(*words, var=var)
    assert answer.returncode == 2
    assert "gebruik: ./loket" in answer.stderr


def test_a_reader_that_goes_away_is_no_mistake(var: Path) -> None:
    """As in ``./loket --help | head -1``."""
    reading, writing = os.pipe()
    os.close(reading)
    answer = subprocess.run(
        [sys.executable, "-m", "loket", "--help"],
        env=environment(var),
        stdout=writing,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    os.close(writing)
    assert (answer.returncode, answer.stderr) == (0, b"")


def test_a_missing_folder_is_1_and_named(var: Path) -> None:
    answer = loket("load", str(var / "weg"), var=var)
    assert answer.returncode == 1
    assert str(var / "weg") in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_year_without_a_snapshot_is_1_and_named(var: Path) -> None:
    answer = loket("figures", "1999", var=var)
    assert answer.returncode == 1
    assert "1999" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_serve_answers_and_stops_cleanly_with_its_database(var: Path) -> None:
    """SIGTERM ends the workers, the task process and PostgreSQL, and the exit code is 0."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "loket", "serve", "--port", str(port)], env=environment(var), cwd=ROOT
    )
    try:
        assert wait_for(port, "/") == 200
        children = psutil.Process(process.pid).children(recursive=True)
        postgres = psutil.Process(int((var / "postgres" / "postmaster.pid").read_text().splitlines()[0]))
    finally:
        process.send_signal(signal.SIGTERM)
        code = process.wait(30)
    assert code == 0
    assert not [child for child in (*children, postgres) if is_alive(child)]


def is_alive(process: psutil.Process) -> bool:
    """Running; a process that ended and that nobody waited for is not."""
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def wait_for(port: int, path: str) -> int:
    """The status that the server gives once it listens; it gets a minute."""
    for _ in range(300):
        with closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
            try:
                connection.request("GET", path)
                return connection.getresponse().status
            except OSError:
                time.sleep(0.2)
    raise AssertionError(f"{path} did not answer")
