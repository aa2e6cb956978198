"""A case that ended gets its term, can be held, and goes whole or not at all."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import pytest
import time_machine
from case_world import House
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from loket.casework import services
from loket.casework.content import ItemContent, PersonContent, PersonIdentity
from loket.casework.errors import BadReason, Gone
from loket.casework.models import Case, Item, ItemKind, Statement
from loket.casework.retention import queries
from loket.casework.retention import services as retention
from loket.casework.retention.errors import Held, NothingToChange, NotYet
from loket.casework.sealing import OpenCase
from loket.core import audit, clock
from loket.core.models import AuditEntry
from loket.intake import files, storage, tidy
from loket.intake.models import Report, SealedFile
from loket.intake.raising import Raised
from loket.intake.terms import months_later

pytestmark = pytest.mark.django_db


class Capture(Protocol):
    """pytest-django's fixture: runs what was left for after the commit."""

    def __call__(self, *, execute: bool) -> AbstractContextManager[list[object]]: ...


def filled(opened: OpenCase, *settlements: str) -> None:
    """A note with a file, and a person for each settlement."""
    upload = files.store([b"verzonnen inhoud"], name="a.txt", kind="text/plain")
    content = ItemContent(title="Een notitie", text="verzonnen")
    services.add_item(opened=opened, kind=ItemKind.NOTE, content=content, files=[upload], actor="staal")
    for number, settlement in enumerate(settlements, 1):
        services.add_person(
            opened=opened,
            version=Case.objects.get(pk=opened.case.pk).version,
            content=PersonContent(settlement=settlement),
            identity=PersonIdentity(name=f"Persoon {number}"),
            actor="staal",
        )


def close(house: House, case: Case) -> OpenCase:
    """Close the case today, as its last act does."""
    Case.objects.filter(pk=case.pk).update(closed_on=clock.today(), due_on=None, next_act="")
    opened = house.opened("staal", case)
    retention.after_final(opened=opened)
    return opened


@pytest.fixture
def due(house: House, opened: OpenCase) -> Case:
    """A case that was closed long ago."""
    filled(opened, "no_action")
    close(house, opened.case)
    Case.objects.filter(pk=opened.case.pk).update(destroy_on=clock.today())
    return Case.objects.get(pk=opened.case.pk)


@pytest.mark.parametrize(
    ("settlements", "months"),
    [((), 12), (("no_action",), 6), (("no_action", "resignation_by_employee"), 24), (("dismissal", "no_action"), 60)],
)
def test_the_heaviest_outcome_sets_the_term_and_the_mailbox_tells_nothing_of_it(
    house: House, opened: OpenCase, settlements: tuple[str, ...], months: int
) -> None:
    filled(opened, *settlements)
    close(house, opened.case)
    case = Case.objects.get(pk=opened.case.pk)
    assert case.destroy_on == months_later(clock.today(), months)
    assert Report.objects.get(pk=case.report).kept_until == months_later(clock.today(), 6)


def test_a_case_that_went_on_elsewhere_gets_the_term_of_every_case(opened: OpenCase) -> None:
    Case.objects.filter(pk=opened.case.pk).update(view_ended_on=clock.today(), due_on=None, report=None)
    retention.sweep()
    retention.sweep()
    assert Case.objects.get(pk=opened.case.pk).destroy_on == months_later(clock.today(), 12)


def test_nothing_goes_before_its_day(house: House, opened: OpenCase) -> None:
    with pytest.raises(NotYet):
        retention.destroy(case=opened.case, actor="hoofd")
    close(house, opened.case)
    day = Case.objects.get(pk=opened.case.pk).destroy_on
    assert day
    with time_machine.travel(clock.midnight(day) - dt.timedelta(minutes=1)), pytest.raises(NotYet):
        retention.destroy(case=opened.case, actor="hoofd")
    with time_machine.travel(clock.midnight(day)):
        retention.destroy(case=opened.case, actor="hoofd")
    assert not Case.objects.exists()


