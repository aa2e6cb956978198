"""The fictitious people of a demonstration. They have no password: each start hands out links that work once."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from loket.accounts.links import new_link
from loket.accounts.models import FOR_A_BODY, FOR_A_UNIT, Account, Role
from loket.core import audit, clock
from loket.core.errors import UserError

ACTOR = "demo"
VALID = dt.timedelta(days=365)
"""Until it is used, or until the next start, which makes new ones; the demonstration itself will have ended."""

WORKED = dt.timedelta(days=730)
"""How long they have had their roles: what the demonstration shows, they did in that time."""


class NoDemonstration(UserError):
    """Demo accounts were asked for outside a demonstration."""


@dataclass(frozen=True)
class DemoPerson:
    """``sees``: in a few words, for the list that is printed. ``at`` is the place, from 0, in the list of bodies that
    work cases, or of units for who has a role for a unit."""

    username: str
    name: str
    roles: tuple[Role, ...]
    sees: str
    at: int = 0

    def bodies(self, known: Sequence[str]) -> list[str]:
        """The body that this person works for, if the organisation has that many; nothing for who works for none."""
        return list(known[self.at : self.at + 1]) if FOR_A_BODY & set(self.roles) else []

    def units(self, known: Sequence[str]) -> list[str]:
        """The unit that this person answers for, likewise."""
        return list(known[self.at : self.at + 1]) if FOR_A_UNIT & set(self.roles) else []


PEOPLE = (
    DemoPerson(
        "fictie",
        "F. Fictie",
        (Role.POLICY_OFFICER,),
        "beleidsmedewerker, legt de cijfers vast en bouwt de jaarrapportage",
    ),
    DemoPerson("model", "A. Model", (Role.AUDITOR,), "auditor, leest het logboek"),
    DemoPerson(
        "voorbeeld", "B. Voorbeeld", (Role.FUNCTIONAL_ADMINISTRATOR,), "functioneel beheerder, regelt wie waarbij mag"
    ),
    DemoPerson("staal", "S. Staal", (Role.OFFICER,), "onderzoeker, behandelt zaken"),
    DemoPerson("proef", "P. Proef", (Role.OFFICER,), "onderzoeker, behandelt andere zaken"),
    DemoPerson(
        "hoofd", "H. Hoofd", (Role.OFFICER, Role.HEAD), "hoofd van de onderzoekers, verdeelt, stuurt bij en vernietigt"
    ),
    DemoPerson("denkbeeld", "D. Denkbeeld", (Role.OFFICER,), "meldpunt, vult meldingen aan en geeft ze door", at=1),
    DemoPerson("incident", "I. Incident", (Role.OFFICER,), "meldpunt voor verlies en diefstal", at=2),
    DemoPerson("gezag", "G. Gezag", (Role.OFFICER,), "bevoegd gezag, hoort en beslist", at=3),
    DemoPerson(
        "coordinaat",
        "C. Coördinaat",
        (Role.INTEGRITY_COORDINATOR,),
        "integriteitscoördinator, ziet het maandoverzicht van een onderdeel",
    ),
    DemoPerson(
        "directie", "D. Directie", (Role.DIRECTOR,), "directeur, ziet het maandoverzicht van een ander onderdeel", at=1
    ),
    DemoPerson("luister", "L. Luister", (Role.ADVISER,), "vertrouwenspersoon, houdt de tellijst bij"),
    DemoPerson("gehoor", "G. Gehoor", (Role.ADVISER,), "vertrouwenspersoon, met een eigen tellijst"),
    DemoPerson(
        "landelijk", "L. Landelijk", (Role.NATIONAL_ADVISER,), "landelijk vertrouwenspersoon, ziet totalen en netwerk"
    ),
)


@transaction.atomic
def ensure_people(*, bodies: Sequence[str], units: Sequence[str]) -> dict[str, list[str]]:
    """Make the people who are not there yet. ``bodies``: those that work cases, in the order of the configuration.
    Gives each user name with the bodies that this person works for.

    Raises ``NoDemonstration`` unless ``settings.DEMO``.
    """
    if not settings.DEMO:
        raise NoDemonstration("demo-accounts bestaan alleen in een demonstratie; start met ./loket demo")
    there = {person: _scopes(person, bodies, units) for person in PEOPLE}
    for person, scopes in there.items():
        if scopes:
            _ensure(person, scopes)
    return {person.username: person.bodies(bodies) for person, scopes in there.items() if scopes}


@transaction.atomic
def fresh_links(private_keys: Mapping[str, bytes]) -> dict[DemoPerson, str]:
    """For each person the token of a new link; earlier ones stop working. ``private_keys`` (by user name) travel with
    the links, so that whoever follows one finds their key unlocked."""
    accounts = Account.objects.in_bulk([person.username for person in PEOPLE], field_name="username")
    return {
        person: new_link(
            account=accounts[person.username],
            actor=ACTOR,
            valid=VALID,
            private_key=private_keys.get(person.username),
        )
        for person in PEOPLE
        if person.username in accounts
    }


def _scopes(person: DemoPerson, bodies: Sequence[str], units: Sequence[str]) -> list[dict[str, str]]:
    """For what each role is; none when the organisation has too few bodies or units for this person."""
    if FOR_A_BODY & set(person.roles):
        return [{"body": body} for body in person.bodies(bodies)]
    if FOR_A_UNIT & set(person.roles):
        return [{"unit": unit} for unit in person.units(units)]
    return [{}]


def _ensure(person: DemoPerson, scopes: Sequence[Mapping[str, str]]) -> None:
    """The account, without a password, also when an earlier version gave it one; and its roles, unless somebody
    changed that in the demonstration."""
    account, is_new = Account.objects.get_or_create(
        username=person.username, defaults={"display_name": person.name, "is_demo": True}
    )
    if account.has_usable_password():
        account.set_unusable_password()
        account.save(update_fields=["password"])
    if is_new:
        for role in person.roles:
            for scope in scopes:
                account.grants.create(role=role, **scope, begins_on=clock.today() - WORKED, granted_by=ACTOR)
        target, role_codes = f"account:{person.username}", " ".join(person.roles)
        audit.record(actor=ACTOR, action="account.create", target=target, summary={"role": role_codes})
