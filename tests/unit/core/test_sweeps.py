"""The third process: one sweep that fails stops no other, and it ends when it is asked to."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.db import connection
from pytest_django import Settings

from loket.core import clock, sweeps
from loket.core.models import UsedToken

pytestmark = pytest.mark.django_db
ran: list[str] = []


def good() -> None:
    ran.append("good")


def bad() -> None:
    raise OSError("the disk is full")


def test_one_that_fails_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    for name in (f"{__name__}.bad", f"{__name__}.good", "loket.core.nothing"):
        sweeps.run(name)
    assert ran == ["good"]
    assert [record.args for record in caplog.records] == [(f"{__name__}.bad",), ("loket.core.nothing",)]


def test_every_sweep_of_the_house_runs_on_an_empty_house(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    for name in settings.SWEEPS:
        sweeps.run(name)
    assert caplog.records == []


def test_every_sweep_runs_where_there_are_no_advisers(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    settings.DATA = Path(__file__).resolve().parents[2] / "data" / "voorbeeldland"
    for name in settings.SWEEPS:
        sweeps.run(name)
    assert caplog.records == []


def test_tokens_stay_as_long_as_a_form_may_be_sent_again() -> None:
    for days in (0, 2, 3):
        UsedToken.objects.create(token=uuid.uuid4(), on=clock.today() - dt.timedelta(days=days))
    sweeps.used_tokens()
    assert UsedToken.objects.count() == 2


def test_sessions_that_ended_are_deleted_and_others_stay(settings: Settings) -> None:
    store = sweeps.import_module(settings.SESSION_ENGINE).SessionStore
    ended, running = store(), store()
    for session, seconds in ((ended, -10), (running, 100)):
        session.set_expiry(clock.now() + dt.timedelta(seconds=seconds))
        session.save()
    sweeps.expired_sessions()
    assert kept(ended) is False
    assert kept(running) is True


def kept(session: SessionBase) -> bool:
    return bool(session.exists(session.session_key or ""))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_when_asked_and_not_after_its_pause(number: int) -> None:
    """What it swept meanwhile stands in the database of the tests, until this one ends."""
    found, name = connection.settings_dict, f"sweep {uuid.uuid4()}"
    environment = {
        **os.environ,
        "LOKET_DATABASE_URL": f"postgresql:///{found['NAME']}?user={found['USER']}&host={found['HOST']}",
        "DJANGO_SETTINGS_MODULE": "loket.settings",
        "PGAPPNAME": name,
        "PYTHONPATH": str(Path(sweeps.__file__).parents[2]),
    }
    command = [sys.executable, "-m", "django", "sweep", "--every", "100"]
    with subprocess.Popen(command, env=environment) as process:
        try:
            while not is_connected(name):
                assert process.poll() is None
                time.sleep(0.1)
            process.send_signal(number)
            assert process.wait(30) == 0
        finally:
            process.kill()


def is_connected(name: str) -> bool:
    """Whether a program of this name works in the database: then it listens to signals too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute("SELECT 1 FROM pg_stat_activity WHERE application_name = %s", [name])
        return cursor.fetchone() is not None
