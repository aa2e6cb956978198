"""Incidents that another system sends become cases of the incident desk, each once."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

from django.db import connection, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from loket.casework.api.models import ContactIn, IncidentIn, IncidentOut
from loket.casework.content import Card, ItemContent, PersonContent, PersonIdentity
from loket.casework.models import ItemKind, SentIncident
from loket.casework.opening import NewCase, open_cases
from loket.core import audit, clock
from loket.core.serverkey import server_key
from loket.keys.queries import sealing_key
from loket.taxonomy.current import name_of

PROCEDURE = "incident_desk"
CODE = "incident"
"""The code of the part of the file that holds what was sent."""

_LOCK = 0x696E63
"""The advisory lock that makes calls of one channel queue: the letters "inc"."""


@transaction.atomic
def take(*, body: str, channel: str, incidents: Sequence[IncidentIn], actor: str) -> list[IncidentOut]:
    """Open a case for each of these incidents that this channel did not send before, in order; all of them or none.

    What was sent is sealed; of the channel's ids a keyed digest is kept. Raises ``NoBodyKey``, ``BeingRotated``.
    """
    sealing_key(body)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK, channel])
    lookups = {incident.id: _lookup(channel, incident.id) for incident in incidents}
    known = _known(lookups.values())
    new = [incident for incident in incidents if lookups[incident.id] not in known]
    cases = open_cases([_case(body, incident) for incident in new], actor=actor, day_only=True)
    SentIncident.objects.bulk_create(
        SentIncident(lookup=lookups[incident.id], case=case) for incident, case in zip(new, cases, strict=True)
    )
    opened = {incident.id: case.reference for incident, case in zip(new, cases, strict=True)}
    summary: dict[str, int | str] = {"channel": channel, "incidents": len(incidents), "new": len(new)}
    audit.record(actor=actor, action="incident.take", target=f"body:{body}", summary=summary, day_only=True)
    return [
        IncidentOut(id=one.id, reference=opened.get(one.id) or known[lookups[one.id]], is_new=one.id in opened)
        for one in incidents
    ]


def _known(lookups: Iterable[bytes]) -> Mapping[bytes, str]:
    """The references of the cases of what was sent before."""
    found = SentIncident.objects.filter(lookup__in=list(lookups)).values_list("lookup", "case__reference")
    return {bytes(lookup): reference for lookup, reference in found}


def _lookup(channel: str, id_: str) -> bytes:
    return blake2b(f"{channel}\n{id_}".encode(), key=server_key("incident"), digest_size=32).digest()


def _case(body: str, incident: IncidentIn) -> NewCase:
    codes = {"handle.item": incident.item, "handle.how": incident.how}
    return NewCase(
        body,
        PROCEDURE,
        clock.today(),
        card=Card(unit=incident.unit, codes=codes),
        items=[(ItemKind.DOCUMENT, _told(incident))],
        people=[_person(incident.contact)] if incident.contact else [],
    )


def _told(incident: IncidentIn) -> ItemContent:
    """What was sent, in words for the officer and as codes."""
    item, how = name_of("incident_item", incident.item, "nl"), name_of("incident_how", incident.how, "nl")
    lines = [
        _("Wat: %s") % item,
        _("Hoe: %s") % how,
        _("Wanneer: %s") % date_format(incident.on, "j F Y"),
        _("Kenmerk van het kanaal: %s") % incident.id,
    ]
    text = "\n".join(lines) + (f"\n\n{incident.description.strip()}" if incident.description.strip() else "")
    values = {"item": incident.item, "how": incident.how, "on": incident.on.isoformat()}
    return ItemContent(code=CODE, title=f"{item}, {how.lower()}", text=text, values=values)


def _person(contact: ContactIn) -> tuple[PersonContent, PersonIdentity]:
    """Who can be asked, as a person in the case who is not concerned: named only to who says why."""
    reach = ", ".join(part.strip() for part in (contact.email, contact.phone) if part.strip())
    return PersonContent(role="other", about=_("Meldde het incident")), PersonIdentity(
        name=contact.name.strip(), reach=reach
    )
