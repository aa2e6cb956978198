"""One real PostgreSQL for the whole run, thrown away afterwards."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings as django_settings
from django.db import connections
from django.utils import translation
from hypothesis import HealthCheck, settings

from loket.core import database
from loket.settings import database as database_settings

ROOM = 2 * 1024**3
"""Bytes that a database of tests may need, with its journal."""

settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")
"""How long an example takes says something of the machine, not of the code: speed is measured in ``./loket bench``."""


def pytest_configure() -> None:
    """Look a static file up when it is asked for. Otherwise every client reads them all first."""
    django_settings.WHITENOISE_AUTOREFRESH = True


def memory() -> str | None:
    """A folder in memory, where there is room for a database: emptying its tables after a test takes a third of the
    time there. None: the usual place."""
    shared = Path("/dev/shm")  # noqa: S108 (the folder below it gets a name that nobody can guess)
    has_room = shared.is_dir() and os.access(shared, os.W_OK) and shutil.disk_usage(shared).free > ROOM
    return str(shared) if has_room else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of this run's server."""
    with (
        tempfile.TemporaryDirectory(prefix="loket-test-", dir=memory()) as folder,
        database.running(Path(folder) / "pg", throw_away=True) as url,
    ):
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        yield url


@pytest.fixture(scope="session")
def django_db_modify_db_settings(postgres: str) -> None:
    """Point Django at this run's server before the test database is made."""
    connections["default"].settings_dict.update(database_settings(postgres))


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """What a test leaves in the process goes: the language of the last page, which stays with the thread until the next
    request, and what a worker that ran here does at a signal."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)}
    yield
    for number, handler in handlers.items():
        signal.signal(number, handler)
    translation.deactivate()