STAYS = {"Statement": 1, "CaseNumber": 1, "SearchKey": 1}
"""What stands in the tables of this room when its only case is gone: nothing of the other two is about one case."""


def test_nothing_is_left_but_the_statement_and_the_trail(
    due: Case, raised: Raised, django_capture_on_commit_callbacks: Capture
) -> None:
    report, on_disk = str(due.report), [one.pk for one in SealedFile.objects.all()]
    assert len(on_disk) == 1
    with django_capture_on_commit_callbacks(execute=True):
        made = retention.destroy(case=due, actor="hoofd")
    assert (made.reference, made.body, made.term, made.files) == (due.reference, "oif", "P0M", 1)
    assert [storage.size(one) for one in on_disk] == [None]
    for model in apps.get_app_config("casework").get_models():
        assert model._default_manager.count() == STAYS.get(model.__name__, 0), model
    assert not Report.objects.exists()
    assert rows_with(str(due.pk), report, raised.reference) == set()
    assert rows_with(due.reference) == {"casework_statement"}
    entry = AuditEntry.objects.get(action="case.destroy")
    assert (entry.actor, entry.target, entry.summary["files"]) == ("hoofd", f"case:{due.reference}", 1)


def rows_with(*texts: str) -> set[str]:
    """The tables, the trail aside, with a row in which one of these stands."""
    found = set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" AS one WHERE one::text LIKE ANY (%s)',  # noqa: S608 (named by the database)
                [[f"%{text}%" for text in texts]],
            )
            found |= {table} if cursor.fetchone()[0] else set()
    return found - {"core_auditentry"}


def test_what_was_counted_before_is_what_goes(due: Case) -> None:
    found = queries.amount(queries.due(Case.objects.all()))
    assert (found.cases, found.people, found.files) == (1, 1, 1)
    assert found.items == Item.objects.count()
    assert found.bytes == SealedFile.objects.get().stored
    made = retention.destroy(case=due, actor="hoofd")
    assert (made.items, made.files) == (found.items, found.files)


def test_a_case_that_came_of_it_stays_and_leads_nowhere(due: Case) -> None:
    later = Case.objects.get(pk=due.pk)
    later.pk, later.reference, later.report, later.origin = uuid.uuid4(), "26-9999", None, due
    later.save(force_insert=True)
    retention.destroy(case=due, actor="hoofd")
    assert Case.objects.get().origin is None


def test_a_report_that_another_body_has_now_stays(due: Case, house: House) -> None:
    Report.objects.filter(pk=due.report).update(body="mib")
    retention.destroy(case=due, actor="hoofd")
    assert Report.objects.filter(pk=due.report).exists()


def test_a_hold_keeps_it_until_it_is_released(due: Case, house: House) -> None:
    with pytest.raises(BadReason):
        retention.hold(case=due, reason="ended", actor="hoofd")
    retention.hold(case=due, reason="court", actor="hoofd")
    with pytest.raises(NothingToChange):
        retention.hold(case=due, reason="court", actor="hoofd")
    assert not queries.due(Case.objects.all()).exists()
    (held,) = queries.held(Case.objects.all())
    assert (held.case, held.by, held.on) == (due, "hoofd", clock.today())
    assert held.reason
    with pytest.raises(Held):
        retention.destroy(case=due, actor="hoofd")
    retention.release(case=due, reason="ended", actor="hoofd")
    events = [house.opened("staal", due).item(item) for item in Item.objects.filter(kind=ItemKind.EVENT)]
    assert [(one.code, one.values) for one in events[-2:]] == [
        ("held", {"reason": "court"}),
        ("released", {"reason": "ended"}),
    ]
    retention.destroy(case=due, actor="hoofd")
    reasons = AuditEntry.objects.filter(action__in=("case.hold", "case.release")).order_by("position")
    assert [entry.summary["reason"] for entry in reasons] == ["court", "ended"]


