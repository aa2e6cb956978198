"""The confidential advisers' room with something in every corner: an adviser who counted, wrote, was written to and
reads a file in, a colleague, the national adviser, and a director with a signal."""

from dataclasses import dataclass
from uuid import uuid4

from contact_world import at_desk, written_to
from django.test import Client
from drafted import HEAD, drafted
from tally_world import registered

from loket.accounts.models import Role
from loket.advisers.access import Desk
from loket.advisers.contact import access
from loket.advisers.evaluation import services as evaluation
from loket.advisers.handover import services as handover
from loket.advisers.models import Adviser, PeerGroup, Proposal
from loket.advisers.network import growth
from loket.advisers.network.activities import Held, add
from loket.advisers.notebook import services as notebook
from loket.advisers.offline import services as offline
from loket.advisers.signals import services as signals
from loket.core import clock
from loket.intake.sealing import open_report
from people import person, sign_in

WRONG = ("ooit", "Iets anders", "Wat dan ook", "Intimidatie", "Iemand")


@dataclass(frozen=True)
class Room:
    """``places``: what stands in the addresses of its pages; ``clients``: who sees them."""

    desk: Desk
    places: dict[str, str]
    clients: dict[str, Client]


def furnished() -> Room:
    """The room, with who work in it. A body ``oif`` with a key must be there."""
    desk, adviser = at_desk()
    _desk, colleague = at_desk("gehoor")
    director = person("directie", Role.DIRECTOR, unit="douane")
    national = person("landelijk", Role.NATIONAL_ADVISER)
    places = {**_of_the_desk(desk), **_of_the_network(desk)}
    places["signal"] = str(signals.send(unit="douane", category="undesirable_conduct", accused="direct_manager").pk)
    clients = {
        "adviser": adviser,
        "colleague": colleague,
        "national": sign_in(Client(), national),
        "director": sign_in(Client(), director),
    }
    return Room(desk, places, clients)


def _of_the_desk(desk: Desk) -> dict[str, str]:
    entry = registered(desk, settlement="three_way_talk", situation="reported_sick", minutes=30)
    page = notebook.write(desk=desk, id=uuid4(), title="Vraag na", text="Bel terug.", entry=str(entry.pk))
    device = offline.add_device(desk=desk, device_id=uuid4(), name="werktelefoon")
    raised = written_to(desk, disclosure="named", name="V. Verzinsel")
    report = open_report(access.contact_at(desk.code, raised.reference), desk.private)
    asked = handover.ask(report=report, id_=uuid4(), target="oif", text="Dit mag mee.", actor=desk.me.username)
    return {
        "entry": str(entry.pk),
        "open": str(registered(desk).pk),
        "page": str(page.pk),
        "device": str(device.pk),
        "contact": raised.reference,
        "handover": str(asked.pk),
        "draft": str(drafted(desk, [HEAD, WRONG, WRONG])),
        "code": evaluation.new_ticket(),
    }


def _of_the_network(desk: Desk) -> dict[str, str]:
    me, month = Adviser.objects.get(account=desk.me), clock.today().replace(day=1)
    group = PeerGroup.objects.create(name="De kring")
    Adviser.objects.filter(pk=me.pk).update(group=group)
    growth.add_requirement(
        adviser=me, kind="training", month=month, half_hours=4, title="Cursus", token=uuid4(), actor=desk.me.username
    )
    growth.add_meeting(group=group, month=month, half_hours=4, present=[me], token=uuid4(), actor=desk.me.username)
    held = Held(unit="douane", topic="training", month=month, participants=8, title="Werkoverleg")
    activity = add(held=held, token=uuid4(), actor=desk.me.username)
    assert activity
    proposal = Proposal.objects.create(code_list="subcategory", text="Meer.", by=desk.me.username, on=clock.today())
    meeting, requirement = group.meetings.get(), me.requirements.get()
    rows = {"group": group, "meeting": meeting, "requirement": requirement, "activity": activity, "proposal": proposal}
    return {"slug": me.slug, **{name: str(row.pk) for name, row in rows.items()}}
