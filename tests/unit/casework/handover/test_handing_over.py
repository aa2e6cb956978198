"""A case goes to another body with exactly what was chosen and agreed to, and with nothing else."""

import pytest

from case_world import STORY, House, raise_for
from loket.casework import opening, services
from loket.casework.access import visible
from loket.casework.content import ItemContent, PersonContent, PersonIdentity
from loket.casework.handover import services as handing
from loket.casework.handover.plan import Plan, chosen, plan_for, shelf
from loket.casework.handover.services import NotAgreed
from loket.casework.handover.standing import standing
from loket.casework.configuration import procedure_of
from loket.casework import engine
from loket.casework.models import Case, ItemKind
from loket.casework.sealing import OpenCase
from loket.intake import services as intake
from loket.intake.content import Identity
from loket.intake.models import MessageKind, Report
from loket.intake.raising import Raised


@pytest.fixture
def at_mib(house: House) -> tuple[Raised, OpenCase]:
    """A report for mib whose case is complete: it can be handed over."""
    raised = raise_for("mib", identity=Identity(disclosure="named", name="N. Voorbeeld", email="n@example.org"))
    opening.open_new(body="mib")
    house.desk("denkbeeld")
    case = Case.objects.get(report=raised.report_id)
    opened = house.take("denkbeeld", case)
    step(opened, "acknowledge", text="Dank je.")
    services.label(
        opened=opened, version=now(opened), unit="douane", violation="undesirable_conduct", actor="denkbeeld"
    )
    step(opened, "complete")
    return raised, house.opened("denkbeeld", case)


def now(opened: OpenCase) -> int:
    return Case.objects.get(pk=opened.case.pk).version


def step(opened: OpenCase, act: str, text: str = "", **values: str) -> None:
    services.act(opened=opened, act=act, version=now(opened), values=values, text=text, actor=opened.me.username)


def plan(opened: OpenCase, act: str, to: str) -> Plan:
    return plan_for(opened.case.body, engine.act(procedure_of(opened.case), act), to)


def test_a_report_goes_over_only_after_its_reporter_agrees(house: House, at_mib: tuple[Raised, OpenCase]) -> None:
    raised, opened = at_mib
    item = handing.choose(opened=opened, plan=plan(opened, "hand_over", "oif"), actor="denkbeeld")
    go = {"opened": opened, "number": item.number, "values": {}, "text": "Overgedragen.", "actor": "denkbeeld"}
    with pytest.raises(NotAgreed):
        handing.hand_over(version=now(opened), **go)
    handing.ask(opened=opened, number=item.number, why="Zij kunnen dit onderzoeken.", actor="denkbeeld")
    mailbox = house.mailbox(raised)
    asked = mailbox.messages()[-1]
    assert "Mogen we je melding overdragen aan" in mailbox.message(asked).text
    intake.write_as_reporter(
        mailbox=mailbox, text="", kind=MessageKind.ANSWER, question=asked.number, choice="handover"
    )
    assert standing(opened, item.number).may_go
    new = handing.hand_over(version=now(opened), **go)
    assert new is not None
    report = Report.objects.get(pk=raised.report_id)
    assert (new.body, new.report, new.received_on, report.body) == ("oif", report.pk, opened.case.received_on, "oif")
    read = house.take("staal", new)
    assert read.report is not None and read.report.content().story == STORY
    assert not visible(house.desk("denkbeeld")).filter(pk=opened.case.pk).exists()
