"""The embedded server: shared while it is used, gone after the last user, also when one was killed."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from django.db import connection

from loket.core import database

SOURCE = Path(database.__file__).parents[2]
KILLED = """
import os, pathlib, signal, sys
from loket.core.database import running
with running(pathlib.Path(sys.argv[1])):
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Not below pytest's own folder, which the server's own user may not enter."""
    monkeypatch.delenv(database.VARIABLE, raising=False)
    with tempfile.TemporaryDirectory(prefix="loket-test-") as name:
        yield Path(name) / "postgres"


@pytest.mark.django_db
def test_tests_run_on_a_real_postgresql() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select version()")
        assert cursor.fetchone()[0].startswith("PostgreSQL")


def use_and_be_killed(folder: Path) -> psutil.Process:
    """The server that a killed process leaves running."""
    command = [sys.executable, "-c", KILLED, str(folder)]
    assert subprocess.run(command, env={**os.environ, "PYTHONPATH": str(SOURCE)}).returncode == -9
    left = server(folder)
    assert is_alive(left)
    return left


def is_alive(process: psutil.Process) -> bool:
    """Running; a process that ended and that nobody waited for is not."""
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def server(folder: Path) -> psutil.Process:
    return psutil.Process(int((folder / "postmaster.pid").read_text().splitlines()[0]))


def test_what_a_killed_process_left_running_ends_with_the_next_user(folder: Path) -> None:
    left = use_and_be_killed(folder)
    with database.running(folder):
        assert server(folder) == left
    assert not is_alive(left)


def test_data_in_use_is_not_deleted_and_data_left_behind_is(folder: Path) -> None:
    with database.running(folder), pytest.raises(database.InUse, match="een ander"):
        database.delete(folder)
    assert folder.exists()
    left = use_and_be_killed(folder)
    database.delete(folder)
    assert not folder.exists()
    assert not is_alive(left)


STAYS_LISTED = """
import ctypes, os, pathlib, signal, sys, time
import psutil, psycopg
from loket.core.database import running, server_number, start_again
ctypes.CDLL(None).prctl(36, 1)  # PR_SET_CHILD_SUBREAPER: what loses its parent becomes ours, and we wait for nobody
folder = pathlib.Path(sys.argv[1])
with running(folder) as url:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS number")
        killed = server_number(folder)
        os.kill(killed, signal.SIGKILL)
        while psutil.Process(killed).status() != psutil.STATUS_ZOMBIE:
            time.sleep(0.01)
    start_again(folder)
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (42,)
    assert psutil.Process(killed).status() == psutil.STATUS_ZOMBIE
    assert server_number(folder) != killed
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can give us the children of others")
def test_a_killed_server_starts_again_while_the_system_still_lists_it(folder: Path) -> None:
    command = [sys.executable, "-c", STAYS_LISTED, str(folder)]
    subprocess.run(command, env={**os.environ, "PYTHONPATH": str(SOURCE)}, check=True)


def test_a_number_that_another_program_has_by_now_is_no_server(folder: Path) -> None:
    with database.running(folder):
        stale = (folder / "postmaster.pid").read_text()
    (folder / "postmaster.pid").write_text(stale.replace(stale.splitlines()[0], str(os.getpid()), 1))
    assert database.server_number(folder) is None
    with database.running(folder):
        assert is_alive(server(folder))


@pytest.mark.parametrize("left", ["", "12", "no number\n", "4194304\n/nowhere\n"])
def test_a_server_that_was_killed_while_it_started_is_started(folder: Path, left: str) -> None:
    with database.running(folder):
        pass
    (folder / "postmaster.pid").write_text(left)
    with database.running(folder):
        assert is_alive(server(folder))
