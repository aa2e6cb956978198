"""The command line as a user meets it: help, usage errors, exit codes, and a server that stops cleanly."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

from loket.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[2]


def loket(*words: str, var: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "loket", *words], env=environment(var), capture_output=True, text=True, cwd=ROOT
    )


def environment(var: Path) -> dict[str, str]:
    """A clean environment: nothing of the test run's own database or settings."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("LOKET_", "DJANGO_"))}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "LOKET_VAR": str(var)}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, tmp_path: Path) -> None:
    answer = loket(command, "--help", var=tmp_path)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert COMMANDS[command].help in answer.stdout


@pytest.mark.parametrize("words", [(), ("bestaat-niet",), ("figures",), ("figures", "twee"), ("serve", "--port", "x")])
def test_wrong_usage_is_2_and_shows_how(words: tuple[str, ...], tmp_path: Path) -> None:
    answer = loket(*words, var=tmp_path)
    assert answer.returncode == 2
    assert "gebruik: ./loket" in answer.stderr


def test_a_missing_folder_is_1_and_named(tmp_path: Path) -> None:
    answer = loket("load", str(tmp_path / "weg"), var=tmp_path / "var")
    assert answer.returncode == 1
    assert str(tmp_path / "weg") in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_year_without_a_snapshot_is_1_and_named(tmp_path: Path) -> None:
    answer = loket("figures", "1999", var=tmp_path)
    assert answer.returncode == 1
    assert "1999" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_serve_answers_and_stops_cleanly_with_its_database(tmp_path: Path) -> None:
    """SIGTERM ends the workers, the task process and PostgreSQL, and the exit code is 0."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "loket", "serve", "--port", str(port)], env=environment(tmp_path), cwd=ROOT
    )
    try:
        assert wait_for(f"http://127.0.0.1:{port}/security.txt") == 200
        children = psutil.Process(process.pid).children(recursive=True)
        postgres = int((tmp_path / "postgres" / "postmaster.pid").read_text().splitlines()[0])
    finally:
        process.send_signal(signal.SIGTERM)
        code = process.wait(30)
    assert code == 0
    assert not [child for child in children if child.is_running()]
    assert not psutil.pid_exists(postgres)


def wait_for(url: str) -> int:
    """The status that the server gives once it listens; it gets a minute."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(url) as answer:
                return int(answer.status)
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{url} did not answer")