def test_what_comes_is_counted_by_month(house: House, opened: OpenCase) -> None:
    close(house, opened.case)
    counted = {}
    with time_machine.travel(dt.datetime(2027, 1, 30, 12, tzinfo=clock.ZONE)):
        for day in ("2027-01-30", "2027-01-31", "2027-02-01", "2027-02-28", "2027-03-01"):
            Case.objects.update(destroy_on=dt.date.fromisoformat(day))
            found = queries.coming(Case.objects.all())
            counted[day] = (found.now, found.this_month, found.next_month)
    assert counted == {
        "2027-01-30": (1, 0, 0),
        "2027-01-31": (0, 1, 0),
        "2027-02-01": (0, 0, 1),
        "2027-02-28": (0, 0, 1),
        "2027-03-01": (0, 0, 0),
    }


@pytest.mark.django_db(transaction=True)
def test_two_at_once_destroy_it_once(due: Case) -> None:
    with ThreadPoolExecutor(2) as pool:
        ended = [one.result(60) for one in [pool.submit(attempt, due) for _ in range(2)]]
    assert sorted(ended) == ["destroyed", "gone"]
    assert Statement.objects.count() == 1


def attempt(case: Case) -> str:
    try:
        retention.destroy(case=case, actor="hoofd")
    except Gone:
        return "gone"
    finally:
        connection.close()
    return "destroyed"


@pytest.mark.django_db(transaction=True)
def test_killed_before_it_stands_all_of_it_is_there(due: Case, house: House) -> None:
    (file,) = SealedFile.objects.all()
    with transaction.atomic():
        audit.record(actor="test", action="test", target="test", summary={})
        doomed = destroying(due)
        until(lambda: waits_for_the_trail() == 1)
        doomed.send_signal(signal.SIGKILL)
        assert doomed.wait(30) == -signal.SIGKILL
    until(lambda: waits_for_the_trail() == 0)
    assert not Statement.objects.exists()
    opened = house.opened("staal", due)
    assert "verzonnen" in [opened.item(item).text for item in opened.items()]
    assert opened.report
    assert opened.report.content().story
    assert storage.size(file.pk) == file.stored


@pytest.mark.django_db(transaction=True)
def test_killed_once_it_stands_the_sweep_takes_the_bytes_that_are_left(due: Case) -> None:
    (file,) = SealedFile.objects.all()
    doomed = destroying(due, dies="transaction.on_commit(lambda: os.kill(os.getpid(), 9))")
    assert doomed.wait(60) == -signal.SIGKILL
    assert Statement.objects.get().reference == due.reference
    assert not Case.objects.exists()
    assert not SealedFile.objects.exists()
    assert storage.size(file.pk) == file.stored
    with time_machine.travel(clock.now() + dt.timedelta(days=3)):
        assert tidy.delete_orphans() == 1
    assert storage.size(file.pk) is None


PROGRAM = """
import os, django
django.setup()
from django.db import transaction
from loket.casework.models import Case
from loket.casework.retention import services
with transaction.atomic():
    {dies}
    services.destroy(case=Case(pk="{case}"), actor="hoofd")
"""


def destroying(case: Case, dies: str = "pass") -> "subprocess.Popen[bytes]":
    """Another process that destroys the case, on the database and the storage of this test."""
    found = connection.settings_dict
    environment = {
        **os.environ,
        "LOKET_DATABASE_URL": f"postgresql:///{found['NAME']}?user={found['USER']}&host={found['HOST']}",
        "LOKET_VAR": str(settings.VAR),
        "DJANGO_SETTINGS_MODULE": "loket.settings",
        "PYTHONPATH": str(Path(audit.__file__).parents[2]),
    }
    return subprocess.Popen([sys.executable, "-c", PROGRAM.format(dies=dies, case=case.pk)], env=environment)


def waits_for_the_trail() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        found: int = cursor.fetchone()[0]
        return found


def until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.02)
