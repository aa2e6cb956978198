"""Killed at any moment (SIGKILL of the process, the end of its connection), each act on a case is done or not done:
never half, never twice, with one mail and one letter, and without bytes that belong to nothing. Then it can be done
again. ``test_crash`` kills the database itself."""

import datetime as dt
import logging
import os
import random
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
import time_machine

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit" / "casework" / "handover"))

from case_world import House, make_house, raise_for
from django.conf import LazySettings
from handover_world import NAMED, answer, item, label, plan, upload
from settling import ASSESSED, SETTLED, add_person, confirm, write
from storm import Storm
from walk_world import live_facts

from loket.casework import opening, services
from loket.casework.handover import services as handing
from loket.casework.handover.plan import chosen, shelf
from loket.casework.models import Case, ItemKind, Statement
from loket.casework.retention import services as retention
from loket.casework.sealing import OpenCase
from loket.core import audit, clock
from loket.core.models import AuditEntry, Notice
from loket.intake import files, storage, tidy
from loket.intake.models import Message, Report, SealedFile
from loket.intake.raising import Raised

log = logging.getLogger(__name__)
pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Matter:
    """One matter on its way through two bodies."""

    house: House
    raised: Raised
    begun: int
    """The last entry of the trail before it; other tests leave theirs."""
    who: str = "denkbeeld"

    def now(self) -> OpenCase:
        """The case that the report is with now, as who handles it opens it."""
        return self.house.opened(self.who, Case.objects.get(report=self.raised.report_id))

    def do(self, act: str, text: str = "", attach: str = "", **values: str) -> None:
        """A step, with a file when it has a name."""
        now = self.now()
        uploads = [upload(attach)] if attach else []
        services.act(
            opened=now, act=act, version=now.case.version, values=values, text=text, files=uploads, actor=self.who
        )


@pytest.fixture
def matter(transactional_db: None, settings: LazySettings, tmp_path: Path) -> Matter:
    settings.VAR = tmp_path
    begun = audit.newest().position
    house = make_house()
    raised = raise_for("mib", identity=NAMED.model_copy(update={"notify": True}))
    opening.open_new(body="mib")
    house.desk("denkbeeld")
    house.take("denkbeeld", Case.objects.get())
    return Matter(house, raised, begun)


def trail(matter: Matter, action: str) -> int:
    return AuditEntry.objects.filter(action=action, position__gt=matter.begun).count()


def letters() -> int:
    return Message.objects.filter(author="body").count()


def test_what_is_killed_is_done_or_not_done(matter: Matter) -> None:
    seed = int.from_bytes(os.urandom(4), "big")
    log.info("chance: %d", seed)
    storm = Storm(random.Random(seed))  # noqa: S311 (chance, no secret)
    acknowledged(storm, matter)
    handed_over(storm, matter)
    settled(storm, matter)
    closed(storm, matter)
    destroyed(storm, matter)
    assert storm.killed
    log.info("killed: %s", Counter(storm.killed))


def acknowledged(storm: Storm, matter: Matter) -> None:
    """A step with a letter, a file and a mail."""
    since = trail(matter, "case.act")
    storm.survive(
        lambda: matter.do("acknowledge", "Dank je.", attach="bijlage.txt"),
        lambda: Case.objects.get().stage == "acknowledged",
    )
    assert (letters(), trail(matter, "case.act"), trail(matter, "report.write")) == (1, since + 1, 1)
    assert Notice.objects.filter(body="").count() == 1
    (message,) = matter.house.mailbox(matter.raised).messages()
    (note,) = matter.house.mailbox(matter.raised).message(message).files
    files.check(note)
    swept(files_left=1)


def handed_over(storm: Storm, matter: Matter) -> None:
    """To another body, with the mailbox, and a copy of a document."""
    label(matter.now())
    matter.do("complete")
    item(matter.now(), ItemKind.DOCUMENT, "rittenboek", uploads=[upload("juni.txt")])
    opened = matter.now()
    base = plan(opened, "hand_over", "oif")
    here = shelf(opened, with_report=False)
    wanted = chosen(
        here,
        base,
        items=[str(part.item.number) for part in here.parts],
        files=[file.code for file in here.files],
        people={},
    )
    number = handing.choose(opened=opened, plan=wanted, actor="denkbeeld").number
    handing.ask(opened=matter.now(), number=number, why="", actor="denkbeeld")
    answer(matter.house, matter.raised, "handover")
    before = letters()

    def go() -> None:
        now = matter.now()
        handing.hand_over(
            opened=now, number=number, version=now.case.version, values={}, text="Het bureau.", actor="denkbeeld"
        )

    storm.survive(go, lambda: Case.objects.count() == 2)
    assert Report.objects.get().body == "oif"
    assert (letters(), trail(matter, "case.hand-over"), trail(matter, "report.hand-over")) == (before + 1, 1, 1)
    old = Case.objects.get(body="mib")
    assert (old.view_ended_on, old.due_on) == (clock.today(), None)
    matter.who = "staal"
    matter.house.desk("staal")
    matter.house.take("staal", Case.objects.get(body="oif"))
    for note in [note for one in matter.now().items() for note in matter.now().item(one).files]:
        files.check(note)
    swept(files_left=3)


def settled(storm: Storm, matter: Matter) -> None:
    """A step that yields facts."""
    matter.do("acknowledge", "Dank je.")
    matter.do("assess", **ASSESSED)
    matter.do("no_investigation", reasons="Het is duidelijk.")
    add_person(matter.now(), "V. Verzinsel", decided_on=clock.today(), **SETTLED)
    Case.objects.filter(body="oif").update(stage="decision")
    write(matter.now(), ItemKind.DECISION, title="Besluit")
    confirm(matter.now())
    before = live_facts()
    storm.survive(lambda: matter.do("settle"), lambda: matter.now().case.stage == "settled")
    assert live_facts() == before + 3


def closed(storm: Storm, matter: Matter) -> None:
    matter.do("give_feedback", "Dit deden we.")
    confirm(matter.now())
    storm.survive(lambda: matter.do("close"), lambda: matter.now().case.closed_on is not None)
    case = matter.now().case
    assert case.destroy_on
    assert Report.objects.get().kept_until


def destroyed(storm: Storm, matter: Matter) -> None:
    """The case with its report, mailbox and files; what was handed over stays with its own body until its own day."""
    gone, facts = matter.now().case, live_facts()
    with time_machine.travel(clock.midnight(gone.destroy_on) + dt.timedelta(hours=9)):  # type: ignore[arg-type]
        storm.survive(
            lambda: retention.destroy(case=gone, actor="hoofd"), lambda: not Case.objects.filter(pk=gone.pk).exists()
        )
        assert Statement.objects.get().reference == gone.reference
        assert (Report.objects.count(), Message.objects.count(), live_facts()) == (0, 0, facts)
        assert trail(matter, "case.destroy") == trail(matter, "report.destroy") == 1
    swept(files_left=1)
    assert Case.objects.get().body == "mib"


def swept(*, files_left: int) -> None:
    """The sweep of the storage leaves the bytes that belong to something, and no other."""
    with time_machine.travel(clock.now() + dt.timedelta(days=900)):
        tidy.delete_orphans()
    there = {id_ for id_, _day in storage.stored()}
    assert there == set(SealedFile.objects.values_list("pk", flat=True))
    assert len(there) == files_left
    assert tidy.disagreement() == tidy.Disagreement((), ())
