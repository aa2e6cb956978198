"""Cases that are ready to be handed over, and what is in them."""

from collections.abc import Sequence
from dataclasses import dataclass

from case_world import House, raise_for

from loket.casework import engine, opening, services
from loket.casework.configuration import procedure_of
from loket.casework.content import ItemContent, PersonContent, PersonIdentity
from loket.casework.handover.plan import Plan, plan_for
from loket.casework.models import Case, ItemKind
from loket.casework.sealing import OpenCase
from loket.intake import files
from loket.intake import services as intake
from loket.intake.content import Identity
from loket.intake.files import SealedUpload
from loket.intake.models import MessageKind
from loket.intake.raising import Raised

NAMED = Identity(disclosure="named", name="N. Voorbeeld", email="n.voorbeeld@example.org")
ASSESSED = {
    "researchability": "researchable",
    "detriment_risk": "low",
    "reporter": "employee",
    "subject": "undesirable_conduct",
}


@dataclass(frozen=True)
class Ready:
    """A case that can be handed over, with its report."""

    raised: Raised
    opened: OpenCase


def version(opened: OpenCase) -> int:
    return Case.objects.get(pk=opened.case.pk).version


def step(opened: OpenCase, act: str, text: str = "", **values: str) -> None:
    actor = opened.me.username
    services.act(opened=opened, act=act, version=version(opened), values=values, text=text, actor=actor)


def label(opened: OpenCase, violation: str = "undesirable_conduct") -> None:
    actor = opened.me.username
    services.label(opened=opened, version=version(opened), unit="douane", violation=violation, actor=actor)


def person(opened: OpenCase, name: str, role: str = "concerned") -> int:
    """Somebody more; gives their number."""
    content = PersonContent.model_validate({"role": role, "about": f"over {role}"})
    made = services.add_person(
        opened=opened,
        version=version(opened),
        content=content,
        identity=PersonIdentity(name=name, function="medewerker"),
        actor=opened.me.username,
    )
    return made.number


def item(opened: OpenCase, kind: ItemKind, title: str, *, person: int = 0, uploads: Sequence[SealedUpload] = ()) -> int:
    """A part of the file; gives its number."""
    content = ItemContent(title=title, text=f"Tekst van {title}", person=person)
    actor = opened.me.username
    return services.add_item(opened=opened, kind=kind, content=content, files=uploads, actor=actor).number


def upload(name: str) -> SealedUpload:
    return files.store([f"bytes of {name}".encode()], name=name, kind="text/plain")


def plan(opened: OpenCase, act: str, to: str) -> Plan:
    """A plan in which nothing was chosen yet."""
    return plan_for(opened.case.body, engine.act(procedure_of(opened.case), act), to)


def answer(house: House, raised: Raised, choice: str) -> None:
    """The reporter answers the last question."""
    mailbox = house.mailbox(raised)
    asked = [one for one in mailbox.messages() if one.kind == MessageKind.CONSENT][-1]
    intake.write_as_reporter(mailbox=mailbox, text="", kind=MessageKind.ANSWER, question=asked.number, choice=choice)


def at_mib(house: House, identity: Identity = NAMED) -> Ready:
    """A report for mib that was made complete."""
    raised = raise_for("mib", identity=identity)
    opening.open_new(body="mib")
    house.desk("denkbeeld")
    case = Case.objects.get(report=raised.report_id)
    opened = house.take("denkbeeld", case)
    step(opened, "acknowledge", text="Dank je.")
    label(opened)
    step(opened, "complete")
    return Ready(raised, house.opened("denkbeeld", case))


def at_oif(house: House, identity: Identity = NAMED) -> Ready:
    """A report for oif that needs no investigation: the competent authority can decide. Two people are in it, and a
    note, a hearing, a report and a document with two files."""
    raised = raise_for("oif", identity=identity)
    opening.open_new(body="oif")
    house.desk("staal")
    case = Case.objects.get(report=raised.report_id)
    opened = house.take("staal", case)
    step(opened, "acknowledge", text="Dank je.")
    label(opened)
    step(opened, "assess", **ASSESSED)
    first, _second = person(opened, "Jan de Vries"), person(opened, "Ans Getuige", "witness")
    item(opened, ItemKind.NOTE, "notitie")
    item(opened, ItemKind.HEARING, "gesprek", person=first)
    item(opened, ItemKind.REPORT, "rapport")
    item(opened, ItemKind.DOCUMENT, "rittenboek", uploads=[upload("juni.txt"), upload("juli.txt")])
    step(opened, "no_investigation", reasons="Het is duidelijk.")
    return Ready(raised, house.opened("staal", case))
