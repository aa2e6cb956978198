"""Background work exists when the act stands, and not otherwise."""

import pytest
from django.core.management import call_command
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from loket.core import tasks
from loket.publications.models import Build, Status
from loket.publications.tasks import run_build


@pytest.mark.django_db
def test_a_rolled_back_act_leaves_no_task() -> None:
    with transaction.atomic():
        tasks.enqueue(run_build, 1)
        transaction.set_rollback(True)
    assert DBTaskResult.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_the_worker_runs_what_waits() -> None:
    """The build that is asked for has no snapshot, and says so: the task itself did its work."""
    build = Build.objects.create(year=1999, started_by="F. Fictie")
    tasks.enqueue(run_build, build.pk)
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
    build.refresh_from_db()
    assert build.status == Status.FAILED
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
