"""A case of oif on its way to its end, step by step through the services, as officers do it."""

import datetime as dt
from typing import Any

from case_world import House

from loket.casework import queries, services
from loket.casework.closing import lines
from loket.casework.closing import services as closing
from loket.casework.content import Card, ItemContent, PersonContent, PersonIdentity
from loket.casework.models import Case, ItemKind
from loket.casework.opening import open_case
from loket.casework.sealing import OpenCase
from loket.core import clock

LETTER = "We hebben je melding gelezen."
ASSESSED = {
    "researchability": "researchable",
    "detriment_risk": "low",
    "reporter": "employee",
    "subject": "undesirable_conduct",
}
INVESTIGATED = {"investigation": "full_fact_finding", "contracted_out": "no"}
SETTLED = {"description": "undesirable_conduct_employee", "settlement": "corrective_talk_or_coaching"}


def new_case(
    house: House,
    *,
    received_on: dt.date | None = None,
    unit: str = "douane",
    violation: str = "undesirable_conduct",
    who: str = "staal",
) -> OpenCase:
    """A case of oif without a report, taken and opened by an officer."""
    case = open_case(
        body="oif",
        procedure="oif",
        card=Card(unit=unit, violation=violation),
        received_on=received_on or clock.today(),
        actor=who,
    )
    return house.take(who, case)


def again(opened: OpenCase) -> OpenCase:
    """The same, as its row is now."""
    return OpenCase(Case.objects.get(pk=opened.case.pk), opened.private, opened.search_key, opened.me, opened.report)


def do(opened: OpenCase, act: str, **values: str) -> OpenCase:
    """Do a step, on the case as it is now."""
    now = again(opened)
    services.act(opened=now, act=act, version=now.case.version, values=values, text=LETTER, actor=opened.me.username)
    return again(now)


def add_person(opened: OpenCase, name: str, **content: Any) -> OpenCase:
    """Somebody concerned."""
    now = again(opened)
    services.add_person(
        opened=now,
        version=now.case.version,
        content=PersonContent(**content),
        identity=PersonIdentity(name=name),
        actor=opened.me.username,
    )
    return again(now)


def change_person(opened: OpenCase, number: int, **content: Any) -> OpenCase:
    """Other content for somebody in the case."""
    now = again(opened)
    person = now.people()[number - 1]
    changed = now.person(person).model_copy(update=content)
    services.change_person(
        opened=now, person=person, version=now.case.version, content=changed, identity=None, actor=opened.me.username
    )
    return again(now)


def label(opened: OpenCase, *, unit: str, violation: str) -> OpenCase:
    """Other labels."""
    now = again(opened)
    services.label(opened=now, version=now.case.version, unit=unit, violation=violation, actor=opened.me.username)
    return again(now)


def write(opened: OpenCase, kind: str, **content: Any) -> None:
    """A part of the file."""
    services.add_item(opened=again(opened), kind=kind, content=ItemContent(**content), actor=opened.me.username)


def facts_of(opened: OpenCase) -> list[lines.Line]:
    """The facts that follow from the case now."""
    now = again(opened)
    return lines.lines_of(now, queries.contents(now))


def confirm(opened: OpenCase) -> OpenCase:
    """The officer looks the facts over."""
    closing.confirm(opened=again(opened), shown=lines.digest(facts_of(opened)), actor=opened.me.username)
    return again(opened)


def before_decision(opened: OpenCase, *people: dict[str, Any]) -> OpenCase:
    """Acknowledged, assessed, investigated and reported, up to where the competent authority decided about each."""
    opened = do(do(opened, "acknowledge"), "assess", **ASSESSED)
    for number, content in enumerate(people, 1):
        opened = add_person(opened, f"V. Verzinsel {number}", **content)
    write(opened, ItemKind.PLAN, title="Plan", text="Eerst het rittenboek.")
    opened = do(opened, "start_investigation", **INVESTIGATED)
    write(opened, ItemKind.REPORT, title="Verslag", text="Het rittenboek klopt niet.")
    opened = do(opened, "finish_report")
    Case.objects.filter(pk=opened.case.pk).update(stage="decision")
    write(opened, ItemKind.DECISION, title="Besluit")
    return again(opened)


def settled(opened: OpenCase, *people: dict[str, Any]) -> OpenCase:
    """The same, confirmed and settled."""
    return do(confirm(before_decision(opened, *people)), "settle")
