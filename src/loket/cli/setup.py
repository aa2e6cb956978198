"""What a command finds ready: Django, and the database with its tables."""

import getpass
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_LOCK = 0x6D696772
"""The advisory lock that makes migrations queue: the word "migr"."""


def var_folder() -> Path:
    """Where everything that is made stands: ``LOKET_VAR``, or ``var`` beside the source."""
    given = os.environ.get("LOKET_VAR")
    folder = Path(given) if given else Path(__file__).resolve().parents[3] / "var"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def secret_key() -> str:
    """The signing key of this installation: from the environment, else made once and kept for the owner only."""
    given = os.environ.get("LOKET_SECRET_KEY")
    if given:
        return given
    file = var_folder() / "secret-key"
    if not file.exists():
        with tempfile.NamedTemporaryFile("w", dir=file.parent) as fresh, suppress(FileExistsError):
            fresh.write(secrets.token_urlsafe(50))
            fresh.flush()
            os.link(fresh.name, file)
    return file.read_text()


def operator() -> str:
    """Who gives this command, for the audit trail: the name of the account, or its number when it has no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"


@contextmanager
def django() -> Iterator[None]:
    """Settings and models, without a database."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loket.settings")
    os.environ["LOKET_SECRET_KEY"] = secret_key()
    django.setup()
    yield


@contextmanager
def database() -> Iterator[None]:
    """Settings, models and a running database with every table at its newest version."""
    from loket.core.database import VARIABLE, BadAddress, running

    with running(var_folder() / "postgres"), django():
        from django.db import OperationalError, connections

        try:
            _migrate()
        except OperationalError as error:
            why = str(error).splitlines()[0]
            raise BadAddress(f"de database antwoordt niet; kijk {VARIABLE} en de server na ({why})") from error
        try:
            yield
        finally:
            connections.close_all()


def working_bodies() -> list[str]:
    """The codes of the bodies that need a key: those that take reports, and those that work cases."""
    from loket.casework.configuration import configuration as casework
    from loket.intake.configuration import configuration as intake

    return list(dict.fromkeys([*intake().bodies, *casework().bodies]))


def _migrate() -> None:
    """Bring the tables up to date; who comes second waits, and finds it done."""
    from django.core.management import call_command
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        call_command("migrate", verbosity=0, interactive=False)
        cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
